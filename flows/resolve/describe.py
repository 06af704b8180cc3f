"""An event's row: its fields from its tellings by stated rules; its contexts and its dyads.

Rules. Type, mode: the most told, ties by the first told. Status: of happened and denied the more told, happened where
they are told alike; where neither is told, the more told of planned and hypothetical. Date: the date that most tellings
can mean (theirs meet it); of several the narrowest, then the most told, then the earliest. Place: the most told; where
it is a country, the most told place in it. Parties of a headline: the most told first, a country only where no person
or body of it is told as often. Confidence: one minus the chance that every telling is wrong, tellings
of one article counting once (their best).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, product
from typing import Any, NamedTuple

import polars as pl

from flows.resolve.headline import Names, Told, headlines
from schemas.package import ontology

_STATUS_ORDER = ("happened", "denied", "planned", "hypothetical")
_CERTAIN = frozenset({"happened", "denied"})
_MUTUAL_TYPES = frozenset({"CONSULT", "AGREE", "COOPERATE", "SUPPORT"})
_TO_COME = frozenset({"planned", "hypothetical"})
_COOPERATION = frozenset({1, 2})

EVENT = {
    "event_id": pl.String,
    "event_type": pl.String,
    "plover_type": pl.String,
    "mode": pl.String,
    "quad_class": pl.Int64,
    "score": pl.Float64,
    "status": pl.String,
    "date_start": pl.Date,
    "date_end": pl.Date,
    "date_precision": pl.String,
    "place_id": pl.String,
    "headline": pl.String,
    "headline_en": pl.String,
    "confidence": pl.Float64,
}
"""The columns of `events` that its tellings decide; counts and the place's own columns are joined to them."""

Days = tuple[date, date, str | None]


class Thing(NamedTuple):
    """What a headline needs of an entity."""

    names: Names
    country: str | None
    is_country: bool


class _Telling(NamedTuple):
    """The columns of a telling that its event's row is made from."""

    event_id: str
    article_id: str
    event_type: str
    mode: str | None
    status: str
    date_start: date | None
    date_end: date | None
    date_precision: str | None
    place_id: str | None
    confidence: float


def events_of(tellings: pl.DataFrame, parties: pl.DataFrame, things: Mapping[str, Thing]) -> pl.DataFrame:
    """One row an event.

    Args:
        tellings: with `event_id` and `place_id`.
        parties: with `event_id`, `role`, `entity_id`, `country`; others than those of the events may be among them.
        things: entity_id -> what a headline needs of it; all countries among them, for unnamed parties.
    """
    order = ["event_id", "article_id", "start", "event_mention_id"]
    told = tellings.select({*_Telling._fields, *order}).sort(order).select(_Telling._fields)
    sides: dict[str, dict[str, list[str]]] = defaultdict(lambda: {"actor": [], "recipient": []})
    own = parties.join(tellings.select("event_id").unique(), on="event_id", how="semi")
    columns = own.select("event_id", "role", "entity_id", "country").sort(pl.all(), nulls_last=True)
    for event_id, role, entity_id, country in columns.iter_rows():
        if entity_id or country:
            sides[event_id][role].append(entity_id or f"gpe.{country}")
    rows = [
        _event(event_id, list(group), sides[event_id], things)
        for event_id, group in groupby(map(_Telling._make, told.iter_rows()), key=lambda t: t.event_id)
    ]
    return pl.DataFrame(rows, schema=EVENT, orient="row")


def _event(
    event_id: str, told: Sequence[_Telling], sides: Mapping[str, Sequence[str]], things: Mapping[str, Thing]
) -> tuple[Any, ...]:
    event_type = _commonest(t.event_type for t in told) or told[0].event_type
    mode = _commonest(t.mode for t in told if t.event_type == event_type)
    status = _status(told)
    quad_class, score = _coded(event_type, mode)
    days = _date(told)
    place = _place(told, things)
    start, end, precision = days or (None, None, None)
    actors, recipients = _parties(sides, things)
    line = Told(
        event_type, mode, status, actors, recipients, things[place].names if place else None, start, end
    )
    is_future = status in _TO_COME and quad_class in _COOPERATION
    plover_type = "AGREE" if is_future else event_type
    return (
        event_id, event_type, plover_type, mode, quad_class, score, status, start, end, precision, place,
        *headlines(line), _confidence(told),
    )  # fmt: skip


def _commonest(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value is not None)
    return counts.most_common(1)[0][0] if counts else None


