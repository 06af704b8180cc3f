"""Whether two tellings are of one event: the sum of learnt weights of what they have in common.

`knowledge/event_pair_weights.csv` holds two models: `within` for two tellings of one article, which looks at their
places in it too, and `across` for tellings of two articles. `flows.resolve.train` writes it; its first lines are the
models' card. Scores are log-odds in hundredths, whole numbers, so that sums do not depend on the order of adding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from flows.knowledge import tables
from flows.resolve.pairs import are_others, features
from flows.resolve.tellings import Telling

TABLE = "event_pair_weights"
MODELS = ("within", "across")

NEVER = -1000
"""Log-odds, in hundredths, of tellings of two articles that name different people: articles list delegations so rarely
that the training set cannot teach it."""


WITHIN, ACROSS = 50, 120
"""Log-odds, in hundredths, added to a pair that was read and not told by a person: clusters are formed by the mean of
their pairs, and many a pair lacks a party or a date. Best B-cubed F1 on stories that the weights were not learnt from."""


@dataclass(frozen=True, slots=True)
class Judge:
    """The two models: feature -> weight in hundredths."""

    within_weights: Mapping[str, int]
    across_weights: Mapping[str, int]

    def within(self, a: Telling, b: Telling) -> int:
        """Return the log-odds, in hundredths, that two tellings of one type and article are of one event."""
        found = self.within_weights.get
        return _raised(a, b, WITHIN) + sum(found(f, 0) for f in features(a, b, within=True))

    def across(self, a: Telling, b: Telling) -> int:
        """Return the log-odds, in hundredths, that two tellings of one type are of one event, wherever they stand."""
        if are_others(a, b):
            return NEVER
        found = self.across_weights.get
        return _raised(a, b, ACROSS) + sum(found(f, 0) for f in features(a, b, within=False))


def _raised(a: Telling, b: Telling, by: int) -> int:
    return 0 if a.is_sure and b.is_sure else by


@cache
def judge() -> Judge:
    """Return the shipped models."""
    weights: dict[str, dict[str, int]] = {model: {} for model in MODELS}
    for row in tables.rows(TABLE):
        model, _, feature = row["key"].partition(" ")
        weights[model][feature] = int(row["weight"])
    return Judge(weights["within"], weights["across"])
