"""A linear scorer over sparse features: the sum of a weight for each feature and class.

Weights are learnt by `flows.extract.events.train` and shipped as a table. A score is a log-odds; `share` turns the
scores of competing options into probabilities.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import exp

Weights = Mapping[str, Mapping[str, float]]
"""Feature -> class -> weight."""


def score(weights: Weights, features: Iterable[str], classes: Sequence[str]) -> list[float]:
    """Return the score of each class; unknown features say nothing."""
    totals = dict.fromkeys(classes, 0.0)
    for feature in features:
        found = weights.get(feature)
        if found is not None:
            for name, weight in found.items():
                if name in totals:
                    totals[name] += weight
    return [totals[name] for name in classes]


def share(scores: Sequence[float]) -> list[float]:
    """Return the probabilities of competing options with these scores."""
    top = max(scores)
    raised = [exp(value - top) for value in scores]
    whole = sum(raised)
    return [value / whole for value in raised]
