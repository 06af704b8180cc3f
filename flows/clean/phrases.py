"""What news sites write around an article, read from the knowledge tables into a form that matches fast."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from flows.arabic import LETTER, fold
from flows.knowledge.tables import Row, rows

_WORD = re.compile(rf"[{LETTER}]+|[a-z\u00e0-\u024f]+")
_DIGIT = re.compile("[0-9]")
_LABELS = frozenset(("related", "photo", "tags", "follow"))
"""Reasons whose phrase, with a colon behind it, labels all that follows on the line."""

_COUNTED = frozenset(("comments", "counter", "share"))
"""Reasons whose phrase may stand beside a number."""

_LABELLED_WORDS = 30
"""Words: a labelled line longer than this has swallowed a paragraph."""


def words_of(folded: str) -> list[str]:
    """Return the words of a folded line, without numbers and signs."""
    return _WORD.findall(folded)


def squeeze(folded: str) -> str:
    """Return a folded name's letters and digits alone, so that `و.م.ع` and `و م ع` are one."""
    return "".join(char for char in folded if char.isalnum())


@dataclass(frozen=True, slots=True)
class _Phrase:
    text: str
    words: tuple[str, ...]
    most_words: int
    is_edge: bool
    reason: str


@dataclass(slots=True)
class Phrases:
    """The phrases by how they match."""

    whole: dict[str, _Phrase] = field(default_factory=dict)
    starts: dict[str, list[_Phrase]] = field(default_factory=dict)
    parts: list[_Phrase] = field(default_factory=list)
    any_part: re.Pattern[str] = re.compile("(?!)")

    def reason(self, folded: str, words: list[str], *, at_edge: bool) -> str | None:
        """Say why a line is noise by its words, or null.

        Args:
            folded: the line as `flows.arabic.fold` gives it.
            words: its `words_of`.
            at_edge: whether it stands before the first paragraph or after the last.
        """
        phrase = self.whole.get(" ".join(words))
        if phrase is not None and phrase.reason not in _COUNTED and _DIGIT.search(folded):
            return None
        if phrase is None:
            phrase = self._start(words) or self._labelled(folded, words) or self._part(folded, words)
        return phrase.reason if phrase and (at_edge or not phrase.is_edge) else None

    def _start(self, words: list[str]) -> _Phrase | None:
        for phrase in self.starts.get(words[0], ()) if words else ():
            if len(words) <= phrase.most_words and tuple(words[: len(phrase.words)]) == phrase.words:
                return phrase
        return None

    def _labelled(self, folded: str, words: list[str]) -> _Phrase | None:
        label, colon, _ = folded.partition(":")
        if not colon or len(words) > _LABELLED_WORDS:
            return None
        phrase = self.whole.get(" ".join(words_of(label)))
        return phrase if phrase and phrase.reason in _LABELS else None

    def _part(self, folded: str, words: list[str]) -> _Phrase | None:
        if not self.any_part.search(folded):
            return None
        return next((p for p in self.parts if len(words) <= p.most_words and p.text in folded), None)


def _phrase(row: Row) -> _Phrase:
    folded = fold(row["phrase"])
    most = int(row["words"] or 0)
    return _Phrase(folded, tuple(words_of(folded)), most, row["zone"] == "edge", row["reason"])


@cache
def phrases() -> Phrases:
    """Return the phrases of `noise_phrases.csv`."""
    found = Phrases()
    for row in rows("noise_phrases"):
        phrase = _phrase(row)
        if row["match"] == "line":
            found.whole.setdefault(" ".join(phrase.words), phrase)
        elif row["match"] == "start":
            found.starts.setdefault(phrase.words[0], []).append(phrase)
        else:
            found.parts.append(phrase)
    for starts in found.starts.values():
        starts.sort(key=lambda p: -len(p.words))
    found.any_part = re.compile("|".join(re.escape(p.text) for p in found.parts) or "(?!)")
    return found


@cache
def agencies() -> dict[str, str]:
    """Return the squeezed names of agencies and outlets, each with its kind (`agency`, `outlet`)."""
    found: dict[str, str] = {}
    for row in rows("agencies"):
        for name in row["names"].split("|"):
            found.setdefault(squeeze(fold(name)), row["kind"])
    return found


@cache
def given_names() -> frozenset[str]:
    """Return the folded given names."""
    return frozenset(fold(row["name"]) for row in rows("given_names"))


@cache
def stamp_words() -> dict[str, str]:
    """Return the folded words of stamps, each with its kind (`month`, `day`, `around`)."""
    return {fold(row["word"]): row["kind"] for row in rows("stamp_words")}


@cache
def removal_reasons() -> tuple[str, ...]:
    """Return the codes of `removal_reasons.csv`."""
    return tuple(row["reason"] for row in rows("removal_reasons"))
