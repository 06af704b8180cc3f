"""Questions about events that were read with little confidence, by how much depends on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from flows.review.items import Answer, Cells, Item, marked
from flows.review.look import Version
from schemas.package import code_lists

_DOUBT = 0.6
"""Confidence below which a telling is asked about."""

_EVENT_KINDS = (
    "event_confirm", "event_reject", "event_type", "event_mode", "event_status", "event_date", "event_actor",
    "event_recipient", "event_place",
)  # fmt: skip
"""A correction of any of these kinds says that somebody has looked at the telling."""


def doubtful(version: Version, before: Version | None = None) -> Iterator[Item]:
    """Yield a question for each doubtful telling.

    Its weight is the doubt times what rests on it: articles, outlets and dyads of its event.
    """
    tables = version.tables
    dyads = tables["dyads"].group_by("event_id").agg(pl.len().alias("dyads"))
    events = tables["events"].select("event_id", "headline", "article_count", "outlet_count")
    told = (
        tables["event_mentions"]
        .filter(pl.col("confidence") < _DOUBT, ~pl.col("is_repeat"))
        .join(events, on="event_id")
        .join(dyads, on="event_id", how="left")
        .sort("event_mention_id")
    )
    for row in told.iter_rows(named=True):
        rests = row["article_count"] + row["outlet_count"] + (row["dyads"] or 0)
        key = row["event_mention_id"]
        yield Item(
            reason="doubtful",
            key=key,
            weight=round((1 - row["confidence"]) * rests, 3),
            article_id=row["article_id"],
            question=f"Is this {told_as(row)}? Confidence {row['confidence']:.2f}; event: {row['headline']}",
            sentences=(marked(row["sentence"], row["surface"]),),
            answers=_answers(row, version.quoted(row)),
            decided=frozenset((kind, key) for kind in _EVENT_KINDS),
        )


def told_as(row: dict[str, Any]) -> str:
    """Return type, mode, status and days of a telling in a few words."""
    days = "/".join(str(day) for day in dict.fromkeys((row["date_start"], row["date_end"])) if day)
    return ", ".join(str(part) for part in (row["event_type"], row["mode"], row["status"], days) if part)


def _answers(row: dict[str, Any], target: Cells) -> tuple[Answer, ...]:
    target = dict(target)
    others = [status for status in code_lists()["status"] if status != row["status"]]
    typed = target | {"kind": "event_type", "expect": row["event_type"]}
    dated = target | {"kind": "event_date"}
    return (
        Answer("yes, it is right", (target | {"kind": "event_confirm"},)),
        Answer("it is no event", (target | {"kind": "event_reject"},)),
        Answer("another type", (typed,), asks="type, or type/mode"),
        *(
            Answer(
                f"it is {status}",
                (target | {"kind": "event_status", "value": status, "expect": row["status"]},),
            )
            for status in others
        ),
        Answer("another date", (dated,), asks="2021-11-24, 2021-11, 2021, two with / between, or none"),
    )
