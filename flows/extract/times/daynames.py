"""Rules for days by their name: weekdays, and `اليوم`, `أمس`, `غدا`."""

from __future__ import annotations

from flows.extract.times.dates import calendar_date, weekday_before
from flows.extract.times.expressions import Between, Days, Weekday
from flows.extract.times.reader import COMMAS, Found, Reader


def weekday_alone(reader: Reader, i: int) -> Found | None:
    """Read a weekday without a date: `الثلاثاء الماضي`, `يوم السبت المقبل`, `يومي السبت والأحد`."""
    at, weekday = weekday_before(reader, i)
    if weekday is None:
        return None
    while at > i and (reader.form(at - 1) in COMMAS or "corresponding" in reader.kinds(at - 1)):
        at -= 1
    if (second := _second_weekday(reader, i, at)) is not None:
        return second if second.next else None
    at += "adverb" in reader.bare(at)
    following = reader.bare(at)
    if "shift" in following:
        return Found(Weekday(weekday, int(following["shift"]) or None), at + 1)
    return Found(Weekday(weekday), at)


def _second_weekday(reader: Reader, i: int, at: int) -> Found | None:
    """Read the other of two days: `يومي السبت والأحد`."""
    unit = reader.unit(i)
    word = reader.words[at] if at < reader.end else None
    if unit != ("day", 2) or word is None or not word.joined or "weekday" not in word.kinds:
        return None
    first, last = int(reader.kinds(at - 1)["weekday"]), int(word.kinds["weekday"])
    shift = reader.bare(at + 1).get("shift")
    step = None if shift is None else int(shift) or None
    return Found(Between(Weekday(first, step), Weekday(last, step)), at + 1 + (shift is not None))


def today(reader: Reader, i: int) -> Found | None:
    """Read `اليوم`, `أمس`, `غدا` with the weekday or the whole date behind: `اليوم الخميس 16 فيفري 2017`."""
    unit = reader.unit(i)
    at = i + (unit == ("day", 1) and "deictic" in reader.bare(i + 1) and not reader.definite(i))
    shift = reader.kinds(at).get("deictic")
    if shift is None or "notday" in reader.kinds(at + 1):
        return None
    if shift == "0" and reader.definite(at + 1) and "ordinal" in reader.bare(at + 1):
        return None
    following = calendar_date(reader, at + 1)
    if following is not None and reader.definite(at + 1):
        return following
    weekday = reader.bare(at + 1).get("weekday") if reader.definite(at + 1) else None
    behind = at + 1 + (weekday is not None)
    behind += "adverb" in reader.bare(behind)
    behind += weekday is not None and "shift" in reader.bare(behind)
    days = int(shift)
    return Found(Days(days, days, "day", None if weekday is None else int(weekday)), behind)
