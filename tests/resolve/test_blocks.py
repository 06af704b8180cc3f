"""Which tellings are compared: the same pairs for any order of articles, and a bounded number beside each."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.resolve.blocks import WINDOW, block_keys, candidate_pairs
from flows.resolve.events import cluster
from flows.resolve.tellings import Telling

DAY = date(2033, 2, 1)
WORDS = ("زيارة", "زار", "يزور", "لقاء")


def telling(article: str, out: int = 0, **told: object) -> Telling:
    """A visit of a Tunisian to Algeria as one article tells it, read and not told by a person."""
    day = DAY + timedelta(days=out)
    made = Telling(
        id=f"em-{article}", order=(day, article, 0, f"em-{article}"), article_id=article, number=0, is_title=False,
        event_type="CONSULT", mode=None, status="happened", first=0, last=0, published=day.toordinal(), place=None,
        place_country=None, source=None, word="زيارة", root="زر", is_definite=False, actors=frozenset({"TUN"}),
        recipients=frozenset({"DZA"}), parties=frozenset({"TUN", "DZA"}), people=frozenset(),
        actor_countries=frozenset({"TUN"}), countries=frozenset({"TUN", "DZA"}), contexts=frozenset(), named=0,
        said=0, is_sure=False, statement=None, sentence=None,
    )  # fmt: skip
    return replace(made, **told)  # type: ignore[arg-type]


def of_week(count: int, seed: int) -> list[Telling]:
    """So many tellings of one week and two countries, in order."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        day = chance.choice((0, (DAY + timedelta(days=chance.randrange(3))).toordinal()))
        told = {"first": day, "last": day, "root": chance.choice(WORDS), "named": chance.getrandbits(6)}
        made.append(telling(f"a{number:04}", chance.randrange(7), **told))
    return sorted(made, key=lambda t: t.order)


def test_articles_of_one_week_are_compared_though_one_tells_no_recipient_and_no_date() -> None:
    bare = telling("a", recipients=frozenset(), parties=frozenset({"TUN"}), countries=frozenset({"TUN"}))
    assert (0, 1) in set(
        candidate_pairs([bare, telling("b", 5, first=DAY.toordinal(), last=DAY.toordinal())])
    )


@given(first=st.integers(0, 400), gap=st.integers(0, WINDOW))
def test_two_articles_within_the_window_share_a_block_wherever_it_begins(first: int, gap: int) -> None:
    one, other = (telling(name, day, root=name) for name, day in (("a", first), ("b", first + gap)))
    assert set(block_keys(one)) & set(block_keys(other))


def test_what_people_told_is_not_compared_for_its_week_alone() -> None:
    lands = frozenset({"TUN"})
    sure = [telling(n, is_sure=True, parties=frozenset({n}), countries=lands, root=n) for n in ("a", "b")]
    assert not list(candidate_pairs(sure))


def test_a_week_that_hundreds_of_articles_tell_of_costs_no_square() -> None:
    small, large = (len(set(candidate_pairs(of_week(count, 1)))) for count in (1200, 2400))
    assert large <= 2.5 * small


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32), count=st.integers(2, 60))
def test_any_order_of_articles_gives_the_same_events(seed: int, count: int) -> None:
    told = of_week(count, seed)
    other = random.Random(seed).sample(told, count)
    one, again = (
        cluster(sorted(some, key=lambda t: t.order)).sort("event_mention_id") for some in (told, other)
    )
    assert one.equals(again)
