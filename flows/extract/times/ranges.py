"""Rules for what runs from one time to another."""

from __future__ import annotations

from collections.abc import Callable

from flows.extract.times import dates, daynames, distances, moments, periods, relative, years
from flows.extract.times.expressions import Between, Fixed, Partial, Window
from flows.extract.times.reader import Found, Reader, month_name

_JOINS = ("الي", "حتي", "و", "ولغايه", "وحتي", "لغايه")


def between(reader: Reader, i: int) -> Found | None:
    """Read `بين 12 و15 من سبتمبر الجاري`, `بين عامي 2008 و2017`, `الفترة بين 2018 و2020`."""
    at = i
    if reader.unit(at) == ("period", 1):
        at += 1
        at += reader.form(at) in ("الممتده", "ما")
    if "between" not in (reader.kinds(at) if at == i else reader.bare(at)):
        return None
    first = _point(reader, at + 1)
    if first is None:
        return None
    if isinstance(first.meaning, Between | Fixed) and getattr(first.meaning, "precision", "range") == "range":
        return first
    joint = first.next
    word = reader.words[joint] if joint < reader.end else None
    if reader.form(joint) in _JOINS:
        joint += 1
    elif word is None or not word.joined:
        return None
    last = _point(reader, joint)
    return Found(Between(first.meaning, last.meaning), last.next) if last else None


def _point(reader: Reader, i: int) -> Found | None:
    """Read one end of a range."""
    unit = reader.unit(i)
    if unit is not None and unit[0] in ("year", "month") and unit[1] == 2:
        if unit[0] == "year" and (found := years.year_alone(reader, i)) is not None:
            return found
        return _point(reader, i + 1)
    for rule in _POINTS:
        if (found := rule(reader, i)) is not None:
            return found
    month = month_name(reader, i)
    if month is not None:
        return dates.dated_month(reader, month, None, None)
    year = years.year_number(reader, i)
    whole = years.whole_year(reader, *year) if year else None
    return Found(whole, year[1]) if whole and year else None


def two_months(reader: Reader, i: int) -> Found | None:
    """Read `شهري فبراير ومارس الماضيين`: from the first to the last of two months."""
    if reader.unit(i) != ("month", 2):
        return None
    first = month_name(reader, i + 1)
    if first is None:
        return None
    joint = first.next + (reader.form(first.next) in _JOINS)
    word = reader.words[joint] if joint < reader.end else None
    last = month_name(reader, joint) if joint > first.next or (word is not None and word.joined) else None
    found = dates.dated_month(reader, last, None, None) if last else None
    if found is None:
        return None
    shift = found.meaning.shift if isinstance(found.meaning, Partial) else None
    return Found(Between(Partial(first.month, None, shift, first.hijri), found.meaning), found.next)


def date_range(reader: Reader, i: int) -> Found | None:
    """Read a day whose year only the other end tells: `28 أفريل إلى 04 ماي 2021`."""
    first = dates.calendar_date(reader, i)
    if first is None or not isinstance(first.meaning, Partial):
        return first
    if reader.form(first.next) not in ("الي", "حتي", "-", "ولغايه", "لغايه"):
        return first
    last = dates.calendar_date(reader, first.next + 1)
    if last is None or not isinstance(last.meaning, Partial | Fixed):
        return first
    return Found(Between(first.meaning, last.meaning), last.next)


def coming_days(reader: Reader, i: int) -> Found | None:
    """Read `خلال يومين`, only where the tense will show that it is to come: the finder drops it otherwise."""
    if "during" not in reader.kinds(i) or reader.form(i) not in ("خلال", "وخلال"):
        return None
    length = distances.duration(reader, i + 1)
    if length is None or length[0] not in ("hour", "day", "week", "month"):
        return None
    return Found(Window(length[0], length[1]), length[2])


_POINTS: tuple[Callable[[Reader, int], Found | None], ...] = (
    dates.numeric_date, dates.calendar_date, moments.day_part, daynames.today, dates.month_alone, years.year_alone,
    daynames.weekday_alone, periods.part_of_period, relative.decade, relative.unit_shifted,
)  # fmt: skip
