"""Who has which role, decided as a whole: which assignments are weighed, and when one party has both roles."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.events.assign import Asked, assignments, expected_best, likeliest
from flows.extract.events.draft import ACTOR, BOTH, RECIPIENT, in_role, shape
from flows.extract.events.learn import Example, fit
from flows.extract.events.parties import Option
from flows.extract.reader.labels import SHAPES

KEYS = ("e1", "e2", "e3", "@SYR", "@RUS")
numbers = st.floats(-4, 4).map(lambda value: round(value, 2))
rows = st.lists(st.tuples(*[numbers] * 5), min_size=1, max_size=len(KEYS))


def asked(found: list[tuple[float, ...]], nobody: tuple[float, float] = (0.0, 0.0)) -> Asked:
    """Return options with scores, the first keys first."""
    return Asked([Option(key, None, None, "s") for key in KEYS[: len(found)]], found, nobody)


def same(roles: dict[str, str]) -> dict[str, str]:
    """Demand nothing of roles."""
    return roles


def test_the_clearest_actor_and_recipient_lead() -> None:
    found = assignments(asked([(0, 3, -2, 3, -2), (0, -2, 3, -2, 3), (2, -1, -1, -2, -2)]), same)
    assert found[0].roles == {"e1": ACTOR, "e2": RECIPIENT}


def test_nobody_leads_where_no_option_is_likely() -> None:
    found = assignments(asked([(3, -2, -2, -4, -4)], (2.0, 2.0)), same)
    assert found[0].roles == {}


def test_only_an_unnamed_party_may_act_and_receive() -> None:
    named = assignments(asked([(0, 3, 3, 3, 3)]), same)
    assert all(role != BOTH for found in named for role in found.roles.values())
    unnamed = Asked([Option("@SYR", None, "SYR", "i")], [(0, 3, 3, 3, 3)], (0.0, 0.0))
    best = assignments(unnamed, same)[0]
    assert best.roles == {"@SYR": BOTH}
    assert in_role(best.roles, ACTOR) == in_role(best.roles, RECIPIENT) == ["@SYR"]


def test_what_syntax_demands_is_in_every_assignment() -> None:
    found = assignments(asked([(0, 3, -2, 3, -2), (0, -2, 3, -2, 3)]), lambda roles: roles | {"e2": ACTOR})
    assert found
    assert all(option.roles["e2"] == ACTOR for option in found)


@given(rows, st.tuples(numbers, numbers))
def test_assignments_are_distinct_and_ordered(
    found: list[tuple[float, ...]], nobody: tuple[float, float]
) -> None:
    offered = assignments(asked(found, nobody), same)
    told = [tuple(sorted(option.roles.items())) for option in offered]
    assert len(set(told)) == len(told)
    assert () in told
    assert [option.score for option in offered] == sorted((o.score for o in offered), reverse=True)
    assert {key for option in offered for key in option.roles} <= set(KEYS[: len(found)])


def test_two_may_act_together_though_neither_clearly_acts() -> None:
    found = assignments(asked([(1, 0, -2, 0, -2), (1, -1, -2, -1, -2)]), same)
    assert {"e1": ACTOR, "e2": ACTOR} in [option.roles for option in found]


HOMES = {"e1": "MAR", "e2": "ISR", "e3": "DZA", "e4": "MAR", "@MAR": "MAR", "@?": "?"}


def best(told: dict[tuple[str, ...], float]) -> tuple[str, ...]:
    """Return who acts in the expected best of assignments, to nobody, with their chances."""
    found = [dict.fromkeys(keys, ACTOR) for keys in told]
    return tuple(expected_best(likeliest(found, list(told.values())), HOMES.get))


def test_both_are_named_where_each_of_two_is_as_likely_alone() -> None:
    assert best({("e1",): 0.35, ("e1", "e2"): 0.3, ("e2",): 0.35}) == ("e1", "e2")
    assert best({("e1",): 0.7, ("e1", "e2"): 0.2, ("e2",): 0.1}) == ("e1",)


def test_assignments_of_the_same_countries_speak_for_each_other() -> None:
    assert best({("e2",): 0.4, ("e1",): 0.25, ("@MAR",): 0.2, ("e4",): 0.15}) == ("e1",)


def test_an_unnamed_party_of_no_known_country_is_no_country() -> None:
    assert best({("@?",): 0.3, (): 0.3, ("e1",): 0.4}) in [("@?",), ()]


@given(st.lists(st.tuples(st.sets(st.sampled_from(sorted(HOMES)), max_size=3), st.integers(1, 9)), min_size=1,
                max_size=12, unique_by=lambda told: frozenset(told[0])), st.randoms(use_true_random=False))  # fmt: skip
def test_the_expected_best_is_one_of_the_offered_and_the_sure_one_where_one_is(
    told: list[tuple[set[str], int]], draw: Random
) -> None:
    weights = {tuple(sorted(keys)): weight for keys, weight in told}
    total = sum(weights.values())
    assert best({keys: weight / total for keys, weight in weights.items()}) in weights
    sure = draw.choice(list(weights))
    assert best({keys: 0.9 if keys == sure else 0.1 / len(weights) for keys in weights}) == sure


def test_weights_learn_what_another_model_has_left_open() -> None:
    """The scores before count: where they are right already, nothing is added to them."""
    left = Example([[("a", "+")], [("b", "+")]], 0, before=(0.0, 4.0))
    done = Example([[("a", "+")], [("b", "+")]], 0, before=(9.0, 0.0))
    wrong, right = (fit([example] * 4, 1.0) for example in (left, done))
    assert wrong["a", "+"] > 1 > -1 > wrong["b", "+"]
    assert abs(right["a", "+"]) < 0.01


def test_without_examples_the_prior_stays() -> None:
    assert fit([], 1.0, prior={("a", "+"): 2.0}) == {("a", "+"): 2.0}


COUNTRIES = {"e1": "SYR", "e2": "RUS", "e3": None}


@pytest.mark.parametrize(
    ("actors", "recipients", "expected"),
    [
        ([], [], "--"),
        (["e1"], ["e2"], "11"),
        (["e1"], ["@SYR"], "1@="),
        (["@SYR"], ["@SYR"], "@@="),
        (["e1", "e2"], [], "n-"),
        (["@?"], ["@?"], "@@"),  # two unknown countries are not one
        (["e3"], ["e3", "e2"], "1n"),
    ],
)
def test_how_roles_are_filled(actors: list[str], recipients: list[str], expected: str) -> None:
    assert shape(actors, recipients, COUNTRIES.get) == expected


sides = st.lists(st.sampled_from(("e1", "e2", "e3", "@SYR", "@RUS", "@?")), max_size=3, unique=True)


@given(sides, sides)
def test_all_ways_in_which_roles_are_filled_have_a_name(actors: list[str], recipients: list[str]) -> None:
    assert shape(actors, recipients, COUNTRIES.get) in SHAPES


def test_what_the_reader_hears_speaks_against_who_it_does_not_hear() -> None:
    options = [
        Option("e1", None, "SYR", "s"),
        Option("e2", None, "RUS", "s"),
        Option("@SYR", None, "SYR", "i"),
    ]
    heard = {"e1": (2.0, -3.0), "e2": (-1.0, 4.0), "@SYR": (0.5, -2.0)}
    offered = assignments(Asked(options, [(0, 1, 1, 1, 1)] * 3, (0.0, 0.0), heard), same)
    costs = {tuple(sorted(option.roles.items())): option.against for option in offered}
    # e1 acts, and with it somebody of its country; e2 receives: all as heard
    assert costs[("e1", ACTOR), ("e2", RECIPIENT)] == (0.0, 0.0)
    assert costs[("e1", RECIPIENT), ("e2", ACTOR)] == (2.0 + 1.0 + 0.5, 3.0 + 4.0 + 2.0)
    assert costs[()] == (2.0 + 0.5, 4.0)


def test_without_a_reader_nothing_speaks_against_anybody() -> None:
    assert {option.against for option in assignments(asked([(0, 3, -2, 3, -2)]), same)} == {None}
