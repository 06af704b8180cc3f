"""The cue words of the event rules, by their folded letters, from the knowledge tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from flows.arabic import fold
from flows.knowledge import tables

_PREFIXES = ("وال", "بال", "فال", "كال", "ولل", "لل", "ال", "و", "ف", "ب", "ل", "ك")


@cache
def cue_table(name: str, column: str) -> Mapping[str, str]:
    """Return word -> cell of `column` for a table whose first column is `word`, in folded letters."""
    return {fold(row["word"]): row[column] for row in tables.rows(name)}


def look_up(table: Mapping[str, str], word: str) -> str | None:
    """Return the cell for a token's form, else for the form without attached letters, else None."""
    found = table.get(word)
    if found is not None:
        return found
    for prefix in _PREFIXES:
        if word.startswith(prefix) and (found := table.get(word[len(prefix) :])) is not None:
            return found
    return None
