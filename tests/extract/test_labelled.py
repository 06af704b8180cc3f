"""Labels that are kept apart from their text: they lie where they say, and only on the text that was labelled."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from flows.extract.events.labelled import (
    BULK,
    KEPT,
    LABELS,
    annotated,
    digest,
    kept,
    read_labelled,
    to_learn,
)

TEXT = "زيارة إلى تونس\n\nوصل الوزير أمس إلى تونس.\nاقرأ أيضا\n"
RECORD: dict[str, object] = {
    "article": "0001",
    "sha256": digest(TEXT),
    "published": ["2020-01-02", "2020-01-02"],
    "title": [0, 14],
    "drop": [[41, 51]],
    "things": {"e1": ["GPE", "TUN"]},
    "names": [[10, 14, "e1"], [35, 39, "e1"]],
    "times": [[27, 30, "2020-01-01", "2020-01-01"]],
    "events": [
        {"at": [0, 5], "type": "CONSULT", "mode": "visit", "status": "happened", "actors": ["@?"], "recipients": ["e1"],
         "date": ["2020-01-01", "2020-01-01"], "source": "unnamed"},
    ],
}  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "bulk").mkdir()
    with gzip.open(tmp_path / "bulk" / BULK, "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"id": "many-1", "title": " عنوان ", "text": "نص.\n"}) + "\n")
    (tmp_path / "0001.txt").write_text(TEXT, "utf-8")
    return tmp_path


def labels(folder: Path, *records: dict[str, object]) -> Path:
    path = folder / "labels.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


def test_labels_lie_on_their_words(corpus: Path) -> None:
    [article] = read_labelled(corpus, labels(corpus, RECORD))
    text = article.document.text
    assert "اقرأ" not in text
    assert [text[n.start : n.end] for n in article.names] == ["تونس", "تونس"]
    assert [text[t.start : t.end] for t in article.times] == ["أمس"]
    [event] = article.events
    assert text[event.start : event.end] == "زيارة"
    assert (event.actors, event.recipients, event.place, event.source) == (("@?",), ("e1",), None, "?")
    assert article.published is not None
    assert article.document.sentences[0].kind == "title"


def test_an_article_of_the_file_of_many_is_its_title_and_its_text(corpus: Path) -> None:
    text = "عنوان\n\nنص.\n"
    record = RECORD | {
        "article": "many-1", "sha256": digest(text), "drop": [], "names": [], "times": [], "events": [], "title": None,
    }  # fmt: skip
    [article] = read_labelled(corpus, labels(corpus, record))
    assert article.document.text == text


def test_another_text_than_that_which_was_labelled_is_refused(corpus: Path) -> None:
    (corpus / "0001.txt").write_text(TEXT + "تصحيح\n", "utf-8")
    with pytest.raises(ValueError, match="0001: its text is not that which was labelled"):
        list(read_labelled(corpus, labels(corpus, RECORD)))


def test_the_shipped_labels_hold_no_text() -> None:
    assert not re.search("[\u0600-\u06ff]", LABELS.read_text("utf-8"))


def test_the_shipped_labels_fit_the_corpus_and_no_article_is_both_learnt_and_kept(shared: Path) -> None:
    learnt, apart = to_learn(shared), kept(shared)
    names = [{article.document.article_id for article in articles} for articles in (learnt, apart)]
    assert not names[0] & names[1]
    assert len(learnt) > len(apart) * (KEPT - 2)
    for article in apart:
        text = article.document.text
        assert all(text[e.start : e.end].strip() == text[e.start : e.end] != "" for e in article.events)


def test_a_folder_without_annotated_articles_is_an_error(tmp_path: Path) -> None:
    """Or weights would be learnt from nothing, and written."""
    with pytest.raises(FileNotFoundError, match="no annotated articles"):
        annotated(tmp_path)
