"""Whether two tellings are of one event: the sum of learnt weights of what they have in common.

`knowledge/event_pair_weights.csv` holds two models: `within` for two tellings of one article, which looks at their
places in it too, and `across` for tellings of two articles. Where a telling was read and not told by a person, its
fields can be wrong: `within read` and `across read` hold what is then added to each weight. `flows.resolve.train`
writes it; its first lines are the models' card. Scores are log-odds in hundredths, whole numbers, so that sums do
not depend on the order of adding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from flows.knowledge import tables
from flows.resolve.pairs import View, are_others, is_soon, seen
from flows.resolve.tellings import Telling

TABLE = "event_pair_weights"
MODELS = ("within", "within read", "across", "across read")

NEVER = -1000
"""Log-odds, in hundredths, of tellings of two articles that name different people: articles list delegations so rarely
that the training set cannot teach it."""


LEAST = -300
"""Scores of a pair are cut here when they are added up: a single pair that differs in everything does not outweigh ten
that agree."""

UNCOMPARED = -100
"""Score of a pair that shares no block: some evidence against one event, as most such pairs are two."""

WITHIN, ACROSS = 80, 120
"""Log-odds, in hundredths, added to a pair that was read and not told by a person: clusters are formed by the mean of
their pairs, and many a pair lacks a party or a date. Best B-cubed F1 on stories that the weights were not learnt from.
Where both dates are told and lie apart, nothing is lacking and nothing is added."""

A_FEW_DAYS = 3
"""Dates further apart were not read wrongly from one day's news."""


Weights = Mapping[str, int]
"""Feature -> weight in hundredths."""


class Model:
    """Learnt weights that sum up a pair's features; what a view of a pair comes to is kept."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._known: dict[View, dict[tuple[object, ...], int]] = defaultdict(dict)

    def score(self, a: Telling, b: Telling, *, within: bool) -> int:
        """Return the sum of the weights of a pair's features."""
        views, words = seen(a, b, within=within)
        total = self.weights.get(words, 0)
        for view, told in views:
            known = self._known[view]
            found = known.get(told)
            if found is None:
                found = known[told] = sum(self.weights.get(feature, 0) for feature in view(*told))
            total += found
        return total


@dataclass(frozen=True, slots=True)
class Judge:
    """The models: of two tellings of one article and of two, each for what a person told and for what was read."""

    within_told: Model
    within_read: Model
    across_told: Model
    across_read: Model

    def within(self, a: Telling, b: Telling) -> int:
        """Return the log-odds, in hundredths, that two tellings of one type and article are of one event."""
        if _is_told(a, b):
            return self.within_told.score(a, b, within=True)
        return _raised(a, b, WITHIN) + self.within_read.score(a, b, within=True)

    def across(self, a: Telling, b: Telling) -> int:
        """Return the log-odds, in hundredths, that two tellings of one type are of one event, wherever they stand."""
        if are_others(a, b):
            return NEVER
        if _is_told(a, b) or _are_apart(a, b):
            return self.across_told.score(a, b, within=False)
        return _raised(a, b, ACROSS) + self.across_read.score(a, b, within=False)


def _is_told(a: Telling, b: Telling) -> bool:
    return a.is_sure and b.is_sure


def _are_apart(a: Telling, b: Telling) -> bool:
    """Whether both dates are told and lie further apart than a date that was read wrongly from the news of one day."""
    return bool(a.first and b.first) and max(a.first, b.first) - min(a.last, b.last) > A_FEW_DAYS


def _raised(a: Telling, b: Telling, by: int) -> int:
    if a.first and b.first:
        return 0 if _are_apart(a, b) else by
    return by if is_soon(a, b) else 0


@cache
def judge() -> Judge:
    """Return the shipped models."""
    weights: dict[str, dict[str, int]] = {model: {} for model in MODELS}
    for row in tables.rows(TABLE):
        model, _, feature = row["key"].partition(": ")
        weights[model][feature] = int(row["weight"])
    return of_models(weights)


def of_models(weights: Mapping[str, Weights]) -> Judge:
    """Return the judge of learnt weights, by model."""
    within, across = weights["within"], weights["across"]
    read = _added(within, weights["within read"]), _added(across, weights["across read"])
    return Judge(Model(within), Model(read[0]), Model(across), Model(read[1]))


def _added(told: Weights, more: Weights) -> Weights:
    return {feature: told.get(feature, 0) + more.get(feature, 0) for feature in {*told, *more}}
