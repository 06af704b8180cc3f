"""One article as the stages hand it on: its text, its sentences, and its characters' way back to the source."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from unicodedata import combining

from flows.arabic import Token, fold, tokenize


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: `text[start:end]`, in paragraph `paragraph` (both count from 0).

    `kind` is `title`, `dateline` or `body`. `repeat_of` is the number of the sentence that an earlier
    paragraph of the same article already told in the same words, else None.
    """

    number: int
    start: int
    end: int
    paragraph: int
    kind: str = "body"
    repeat_of: int | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters that lies in text and source alike: `text[start+i]` came from `source[source_start+i]`."""

    start: int
    source_start: int
    length: int


@dataclass(frozen=True, slots=True)
class Published:
    """The days on which an article can have come out, first and last, and what says so."""

    start: date
    end: date
    basis: str


@dataclass(frozen=True)
class Document:
    """A cleaned article.

    `text` is `articles.text`: normalised, without the removed spans; every offset of the extraction
    points into it. `segments` are in the order of `start` and cover it. Sentences are in order, do not
    overlap, and cover all that is to be read.
    """

    article_id: str
    text: str
    source_text: str
    sentences: tuple[Sentence, ...]
    segments: tuple[Segment, ...]
    outlet: str | None = None
    language: str = "ar"
    published: Published | None = None
    _starts: list[int] = field(init=False, repr=False, compare=False, default_factory=list)

    def __post_init__(self) -> None:
        self._starts.extend(segment.start for segment in self.segments)

    @cached_property
    def folded(self) -> str:
        """The text in its matching form: the same length, the same offsets."""
        return fold(self.text)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The folded text's tokens."""
        return tuple(tokenize(self.folded))

    def dated(self, published: Published | None) -> Document:
        """Return the same document with its date; what was derived from its text is kept."""
        document = replace(self, published=published)
        document.__dict__.update((n, v) for n, v in self.__dict__.items() if n in ("folded", "tokens"))
        return document

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source characters behind `text[start:end]`, half open.

        Marks and elongation that the cleaning dropped inside or right behind the span's last letter
        belong to it, so a surface is shown as it was written.
        """
        first, last = self._source(start), self._source(end - 1) + 1
        following = self._source(end) if end < len(self.text) else len(self.source_text)
        while last < following and _belongs_to_letter(self.source_text[last]):
            last += 1
        return first, last

    def _source(self, offset: int) -> int:
        segment = self.segments[bisect_right(self._starts, offset) - 1]
        return segment.source_start + min(offset - segment.start, segment.length - 1)


def _belongs_to_letter(char: str) -> bool:
    """Whether a dropped character is a vowel mark, a combining hamza or accent, or the elongation."""
    return char == "\u0640" or combining(char) != 0
