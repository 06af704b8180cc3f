"""The edition without text, for those who may not pass the articles on: facts, offsets, and where the articles are.

Left out is every column that holds characters of an article beyond a name: whoever has the article (`source_file`,
`url`, `source_sha256` say which) finds each surface at its offsets. Names of things (`entities`, `aliases`, `naming`)
stay: they are facts about the things. Headlines of `events` stay: they are made from codes and names.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

TEXT: dict[str, tuple[str, ...]] = {
    "articles": ("title", "metadata", "text", "source_text"),
    "mentions": ("surface", "sentence"),
    "event_mentions": ("surface", "sentence"),
    "times": ("surface",),
    "amounts": ("surface",),
    "removed": ("surface",),
    "rejected": ("value",),
}
"""A table -> its columns that hold an article's words."""


def without_text(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Return the tables without the columns of TEXT."""
    return {name: table.drop(TEXT.get(name, ())) for name, table in tables.items()}
