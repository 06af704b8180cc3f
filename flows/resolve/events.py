"""Tellings of one real event become one event.

Tellings that say the same of the same day are one event at once, and so are those of a repeated or copied sentence.
All others are compared where they share an article or a block, a learnt judge scores each pair, and clusters
are formed by average link. An event's id derives from its anchor: the first of the statements made of it
(`Telling.statement`), else its first telling, both in the order of their own ids: no article, early or late, holds
the anchors of more events than its share.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import polars as pl

from flows.ids import make_id
from flows.resolve.blocks import article_pairs, groups, partners
from flows.resolve.graph import Edges, clusters
from flows.resolve.judge import Judge, judge
from flows.resolve.tellings import Telling

UNCOMPARED = -100
"""Score in hundredths of a pair that shares no block: some evidence against one event, as most such pairs are two."""

LEAST = -300
"""Scores are cut here: a single pair that differs in everything does not outweigh ten that agree."""

NEVER = -(10**9)
"""Score of a pair that is ruled to be two events: nothing outweighs it."""

Apart = frozenset[tuple[str, str]]

EVENTS = {"event_mention_id": pl.String, "event_id": pl.String, "node": pl.String}
"""Telling -> event; `node` is the first of the tellings with which it is one event at once."""

BEFORE = 64
"""Tellings of its type in its article that a telling is compared with: more only in lists of hundreds."""


def cluster(
    tellings: Sequence[Telling], judge: Judge | None = None, apart: Apart = frozenset()
) -> pl.DataFrame:
    """Give every telling its event.

    Args:
        tellings: as `flows.resolve.tellings.tellings_of` returns them, in order.
        judge: scores pairs; the shipped one if None.
        apart: pairs of tellings, by id, that are never of one event.

    Returns:
        `EVENTS`: one row a telling.
    """
    by_type: dict[str, list[Telling]] = defaultdict(list)
    alone = {telling_id for pair in apart for telling_id in pair}
    for telling in tellings:
        # What is to be apart is no longer one with others by its words alone: it would take them along.
        free = replace(telling, statement=None, sentence=None) if telling.id in alone else telling
        by_type[telling.event_type].append(free)
    judge = judge or _shipped()
    rows: list[tuple[str, str, str]] = []
    for kind in sorted(by_type):
        for event in _clusters(by_type[kind], judge, apart):
            event_id = anchor([telling for telling, _ in event])
            rows += [(telling.id, event_id, node) for telling, node in event]
    return pl.DataFrame(rows, schema=EVENTS, orient="row")


def _shipped() -> Judge:
    return judge()


def _clusters(tellings: Sequence[Telling], judge: Judge, apart: Apart) -> Iterable[list[tuple[Telling, str]]]:
    """Return the events of one type, each as its tellings in order, with their nodes."""
    first = groups(telling.same_as_keys() for telling in tellings)
    nodes = sorted(set(first))
    number = {node: n for n, node in enumerate(nodes)}
    node_of = [number[node] for node in first]
    sizes = [count for _, count in sorted(Counter(node_of).items())]
    edges = _edges(tellings, node_of, sizes, judge, _forbidden(tellings, node_of, apart))
    into = clusters(sizes, edges, UNCOMPARED)
    events: dict[int, list[tuple[Telling, str]]] = defaultdict(list)
    for position, telling in enumerate(tellings):
        events[into[node_of[position]]].append((telling, tellings[first[position]].id))
    return events.values()


def _edges(
    tellings: Sequence[Telling],
    node_of: Sequence[int],
    sizes: Sequence[int],
    judge: Judge,
    forbidden: Collection[tuple[int, int]],
) -> Edges:
    """Score the pairs of nodes: each pair of one article by itself, all others as the nodes' first tellings.

    No likeness outweighs that two are forbidden to be one.
    """
    told = _told_in_articles(tellings, node_of, judge)
    nodes: dict[int, Telling] = {}
    for position, node in enumerate(node_of):
        nodes.setdefault(node, tellings[position])
    heads = [nodes[node] for node in range(len(nodes))]
    edges = Edges()
    for key in forbidden:
        told.pop(key, None)
        edges.add(*key, NEVER, 1)
    for b, others in partners(heads):
        for a in others:
            key = a, b
            total, count = told.pop(key, (0, 0))
            if rest := sizes[a] * sizes[b] - count:
                total += max(LEAST, judge.across(heads[a], heads[b])) * rest
            if key not in forbidden:
                edges.add(a, b, total, count + rest)
    for key, (total, count) in told.items():
        edges.add(*key, total, count)
    return edges


def _told_in_articles(
    tellings: Sequence[Telling], node_of: Sequence[int], judge: Judge
) -> dict[tuple[int, int], tuple[int, int]]:
    """Scores of pairs of tellings of one article, by their nodes: sum and number."""
    told: dict[tuple[int, int], tuple[int, int]] = {}
    for a, b in article_pairs(tellings, BEFORE):
        key = _key(node_of[a], node_of[b])
        if key[0] != key[1]:
            total, count = told.get(key, (0, 0))
            told[key] = total + max(LEAST, judge.within(tellings[a], tellings[b])), count + 1
    return told


def _forbidden(
    tellings: Sequence[Telling], node_of: Sequence[int], apart: Apart
) -> frozenset[tuple[int, int]]:
    """Pairs of nodes that are ruled to be two; each of the tellings is a node of its own."""
    named = {telling_id for pair in apart for telling_id in pair}
    node = {telling.id: node_of[n] for n, telling in enumerate(tellings) if telling.id in named}
    return frozenset(_key(node[a], node[b]) for a, b in apart if a in node and b in node)


def _key(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def anchor(event: Sequence[Telling]) -> str:
    """Return an event's id.

    Tellings of one statement are always of one event, so a statement names one event only. The first one in the order
    of letters is taken, so that it stays the same whoever else makes it, and another article changes it only where
    it joins the event.

    Args:
        event: its tellings.
    """
    statements = [telling.statement for telling in event if telling.statement is not None]
    return min(statements) if statements else make_id("ev", min(telling.id for telling in event))
