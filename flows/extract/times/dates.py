"""Rules for calendar dates: days of months, months, years, weekdays, in digits and words."""

from __future__ import annotations

import re

from flows.extract.times.calendars import hijri_day, hijri_month, month_of, real_day
from flows.extract.times.expressions import (
    Between,
    DayOf,
    Fixed,
    Meaning,
    MonthOf,
    Partial,
    Told,
    Unit,
)
from flows.extract.times.numerals import read_ordinal
from flows.extract.times.reader import COMMAS, Found, Month, Reader, month_name
from flows.extract.times.years import named_year, year_number

_YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_DAY = re.compile(r"\d{1,2}")
_HIJRI_YEARS = range(1300, 1600)
_HIJRI_YEAR = re.compile(r"1[345]\d\d")
_DAYS = re.compile(r"(\d{1,2})[-/](\d{1,2})")
_TO = ("الي", "حتي", "-", "ولغايه", "لغايه", "وحتي", "والي")


def numeric_date(reader: Reader, i: int) -> Found | None:
    """Read `2022/9/15`, `15-09-2022`, `23/06/09`."""
    digits = reader.digits(i)
    if match := _YEAR_FIRST.fullmatch(digits):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DAY_FIRST.fullmatch(digits):
        day, month, year = (int(part) for part in match.groups())
        year += 2000 if year < 70 else 1900 if year < 100 else 0
    else:
        return None
    if month > 12 and day <= 12 and not digits.startswith(str(year)):
        day, month = month, day
    behind = i + 1 + ("era" in reader.bare(i + 1))
    found = hijri_day(year, month, day) if 1300 <= year <= 1500 else real_day(year, month, day)
    return Found(Fixed(found, found, "day"), behind) if found and found.year >= 1800 else None


def calendar_date(reader: Reader, i: int) -> Found | None:
    """Read a day of a month, with weekday and year where they are told; or a range of days of one month."""
    at, weekday = weekday_before(reader, i)
    if weekday is not None and (found := numeric_date(reader, at)) is not None:
        return found if isinstance(found.meaning, Fixed) and found.meaning.precision == "day" else None
    if match := _DAYS.fullmatch(reader.digits(at)):
        return _day_range(reader, int(match[1]), int(match[2]), at + 1)
    day, behind = _day_number(reader, at)
    if day is None:
        return None
    if (second := _second_day(reader, behind)) is not None:
        return _day_range(reader, day, *second)
    return _day_of_month(reader, day, behind, weekday)


def weekday_before(reader: Reader, i: int) -> tuple[int, int | None]:
    """Skip `يوم`, a weekday and what joins it to a date: the token behind, and the weekday."""
    at = i
    unit = reader.unit(at)
    if unit is not None and unit[0] == "day" and unit[1] in (1, 2) and not reader.definite(at):
        at += 1
    weekday = reader.kinds(at).get("weekday") if reader.definite(at) else None
    if weekday is None:
        return at, None
    at += 1
    while reader.form(at) in COMMAS or "corresponding" in reader.kinds(at):
        at += 1
    return at, int(weekday)


def _day_number(reader: Reader, i: int) -> tuple[int | None, int]:
    digits = reader.digits(i)
    if _DAY.fullmatch(digits):
        return (int(digits), i + 1) if 1 <= int(digits) <= 31 else (None, i)
    ordinal = read_ordinal(reader.words, i, reader.end)
    if ordinal is None or not ordinal.value or ordinal.value > 31:
        return None, i
    return int(ordinal.value), ordinal.next


def _second_day(reader: Reader, i: int) -> tuple[int, int] | None:
    """Read the other end of a range of days: `إلى 30`, `و15`."""
    if reader.form(i) not in _TO and reader.form(i) != "و":
        return None
    day, behind = _day_number(reader, i + 1)
    return (day, behind) if day is not None and day <= 31 else None


def _day_range(reader: Reader, first: int, last: int, i: int) -> Found | None:
    found = _day_of_month(reader, last, i, None)
    if found is None or not 1 <= first < last:
        return None
    return Found(Between(_with_day(found.meaning, first), found.meaning), found.next)


def _with_day(meaning: Meaning, day: int) -> Meaning:
    """Return a date with another day of its month."""
    if isinstance(meaning, Fixed):
        return Fixed(meaning.first.replace(day=day), meaning.first.replace(day=day), "day")
    if isinstance(meaning, Partial):
        return Partial(meaning.month, day, meaning.shift, meaning.hijri)
    if isinstance(meaning, MonthOf):
        return MonthOf(meaning.month, day, meaning.year)
    return DayOf(day, meaning.month) if isinstance(meaning, DayOf) else meaning


