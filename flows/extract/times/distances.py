"""Rules for how far something lies: `قبل نحو عام`, `بعد يومين`, `غضون 6 أيام`."""

from __future__ import annotations

from flows.extract.times.expressions import Days, Offset, Unit, Window
from flows.extract.times.numerals import read_number
from flows.extract.times.reader import Found, Reader

_SMALL_UNITS = ("minute", "hour", "day", "night", "week", "month")
_FEW = {"hour": (0, 1), "day": (1, 10), "week": (0, 45), "month": (0, 150)}
"""The days that a few of a unit come to, least and most: the same as for `الأيام الماضية` and its like."""
_MOST_YEARS_AFTER = 3
_MANY_UNITS = ("decade", "century")
_HALF = ("ونصف", "ونصفا")


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
        if reader.form(behind) == "من" and reader.form(behind + 1) == "الان":
            return Found(Offset(unit, low, high), behind + 2, bound is not None)
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
