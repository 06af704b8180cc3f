"""Articles as found to their text, cuts, sentences and segments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from flows.clean.article import CleanArticle, clean_article
from flows.frames import CLEANED, DATE_HINTS, REMOVED, SEGMENTS, SENTENCES
from flows.survey.lines import outlet_key

_READ = ("article_id", "source_text", "title", "author", "outlet", "source_file", "published")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The frames of `flows.frames`: CLEANED, REMOVED, SENTENCES, SEGMENTS and DATE_HINTS, each sorted by its key."""

    articles: pl.DataFrame
    removed: pl.DataFrame
    sentences: pl.DataFrame
    segments: pl.DataFrame
    date_hints: pl.DataFrame


@dataclass(slots=True)
class _Rows:
    """The rows of the frames as they grow, in the order of articles."""

    articles: list[tuple[Any, ...]] = field(default_factory=list)
    removed: list[tuple[Any, ...]] = field(default_factory=list)
    sentences: list[tuple[Any, ...]] = field(default_factory=list)
    segments: list[tuple[Any, ...]] = field(default_factory=list)
    hints: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, article: str, author: str | None, outlet: str | None, found: CleanArticle) -> None:
        name = author or found.author
        self.articles.append((article, found.title, name, outlet, found.language, found.text))
        self.removed += [(article, row.source_start, row.source_end, row.reason) for row in found.removed]
        self.sentences += [
            (article, s.number, s.start, s.end, s.paragraph, s.kind, s.repeat_of) for s in found.sentences
        ]
        self.segments += [(article, s.start, s.source_start, s.length) for s in found.segments]
        self.hints += [(article, h.text, h.source_start, h.source_end, h.kind) for h in found.hints]


def clean(sources: pl.DataFrame, line_facts: pl.DataFrame) -> Cleaned:
    """Clean articles: a pure function of each source row and of the facts about its own lines.

    Args:
        sources: the columns of `flows.frames.SOURCES`.
        line_facts: those of `flows.frames.LINE_FACTS`, at least for the lines of these articles.
    """
    counts = _counts(line_facts)
    rows = _Rows()
    for article, source, title, author, outlet, path, published in (
        sources.select(_READ).sort("article_id").iter_rows()
    ):
        found = clean_article(source, title=title, outlet=outlet, counts=counts.get(outlet_key(outlet, path)))
        rows.add(article, author, outlet, found)
        if published is not None:
            rows.hints.append((article, published, None, None, "metadata"))
    return Cleaned(
        articles=_frame(rows.articles, CLEANED),
        removed=_frame(rows.removed, REMOVED),
        sentences=_frame(rows.sentences, SENTENCES),
        segments=_frame(rows.segments, SEGMENTS),
        date_hints=_frame(rows.hints, DATE_HINTS),
    )


def _counts(line_facts: pl.DataFrame) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for outlet, line, count in line_facts.select("outlet", "line", "article_count").iter_rows():
        found.setdefault(outlet or "", {})[line] = count
    return found


def _frame(rows: Sequence[tuple[Any, ...]], schema: Mapping[str, Any]) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    series = [
        pl.Series(name, values, dtype) for (name, dtype), values in zip(schema.items(), columns, strict=True)
    ]
    return pl.DataFrame(series)
