"""Words as pieces of a fixed vocabulary: the most likely cut under a unigram model (Kudo 2018)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

START, PAD, END, UNKNOWN = 0, 1, 2, 3
"""The vocabulary's first four entries; no word is made of them, but for an unknown letter."""

SPACE = "▁"
"""Stands for the blank before a word."""

_UNKNOWN_COST = 10.0
"""How much less likely than the rarest piece an unknown letter is: as in the encoder's own tokeniser."""

_MOST_KEPT = 200_000
"""Words whose pieces are kept: news repeats its words; more than this is some other text, and memory counts."""

_LIKENED = str.maketrans({"ی": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ٱ": "ا"} | {
    chr(zero + i): str(i) for zero in (0x0660, 0x06F0) for i in range(10)
} | dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’", "'") | dict.fromkeys("–—―−", "-") | {"…": "."})  # fmt: skip
"""Signs that the vocabulary holds in one shape only; each stays one character."""


class Pieces:
    """A vocabulary of pieces with their log-likelihoods."""

    def __init__(self, pieces: Iterable[tuple[str, float]]) -> None:
        """Take the pieces in the order of their numbers, the four special ones first."""
        self._scores: dict[str, tuple[int, float]] = {}
        for number, (piece, score) in enumerate(pieces):
            if number > UNKNOWN:
                self._scores.setdefault(piece, (number, score))
        self._longest = max(map(len, self._scores), default=1)
        self._unknown = min((score for _, score in self._scores.values()), default=0.0) - _UNKNOWN_COST
        self._kept: dict[str, tuple[int, ...]] = {}

    @classmethod
    def read(cls, path: Path) -> Pieces:
        """Read a file with a piece, a tab and its score in each line."""
        lines = path.read_text("utf-8").removesuffix("\n").split("\n")  # a piece may be an odd line break
        return cls((piece, float(score)) for piece, _, score in (line.rpartition("\t") for line in lines))

    def cut(self, word: str, *, is_spaced: bool) -> tuple[int, ...]:
        """Return the numbers of a word's pieces; `is_spaced` where a blank or a line's start is before it."""
        text = (SPACE if is_spaced else "") + word.translate(_LIKENED)
        found = self._kept.get(text)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[text] = self._best(text)
        return found

    def _best(self, text: str) -> tuple[int, ...]:
        """Return the likeliest way to cut a text: the best way to each position, from left to right."""
        ways: list[tuple[float, int, int]] = [(0.0, 0, UNKNOWN)]
        for end in range(1, len(text) + 1):
            best = (ways[end - 1][0] + self._unknown, end - 1, UNKNOWN)
            for start in range(max(0, end - self._longest), end):
                known = self._scores.get(text[start:end])
                if known is not None and ways[start][0] + known[1] > best[0]:
                    best = (ways[start][0] + known[1], start, known[0])
            ways.append(best)
        numbers: list[int] = []
        end = len(text)
        while end:
            _, start, number = ways[end]
            numbers.append(number)
            end = start
        return tuple(reversed(numbers))
