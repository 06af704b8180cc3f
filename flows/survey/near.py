"""Near-duplicates: one agency story in three outlets, lightly edited. MinHash of word shingles, by Rensa."""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Collection, Mapping
from struct import pack
from typing import Any
from zlib import crc32

import polars as pl
from rensa import RMinHash

from flows.arabic import fold

_WORD = re.compile(r"\w+")
_WORDS = 3
"""Words of a shingle: two stories on one event share many pairs of words and few triples."""

_HASHES = 128
_SEED = 20
_BANDS = 32
"""32 bands of 4: a pair of similarity 0.5 is looked at with probability 0.87, one of 0.7 practically always."""

THRESHOLD = 0.6
"""Share of shingles in common from which one article copies another. A word changed breaks three shingles: a story
of 300 words with 25 of them changed is at about 0.65, and two independent stories on one event stay below 0.2."""

_FEWEST_WORDS = 20
"""Shorter texts are too alike by chance."""


BANDS: dict[str, Any] = {"article_id": pl.String, "bands": pl.List(pl.UInt32)}
"""What two texts that resemble each other most likely have in common: a number a band; none for a short text."""

DUPLICATES = {"article_id": pl.String, "duplicate_of": pl.String, "similarity": pl.Float64}

Texts = Callable[[Collection[str]], Mapping[str, str]]
"""The texts of articles, by id."""


def bands_of(cleaned: pl.DataFrame) -> pl.DataFrame:
    """Return `BANDS` of articles.

    Args:
        cleaned: article_id, text.
    """
    rows = [(article, _bands(_shingles(text))) for article, text in cleaned.iter_rows()]
    return pl.DataFrame(rows, schema=BANDS, orient="row")


def near_duplicates(cleaned: pl.DataFrame) -> pl.DataFrame:
    """Find the articles that nearly repeat another: `near_changes`, with every article new.

    Args:
        cleaned: article_id, text, of all articles.
    """
    bands = bands_of(cleaned.select("article_id", "text"))
    texts = dict(cleaned.select("article_id", "text").iter_rows())
    return near_changes(bands, bands.clear(), pl.DataFrame(schema=DUPLICATES), lambda _: texts)


def near_changes(
    bands: pl.DataFrame,
    old_bands: pl.DataFrame,
    before: pl.DataFrame,
    texts: Texts,
    fresh: Collection[str] = (),
) -> pl.DataFrame:
    """Find the articles that nearly repeat another, where an earlier build has compared most of them.

    An article is a duplicate of the first article, in the order of ids, that it resembles and that is itself
    no duplicate. The result does not depend on what was known before, nor on the order of rows.

    Args:
        bands: `BANDS` of all articles.
        old_bands: `BANDS`, as they were, of those that changed or are gone.
        before: `DUPLICATES` of the earlier build; of none where all are new.
        texts: the texts of articles.
        fresh: the articles that are new or changed; all if `old_bands` and `fresh` are empty.

    Returns:
        `DUPLICATES`: similarity is the exact share of common shingles, rounded to three places; sorted by article_id.
    """
    touched = {*fresh, *old_bands["article_id"]} or set(bands["article_id"])
    near = _neighbours(pl.concat([bands, old_bands.filter(pl.col("bands").list.len() > 0)]), touched)
    there = set(bands["article_id"]) if old_bands.height or fresh else touched
    comparing = _Comparing(near, there, before, texts(near.keys() & there))
    comparing.run(touched)
    return pl.DataFrame(comparing.rows(), schema=DUPLICATES, orient="row").sort("article_id")


def _neighbours(bands: pl.DataFrame, touched: set[str]) -> dict[str, set[str]]:
    """Which articles share a band with which: of the touched ones, and of all that are linked to them."""
    told = bands.explode("bands").drop_nulls("bands").unique()
    told = told.filter(pl.len().over("bands") > 1)
    wanted, size = pl.Series(sorted(touched), dtype=pl.String), -1
    while len(wanted) != size:
        size = len(wanted)
        shared = told.filter(pl.col("article_id").is_in(wanted.implode()))["bands"].unique()
        wanted = told.filter(pl.col("bands").is_in(shared.implode()))["article_id"].unique()
    own = told.filter(pl.col("article_id").is_in(wanted.implode()))
    near: dict[str, set[str]] = {}
    for members in own.group_by("bands").agg("article_id")["article_id"].to_list():
        for article in members:
            near.setdefault(article, set()).update(members)
    return near


class _Comparing:
    """Articles compared in the order of their ids, again wherever one before them that they resemble became another."""

    def __init__(
        self, near: Mapping[str, set[str]], there: set[str], before: pl.DataFrame, texts: Mapping[str, str]
    ) -> None:
        self._near, self._there = near, there
        self._copies = {a: (o, s) for a, o, s in before.iter_rows() if a in there}
        self._texts, self._known = texts, dict[str, frozenset[str]]()

    def run(self, touched: set[str]) -> None:
        """Bring what is known up to date after these articles changed, came or went."""
        for article in touched:
            self._copies.pop(article, None)
        stale = {*(touched & self._near.keys() & self._there), *(b for a in touched for b in self._later(a))}
        heap = sorted(stale)
        while heap:
            article = heapq.heappop(heap)
            was = self._copies.pop(article, None)
            found = self._original(article)
            if found is not None:
                self._copies[article] = found
            if (was is None) != (found is None):
                for later in self._later(article) - stale:
                    stale.add(later)
                    heapq.heappush(heap, later)

    def rows(self) -> list[tuple[str, str, float]]:
        """The rows of `DUPLICATES`."""
        return [(article, *found) for article, found in self._copies.items()]

    def _later(self, article: str) -> set[str]:
        return {other for other in self._near.get(article, ()) if other > article and other in self._there}

    def _original(self, article: str) -> tuple[str, float] | None:
        """The first article before this one that it copies, and how alike they are."""
        for other in sorted(self._near.get(article, ())):
            if other >= article:
                return None
            if other in self._there and other not in self._copies:
                similarity = _jaccard(self._shingles(article), self._shingles(other))
                if similarity >= THRESHOLD:
                    return other, round(similarity, 3)
        return None

    def _shingles(self, article: str) -> frozenset[str]:
        if article not in self._known:
            self._known[article] = _shingles(self._texts[article])
        return self._known[article]


def _shingles(text: str) -> frozenset[str]:
    words = _WORD.findall(fold(text))
    if len(words) < _FEWEST_WORDS:
        return frozenset()
    return frozenset(" ".join(words[i : i + _WORDS]) for i in range(len(words) - _WORDS + 1))


def _bands(shingles: frozenset[str]) -> list[int]:
    """The number of each band of the sketch: 32 bits, as what shares one is compared exactly."""
    if not shingles:
        return []
    sketch = RMinHash(num_perm=_HASHES, seed=_SEED)
    sketch.update(sorted(shingles))
    hashes, rows = sketch.digest(), _HASHES // _BANDS
    return [crc32(pack(f"{rows}I", *hashes[n * rows : (n + 1) * rows]), n) for n in range(_BANDS)]


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a or b else 0.0
