"""What a meaning comes to on a given day: one small function a kind of meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from flows.extract.times import calendars as cal
from flows.extract.times.expressions import (
    Between,
    Clip,
    DayOf,
    Days,
    Fixed,
    Holiday,
    Meaning,
    MonthOf,
    Nothing,
    Offset,
    Part,
    Partial,
    School,
    Season,
    Told,
    Unit,
    UntilYearEnd,
    Weekday,
    Window,
)
from flows.extract.times.parts import part_of

_SOON, _LONG_AGO = 45, 150
"""Days: without a telling tense, a date so near ahead is meant rather than one so far back."""
_DAYS_IN = {
    "minute": 0.0,
    "hour": 1 / 24,
    "day": 1.0,
    "night": 1.0,
    "week": 7.0,
    "month": 30.44,
    "year": 365.25,
}
_YEARS_IN = {"year": 1, "decade": 10, "century": 100}
_HALF_WEEK = timedelta(days=3)
_SCHOOL_MONTH = 9  # school, farming and sports years begin in September
_CURRENT = 0


class Range(NamedTuple):
    """First day, last day, precision."""

    first: date
    last: date
    precision: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What a meaning is resolved against.

    `today` is a day on which the article can have come out. `told` is the date told before, `told_day` the last
    that was as short as a day, `told_year` the year of a date just told, `tense` that of the expression.
    `is_near`: whether `told` stands in the same sentence.
    """

    today: date | None
    tense: int = 0
    told: Range | None = None
    told_day: Range | None = None
    told_year: int | None = None
    is_near: bool = False


def days_of(meaning: Meaning, setting: Setting) -> Range | None:
    """Return the days that a meaning comes to, None where they cannot be told."""
    try:
        return _OF[type(meaning)](meaning, setting)
    except (OverflowError, ValueError):  # beyond the calendar: `قبل 3000 سنة`
        return None


def _fixed(meaning: Fixed, _: Setting) -> Range:
    return Range(meaning.first, meaning.last, meaning.precision)


def _nothing(_: Meaning, __: Setting) -> None:
    return None


def _until_year_end(_: UntilYearEnd, setting: Setting) -> Range | None:
    today = setting.today
    return Range(today, date(today.year, 12, 31), "range") if today else None


def choose(candidates: Iterable[Range | None], setting: Setting, shift: int | None) -> Range | None:
    """Return the one of yearly candidates that `shift` and the tense mean, seen from the article's day."""
    today = setting.today
    known = sorted(found for found in candidates if found is not None)
    if today is None or not known:
        return None
    if shift == _CURRENT:
        return min(known, key=lambda found: (abs((found.first - today).days), found.first))
    if shift is not None and shift > 0:
        return next((found for found in known if found.first > today), None)
    if shift is not None:
        return next((found for found in reversed(known) if found.last < today), None)
    past = next((found for found in reversed(known) if found.first <= today), None)
    coming = next((found for found in known if found.last >= today), None)
    if past is None or coming is None or past == coming:
        return past or coming
    if setting.tense:
        return coming if setting.tense > 0 else past
    is_soon = (coming.first - today).days <= _SOON and (today - past.last).days >= _LONG_AGO
    return coming if is_soon else past


def _partial(meaning: Partial, setting: Setting) -> Range | None:
    years = _years_near(setting, hijri=meaning.hijri)
    if meaning.shift is None and setting.told_year and not meaning.hijri:
        return _month_or_day(setting.told_year, meaning)
    return choose((_month_or_day(year, meaning) for year in years), setting, meaning.shift)


def _years_near(setting: Setting, *, hijri: bool = False) -> range:
    if setting.today is None:
        return range(0)
    year = cal.hijri_year_of(setting.today) if hijri else setting.today.year
    return range(year - 1, year + 2) if year else range(0)


def _month_or_day(year: int, meaning: Partial) -> Range | None:
    if meaning.day is not None:
        make = cal.hijri_day if meaning.hijri else cal.real_day
        day = make(year, meaning.month, meaning.day)
        return Range(day, day, "day") if day else None
    whole = cal.hijri_month(year, meaning.month) if meaning.hijri else cal.month_of(year, meaning.month)
    return Range(*whole, "month") if whole else None


def _day_of(meaning: DayOf, setting: Setting) -> Range | None:
    month = days_of(meaning.month, setting)
    day = cal.real_day(month.first.year, month.first.month, meaning.day) if month else None
    return Range(day, day, "day") if day else None


