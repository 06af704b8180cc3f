"""Events where an earlier build has formed most of them: only what a change can reach is clustered again.

Tellings that are one event at once are a node. What two nodes say of one event (an edge) depends on their tellings and
on the blocks that these share; clusters form within what edges with a score above zero connect. So the nodes of changed
tellings are made again, the edges of their blocks are held against those before, and from every node at which one
differs the connected part is walked and clustered: the result is that of clustering all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import polars as pl

from flows.resolve.accounts import BEFORE
from flows.resolve.blocks import Key, block_keys, block_pairs, groups
from flows.resolve.compared import block_digest, digest_of, tellings_in
from flows.resolve.events import EVENTS, anchor
from flows.resolve.graph import clusters
from flows.resolve.judge import LEAST, UNCOMPARED, Judge
from flows.resolve.tellings import Telling

Edge = tuple[int, int]
"""Sum of scores, and how many pairs of tellings were compared."""


def recluster(kept: pl.DataFrame, was: pl.DataFrame, now: pl.DataFrame, judge: Judge) -> pl.DataFrame:
    """Form the events that changed tellings can have changed.

    Args:
        kept: `flows.resolve.compared.COMPARED` of what did not change, with nodes and events.
        was: of what changed or is gone, as it was, with nodes and events.
        now: of what changed or is new.
        judge: scores pairs.

    Returns:
        event_mention_id, event_id, node: a row a telling whose event was formed again.
    """
    kinds = sorted(set(was["event_type"]) | set(now["event_type"]))
    found = []
    for kind in kinds:
        store = _Store(*(rows.filter(pl.col("event_type") == kind) for rows in (kept, was, now)))
        found += _Change(store, judge).events()
    return pl.DataFrame(found, schema=EVENTS, orient="row")


class _Store:
    """The tellings of one type, before and now, and what finds them. A row is a telling's place in it."""

    def __init__(self, kept: pl.DataFrame, was: pl.DataFrame, now: pl.DataFrame) -> None:
        self.frame = pl.concat([kept, was, now])
        first, second = len(kept), len(kept) + len(was)
        self.kept, self.was, self.now = range(first), range(first, second), range(second, len(self.frame))
        self.ids: list[str] = self.frame["event_mention_id"].to_list()
        self.nodes: list[str] = self.frame["node"].to_list()
        self.articles: list[str] = self.frame["article_id"].to_list()
        self._tellings: dict[int, Telling] = {}
        self._shared: dict[Any, Any] = {}
        self._digests: dict[Key, int] = {}

    @cached_property
    def by_digest(self) -> dict[int, list[int]]:
        """Rows by what they are found by, where two have it in common."""
        told = self.frame.select("keys").with_row_index("row").explode("keys").drop_nulls("keys")
        shared = told.filter(pl.len().over("keys") > 1).group_by("keys").agg("row")
        return dict(zip(shared["keys"].to_list(), shared["row"].to_list(), strict=True))

    @cached_property
    def by_article(self) -> dict[str, list[int]]:
        """Rows by article."""
        found: dict[str, list[int]] = defaultdict(list)
        for row, article in enumerate(self.articles):
            found[article].append(row)
        return found

    def tellings(self, rows: Iterable[int]) -> list[Telling]:
        """Return the tellings of rows, in the same order."""
        rows = list(rows)
        missing = [row for row in dict.fromkeys(rows) if row not in self._tellings]
        if missing:
            self._tellings.update(zip(missing, tellings_in(self.frame[missing], self._shared), strict=True))
        return [self._tellings[row] for row in rows]

    def telling(self, row: int) -> Telling:
        """Return the telling of a row."""
        found = self._tellings.get(row)
        return self.tellings((row,))[0] if found is None else found

    def found_by(self, key: Key) -> list[int]:
        """The rows that share the digest of a block's key."""
        if key not in self._digests:
            self._digests[key] = block_digest(key)
        return self.by_digest.get(self._digests[key], [])


