"""Real articles that come and go: what a build makes of the others' events stays, or changes for a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, fields
from pathlib import Path

import polars as pl
import pytest

from flows.evaluate_gold import gold_read
from flows.knowledge.knowledge import load
from flows.resolve.ground import Tables, holds
from flows.resolve.stage import Read, resolve_changes
from schemas.package import TABLES
from tests.resolve.earlier import Before

MOST_CHANGED = 0.02
"""Share of the other articles' tellings whose event has another id for one article more."""

MOST_CHANGED_OF_TEN = 0.05
"""The same where there are ten articles in all and each tells a tenth of the same protests and clashes: some 4 of 100
tellings in the mean. In 1 of 100 the events are others; and an id that is one account's, whichever it is, goes with its
article. What an account is named by must be its own, so that no event of other articles can take the id away."""

MOST_OUT_OF_REACH = 0.005
"""Share of tellings that change without a chain of events that leads to the article: where it makes a block of
tellings so large that no longer all of it are compared."""

WHOLE = ("duplicates", "file_hashes", "rejected")


def only(read: Read, articles: Collection[str]) -> Read:
    """What was read of some of the articles."""
    return Read(
        **{
            f.name: getattr(read, f.name)
            if f.name in WHOLE
            else getattr(read, f.name).filter(holds("article_id", articles))
            for f in fields(Read)
        }
    )


def together(*read: Read) -> Read:
    return Read(**{f.name: pl.concat([getattr(one, f.name) for one in read]) for f in fields(Read)})


def articles_in(read: Read) -> list[str]:
    return sorted(read.sources["article_id"])


@pytest.fixture(scope="module")
def ten(shared: Path) -> Read:
    """Ten articles on one summer's protests, read by knowledge alone."""
    return gold_read(shared / "gold" / "xdev", load(), is_annotated=False)


@pytest.fixture(scope="module")
def among_others(shared: Path, ten: Read) -> Read:
    """The ten articles among some two hundred others, as people read these."""
    return together(ten, gold_read(shared / "gold" / "train", load()))


@dataclass(frozen=True)
class Moved:
    """Tellings of other articles: how many there are, change their event's id, and do so for no reason to be seen."""

    others: int
    changed: int
    out_of_reach: int


def moved(less: Tables, more: Tables, article: str) -> Moved:
    """Hold the events without an article against those with it."""
    keys = ["event_mention_id", "article_id", "event_id"]
    told = more["event_mentions"].select(keys).rows()
    now = {telling: event for telling, _, event in told}
    before = dict(less["event_mentions"].select("event_mention_id", "event_id").iter_rows())
    own = {telling for telling, where, _ in told if where == article}
    assert before.keys() == now.keys() - own
    changed = {telling for telling, event in before.items() if now[telling] != event}
    reached = _reached(own, before, now)
    return Moved(len(before), len(changed), len(changed - reached))


def _reached(start: set[str], *versions: dict[str, str]) -> set[str]:
    """Tellings that share an event with one of these in a version, and so on."""
    members: dict[tuple[int, str], set[str]] = defaultdict(set)
    for number, version in enumerate(versions):
        for telling, event in version.items():
            members[number, event].add(telling)
    reached, level = set(start), set(start)
    while level:
        events = {(n, version[t]) for n, version in enumerate(versions) for t in level if t in version}
        level = set[str]().union(*(members[event] for event in events)) - reached
        reached |= level
    return reached


@pytest.mark.shared
def test_an_article_that_goes_and_comes_back_leaves_the_tables_of_a_build_from_nothing(ten: Read) -> None:
    found = resolve_changes(ten, load())
    ground = Before.of(found, ten)
    for article in articles_in(ten):
        rest = only(ten, set(articles_in(ten)) - {article})
        without = resolve_changes(rest, load())
        gone = resolve_changes(only(ten, ()), load(), ground=ground, gone=[article])
        less = Before.of(without, rest)
        back = resolve_changes(only(ten, {article}), load(), ground=less)
        for name in TABLES:
            assert ground.after(gone, name).equals(without.tables[name]), (article, name)
            assert less.after(back, name).equals(found.tables[name]), (article, name)


@pytest.mark.shared
def test_one_of_two_hundred_articles_changes_few_event_ids_of_the_others(
    ten: Read, among_others: Read
) -> None:
    found = resolve_changes(among_others, load())
    ground = Before.of(found, among_others)
    for article in articles_in(ten):
        gone = resolve_changes(only(among_others, ()), load(), ground=ground, gone=[article])
        told = moved({"event_mentions": ground.after(gone, "event_mentions")}, found.tables, article)
        assert told.changed <= MOST_CHANGED * told.others, article
        assert told.out_of_reach <= MOST_OUT_OF_REACH * told.others, article


@pytest.mark.shared
def test_one_of_ten_articles_on_one_subject_changes_ids_only_of_what_it_can_reach(ten: Read) -> None:
    more = resolve_changes(ten, load()).tables
    found = []
    for article in articles_in(ten):
        less = resolve_changes(only(ten, set(articles_in(ten)) - {article}), load()).tables
        found.append(moved(less, more, article))
    others = sum(told.others for told in found)
    assert sum(told.changed for told in found) <= MOST_CHANGED_OF_TEN * others
    assert sum(told.out_of_reach for told in found) <= MOST_OUT_OF_REACH * others
