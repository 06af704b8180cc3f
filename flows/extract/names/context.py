"""What the patterns of one article look at: its words, and for each what the tables say of it."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from flows.extract.names.matching import Match, match
from flows.extract.names.words import MOST_KEPT, Words, kept_cuts
from flows.knowledge.knowledge import Knowledge, National, Ways

_POSSESSIVES = ("ته", "ها", "هم", "نا")
"""Endings of words with a possessive, which no name behind a particle has: `بسفينته`."""


class NationalAt(NamedTuple):
    """A nationality that starts at a word: its last word, the letters cut off, what it tells."""

    last: int
    cut: int
    national: National


class Context:
    """One article's words with what the knowledge says of them, each looked up once."""

    def __init__(self, words: Words, knowledge: Knowledge) -> None:
        self.words = words
        self.knowledge = knowledge

    @cached_property
    def known(self) -> list[Match | None]:
        """The known name that starts at each word."""
        return self._matches(0)

    @cached_property
    def shy(self) -> list[Match | None]:
        """The known name that is an ordinary word too and starts at each word."""
        return self._matches(1)

    @cached_property
    def heads(self) -> list[Match | None]:
        """The word that opens names and starts at each word."""
        return self._matches(2)

    @cached_property
    def titles(self) -> list[Match | None]:
        """The title that starts at each word."""
        return self._matches(3)

    @cached_property
    def bodies(self) -> list[Match | None]:
        """The name of a body that each country has, and that starts at each word."""
        return self._matches(4)

    @cached_property
    def nationals(self) -> list[NationalAt | None]:
        """The nationality that starts at each word."""
        found: list[NationalAt | None] = [None] * len(self.words)
        for at, ways in self._ways[-1]:
            found[at] = self._national(at, *ways[0])
        return found

    def _national(self, at: int, cut: int, rest: str) -> NationalAt | None:
        words, nationals = self.words, self.knowledge.nationals
        if at + 1 < len(words) and words.glued[at + 1]:
            two = nationals.get(f"{rest} {words.forms[at + 1]}")
            if two is not None:
                return NationalAt(at + 1, cut, two)
        one = nationals.get(rest)
        return NationalAt(at, cut, one) if one is not None else None

    def national_after(self, last: int) -> NationalAt | None:
        """Return the definite country adjective right behind word `last`, or None."""
        at = last + 1
        if at >= len(self.words) or not self.words.glued[at]:
            return None
        found = self.nationals[at]
        return found if found is not None and not found.cut and found.national.is_definite else None

    def agrees(self, last: int, national: NationalAt) -> bool:
        """Whether a country adjective agrees in gender with word `last` before it, if that is a feminine."""
        adjective = self.words.forms[national.last]
        return not self.words.forms[last].endswith("ه") or adjective.endswith(("ه", "ات"))

    def quotation(self, at: int, most: int) -> int | None:
        """Return the last word of the quotation that opens right before a word, if it has at most `most` words."""
        words = self.words
        if not words.opened[at]:
            return None
        for last in range(at, min(at + most, len(words))):
            if last > at and not words.glued[last]:
                return None
            if words.closed[last]:
                return last
        return None

    def has_rule(self, reading: str, form: str) -> bool:
        """Whether name_rules.csv gives a word this reading."""
        return form in self.knowledge.rules[reading]

    def is_common(self, form: str) -> bool:
        """Whether a word is an ordinary one, as it stands or without `و`."""
        common = self.knowledge.common_words
        return form in common or (len(form) > 3 and form[0] in "وف" and form[1:] in common)

    def is_namelike(self, at: int) -> bool:
        """Whether a word is used in people's names."""
        form = self.words.forms[at]
        names = self.knowledge.name_words
        return form in names or (form.startswith("ال") and form[2:] in names and not self.is_common(form))

    @cached_property
    def _ways(self) -> list[list[tuple[int, Ways]]]:
        """Per set of openers: the words with which a name of it can start, and how they are read then."""
        kept = self.knowledge.ways
        found: list[list[tuple[int, Ways]]] = [[] for _ in self.knowledge.openers]
        for at, form in enumerate(self.words.forms):
            ways = kept.get(form)
            if ways is None:
                if len(kept) >= MOST_KEPT:
                    kept.clear()
                ways = kept[form] = self._ways_of(form)
            for number, some in ways:
                found[number].append((at, some))
        return found

    def _ways_of(self, form: str) -> tuple[tuple[int, Ways], ...]:
        ways = kept_cuts(form)
        of_each = [
            (number, tuple([way for way in ways if way[1] in openers]))
            for number, openers in enumerate(self.knowledge.openers)
        ]
        return tuple([each for each in of_each if each[1]])

    def openings(self, form: str) -> Ways:
        """Return the ways to read a word as the first of a person's name where nothing says that one follows."""
        kept = self.knowledge.openings
        found = kept.get(form)
        if found is None:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            found = kept[form] = tuple(way for way in kept_cuts(form) if self._may_open(*way, form))
        return found

    def _may_open(self, cut: int, rest: str, form: str) -> bool:
        names = self.knowledge.name_words
        if cut and (len(rest) < 3 or form.startswith("ال") or form in names or self.is_common(form)):
            return False
        if self.has_rule("verb", form):
            return False
        return rest in names or (not cut and self.has_rule("joiner", rest))

    def has_particle(self, form: str) -> bool:
        """Whether a word reads as a particle before an ordinary word, a name or a country."""
        knowledge = self.knowledge
        if form.startswith(("لل", "بال", "وال", "فال", "كال", "ولل")):
            return True
        if (form[0] == "و" and len(form) > 3) or (
            form[0] in "فبل" and len(form) > 4 and form.endswith(_POSSESSIVES)
        ):
            return form not in knowledge.name_words
        if form[0] in "فبلكس" and len(form) > 3:
            rest = form[1:]
            if (
                rest in knowledge.common_words
                or rest in knowledge.names.entries
                or self.has_rule("joiner", rest)
            ):
                return True
            return form[0] in "فبل" and rest in knowledge.name_words
        return False

    def _matches(self, number: int) -> list[Match | None]:
        words, index = self.words, self.knowledge.indexes[number]
        found: list[Match | None] = [None] * len(words)
        for at, ways in self._ways[number]:
            found[at] = match(words, at, index, ways)
        return found
