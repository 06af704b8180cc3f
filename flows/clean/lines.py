"""An article's lines, and what is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

_PARAGRAPH = 100
"""Characters from which a line is a paragraph; one that ends a sentence is from 60."""

_PARAGRAPH_WITH_END = 60


class Line(NamedTuple):
    """One line of the source.

    `source[start:end]` is the line without its break; `text` its normalised form; `folded` and `words` the
    matching form and its words, both empty for a line that is too long to be anything but a paragraph.
    """

    number: int
    start: int
    end: int
    text: str
    folded: str
    words: list[str]


def is_paragraph(line: Line) -> bool:
    """Whether a line is a paragraph rather than a title, a heading or furniture."""
    length = len(line.text)
    return length >= _PARAGRAPH or (
        length >= _PARAGRAPH_WITH_END and line.text.endswith((".", "!", "؟", "?", "»", '"', "”"))
    )


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return text.rstrip(' "”»').endswith((".", "!", "؟", "?", "…")) and not text.endswith("..")


@dataclass(slots=True)
class Layout:
    """What the lines are.

    `cuts` maps a line's number to the reason (a code of `removal_reasons.csv`) for which it is cut; `datelines`,
    `stamps` and `repeated_titles` are numbers of lines; `title` is that of the title's line, null if there is none.
    """

    title: int | None = None
    author: str | None = None
    cuts: dict[int, str] = field(default_factory=dict)
    datelines: set[int] = field(default_factory=set)
    stamps: set[int] = field(default_factory=set)
    repeated_titles: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of an article beside its text: title and outlet as told.

    `counts` maps the number of a line that other articles of the outlet hold too to how many hold it.
    """

    title: str | None
    outlet: str | None
    counts: Mapping[int, int]
