"""Turning what time expressions mean into days, once the article's date is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flows.document import Published
from flows.extract.readings import TimeSpan
from flows.extract.times.days import days_of
from flows.extract.times.expressions import (
    Between,
    Clip,
    DayOf,
    Days,
    Expression,
    Fixed,
    Holiday,
    Meaning,
    MonthOf,
    Offset,
    Part,
    Partial,
    Season,
    Told,
)
from flows.extract.times.yearly import Range, Setting

_A_YEAR = timedelta(days=370)
"""A date as short as a month that could lie anywhere in more than this tells not even the year: null."""
_SHORT = ("day", "week", "month", "range", "season", "quarter")
_HOLDS: dict[type, str] = {Between: "last", Part: "whole", Clip: "whole", DayOf: "month", MonthOf: "year"}
"""The field that names the year, of meanings that hold another."""
_NEAR = 1  # sentences: so far does a month just told reach to the next date in it


@dataclass(slots=True)
class _Memory:
    """What was told so far: the last date, the last day, the year of the last date that named its own, and where."""

    told: Range | None = None
    told_day: Range | None = None
    year: int | None = None
    year_sentence: int = -9
    sentence: int = -9


def resolve_times(expressions: Sequence[Expression], published: Published | None) -> tuple[TimeSpan, ...]:
    """Return the days that an article's time expressions mean.

    Args:
        expressions: what `find_times` found, in order.
        published: when the article came out. Where that is a range, so is what depends on it; where it is unknown,
            what counts from it has null days.
    """
    memory = _Memory()
    return tuple(_resolve(expression, published, memory) for expression in expressions)


def _resolve(expression: Expression, published: Published | None, memory: _Memory) -> TimeSpan:
    meaning = expression.meaning
    setting = _setting(expression, memory)
    found = _over_range(meaning, setting, published)
    anchor = _anchor(meaning, setting)
    if found is not None:
        _remember(memory, expression, found, anchor)
    return TimeSpan(
        expression.start,
        expression.end,
        found.first if found else None,
        found.last if found else None,
        found.precision if found else None,
        anchor,
        expression.is_approximate,
    )


def _setting(expression: Expression, memory: _Memory) -> Setting:
    is_near = memory.sentence == expression.sentence
    has_year = expression.sentence == memory.year_sentence and expression.tense <= 0
    return Setting(
        None,
        expression.tense,
        memory.told,
        memory.told_day,
        memory.year if has_year else None,
        is_near,
        expression.sentence - memory.sentence <= _NEAR,
    )


def _over_range(meaning: Meaning, setting: Setting, published: Published | None) -> Range | None:
    """Resolve against the article's first and last possible day, and return all that lies between."""
    if published is None:
        return days_of(meaning, setting)
    if published.start == published.end:
        return days_of(meaning, setting._replace(today=published.start))
    ends = list(_possible_days(meaning, published))
    found = [days_of(meaning, setting._replace(today=day)) for day in (ends[0], ends[-1])]
    first, last = found
    if first is None or last is None:
        return None
    if first == last:
        return first
    whole = Range(min(first.first, last.first), max(first.last, last.last), "range")
    if whole.last - whole.first > _A_YEAR and first.precision in (*_SHORT, "year"):
        return None
    return whole


def _possible_days(meaning: Meaning, published: Published) -> Iterator[date]:
    """Yield the first and last day of the article that agree with the weekday that the text itself names."""
    first, last = published.start, published.end
    if isinstance(meaning, Days) and meaning.weekday is not None and first != last:
        fits = [
            day
            for day in _days_between(first, last)
            if (day + timedelta(meaning.first)).weekday() == meaning.weekday
        ]
        if fits:
            first, last = fits[0], fits[-1]
    yield first
    yield last


def _days_between(first: date, last: date) -> Iterator[date]:
    """Yield the first and the last week's days of a range (all days of a short one)."""
    length = (last - first).days
    for n in range(min(length, 13) + 1):
        yield first + timedelta(days=n)
    for n in range(min(length, 13), -1, -1):
        yield last - timedelta(days=n)


def _remember(memory: _Memory, expression: Expression, found: Range, anchor: str) -> None:
    """Note a date for those that count from it; vague ones are none to count from."""
    if expression.is_approximate and not isinstance(expression.meaning, Told):
        return
    memory.told = found
    memory.sentence = expression.sentence
    if found.first == found.last:
        memory.told_day = found
    if anchor == "none" and found.precision in ("day", "month"):
        memory.year, memory.year_sentence = found.first.year, expression.sentence


def _anchor(meaning: Meaning, setting: Setting) -> str:
    """Return what a meaning counts from: nothing, the article, or a date told before."""
    if isinstance(meaning, Fixed):
        return "none"
    for kind, inner in _HOLDS.items():
        if isinstance(meaning, kind):
            return _anchor(getattr(meaning, inner), setting)
    if isinstance(meaning, Holiday | Season) and meaning.year is not None:
        return "none"
    is_told = isinstance(meaning, Told) and (setting.told is not None or meaning.unit is None)
    is_told |= isinstance(meaning, Offset) and meaning.base == "told" and setting.told_day is not None
    is_told |= isinstance(meaning, Partial) and meaning.shift is None and setting.told_year is not None
    return "told" if is_told else "article"
