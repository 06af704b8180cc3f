"""What comes once a year: months and days without a year, holidays, seasons; and which year is meant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from flows.extract.times import calendars as cal
from flows.extract.times.expressions import Holiday, Partial, Season

_SOON, _LONG_AGO = 45, 150
"""Days: without a telling tense, a date so near ahead is meant rather than one so far back."""
_CURRENT = 0  # the shift of `الجاري`


class Range(NamedTuple):
    """First day, last day, precision."""

    first: date
    last: date
    precision: str


class Setting(NamedTuple):
    """What a meaning is resolved against.

    `today` is a day on which the article can have come out. `told` is the date told before, `told_day` the last
    that was as short as a day, `told_year` the year of a date just told, `tense` that of the expression.
    `is_near`: whether `told` stands in the same sentence; `is_close`: there or in the one before.
    """

    today: date | None
    tense: int = 0
    told: Range | None = None
    told_day: Range | None = None
    told_year: int | None = None
    is_near: bool = False
    is_close: bool = False


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
    return _by_tense(known, today, setting.tense)


def _by_tense(known: list[Range], today: date, tense: int) -> Range | None:
    """Return the last candidate that has begun or the first that has not ended, as the tense or the distance says."""
    past = next((found for found in reversed(known) if found.first <= today), None)
    coming = next((found for found in known if found.last >= today), None)
    if past is None or coming is None or past == coming:
        return past or coming
    is_soon = (coming.first - today).days <= _SOON and (today - past.last).days >= _LONG_AGO
    return coming if tense > 0 or (tense == 0 and is_soon) else past


def partial(meaning: Partial, setting: Setting) -> Range | None:
    """Return the month, or the day of a month, in the year that is meant."""
    years = _years_near(setting, hijri=meaning.hijri)
    if meaning.shift is None and _is_told_month(meaning, setting) and setting.told is not None:
        return month_or_day(setting.told.first.year, meaning)
    if meaning.shift is None and setting.told_year and not meaning.hijri:
        return month_or_day(setting.told_year, meaning)
    return choose((month_or_day(year, meaning) for year in years), setting, meaning.shift)


def _is_told_month(meaning: Partial, setting: Setting) -> bool:
    """Whether the same month was just told, so that its year goes on (`26 سبتمبر`, then `28 سبتمبر`)."""
    told = setting.told
    if told is None or not setting.is_close or meaning.hijri or setting.tense > 0:
        return False
    return told.precision in ("day", "month") and told.first.month == meaning.month


def _years_near(setting: Setting, *, hijri: bool = False) -> range:
    if setting.today is None:
        return range(0)
    year = cal.hijri_year_of(setting.today) if hijri else setting.today.year
    return range(year - 1, year + 2) if year else range(0)


def month_or_day(year: int, meaning: Partial) -> Range | None:
    """Return the month, or the day of a month, in a year, None where there is none."""
    if meaning.day is not None:
        make = cal.hijri_day if meaning.hijri else cal.real_day
        day = make(year, meaning.month, meaning.day)
        return Range(day, day, "day") if day else None
    whole = cal.hijri_month(year, meaning.month) if meaning.hijri else cal.month_of(year, meaning.month)
    return Range(*whole, "month") if whole else None


def holiday(meaning: Holiday, setting: Setting) -> Range | None:
    """Return the days of a holiday in the year that is meant; without a word that says so, the nearest."""
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


def season(meaning: Season, setting: Setting) -> Range | None:
    """Return the months of a season in the year that is meant."""
    if meaning.year is not None:
        return Range(*cal.season_of(meaning.season, meaning.year), "season")
    candidates = (Range(*cal.season_of(meaning.season, year), "season") for year in _years_near(setting))
    return choose(candidates, setting, meaning.shift)
