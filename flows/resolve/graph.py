"""Clusters of a sparse graph by average link, the best pair first: the same for every order of its nodes and edges.

A pair's score is a whole number above zero where it speaks for one cluster. Two clusters are joined while the mean
score over all pairs between them is above zero; a pair that was never compared counts with a stated score.
"""

from __future__ import annotations

import heapq
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

Edge = tuple[int, int, int, int]
"""A node, a later node, the sum of scores between them, how many pairs of members were compared."""


class Edges:
    """Edges in twenty bytes each: a large corpus has tens of millions."""

    def __init__(self) -> None:
        self._nodes, self._others, self._compared = array("i"), array("i"), array("i")
        self._totals = array("q")

    def add(self, node: int, other: int, total: int, compared: int) -> None:
        """Add the edge of two nodes, the earlier first, which have none yet."""
        self._nodes.append(node)
        self._others.append(other)
        self._totals.append(total)
        self._compared.append(compared)

    def __iter__(self) -> Iterator[Edge]:
        return zip(self._nodes, self._others, self._totals, self._compared, strict=True)

    def __len__(self) -> int:
        return len(self._nodes)

    def __getitem__(self, at: int) -> Edge:
        return self._nodes[at], self._others[at], self._totals[at], self._compared[at]


Graph = Edges | Sequence[Edge]


def clusters(sizes: Sequence[int], edges: Graph, unknown: int) -> list[int]:
    """Return each node's cluster: the number of its first node.

    Args:
        sizes: how many members each node stands for; the order of the nodes breaks ties.
        edges: what was compared, one a pair of nodes.
        unknown: the score of a pair of members that was not compared, zero at most.
    """
    into = _components(sizes, edges, unknown)
    for own in _by_component(into, edges):  # one at a time: most are small, and all at once take much memory
        nodes = sorted({node for at in own for node in edges[at][:2]})
        place = {node: n for n, node in enumerate(nodes)}
        # Not as a list: one component can hold most edges of a large corpus.
        placed = ((place[a], place[b], total, count) for a, b, total, count in map(edges.__getitem__, own))
        found = _Clustering([sizes[node] for node in nodes], placed, unknown).run()
        for node, first in zip(nodes, found, strict=True):
            into[node] = nodes[first]
    return into


def _by_component(component: Sequence[int], edges: Graph) -> Iterator[array[int]]:
    """Yield where the edges within each component stand; those between two are dropped."""
    counts = Counter(component[edge[0]] for edge in edges if component[edge[0]] == component[edge[1]])
    next_place = dict(zip(counts, accumulate(counts.values(), initial=0), strict=False))
    order = array("q", bytes(8 * counts.total()))
    for at, (one, other, _, _) in enumerate(edges):
        if component[one] == component[other]:
            order[next_place[component[one]]] = at
            next_place[component[one]] += 1
    start = 0
    for count in counts.values():
        yield order[start : start + count]
        start += count


def _components(sizes: Sequence[int], edges: Graph, unknown: int) -> list[int]:
    """Return for each node what edges with a mean above zero connect it with: clusters form within these alone."""
    into = list(range(len(sizes)))

    def first(node: int) -> int:
        while into[node] != node:
            into[node] = into[into[node]]
            node = into[node]
        return node

    for a, b, total, compared in edges:
        if total > 0 and total + unknown * (sizes[a] * sizes[b] - compared) > 0:
            one, other = first(a), first(b)
            into[max(one, other)] = min(one, other)
    return [first(node) for node in range(len(into))]


class _Clustering:
    def __init__(self, sizes: Sequence[int], edges: Iterable[Edge], unknown: int) -> None:
        self.sizes = list(sizes)
        self.unknown = unknown
        self.into = list(range(len(sizes)))
        self.near: list[dict[int, tuple[int, int]]] = [{} for _ in sizes]
        self.good: list[set[int]] = [set() for _ in sizes]
        """The neighbours with which the mean is above zero."""
        self.heap: list[tuple[float, int, int]] = []
        shared: dict[
            tuple[int, int], tuple[int, int]
        ] = {}  # millions of edges say the same few thousand things
        for a, b, total, compared in edges:
            told = total, compared
            self.near[a][b] = self.near[b][a] = shared.setdefault(told, told)
            self._offer(a, b)
        heapq.heapify(self.heap)

    def run(self) -> list[int]:
        while self.heap:
            negative, a, b = heapq.heappop(self.heap)
            if (
                self.into[a] == a
                and self.into[b] == b
                and b in self.near[a]
                and self._mean(a, b) == -negative
            ):
                self._join(a, b)
        return [self._first(node) for node in range(len(self.into))]

    def _mean(self, a: int, b: int) -> float:
        total, compared = self.near[a][b]
        pairs = self.sizes[a] * self.sizes[b]
        return (total + self.unknown * (pairs - compared)) / pairs

    def _offer(self, a: int, b: int) -> None:
        mean = self._mean(a, b)
        if mean > 0:
            heapq.heappush(self.heap, (-mean, min(a, b), max(a, b)))
            self.good[a].add(b)
            self.good[b].add(a)
        else:
            self.good[a].discard(b)
            self.good[b].discard(a)

    def _join(self, a: int, b: int) -> None:
        """Take the cluster `b` into `a`, the one with the earlier first node."""
        self.into[b] = a
        mine, gone = self.near[a], self.near[b]
        del mine[b], gone[a]
        for other, (total, compared) in gone.items():
            known = mine.get(other, (0, 0))
            told = known[0] + total, known[1] + compared
            theirs = self.near[other]
            mine[other] = theirs[a] = told
            del theirs[b]
            self.good[other].discard(b)
        self.near[b], self.good[b] = {}, set()
        self.good[a].discard(b)
        self.sizes[a] += self.sizes[b]
        # Of all others the mean was not above zero, and more pairs that were not compared do not raise it above.
        for other in gone.keys() | self.good[a]:
            self._offer(a, other)

    def _first(self, node: int) -> int:
        while self.into[node] != node:
            node = self.into[node]
        return node