def _day_of_month(reader: Reader, day: int, i: int, weekday: int | None) -> Found | None:
    """Read the month behind a day's number: `من سبتمبر الجاري`, `شهر ماي 2021`, `من الشهر نفسه`, `منه`."""
    at = i
    if reader.form(at) == "منه":
        return Found(DayOf(day, Told("month")), at + 1)
    has_from = reader.form(at) == "من"
    at += has_from
    unit = reader.unit(at)
    if unit is not None and unit[0] == "month" and unit[1] == 1 and not reader.definite(at):
        at += 1
    month = month_name(reader, at)
    if month is not None:
        return dated_month(reader, month, day, weekday)
    if not has_from:
        return None
    whole = month_told_otherwise(reader, at)
    return Found(DayOf(day, whole.meaning), whole.next) if whole else None


def month_told_otherwise(reader: Reader, i: int) -> Found | None:
    """Read `الشهر الجاري`, `هذا الشهر`, `الشهر نفسه` at token `i`."""
    at = i + ("this" in reader.bare(i))
    unit = reader.unit(at)
    if unit is None or unit[0] != "month" or not reader.definite(at):
        return None
    if at > i:
        return Found(Unit("month", 0), at + 1)
    following = reader.bare(at + 1)
    if "shift" in following:
        return Found(Unit("month", int(following["shift"])), at + 2)
    return Found(Told("month"), at + 2) if "same" in following else None


def dated_month(reader: Reader, month: Month, day: int | None, weekday: int | None) -> Found | None:
    """Read what follows a month: its year, or a word that says which (`الماضي`, `من العام المقبل`)."""
    at = month.next
    if reader.form(at) in ("،", ",") and year_number(reader, at + 1):
        at += 1
    year = (
        year_number(reader, at, named=True)
        if month.hijri and _HIJRI_YEAR.fullmatch(reader.digits(at))
        else None
    )
    if (year := year or named_year(reader, at)) is not None:
        return _in_year(reader, month, day, year)
    if (told := _year_told_otherwise(reader, at)) is not None and not month.hijri:
        return Found(MonthOf(month.month, day, told.meaning), told.next)
    following = reader.bare(at)
    shift = int(following["shift"]) if "shift" in following else None
    behind = at + (shift is not None)
    if month.hijri and day is None and not 1 <= month.month <= 12:
        return None
    return Found(Partial(month.month, day, shift, month.hijri, weekday), behind)


def _in_year(reader: Reader, month: Month, day: int | None, year: tuple[int, int]) -> Found | None:
    number, behind = year
    behind += "shift" in reader.bare(behind) and reader.bare(behind)["shift"] == "0"
    if month.hijri and number in _HIJRI_YEARS:
        whole = hijri_month(number, month.month)
        single = hijri_day(number, month.month, day) if day else None
    elif month.hijri:
        return Found(Partial(month.month, day, None, True), month.next)
    else:
        whole = month_of(number, month.month)
        single = real_day(number, month.month, day) if day else None
    if day is not None:
        return Found(Fixed(single, single, "day"), behind) if single else None
    return Found(Fixed(*whole, "month"), behind) if whole else None


def _year_told_otherwise(reader: Reader, i: int) -> Found | None:
    """Read `من العام الماضي`, `هذا العام`, `السنة المقبلة`, `من العام نفسه`."""
    at = i + (reader.form(i) == "من")
    is_this = "this" in reader.bare(at)
    is_same = "samefirst" in reader.bare(at)
    at += is_this or is_same
    unit = reader.unit(at)
    if unit is None or unit != ("year", 1) or not reader.definite(at):
        return None
    if is_this or is_same:
        return Found(Told("year") if is_same else Unit("year", 0), at + 1)
    following = reader.bare(at + 1)
    if "shift" in following:
        return Found(Unit("year", int(following["shift"])), at + 2)
    return Found(Told("year"), at + 2) if "same" in following else None


def month_alone(reader: Reader, i: int) -> Found | None:
    """Read a month without a day: `مارس الماضي`, `شهر ماي 2021`; names that are other words too need company."""
    unit = reader.unit(i)
    at = i + (unit == ("month", 1) and not reader.definite(i))
    month = month_name(reader, at)
    if month is None:
        return None
    found = dated_month(reader, month, None, None)
    if found is None or not month.caution or at > i:
        return found
    meaning = found.meaning
    if not isinstance(meaning, Partial) or meaning.shift is not None:
        return found
    before = reader.kinds(i - 1)
    attached = reader.words[i]
    is_placed = (
        "at" in before or "edge" in before or (attached is not None and attached.cut > 0 and month.month == 9)
    )
    return found if month.caution == "soft" and is_placed else None
