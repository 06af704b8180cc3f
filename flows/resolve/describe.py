"""An event's row: its fields from its tellings by stated rules, its headline, its counts, its dyads.

Rules. Status: happened if any telling of the event's own says so, else the most common, the realest first.
Mode, place, type: the most common, ties by the first told. Date: the narrowest, ties by the most told,
then the earliest. Confidence: one minus the chance that every telling is wrong, tellings of one article
counting once (their best).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

import polars as pl

from schemas.package import code_lists, ontology

_STATUS_ORDER = ("happened", "planned", "hypothetical", "denied")
_MUTUAL_TYPES = frozenset({"CONSULT", "AGREE", "COOPERATE", "SUPPORT"})
_TO_COME = frozenset({"planned", "hypothetical"})
_COOPERATION = frozenset({1, 2})
_PARTIES_TOLD = 3  # a headline with more is no headline

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


def events_of(
    tellings: pl.DataFrame, parties: pl.DataFrame, names: Mapping[str, tuple[str, str | None]]
) -> pl.DataFrame:
    """One row an event.

    Args:
        tellings: with `event_id` and `place_id`, sorted by article and position.
        parties: with `event_id`, `role`, `entity_id`, `country`.
        names: entity_id or ISO3 -> its Arabic and English names.
    """
    told = defaultdict(list)
    for row in tellings.iter_rows(named=True):
        told[row["event_id"]].append(row)
    sides: dict[str, dict[str, list[str]]] = defaultdict(lambda: {"actor": [], "recipient": []})
    columns = parties.select("event_id", "role", "entity_id", "country").sort(pl.all(), nulls_last=True)
    for event_id, role, entity_id, country in columns.iter_rows():
        if (party := entity_id or country) is not None:
            sides[event_id][role].append(party)
    rows = [_event(event_id, told[event_id], sides[event_id], names) for event_id in sorted(told)]
    return pl.DataFrame(rows, schema=EVENT)


def _event(
    event_id: str,
    told: Sequence[Mapping[str, Any]],
    sides: Mapping[str, Sequence[str]],
    names: Mapping[str, tuple[str, str | None]],
) -> dict[str, Any]:
    event_type = _commonest(row["event_type"] for row in told)
    mode = _commonest(row["mode"] for row in told)
    status = min((row["status"] for row in told), key=_status_rank(told))
    quad_class, score = _coded(event_type, mode)
    start, end, precision = _date(told)
    future = status in _TO_COME and quad_class in _COOPERATION
    parties = {role: [p for p, _ in Counter(found).most_common()] for role, found in sides.items()}
    headlines = [_headline(event_type, mode, parties, start, end, names, n) for n in (0, 1)]
    return {
        "event_id": event_id,
        "event_type": event_type,
        "plover_type": "AGREE" if future else event_type,
        "mode": mode,
        "quad_class": quad_class,
        "score": score,
        "status": status,
        "date_start": start,
        "date_end": end,
        "date_precision": precision,
        "place_id": _commonest(row["place_id"] for row in told),
        "headline": headlines[0],
        "headline_en": headlines[1],
        "confidence": _confidence(told),
    }


def _commonest(values: Iterable[str | None]) -> Any:  # noqa: ANN401 - null where no telling has one
    counts = Counter(value for value in values if value is not None)
    return counts.most_common(1)[0][0] if counts else None


def _status_rank(told: Sequence[Mapping[str, Any]]) -> Any:  # noqa: ANN401 - a key function
    counts = Counter(row["status"] for row in told)

    def rank(status: str) -> tuple[bool, int, int]:
        return status != "happened", -counts[status], _STATUS_ORDER.index(status)

    return rank


def _coded(event_type: str, mode: str | None) -> tuple[int, float | None]:
    """Quad class and score of type and mode; those of the type where PLOVER does not list the mode."""
    codes = ontology()
    return codes[event_type, mode] if (event_type, mode) in codes else codes[event_type, None]


def _date(told: Sequence[Mapping[str, Any]]) -> tuple[date | None, date | None, str | None]:
    dates = Counter(
        (row["date_start"], row["date_end"], row["date_precision"])
        for row in told
        if row["date_start"] and row["date_end"]
    )
    if not dates:
        return None, None, None
    return min(dates, key=lambda d: (d[1] - d[0], -dates[d], d[0], d[2] or ""))


def _confidence(told: Sequence[Mapping[str, Any]]) -> float:
    best: dict[str, float] = {}
    for row in told:
        best[row["article_id"]] = max(row["confidence"], best.get(row["article_id"], 0.0))
    wrong = 1.0
    for confidence in sorted(best.values()):
        wrong *= 1.0 - confidence
    return round(1.0 - wrong, 3)


def _headline(
    event_type: str,
    mode: str | None,
    parties: Mapping[str, Sequence[str]],
    start: date | None,
    end: date | None,
    names: Mapping[str, tuple[str, str | None]],
    language: int,
) -> str:
    """`what: who → whom (when)`, in Arabic (0) or English (1)."""
    lists = code_lists()
    what = (lists["mode"][mode] if mode else lists["event_type"][event_type])[language]
    comma = ("، ", ", ")[language]
    sides = []
    for role in ("actor", "recipient"):
        told = [names.get(p, (p, p)) for p in parties[role][:_PARTIES_TOLD]]
        sides.append(comma.join(dict.fromkeys(pair[language] or pair[0] for pair in told)))
    arrow = (" ← ", " → ")[language]
    who = arrow.join(sides) if sides[1] else sides[0]
    when = "" if start is None else f" ({start})" if start == end else f" ({start}/{end})"
    return f"{what}: {who or '؟?'[language]}{when}"


def dyads_of(events: pl.DataFrame, parties: pl.DataFrame) -> pl.DataFrame:
    """One row an event and pair of countries: actor and recipient, or two actors of a mutual act."""
    sides: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"actor": set(), "recipient": set()})
    for event_id, role, country in parties.select("event_id", "role", "country").iter_rows():
        if country is not None:
            sides[event_id][role].add(country)
    rows = []
    for event in events.iter_rows(named=True):
        actors, recipients = sides[event["event_id"]]["actor"], sides[event["event_id"]]["recipient"]
        pairs = {(a, r, False) for a, r in product(actors, recipients) if a != r}
        if not recipients and event["event_type"] in _MUTUAL_TYPES:
            pairs = {(a, b, True) for a, b in product(actors, actors) if a < b}
        rows += [
            event | {"actor_country": a, "recipient_country": b, "is_mutual": mutual}
            for a, b, mutual in sorted(pairs)
        ]
    columns = (
        "event_id",
        "actor_country",
        "recipient_country",
        "is_mutual",
        "date_start",
        "event_type",
        "status",
        "score",
    )
    kinds = {"actor_country": pl.String, "recipient_country": pl.String, "is_mutual": pl.Boolean}
    return pl.DataFrame(
        [{c: row[c] for c in columns} for row in rows],
        schema={c: kinds.get(c) or events.schema[c] for c in columns},
    )


def contexts_of(tellings: pl.DataFrame) -> pl.DataFrame:
    """One row a context of an event: those of any of its tellings."""
    return (
        tellings.select("event_id", pl.col("contexts").alias("context"))
        .explode("context")
        .drop_nulls("context")
        .unique()
        .sort("event_id", "context")
    )
