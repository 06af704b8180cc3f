"""Rules for days and parts of days, and for what the fixed phrases mean."""

from __future__ import annotations

import re
from collections.abc import Callable

from flows.extract.times import dates, daynames, periods
from flows.extract.times.expressions import (
    Between,
    Clip,
    Days,
    Holiday,
    Meaning,
    Nothing,
    Part,
    Told,
    Unit,
    UntilYearEnd,
    Weekday,
)
from flows.extract.times.numerals import read_ordinal
from flows.extract.times.reader import Found, Reader, phrase
from flows.extract.times.years import named_year

_CLOCK = re.compile(r"\d{1,2}(?:[:.]\d{2})?")
_NIGHT_JOINS = ("-", "/", "الي")


def phrase_meaning(reader: Reader, meaning: str, at: int) -> Found | None:
    """Return what a phrase of the tables means, with what may follow it at token `at`; None if it is no time here."""
    name, *values = meaning.split(":")
    if name in _SIMPLE:
        return _simple_phrase(reader, name, at)
    handler = _PHRASES.get(name)
    return handler(reader, values, at) if handler else None


def _simple_phrase(reader: Reader, name: str, at: int) -> Found | None:
    is_clock = name == "now" and bool(reader.digits(at))  # `حدود الساعة 6:40`
    is_distance = name == "told" and reader.form(at) in ("من", "قليله")  # `بعد ساعات من`
    return None if is_clock or is_distance else Found(_SIMPLE[name], at, True)


def _days_phrase(reader: Reader, values: list[str], at: int) -> Found | None:
    if len(values) == 3:
        return _part_of_what_follows(reader, at, values)
    first, last = int(values[0]), int(values[1])
    if (
        first != last and reader.form(at) == "من" and periods.period(reader, at + 1)
    ):  # `الأشهر الأخيرة من 2019`
        return None
    days = Days(first, last, "day" if first == last else "range")
    return Found(days, _skip_weekday(reader, at, first == last), first != last)


def _weekend_phrase(_: Reader, values: list[str], at: int) -> Found:
    return Found(Part("weekend", Unit("week", int(values[0]))), at)


def _part_phrase(reader: Reader, _: list[str], at: int) -> Found:
    inner = day_level(reader, at)
    return Found(inner.meaning, inner.next) if inner else Found(Told("day"), at, True)


def _told_phrase(reader: Reader, values: list[str], at: int) -> Found | None:
    following = reader.bare(at)
    if "shift" in following or ("weekday" in following and reader.definite(at)):
        return None  # `أعلن ذلك الأسبوع الماضي`: the pronoun is no part of it
    return Found(Told(None if values[0] == "period" else values[0], int(values[1])), at)


def _skip_weekday(reader: Reader, at: int, is_day: bool) -> int:
    """Return the token behind the weekday that a day's phrase may carry: `أول أمس الإثنين`."""
    if not is_day or not reader.definite(at) or "weekday" not in reader.bare(at):
        return at
    return at + 1 + ("shift" in reader.bare(at + 1))


def _part_of_what_follows(reader: Reader, at: int, values: list[str]) -> Found | None:
    """Return what `وقت سابق`, `وقت لاحق`, `ساعة متأخرة` mean with the period behind them, else by themselves."""
    behind = at + (reader.form(at) in ("من", "،"))
    inner = day_level(reader, behind)
    if (
        inner is None
        and (period := periods.period(reader, behind)) is not None
        and isinstance(period.meaning, Unit)
    ):
        side = {"earlier": "before", "later": "after", "period": "after"}.get(values[2])
        return Found(Clip(side, period.meaning) if side else period.meaning, period.next, True)
    if inner is not None:
        return inner
    if values[2] == "period":
        return None
    first, last = int(values[0]), int(values[1])
    return Found(Days(first, last, "day" if first == last else "range"), at, True)


