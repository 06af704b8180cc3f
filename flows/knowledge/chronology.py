"""A memory of the news: dated events that are known by heart, each with the words by which an article tells of it.

An undated article can be dated by it: who met whom where, which town was struck, is often enough to tell the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain

from flows.arabic import Token, fold
from flows.errors import InputError

_ANY_END = "*"
_SHORTEST = 3  # letters that are left of a word when attached ones are cut off
_BEFORE = (("و", "ف"), ("ب", "ك", "ل"), ("ال", "لل"))
"""What is written before a word and is none of its letters, in its order; one of each at most."""

Word = tuple[str, bool]
"""A folded word without its article, and whether any ending may follow."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """An event from `first` to `last` day; an article that tells of it has a word of each of its `groups`."""

    key: str
    first: date
    last: date
    groups: int


class Chronology:
    """The events of the table `chronology`, found by the words of a text."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Read the table's rows: `key`, `start` and `end` (ISO days), and `all_of`, groups of words.

        Raises:
            InputError: a row's days or words can't be read.
        """
        self._starts: dict[str, list[tuple[int, int, tuple[Word, ...]]]] = {}
        self._openings: dict[str, list[tuple[int, int, tuple[Word, ...]]]] = {}
        self._events: list[Remembered] = []
        for row in rows:
            self._add(row)
        self._shortest = min(map(len, self._openings), default=0)

    def _add(self, row: Mapping[str, str]) -> None:
        try:
            first, last = date.fromisoformat(row["start"]), date.fromisoformat(row["end"] or row["start"])
        except ValueError:
            raise InputError(
                f"knowledge table chronology: {row['key']}: {row['start']!r} to {row['end']!r} are no days.",
                "Write both as 2021-11-24.",
            ) from None
        groups = [
            [_words(term) for term in group.split("|") if term.strip()] for group in row["all_of"].split("&")
        ]
        if last < first or not all(groups) or not all(map(all, groups)):
            raise InputError(
                f"knowledge table chronology: {row['key']}: its days are reversed, or a group has no words.",
                "Write all_of as word|other word & word, and start before end.",
            )
        number = len(self._events)
        self._events.append(Remembered(row["key"], first, last, len(groups)))
        for group, terms in enumerate(groups):
            for words in terms:
                letters, is_open = words[0]
                index = self._openings if is_open else self._starts
                index.setdefault(letters, []).append((number, group, words))

    def told(self, tokens: Sequence[Token]) -> dict[Remembered, set[int]]:
        """Return the events of which some tokens have words, each with the groups (0 and on) that they have one of."""
        forms = [_forms(token.form) for token in tokens]
        found: dict[int, set[int]] = {}
        for i, own in enumerate(forms):
            for number, group, words in chain.from_iterable(map(self._candidates, own)):
                groups = found.setdefault(number, set())
                if group not in groups and _follow(forms, i, words):
                    groups.add(group)
        return {self._events[number]: groups for number, groups in found.items()}

    def _candidates(self, form: str) -> Iterable[tuple[int, int, tuple[Word, ...]]]:
        yield from self._starts.get(form, ())
        for size in range(self._shortest, len(form) + 1):
            yield from self._openings.get(form[:size], ())


def _follow(forms: Sequence[Sequence[str]], at: int, words: Sequence[Word]) -> bool:
    """Tell whether words stand one behind the other from a token on."""
    if at + len(words) > len(forms):
        return False
    return all(
        any(form.startswith(letters) if is_open else form == letters for form in forms[at + i])
        for i, (letters, is_open) in enumerate(words)
    )


@cache
def _words(term: str) -> tuple[Word, ...]:
    """Return a term's words, folded and without their articles."""
    made = []
    for word in fold(term).split():
        letters = word.rstrip(_ANY_END)
        bare = letters.removeprefix("ال") if len(letters) > _SHORTEST + 1 else letters
        made.append((bare, word.endswith(_ANY_END)))
    return tuple(made)


def _forms(word: str) -> list[str]:
    """Return a folded word, and what is left of it without the letters that can be attached before it."""
    forms = [word]
    for attached in _BEFORE:
        for form in tuple(forms):
            forms += [
                form[len(letters) :]
                for letters in attached
                if form.startswith(letters) and len(form) - len(letters) >= _SHORTEST
            ]
    return forms
