"""The word that tells what a party is, and what it says of its acting or receiving."""

from __future__ import annotations

from collections import Counter

import pytest

from flows.document import Document, Segment, Sentence
from flows.extract.events.draft import cast
from flows.extract.events.party_words import TABLE, acting_and_receiving, party_word
from flows.extract.events.party_words_train import FEWEST, WIDEST, Counts, log_odds, table
from flows.extract.events.scene import scene
from flows.extract.readings import NameSpan
from flows.knowledge import tables
from schemas.package import code_lists


def words(text: str, *names: tuple[str, str], country: str | None = None) -> list[str | None]:
    document = Document("a", text, text, (Sentence(0, 0, len(text), 0),), (Segment(0, 0, len(text)),))
    spans = tuple(
        NameSpan(text.index(name), text.index(name) + len(name), kind, name, None, country, "", 1.0)
        for name, kind in names
    )
    seen = scene(document, spans, (), (), ())
    return [party_word(seen, naming) for naming in cast(seen).by_sentence[0]]


def test_a_body_is_told_by_its_first_word_and_a_person_by_the_word_before() -> None:
    text = "قصف الجيش الشمالي بلدة وقال الناطق سالم مروان إن وزارة الصحة أحصت القتلى"
    told = words(text, ("الجيش الشمالي", "ORG"), ("سالم مروان", "PERS"), ("وزارة الصحة", "ORG"))
    assert told == ["ORG جيش", "PERS ناطق", "ORG وزاره"]


def test_letters_that_are_attached_to_a_body_are_none_of_its_word() -> None:
    assert words("التقى وفدا من الجيش والشرطة المحلية", ("الشرطة المحلية", "ORG")) == ["ORG شرطه"]


def test_a_person_that_opens_a_sentence_has_no_word_nor_a_place_without_a_country() -> None:
    assert words("سالم مروان في الرباط", ("سالم مروان", "PERS"), ("الرباط", "GPE")) == [None, None]


def test_a_place_is_told_by_its_country() -> None:
    assert words("وصل إلى الرباط", ("الرباط", "GPE"), country="MAR") == ["GPE MAR"]


def test_an_army_attacks_rather_than_a_ministry() -> None:
    (army, _), (ministry, _) = (acting_and_receiving("ASSAULT", [f"ORG {w}"]) for w in ("جيش", "وزاره"))
    assert army > 0 > ministry
    assert acting_and_receiving("ASSAULT", ["ORG جيش", "ORG وزاره"])[0] == pytest.approx(army + ministry)
    assert acting_and_receiving("ASSAULT", [None, "ORG قققق"]) == (0.0, 0.0)


def counts(**told: tuple[int, int, int]) -> Counts:
    found: Counts = Counter()
    for word, rows in told.items():
        for role, count in zip(("actor", "recipient", ""), rows, strict=True):
            for event_type in ("ASSAULT", "*"):
                found[event_type, f"ORG {word}", role] += count
                found[event_type, "ORG", role] += count
    return found


def test_a_word_that_acts_more_than_others_speaks_for_acting() -> None:
    seen = counts(army=(30, 5, 5), ministry=(2, 8, 30), rare=(2, 1, 1))
    assert (
        log_odds(seen, "ASSAULT", "ORG army", "actor")
        > 0
        > log_odds(seen, "ASSAULT", "ORG ministry", "actor")
    )
    assert 0 < log_odds(seen, "ASSAULT", "ORG rare", "actor") < log_odds(seen, "ASSAULT", "ORG army", "actor")
    assert (
        abs(log_odds(counts(army=(500, 0, 0), other=(0, 0, 500)), "ASSAULT", "ORG army", "actor")) == WIDEST
    )
    rows = table(seen).splitlines()
    assert [row.split(",")[0] for row in rows] == [
        "* ORG army", "* ORG ministry", "ASSAULT ORG army", "ASSAULT ORG ministry",
    ]  # fmt: skip
    assert FEWEST > 3


def test_the_table_names_types_and_kinds_of_names() -> None:
    types = {*code_lists()["event_type"], "*"}
    for row in tables.rows(TABLE):
        event_type, kind, word = row["key"].split(" ")
        assert event_type in types
        assert kind in ("ORG", "PERS", "GPE", "NAT")
        assert (len(word) == 3 and word.isalpha() and word.isupper()) == (kind in ("GPE", "NAT"))
        assert max(abs(int(row["actor"])), abs(int(row["recipient"]))) <= WIDEST * 100
