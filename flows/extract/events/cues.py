"""The cue words of the event rules, by their folded letters, from the knowledge tables."""

from __future__ import annotations

from functools import cache

from flows.arabic import fold
from flows.knowledge import tables

_PREFIXES = ("وال", "بال", "فال", "كال", "ولل", "لل", "ال", "و", "ف", "ب", "ل", "ك")


class Cues(dict[str, str]):
    """Word -> cell. A word that is not in the table is looked up without its attached letters, and the answer kept.

    An empty cell says that the word is no cue.
    """

    def __missing__(self, word: str) -> str:
        found = next(
            (
                self.get(word[len(p) :], "")
                for p in _PREFIXES
                if word.startswith(p) and word[len(p) :] in self
            ),
            "",
        )
        self[word] = found
        return found


@cache
def cue_table(name: str, column: str) -> Cues:
    """Return word -> cell of `column` for a table whose first column is `word`, in folded letters."""
    return Cues((fold(row["word"]), row[column]) for row in tables.rows(name))
