"""What somebody who knows better rules on things and events, as resolution takes it."""

from __future__ import annotations

from typing import Protocol

import polars as pl


class Rulings(Protocol):
    """Rulings on things and events; each method is called once, in this order."""

    def name(self, linked: pl.DataFrame) -> pl.DataFrame:
        """Return namings (`flows.frames.NAMES` with `entity_id`) with the things that they are ruled to name."""

    def describe(self, entities: pl.DataFrame) -> pl.DataFrame:
        """Return things with the fields that are ruled."""

    def apart(self, tellings: pl.DataFrame) -> frozenset[tuple[str, str]]:
        """Return pairs of tellings, by id, that are ruled to be of two events."""

    def join(self, tellings: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
        """Return event_mention_id and event_id with the events that are ruled to be one brought together."""


class NoRulings:
    """Nothing is ruled."""

    def name(self, linked: pl.DataFrame) -> pl.DataFrame:
        """Return the namings as they are."""
        return linked

    def describe(self, entities: pl.DataFrame) -> pl.DataFrame:
        """Return the things as they are."""
        return entities

    def apart(self, tellings: pl.DataFrame) -> frozenset[tuple[str, str]]:
        """Return no pair."""
        return frozenset()

    def join(self, tellings: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
        """Return the events as they are."""
        return events
