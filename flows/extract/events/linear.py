"""A linear scorer over sparse features: the sum of a weight for each feature and class.

Weights are learnt by `flows.extract.events.train` and shipped as a table. A score is a log-odds; `share` turns the
scores of competing options into probabilities.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import exp

Weights = Mapping[str, Mapping[str, float]]
"""Feature -> class -> weight."""


class Sparse:
    """A model of many classes, of which each decision asks a few."""

    def __init__(self, weights: Weights) -> None:
        self._by_class: dict[str, dict[str, float]] = {}
        for feature, found in weights.items():
            for name, weight in found.items():
                self._by_class.setdefault(name, {})[feature] = weight

    def scores(self, features: Sequence[str], classes: Sequence[str]) -> list[float]:
        """Return the score of each of the classes asked; unknown features say nothing."""
        asked = [self._by_class.get(name, _NO_WEIGHTS) for name in classes]
        return [sum([table[feature] for feature in features if feature in table]) for table in asked]


_NO_WEIGHTS: dict[str, float] = {}


class Dense:
    """A model of a few classes, all of which each decision asks; `classes` is the order of the scores."""

    def __init__(self, weights: Weights, classes: Sequence[str]) -> None:
        self._none = [0.0] * len(classes)
        self._rows = {
            feature: tuple(found.get(name, 0.0) for name in classes) for feature, found in weights.items()
        }

    def scores(self, features: Iterable[str]) -> list[float]:
        """Return the score of every class; unknown features say nothing."""
        rows = self._rows
        if len(self._none) == 1:
            return [sum([rows[feature][0] for feature in features if feature in rows])]
        found = [rows[feature] for feature in features if feature in rows]
        return [sum(column) for column in zip(*found, strict=True)] if found else self._none


def share(scores: Sequence[float]) -> list[float]:
    """Return the probabilities of competing options with these scores."""
    top = max(scores)
    raised = [exp(value - top) for value in scores]
    whole = sum(raised)
    return [value / whole for value in raised]
