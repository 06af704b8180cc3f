"""The trigger lexicon: every form that can tell an event, to be looked up in one step.

The rows are those of `knowledge/triggers.csv`; `flows.extract.morphology` makes their forms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from flows.arabic import fold
from flows.extract.morphology import (
    Form,
    active_participle,
    noun_forms,
    participle_forms,
    passive_participle,
    verb_forms,
)
from flows.knowledge import tables


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the lexicon: `lemma` is its form in folded letters, `roles` its frame."""

    key: str
    kind: str
    lemma: str
    event_type: str
    mode: str
    roles: str


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """What one spelling can be: the row, and the form of it. Each is made once, and is equal to itself alone."""

    entry: Entry
    form: Form


Senses = tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Single words by their letters; fixed expressions by their first word, then their other words.

    An expression whose event type is empty is an idiom: it tells no event, and hides its words.
    """

    words: dict[str, Senses]
    expressions: dict[str, tuple[tuple[tuple[str, ...], Sense], ...]]


@cache
def lexicon() -> Lexicon:
    """Return the lexicon of the shipped table, built once a process."""
    words: dict[str, list[Sense]] = {}
    expressions: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}
    for row in tables.rows("triggers"):
        entry = Entry(
            row["key"], row["kind"], fold(row["form"]), row["event_type"], row["mode"], row["roles"]
        )
        if entry.kind == "fixed":
            first, *others = entry.lemma.split()
            sense = Sense(entry, Form(first, "fixed", "sg"))
            expressions.setdefault(_without_article(first), []).append(
                (tuple(map(_without_article, others)), sense)
            )
            continue
        for form in _forms(entry.kind, row["form"], row["second"]):
            words.setdefault(form.letters, []).append(Sense(entry, form))
    for row in tables.rows("trigger_idioms"):
        first, *others = fold(row["words"]).split()
        entry = Entry(row["words"], "idiom", fold(row["words"]), "", "", "")
        rest = tuple(map(_without_article, others))
        expressions.setdefault(_without_article(first), []).append(
            (rest, Sense(entry, Form(first, "fixed", "sg")))
        )
    return Lexicon(
        {letters: _distinct(found) for letters, found in words.items()},
        {first: tuple(sorted(found, key=_longest_first)) for first, found in expressions.items()},
    )


def _forms(kind: str, form: str, second: str) -> Iterator[Form]:
    if kind == "verb":
        yield from verb_forms(form, second)
        yield from participle_forms(active_participle(form, second))
        yield from participle_forms(passive_participle(form, second))
    elif kind == "noun":
        yield from noun_forms(form, tuple(second.split()))
    else:
        yield from participle_forms(form)


def _distinct(found: list[Sense]) -> Senses:
    """Drop senses that differ only in how the same row reaches the same letters; participles, the rarest, go last."""
    kept: dict[tuple[str, str], Sense] = {}
    for sense in found:
        kept.setdefault((sense.entry.key, sense.form.kind), sense)
    return tuple(sorted(kept.values(), key=lambda sense: sense.form.kind == "participle"))


def _longest_first(expression: tuple[tuple[str, ...], Sense]) -> tuple[int, tuple[str, ...]]:
    return -len(expression[0]), expression[0]


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word
