"""The reader's parts that need no model: pieces, windows, tags, and the judging of names."""

from __future__ import annotations

import numpy as np
import pytest

from flows.document import Document, Segment, Sentence
from flows.extract.names.judge import best_set, without_doubles
from flows.extract.names.matching import Found
from flows.extract.reader import windows as windows_module
from flows.extract.reader.heads import best_tags, tag_spans
from flows.extract.reader.heard import shares
from flows.extract.reader.labels import NAME_TAGS, REACH_COUNT, REACHES, reach
from flows.extract.reader.pieces import UNKNOWN, Pieces
from flows.extract.reader.windows import windows

SPECIAL = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]


@pytest.fixture
def pieces() -> Pieces:
    words = [
        ("▁", -3.0),
        ("▁وزير", -6.0),
        ("▁و", -4.0),
        ("زير", -7.0),
        ("ال", -2.0),
        ("دفاع", -5.0),
        ("▁الدفاع", -5.5),
    ]
    letters = [(letter, -9.0) for letter in "وزيرالدفاع"]
    return Pieces([*SPECIAL, *words, *letters])


def document(*sentences: str) -> Document:
    text = "\n".join(sentences)
    bounds, at = [], 0
    for number, sentence in enumerate(sentences):
        bounds.append(Sentence(number, at, at + len(sentence), number))
        at += len(sentence) + 1
    return Document("a", text, text, tuple(bounds), (Segment(0, 0, len(text)),))


def test_a_word_is_cut_into_its_likeliest_pieces(pieces: Pieces) -> None:
    assert pieces.cut("وزير", is_spaced=True) == (5,)
    assert pieces.cut("الدفاع", is_spaced=True) == (10,)
    assert pieces.cut("الدفاع", is_spaced=False) == (8, 9)


def test_a_letter_that_the_vocabulary_lacks_is_unknown_and_alone(pieces: Pieces) -> None:
    assert UNKNOWN in pieces.cut("وزيرش", is_spaced=True)
    assert pieces.cut("وزيرش", is_spaced=True)[0] == 5


def test_farsi_letters_are_cut_like_their_arabic_twins(pieces: Pieces) -> None:
    assert pieces.cut("وزیر", is_spaced=True) == pieces.cut("وزير", is_spaced=True)


def test_a_window_holds_whole_sentences(pieces: Pieces, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_module, "MOST_PIECES", 5)
    found = windows(document("وزير الدفاع", "وزير الدفاع", "وزير"), pieces)
    assert [w.sentences for w in found] == [(0, 0, 1, 1, 2)]
    monkeypatch.setattr(windows_module, "MOST_PIECES", 3)
    found = windows(document("وزير الدفاع", "وزير الدفاع", "وزير"), pieces)
    assert [w.sentences for w in found] == [(0, 0), (1, 1, 2)]


def test_a_sentence_longer_than_a_window_is_cut_and_no_word_lost(
    pieces: Pieces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows_module, "MOST_PIECES", 3)
    found = windows(document("وزير " * 7 + "وزير"), pieces)
    assert [token for w in found for token in w.tokens] == list(range(8))
    assert max(len(w.pieces) for w in found) <= 5


def test_each_word_lies_on_its_own_pieces(pieces: Pieces) -> None:
    (found,) = windows(document("والدفاع وزير"), pieces)
    assert found.firsts[0] == 1
    assert found.firsts[1] == found.lasts[0] + 1
    assert found.pieces[found.firsts[1]] == 5


def scores(*rows: dict[str, float]) -> np.ndarray:
    made = np.full((len(rows), len(NAME_TAGS)), -9.0, dtype=np.float32)
    for at, row in enumerate(rows):
        for tag, value in row.items():
            made[at, NAME_TAGS.index(tag)] = value
    return made


def test_a_name_never_starts_inside() -> None:
    path = best_tags(scores({"O": -1.0, "I-PERS": -0.5}, {"I-PERS": -0.1, "B-PERS": -1.0}), NAME_TAGS)
    assert [NAME_TAGS[tag] for tag in path] == ["O", "B-PERS"]


def test_a_type_does_not_change_inside_a_name() -> None:
    path = best_tags(scores({"B-ORG": -0.1}, {"I-GPE": -0.4, "I-ORG": -0.9}, {"I-ORG": -0.1}), NAME_TAGS)
    assert [NAME_TAGS[tag] for tag in path] == ["B-ORG", "I-ORG", "I-ORG"]


def test_names_side_by_side_stay_apart() -> None:
    path = [NAME_TAGS.index(tag) for tag in ("B-GPE", "B-GPE", "I-GPE", "O", "B-PERS")]
    assert tag_spans(path, NAME_TAGS) == [(0, 1, "GPE"), (1, 3, "GPE"), (4, 5, "PERS")]


def test_no_words_have_no_tags() -> None:
    assert best_tags(scores(), NAME_TAGS) == []


def test_scores_become_probabilities_without_overflow() -> None:
    found = shares(np.array([[1000.0, 1000.0, 0.0]], dtype=np.float32))
    assert found[0].tolist() == pytest.approx([0.5, 0.5, 0.0])


def test_every_distance_has_a_bucket_of_its_side() -> None:
    seen = {reach(d, is_same_sentence=same) for d in range(-60, 60) for same in (False, True)}
    assert seen == set(range(REACH_COUNT))
    assert reach(-REACHES[0], is_same_sentence=True) != reach(REACHES[0], is_same_sentence=True)


def found(first: int, last: int, kind: str = "ORG", method: str = "known", rank: int = 4) -> Found:
    return Found(first, last, 0, kind, (), None, method, rank, 0.9)


def test_two_names_win_over_one_that_covers_both_if_they_score_more() -> None:
    long, left, right = found(0, 3), found(0, 1), found(2, 3)
    assert best_set([(1.5, long), (1.0, left), (1.0, right)]) == [left, right]
    assert best_set([(2.5, long), (1.0, left), (1.0, right)]) == [long]


def test_what_is_more_likely_no_name_is_left_out() -> None:
    assert best_set([(-0.1, found(0, 1)), (0.0, found(2, 2)), (0.1, found(3, 3))]) == [found(3, 3)]


def test_where_knowledge_and_reader_agree_knowledge_is_kept_for_its_key() -> None:
    heard, known = found(0, 1, method="reader", rank=2), found(0, 1)
    assert without_doubles([heard, known]) == [known]
    assert len(without_doubles([heard, found(0, 1, kind="FAC")])) == 2
