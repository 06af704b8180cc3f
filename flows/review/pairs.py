"""Questions about pairs of tellings: one event or two."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import polars as pl

from flows.resolve.blocks import candidate_pairs
from flows.resolve.judge import judge
from flows.resolve.tellings import Telling, tellings_of
from flows.review.doubtful import told_as
from flows.review.items import Answer, Item, marked
from flows.review.look import Version, pair

_NEAR = 100
"""Log-odds, in hundredths, within which a pair is asked about: between 27 and 73 in a hundred are one event."""

_FIELDS = ("status", "date", "place", "mode")
"""Fields of which a second look at the text can tell; figures of dead and the like are the sources' to settle."""


def conflicts(version: Version, before: Version | None = None) -> Iterator[Item]:
    """Yield a question for each field of an event on which two of its tellings differ.

    Its weight is how many tellings the event has, a contested status counting twice.
    """
    told = version.tables["conflicts"].filter(pl.col("field").is_in(_FIELDS))
    rows = {row["event_mention_id"]: row for row in _tellings(version, told["event_mention_id"])}
    counts = dict(version.tables["events"].select("event_id", "mention_count").iter_rows())
    ordered = told.sort(
        "event_id", "field", "mention_count", "conflict_id", descending=[False, False, True, False]
    )
    for (event, name), group in groupby(
        ordered.iter_rows(named=True), key=lambda r: (r["event_id"], r["field"])
    ):
        first, *others = group
        other = next((o for o in others if o["value"] != first["value"]), None)
        if other is None:
            continue
        one, two = rows[first["event_mention_id"]], rows[other["event_mention_id"]]
        said = f"{name}: {first['value']} here, {other['value']} there"
        weight = counts[event] * (2.0 if name == "status" else 1.0)
        yield _pair_item(
            "conflict",
            f"Tellings of one event differ. {said}",
            weight,
            one,
            two,
            _contested(version, one, two),
        )


def _contested(version: Version, one: dict[str, Any], two: dict[str, Any]) -> tuple[Answer, ...]:
    targets = version.quoted(one), version.quoted(two)
    rejects = [({"kind": "event_reject"} | target,) for target in targets]
    both = tuple({"kind": "event_confirm"} | target for target in targets)
    apart = {"kind": "event_not_same_as"} | targets[0] | version.quoted(two, "other_")
    return (
        Answer("both are told so: it is contested", both),
        Answer("they are two events", (apart,)),
        Answer("the first is no event", rejects[0]),
        Answer("the second is no event", rejects[1]),
    )


def merges(version: Version, before: Version | None = None) -> Iterator[Item]:
    """Yield a question for each pair of events that are nearly one by the judge of pairs.

    Its weight is how many tellings both have, more the nearer they are.
    """
    scored = judge()
    events = dict(version.tables["event_mentions"].select("event_mention_id", "event_id").iter_rows())
    counts = dict(version.tables["events"].select("event_id", "mention_count").iter_rows())
    heads: dict[str, list[Telling]] = {}
    seen: set[str] = set()
    for telling in compared(version):
        if (event := events[telling.id]) not in seen:
            seen.add(event)
            heads.setdefault(telling.event_type, []).append(telling)
    near: dict[tuple[str, str], int] = {}
    for kind in sorted(heads):
        for a, b in sorted(set(candidate_pairs(heads[kind]))):
            score = scored.across(heads[kind][a], heads[kind][b])
            if abs(score) <= _NEAR:
                near[heads[kind][a].id, heads[kind][b].id] = score
    rows = {
        r["event_mention_id"]: r for r in _tellings(version, pl.Series([key for ids in near for key in ids]))
    }
    for (one, two), score in near.items():
        total = counts[events[one]] + counts[events[two]]
        weight = round(total * (1 - abs(score) / (2 * _NEAR)), 3)
        same = {"kind": "event_same_as"} | version.quoted(rows[one]) | version.quoted(rows[two], "other_")
        answers = (
            Answer("one event", (same,)),
            Answer("two events", (same | {"kind": "event_not_same_as"},)),
        )
        yield _pair_item("merge", "Are these one event?", weight, rows[one], rows[two], answers)


def compared(version: Version) -> list[Telling]:
    """Return a version's tellings as they are compared with each other."""
    tables = version.tables
    places = tables["entities"].select(
        pl.col("entity_id").alias("place_id"), pl.col("country").alias("place_country")
    )
    told = (
        tables["event_mentions"]
        .join(places, on="place_id", how="left")
        .with_columns(
            pl.col("event_id")
            .replace_strict(_contexts(version), default=[], return_dtype=pl.List(pl.String))
            .alias("contexts")
        )
    )
    copies = tables["articles"].filter(pl.col("duplicate_of").is_not_null())
    parties = tables["participants"].with_columns(pl.col("entity_id").alias("thing"))
    return tellings_of(told, parties, tables["sentences"], tables["articles"], copies)


def _contexts(version: Version) -> dict[str, list[str]]:
    grouped = version.tables["event_contexts"].sort("context").group_by("event_id").agg("context")
    return dict(grouped.iter_rows())


def _tellings(version: Version, ids: pl.Series) -> list[dict[str, Any]]:
    return (
        version.tables["event_mentions"]
        .filter(pl.col("event_mention_id").is_in(ids.unique().to_list()))
        .to_dicts()
    )


def _pair_item(
    reason: str,
    question: str,
    weight: float,
    one: dict[str, Any],
    two: dict[str, Any],
    answers: tuple[Answer, ...],
) -> Item:
    ids = one["event_mention_id"], two["event_mention_id"]
    key = pair(*ids)
    decided = {(kind, key) for kind in ("event_same_as", "event_not_same_as")}
    if reason == "conflict":
        decided |= {(kind, key) for key in ids for kind in ("event_confirm", "event_reject")}
    return Item(
        reason=reason,
        key=key,
        weight=weight,
        article_id=one["article_id"],
        question=question,
        sentences=tuple(
            f"{marked(r['sentence'], r['surface'])} ({told_as(r)}; {r['article_id']})" for r in (one, two)
        ),
        answers=answers,
        decided=frozenset(decided),
    )
