"""A question to a curator: what is in doubt, how much it matters, and what each answer writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Cells = Mapping[str, str]
"""Column -> value of a row of corrections, without who, when and why."""

HERE, THERE = "⟦", "⟧"
"""Stand around the words in doubt."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: the rows that it writes; with `asks`, what is typed becomes the value of the last of them."""

    label: str
    rows: tuple[Cells, ...] = ()
    asks: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A question.

    `reason` is doubtful, name, conflict, merge or alias; `key` names what it is about, `decided` the (kind, target)
    pairs of corrections that answer it. `weight` is how much it matters: the highest is asked first.
    `sentences` quote the articles, with marks around the words in doubt.
    """

    reason: str
    key: str
    weight: float
    article_id: str
    question: str
    sentences: tuple[str, ...]
    answers: tuple[Answer, ...]
    decided: frozenset[tuple[str, str]]


def marked(sentence: str, surface: str) -> str:
    """Return a sentence on one line with marks around its first occurrence of some words."""
    line = " ".join(sentence.split())
    words = " ".join(surface.split())
    return line.replace(words, f"{HERE}{words}{THERE}", 1)
