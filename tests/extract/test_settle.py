"""Events told more than once in an article: which telling repeats which, and what events settle together."""

from __future__ import annotations

from datetime import date

import pytest

from flows.extract.events.candidates import Candidate
from flows.extract.events.draft import ACTOR, RECIPIENT, Days, Draft
from flows.extract.events.lexicon import Entry, Sense
from flows.extract.events.same import same_options
from flows.extract.events.settle import chains, settle
from flows.extract.morphology import Form, Stem

MONDAY, TUESDAY = ((date(2020, 1, day), date(2020, 1, day)) for day in (6, 7))

HOMES = {"e1": "MAR", "e2": "ISR", "e3": "DZA"}


def draft(number: int, event_type: str = "CONSULT", same: Draft | None = None) -> Draft:
    sense = Sense(Entry("visit", "noun", "زياره", event_type, "", "direct"), Form("زياره", "noun", "sg"))
    candidate = Candidate(
        number * 10, number * 10 + 1, 0, 5, Stem("زياره", 0, "", "", False), (sense,), (event_type,)
    )
    made = Draft(candidate, number, event_type, 0.9, same=same)
    made.date_chances, made.place_chances, made.role_chances = [(None, 1.0)], [(None, 1.0)], [({}, 1.0)]
    return made


def dated(telling: Draft, *chances: tuple[Days | None, float]) -> Draft:
    telling.date_chances = list(chances)
    telling.days = max(chances, key=lambda chance: chance[1])[0]
    return telling


def test_an_event_may_repeat_those_of_its_type_the_latest_first_or_none() -> None:
    first, second, other = draft(0), draft(1), draft(2, "ASSAULT")
    assert same_options(draft(3), [first, second, other]) == [None, second, first]


def test_tellings_that_repeat_one_another_are_one_chain() -> None:
    first = draft(0)
    second = draft(1, same=first)
    third, alone = draft(2, same=second), draft(3)
    assert chains([first, second, third, alone]) == [[first, second, third]]


def test_a_telling_that_is_sure_of_the_day_tells_it_to_the_others() -> None:
    lead = dated(draft(1), (None, 0.02), (TUESDAY, 0.95), (MONDAY, 0.03))
    title = dated(draft(0), (None, 0.6), (MONDAY, 0.4))
    title.same = None
    lead.same = title
    settle([title, lead], HOMES.get)
    assert title.days == lead.days == TUESDAY


def test_a_day_that_only_one_of_many_thinks_likely_does_not_win() -> None:
    first = dated(draft(0), (TUESDAY, 0.9), (None, 0.1))
    second = dated(draft(1, same=first), (TUESDAY, 0.8), (MONDAY, 0.2))
    third = dated(draft(2, same=second), (MONDAY, 0.6), (TUESDAY, 0.4))
    settle([first, second, third], HOMES.get)
    assert {telling.days for telling in (first, second, third)} == {TUESDAY}


@pytest.mark.parametrize("chance", [0.9, 0.3])
def test_a_place_is_settled_alike(chance: float) -> None:
    first, second = draft(0), draft(1)
    first.place_chances, first.place = [(None, 0.7), ("tunis", 0.3)], None
    second.place_chances, second.place = [(None, 1 - chance), ("tunis", chance)], "tunis"
    second.same = first
    settle([first, second], HOMES.get)
    assert first.place == second.place == ("tunis" if chance > 0.5 else None)


@pytest.mark.parametrize(
    ("told", "settled"),
    [
        (["visit", None, "visit"], ["visit", "visit", "visit"]),
        (["visit", None, "phone"], ["visit", None, "phone"]),
        ([None, None], [None, None]),
    ],
)
def test_a_telling_without_a_mode_has_the_one_that_the_others_agree_on(
    told: list[str | None], settled: list[str | None]
) -> None:
    tellings = [draft(i) for i in range(len(told))]
    for telling, mode in zip(tellings, told, strict=True):
        telling.mode, telling.same = mode, None if telling is tellings[0] else tellings[0]
    settle(tellings, HOMES.get)
    assert [telling.mode for telling in tellings] == settled


def test_a_telling_that_is_sure_of_the_parties_tells_them_to_those_in_doubt() -> None:
    pair, alone, other = {"e1": ACTOR, "e2": ACTOR}, {"e1": ACTOR}, {"e3": RECIPIENT}
    sure, doubtful, own = draft(0), draft(1), draft(2)
    sure.role_chances, sure.roles = [(pair, 0.95), (alone, 0.05)], pair
    doubtful.role_chances, doubtful.roles, doubtful.same = (
        [(alone, 0.7), (pair, 0.22), (other, 0.08)],
        alone,
        sure,
    )
    own.role_chances, own.roles, own.same = [(other, 0.97), (pair, 0.03)], other, sure
    settle([sure, doubtful, own], HOMES.get)
    assert [telling.roles for telling in (sure, doubtful, own)] == [pair, pair, other]
    assert "parties:same" in doubtful.notes
    assert "parties:same" not in own.notes


def test_an_event_that_is_told_once_keeps_what_it_has() -> None:
    alone = dated(draft(0), (None, 0.4), (MONDAY, 0.6))
    settle([alone], HOMES.get)
    assert alone.days == MONDAY


def with_roles(event: Draft, *chances: tuple[dict[str, str], float]) -> Draft:
    event.role_chances, event.roles = list(chances), chances[0][0]
    return event


def test_an_event_in_doubt_has_the_parties_of_the_others_of_its_type() -> None:
    pair, alone = {"e1": ACTOR, "e2": RECIPIENT}, {"e3": ACTOR}
    sure = [with_roles(draft(i, "ASSAULT"), (pair, 0.95), (alone, 0.05)) for i in range(2)]
    doubtful = with_roles(draft(2, "ASSAULT"), (alone, 0.51), (pair, 0.49))
    other = with_roles(draft(3, "CONSULT"), (alone, 0.51), (pair, 0.49))
    own = with_roles(draft(4, "ASSAULT"), (alone, 0.9), (pair, 0.1))
    settle([*sure, doubtful, other, own], HOMES.get)
    assert [event.roles for event in (*sure, doubtful, other, own)] == [pair, pair, pair, alone, alone]
    assert "parties:type" in doubtful.notes
    assert not other.notes


def test_an_event_in_doubt_lies_on_the_day_of_the_others() -> None:
    sure = [dated(draft(i, "ASSAULT"), (TUESDAY, 0.9), (None, 0.1)) for i in range(2)]
    doubtful = dated(draft(2, "CONSULT"), (None, 0.5), (TUESDAY, 0.4), (MONDAY, 0.1))
    doubtful.precisions = {None: None, TUESDAY: "day", MONDAY: "day"}
    own = dated(draft(3, "ACCUSE"), (MONDAY, 0.9), (TUESDAY, 0.1))
    settle([*sure, doubtful, own], HOMES.get)
    assert (doubtful.days, doubtful.precision) == (TUESDAY, "day")
    assert "date:others" in doubtful.notes
    assert own.days == MONDAY


def test_of_two_parties_of_one_country_the_other_tellings_say_which() -> None:
    homes = {"army": "SYR", "front": "SYR", "brigade": "SYR"}
    front, army = {"front": ACTOR, "brigade": RECIPIENT}, {"army": ACTOR, "brigade": RECIPIENT}
    sure, doubtful = (
        with_roles(draft(0), (front, 0.9), (army, 0.1)),
        with_roles(draft(1), (army, 0.55), (front, 0.45)),
    )
    doubtful.same = sure
    settle([sure, doubtful], homes.get)
    assert doubtful.roles == front
