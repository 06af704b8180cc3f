"""Rules for years: their numbers, Gregorian and Hijri, named and bare, single and joined."""

from __future__ import annotations

import re
from datetime import date

from flows.extract.times.calendars import FIRST_YEAR, LAST_YEAR, hijri_month
from flows.extract.times.expressions import Fixed
from flows.extract.times.numerals import read_number
from flows.extract.times.reader import Found, Reader

_BARE_YEARS = range(1800, 2100)  # four digits alone are a year only here: other numbers are quantities
_EDITION_REACH = 4  # tokens: `كأس الأمم الإفريقية 2019`
_HIJRI_YEARS = range(1380, 1480)  # without an era sign: those that news of this and the last generation tell
_YEAR = re.compile(r"\d{4}")
_SHORT_YEAR = re.compile(r"\d{2}")
_PIVOT = 30  # `عام 67` is 1967, `عام 15` is 2015
_YEARS = re.compile(r"(\d{4})[-/](\d{4})")


def year_number(reader: Reader, i: int, *, named: bool = False) -> tuple[int, int] | None:
    """Read a year's number at token `i`: the year and the token behind it, an era sign included.

    Hijri years are returned as they are (1436). `named`: whether the word year stands before it.
    """
    digits = reader.digits(i)
    year = 0
    at = i + 1
    if _YEAR.fullmatch(digits):
        year = int(digits)
        at += "era" in reader.bare(at)
        if not named and at == i + 1 and year not in _BARE_YEARS:
            return None
    elif named and _SHORT_YEAR.fullmatch(digits):
        year = int(digits) + (1900 if int(digits) > _PIVOT else 2000)
    elif named and not digits and (number := read_number(reader.tokens, reader.words, i, reader.end)):
        year, at = int(number.value or 0), number.next
    return (year, at) if FIRST_YEAR <= year <= LAST_YEAR else None


def is_hijri_year(reader: Reader, year: int, behind: int) -> bool:
    """Whether a year's number is of the Islamic calendar: by the era sign before token `behind`, else by its size."""
    return reader.bare(behind - 1).get("era") == "h" or year in _HIJRI_YEARS


def whole_year(reader: Reader, year: int, behind: int) -> Fixed | None:
    """Return the days of a year, Gregorian or Hijri."""
    if not is_hijri_year(reader, year, behind):
        return Fixed(date(year, 1, 1), date(year, 12, 31), "year")
    first, last = hijri_month(year, 1), hijri_month(year, 12)
    return Fixed(first[0], last[1], "year") if first and last else None


def named_year(reader: Reader, i: int) -> tuple[int, int] | None:
    """Read a year with or without the word year before it (`عام 2005`, `من سنة 2005`, `2005`): year, token behind."""
    at = i + (reader.form(i) in ("من", "في", "لسنه", "لعام"))
    unit = reader.unit(at)
    if unit is not None and unit[0] == "year" and unit[1] == 1:
        return year_number(reader, at + 1, named=True)
    return year_number(reader, at) if at == i else None


def year_span(reader: Reader, i: int) -> Found | None:
    """Read the years `2020-2024`, `2022/2023` in one token."""
    match = _YEARS.fullmatch(reader.digits(i))
    if match is None:
        return None
    first, last = int(match[1]), int(match[2])
    if not _BARE_YEARS[0] <= first < last <= _BARE_YEARS[-1]:
        return None
    return Found(Fixed(date(first, 1, 1), date(last, 12, 31), "range"), i + 1)


def year_alone(reader: Reader, i: int) -> Found | None:
    """Read a year, two years joined (`سنتي 2015 و2019`), or a century told by its number."""
    unit = reader.unit(i)
    if unit is None or unit[0] != "year":
        year = year_number(reader, i)
        if year is None or "counted" in reader.bare(year[1]) or _is_quantity(reader, i):  # `2000 شخص`
            return None
        whole = whole_year(reader, *year) if year else None
        return Found(whole, year[1]) if whole and year else None
    at = i + 1
    if unit[1] == 2 and (found := year_span(reader, at)) is not None:
        return found if isinstance(found.meaning, Fixed) and found.meaning.precision == "range" else None
    year = year_number(reader, at, named=unit[1] == 1)
    whole = whole_year(reader, *year) if year else None
    if year is None or whole is None:
        return None
    if unit[1] == 1:
        behind = year[1] + ("shift" in reader.bare(year[1]))
        return Found(whole, behind)
    return _second_year(reader, whole, year[1])


def _is_quantity(reader: Reader, i: int) -> bool:
    """Whether what stands before a number shows that it counts or names (`نحو 2000`, `كأس أوروبا 2016`)."""
    before = reader.kinds(i - 1)
    is_bounded = reader.form(i - 1) == "من" and not reader.bare(i - 2).keys().isdisjoint(
        ("morethan", "lessthan")
    )
    is_edition = any("edition" in reader.kinds(n) for n in range(i - _EDITION_REACH, i))
    return (
        "approx" in before
        or is_bounded
        or (is_edition and before.keys().isdisjoint(("at", "since", "during")))
    )


def _second_year(reader: Reader, first: Fixed, i: int) -> Found | None:
    if reader.form(i) not in ("و", "الي", "-"):
        return None
    year = year_number(reader, i + 1)
    last = whole_year(reader, *year) if year else None
    if year is None or last is None or last.last < first.first:
        return None
    behind = year[1] + ("shift" in reader.bare(year[1]))
    return Found(Fixed(first.first, last.last, "range"), behind)
