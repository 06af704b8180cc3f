"""Four hundred and more time expressions, each in a sentence, with the days that it means.

`times_table.csv`: the sentence with the expression in square brackets, the article's day, the first and last day and
the precision (empty where no day can be told). They are written by hand and by plain calendar arithmetic.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from flows.document import Document, Published, Segment, Sentence
from flows.extract.times import find_times, resolve_times

TABLE = Path(__file__).with_name("times_table.csv")
ROWS = [tuple(row) for row in csv.reader(TABLE.read_text("utf-8").splitlines()[1:])]


def document_of(text: str) -> Document:
    return Document("a", text, text, (Sentence(0, 0, len(text), 0),), (Segment(0, 0, len(text)),))


def test_the_table_holds_four_hundred_expressions() -> None:
    assert len(ROWS) >= 400


@pytest.mark.parametrize(
    ("marked", "published", "first", "last", "precision"), ROWS, ids=[f"{row[0]}@{row[1]}" for row in ROWS]
)
def test_an_expression_is_found_and_means_its_days(
    marked: str, published: str, first: str, last: str, precision: str
) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    day = date.fromisoformat(published)
    spans = resolve_times(find_times(document_of(text)), Published(day, day, "test"))
    found = [
        (
            text[span.start : span.end],
            str(span.date_start or ""),
            str(span.date_end or ""),
            span.precision or "",
        )
        for span in spans
        if span.start < end and start < span.end
    ]
    assert found == [(text[start:end], first, last, precision)]
