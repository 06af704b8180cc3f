"""Tellings and their parties: as they are compared, as their events are described, and as rows of their tables.

Each purpose takes the columns that it needs; sentences, which are most of the memory, are there while tellings are
compared and again while their table is made, and not in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from flows.knowledge.knowledge import Knowledge
from flows.resolve.ground import Ground
from flows.resolve.offices import with_holders
from flows.resolve.readings import Readings
from flows.resolve.things import Things, parties_of, told_of
from schemas.package import TABLES, polars_schema

_COMPARED = (
    "event_mention_id", "article_id", "surface", "start", "end", "event_type", "mode", "status", "date_start",
    "date_end", "date_precision", "place", "source", "source_country", "contexts", "is_repeat", "method", "confidence",
)  # fmt: skip
"""What tellings are compared and ruled on by, beside their sentences."""

_DESCRIBING = (
    "event_mention_id", "article_id", "start", "event_type", "mode", "status", "date_start", "date_end",
    "date_precision", "place_id", "attributed_to", "is_repeat", "confidence",
)  # fmt: skip
"""What events are described, counted and contested by."""

SIDE = ("event_id", "role", "entity_id", "country")
"""What the sides of events are."""

_PARTY = ("event_mention_id", "role", "entity_id", "country", "thing", "holder_id")
_RESOLVED = ("place_id", "attributed_to")


@dataclass(slots=True)
class Told:
    """Tellings that are read again, and what they are compared by.

    `parties` are event_mention_id, role, entity_id, country, thing, holder_id; `outlets` are those of all articles:
    article_id, outlet, published_start, published_end, duplicate_of. It gives its frames up where nothing needs them
    any more, so that nobody who still holds it holds them.
    """

    tellings: pl.DataFrame
    parties: pl.DataFrame
    sentences: pl.DataFrame
    dated: pl.DataFrame
    outlets: pl.DataFrame

    def give_up(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the tellings as their events are described by them, and the parties; all else goes."""
        tellings = self.tellings.select(_DESCRIBING).with_columns(pl.col("confidence").round(3))
        parties = self.parties.drop("thing")
        self.tellings, self.parties = self.tellings.clear(), self.parties.clear()
        self.sentences, self.dated = self.sentences.clear(), self.dated.clear()
        return tellings, parties


def told(read: Readings, named: Things, outlets: pl.DataFrame, base: Ground, knowledge: Knowledge) -> Told:
    """Return what is told by the articles that are read, for the first time or again.

    Args:
        read: of the articles that are new or changed.
        named: what was made of their names.
        outlets: as `Told` has them.
        base: what an earlier build brought together of the others.
        knowledge: who held which office.
    """
    tellings, dated = _both("tellings", read, named, base, _COMPARED), _both("dated", read, named, base)
    parties = parties_of(_both("parties", read, named, base), named)
    sentences = _both("sentences", read, named, base, ("article_id", "number", "start", "kind"))
    return Told(
        told_of(tellings, named).drop("place", "source", "source_country"),
        with_holders(parties, tellings, dated, knowledge).select(_PARTY),
        sentences,
        dated,
        outlets,
    )


def _both(
    name: str, read: Readings, named: Things, base: Ground, columns: Sequence[str] | None = None
) -> pl.DataFrame:
    """Rows of the articles that are read for the first time, then of those that are read again; always in one order."""
    old = base.rows(f"state/{name}", "article_id", named.read_again, columns)
    return pl.concat([read.frame(name, columns), old])


def of_type(mine: Told, kind: str, read: Readings, named: Things, base: Ground) -> pl.DataFrame:
    """Return the tellings of one type with their sentences, which are read each time: all are much of the memory."""
    is_own = mine.tellings["event_type"] == kind
    sentences = _both("tellings", read, named, base, ("sentence",))
    return mine.tellings.filter(is_own).with_columns(sentences.filter(is_own))


def with_event(rows: pl.DataFrame, event_of: pl.DataFrame) -> pl.DataFrame:
    """Return rows of tellings or parties, in the same order, with `event_id` from the telling's event."""
    narrow = rows.select("event_mention_id")
    found = narrow.join(event_of, on="event_mention_id", how="left", maintain_order="left")
    return rows.with_columns(found["event_id"])


def with_others(
    own: pl.DataFrame, name: str, event_of: pl.DataFrame, base: Ground, others: pl.Series
) -> pl.DataFrame:
    """Return rows that are read again and those of other articles that tell the same events, with their events.

    Args:
        own: what is read again.
        name: the table of which both are rows.
        event_of: event_mention_id, event_id, of all.
        base: what an earlier build brought together of the others.
        others: their articles.
    """
    columns = [column for column in own.columns if column in polars_schema(TABLES[name])]
    old = base.rows(name, "article_id", others, columns)
    return with_event(pl.concat([own, old], how="diagonal") if len(old) else own, event_of)


def participants_of(
    read: Readings,
    named: Things,
    parties: pl.DataFrame,
    event_of: pl.DataFrame,
    base: Ground,
    renamed: pl.Series,
) -> pl.DataFrame:
    """Return the rows of the table `participants` that are made anew.

    Args:
        read: of the articles that are new or changed.
        named: what was made of their names.
        parties: all that are read again, in their order.
        event_of: event_mention_id, event_id, of all.
        base: what an earlier build brought together of the others.
        renamed: other articles, in which a telling is of another event now.
    """
    columns = ("participant_id", "article_id", "mention_id", "office")
    own = _both("parties", read, named, base, columns).with_columns(parties)
    return with_others(own, "participants", event_of, base, renamed)


def event_mentions_of(
    read: Readings,
    named: Things,
    tellings: pl.DataFrame,
    event_of: pl.DataFrame,
    base: Ground,
    renamed: pl.Series,
) -> pl.DataFrame:
    """Return the rows of the table `event_mentions` that are made anew.

    Args:
        read: of the articles that are new or changed.
        named: what was made of their names.
        tellings: all that are read again, in their order, with `place_id` and `attributed_to`.
        event_of: event_mention_id, event_id, of all.
        base: what an earlier build brought together of the others.
        renamed: other articles, in which a telling is of another event now.
    """
    columns = [n for n in polars_schema(TABLES["event_mentions"]) if n not in ("event_id", *_RESOLVED)]
    own = _both("tellings", read, named, base, columns).with_columns(tellings.select(_RESOLVED))
    return with_others(own, "event_mentions", event_of, base, renamed)
