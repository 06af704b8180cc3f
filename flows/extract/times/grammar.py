"""The grammar of time expressions: which rule reads what begins at a token, and the rules that hold others.

Rules are tried in the order in which `_RULES` names them for what the token can be; the first that reads something wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from flows.extract.times import dates, relative
from flows.extract.times.expressions import (
    Between,
    Clip,
    Days,
    Fixed,
    Holiday,
    Meaning,
    Nothing,
    Part,
    Partial,
    Told,
    Unit,
    UntilYearEnd,
    Weekday,
    Window,
)
from flows.extract.times.numerals import read_number, read_ordinal
from flows.extract.times.reader import Found, Reader, month_name, named_year, phrase, whole_year, year_number

_CLOCK = re.compile(r"\d{1,2}(?:[:.]\d{2})?")
_JOINS = ("الي", "حتي", "و", "ولغايه", "وحتي", "لغايه")
_NIGHT_JOINS = ("-", "/", "الي")
_LAST_ORDINALS = ("الاخير", "الاخيره")

Rule = Callable[[Reader, int], Found | None]


def read(reader: Reader, i: int) -> tuple[Found, int] | None:
    """Read the time expression that begins at token `i`: what was found, and the letters cut before it."""
    named = phrase(reader, i)
    if named is not None and (found := _phrase_meaning(reader, named[0], named[1])) is not None:
        return found, named[2]
    word = reader.words[i]
    if word is None:
        return None
    for kind in word.kinds:
        for rule in _RULES.get(kind, ()):
            if (found := rule(reader, i)) is not None:
                return found, word.cut
    return None


def _phrase_meaning(reader: Reader, meaning: str, at: int) -> Found | None:
    """Return what a phrase of the tables means, with the period that may follow it."""
    name, *values = meaning.split(":")
    if name == "days" and len(values) == 3:
        return _part_of_what_follows(reader, at, values)
    if name == "part":
        inner = _day_level(reader, at)
        return Found(inner.meaning, inner.next) if inner else Found(Told("day"), at, True)
    if name == "holiday":
        return _holiday(reader, values, at)
    if name == "now" and reader.digits(at):  # `حدود الساعة 6:40`
        return None
    if name == "days":
        first, last = int(values[0]), int(values[1])
        return Found(
            Days(first, last, "day" if first == last else "range"),
            _skip_weekday(reader, at, first == last),
            first != last,
        )
    if name == "weekend":
        return Found(Part("weekend", Unit("week", int(values[0]))), at)
    if name == "nexttold":
        return Found(Told(None if values[0] == "period" else values[0], int(values[1])), at)
    if name == "told" and reader.form(at) in ("من", "قليله"):  # `بعد ساعات من`: a distance, no date
        return None
    simple: dict[str, Meaning] = {
        "now": Days(0, 0),
        "told": Told(),
        "null": Nothing(),
        "yearend": UntilYearEnd(),
    }
    return Found(simple[name], at, True) if name in simple else None


def _skip_weekday(reader: Reader, at: int, is_day: bool) -> int:
    """Return the token behind the weekday that a day's phrase may carry: `أول أمس الإثنين`."""
    if not is_day or not reader.definite(at) or "weekday" not in reader.bare(at):
        return at
    return at + 1 + ("shift" in reader.bare(at + 1))


def _part_of_what_follows(reader: Reader, at: int, values: list[str]) -> Found | None:
    """Return what `وقت سابق`, `وقت لاحق`, `ساعة متأخرة` mean with the period behind them, else by themselves."""
    behind = at + (reader.form(at) in ("من", "،"))
    inner = _day_level(reader, behind)
    if inner is None and (period := _period(reader, behind)) is not None and isinstance(period.meaning, Unit):
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


def _day_level(reader: Reader, i: int) -> Found | None:
    """Read something as short as a day at token `i`: what a part of the day belongs to."""
    at = i + ("this" in reader.bare(i) and reader.definite(i + 1))
    named = phrase(reader, at)
    if named is not None and named[0].split(":")[0] in ("days", "nexttold", "now", "part"):
        return _phrase_meaning(reader, named[0], named[1])
    for rule in (day_part, dates.today, dates.calendar_date, dates.weekday_alone):
        if (found := rule(reader, at)) is not None:
            return found
    return None


