"""What one article tells of one event: an account, formed from that article alone.

Whichever other articles there are, an account holds the same tellings; events are made of accounts. So an article that
comes or goes moves accounts at most, and never takes one apart. What a person told is in no account: it is compared
with all others by itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flows.resolve.blocks import groups
from flows.resolve.graph import clusters
from flows.resolve.judge import LEAST, UNCOMPARED, Judge
from flows.resolve.tellings import Telling

BEFORE = 64
"""Tellings of its type in its article that a telling is compared with: more only in lists of hundreds."""

CLEAR = 50
"""Hundredths by which the mean score must speak for one event to form an account: what it holds stays together, also
where other articles tell that it is two. Best B-cubed F1 on stories of several articles."""

Scored = dict[tuple[int, int], tuple[int, int]]
"""Two nodes, the lower first, with the sum of scores between them and how many pairs were compared."""


def with_accounts(tellings: Sequence[Telling], judge: Judge) -> list[Telling]:
    """Return the tellings in the same order, each with its account where it shares one.

    Args:
        tellings: in order.
        judge: scores pairs.
    """
    found = list(tellings)
    articles: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, telling in enumerate(tellings):
        if not telling.is_sure:
            articles[telling.article_id, telling.event_type].append(position)
    for positions in articles.values():
        if len(positions) == 1:
            continue
        own = [tellings[position] for position in positions]
        for position, head in zip(positions, _heads(own, judge), strict=True):
            found[position] = replace(tellings[position], account=head)
    return found


def _heads(own: Sequence[Telling], judge: Judge) -> Iterator[str | None]:
    """The first telling of the account of each of an article's tellings, none where it is alone."""
    first = groups(filter(None, (telling.statement, telling.sentence)) for telling in own)
    nodes = {node: number for number, node in enumerate(sorted(set(first)))}
    node_of = [nodes[node] for node in first]
    sizes = [count for _, count in sorted(Counter(node_of).items())]
    scored: Scored = {}
    for position in range(len(own)):
        within(scored, own, position, range(max(0, position - BEFORE), position), node_of, judge)
    edges = [(*pair, total - CLEAR * count, count) for pair, (total, count) in scored.items()]
    into = clusters(sizes, edges, UNCOMPARED)
    heads: dict[int, str] = {}
    for telling, node in zip(own, node_of, strict=True):
        heads.setdefault(into[node], telling.id)
    count = Counter(into[node] for node in node_of)
    for node in node_of:
        yield heads[into[node]] if count[into[node]] > 1 else None


def within(
    scored: Scored,
    tellings: Sequence[Telling],
    position: int,
    before: range,
    node_of: Sequence[int],
    judge: Judge,
) -> None:
    """Add the scores of a telling and those of its article before it, where they are of two nodes."""
    for other in before:
        if node_of[other] != node_of[position]:
            score = max(LEAST, judge.within(tellings[other], tellings[position]))
            add(scored, (node_of[other], node_of[position]), score)


def add(scored: Scored, pair: tuple[int, int], score: int) -> None:
    """Add the score of a pair of tellings to that of their nodes."""
    key = pair if pair[0] < pair[1] else (pair[1], pair[0])
    total, count = scored.get(key, (0, 0))
    scored[key] = total + score, count + 1
