"""A linear scorer over sparse features: the sum of a weight for each feature and class.

Weights are learnt by `flows.extract.events.train` and shipped as a table. A score is a log-odds; `share` turns the
scores of competing options into probabilities.

The weights of one feature are packed into one whole number, a lane of bits a class, so that a single sum in C adds up
all classes at once. Whole hundredths add up exactly, in any order and on any machine.

What is asked is told by views: a feature, or a template that names features and the few values that it names them
from. The same views come again and again, so what each adds is kept, and its features are named once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from math import exp
from struct import Struct
from typing import Any

Weights = Mapping[str, Mapping[str, float]]
"""Feature -> class -> weight."""

View = str | tuple[Any, ...]
"""A feature, or a template, a function that returns features, and the values that it is given.

Equal values at one place of a template are of one type: neither 1 nor True may stand for the other.
"""

SCALE = 100
"""Weights are whole hundredths: what the table stores."""

_LANE = 32  # bits a class: sums stay far below 2 ** 31 hundredths
_ZERO = 1 << (_LANE - 1)  # added to each lane, so that no lane borrows from the next
_MOST_KEPT = 32768  # views of a model that are asked before its sums are sifted; twice as many are kept
_NOTHING = repeat(0)  # what a feature without weights adds


def features_of(views: Iterable[View], words: Iterable[str] = ()) -> list[str]:
    """Return the features that views name, in order, and those of words behind them."""
    found: list[str] = []
    for view in views:
        if isinstance(view, str):
            found.append(view)
        else:
            template, *told = view
            found += template(*told)
    return [*found, *words]


def together(*features: str) -> tuple[str, ...]:
    """Return the features themselves: the template of those that come together time and again."""
    return features


class _Kept(dict[View, int]):
    """What each view adds to a packed score; one that was not asked before is summed up and kept.

    Where there are too many, those asked since the last time stay: an article rich in names asks thousands of views,
    few of which come again, and they would push out those that every article asks.
    """

    def __init__(self, row: Callable[[str, int], int]) -> None:
        super().__init__()
        self._row = row
        self._before: dict[View, int] = {}

    def __missing__(self, view: View) -> int:
        if len(self) >= _MOST_KEPT:
            self._before = dict(self)
            self.clear()
        found = self._before.get(view)
        if found is None:
            found = self._summed(view)
        self[view] = found
        return found

    def _summed(self, view: View) -> int:
        if isinstance(view, str):
            return self._row(view, 0)
        template, *told = view
        return sum(map(self._row, template(*told), _NOTHING))


class Dense:
    """A model of a few classes, all of which each decision asks; `classes` is the order of the scores."""

    def __init__(self, weights: Weights, classes: Sequence[str]) -> None:
        shifts = {name: _LANE * n for n, name in enumerate(classes)}
        rows = {
            feature: sum(
                round(weight * SCALE) << shifts[name] for name, weight in found.items() if name in shifts
            )
            for feature, found in weights.items()
        }
        self._row = rows.get
        self._sum_of = _Kept(rows.get).__getitem__
        self._zero = sum(_ZERO << shift for shift in shifts.values())
        self._size = len(classes) * _LANE // 8
        self._unpack = Struct(f"<{len(classes)}I").unpack

    def hundredths(self, views: Iterable[View], words: Iterable[str] = ()) -> tuple[int, ...]:
        """Return the score of every class in hundredths, each with `_ZERO` added.

        `words` are features of words, which are many and seldom come again: what they add is not kept.
        """
        packed = sum(map(self._sum_of, views), sum(map(self._row, words, _NOTHING), self._zero))
        return self._unpack(packed.to_bytes(self._size, "little"))

    def scores(self, views: Iterable[View], words: Iterable[str] = ()) -> list[float]:
        """Return the score of every class; unknown features say nothing. `words` are as `hundredths` has them."""
        return [(value - _ZERO) / SCALE for value in self.hundredths(views, words)]


class Ranking:
    """A model of one class, `name`, that ranks options."""

    def __init__(self, weights: Weights, name: str) -> None:
        rows = {feature: round(found[name] * SCALE) for feature, found in weights.items() if name in found}
        self._sum_of = _Kept(rows.get).__getitem__

    def hundredths(self, views: Iterable[View]) -> int:
        """Return the score of an option in hundredths; unknown features say nothing."""
        return sum(map(self._sum_of, views))

    def score(self, views: Iterable[View]) -> float:
        """Return the score of an option; unknown features say nothing."""
        return self.hundredths(views) / SCALE


class Sparse:
    """A model of many classes, of which each decision asks a few."""

    def __init__(self, weights: Weights) -> None:
        classes = sorted({name for found in weights.values() for name in found})
        self._places = {name: n for n, name in enumerate(classes)}
        self._model = Dense(weights, classes)

    def scores(self, views: Iterable[View], words: Iterable[str], classes: Sequence[str]) -> list[float]:
        """Return the score of each of the classes asked; unknown features and classes say nothing."""
        found = self._model.hundredths(views, words)
        places = self._places
        return [(found[places[name]] - _ZERO) / SCALE if name in places else 0.0 for name in classes]


class Crossed:
    """A model that ranks options by pairs, of what all options share and what one is, and by features of each alone.

    What is shared is looked up once for all options. `split` takes a feature apart into what is shared and what the
    option is, None for one that is no such pair; `name` is the model's one class.
    """

    def __init__(self, weights: Weights, name: str, split: Callable[[str], tuple[str, str] | None]) -> None:
        alone: dict[str, Mapping[str, float]] = {}
        pairs: dict[str, dict[str, float]] = {}
        for feature, found in weights.items():
            pair = split(feature)
            if pair is None:
                alone[feature] = found
            elif name in found:
                pairs.setdefault(pair[0], {})[pair[1]] = found[name]
        self._kinds = sorted({kind for found in pairs.values() for kind in found})
        self._pairs = Dense(pairs, self._kinds)
        self._alone = Ranking(alone, name)

    def scores(
        self, shared: Iterable[View], options: Iterable[tuple[Iterable[str], Iterable[View]]]
    ) -> list[float]:
        """Return the score of each option, told by what it is and by views of it alone."""
        told = {
            kind: value - _ZERO
            for kind, value in zip(self._kinds, self._pairs.hundredths(shared), strict=True)
        }.get
        return [
            (sum(map(told, kinds, _NOTHING)) + self._alone.hundredths(views)) / SCALE
            for kinds, views in options
        ]


def share(scores: Sequence[float]) -> list[float]:
    """Return the probabilities of competing options with these scores."""
    top = max(scores)
    raised = [exp(value - top) for value in scores]
    whole = sum(raised)
    return [value / whole for value in raised]