class _View:
    """The tellings of a store as one version has them: their nodes, each called by the row of its first, and edges."""

    def __init__(self, store: _Store, own: range, judge: Judge) -> None:
        self._store, self._judge, self._own = store, judge, own
        self._row_of = {store.ids[row]: row for part in (store.kept, own) for row in part}
        self._head: dict[int, int] = {}
        self._members: dict[int, list[int]] | None = None
        self._blocks: dict[Key, dict[int, set[int]]] = {}
        self._ordered: dict[str, list[int]] = {}
        self._edges: dict[int, dict[int, Edge]] = {}
        self._from_others: dict[int, dict[int, Edge]] = defaultdict(dict)

    def has(self, row: int) -> bool:
        """Whether the version has this row."""
        return row in self._store.kept or row in self._own

    def made(self, heads: dict[int, int]) -> None:
        """Take nodes that were formed again: row -> the row of its node's first."""
        self._head.update(heads)

    def head(self, row: int) -> int:
        """The node of a row."""
        if row not in self._head:
            self._head[row] = self._row_of[self._store.nodes[row]]
        return self._head[row]

    def members(self, head: int) -> list[int]:
        """The rows of a node."""
        if self._members is None:
            self._members = defaultdict(list)
            for part in (self._store.kept, self._own):
                for row in part:
                    self._members[self.head(row)].append(row)
        return self._members[head]

    def same_as(self, key: object) -> list[int]:
        """The rows of this version that share the digest of what makes tellings one event at once."""
        return [row for row in self._store.by_digest.get(digest_of(("same", key)), ()) if self.has(row)]

    def load(self, heads: Iterable[int]) -> None:
        """Make ready, at one go, all tellings that nodes are compared with."""
        own = [row for head in heads for row in self.members(head)]
        rows: set[int] = set()
        for row, telling in zip(own, self._store.tellings(own), strict=True):
            for key in block_keys(telling):
                rows.update(self._store.found_by(key))
            rows.update(self._store.by_article[self._store.articles[row]])
        self._store.tellings(rows)

    def pairs(self, key: Key) -> dict[int, set[int]]:
        """The pairs of a block: row -> rows."""
        if key not in self._blocks:
            rows = [row for row in self._store.found_by(key) if self.has(row)]
            told = zip(self._store.tellings(rows), rows, strict=True)
            block = sorted(
                ((t, row) for t, row in told if key in set(block_keys(t))), key=lambda pair: pair[0].order
            )
            tellings = [telling for telling, _ in block]
            near: dict[int, set[int]] = defaultdict(set)
            for a, b in block_pairs(key, range(len(block)), tellings):
                near[block[a][1]].add(block[b][1])
                near[block[b][1]].add(block[a][1])
            self._blocks[key] = near
        return self._blocks[key]

    def edges(self, head: int) -> dict[int, Edge]:
        """What is compared with a node: other node -> edge."""
        if head not in self._edges:
            told = dict(self._from_others[head])  # an edge is one from both its ends
            for row in self.members(head):
                self._add(head, row, told)
            self._edges[head] = told
            for other, edge in told.items():
                self._from_others[other][head] = edge
        return self._edges[head]

    def _add(self, head: int, row: int, told: dict[int, Edge]) -> None:
        """Add the scores of one telling of a node, but for edges that are known from the other end."""
        store, article = self._store, self._store.articles[row]
        near = {other for key in block_keys(store.telling(row)) for other in self.pairs(key).get(row, ())}
        across = (other for other in near if store.articles[other] != article)
        for others, score in ((self._beside(row), self._judge.within), (across, self._judge.across)):
            for other in others:
                if (node := self.head(other)) != head and node not in self._edges:
                    total, count = told.get(node, (0, 0))
                    told[node] = total + max(LEAST, score(*self._in_order(row, other))), count + 1

    def near(self, head: int) -> list[int]:
        """The nodes with which an edge of a mean above zero connects a node."""
        size = len(self.members(head))
        found = []
        for other, (total, count) in self.edges(head).items():
            pairs = size * len(self.members(other))
            if total + UNCOMPARED * (pairs - count) > 0:
                found.append(other)
        return found

    def _beside(self, row: int) -> list[int]:
        """The rows of its article with which a row is compared."""
        fellows = self._in_article(self._store.articles[row])
        at = fellows.index(row)
        return fellows[max(0, at - BEFORE) : at] + fellows[at + 1 : at + BEFORE + 1]

    def _in_article(self, article: str) -> list[int]:
        if article not in self._ordered:
            rows = [row for row in self._store.by_article[article] if self.has(row)]
            told = zip(self._store.tellings(rows), rows, strict=True)
            self._ordered[article] = [row for _, row in sorted(told, key=lambda pair: pair[0].order)]
        return self._ordered[article]

    def _in_order(self, a: int, b: int) -> tuple[Telling, Telling]:
        one, other = self._store.telling(a), self._store.telling(b)
        return (one, other) if one.order < other.order else (other, one)


