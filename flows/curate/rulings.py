"""Corrections of things and events: applied while `resolve` brings together what articles say."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from flows.curate.corrections import Correction, Ledger, Untargeted, in_order
from flows.curate.kinds import EVENT, THING
from flows.curate.target import Rows, Texts
from flows.curate.things import Override, Things
from flows.curate.unions import Unions
from flows.ingest.names import split_name
from flows.knowledge.knowledge import Knowledge

_APART = "event_not_same_as"


class CuratedRulings:
    """What a curator rules on things and events: `flows.resolve.rulings.Rulings`.

    A ruling that two are not one is kept for later versions too: it is never stale while both are there.
    """

    def __init__(
        self, corrections: Iterable[Correction], articles: pl.DataFrame, knowledge: Knowledge, ledger: Ledger
    ) -> None:
        """Take corrections of any kind, and the articles' `article_id` and `text`."""
        ordered = in_order(corrections)
        self._things = [c for c in ordered if c.kind.stage == THING]
        self._events = [c for c in ordered if c.kind.stage == EVENT]
        self._texts = Texts(articles if self._things or self._events else articles.clear())
        self._knowledge, self._ledger = knowledge, ledger
        self._overrides: dict[str, Override] = {}
        self._apart: list[tuple[Correction, str, str]] = []

    def name(self, linked: pl.DataFrame) -> pl.DataFrame:
        """Return namings with the things that a curator gives them.

        Args:
            linked: `flows.frames.NAMES` with `entity_id`.

        Raises:
            InputError: two corrections contradict each other.
        """
        if not self._things:
            return linked
        things = Things(linked, self._texts, self._knowledge, self._ledger)
        ruled = things.rule(self._things)
        self._overrides = things.overrides
        return ruled

    def describe(self, entities: pl.DataFrame) -> pl.DataFrame:
        """Return things with the names, countries and Wikidata items that a curator gives them.

        Args:
            entities: with `entity_id` and the columns that corrections may give.
        """
        for column, values in self._overrides.items():
            told = dict(
                entities.filter(pl.col("entity_id").is_in(sorted(values)))
                .select("entity_id", column)
                .iter_rows()
            )
            new = {}
            for entity_id, (correction, value) in values.items():
                old, shown = told.get(entity_id), "none" if value is None else value
                if self._ledger.judge(correction, entity_id, old, shown):
                    self._ledger.applied(correction, entity_id, old, shown)
                    new[entity_id] = value
            if new:
                ruled = pl.col("entity_id").replace_strict(new, default=None, return_dtype=pl.String)
                is_ruled = pl.col("entity_id").is_in(sorted(new))
                entities = entities.with_columns(
                    pl.when(is_ruled).then(ruled).otherwise(pl.col(column)).alias(column)
                )
        return entities

    def apart(self, tellings: pl.DataFrame) -> frozenset[tuple[str, str]]:
        """Return pairs of tellings, by id, that are never of one event.

        Args:
            tellings: `flows.frames.TELLINGS`.
        """
        rows = self._rows(tellings)
        for correction in (c for c in self._events if c.kind.name == _APART):
            if (pair := self._pair(correction, rows)) is not None:
                self._apart.append((correction, *pair))
        return frozenset((one, other) for _, one, other in self._apart)

    def join(self, tellings: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
        """Return the tellings' events with those that a curator rules to be one brought together.

        Args:
            tellings: `flows.frames.TELLINGS`.
            events: event_mention_id, event_id.

        Raises:
            InputError: two corrections contradict each other.
        """
        if not self._events:
            return events
        event_of: dict[str, str] = dict(events.select("event_mention_id", "event_id").iter_rows())
        rows = self._rows(tellings.join(events, on="event_mention_id", how="left"))
        unions = Unions(self._ledger)
        for correction in (c for c in self._events if c.kind.name != _APART):
            if (pair := self._pair(correction, rows)) is not None:
                unions.join(event_of[pair[0]], event_of[pair[1]], correction)
        for correction, one, other in self._apart:
            unions.keep_apart(event_of[one], event_of[other], correction)
        names = unions.names(min)
        return events.with_columns(pl.col("event_id").replace(names)) if names else events

    def _pair(self, correction: Correction, rows: Rows) -> tuple[str, str] | None:
        """Return the two tellings that a correction names, null (and noted) where they are not two."""
        c = correction
        try:
            one = rows.find(c.id, c.article, c.quote, c.occurrence)
            other = rows.find(c.value, c.other_article or c.article, c.other_quote, c.other_occurrence)
            if one is other:
                raise Untargeted("both targets are one telling: quote another")
            if one["event_type"] != other["event_type"]:
                told = f"{one['event_type']} and {other['event_type']}"
                raise Untargeted(f"the two are {told}, and one event has one type: correct event_type first")
        except Untargeted as error:
            self._ledger.lost(correction, error)
            return None
        return one["event_mention_id"], other["event_mention_id"]

    def _rows(self, tellings: pl.DataFrame) -> Rows:
        """Return the tellings that corrections may point at; an event's id stands for its first one."""
        ids = [told for c in self._events for told in (c.id, c.value) if told]
        articles = [a for c in self._events for a in (c.article, c.other_article) if a]
        articles += [split_name(article).stem for article in articles]
        wanted = pl.col("article_id").is_in(articles) | pl.col("event_mention_id").is_in(ids)
        if "event_id" in tellings.columns:
            wanted = wanted | pl.col("event_id").is_in(ids)
        told = tellings.filter(wanted).sort("article_id", "start", "event_mention_id").to_dicts()
        rows = Rows(self._texts, told, "event_mention_id", "event")
        for row in told:
            rows.by_id.setdefault(row.get("event_id", row["event_mention_id"]), row)
        return rows
