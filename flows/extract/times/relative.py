"""Rules for what counts from somewhere: units last, this and next, distances, windows, parts, seasons."""

from __future__ import annotations

from datetime import date

from flows.extract.times.calendars import unit_around
from flows.extract.times.expressions import (
    Fixed,
    Meaning,
    MonthOf,
    School,
    Season,
    Told,
    Unit,
)
from flows.extract.times.numerals import read_number, read_ordinal
from flows.extract.times.reader import Found, Reader
from flows.extract.times.years import named_year, whole_year, year_number

_PAST_CENTURY = 1900
_LAST_CENTURY = 22


def unit_shifted(reader: Reader, i: int) -> Found | None:
    """Read `الأسبوع الماضي`, `هذا العام`, `السنوات الثلاث الماضية`, `القرن التاسع عشر`, `العام الدراسي الحالي`."""
    if "this" in reader.kinds(i):
        return _this_unit(reader, i + 1)
    unit = reader.unit(i)
    if unit is None or not reader.definite(i) or (unit == ("year", 1) and "general" in reader.kinds(i - 1)):
        return None
    at, count = _count_behind(reader, i + 1, unit[1])
    following = reader.bare(at)
    if "shift" in following:
        return _shifted(reader, unit[0], int(following["shift"]), count, at + 1)
    if unit == ("century", 1):
        return _century(reader, at)
    return _year_of_school(reader, at) if unit == ("year", 1) else None


def _this_unit(reader: Reader, i: int) -> Found | None:
    unit = reader.unit(i)
    if unit is None or not reader.definite(i) or unit[1] != 1 or "unit" not in reader.bare(i):
        return None
    year = year_number(reader, i + 1) if unit[0] == "year" else None
    if year is not None and (whole := whole_year(reader, *year)) is not None:  # `هذا العام 2012`
        return Found(whole, year[1])
    return Found(Unit(unit[0], 0), i + 1) if unit[0] not in ("period", "hour", "minute") else None


def _century(reader: Reader, i: int) -> Found | None:
    at = i + (reader.form(i) == "ال")
    digits = reader.digits(at)
    ordinal = read_ordinal(reader.words, i, reader.end)
    if digits.isdigit() and 1 <= int(digits) <= _LAST_CENTURY:
        number, behind = int(digits), at + 1
    elif ordinal is not None:
        number, behind = int(ordinal.value or 1), ordinal.next
    else:
        return None
    start = (number - 1) * 100 + 1
    return Found(Fixed(date(start, 1, 1), date(start + 99, 12, 31), "century"), behind)


def _year_of_school(reader: Reader, i: int) -> Found | None:
    shift = reader.bare(i + 1).get("shift")
    return Found(School(int(shift)), i + 2) if "schoolword" in reader.bare(i) and shift is not None else None


def _shifted(reader: Reader, unit: str, shift: int, count: int, behind: int) -> Found | None:
    is_contract = unit == "decade" and not shift  # `العقد الحالي`
    if unit == "period" or (count != 1 and not shift) or count == 0 or is_contract:
        return None
    year = year_number(reader, behind) if unit == "year" and count == 1 else None
    if year is not None and (whole := whole_year(reader, *year)) is not None:  # `العام الماضي 2017`
        return Found(whole, year[1])
    return Found(Unit(unit, shift, count), behind)


def _count_behind(reader: Reader, i: int, number: int) -> tuple[int, int]:
    """Return the token behind a unit's count (`السنوات الثلاث`) and the count; 0 where it is untold."""
    if number:
        return i, number
    found = read_number(reader.tokens, reader.words, i, reader.end)
    if found is None or not found.value or not found.is_definite:
        return i, 0
    at, count = found.next, int(found.value)
    following = reader.words[at] if at < reader.end else None
    if following is not None and following.joined and following.definite and "tens" in following.kinds:
        return at + 1, count + int(following.kinds["tens"])
    return at, count


