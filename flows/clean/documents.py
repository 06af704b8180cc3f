"""Cleaned articles as documents, the shape in which extraction reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import polars as pl

from flows.clean.stage import Cleaned
from flows.document import Document, Segment, Sentence

T = TypeVar("T")


def documents(cleaned: Cleaned, sources: pl.DataFrame) -> Iterator[Document]:
    """Yield the document of each cleaned article, in the order of ids; `published` is null.

    Args:
        cleaned: what `flows.clean.stage.clean` gives.
        sources: the frame that it was given, for the source texts.
    """
    source_texts = dict(sources.select("article_id", "source_text").iter_rows())
    found_sentences = _grouped(
        cleaned.sentences, Sentence, ("number", "start", "end", "paragraph", "kind", "repeat_of")
    )
    found_segments = _grouped(cleaned.segments, Segment, ("start", "source_start", "length"))
    for row in cleaned.articles.sort("article_id").iter_rows(named=True):
        article = row["article_id"]
        yield document_of(
            row,
            source_texts[article],
            tuple(found_sentences.get(article, ())),
            tuple(found_segments.get(article, ())),
        )


def hints_of(cleaned: Cleaned, sources: pl.DataFrame) -> dict[str, list[str]]:
    """Return what may tell an article's date beside its text: date lines that were cut, and its address.

    Args:
        cleaned: what `flows.clean.stage.clean` gives.
        sources: the frame that it was given, for the addresses.
    """
    hints: dict[str, list[str]] = {}
    cut = cleaned.date_hints.filter(pl.col("kind") != "metadata")
    for article_id, text in cut.select("article_id", "text").iter_rows():
        hints.setdefault(article_id, []).append(text)
    for article_id, url in sources.select("article_id", "url").drop_nulls().iter_rows():
        hints.setdefault(article_id, []).append(url)  # an address may hold a day
    return hints


def document_of(
    article: Mapping[str, Any],
    source_text: str,
    sentences: tuple[Sentence, ...],
    segments: tuple[Segment, ...],
) -> Document:
    """Return the document of one row of `flows.frames.CLEANED`, with its sentences and segments in order.

    An unknown language is the empty string.
    """
    return Document(
        article_id=article["article_id"],
        text=article["text"],
        source_text=source_text,
        sentences=sentences,
        segments=segments,
        outlet=article["outlet"],
        language=article["language"] or "",
    )


def _grouped(frame: pl.DataFrame, shape: Callable[..., T], columns: tuple[str, ...]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for article, *values in frame.select("article_id", *columns).iter_rows():
        found.setdefault(article, []).append(shape(*values))
    return found
