"""A memory of the news: dated events that are known by heart, each with the words by which an article tells of it.

An undated article can be dated by it: who met whom where, which town was struck, is often enough to tell the day.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import chain
from math import log
from typing import NamedTuple

from flows.arabic import Token, fold
from flows.errors import InputError

_ANY_END = "*"
_SHORTEST = 3  # letters that are left of a word when attached ones are cut off
_BEFORE = (("و", "ف"), ("ب", "ك", "ل"), ("ال", "لل"))
"""What is written before a word and is none of its letters, in its order; one of each at most."""

_ERA = 180  # days on each side of an era's middle
_ERA_STEP = 91  # days from one era to the next
_UNTOLD = 2.0  # events of any era that a term counts as having beside its own: rare terms tell little

Word = tuple[str, bool]
"""A folded word without its article, and whether any ending may follow."""

Term = tuple[Word, ...]
"""A word or a short phrase by which events are found."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """An event from `first` to `last` day; an article that tells of it has a word of each of its `groups`."""

    key: str
    first: date
    last: date
    groups: int


class Told(NamedTuple):
    """What a text has of known events: each with the groups (0 and on) of which it has a word, and all those terms."""

    events: dict[Remembered, set[int]]
    terms: set[Term]


class Chronology:
    """The events of the table `chronology`, found by the words of a text."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Read the table's rows: `key`, `start` and `end` (ISO days), and `all_of`, groups of words.

        Raises:
            InputError: a row's days or words can't be read.
        """
        self._starts: dict[str, list[tuple[int, int, Term]]] = {}
        self._openings: dict[str, list[tuple[int, int, Term]]] = {}
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

    def told(self, tokens: Sequence[Token]) -> Told:
        """Return the events of which some tokens have words."""
        forms = [_forms(token.form) for token in tokens]
        found: dict[int, set[int]] = {}
        terms: set[Term] = set()
        for i, own in enumerate(forms):
            for number, group, words in chain.from_iterable(map(self._candidates, own)):
                groups = found.setdefault(number, set())
                if (group not in groups or words not in terms) and _follow(forms, i, words):
                    groups.add(group)
                    terms.add(words)
        return Told({self._events[number]: groups for number, groups in found.items() if groups}, terms)

    def era(self, terms: Collection[Term]) -> date | None:
        """Return the middle of the year in which the events of some terms lie most densely, None without a term.

        Names come and go: who is told of together tells when a text was written, though none of its events is known.
        Each year, a quarter after the other, is weighed by how much oftener the terms are those of its events than
        of all events (log-likelihood ratio, smoothed).
        """
        if not terms:
            return None
        days = [self._days_of[term] for term in terms]
        return max(self._eras, key=lambda era: sum([_log_ratio(own, *era) for own in days]))[0]

    @cached_property
    def _days_of(self) -> Mapping[Term, list[int]]:
        """The days (ordinals, in order) of the events that each term belongs to."""
        found: dict[Term, list[int]] = {}
        for index in (self._starts, self._openings):
            for number, _, term in chain.from_iterable(index.values()):
                found.setdefault(term, []).append(self._events[number].first.toordinal())
        return {term: sorted(days) for term, days in found.items()}

    @cached_property
    def _eras(self) -> list[tuple[date, float]]:
        """The years that are weighed, each by its middle, with the share of all events that lies in it."""
        days = sorted(event.first.toordinal() for event in self._events)
        middles = range(days[0], days[-1] + 1, _ERA_STEP)
        shares = ((middle, _within(days, middle) / len(days)) for middle in middles)
        return [(date.fromordinal(middle), share) for middle, share in shares if share]

    def _candidates(self, form: str) -> Iterable[tuple[int, int, Term]]:
        yield from self._starts.get(form, ())
        for size in range(self._shortest, len(form) + 1):
            yield from self._openings.get(form[:size], ())


def _within(days: Sequence[int], middle: int) -> int:
    """Return how many of some days, in order, lie in the year around another."""
    return bisect_left(days, middle + _ERA) - bisect_left(days, middle - _ERA)


def _log_ratio(days: Sequence[int], middle: date, share: float) -> float:
    """Return how much denser a term's days lie in a year than all events do, as a logarithm."""
    expected = _UNTOLD * share
    return log((_within(days, middle.toordinal()) + expected) / (len(days) * share + expected))


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
