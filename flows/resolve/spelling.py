"""Spellings of one name: what two ways of writing it have in common, and whether they differ as spellings do."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from rapidfuzz.distance import OSA

from flows.arabic import fold
from flows.knowledge.tables import rows

_SOUNDS = str.maketrans("غجقكثتطسصزذدضظحه", "ككككتتتسسسددددهه", "اويء")
"""Letters that writers choose among for one foreign sound, and long vowels, which they write or leave out."""

_LONG = 5  # letters: in a shorter word a letter changed makes another word of it
_MOST_CHANGES = 2  # letters changed, left out or swapped in the whole name


def skeleton(name: str) -> str:
    """Return what all spellings of a folded name share: its consonants, by groups of sounds, words joined by blanks."""
    return " ".join(word.removeprefix("ال").translate(_SOUNDS) for word in name.split())


def faults(name: str) -> Iterator[str]:
    """Yield a folded name with one letter left out of one of its long words: what names one letter apart share."""
    words = name.split()
    for at, word in enumerate(words):
        if len(word) >= _LONG:
            for cut in range(1, len(word)):
                yield " ".join((*words[:at], word[:cut] + word[cut + 1 :], *words[at + 1 :]))


def is_variant(a: str, b: str) -> bool:
    """Whether two folded names differ as two spellings of one do, and not as two names do.

    `حسن` and `حسين` are two names though one letter apart: a word that differs must not be a given name in both.
    """
    first, second = a.split(), b.split()
    if len(first) != len(second) or len(first) < 2:
        return False
    given = _given_names()
    changes = 0
    for x, y in zip(first, second, strict=True):
        if x == y:
            continue
        if x.removeprefix("ال") == y.removeprefix("ال"):
            continue
        if (x in given and y in given) or min(len(x), len(y)) < _LONG - 1:
            return False
        changes += OSA.distance(x, y)
    return changes <= _MOST_CHANGES


@cache
def _given_names() -> frozenset[str]:
    return frozenset(fold(row["name"]) for row in rows("given_names"))