class _Change:
    """What changed between two versions of the tellings of one type."""

    def __init__(self, store: _Store, judge: Judge) -> None:
        self._store = store
        self._old, self._new = _View(store, store.was, judge), _View(store, store.now, judge)

    def events(self) -> list[tuple[str, str, str]]:
        """The tellings whose events are formed again: id, event, node."""
        gone, made = self._nodes()
        reached = self._reached(self._differing(gone, made))
        order = sorted(reached, key=lambda head: self._store.telling(head).order)
        place = {head: n for n, head in enumerate(order)}
        edges = [
            (place[head], place[other], *edge)
            for head in order
            for other, edge in self._new.edges(head).items()
            if other in place and place[head] < place[other]
        ]
        sizes = [len(self._new.members(head)) for head in order]
        found: dict[int, list[int]] = defaultdict(list)
        for head, cluster in zip(order, clusters(sizes, edges, UNCOMPARED), strict=True):
            found[cluster] += self._new.members(head)
        return [row for rows in found.values() for row in self._rows(rows)]

    def _rows(self, rows: list[int]) -> list[tuple[str, str, str]]:
        event_id, ids = anchor(self._store.tellings(rows)), self._store.ids
        return [(ids[row], event_id, ids[self._new.head(row)]) for row in rows]

    def _nodes(self) -> tuple[set[int], set[int]]:
        """Form the nodes of changed tellings again; return those that there were and those that there are."""
        old, new, store = self._old, self._new, self._store
        before = {old.head(row) for row in store.was}
        rows = {*store.now, *(row for head in before for row in old.members(head) if new.has(row))}
        heap = list(rows)
        while heap:
            telling = store.telling(heap.pop())
            for key in telling.same_as_keys():
                for row in new.same_as(key):
                    if row not in rows and key in set(store.telling(row).same_as_keys()):
                        rows.add(row)
                        heap.append(row)
        order = sorted(rows, key=lambda row: store.telling(row).order)
        first = groups(telling.same_as_keys() for telling in store.tellings(order))
        new.made({row: order[head] for row, head in zip(order, first, strict=True)})
        before |= {old.head(row) for row in rows if old.has(row)}
        return before, {new.head(row) for row in rows}

    def _differing(self, gone: set[int], made: set[int]) -> set[int]:
        """The nodes now at which an edge can differ.

        They are those made again, those that lost an edge that connected them with one that is gone, and those of pairs
        that a block had and has no longer, or the other way round.
        """
        old, new, store = self._old, self._new, self._store
        rows = {
            row for view, heads in ((old, gone), (new, made)) for head in heads for row in view.members(head)
        }
        keys = {key for row in rows for key in block_keys(store.telling(row))}
        found = set(made)
        for key in keys:
            before, after = (_other_pairs(view.pairs(key), rows) for view in (old, new))
            found.update(new.head(row) for pair in before ^ after for row in pair)
        for head in gone:
            found.update(other for other in old.near(head) if other not in gone)
        return {head for head in found if new.has(head) and new.head(head) == head}

    def _reached(self, heads: set[int]) -> set[int]:
        """Nodes and all that edges of a mean above zero connect them with."""
        reached, level = set(heads), set(heads)
        while level:
            self._new.load(level)
            level = {other for head in level for other in self._new.near(head)} - reached
            reached |= level
        return reached


def _other_pairs(near: dict[int, set[int]], without: set[int]) -> set[tuple[int, int]]:
    """The pairs of a block in which none of these rows is."""
    return {
        (a, b) for a, others in near.items() if a not in without for b in others if a < b and b not in without
    }
