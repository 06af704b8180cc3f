"""What extraction finds in one article: the shapes that its rooms hand to each other.

All `start`/`end` are half-open offsets into `Document.text`. Lists are sorted by `start`; names do not
overlap each other, nor do times, nor amounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time expression: the first and last day that it can mean, null where not even a year can be told.

    `precision` is one of day, week, month, season, quarter, half, year, decade, century, range, or null with the days.
    `anchor` says what it counts from: `none` (it names its own year), `article`, or `told` (a date told before).
    """

    start: int
    end: int
    date_start: date | None
    date_end: date | None
    precision: str | None
    anchor: str
    is_approximate: bool = False


@dataclass(frozen=True, slots=True)
class AmountSpan:
    """An amount: money, a percentage, or people killed, injured, arrested and the like.

    `value` is null for `عشرات` and the like; `value_max` is the upper end of a told range, else null.
    `unit` is an ISO 4217 code, `%`, `killed`, `injured`, `arrested`, `missing`, `displaced` or `people`.
    """

    start: int
    end: int
    value: float | None
    unit: str
    value_max: float | None = None
    is_approximate: bool = False


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A naming of one real thing.

    `type` is PERS, ORG, GPE, LOC, FAC, LAW or EVENT. `key` is the knowledge row it is linked to, else null.
    `thing` is the same for all names of one thing in the article: the key, else the folded fullest name.
    `country` (ISO 3166 alpha-3) is that of the thing, from knowledge or from the words around it.
    `method` says what found and linked it; `confidence` is in 0..1.
    """

    start: int
    end: int
    type: str
    thing: str
    key: str | None
    country: str | None
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class NationalSpan:
    """A word that tells a nationality (`إسرائيلي`, `المغاربة`): `country` is ISO 3166 alpha-3.

    `is_plural` where it names a people or several persons by itself, `is_definite` with the article.
    """

    start: int
    end: int
    country: str
    is_plural: bool = False
    is_definite: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in an event: `name` is a position in `Reading.names`, else null and `country` tells or is null too.

    `role` is `actor` or `recipient`. `office` is the one that tells an unnamed party, as people.csv calls it, or null.
    """

    role: str
    name: int | None
    country: str | None
    office: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """To whom an event's report is ascribed: a position in `Reading.names`, else a country, else unnamed."""

    name: int | None
    country: str | None


@dataclass(frozen=True, slots=True)
class EventSpan:
    """One telling of an event; `start`/`end` are its trigger's.

    `date_start`, `date_end`, `precision` are null where the text does not tell. `place` is a position in
    `Reading.names`, `amounts` are positions in `Reading.amounts`. `method` names the rules that spoke,
    as `part:rule` joined by spaces, so that a row can be explained.
    """

    start: int
    end: int
    event_type: str
    mode: str | None
    status: str
    date_start: date | None
    date_end: date | None
    precision: str | None
    place: int | None
    parties: tuple[Party, ...]
    source: Source | None
    contexts: tuple[str, ...]
    amounts: tuple[int, ...]
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one article."""

    times: tuple[TimeSpan, ...]
    amounts: tuple[AmountSpan, ...]
    names: tuple[NameSpan, ...]
    nationals: tuple[NationalSpan, ...]
    events: tuple[EventSpan, ...]
