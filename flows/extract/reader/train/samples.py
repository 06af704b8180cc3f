"""What the reader learns from: rows of words with labels, some of them unknown.

A corpus that does not tell a head's labels leaves them open, so that no corpus's labels punish another's: a word's
name tag is a set of tags that are all right, and -1 stands for an unknown label of the other heads.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flows.extract.reader.labels import NAME_TAGS, NAME_TYPES

OPEN = -1
LABELS = ("other", "triggers", "types", "cuts")
"""The heads with one label a word, besides the names."""

TAG = {tag: number for number, tag in enumerate(NAME_TAGS)}
ANY_TAG = (1 << len(NAME_TAGS)) - 1
"""All tags are right: nothing is known of the word."""


def tag_set(part: str, kinds: tuple[str, ...]) -> int:
    """Return the tags of some types as a set of bits: those of `part` (B or I), or both for a word outside of names.

    `O` among the types stands for no name.
    """
    parts = "BI" if part == "O" else part
    return sum({1 << TAG["O" if kind == "O" else f"{p}-{kind}"] for kind in kinds for p in parts})


@dataclass(frozen=True, slots=True)
class Look:
    """One event of a window: its trigger's words, `first` to before `last`, and its fields as class numbers or OPEN.

    The words looked at are `start` to before `end`. `arguments` are (word, number in ARGUMENTS, 0 or 1): all of them
    that could be one and whether it is.
    """

    start: int
    end: int
    first: int
    last: int
    status: int
    mode: int
    dating: int
    sourcing: int
    shape: int
    arguments: tuple[tuple[int, int, int], ...]


@dataclass(slots=True)
class Sample:
    """One window of words. `spaced[i]`: a blank or a line's start is before word i.

    `names` are sets of right tags, `other` ANERcorp's tags, the others labels or OPEN. `looks` are its events.
    """

    words: list[str]
    spaced: list[bool]
    names: list[int] = field(default_factory=list)
    other: list[int] = field(default_factory=list)
    triggers: list[int] = field(default_factory=list)
    types: list[int] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    tokens: tuple[int, ...] = ()
    """Positions in the article's tokens, where the window is one of an article."""

    def __post_init__(self) -> None:
        size = len(self.words)
        self.names = self.names or [ANY_TAG] * size
        for name in LABELS:
            if not getattr(self, name):
                setattr(self, name, [OPEN] * size)


def spans(sample: Sample) -> list[tuple[int, int, str]]:
    """Return the names whose tag is known beyond doubt: first word, one past the last, type."""
    found = []
    size = len(sample.words)
    first = {1 << TAG[f"B-{kind}"]: kind for kind in NAME_TYPES}
    at = 0
    while at < size:
        kind = first.get(sample.names[at])
        end = at + 1
        if kind is not None:
            while end < size and sample.names[end] == 1 << TAG[f"I-{kind}"]:
                end += 1
            found.append((at, end, kind))
        at = end
    return found
