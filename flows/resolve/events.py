"""Tellings of one real event become one event.

What an article tells of one event by itself (an account) is one event at once, and so are tellings of a repeated or
copied sentence, and those in which people told the same of the same day. All others are compared where they share a
block, a learnt judge scores each pair, and clusters are formed by average link. An event's id derives from its anchor:
the account with the most tellings, and of two with as many the one that comes first in the order of its ids. So
whatever goes away or takes a part along, the greater part keeps the id.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import groupby

import polars as pl

from flows.ids import make_id
from flows.resolve.accounts import BEFORE, Scored, add, within
from flows.resolve.blocks import groups, partners
from flows.resolve.graph import Edges, clusters
from flows.resolve.judge import LEAST, UNCOMPARED, Judge, judge
from flows.resolve.tellings import Telling

NEVER = -(10**9)
"""Score of a pair that is ruled to be two events: nothing outweighs it."""

Apart = frozenset[tuple[str, str]]

EVENTS = {"event_mention_id": pl.String, "event_id": pl.String, "node": pl.String}
"""Telling -> event; `node` is the first of the tellings with which it is one event at once."""


def cluster(
    tellings: Sequence[Telling], judge: Judge | None = None, apart: Apart = frozenset()
) -> pl.DataFrame:
    """Give every telling its event.

    Args:
        tellings: as `flows.resolve.accounts.with_accounts` returns them, in order.
        judge: scores pairs; the shipped one if None.
        apart: pairs of tellings, by id, that are never of one event.

    Returns:
        `EVENTS`: one row a telling.
    """
    by_type: dict[str, list[Telling]] = defaultdict(list)
    alone = {telling_id for pair in apart for telling_id in pair}
    for telling in tellings:
        # What is to be apart is no longer one with others by its words alone: it would take them along.
        free = (
            replace(telling, statement=None, sentence=None, account=None) if telling.id in alone else telling
        )
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
    edges = _edges(tellings, node_of, judge, _forbidden(tellings, node_of, apart))
    into = clusters(sizes, edges, UNCOMPARED)
    events: dict[int, list[tuple[Telling, str]]] = defaultdict(list)
    for position, telling in enumerate(tellings):
        events[into[node_of[position]]].append((telling, tellings[first[position]].id))
    return events.values()


def _edges(
    tellings: Sequence[Telling], node_of: Sequence[int], judge: Judge, forbidden: Collection[tuple[int, int]]
) -> Edges:
    """Add up for each pair of nodes the scores of the pairs of their tellings that are compared.

    No likeness outweighs that two are forbidden to be one.
    """
    edges = Edges()
    spread: Scored = {}
    spreading = _spreading(tellings, node_of)
    for key in forbidden:
        edges.add(*key, NEVER, 1)
    walk = groupby(partners(tellings), key=lambda found: tellings[found[0]].article_id)
    for _, article in walk:  # all pairs of two nodes, each of one article, are met in the later one
        scored = _of_article(list(article), tellings, node_of, judge)
        for key, told in scored.items():
            if key in forbidden:
                continue
            if key[0] in spreading or key[1] in spreading:
                total, count = spread.get(key, (0, 0))
                spread[key] = total + told[0], count + told[1]
            else:
                edges.add(*key, *told)
    for key, told in spread.items():
        edges.add(*key, *told)
    return edges


def _of_article(
    partnered: Sequence[tuple[int, Collection[int]]],
    tellings: Sequence[Telling],
    node_of: Sequence[int],
    judge: Judge,
) -> Scored:
    """Scores of an article's tellings with each other and with earlier ones, by their nodes."""
    scored: Scored = {}
    start = partnered[0][0]
    for position, others in partnered:
        within(scored, tellings, position, range(max(start, position - BEFORE), position), node_of, judge)
        node, telling = node_of[position], tellings[position]
        for other in others:
            if other < start and node_of[other] != node:
                score = max(LEAST, judge.across(tellings[other], telling))
                add(scored, (node_of[other], node), score)
    return scored


def _spreading(tellings: Sequence[Telling], node_of: Sequence[int]) -> frozenset[int]:
    """The nodes with tellings of several articles."""
    home: dict[int, str] = {}
    pairs = zip(tellings, node_of, strict=True)
    return frozenset(
        node for telling, node in pairs if home.setdefault(node, telling.article_id) != telling.article_id
    )


def _forbidden(
    tellings: Sequence[Telling], node_of: Sequence[int], apart: Apart
) -> frozenset[tuple[int, int]]:
    """Pairs of nodes that are ruled to be two; each of the tellings is a node of its own."""
    named = {telling_id for pair in apart for telling_id in pair}
    node = {telling.id: node_of[n] for n, telling in enumerate(tellings) if telling.id in named}
    found = ((node[a], node[b]) for a, b in apart if a in node and b in node)
    return frozenset((min(pair), max(pair)) for pair in found)


def anchor(event: Sequence[Telling]) -> str:
    """Return an event's id.

    No two events share an account, so an account names one event only, and another article changes the id only where
    it joins, parts or leaves the event. Of the accounts the one with the most tellings is taken, as its article then
    takes the fewest others along when it goes.

    Args:
        event: its tellings.
    """
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for telling in event:
        account = telling.account or telling.id
        counts[account] += 1
        first[account] = min(telling.id, first.get(account, telling.id))
    return make_id("ev", min((-counts[account], first[account]) for account in counts)[1])
