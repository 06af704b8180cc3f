from typing import Any

import polars as pl

from flows.clean.documents import documents
from flows.clean.stage import Cleaned, clean
from flows.frames import CLEANED, DATE_HINTS, LINE_FACTS, REMOVED, SEGMENTS, SENTENCES, SOURCES, frame
from flows.survey.stage import survey

STORY = "وافق مجلس المدينة في جلسة عقدها مساء الثلاثاء على مشروع توسيع الميناء القديم بعد نقاش طويل استمر أربع ساعات."
SLOGAN = "منبر الساحل صوت من لا صوت له"


def sources() -> pl.DataFrame:
    rows: list[dict[str, Any]] = [
        {
            "article_id": f"n{i:02}",
            "source_file": f"n{i:02}.txt",
            "outlet": "منبر الساحل",
            "title": None,
            "author": "هدى" if i == 3 else None,
            "published": "2019-03-05" if i == 4 else None,
            "source_text": f"المجلس يوافق على المشروع {i}\nالأحد 3 مارس 2019 - 10:15\n{STORY}\n{STORY} {i}\n{SLOGAN}\n",
        }
        for i in range(12)
    ]
    return frame(rows, SOURCES)


def same(a: Cleaned, b: Cleaned) -> bool:
    names = ("articles", "removed", "sentences", "segments", "date_hints")
    return all(getattr(a, name).equals(getattr(b, name)) for name in names)


def test_frames_have_their_columns_and_order() -> None:
    found = clean(sources(), survey(sources()))
    for name, schema, key in (
        ("articles", CLEANED, ["article_id"]),
        ("removed", REMOVED, ["article_id", "source_start"]),
        ("sentences", SENTENCES, ["article_id", "number"]),
        ("segments", SEGMENTS, ["article_id", "start"]),
    ):
        table: pl.DataFrame = getattr(found, name)
        assert table.schema == pl.Schema(schema)
        assert table.equals(table.sort(key))
    assert found.date_hints.schema == pl.Schema(DATE_HINTS)


def test_no_articles_give_empty_frames() -> None:
    found = clean(frame([], SOURCES), frame([], LINE_FACTS))
    assert found.articles.schema == pl.Schema(CLEANED)
    assert found.segments.schema == pl.Schema(SEGMENTS)


def test_cleaning_depends_on_the_row_and_the_facts_about_its_lines_alone() -> None:
    whole = sources()
    facts = survey(whole)
    found = clean(whole, facts)
    assert same(found, clean(whole.reverse(), facts.reverse()))
    one = clean(whole.filter(pl.col("article_id") == "n05"), facts)
    assert one.articles.equals(found.articles.filter(pl.col("article_id") == "n05"))
    assert one.segments.equals(found.segments.filter(pl.col("article_id") == "n05"))


def test_the_outlets_own_line_goes_by_the_facts() -> None:
    whole = sources()
    with_facts = clean(whole, survey(whole)).articles["text"]
    without = clean(whole, frame([], LINE_FACTS)).articles["text"]
    assert not with_facts.str.contains(SLOGAN).any()
    assert without.str.contains(SLOGAN).all()


def test_a_told_author_counts_and_told_dates_are_handed_on() -> None:
    found = clean(sources(), survey(sources()))
    assert found.articles.filter(pl.col("article_id") == "n03")["author"].to_list() == ["هدى"]
    hints = found.date_hints.filter(pl.col("article_id") == "n04")
    assert hints.select("kind", "text").rows() == [
        ("stamp", "الأحد 3 مارس 2019 - 10:15"),
        ("metadata", "2019-03-05"),
    ]


def test_removed_spans_are_the_characters_that_are_not_in_the_text() -> None:
    whole = sources()
    found = clean(whole, survey(whole))
    texts = dict(whole.select("article_id", "source_text").iter_rows())
    for article, start, end, reason in found.removed.iter_rows():
        assert texts[article][start:end].strip() == texts[article][start:end]
        assert reason in {"title", "stamp", "boilerplate", "duplicate"}


def test_documents_are_built_from_the_frames() -> None:
    whole = sources()
    found = clean(whole, survey(whole))
    built = list(documents(found, whole.reverse()))
    assert [document.article_id for document in built] == found.articles["article_id"].to_list()
    for document in built:
        assert document.published is None
        assert (document.language, document.outlet) == ("ar", "منبر الساحل")
        assert document.sentences[0].kind == "title"
        for sentence in document.sentences:
            start, end = document.source_span(sentence.start, sentence.end)
            assert document.source_text[start:end] == document.text[sentence.start : sentence.end]
