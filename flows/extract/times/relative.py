"""Rules for what counts from somewhere: units last, this and next, distances, windows, parts, seasons."""

from __future__ import annotations

from datetime import date

from flows.extract.times.calendars import unit_around
from flows.extract.times.expressions import (
    Days,
    Fixed,
    Meaning,
    MonthOf,
    Offset,
    School,
    Season,
    Told,
    Unit,
    Window,
)
from flows.extract.times.numerals import read_number, read_ordinal
from flows.extract.times.reader import Found, Reader
from flows.extract.times.years import named_year, whole_year, year_number

_SMALL_UNITS = ("minute", "hour", "day", "night", "week", "month")
_FEW = {"hour": (0, 1), "day": (1, 10), "week": (0, 45), "month": (0, 150)}
"""The days that a few of a unit come to, least and most: the same as for `الأيام الماضية` and its like."""
_MOST_YEARS_AFTER = 3
_MANY_UNITS = ("decade", "century")
_HALF = ("ونصف", "ونصفا")
_PAST_CENTURY = 1900


def unit_shifted(reader: Reader, i: int) -> Found | None:
    """Read `الأسبوع الماضي`, `هذا العام`, `السنوات الثلاث الماضية`, `القرن التاسع عشر`, `العام الدراسي الحالي`."""
    if "this" in reader.kinds(i):
        return _this_unit(reader, i + 1)
    unit = reader.unit(i)
    if unit is None or not reader.definite(i) or (unit == ("year", 1) and "general" in reader.kinds(i - 1)):
        return None
    at, count = _count_behind(reader, i + 1, unit[1])
    following = reader.bare(at)
    if "shift" in following:
        return _shifted(unit[0], int(following["shift"]), count, at + 1)
    return (
        _century(reader, at)
        if unit == ("century", 1)
        else _year_of_school(reader, at)
        if unit == ("year", 1)
        else None
    )


def _this_unit(reader: Reader, i: int) -> Found | None:
    unit = reader.unit(i)
    if unit is None or not reader.definite(i) or unit[1] != 1 or "unit" not in reader.bare(i):
        return None
    year = year_number(reader, i + 1) if unit[0] == "year" else None
    if year is not None and (whole := whole_year(reader, *year)) is not None:  # `هذا العام 2012`
        return Found(whole, year[1])
    return Found(Unit(unit[0], 0), i + 1) if unit[0] not in ("period", "hour", "minute") else None


def _century(reader: Reader, i: int) -> Found | None:
    ordinal = read_ordinal(reader.words, i, reader.end)
    if ordinal is None:
        return None
    start = (int(ordinal.value or 1) - 1) * 100 + 1
    return Found(Fixed(date(start, 1, 1), date(start + 99, 12, 31), "century"), ordinal.next)


def _year_of_school(reader: Reader, i: int) -> Found | None:
    shift = reader.bare(i + 1).get("shift")
    return Found(School(int(shift)), i + 2) if "schoolword" in reader.bare(i) and shift is not None else None


def _shifted(unit: str, shift: int, count: int, behind: int) -> Found | None:
    is_contract = unit == "decade" and not shift  # `العقد الحالي`
    if unit == "period" or (count != 1 and not shift) or count == 0 or is_contract:
        return None
    return Found(Unit(unit, shift, count), behind)


def _count_behind(reader: Reader, i: int, number: int) -> tuple[int, int]:
    """Return the token behind a unit's count (`السنوات الثلاث`) and the count; 0 where it is untold."""
    if number:
        return i, number
    found = read_number(reader.tokens, reader.words, i, reader.end)
    if found is None or not found.value or not found.is_definite:
        return i, 0
    at, count = found.next, int(found.value)
    following = reader.words[at] if at < reader.end else None
    if following is not None and following.joined and following.definite and "tens" in following.kinds:
        return at + 1, count + int(following.kinds["tens"])
    return at, count


def counted_units(reader: Reader, i: int) -> Found | None:
    """Read `الثلاث سنوات الماضية`, `24 ساعة الماضية`: a number, a unit, and a definite last or next."""
    number = read_number(reader.tokens, reader.words, i, reader.end)
    if number is None or not number.value:
        return None
    unit = reader.unit(number.next)
    shift = reader.bare(number.next + 1).get("shift")
    if unit is None or reader.definite(number.next) or shift in (None, "0") or unit[0] == "period":
        return None
    return Found(Unit(unit[0], int(str(shift)), int(number.value)), number.next + 2)