def day_part(reader: Reader, i: int) -> Found | None:
    """Read a part of a day with its day: `مساء الاثنين`, `ليلة الأربعاء - الخميس`, `صباح اليوم`."""
    if "part" not in reader.kinds(i) or reader.definite(i):
        return None
    found = _day_level(reader, i + 1 + (reader.form(i + 1) == "من"))
    if found is None:
        return None
    if reader.kinds(i)["part"] == "night" and isinstance(found.meaning, Weekday):
        at = found.next + (reader.form(found.next) in _NIGHT_JOINS)
        following = reader.bare(at).get("weekday") if reader.definite(at) else None
        if following is not None and (int(following) - found.meaning.weekday) % 7 == 1:
            return Found(Between(found.meaning, Weekday(int(following), found.meaning.shift)), at + 1)
    return found


def part_of_told_day(reader: Reader, i: int) -> Found | None:
    """Read a part of a day by itself: `صباحا`, `مساء`, or `عشية` before an event: the day told before, else the article's."""
    is_eve = reader.form(i).endswith("عشيه") and "month" not in reader.bare(i + 1)
    if reader.definite(i) or not ("adverb" in reader.bare(i) or is_eve) or reader.form(i - 1) == "منتصف":
        return None
    return Found(Told("day"), i + 1, True)


def current_unit(reader: Reader, i: int) -> Found | None:
    """Read `الأسبوع`, `الشهر` alone behind a preposition of time: the current one (`على مدى الأسبوع`)."""
    unit = reader.unit(i)
    if unit not in (("week", 1), ("month", 1)) or not reader.definite(i):
        return None
    before = reader.kinds(i - 1)
    is_placed = "during" in before or "since" in before
    return Found(Unit(unit[0], 0), i + 1) if is_placed else None


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
    inner = _day_level(reader, behind)
    return inner or Found(Told("day"), at, True)


def part_of_period(reader: Reader, i: int) -> Found | None:
    """Read an edge of a period: `مطلع أبريل الماضي`, `نهاية العام`, `منتصف 2016`, `أواخر شهر مارس 2021`."""
    edge = reader.kinds(i).get("edge")
    if edge is None or edge == "about" or reader.definite(i):
        return None
    at = i + 1 + (reader.form(i + 1) in ("من", "هذا", "هذه") and not reader.unit(i + 2))
    found = _period(reader, at) or relative.bare_unit(reader, at)
    return Found(Part(edge, found.meaning), found.next) if found else None


def fraction_of_period(reader: Reader, i: int) -> Found | None:
    """Read `النصف الأول من عام 2022`, `الربع الثالث`, `الثلث الأخير من رمضان`, `الأسبوع الأول من يناير`."""
    kinds = reader.kinds(i)
    name = next((kind for kind in ("half", "quarter", "third") if kind in kinds), None)
    unit = reader.unit(i)
    if name is None and unit is not None and unit[0] in ("week", "decade") and unit[1] == 1:
        name = unit[0]
    if name is None or not reader.definite(i):
        return None
    number, at = _which(reader, i + 1)
    if number is None:
        return None
    behind = at + (reader.form(at) in ("من", "ل"))
    whole = _period(reader, behind) or relative.year_of_part(reader, behind)
    if whole is None and behind > at:
        whole = relative.bare_unit(reader, behind)
    if whole is None and name == "quarter":
        return Found(Part(f"{name}:{number}", Unit("year", 0)), at)
    return Found(Part(f"{name}:{number}", whole.meaning), whole.next) if whole else None


def _which(reader: Reader, i: int) -> tuple[str | None, int]:
    """Read which part it is: `الأول`, `الأخير`."""
    if reader.form(i) in _LAST_ORDINALS:
        return "last", i + 1
    ordinal = read_ordinal(reader.words, i, reader.end)
    if ordinal is None or not reader.definite(i):
        return None, i
    return str(int(ordinal.value or 1)), ordinal.next


