"""Who held the office by which an unnamed party is told: as its article says, else as the knowledge tables know."""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl

from flows.knowledge.knowledge import Knowledge

ARTICLE, KNOWLEDGE = "article", "knowledge"
"""What `holder_basis` says: the article names the holder elsewhere, or knowledge tells who it was in these days."""

_DAYS = ("date_start", "date_end", "published_start", "published_end")


def with_holders(
    parties: pl.DataFrame,
    tellings: pl.DataFrame,
    dated: pl.DataFrame,
    linked: pl.DataFrame,
    knowledge: Knowledge,
) -> pl.DataFrame:
    """Return parties with `holder_id` and `holder_basis`, null where it is not sure who is meant.

    Knowledge is asked for one holder of office and country over all days from the first to the last on which the event
    can have happened or the article can have come out: the minister of the one day is not always that of the other.

    Args:
        parties: `flows.frames.PARTIES`; an unnamed party's `country` is that of its office.
        tellings: event_mention_id, date_start, date_end.
        dated: article_id, published_start, published_end.
        linked: mention_id, entity_id.
        knowledge: who held which office when.
    """
    days = tellings.select("event_mention_id", "date_start", "date_end")
    told = (
        parties.filter(pl.col("office").is_not_null())
        .join(days, on="event_mention_id", how="left")
        .join(dated.select("article_id", "published_start", "published_end"), on="article_id", how="left")
        .join(linked.select(pl.col("mention_id").alias("holder"), pl.col("entity_id").alias("_named")),
              on="holder", how="left")
    )  # fmt: skip

    @cache
    def known(office: str, country: str, first: date, last: date) -> str | None:
        holder = knowledge.sole_holder(office, country, first, last)
        return None if holder is None else holder.key

    rows: list[tuple[str, str, str]] = []
    columns = ("participant_id", "office", "country", "_named", *_DAYS)
    for key, office, country, named, *bounds in told.select(columns).iter_rows():
        if named is not None:
            rows.append((key, named, ARTICLE))
        elif (span := _span(bounds)) is not None and (holder := known(office, country, *span)) is not None:
            rows.append((key, holder, KNOWLEDGE))
    schema = ["participant_id", "holder_id", "holder_basis"]
    found = pl.DataFrame(rows, schema=dict.fromkeys(schema, pl.String), orient="row")
    return parties.join(found, on="participant_id", how="left", maintain_order="left")


def _span(bounds: list[date | None]) -> tuple[date, date] | None:
    """The first and last of the days of an event and its article; None where only one end of either is told."""
    pairs = [(start, end) for start, end in (bounds[:2], bounds[2:]) if (start, end) != (None, None)]
    days = [day for pair in pairs for day in pair if day is not None]
    return (min(days), max(days)) if days and len(days) == 2 * len(pairs) else None
