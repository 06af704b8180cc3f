"""The learnt weights of the event rules, from `knowledge/event_weights.csv`.

A row is one feature of one model: `key` is the model's name, a space, and the feature; `weights` are its classes and
their weights in hundredths, as `class=weight` separated by spaces. `flows.extract.events.train` writes the table;
the model card is in its first lines.
"""

from __future__ import annotations

from functools import cache

from flows.extract.events.linear import Weights
from flows.knowledge import tables

MODELS = ("trigger", "mode", "status", "party", "date", "place", "source")

_SCALE = 100  # weights are stored in hundredths


@cache
def weights(model: str) -> Weights:
    """Return a model's weights: feature -> class -> weight."""
    return _all()[model]


@cache
def _all() -> dict[str, dict[str, dict[str, float]]]:
    found: dict[str, dict[str, dict[str, float]]] = {model: {} for model in MODELS}
    for row in tables.rows("event_weights"):
        model, _, feature = row["key"].partition(" ")
        found[model][feature] = dict(map(_pair, row["weights"].split(" ")))
    return found


def _pair(text: str) -> tuple[str, float]:
    name, _, weight = text.rpartition("=")
    return name, int(weight) / _SCALE
