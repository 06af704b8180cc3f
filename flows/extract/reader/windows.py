"""An article as the encoder reads it: windows of whole sentences, each a row of pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.document import Document
from flows.extract.reader.pieces import END, START, Pieces

MOST_PIECES = 160
"""Pieces in a window, the two that frame it aside: some five sentences, or one that is very long."""


@dataclass(frozen=True, slots=True)
class Window:
    """Some sentences in one row: `tokens` are positions in `Document.tokens`, `sentences` their sentences' numbers.

    `pieces` are the encoder's input; word i lies on `pieces[firsts[i]]` to `pieces[lasts[i]]`.
    """

    tokens: tuple[int, ...]
    sentences: tuple[int, ...]
    pieces: tuple[int, ...]
    firsts: tuple[int, ...]
    lasts: tuple[int, ...]


Word = tuple[int, int, tuple[int, ...]]
"""A token's position, its sentence's number, and its pieces."""


def windows(document: Document, pieces: Pieces) -> list[Window]:
    """Return an article's sentences as windows, in order; what lies outside of them is not read."""
    return [window(words) for words in _packed(list(_sentences(document, pieces)))]


def window(words: Sequence[Word]) -> Window:
    """Lay words out in a row."""
    row = [START]
    firsts, lasts = [], []
    for _, _, numbers in words:
        firsts.append(len(row))
        row += numbers
        lasts.append(len(row) - 1)
    row.append(END)
    tokens, sentences = tuple(word[0] for word in words), tuple(word[1] for word in words)
    return Window(tokens, sentences, tuple(row), tuple(firsts), tuple(lasts))


BEFORE = 1
"""Sentences before an event's own that are looked at again.

The whole window takes twice as long, and the figures differ by no more than chance.
"""


def around(sentences: Sequence[int], word: int) -> range:
    """Return the words of a word's sentence and of those looked at before it, as far as they are in the window."""
    number = sentences[word]
    inside = [i for i, other in enumerate(sentences) if number - BEFORE <= other <= number]
    return range(inside[0], inside[-1] + 1)


def _sentences(document: Document, pieces: Pieces) -> Iterator[list[Word]]:
    text, tokens = document.text, document.tokens
    at = 0
    for sentence in document.sentences:
        while at < len(tokens) and tokens[at].start < sentence.start:
            at += 1
        words: list[Word] = []
        while at < len(tokens) and tokens[at].start < sentence.end:
            token = tokens[at]
            is_spaced = token.start == 0 or text[token.start - 1].isspace()
            cut = pieces.cut(text[token.start : token.end], is_spaced=is_spaced)
            words.append((at, sentence.number, cut[:MOST_PIECES]))
            at += 1
        yield words


def _packed(sentences: Sequence[Sequence[Word]]) -> Iterator[list[Word]]:
    """Join sentences while they fit; cut a sentence only where it is longer than a window by itself."""
    row: list[Word] = []
    size = 0
    for sentence in sentences:
        length = sum(len(numbers) for _, _, numbers in sentence)
        if row and size + length > MOST_PIECES:
            yield row
            row, size = [], 0
        for word in sentence:
            if row and size + len(word[2]) > MOST_PIECES:
                yield row
                row, size = [], 0
            row.append(word)
            size += len(word[2])
    if row:
        yield row
