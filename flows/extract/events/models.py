"""The nine models of the event rules, with their learnt weights.

They are in `knowledge/event_weights.csv`; where a reader is heard, in `event_weights_reader.csv`.
A row is one feature of one model: `key` is the model's name, a space, and the feature; `weights` are its classes and
their weights in hundredths, as `class=weight` separated by spaces. `flows.extract.events.train` writes the table;
the model card is in its first lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from flows.extract.events.date_features import unpair
from flows.extract.events.linear import Crossed, Dense, Ranking, Sparse, Weights
from flows.extract.events.parties import FIRST_ACTOR, FIRST_RECIPIENT, ROLES
from flows.extract.events.status import STATUSES
from flows.knowledge import tables

NAMES = ("trigger", "mode", "status", "party", "date", "place", "source", "same", "assign")
CHOSEN = "+"
"""The one class of the models that rank options."""

PARTY_CLASSES = (*ROLES, FIRST_ACTOR, FIRST_RECIPIENT)

_SCALE = 100  # weights are stored in hundredths


@dataclass(frozen=True, slots=True)
class Models:
    """One scorer a question; `flows.extract.events.interpret` asks them."""

    trigger: Sparse
    mode: Sparse
    status: Dense
    party: Dense
    date: Crossed
    place: Ranking
    source: Ranking
    same: Ranking
    assign: Ranking


def build(weights: Mapping[str, Weights]) -> Models:
    """Return the models with the given weights, by name."""
    return Models(
        Sparse(weights["trigger"]),
        Sparse(weights["mode"]),
        Dense(weights["status"], STATUSES),
        Dense(weights["party"], PARTY_CLASSES),
        Crossed(weights["date"], CHOSEN, unpair),
        Ranking(weights["place"], CHOSEN),
        Ranking(weights["source"], CHOSEN),
        Ranking(weights["same"], CHOSEN),
        Ranking(weights["assign"], CHOSEN),
    )


@cache
def shipped(*, with_reader: bool = False) -> Models:
    """Return the models with the shipped weights, read once a process: with what a reader hears they have their own."""
    return build(_weights("event_weights_reader" if with_reader else "event_weights"))


def _weights(table: str) -> dict[str, dict[str, dict[str, float]]]:
    found: dict[str, dict[str, dict[str, float]]] = {name: {} for name in NAMES}
    for row in tables.rows(table):
        name, _, feature = row["key"].partition(" ")
        found[name][feature] = dict(map(_pair, row["weights"].split(" ")))
    return found


def _pair(text: str) -> tuple[str, float]:
    name, _, weight = text.rpartition("=")
    return name, int(weight) / _SCALE
