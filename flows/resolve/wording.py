"""The words around a trigger, signed: what two tellings share though a party or a date was not read in one of them.

A signature is a set of words as bits of one number, so that millions of them take little room; two words fall on one
bit once in `BITS` pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple
from zlib import crc32

from flows.arabic import fold
from flows.knowledge import tables

BITS = 512

BEFORE, BEHIND = 8, 10
"""Words before and behind the trigger: what belongs to an event stands behind it more often, as objects do."""

_WORD = re.compile(r"\w+")
_SHORTEST = 3  # letters; shorter words are particles
_SHORTEST_SAID = 4
_REMEMBERED = 65536  # words whose signature is kept
_OPENINGS = ("وال", "بال", "كال", "فال", "لل", "ال")
_ATTACHED = "وبلف"


class Wording(NamedTuple):
    """Signatures of the words around a trigger: those that are no ordinary words, and all but the most frequent."""

    named: int
    said: int


def wording_of(sentence: str, at: int, length: int) -> Wording:
    """Sign the words around a trigger.

    Args:
        sentence: the text of its sentence.
        at: where the trigger begins in it.
        length: of the trigger, in characters.
    """
    around = _WORD.findall(sentence[:at])[-BEFORE:] + _WORD.findall(sentence[at + length :])[:BEHIND]
    named = said = 0
    for word in around:
        one, other = _signed(word)
        named |= one
        said |= other
    return Wording(named, said)


@lru_cache(maxsize=_REMEMBERED)
def _signed(word: str) -> tuple[int, int]:
    """The bit of a word where it is no ordinary word, and where it is none of the most frequent; else nothing."""
    folded = fold(word)
    if len(folded) < _SHORTEST:
        return 0, 0
    stem = _stem(folded)
    bit = 1 << crc32(stem.encode()) % BITS
    is_said = len(folded) >= _SHORTEST_SAID and stem not in _words("frequent_words")
    return 0 if folded in _words("common_words") else bit, bit if is_said else 0


def bits_of(signature: int) -> list[int]:
    """Return the bits that a signature sets, in order."""
    found = []
    while signature:
        lowest = signature & -signature
        found.append(lowest.bit_length() - 1)
        signature ^= lowest
    return found


def of_bits(bits: Iterable[int]) -> int:
    """Return the signature that sets these bits."""
    return sum(1 << bit for bit in bits)


@cache
def _words(table: str) -> frozenset[str]:
    return frozenset(row["word"] for row in tables.rows(table))


def _stem(word: str) -> str:
    for opening in _OPENINGS:
        if word.startswith(opening) and len(word) - len(opening) >= _SHORTEST:
            return word[len(opening) :]
    return word[1:] if word[0] in _ATTACHED and len(word) > _SHORTEST_SAID else word
