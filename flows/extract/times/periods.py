"""Rules for parts of periods: edges, halves, quarters, weeks; and the periods that have them."""

from __future__ import annotations

from flows.extract.times import dates, relative, years
from flows.extract.times.expressions import Part, Told, Unit
from flows.extract.times.numerals import read_ordinal
from flows.extract.times.reader import Found, Reader, month_name, phrase

_LAST_ORDINALS = ("الاخير", "الاخيره")


def part_of_period(reader: Reader, i: int) -> Found | None:
    """Read an edge of a period: `مطلع أبريل الماضي`, `نهاية العام`, `منتصف 2016`, `أواخر شهر مارس 2021`."""
    edge = reader.kinds(i).get("edge")
    if edge is None or edge == "about" or reader.definite(i):
        return None
    at = i + 1 + (reader.form(i + 1) in ("من", "هذا", "هذه") and not reader.unit(i + 2))
    found = period(reader, at) or relative.bare_unit(reader, at)
    return Found(Part(edge, found.meaning), found.next) if found else None


def fraction_of_period(reader: Reader, i: int) -> Found | None:
    """Read `النصف الأول من عام 2022`, `الربع الثالث`, `الثلث الأخير من رمضان`, `الأسبوع الأول من يناير`."""
    kinds = reader.kinds(i)
    name: str | None = next((kind for kind in ("half", "quarter", "third") if kind in kinds), None)
    unit = reader.unit(i)
    if unit is not None and not unit[1] and reader.definite(i):
        return _first_units(reader, i)
    if (
        name is None and "fasl" in kinds
    ):  # `الفصل الثالث من عام 2020`: in the Maghreb a quarter, with its year only
        return _quarter_by_season_word(reader, i)
    if name is None and unit is not None and unit[0] in ("week", "decade") and unit[1] == 1:
        name = unit[0]
    if name is None or not reader.definite(i):
        return None
    number, at = _which(reader, i + 1)
    if number is None:
        return None
    behind = at + (reader.form(at) in ("من", "ل"))
    whole = period(reader, behind) or relative.year_of_part(reader, behind)
    if whole is None and behind > at:
        whole = relative.bare_unit(reader, behind)
    if whole is None and name == "quarter":
        return Found(Part(f"{name}:{number}", Unit("year", 0)), at)
    return Found(Part(f"{name}:{number}", whole.meaning), whole.next) if whole else None


def _quarter_by_season_word(reader: Reader, i: int) -> Found | None:
    number, at = _which(reader, i + 1)
    whole = period(reader, at + 1) if number is not None and reader.form(at) == "من" else None
    is_year = (
        whole is not None
        and (getattr(whole.meaning, "precision", "") or getattr(whole.meaning, "unit", "")) == "year"
    )
    return (
        Found(Part(f"quarter:{number}", whole.meaning), whole.next) if whole is not None and is_year else None
    )


def _first_units(reader: Reader, i: int) -> Found | None:
    """Read `الأشهر الأولى من العام الجاري`, `الأيام الأخيرة من رمضان`: the beginning or the end of a period."""
    edge = {"الاولي": "start", "الاخيره": "end"}.get(reader.form(i + 1))
    if edge is None or reader.form(i + 2) != "من":
        return None
    whole = period(reader, i + 3)
    return Found(Part(edge, whole.meaning), whole.next) if whole else None


def _which(reader: Reader, i: int) -> tuple[str | None, int]:
    """Read which part it is: `الأول`, `الأخير`."""
    if reader.form(i) in _LAST_ORDINALS:
        return "last", i + 1
    ordinal = read_ordinal(reader.words, i, reader.end)
    if ordinal is None or not reader.definite(i):
        return None, i
    return str(int(ordinal.value or 1)), ordinal.next


def period(reader: Reader, i: int) -> Found | None:
    """Read a month, a year, a unit last or next, a decade, a season, a school year or a holiday month at token `i`."""
    for rule in (
        relative.unit_shifted,
        dates.month_alone,
        years.year_alone,
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
        return _told_unit(named[0], named[1])
    return None


def _told_unit(meaning: str, behind: int) -> Found:
    """Return what a `nexttold` phrase means: a unit counted from the date told before."""
    _, unit, shift = meaning.split(":")
    return Found(Told(None if unit == "period" else unit, int(shift)), behind)


def current_unit(reader: Reader, i: int) -> Found | None:
    """Read `الأسبوع`, `الشهر` alone behind a preposition of time: the current one (`على مدى الأسبوع`)."""
    unit = reader.unit(i)
    if unit not in (("week", 1), ("month", 1)) or not reader.definite(i):
        return None
    before = reader.kinds(i - 1)
    is_placed = "during" in before or "since" in before
    return Found(Unit(unit[0], 0), i + 1) if is_placed else None