def _status(told: Sequence[_Telling]) -> str:
    counts = Counter(t.status for t in told)
    certain = {status: count for status, count in counts.items() if status in _CERTAIN}
    return min(certain or counts, key=lambda status: (-counts[status], _STATUS_ORDER.index(status)))


def _coded(event_type: str, mode: str | None) -> tuple[int, float | None]:
    """Quad class and score of type and mode; those of the type where PLOVER does not list the mode."""
    codes = ontology()
    return codes[event_type, mode] if (event_type, mode) in codes else codes[event_type, None]


def _date(told: Sequence[_Telling]) -> Days | None:
    dates: Counter[Days] = Counter()
    for t in told:
        if t.date_start is not None and t.date_end is not None:
            dates[t.date_start, t.date_end, t.date_precision] += 1

    def rank(days: Days) -> tuple[int, int, int, date, str]:
        agreed = sum(count for d, count in dates.items() if d[0] <= days[1] and days[0] <= d[1])
        return -agreed, (days[1] - days[0]).days, -dates[days], days[0], days[2] or ""

    return min(dates, key=rank) if dates else None


def _place(told: Sequence[_Telling], things: Mapping[str, Thing]) -> str | None:
    counts = Counter(t.place_id for t in told if t.place_id is not None)
    if not counts:
        return None
    best = counts.most_common(1)[0][0]
    inside = [p for p, _ in counts.most_common() if p != best and things[p].country == things[best].country]
    return inside[0] if things[best].is_country and inside else best


def _parties(
    sides: Mapping[str, Sequence[str]], things: Mapping[str, Thing]
) -> tuple[list[Names], list[Names]]:
    """Actors and recipients for the headline; who is told on both sides stands on the one where it is told more."""
    counts = {role: Counter(found) for role, found in sides.items()}
    actors, recipients = counts["actor"], counts["recipient"]
    both = actors.keys() & recipients.keys()
    for party in both:
        del (recipients if actors[party] >= recipients[party] else actors)[party]
    return list(_shown(actors, things)), list(_shown(recipients, things))


def _shown(counts: Counter[str], things: Mapping[str, Thing]) -> Iterator[Names]:
    ordered = sorted(counts, key=lambda party: (-counts[party], party))
    named = {
        things[p].country: counts[p] for p in reversed(ordered) if p in things and not things[p].is_country
    }
    for party in ordered:
        thing = things.get(party)
        if thing is None:
            yield Names(party, party)
        elif not (thing.is_country and named.get(thing.country, 0) >= counts[party]):
            yield thing.names


def _confidence(told: Sequence[_Telling]) -> float:
    best: dict[str, float] = {}
    for t in told:
        best[t.article_id] = max(t.confidence, best.get(t.article_id, 0.0))
    wrong = 1.0
    for confidence in sorted(best.values()):
        wrong *= 1.0 - confidence
    return round(1.0 - wrong, 3)


def dyads_of(events: pl.DataFrame, parties: pl.DataFrame) -> pl.DataFrame:
    """One row an event and pair of countries: actor and recipient, or two actors of a mutual act."""
    sides: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"actor": set(), "recipient": set()})
    for event_id, role, country in parties.select("event_id", "role", "country").unique().iter_rows():
        if country is not None:
            sides[event_id][role].add(country)
    pairs = [
        (event_id, *pair)
        for event_id, event_type in events.select("event_id", "event_type").iter_rows()
        for pair in _pairs(event_type, sides[event_id])
    ]
    schema = {
        "event_id": pl.String, "actor_country": pl.String, "recipient_country": pl.String, "is_mutual": pl.Boolean,
    }  # fmt: skip
    told = events.select("event_id", "date_start", "event_type", "status", "score")
    return pl.DataFrame(pairs, schema=schema, orient="row").join(
        told, on="event_id", how="left", maintain_order="left"
    )


def _pairs(event_type: str, sides: Mapping[str, set[str]]) -> list[tuple[str, str, bool]]:
    actors, recipients = sides["actor"], sides["recipient"]
    if not recipients and event_type in _MUTUAL_TYPES:
        return sorted((a, b, True) for a, b in product(actors, actors) if a < b)
    return sorted((a, r, False) for a, r in product(actors, recipients) if a != r)


def contexts_of(tellings: pl.DataFrame) -> pl.DataFrame:
    """One row a context of an event: those of any of its tellings."""
    return (
        tellings.select("event_id", pl.col("contexts").alias("context"))
        .explode("context")
        .drop_nulls("context")
        .unique()
        .sort("event_id", "context")
    )
