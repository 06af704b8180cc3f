"""What a correction points at: words of an article, a naming, a telling, found by quotation or by id.

Quoted words are found as a text search finds them, whatever their marks, hamzas, digits and spaces: the first place in
the article is occurrence 1. Without an occurrence, the one place counts at which there is such a thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from flows.arabic import fold
from flows.clean.normalise import ARABIC
from flows.curate.corrections import Untargeted
from flows.ingest.names import split_name

Row = dict[str, Any]
Span = tuple[int, int]

_SHOWN = 4  # alternatives that a message names


def folded(words: str) -> str:
    """Return quoted words in their matching form, with single spaces and without marks."""
    return fold(ARABIC.piece(" ".join(words.split()), 0, len(" ".join(words.split())))[0])


class Texts:
    """The articles' texts by id."""

    def __init__(self, articles: pl.DataFrame) -> None:
        """Take `article_id` and `text` of every article."""
        self._texts: Mapping[str, str] = dict(articles.select("article_id", "text").iter_rows())
        self._folded: dict[str, str] = {}

    def article(self, told: str) -> str:
        """Return the id of the article that is meant; its file's name with suffix is understood too.

        Raises:
            Untargeted: there is none.
        """
        for article in (told, split_name(told).stem):
            if article in self._texts:
                return article
        raise Untargeted(
            f"there is no article {told!r}; an article's id is its path in the seeds without suffix"
        )

    def spans(self, article: str, quote: str, occurrence: int | None) -> list[Span]:
        """Return where quoted words stand in an article's text.

        Raises:
            Untargeted: nowhere, or not so often.
        """
        text = self._folded.setdefault(article, fold(self._texts[article]))
        pattern = r"\s+".join(re.escape(word) for word in folded(quote).split())
        found = [match.span() for match in re.finditer(pattern, text)] if pattern else []
        if not found:
            raise Untargeted(f"the words {quote!r} are not in the text of {article}")
        if occurrence is None:
            return found
        if occurrence > len(found):
            raise Untargeted(f"the words {quote!r} stand {len(found)} time(s) in {article}, not {occurrence}")
        return [found[occurrence - 1]]

    def only_span(self, article: str, quote: str, occurrence: int | None) -> Span:
        """Return the one place where quoted words stand.

        Raises:
            Untargeted: nowhere, or at several places and none was named.
        """
        found = self.spans(article, quote, occurrence)
        if len(found) > 1:
            raise Untargeted(
                f"the words {quote!r} stand {len(found)} times in {article}: say which in `occurrence`, or quote more"
            )
        return found[0]


class Rows:
    """Namings or tellings, found by id or by quotation.

    Words that are part of a trigger point at its event; a name must be quoted whole.
    """

    def __init__(self, texts: Texts, rows: Iterable[Row], key: str, what: str) -> None:
        """Take rows with `article_id`, `start`, `end`, `surface` and the key; `what` names one of them."""
        self._tests = (_is, _inside) if key == "mention_id" else (_is, _inside, _around)
        self._texts, self._key, self._what = texts, key, what
        self.by_id: dict[str, Row] = {}
        self.by_article: dict[str, list[Row]] = {}
        for row in rows:
            self.by_id[row[key]] = row
            self.by_article.setdefault(row["article_id"], []).append(row)

    def find(self, row_id: str | None, article: str | None, quote: str | None, occurrence: int | None) -> Row:
        """Return the row that an id or a quotation points at.

        Raises:
            Untargeted: there is none, or there are several.
        """
        if row_id is not None:
            if row_id in self.by_id:
                return self.by_id[row_id]
            raise Untargeted(f"there is no {self._what} {row_id} any more: give article and quote")
        where = self._texts.article(article or "")
        found = self.at(where, self._texts.spans(where, quote or "", occurrence))
        if not found:
            raise Untargeted(f"the words {quote!r} in {where} hold no {self._what}")
        if len(found) > 1:
            told = ", ".join(f"{row['surface']} ({row[self._key]})" for row in found[:_SHOWN])
            raise Untargeted(
                f"the words {quote!r} in {where} hold {len(found)} of what could be meant: {told}; say which in"
                " `occurrence`, or give the id"
            )
        return found[0]

    def at(self, article: str, spans: Sequence[Span]) -> list[Row]:
        """Return the rows at these places: those with just these characters, else those inside, else those around.

        A name is never taken from around the places.
        """
        rows = self.by_article.get(article, [])
        for test in self._tests:
            if found := [row for row in rows if any(test(row, span) for span in spans)]:
                return found
        return []


def _is(row: Row, span: Span) -> bool:
    return (row["start"], row["end"]) == span


def _inside(row: Row, span: Span) -> bool:
    return bool(span[0] <= row["start"] and row["end"] <= span[1])


def _around(row: Row, span: Span) -> bool:
    return bool(row["start"] <= span[0] and span[1] <= row["end"])