def _period(reader: Reader, i: int) -> Found | None:
    """Read a month, a year, a unit last or next, a decade, a season, a school year or a holiday month at token `i`."""
    for rule in (
        relative.unit_shifted,
        dates.month_alone,
        dates.year_alone,
        relative.decade,
        relative.season,
        relative.school_year,
    ):
        found = rule(reader, i)
        if found is not None and relative.is_period(found.meaning):
            return found
    month = month_name(reader, i)
    if month is not None:
        return dates.dated_month(reader, month, None, None)
    named = phrase(reader, i)
    if named is not None and named[0].startswith("nexttold"):
        return _phrase_meaning(reader, named[0], named[1])
    return None


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
        if unit[0] == "year" and (found := dates.year_alone(reader, i)) is not None:
            return found
        return _point(reader, i + 1)
    for rule in (dates.numeric_date, dates.calendar_date, day_part, dates.today, dates.month_alone, dates.year_alone,
                 dates.weekday_alone, part_of_period, relative.decade, relative.unit_shifted):  # fmt: skip
        if (found := rule(reader, i)) is not None:
            return found
    month = month_name(reader, i)
    if month is not None:
        return dates.dated_month(reader, month, None, None)
    year = year_number(reader, i)
    whole = whole_year(reader, *year) if year else None
    return Found(whole, year[1]) if whole and year else None


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


def ending_week(reader: Reader, i: int) -> Found | None:
    """Read `الأسبوع المنتهي في 25 مايو`: the week up to a day."""
    if reader.unit(i) != ("week", 1) or "ending" not in reader.kinds(i + 1):
        return None
    at = i + 2 + (reader.form(i + 2) in ("في", "يوم"))
    last = _day_level(reader, at)
    return Found(Part("last:week", last.meaning), last.next) if last else None


def coming_days(reader: Reader, i: int) -> Found | None:
    """Read `خلال يومين`, only where the tense will show that it is to come: the finder drops it otherwise."""
    if "during" not in reader.kinds(i) or reader.form(i) not in ("خلال", "وخلال"):
        return None
    length = relative.duration(reader, i + 1)
    if length is None or length[0] not in ("hour", "day", "week", "month"):
        return None
    return Found(Window(length[0], length[1]), length[2])


def quantity(reader: Reader, i: int) -> Found | None:
    """Read what a number in words begins: `ثلاث سنوات الماضية`, `العشرين من مارس`."""
    if read_number(reader.tokens, reader.words, i, reader.end) is None:
        return None
    return relative.counted_units(reader, i)


_RULES: dict[str, tuple[Rule, ...]] = {
    "digits": (dates.numeric_date, date_range, relative.counted_units, dates.year_alone),
    "ordinal": (date_range,),
    "tens": (date_range, quantity),
    "unit": (
        between, ending_week, date_range, dates.weekday_alone, dates.today, fraction_of_period, relative.unit_shifted,
        dates.month_alone, dates.year_alone, current_unit,
    ),
    "weekday": (date_range, dates.weekday_alone),
    "deictic": (dates.today,),
    "part": (day_part, part_of_told_day),
    "adverb": (day_part, part_of_told_day),
    "saat": (clock,),
    "edge": (part_of_period,),
    "half": (fraction_of_period,),
    "quarter": (fraction_of_period,),
    "third": (fraction_of_period,),
    "between": (between,),
    "month": (dates.month_alone,),
    "this": (relative.unit_shifted,),
    "season": (relative.season,),
    "fasl": (relative.season,),
    "campaign": (relative.school_year,),
    "decades": (relative.decade,),
    "before": (relative.distance,),
    "since": (relative.distance,),
    "after": (relative.distance,),
    "within": (relative.distance,),
    "during": (relative.distance, coming_days),
    "ten": (quantity,),
    "hundred": (quantity,),
}  # fmt: skip
