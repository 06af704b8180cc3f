"""Near-duplicates: one agency story in three outlets, lightly edited. MinHash of word shingles, by Rensa."""

from __future__ import annotations

import re

import polars as pl
from rensa import RMinHash, RMinHashLSH

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


def near_duplicates(cleaned: pl.DataFrame) -> pl.DataFrame:
    """Find the articles that nearly repeat another.

    An article is a duplicate of the first article, in the order of ids, that it resembles and that is itself
    no duplicate. The result does not depend on the order of the rows.

    Args:
        cleaned: the columns of `flows.frames.CLEANED`, of all articles.

    Returns:
        article_id, duplicate_of (String), similarity (Float64, the exact share of common shingles, 0..1,
        rounded to three places): one row a duplicate, sorted by article_id.
    """
    ids: list[str] = []
    shingles: list[frozenset[str]] = []
    for article, text in cleaned.select("article_id", "text").sort("article_id").iter_rows():
        found = _shingles(text)
        if found:
            ids.append(article)
            shingles.append(found)
    rows = []
    copies: set[int] = set()
    for number, candidates in enumerate(_candidates(shingles)):
        for other in candidates:
            if other in copies:
                continue
            similarity = _jaccard(shingles[number], shingles[other])
            if similarity >= THRESHOLD:
                copies.add(number)
                rows.append((ids[number], ids[other], round(similarity, 3)))
                break
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row").sort("article_id")


_SCHEMA = {"article_id": pl.String, "duplicate_of": pl.String, "similarity": pl.Float64}


def _shingles(text: str) -> frozenset[str]:
    words = _WORD.findall(fold(text))
    if len(words) < _FEWEST_WORDS:
        return frozenset()
    return frozenset(" ".join(words[i : i + _WORDS]) for i in range(len(words) - _WORDS + 1))


def _candidates(shingles: list[frozenset[str]]) -> list[list[int]]:
    """Return for each article the earlier ones that may resemble it, in order."""
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=_HASHES, num_bands=_BANDS)
    found: list[list[int]] = []
    for number, words in enumerate(shingles):
        sketch = RMinHash(num_perm=_HASHES, seed=_SEED)
        sketch.update(sorted(words))
        found.append(sorted(set(index.query(sketch))))
        index.insert(number, sketch)
    return found


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b)
