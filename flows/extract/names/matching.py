"""Names that are known by their words: from the knowledge tables, or told elsewhere in the article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flows.extract.names.words import Words
from flows.knowledge.knowledge import Index

_SHORT = 3
"""A rest of so few letters, left when a particle is cut off, is a name only if the whole tables leave no doubt."""


Match = tuple[int, int, tuple[str, ...]]
"""A name's last word, the letters cut off its first, and the keys of what it can name."""


@dataclass(slots=True)  # not frozen: made by the thousand, and a frozen one takes three times as long
class Found:
    """A name that was found: words `first` to `last` (both in it), without the `cut` letters before its own.

    `type`, `keys` (the most likely first; empty for a thing that no table knows) and `country` say what it
    names, `method` what found it; of two that overlap the one with more words wins, then the higher `rank`.
    """

    first: int
    last: int
    cut: int
    type: str
    keys: tuple[str, ...]
    country: str | None
    method: str
    rank: int
    confidence: float

    @property
    def length(self) -> int:
        """How many words it has."""
        return self.last - self.first + 1


def match(words: Words, at: int, index: Index, ways: Iterable[tuple[int, str]]) -> Match | None:
    """Return the longest name of an index that starts at word `at`: its last word, the letters cut, its keys.

    A name whose words stand whole wins over an equally long one with a particle cut off.

    Args:
        words: the article's words.
        at: the word where the name starts.
        index: the names.
        ways: the ways to read that word: letters cut off, and the rest.
    """
    best: Match | None = None
    forms, glued, total = words.forms, words.glued, len(words.forms)
    for cut, rest in ways:
        lengths = index.lengths.get(rest)
        if lengths is None:
            continue
        for count in lengths:
            last = at + count - 1
            if last >= total or (best is not None and last <= best[0]):
                continue
            if count == 1:
                if cut and len(rest) < _SHORT:
                    continue
                keys = index.entries.get(rest)
            elif all(glued[at + 1 : last + 1]):
                keys = index.entries.get(" ".join((rest, *forms[at + 1 : last + 1])))
            else:
                continue
            if keys is not None:
                best = (last, cut, keys)
                break
    return best