def _month_of(meaning: MonthOf, setting: Setting) -> Range | None:
    year = days_of(meaning.year, setting)
    return _month_or_day(year.first.year, Partial(meaning.month, meaning.day)) if year else None


def _weekday(meaning: Weekday, setting: Setting) -> Range | None:
    today = setting.today
    if today is None:
        return None
    back = (today.weekday() - meaning.weekday) % 7
    if meaning.shift == -1:
        day = today - timedelta(days=back or 7)
    elif meaning.shift == 1 or (setting.tense > 0 and back):
        day = today + timedelta(days=7 - back)
    else:
        day = today - timedelta(days=back)
    return Range(day, day, "day")


def _days(meaning: Days, setting: Setting) -> Range | None:
    today = setting.today
    if today is None:
        return None
    first, last = today + timedelta(days=meaning.first), today + timedelta(days=meaning.last)
    if meaning.weekday is not None:  # the text's own weekday is right where the article's date is a day off
        off = (meaning.weekday - first.weekday() + 3) % 7 - 3
        first, last = first + timedelta(days=off), last + timedelta(days=off)
    return Range(first, last, meaning.precision)


def _unit(meaning: Unit, setting: Setting) -> Range | None:
    today = setting.today
    if today is None:
        return None
    unit = {"night": "day", "hour": "day", "minute": "day"}.get(meaning.unit, meaning.unit)
    if unit != meaning.unit and meaning.shift:
        span = max(1, round(meaning.count * _DAYS_IN[meaning.unit])) * meaning.shift
        return _ordered(today, today + timedelta(days=span), "range")
    if meaning.count == 1:
        return Range(*cal.unit_around(unit, today, meaning.shift), unit)
    far = cal.unit_around(unit, today, meaning.shift * meaning.count)
    if meaning.shift < 0:
        return Range(far[0], today if unit in _YEARS_IN else cal.unit_around(unit, today, -1)[1], "range")
    return Range(today if unit in _YEARS_IN else cal.unit_around(unit, today, 1)[0], far[1], "range")


def _ordered(first: date, last: date, precision: str) -> Range:
    return Range(min(first, last), max(first, last), precision)


def _offset(meaning: Offset, setting: Setting) -> Range | None:
    base = setting.today
    if meaning.base == "told" and setting.told_day:
        base = setting.told_day.first
    if meaning.base == "event":
        near = setting.told_day if setting.is_near else None
        if near is not None or meaning.low < 0:
            return near
        return Range(base, base, "day") if base else None
    return _moved(meaning, base) if base else None


def _moved(meaning: Offset, base: date) -> Range:
    """Return the days at a distance from `base`: months and longer come to calendar units."""
    unit, low, high = meaning.unit, meaning.low, meaning.high
    if unit in _YEARS_IN and (abs(low) >= 2 or unit != "year"):
        years = [round(count * _YEARS_IN[unit]) for count in (low, high)]
        first, last = cal.unit_around("year", base, years[0])[0], cal.unit_around("year", base, years[1])[1]
        return Range(first, last, "year" if years[0] == years[1] else "range")
    if low == high and unit in ("month", "year"):
        months = round(low * (12 if unit == "year" else 1))
        return Range(*cal.unit_around("month", base, months), "month")
    first, last = (base + timedelta(days=round(count * _DAYS_IN[unit])) for count in (low, high))
    if unit == "week" and low == high and abs(low) > 1:
        return Range(first - _HALF_WEEK, last + _HALF_WEEK, "week")
    return Range(first, last, "day" if first == last else "range")


def _window(meaning: Window, setting: Setting) -> Range | None:
    today = setting.today
    return (
        _ordered(today, today + timedelta(days=round(meaning.count * _DAYS_IN[meaning.unit])), "range")
        if today
        else None
    )


def _part(meaning: Part, setting: Setting) -> Range | None:
    if meaning.part == "weekend":
        return _weekend(meaning, setting)
    whole = days_of(meaning.whole, setting)
    if whole is None:
        return None
    found = part_of(meaning.part, whole.first, whole.last, whole.precision)
    return Range(*found) if found else None


