"""An event in a line, in Arabic and in English: what, who, to whom, where, when, and how real.

The patterns are `knowledge/headlines.csv`; they use verbal nouns, so that no word has to agree with a party.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from flows.arabic import LETTER
from flows.knowledge.tables import Row, rows

PARTIES_TOLD = 3
"""A line with more parties is no line; the others are `and others`."""

_MONTHS = (
    ("يناير", "January"), ("فبراير", "February"), ("مارس", "March"), ("أبريل", "April"), ("مايو", "May"),
    ("يونيو", "June"), ("يوليو", "July"), ("أغسطس", "August"), ("سبتمبر", "September"), ("أكتوبر", "October"),
    ("نوفمبر", "November"), ("ديسمبر", "December"),
)  # fmt: skip
_STATUS = {
    "happened": ("", ""), "planned": ("مرتقب: ", "Planned: "), "hypothetical": ("محتمل: ", "Possible: "),
    "denied": ("منفي: ", "Denied: "),
}  # fmt: skip
_UNKNOWN = ("طرف غير مسمى", "an unnamed party")
_AND_OTHERS = (" وآخرين", " and others")
_AND = (" و", " and ")
_COMMA = ("، ", ", ")
_IN = ("، في ", ", in ")


class Names(NamedTuple):
    """A thing's Arabic and English name."""

    ar: str
    en: str


class Told(NamedTuple):
    """What a headline tells."""

    event_type: str
    mode: str | None
    status: str
    actors: Sequence[Names]
    recipients: Sequence[Names]
    place: Names | None
    start: date | None
    end: date | None


def headlines(told: Told) -> tuple[str, str]:
    """Return the Arabic and the English line."""
    return _line(told, 0), _line(told, 1)


def _line(told: Told, language: int) -> str:
    pattern = _patterns().get(f"{told.event_type}.{told.mode}") or _patterns()[told.event_type]
    suffix = ("ar", "en")[language]
    who = _parties(told.actors, language) or _UNKNOWN[language]
    whom = _parties(told.recipients, language)
    form = pattern[f"{'directed' if whom else 'mutual'}_{suffix}"]
    text = _joined(form.format(a=who, r=whom) if whom else form.format(a=who))
    named = {*told.actors, *told.recipients}
    where = (
        f"{_IN[language]}{told.place[language]}" if told.place is not None and told.place not in named else ""
    )
    when = _when(told.start, told.end, language)
    return f"{_STATUS[told.status][language]}{text}{where}{f' ({when})' if when else ''}"


def _parties(parties: Sequence[Names], language: int) -> str:
    names = list(dict.fromkeys(party[language] for party in parties))
    shown = names[:PARTIES_TOLD]
    if len(names) > PARTIES_TOLD:
        return _COMMA[language].join(shown) + _AND_OTHERS[language]
    return _AND[language].join([_COMMA[language].join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _joined(text: str) -> str:
    """Write `ل` as Arabic joins it: `للمغرب`; before what is no Arabic letter it keeps its stroke."""
    parts = text.split("لـ")
    found = parts[0]
    for part in parts[1:]:
        if part.startswith("ال"):
            found += "لل" + part[2:]
        elif part[:1] and LETTER[0] <= part[0] <= LETTER[-1]:
            found += "ل" + part
        else:
            found += "لـ" + part
    return found


def _when(start: date | None, end: date | None, language: int) -> str:
    """Write a day, a whole month or year, else both ends."""
    if start is None or end is None:
        return ""
    if start == end:
        return f"{start.day} {_month(start, language)}"
    if start.day == 1 and (end + timedelta(days=1)).day == 1:
        if (start.year, start.month) == (end.year, end.month):
            return _month(start, language)
        if start.month == 1 and end.month == len(_MONTHS):
            return str(start.year) if start.year == end.year else f"{start.year}-{end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}-{end.day} {_month(end, language)}"
    return f"{start.day} {_month(start, language)} - {end.day} {_month(end, language)}"


def _month(day: date, language: int) -> str:
    return f"{_MONTHS[day.month - 1][language]} {day.year}"


@cache
def _patterns() -> dict[str, Row]:
    return {row["key"]: row for row in rows("headlines")}
