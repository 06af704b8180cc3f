"""Parts of periods: the beginning, middle and end of a month or a year, halves, quarters, thirds, weeks."""

from __future__ import annotations

from datetime import date, timedelta

from flows.extract.times.calendars import add_months

Days = tuple[date, date, str]

_TEN = 10  # `أوائل`, `أواسط` and `أواخر` of a month are its three tens of days
_YEAR_PARTS = {"open": (1, 2), "start": (1, 3), "mid": (6, 7), "end": (10, 12), "close": (12, 12)}
"""First and last month; as annotators of news read them: `مطلع`, `أوائل`, `منتصف`, `أواخر`, `نهاية` of a year."""
_SHARES = {
    "open": (0.0, 0.2),
    "start": (0.0, 0.34),
    "mid": (0.34, 0.67),
    "end": (0.67, 1.0),
    "close": (0.8, 1.0),
}
"""The same of anything else, as shares of its days."""
_DECADE_PARTS = {"open": (0, 2), "start": (0, 3), "mid": (4, 6), "end": (7, 9), "close": (8, 9)}
_MONTHS = {"half": 6, "quarter": 3, "third": 4}


def part_of(part: str, first: date, last: date, precision: str) -> Days | None:
    """Return the days of a part of the period `[first, last]`, and their precision; None if there is no such part."""
    name, _, which = part.partition(":")
    if name in ("last", "week"):
        return _week(which if name == "week" else "last", first, last)
    if name == "decade":
        number = 10 if which == "last" else int(which)
        start = first.year // 10 * 10 + 10 * (number - 1)
        return (date(start, 1, 1), date(start + 9, 12, 31), "decade") if precision == "century" else None
    if name in _MONTHS:
        return _fraction(name, which, first, last)
    if precision == "year" and first.day == 1:
        months = _YEAR_PARTS[name]
        return add_months(first, months[0] - 1), add_months(first, months[1]) - timedelta(days=1), "range"
    if precision == "decade":
        years = _DECADE_PARTS[name]
        return date(first.year + years[0], 1, 1), date(first.year + years[1], 12, 31), "range"
    return _tens(name, first, last) if precision == "month" else _share(name, first, last)


def _share(name: str, first: date, last: date) -> Days:
    length = (last - first).days + 1
    low, high = (round(share * length) for share in _SHARES[name])
    return first + timedelta(days=low), first + timedelta(days=max(low, high - 1)), "range"


def _tens(name: str, first: date, last: date) -> Days:
    if name in ("open", "start"):
        return first, first + timedelta(days=_TEN - 1), "range"
    if name == "mid":
        return first + timedelta(days=_TEN), first + timedelta(days=2 * _TEN - 1), "range"
    return first + timedelta(days=2 * _TEN), last, "range"


def _fraction(name: str, which: str, first: date, last: date) -> Days | None:
    """Return a half, quarter or third: of a year in months, of anything else in days."""
    count = 12 // _MONTHS[name]
    number = count if which == "last" else int(which)
    if not 1 <= number <= count:
        return None
    if (last - first).days >= 364:
        start = add_months(first, (number - 1) * _MONTHS[name])
        precision = name if name in ("half", "quarter") else "range"
        return start, add_months(start, _MONTHS[name]) - timedelta(days=1), precision
    length = (last - first).days + 1
    low, high = (number - 1) * length // count, number * length // count
    return first + timedelta(days=low), first + timedelta(days=high - 1), "range"


def _week(which: str, first: date, last: date) -> Days | None:
    if which == "last":
        return last - timedelta(days=6), last, "week"
    start = first + timedelta(weeks=int(which) - 1)
    return (start, min(last, start + timedelta(days=6)), "week") if start <= last else None
