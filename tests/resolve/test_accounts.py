"""What an article tells of one event by itself stays together, whichever other articles there are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.resolve.accounts import with_accounts
from flows.resolve.events import anchor, cluster
from flows.resolve.judge import judge
from flows.resolve.tellings import Telling
from tests.resolve.test_blocks import DAY, of_week, telling


def of_articles(count: int, seed: int) -> list[Telling]:
    """So many tellings of one week, four an article."""
    told: list[Telling] = []
    for at, one in enumerate(of_week(count, seed)):
        article, number = f"a{at // 4:03}", at % 4
        day = told[at - number].order[0] if number else DAY
        order = (day, article, number, one.id)
        told.append(replace(one, order=order, article_id=article, number=number, published=day.toordinal()))
    return sorted(told, key=lambda t: t.order)


def accounts(tellings: list[Telling]) -> dict[str, str | None]:
    return {t.id: t.account for t in with_accounts(tellings, judge())}


def test_one_visit_told_twice_in_one_article_is_one_account_of_its_first_telling() -> None:
    day = DAY.toordinal()
    told = [telling("a", first=day, last=day), telling("a", first=day, last=day, id="em-b", number=1)]
    assert accounts(told) == {"em-a": "em-a", "em-b": "em-a"}


def test_what_people_told_is_in_no_account() -> None:
    day = DAY.toordinal()
    told = [telling("a", first=day, last=day, is_sure=True, id=f"em-{n}", statement="ev-1") for n in range(2)]
    assert set(accounts(told).values()) == {None}


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32), count=st.integers(2, 60))
def test_no_other_article_changes_an_account(seed: int, count: int) -> None:
    told = of_articles(count, seed)
    own = [t for t in told if t.article_id == "a000"]
    assert accounts(own).items() <= accounts(told).items()


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32), count=st.integers(2, 60))
def test_no_two_events_share_an_id_and_none_takes_an_account_apart(seed: int, count: int) -> None:
    told = with_accounts(of_articles(count, seed), judge())
    found = dict(cluster(told).select("event_mention_id", "event_id").iter_rows())
    events: dict[str, list[Telling]] = defaultdict(list)
    of_account: dict[str, set[str]] = defaultdict(set)
    for one in told:
        events[found[one.id]].append(one)
        of_account[one.account or one.id].add(found[one.id])
    assert all(len(ids) == 1 for ids in of_account.values())
    assert all(anchor(event) == event_id for event_id, event in events.items())


def test_the_account_with_the_most_tellings_gives_an_event_its_id() -> None:
    large = [replace(telling(f"l{n}"), account="em-l0") for n in range(3)]
    small = [replace(telling(f"s{n}"), account="em-s0") for n in range(2)]
    assert anchor(large + small) == anchor(large)
    assert anchor(small) == anchor([*small, telling("z")]) != anchor(large)


def test_what_is_ruled_to_be_apart_shares_no_id_with_the_rest_of_its_account() -> None:
    day = DAY.toordinal()
    told = [telling("a", first=day, last=day, id=f"em-{n}", number=n) for n in range(3)]
    ready = with_accounts(told, judge())
    assert {one.account for one in ready} == {"em-0"}
    found = dict(
        cluster(ready, apart=frozenset({("em-0", "em-1")})).select("event_mention_id", "event_id").iter_rows()
    )
    assert found["em-0"] != found["em-1"]