def distance(reader: Reader, i: int) -> Found | None:
    """Read `قبل نحو عام`, `منذ أسبوعين`, `بعد يومين من`, `غضون 6 أيام`."""
    kinds = reader.kinds(i)
    at, is_approximate, bound = _approximation(reader, i + 1)
    length = duration(reader, at)
    if length is None:
        return _few_units(reader, i, at)
    unit, count, behind = length
    if "within" in kinds:
        return Found(Window(unit, count), behind, is_approximate)
    if "during" in kinds:
        shift = reader.bare(behind).get("shift")
        return Found(Unit(unit, int(shift), int(count)), behind + 1) if shift in ("1", "-1") else None
    return _offset(reader, i, unit, count, behind, bound)


def _few_units(reader: Reader, i: int, at: int) -> Found | None:
    """Read `قبل بضعة أشهر`, `منذ عدة أسابيع`, `غضون بضعة أيام`: a vague distance."""
    unit = reader.unit(at + 1)
    if (
        "few" not in reader.bare(at)
        or unit is None
        or unit[1]
        or unit[0] not in _FEW
        or "during" in reader.kinds(i)
    ):
        return None
    least, most = _FEW[unit[0]]
    is_past = "before" in reader.kinds(i) or "since" in reader.kinds(i)
    days = Days(-most, -least, "range") if is_past else Days(least, most, "range")
    return Found(days, at + 2, True)


def _offset(reader: Reader, i: int, unit: str, count: float, behind: int, bound: int | None) -> Found | None:
    """Make the offset of `قبل`, `منذ`, `بعد`: how far, and from where."""
    kinds = reader.kinds(i)
    low, high = _spread(count, bound)
    of_event = reader.form(behind) in ("من", "علي")
    if "after" in kinds:
        is_near_year = unit == "year" and count <= _MOST_YEARS_AFTER and not of_event
        if unit not in _SMALL_UNITS and not is_near_year:
            return None
        base = "event" if of_event else "told"
        return Found(Offset(unit, low, high, base), behind, bound is not None)
    if unit in _MANY_UNITS or ("since" in kinds and unit == "year" and count > 2 and _lasts(reader, i)):
        return None
    base = "event" if of_event and "before" in kinds else "article"
    return Found(Offset(unit, -high, -low, base), behind, bound is not None)


def _lasts(reader: Reader, i: int) -> bool:
    """Whether what stands before `منذ` lasts until now (`المستمرة منذ`): then it is a duration."""
    form = reader.form(i - 1)
    return form.startswith(("المست", "القايم", "الجاري", "متواصل", "المتواصل", "مستمر", "المند"))


def _spread(count: float, bound: int | None) -> tuple[float, float]:
    """Return the least and the greatest count: a third more or less for about, half more for more than."""
    if bound is None:
        return count, count
    return {0: (count * 0.8, count * 1.2), 1: (count, count * 1.5), -1: (0.0, count)}[bound]


def _approximation(reader: Reader, i: int) -> tuple[int, bool, int | None]:
    """Skip `نحو`, `أكثر من`, `أقل من`: the token behind, whether there was one, 0 about, 1 more, -1 less."""
    kinds = reader.bare(i)
    if "approx" in kinds:
        return i + 1, True, 0
    if reader.form(i + 1) == "من" and ("morethan" in kinds or "lessthan" in kinds):
        return i + 2, True, 1 if "morethan" in kinds else -1
    return i, False, None


def duration(reader: Reader, i: int) -> tuple[str, float, int] | None:
    """Read a length of time: `شهرين`, `خمسة أيام`, `سنة ونصف`, `يوم واحد`; unit, count and token behind."""
    unit = reader.unit(i)
    behind = i + 1
    if unit is not None and not reader.definite(i):
        count = float(unit[1])
        if not unit[1] or (unit[1] == 1 and _names_a_date(reader, behind)):
            return None
        behind += reader.bare(behind).get("ones") == "1"
    else:
        number = read_number(reader.tokens, reader.words, i, reader.end)
        if number is None or not number.value or number.is_definite:
            return None
        unit, count, behind = reader.unit(number.next), number.value, number.next + 1
    if unit is None or unit[0] == "period" or reader.kinds(behind - 1).get("digits"):
        return None
    if reader.form(behind) in _HALF:
        return unit[0], count + 0.5, behind + 1
    return unit[0], count, behind


