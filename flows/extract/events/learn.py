"""Learn the weights of a linear scorer: softmax over the options of each example, L2, full-batch L-BFGS.

Needs numpy, which only the development extra installs; nothing that runs in a build imports this module.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Key = tuple[str, str]
"""A feature and the class that its weight counts for."""


@dataclass(frozen=True, slots=True)
class Example:
    """One decision: the weight keys of each option, the option that is right, and how much the example counts.

    `before` is what each option scores before any weight, where another model has asked already.
    """

    options: Sequence[Sequence[Key]]
    right: int
    weight: float = 1.0
    before: Sequence[float] = ()


_NO_PRIOR: Mapping[Key, float] = MappingProxyType({})

MEMORY = 8  # pairs that L-BFGS keeps
STEPS = 60  # enough for the loss to settle to three digits on every model here


def fit(
    examples: Sequence[Example],
    l2: float,
    rare: int = 2,
    steps: int = STEPS,
    prior: Mapping[Key, float] = _NO_PRIOR,
) -> dict[Key, float]:
    """Return the weights that best tell the right option of every example.

    Args:
        examples: at least two options each.
        l2: strength of the pull towards zero, per weight; with a prior, towards what it has.
        rare: keys seen in fewer examples than this are left out; they stay as the prior has them.
        steps: iterations.
        prior: weights that were learnt elsewhere.
    """
    if not examples:
        return dict(prior)
    counts = Counter(key for example in examples for key in {k for option in example.options for k in option})
    keys = sorted(key for key, count in counts.items() if count >= rare)
    index = {key: i for i, key in enumerate(keys)}
    problem = _Problem(examples, index, l2, prior)
    moved = _minimise(problem, len(keys), steps)
    return {**prior, **{key: prior.get(key, 0.0) + float(moved[i]) for key, i in index.items()}}


class _Problem:
    """The loss and its gradient, over flat arrays: entries belong to options, options to examples.

    Its weights are those that are added to the prior's.
    """

    def __init__(
        self, examples: Sequence[Example], index: dict[Key, int], l2: float, prior: Mapping[Key, float]
    ) -> None:
        rows: list[int] = []
        columns: list[int] = []
        starts: list[int] = []
        right: list[int] = []
        before: list[float] = []
        size = 0
        for example in examples:
            starts.append(size)
            right.append(size + example.right)
            for option, score in zip(example.options, example.before or repeat(0.0), strict=False):
                known = [index[key] for key in option if key in index]
                rows += [size] * len(known)
                columns += known
                before.append(score + (sum(prior.get(key, 0.0) for key in option) if prior else 0.0))
                size += 1
        self.rows, self.columns = np.array(rows), np.array(columns)
        self.starts, self.right, self.size = np.array(starts), np.array(right), size
        self.counts = np.diff(np.append(self.starts, size))
        self.weight = np.array([example.weight for example in examples])
        self.before = np.array(before)
        self.l2 = l2

    def __call__(self, weights: Floats) -> tuple[float, Floats]:
        scores = self.before + np.bincount(self.rows, weights[self.columns], self.size)
        scores -= np.repeat(np.maximum.reduceat(scores, self.starts), self.counts)
        raised = np.exp(scores)
        whole = np.add.reduceat(raised, self.starts)
        loss = float(np.sum(self.weight * (np.log(whole) - scores[self.right])))
        slope = raised / np.repeat(whole, self.counts)
        slope[self.right] -= 1.0
        slope *= np.repeat(self.weight, self.counts)
        gradient = np.bincount(self.columns, slope[self.rows], len(weights))
        return loss + 0.5 * self.l2 * float(weights @ weights), gradient + self.l2 * weights


def _minimise(problem: _Problem, size: int, steps: int) -> Floats:
    weights = np.zeros(size)
    loss, gradient = problem(weights)
    pairs: list[tuple[Floats, Floats]] = []
    for _ in range(steps):
        direction = -_two_loop(gradient, pairs)
        slope = float(gradient @ direction)
        step = 1.0 if pairs else min(1.0, 1.0 / float(np.abs(gradient).sum()))
        while True:
            moved = weights + step * direction
            new_loss, new_gradient = problem(moved)
            if new_loss <= loss + 1e-4 * step * slope or step < 1e-10:
                break
            step *= 0.5
        change, bend = moved - weights, new_gradient - gradient
        if float(change @ bend) > 1e-12:
            pairs = [*pairs, (change, bend)][-MEMORY:]
        done = loss - new_loss < 1e-6 * abs(loss)
        weights, loss, gradient = moved, new_loss, new_gradient
        if done:
            break
    return weights


def _two_loop(gradient: Floats, pairs: list[tuple[Floats, Floats]]) -> Floats:
    result = gradient.copy()
    factors = []
    for change, bend in reversed(pairs):
        factor = float(change @ result) / float(change @ bend)
        factors.append(factor)
        result -= factor * bend
    if pairs:
        change, bend = pairs[-1]
        result *= float(change @ bend) / float(bend @ bend)
    for (change, bend), factor in zip(pairs, reversed(factors), strict=True):
        result += change * (factor - float(bend @ result) / float(change @ bend))
    return result
