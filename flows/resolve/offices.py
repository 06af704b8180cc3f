"""Who held the office by which an unnamed party is told, as the knowledge tables know."""

from __future__ import annotations

from datetime import date

import polars as pl

from flows.knowledge.knowledge import Knowledge

_DAYS = ("date_start", "date_end", "published_start", "published_end")


def with_holders(
    parties: pl.DataFrame, tellings: pl.DataFrame, dated: pl.DataFrame, knowledge: Knowledge
) -> pl.DataFrame:
    """Return parties with `holder_id`: the key of who held their office, null where that is not sure.

    Knowledge is asked for one holder of office and country over all days from the first to the last on which the event
    can have happened or the article can have come out: the minister of the one day is not always that of the other.

    Args:
        parties: `flows.frames.PARTIES`; an unnamed party's `country` is that of its office.
        tellings: event_mention_id, date_start, date_end.
        dated: article_id, published_start, published_end.
        knowledge: who held which office when.
    """
    days = tellings.select("event_mention_id", "date_start", "date_end")
    told = (
        parties.filter(pl.col("office").is_not_null() & pl.col("country").is_not_null())
        .select("participant_id", "event_mention_id", "article_id", "office", "country")
        .join(days, on="event_mention_id", how="left")
        .join(dated.select("article_id", "published_start", "published_end"), on="article_id", how="left")
    )
    rows = []
    for key, office, country, *bounds in told.select(
        "participant_id", "office", "country", *_DAYS
    ).iter_rows():
        span = _span(bounds)
        holder = None if span is None else knowledge.sole_holder(office, country, *span)
        if holder is not None:
            rows.append((key, holder.key))
    found = pl.DataFrame(rows, schema={"participant_id": pl.String, "holder_id": pl.String}, orient="row")
    return parties.join(found, on="participant_id", how="left", maintain_order="left")


def _span(bounds: list[date | None]) -> tuple[date, date] | None:
    """The first and last of the days of an event and its article; None where only one end of either is told."""
    pairs = [(start, end) for start, end in (bounds[:2], bounds[2:]) if (start, end) != (None, None)]
    days = [day for pair in pairs for day in pair if day is not None]
    return (min(days), max(days)) if days and len(days) == 2 * len(pairs) else None
