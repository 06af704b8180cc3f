from typing import Any

import polars as pl

from flows.frames import LINE_FACTS, SOURCES, frame
from flows.survey.lines import MAX_LINE, line_form
from flows.survey.stage import survey


def sources(*rows: tuple[str, str | None, str]) -> pl.DataFrame:
    found: list[dict[str, Any]] = [
        {"article_id": path.split(".")[0], "source_file": path, "outlet": outlet, "source_text": text}
        for path, outlet, text in rows
    ]
    return frame(found, SOURCES)


def test_lines_are_counted_by_article_and_within_an_outlet() -> None:
    facts = survey(
        sources(
            ("a.txt", "منبر", "تابعونا\nخبر أول\nتابعونا"),
            ("b.txt", "منبر", "خبر ثان\n  تابعونا  "),
            ("c.txt", "آخر", "تابعونا\nخبر ثالث"),
        )
    )
    assert facts.schema == pl.Schema(LINE_FACTS)
    assert facts.rows() == [("منبر", "تابعونا", 2)]


def test_without_an_outlet_the_top_folder_counts_together() -> None:
    facts = survey(
        sources(
            ("x/a.txt", None, "سطر"),
            ("x/y/b.txt", None, "سطر"),
            ("z/c.txt", None, "سطر"),
            ("d.txt", None, "غيره"),
            ("e.txt", None, "غيره"),
        )
    )
    assert facts.rows() == [("", "غيره", 2), ("x/", "سطر", 2)]


def test_the_order_of_articles_does_not_matter() -> None:
    many = sources(*((f"{i}.txt", "منبر", f"سطر {i % 7}\nسطر {i % 3}") for i in range(40)))
    assert survey(many).equals(survey(many.reverse()))


def test_paragraphs_are_no_lines() -> None:
    assert line_form("ا" * (MAX_LINE + 1)) is None
    assert line_form(" \t ") is None
    assert line_form("  قد\u00a0 يهمك ") == "قد يهمك"


def test_no_articles_give_no_facts() -> None:
    assert survey(frame([], SOURCES)).schema == pl.Schema(LINE_FACTS)