def _holiday(reader: Reader, values: list[str], at: int) -> Found:
    calendar, month, day, length = values[0], *(int(value) for value in values[1:])
    if (year := named_year(reader, at)) is not None:
        return Found(Holiday(calendar, month, day, length, year[0]), year[1])
    shift = reader.bare(at).get("shift")
    return Found(
        Holiday(calendar, month, day, length, None, None if shift is None else int(shift)),
        at + (shift is not None),
    )


def day_level(reader: Reader, i: int) -> Found | None:
    """Read something as short as a day at token `i`: what a part of the day belongs to."""
    at = i + ("this" in reader.bare(i) and reader.definite(i + 1))
    named = phrase(reader, at) or (phrase(reader, at + 1) if reader.unit(at) == ("day", 1) else None)
    if named is not None and named[0].split(":")[0] in ("days", "nexttold", "now", "part"):
        return phrase_meaning(reader, named[0], named[1])
    for rule in (day_part, daynames.today, dates.calendar_date, daynames.weekday_alone):
        if (found := rule(reader, at)) is not None:
            return found
    return None


def day_part(reader: Reader, i: int) -> Found | None:
    """Read a part of a day with its day: `مساء الاثنين`, `ليلة الأربعاء - الخميس`, `صباح اليوم`."""
    if "part" not in reader.kinds(i) or reader.definite(i):
        return None
    found = day_level(reader, i + 1 + (reader.form(i + 1) == "من"))
    if found is None:
        return None
    if reader.kinds(i)["part"] == "night" and isinstance(found.meaning, Weekday):
        at = found.next + (reader.form(found.next) in _NIGHT_JOINS)
        following = reader.bare(at).get("weekday") if reader.definite(at) else None
        if following is not None and (int(following) - found.meaning.weekday) % 7 == 1:
            return Found(Between(found.meaning, Weekday(int(following), found.meaning.shift)), at + 1)
    return found


def part_of_told_day(reader: Reader, i: int) -> Found | None:
    """Read a part of a day by itself (`صباحا`), or `عشية` before an event: the day told before, else the article's."""
    is_eve = reader.form(i).endswith("عشيه") and "month" not in reader.bare(i + 1)
    if reader.definite(i) or not ("adverb" in reader.bare(i) or is_eve) or reader.form(i - 1) == "منتصف":
        return None
    return Found(Told("day"), i + 1, True)


def clock(reader: Reader, i: int) -> Found | None:
    """Read an hour with its day, else the day told before: `الساعة 6:40 من صباح الخميس`, `الساعة الثالثة صباحا`."""
    if "saat" not in reader.kinds(i) or not reader.definite(i):
        return None
    at = i + 1
    if _CLOCK.fullmatch(reader.digits(at)):
        at += 1
        at += 2 * (reader.form(at) == ":" and bool(reader.digits(at + 1)))
    elif (ordinal := read_ordinal(reader.words, at, reader.end)) is not None and reader.definite(at):
        at = ordinal.next
    else:
        return None
    at += "adverb" in reader.bare(at)
    behind = at + (reader.form(at) in ("من", "،", ","))
    inner = day_level(reader, behind)
    return inner or Found(Told("day"), at, True)


def ending_week(reader: Reader, i: int) -> Found | None:
    """Read `الأسبوع المنتهي في 25 مايو`: the week up to a day."""
    if reader.unit(i) != ("week", 1) or "ending" not in reader.kinds(i + 1):
        return None
    at = i + 2 + (reader.form(i + 2) in ("في", "يوم"))
    last = day_level(reader, at)
    return Found(Part("last:week", last.meaning), last.next) if last else None


_SIMPLE: dict[str, Meaning] = {
    "now": Days(0, 0),
    "told": Told(),
    "null": Nothing(),
    "yearend": UntilYearEnd(),
}
_PHRASES: dict[str, Callable[[Reader, list[str], int], Found | None]] = {
    "days": _days_phrase,
    "weekend": _weekend_phrase,
    "part": _part_phrase,
    "holiday": _holiday,
    "nexttold": _told_phrase,
}
