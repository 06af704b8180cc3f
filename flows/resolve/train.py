"""Learn `knowledge/event_pair_weights.csv` from annotated articles.

usage: python -m flows.resolve.train FOLDER

FOLDER holds `annotations/NAME.json`, whose `same_as` says which tellings of an article are of one event. The same
articles and code give the same table: nothing is drawn at random. Needs numpy (the development extra).
"""

from __future__ import annotations

import sys
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

from flows.evaluate_gold import gold_events, gold_read
from flows.extract.events.learn import Example, Key, fit
from flows.knowledge.knowledge import load
from flows.knowledge.tables import FOLDER
from flows.resolve.judge import MODELS, TABLE
from flows.resolve.pairs import features
from flows.resolve.stage import compared
from flows.resolve.tellings import Telling

L2 = 8.0
"""Pull towards zero: best of 1, 3, 4, 8 and 16 in fourfold cross-validation by article (B-cubed F1 0.938)."""

READ = 0.5
"""Weight of a pair of tellings that extraction read, against one that is annotated. Extraction has learnt from the same
articles and errs less on them than on others."""

STRANGERS = 0.5
"""Weight of a pair of tellings of two articles that is taken to be of two events. Nobody annotated these: they share a
party and lack dates that meet, so few of them are of one event."""

NARROW = 31  # days; two such dates that meet, and a party in common, may well be one event: such pairs teach nothing
LOOSER = 1.0
"""Weight of a pair made from one of an article by telling a date as its month: two articles differ so more often than
one article does with itself."""

UNTOLD_MODE = 0.5
"""Weight of a pair made from one of an article by leaving the later one's mode out, for the same reason."""

A_FEW_DAYS = 7
SMALLEST = 3  # hundredths: weights nearer to zero are left out of the table
_YES = "yes"

CARD = """\
# What two tellings must have in common to be of one event: a weight for each feature of two log-linear models.
# Models: within (two tellings of one article) and across (of two articles: nothing of their places in the article).
# Learnt by flows.resolve.train: logistic regression with L2, no randomness; features of a single pair are left out.
# Data: {articles} annotated Arabic news articles with {tellings} event mentions and {pairs} pairs of one type (the
#   project's training set; no text of it is kept here beyond trigger roots and pairs of them that are features).
# Weak where the training set is: it links tellings within articles only, so what holds across them is carried over.
# Columns: key (model, a space, feature: see flows/resolve/pairs.py), weight (log-odds in hundredths).
key,weight
"""


def within_pairs(tellings: Sequence[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Yield the pairs of one type of each article."""
    groups: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    for telling in tellings:
        groups[telling.article_id, telling.event_type].append(telling)
    for group in groups.values():
        yield from combinations(group, 2)


def strangers(tellings: Sequence[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Yield pairs of two articles that share type and a party and that nothing says to be of one event."""
    groups: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        groups[telling.event_type].append(telling)
    for group in groups.values():
        for a, b in combinations(group, 2):
            if (
                a.article_id != b.article_id
                and a.parties & b.parties
                and not (a.first and b.first and _meet(a, b))
            ):
                yield a, b


def _meet(a: Telling, b: Telling) -> bool:
    """Whether two dates say something: they are apart, or both narrow."""
    return not _touch(a, b) or (a.last - a.first <= NARROW and b.last - b.first <= NARROW)


def learn(
    tellings: Sequence[Telling], read: Sequence[Telling], event_of: Mapping[str, str]
) -> dict[str, dict[Key, float]]:
    """Return model -> (feature, class) -> weight.

    Args:
        tellings: the annotated ones of all articles, in order.
        read: those that extraction reads there; they teach the model of one article alone.
        event_of: event_mention_id -> what names its event within the article.
    """
    pairs = list(within_pairs(tellings))
    same = [int(event_of[a.id] == event_of[b.id]) for a, b in pairs]
    told = list(zip(pairs, same, strict=True))
    within = [_example(a, b, is_same, within=True) for (a, b), is_same in told]
    within += [
        _example(a, b, int(event_of[a.id] == event_of[b.id]), within=True, weight=READ)
        for a, b in within_pairs([telling for telling in read if telling.id in event_of])
    ]
    across = [_example(a, b, is_same, within=False) for (a, b), is_same in told]
    across += loosened(pairs, same)
    across += [_example(a, b, 0, within=False, weight=STRANGERS) for a, b in strangers(tellings)]
    return {"within": fit(within, L2), "across": fit(across, L2)}


def loosened(pairs: Sequence[tuple[Telling, Telling]], same: Sequence[int]) -> Iterator[Example]:
    """Yield pairs of one article as two articles would tell them: one says the month or no mode where one says more."""
    for (a, b), is_same in zip(pairs, same, strict=True):
        if _is_close(a) and _is_close(b) and (_touch(a, b) or (not is_same and month_of(a) == month_of(b))):
            first, last = month_of(b)
            yield _example(a, replace(b, first=first, last=last), is_same, within=False, weight=LOOSER)
        if a.mode and b.mode:
            yield _example(a, replace(b, mode=None), is_same, within=False, weight=UNTOLD_MODE)


def _is_close(telling: Telling) -> bool:
    return bool(telling.first) and telling.last - telling.first <= A_FEW_DAYS


def _touch(a: Telling, b: Telling) -> bool:
    return a.first <= b.last and b.first <= a.last


def month_of(telling: Telling) -> tuple[int, int]:
    """Return the first and last day, as ordinals, of the month in which a telling's date begins."""
    day = date.fromordinal(telling.first)
    first = day.replace(day=1).toordinal()
    return first, first + monthrange(day.year, day.month)[1] - 1


def _example(a: Telling, b: Telling, is_same: int, *, within: bool, weight: float = 1.0) -> Example:
    return Example([[], [(f, _YES) for f in features(a, b, within=within)]], is_same, weight)


def table(learnt: Mapping[str, Mapping[Key, float]]) -> str:
    """Return the rows of the weights table, sorted."""
    rows = [
        f"{model} {feature},{round(weight * 100)}"
        for model in MODELS
        for (feature, _), weight in sorted(learnt[model].items())
        if abs(round(weight * 100)) >= SMALLEST
    ]
    return "\n".join(rows) + "\n"


def main() -> int:
    """Read, learn, write."""
    folder = Path(sys.argv[1])
    knowledge = load()
    annotated, read = (
        gold_read(folder, knowledge, is_annotated=is_annotated) for is_annotated in (True, False)
    )
    tellings = compared(annotated, knowledge)
    event_of = gold_events(folder, annotated.tellings) | gold_events(folder, read.tellings)
    learnt = learn(tellings, compared(read, knowledge), event_of)
    pairs = sum(1 for _ in within_pairs(tellings))
    card = CARD.format(articles=len(annotated.sources), tellings=len(tellings), pairs=pairs)
    (FOLDER / f"{TABLE}.csv").write_text(card + table(learnt), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
