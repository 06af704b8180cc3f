"""Clusters of a sparse graph by average link, the best pair first: the same for every order of its nodes and edges.

A pair's score is a whole number above zero where it speaks for one cluster. Two clusters are joined while the mean
score over all pairs between them is above zero; a pair that was never compared counts with a stated score.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

Edges = Mapping[tuple[int, int], tuple[int, int]]
"""(node, later node) -> sum of scores, how many pairs of members were compared."""


def clusters(sizes: Sequence[int], edges: Edges, unknown: int) -> list[int]:
    """Return each node's cluster: the number of its first node.

    Args:
        sizes: how many members each node stands for; the order of the nodes breaks ties.
        edges: what was compared.
        unknown: the score of a pair of members that was not compared.
    """
    return _Clustering(sizes, edges, unknown).run()


class _Clustering:
    def __init__(self, sizes: Sequence[int], edges: Edges, unknown: int) -> None:
        self.sizes = list(sizes)
        self.unknown = unknown
        self.into = list(range(len(sizes)))
        self.near: list[dict[int, tuple[int, int]]] = [{} for _ in sizes]
        self.heap: list[tuple[float, int, int]] = []
        for (a, b), told in edges.items():
            self.near[a][b] = told
            self.near[b][a] = told
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

    def _join(self, a: int, b: int) -> None:
        """Take the cluster `b` into `a`, the one with the earlier first node."""
        self.into[b] = a
        del self.near[a][b]
        del self.near[b][a]
        for other, (total, compared) in self.near[b].items():
            known = self.near[a].get(other, (0, 0))
            told = known[0] + total, known[1] + compared
            self.near[a][other] = told
            del self.near[other][b]
            self.near[other][a] = told
        self.near[b] = {}
        self.sizes[a] += self.sizes[b]
        for other in self.near[a]:
            self._offer(a, other)

    def _first(self, node: int) -> int:
        while self.into[node] != node:
            node = self.into[node]
        return node
