"""The reader's parts that need no model: pieces, windows, tags, and the judging of names."""

from __future__ import annotations

import numpy as np
import pytest

from flows.document import Document, Segment, Sentence
from flows.extract.names import judge as judge_module
from flows.extract.names.judge import DROPPED, MARGIN, READER, judge, without_doubles
from flows.extract.names.matching import Found
from flows.extract.names.words import Words
from flows.extract.reader import windows as windows_module
from flows.extract.reader.heads import best_tags, tag_spans
from flows.extract.reader.heard import Heard, HeardEvent, HeardName, shares
from flows.extract.reader.labels import NAME_TAGS
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


def found(first: int, last: int, kind: str = "ORG", method: str = "known", rank: int = 4) -> Found:
    return Found(first, last, 0, kind, (), None, method, rank, 0.9)


def test_where_knowledge_and_reader_agree_knowledge_is_kept_for_its_key() -> None:
    heard, known = found(0, 1, method="reader", rank=2), found(0, 1)
    assert without_doubles([heard, known]) == [known]
    assert len(without_doubles([heard, found(0, 1, kind="FAC")])) == 2


def hear(text: str, *names: tuple[int, int, str]) -> tuple[Words, Heard]:
    """A reader that hears names of the given tokens, and is sure of nothing."""
    article = document(text)
    size, tokens = len(article.tokens), article.tokens
    heard_names = tuple(
        HeardName(first, last, tokens[first].start, tokens[last - 1].end, kind, 0.9)
        for first, last, kind in names
    )
    even = np.full((size, len(NAME_TAGS)), 1 / len(NAME_TAGS), dtype=np.float32)
    zero = np.zeros((size, 1), dtype=np.float32)
    rows = np.arange(size)

    def ask(first: int, last: int) -> HeardEvent | None:
        return None

    return Words(article), Heard(rows, rows * 0, even, zero[:, 0], zero, rows * 0, heard_names, ask)


def weigh(monkeypatch: pytest.MonkeyPatch, **weights: float) -> None:
    monkeypatch.setattr(
        judge_module, "_weights", lambda: {f"m={name}": value for name, value in weights.items()}
    )


def test_a_name_that_the_reader_alone_hears_is_added_where_none_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words, heard = hear("قال سامي الورغي ذلك", (1, 3, "PERS"))
    weigh(monkeypatch, known=1.0, reader=0.1)
    assert [(f.first, f.last, f.method) for f in judge(words, heard, [])] == [(1, 2, READER)]
    weigh(monkeypatch, known=1.0, reader=-0.1)
    assert judge(words, heard, []) == []


def test_where_they_argue_the_reader_must_be_surer_by_a_margin(monkeypatch: pytest.MonkeyPatch) -> None:
    words, heard = hear("قال سامي الورغي ذلك", (1, 3, "PERS"))
    weigh(monkeypatch, known=1.0, reader=1.0 + MARGIN - 0.1)
    assert [f.method for f in judge(words, heard, [found(2, 2, "GPE")])] == ["known"]
    weigh(monkeypatch, known=1.0, reader=1.0 + MARGIN + 0.1)
    assert [f.method for f in judge(words, heard, [found(2, 2, "GPE")])] == [READER]


def test_a_known_name_falls_only_where_it_is_judged_unlikely(monkeypatch: pytest.MonkeyPatch) -> None:
    words, heard = hear("قال سامي الورغي ذلك")
    weigh(monkeypatch, known=DROPPED + 0.1)
    assert len(judge(words, heard, [found(1, 2)])) == 1
    weigh(monkeypatch, known=DROPPED - 0.1)
    assert judge(words, heard, [found(1, 2)]) == []