def _names_a_date(reader: Reader, i: int) -> bool:
    """Whether a date follows the word day, month or year: `منذ عام 2014`, `منذ يوم الأربعاء`, `خلال شهر ماي`."""
    kinds = reader.bare(i)
    return (
        "digits" in kinds
        or "month" in kinds
        or "deictic" in kinds
        or ("weekday" in kinds and reader.definite(i))
    )


def decade(reader: Reader, i: int) -> Found | None:
    """Read `الثمانينيات`, `ثمانينيات القرن الماضي`: ten years."""
    value = reader.kinds(i).get("decades")
    if value is None:
        return None
    century, at = _PAST_CENTURY, i + 1
    if reader.unit(at) == ("century", 1) and reader.definite(at):
        following = reader.bare(at + 1)
        if "shift" in following:
            century, at = (_PAST_CENTURY if following["shift"] == "-1" else 2000), at + 2
        elif (ordinal := read_ordinal(reader.words, at + 1, reader.end)) is not None:
            century, at = (int(ordinal.value or 20) - 1) * 100, ordinal.next
    elif not reader.definite(i):
        return None
    start = century + int(value)
    return Found(Fixed(date(start, 1, 1), date(start + 9, 12, 31), "decade"), at)


def season(reader: Reader, i: int) -> Found | None:
    """Read `صيف 2014`, `فصل الشتاء الماضي`, `شتاء هذا العام`; a season's name alone is none."""
    at = i + ("fasl" in reader.kinds(i))
    name = reader.kinds(at).get("season")
    if name is None:
        return None
    if (year := named_year(reader, at + 1)) is not None:
        return Found(Season(name, year[0]), year[1])
    following = reader.bare(at + 1)
    if "shift" in following and reader.definite(at):
        return Found(Season(name, None, int(following["shift"])), at + 2)
    of_year = unit_shifted(reader, at + 1)
    if of_year is not None and isinstance(of_year.meaning, Unit) and of_year.meaning.unit == "year":
        return Found(Season(name, None, of_year.meaning.shift), of_year.next)
    return None


def school_year(reader: Reader, i: int) -> Found | None:
    """Read `الموسم الفلاحي الحالي`, `الموسم الماضي`, `الموسم الدراسي المقبل`."""
    if "campaign" not in reader.kinds(i) or not reader.definite(i):
        return None
    at = i + 1 + ("shift" not in reader.bare(i + 1))
    shift = reader.bare(at).get("shift")
    if shift is None or (at > i + 1 and not reader.form(i + 1).startswith("ال")):
        return None
    return Found(School(int(shift)), at + 1)


def bare_unit(reader: Reader, i: int) -> Found | None:
    """Read a definite unit alone behind a part of it: the `العام` of `نهاية العام`."""
    unit = reader.unit(i)
    if unit is None or not reader.definite(i) or unit[1] != 1 or unit[0] not in ("month", "year", "week"):
        return None
    return Found(Unit(unit[0], 0), i + 1)


def year_of_part(reader: Reader, i: int) -> Found | None:
    """Read the year behind a quarter or a half: `2022`, `عام 2022`."""
    year = named_year(reader, i) or year_number(reader, i)
    if year is None:
        return None
    first, last = unit_around("year", date(year[0], 1, 1))
    return Found(Fixed(first, last, "year"), year[1])


def is_period(meaning: Meaning) -> bool:
    """Whether a meaning is longer than a day, so that it has a beginning, a middle and an end."""
    if isinstance(meaning, Fixed):
        return meaning.precision not in ("day", "range")
    if isinstance(meaning, MonthOf):
        return meaning.day is None
    if isinstance(meaning, Told | Unit):
        return meaning.unit not in (None, "day", "hour", "night", "minute")
    return not hasattr(meaning, "day") or getattr(meaning, "day", None) is None
