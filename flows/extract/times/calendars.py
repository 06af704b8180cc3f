"""Calendar arithmetic: units around a day, Hijri dates, Easter. All functions are pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from hijridate import Gregorian, Hijri

Range = tuple[date, date]

FIRST_YEAR, LAST_YEAR = 1000, 2200
"""Years outside are read as no years at all: numbers, prices, quantities."""

SEASONS = {"winter": (12, 1), "spring": (3, 0), "summer": (6, 0), "autumn": (9, 0)}
"""A season's first month, and how many years it begins before the year that names it (winter 2015: December 2014)."""


def month_of(year: int, month: int) -> Range:
    """Return the first and last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """Return the day `months` later; the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def unit_around(unit: str, day: date, shift: int = 0) -> Range:
    """Return the calendar unit that holds `day`, `shift` units on. Weeks begin on Monday.

    Args:
        unit: day, night, hour, minute, week, month, quarter, half, year, decade or century.
        day: any day of the unit.
        shift: units to go on.

    Raises:
        ValueError, OverflowError: the unit lies outside the calendar.
    """
    if unit == "week":
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=shift)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        first = add_months(day.replace(day=1), shift)
        return month_of(first.year, first.month)
    if unit in ("quarter", "half"):
        size = 3 if unit == "quarter" else 6
        first = add_months(date(day.year, (day.month - 1) // size * size + 1, 1), shift * size)
        return first, add_months(first, size) - timedelta(days=1)
    if unit in ("year", "decade", "century"):
        size = {"year": 1, "decade": 10, "century": 100}[unit]
        offset = (
            1 if unit == "century" else 0
        )  # 2000 is the last year of its century, the first of its decade
        start = ((day.year - offset) // size + shift) * size + offset
        return date(start, 1, 1), date(start + size - 1, 12, 31)
    moved = day + timedelta(days=shift if unit in ("day", "night") else 0)
    return moved, moved


@lru_cache(maxsize=1024)
def hijri_month(year: int, month: int) -> Range | None:
    """Return the Gregorian days of a Hijri month (Umm al-Qura), None outside 1343 to 1500 AH."""
    try:
        first = Hijri(year, month, 1)
        start = _plain(first.to_gregorian())
        return start, start + timedelta(days=first.month_length() - 1)
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=1024)
def hijri_day(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day of a Hijri date, None where there is none."""
    try:
        return _plain(Hijri(year, month, day).to_gregorian())
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=1024)
def hijri_year_of(day: date) -> int | None:
    """Return the Hijri year in which a day lies, None outside 1343 to 1500 AH."""
    try:
        return int(Gregorian(day.year, day.month, day.day).to_hijri().year)
    except (ValueError, OverflowError):
        return None


def _plain(day: date) -> date:
    return date(day.year, day.month, day.day)


def easter(year: int) -> date:
    """Return Easter Sunday of the Western churches (the anonymous Gregorian computus)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    x = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * x) // 451
    month, day = divmod(h + x - 7 * m + 114, 31)
    return date(year, month, day + 1)


def season_of(season: str, year: int) -> Range:
    """Return the three months of a season in the year that names it."""
    month, before = SEASONS[season]
    first = date(year - before, month, 1)
    return first, add_months(first, 3) - timedelta(days=1)


def real_day(year: int, month: int, day: int) -> date | None:
    """Return a date, None where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
