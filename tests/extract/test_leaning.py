"""Candidates of one article lean towards those of their word and of their type."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from flows.extract.events.candidates import Candidate
from flows.extract.events.leaning import lean
from flows.extract.events.lexicon import Entry, Sense
from flows.extract.morphology import Form, Stem

ATTACK, STRIKE, VISIT = ("هجوم", ("ASSAULT", "ACCUSE")), ("ضربه", ("ASSAULT",)), ("زياره", ("CONSULT",))


def candidate(word: str, types: tuple[str, ...]) -> Candidate:
    sense = Sense(Entry(f"{word}.noun", "noun", word, types[0], "", "direct"), Form(word, "noun", "sg"))
    return Candidate(0, 1, 0, 5, Stem(word, 0, "", "", False), (sense,), types)


def scores(*told: tuple[tuple[str, tuple[str, ...]], list[float]]) -> list[list[float]]:
    return lean([candidate(*kind) for kind, _ in told], [own for _, own in told])


def test_a_candidate_alone_keeps_its_scores() -> None:
    assert scores((ATTACK, [0.4, -1.0]), (VISIT, [-0.2])) == [[0.4, -1.0], [-0.2]]


def test_a_candidate_in_doubt_leans_towards_what_its_word_is_elsewhere() -> None:
    sure, doubtful = (ATTACK, [2.5, -2.0]), (ATTACK, [-0.1, 0.1])
    (_, leant) = scores(sure, doubtful)
    assert leant[0] > 0 > leant[1]
    assert scores(doubtful)[0] == doubtful[1]


def test_a_candidate_leans_towards_the_others_of_its_type_whatever_their_word() -> None:
    assert scores((STRIKE, [2.0]), (ATTACK, [-0.1, -3.0]))[1][0] > -0.1
    assert scores((STRIKE, [-2.0]), (ATTACK, [0.1, -3.0]))[1][0] < 0.1
    assert scores((VISIT, [2.0]), (ATTACK, [-0.1, -3.0]))[1] == [-0.1, -3.0]


def test_one_that_is_very_sure_counts_no_more_than_one_that_is_sure() -> None:
    doubtful = (STRIKE, [-0.1])
    assert scores((STRIKE, [30.0]), doubtful)[1] == scores((STRIKE, [3.0]), doubtful)[1]


@given(
    st.lists(
        st.sampled_from([ATTACK, STRIKE, VISIT]).flatmap(
            lambda kind: st.tuples(
                st.just(kind),
                st.lists(st.integers(-40, 40), min_size=len(kind[1]), max_size=len(kind[1])),
            )
        ),
        max_size=8,
    ),
    st.integers(0, 99),
)
def test_the_order_of_candidates_does_not_matter(
    told: list[tuple[tuple[str, tuple[str, ...]], list[int]]], seed: int
) -> None:
    given_ = [(kind, [score / 8 for score in own]) for kind, own in told]
    order = list(range(len(given_)))
    Random(seed).shuffle(order)
    found = scores(*given_)
    again = scores(*(given_[i] for i in order))
    assert [found[i] for i in order] == again
