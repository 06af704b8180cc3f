"""The cue words of the event rules, by their folded letters, from the knowledge tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from flows.arabic import fold
from flows.knowledge import tables

_PREFIXES = ("وال", "بال", "فال", "كال", "ولل", "لل", "ال", "و", "ف", "ب", "ل", "ك")
_BY_LETTER = {first: tuple(p for p in _PREFIXES if p[0] == first) for first in {p[0] for p in _PREFIXES}}


class Cues(dict[str, str]):
    """Word -> cell. A word that is not in the table is looked up without its attached letters, and the answer kept.

    An empty cell says that the word is no cue. `rows` is what the table itself has: an answer that was kept says
    nothing of another word, or what a word is would hang on the texts read before.
    """

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        super().__init__(rows)
        self.rows: Mapping[str, str] = dict(self)

    def __missing__(self, word: str) -> str:
        found, rows = "", self.rows
        for prefix in _BY_LETTER.get(word[0], ()):
            if word.startswith(prefix) and word[len(prefix) :] in rows:
                found = rows[word[len(prefix) :]]
                break
        self[word] = found
        return found


@cache
def cue_table(name: str, column: str) -> Cues:
    """Return word -> cell of `column` for a table whose first column is `word`, in folded letters."""
    return Cues((fold(row["word"]), row[column]) for row in tables.rows(name))


@cache
def words_of(rule: str) -> frozenset[str]:
    """Return the words of a rule of `direction_words`, as they stand there: in folded letters."""
    return frozenset(row["word"] for row in tables.rows("direction_words") if row["rule"] == rule)