def _weekend(meaning: Part, setting: Setting) -> Range | None:
    """Return Saturday and Sunday; of this week the last ones unless the tense says that they are to come."""
    whole = days_of(meaning.whole, setting)
    if whole is None or setting.today is None or not isinstance(meaning.whole, Unit):
        return None
    saturday = whole.first + timedelta(days=5)
    if meaning.whole.shift == 0 and setting.tense <= 0 and saturday > setting.today:
        saturday -= timedelta(weeks=1)
    return Range(saturday, saturday + timedelta(days=1), "range")


def _clip(meaning: Clip, setting: Setting) -> Range | None:
    whole, today = days_of(meaning.whole, setting), setting.today
    if whole is None or today is None:
        return whole
    first, last = (
        (whole.first, min(today, whole.last))
        if meaning.side == "before"
        else (max(today, whole.first), whole.last)
    )
    return Range(first, last, "day" if first == last else "range") if first <= last else whole


def _between(meaning: Between, setting: Setting) -> Range | None:
    last = days_of(meaning.last, setting)
    first = days_of(meaning.first, setting)
    if first is None or last is None:
        return None
    if isinstance(meaning.first, Partial) and meaning.first.shift is None:
        first = _month_or_day(last.last.year, meaning.first) or first
        if first.first > last.last:
            first = _month_or_day(last.last.year - 1, meaning.first) or first
    if isinstance(meaning.first, Weekday) and isinstance(meaning.last, Weekday):
        gap = (meaning.last.weekday - meaning.first.weekday) % 7
        last = Range(first.first + timedelta(days=gap), first.first + timedelta(days=gap), "day")
    return Range(first.first, last.last, "range") if first.first <= last.last else None


def _told(meaning: Told, setting: Setting) -> Range | None:
    today = setting.today
    told = setting.told_day if meaning.unit == "day" else setting.told
    if told is None:
        if meaning.unit is None or today is None:
            return None
        told = Range(today, today, "day")
    if meaning.unit is None:
        return told
    return Range(
        *cal.unit_around(meaning.unit, told.last if meaning.shift > 0 else told.first, meaning.shift),
        meaning.unit,
    )


def _holiday(meaning: Holiday, setting: Setting) -> Range | None:
    if meaning.year is not None:
        return _holiday_in(meaning, meaning.year)
    years = _years_near(setting, hijri=meaning.calendar == "h")
    shift = _CURRENT if meaning.shift is None else meaning.shift
    return choose((_holiday_in(meaning, year) for year in years), setting, shift)


def _holiday_in(meaning: Holiday, year: int) -> Range | None:
    first: date | None
    if meaning.calendar == "e":
        first = cal.easter(year) + timedelta(days=meaning.day)
    elif meaning.calendar == "g":
        first = cal.real_day(year, meaning.month, meaning.day)
    else:
        hijri = year if year < 1600 else cal.hijri_year_of(date(year, 6, 30))
        days = (
            [cal.hijri_day(h, meaning.month, meaning.day) for h in (hijri, hijri + 1, hijri - 1) if h]
            if hijri
            else []
        )
        first = next((day for day in days if day and (year < 1600 or day.year == year)), None)
    if first is None:
        return None
    last = first + timedelta(days=meaning.length - 1)
    return Range(first, last, "day" if first == last else "range")


def _season(meaning: Season, setting: Setting) -> Range | None:
    if meaning.year is not None:
        return Range(*cal.season_of(meaning.season, meaning.year), "season")
    candidates = (Range(*cal.season_of(meaning.season, year), "season") for year in _years_near(setting))
    return choose(candidates, setting, meaning.shift)


def _school(meaning: School, setting: Setting) -> Range | None:
    today = setting.today
    if today is None:
        return None
    year = today.year - (today.month < _SCHOOL_MONTH) + meaning.shift
    return Range(date(year, _SCHOOL_MONTH, 1), date(year + 1, _SCHOOL_MONTH, 1) - timedelta(days=1), "year")


_OF: dict[type, Callable[[Any, Setting], Range | None]] = {
    Fixed: _fixed, Nothing: _nothing, UntilYearEnd: _until_year_end, Partial: _partial, DayOf: _day_of,
    MonthOf: _month_of, Weekday: _weekday, Days: _days, Unit: _unit, Offset: _offset, Window: _window, Part: _part,
    Clip: _clip, Between: _between, Told: _told, Holiday: _holiday, Season: _season, School: _school,
}  # fmt: skip
