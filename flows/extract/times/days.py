"""What a meaning comes to on a given day: one small function a kind of meaning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

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
from flows.extract.times.yearly import Range, Setting, holiday, month_or_day, partial, season

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


def _day_of(meaning: DayOf, setting: Setting) -> Range | None:
    month = days_of(meaning.month, setting)
    day = cal.real_day(month.first.year, month.first.month, meaning.day) if month else None
    return Range(day, day, "day") if day else None


def _month_of(meaning: MonthOf, setting: Setting) -> Range | None:
    year = days_of(meaning.year, setting)
    return month_or_day(year.first.year, Partial(meaning.month, meaning.day)) if year else None


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
        first = month_or_day(last.last.year, meaning.first) or first
        if first.first > last.last:
            first = month_or_day(last.last.year - 1, meaning.first) or first
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


def _school(meaning: School, setting: Setting) -> Range | None:
    today = setting.today
    if today is None:
        return None
    year = today.year - (today.month < _SCHOOL_MONTH) + meaning.shift
    return Range(date(year, _SCHOOL_MONTH, 1), date(year + 1, _SCHOOL_MONTH, 1) - timedelta(days=1), "year")


_OF: dict[type, Callable[[Any, Setting], Range | None]] = {
    Fixed: _fixed, Nothing: _nothing, UntilYearEnd: _until_year_end, Partial: partial, DayOf: _day_of,
    MonthOf: _month_of, Weekday: _weekday, Days: _days, Unit: _unit, Offset: _offset, Window: _window, Part: _part,
    Clip: _clip, Between: _between, Told: _told, Holiday: holiday, Season: season, School: _school,
}  # fmt: skip
