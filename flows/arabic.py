"""What every stage knows of Arabic writing: the folded form, letters, tokens and attached particles.

All functions here keep positions: `fold(text)` has exactly one character for each character of `text`,
so an offset into the one is an offset into the other.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_SAME_LETTER = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه",
    "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ک": "ك", "گ": "ك", "ڭ": "ك", "ڪ": "ك", "پ": "ب", "ڤ": "ف", "ڨ": "ق",
    "چ": "ج", "ژ": "ز", "ڢ": "ف",
}  # fmt: skip
_DIGITS = {chr(zero + i): str(i) for zero in (0x0660, 0x06F0) for i in range(10)}
_QUOTES = dict.fromkeys("“”„‟«»‹›″〝〞＂", '"') | dict.fromkeys("‘’‚‛′`´", "'")
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")
_LOWER = {chr(c): chr(c + 32) for c in range(ord("A"), ord("Z") + 1)}
_SPACES = dict.fromkeys(
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "
)
_FOLD = _SAME_LETTER | _DIGITS | _QUOTES | _DASHES | _LOWER | _SPACES
_USUAL = tuple((char, _FOLD[char]) for char in "أإآىئؤة")
_RARE = re.compile("[" + re.escape("".join(char for char in _FOLD if char not in "أإآىئؤة")) + "]")
"""Letters that every text is full of are replaced one by one, which is ten times as fast as `str.translate`."""

LETTER = "\u0621-\u064a\u066e-\u06d3\u06fa-\u06fc"
"""The Arabic letters, as the inside of a character class."""

_TOKEN = re.compile(rf"[{LETTER}]+|[0-9]+(?:[.,٫٬/:-][0-9]+)*|[A-Za-z\u00c0-\u024f]+|[^\s]")

PARTICLES = (
    "وال", "فال", "بال", "كال", "ولل", "فلل", "وبال", "وكال", "لل", "ال", "وب", "ول", "وك", "فب", "فل",
    "و", "ف", "ب", "ل", "ك", "س",
)  # fmt: skip
"""Attached particles and the article, as they may stand before a word's own letters, longest first by use."""


_new = tuple.__new__  # tokens are made by the thousand, and `Token(...)` takes twice as long


class Token(NamedTuple):
    """One token of a folded text: `folded[start:end] == form`."""

    form: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return the form that serves matching: one character for each of `text`.

    Hamza carriers, final yeh and teh marbuta, Farsi and Maghrebi letters, digits, quotes, dashes and
    spaces each fold into one; Latin letters into lower case.
    """
    for char, other in _USUAL:
        text = text.replace(char, other)
    return _RARE.sub(_folded, text)


def _folded(match: re.Match[str]) -> str:
    return _FOLD[match.group()]


def tokenize(folded: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Split a folded text into words, numbers (dates and decimals in one piece) and single signs.

    Args:
        folded: a text as `fold` returns it.
        start: first character to read; offsets in the result count from the text's own start.
        end: one past the last character to read; the text's end if None.
    """
    limit = len(folded) if end is None else end
    return [_new(Token, (m.group(), *m.span())) for m in _TOKEN.finditer(folded, start, limit)]
