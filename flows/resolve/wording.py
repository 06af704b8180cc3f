"""The words around a trigger, signed: what two tellings share though a party or a date was not read in one of them.

A signature is a set of words as bits of one number, so that millions of them take little room; two words fall on one
bit once in `BITS` pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
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
    words = [fold(word) for word in around]
    ordinary, frequent = _words("common_words"), _words("frequent_words")
    named = (w for w in words if len(w) >= _SHORTEST and w not in ordinary)
    said = (stem for w in words if len(w) >= _SHORTEST_SAID and (stem := _stem(w)) not in frequent)
    return Wording(_signature(_stem(w) for w in named), _signature(said))


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


def _signature(words: Iterable[str]) -> int:
    found = 0
    for word in words:
        found |= 1 << crc32(word.encode()) % BITS
    return found