def counted_units(reader: Reader, i: int) -> Found | None:
    """Read `الثلاث سنوات الماضية`, `24 ساعة الماضية`: a number, a unit, and a definite last or next."""
    number = read_number(reader.tokens, reader.words, i, reader.end)
    if number is None or not number.value:
        return None
    unit = reader.unit(number.next)
    shift = reader.bare(number.next + 1).get("shift")
    if unit is None or reader.definite(number.next) or shift in (None, "0") or unit[0] == "period":
        return None
    return Found(Unit(unit[0], int(str(shift)), int(number.value)), number.next + 2)


def decade(reader: Reader, i: int) -> Found | None:
    """Read `الثمانينيات`, `ثمانينيات القرن الماضي`: ten years."""
    value = reader.kinds(i).get("decades")
    if value is None:
        return None
    century, at = _PAST_CENTURY, i + 1
    if reader.unit(at) == ("century", 1) and reader.definite(at):
        following = reader.bare(at + 1)
        if "shift" in following:
            century, at = (_PAST_CENTURY if following["shift"] == "-1" else 2000), at + 2
        elif (ordinal := read_ordinal(reader.words, at + 1, reader.end)) is not None:
            century, at = (int(ordinal.value or 20) - 1) * 100, ordinal.next
    elif not reader.definite(i):
        return None
    start = century + int(value)
    return Found(Fixed(date(start, 1, 1), date(start + 9, 12, 31), "decade"), at)


def season(reader: Reader, i: int) -> Found | None:
    """Read `صيف 2014`, `فصل الشتاء الماضي`, `شتاء هذا العام`; a season's name alone is none."""
    at = i + ("fasl" in reader.kinds(i))
    name = reader.kinds(at).get("season")
    if name is None:
        return None
    if (year := named_year(reader, at + 1)) is not None:
        return Found(Season(name, year[0]), year[1])
    following = reader.bare(at + 1)
    if "shift" in following and reader.definite(at):
        return Found(Season(name, None, int(following["shift"])), at + 2)
    of_year = unit_shifted(reader, at + 1)
    if of_year is not None and isinstance(of_year.meaning, Unit) and of_year.meaning.unit == "year":
        return Found(Season(name, None, of_year.meaning.shift), of_year.next)
    return None


def school_year(reader: Reader, i: int) -> Found | None:
    """Read `الموسم الفلاحي الحالي`, `الموسم الماضي`, `الموسم الدراسي المقبل`."""
    if "campaign" not in reader.kinds(i) or not reader.definite(i):
        return None
    at = i + 1 + ("shift" not in reader.bare(i + 1))
    shift = reader.bare(at).get("shift")
    if shift is None or (at > i + 1 and not reader.form(i + 1).startswith("ال")):
        return None
    return Found(School(int(shift)), at + 1)


def bare_unit(reader: Reader, i: int) -> Found | None:
    """Read a definite unit alone behind a part of it: the `العام` of `نهاية العام`."""
    unit = reader.unit(i)
    if unit is None or not reader.definite(i) or unit[1] != 1 or unit[0] not in ("month", "year", "week"):
        return None
    return Found(Unit(unit[0], 0), i + 1)


def year_of_part(reader: Reader, i: int) -> Found | None:
    """Read the year behind a quarter or a half: `2022`, `عام 2022`."""
    year = named_year(reader, i) or year_number(reader, i)
    if year is None:
        return None
    first, last = unit_around("year", date(year[0], 1, 1))
    return Found(Fixed(first, last, "year"), year[1])


def is_period(meaning: Meaning) -> bool:
    """Whether a meaning is longer than a day, so that it has a beginning, a middle and an end."""
    if isinstance(meaning, Fixed):
        return meaning.precision not in ("day", "range")
    if isinstance(meaning, MonthOf):
        return meaning.day is None
    if isinstance(meaning, Told | Unit):
        return meaning.unit not in (None, "day", "hour", "night", "minute")
    return not hasattr(meaning, "day") or getattr(meaning, "day", None) is None
