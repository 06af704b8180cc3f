"""Who has which role, decided as a whole: which assignments are weighed, and when one party has both roles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flows.extract.events.assign import Asked, assignments
from flows.extract.events.draft import ACTOR, BOTH, RECIPIENT, in_role
from flows.extract.events.learn import Example, fit
from flows.extract.events.parties import Option

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


def test_weights_learn_what_another_model_has_left_open() -> None:
    """The scores before count: where they are right already, nothing is added to them."""
    left = Example([[("a", "+")], [("b", "+")]], 0, before=(0.0, 4.0))
    done = Example([[("a", "+")], [("b", "+")]], 0, before=(9.0, 0.0))
    wrong, right = (fit([example] * 4, 1.0) for example in (left, done))
    assert wrong["a", "+"] > 1 > -1 > wrong["b", "+"]
    assert abs(right["a", "+"]) < 0.01


def test_without_examples_the_prior_stays() -> None:
    assert fit([], 1.0, prior={("a", "+"): 2.0}) == {("a", "+"): 2.0}
