"""Which articles a changed knowledge row concerns: those in whose text one of its names can stand.

The tables of names are looked up by words alone, so an article that holds none of a row's words reads as it
did before the row changed. All other tables decide how every article is read.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import polars as pl

from flows.arabic import fold
from flows.knowledge import tables
from flows.knowledge.entries import first_words

TABLES = ("cities", "places", "people", "organisations", "laws", "named_events")
"""The tables whose rows are found by their names and concern no other text."""

ROWS: dict[str, Any] = {"table": pl.String, "key": pl.String, "digest": pl.String, "words": pl.List(pl.String)}

_NATIONAL = 3
"""Parts of a key that can also be made of a body and a country (`org.mfa.MAR`): found without a name of its own."""


def base_tables(digests: dict[str, str]) -> dict[str, str]:
    """Return the digests of the tables that concern every article."""
    return {name: digest for name, digest in digests.items() if name.removeprefix("overlay/") not in TABLES}


def name_rows(overlay: Path | None) -> pl.DataFrame:
    """Return every row of the tables of names (`ROWS`): its digest, and the words that open its names."""
    found = []
    for table in TABLES:
        for row in tables.rows(table, overlay):
            text = json.dumps(dict(row), sort_keys=True, ensure_ascii=False)
            digest = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
            found.append((table, row["key"], digest, sorted(first_words(row))))
    return pl.DataFrame(found, schema=ROWS, orient="row").sort("table", "key", "digest")


def changed_rows(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that were added, removed or changed, as they were and as they are."""
    same = ["table", "key", "digest"]
    return pl.concat([before.join(now, on=same, how="anti"), now.join(before, on=same, how="anti")])


def concerned(changed: pl.DataFrame, texts: pl.DataFrame) -> set[str]:
    """Return the articles that a change of rows concerns.

    Args:
        changed: `ROWS`, as they were and as they are.
        texts: article_id, text (cleaned) of the articles in question.
    """
    if changed.is_empty():
        return set()
    keys = changed["key"].to_list()
    words = sorted({word for found in changed["words"].to_list() for word in found})
    if any(key.count(".") == _NATIONAL - 1 for key in keys) or "" in words:
        return set(texts["article_id"])
    folded = pl.Series([fold(text) for text in texts["text"]], dtype=pl.String)
    return set(texts.filter(folded.str.contains_any(words))["article_id"])
