"""The grammar's view of a sentence, and the small pieces that its rules share: months, years, phrases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flows.arabic import Token
from flows.extract.times.expressions import Meaning
from flows.extract.times.lexicon import Word

_NO_KINDS: dict[str, str] = {}
COMMAS = ("،", ",", "-", "(")
_SAME_MONTH = ("/", "-", "(", "،", "او")


class Found(NamedTuple):
    """What a rule found: its meaning, and the token behind it."""

    meaning: Meaning
    next: int
    is_approximate: bool = False


class Month(NamedTuple):
    """A month's name: number, whether Hijri, how careful to be, and the token behind it."""

    month: int
    hijri: bool
    caution: str
    next: int


@dataclass(slots=True)
class Reader:
    """A sentence under the grammar: its tokens `[start, end)` of the document's, and what each can be."""

    tokens: Sequence[Token]
    words: Sequence[Word | None]
    start: int
    end: int

    def kinds(self, i: int) -> dict[str, str]:
        """Return what token `i` can be, attached particles allowed."""
        word = self.words[i] if self.start <= i < self.end else None
        return word.kinds if word is not None else _NO_KINDS

    def bare(self, i: int) -> dict[str, str]:
        """Return what token `i` can be where no particle is attached to it."""
        word = self.words[i] if self.start <= i < self.end else None
        return word.kinds if word is not None and not word.cut else _NO_KINDS

    def definite(self, i: int) -> bool:
        """Whether token `i` is a word with the article."""
        word = self.words[i] if self.start <= i < self.end else None
        return word is not None and word.definite

    def form(self, i: int) -> str:
        """Return token `i` as it stands, empty outside the sentence."""
        return self.tokens[i].form if self.start <= i < self.end else ""

    def digits(self, i: int) -> str:
        """Return token `i` if it is one of digits, else an empty string."""
        return self.kinds(i).get("digits", "")

    def unit(self, i: int) -> tuple[str, int] | None:
        """Return the unit that token `i` names and its number (1, 2; 0 plural)."""
        value = self.kinds(i).get("unit")
        if value is None:
            return None
        name, number = value.split(":")
        return name, int(number)


def phrase(reader: Reader, i: int) -> tuple[str, int, int] | None:
    """Return the longest fixed phrase at token `i`: its meaning, the token behind it, the letters cut before it."""
    word = reader.words[i] if i < reader.end else None
    if word is None or not word.phrases:
        return None
    for second in (reader.form(i + 1), ""):
        for rest, meaning, cut in word.phrases.get(second, ()):
            behind = i + 1 + len(rest)
            if behind <= reader.end and all(
                reader.tokens[i + 1 + n].form == form for n, form in enumerate(rest)
            ):
                return meaning, behind, cut
    return None


def month_name(reader: Reader, i: int) -> Month | None:
    """Read a month's name at token `i`, in two namings where both are told (`ديسمبر/ كانون الأول`)."""
    found = _one_month(reader, i)
    if found is None:
        return None
    at = found.next
    if reader.form(at) in _SAME_MONTH:
        at += 1
    again = _one_month(reader, at)
    if again is None or again.month != found.month or again.hijri:
        return found
    behind = again.next + (reader.form(at - 1) == "(" and reader.form(again.next) == ")")
    return Month(found.month, found.hijri, "", behind)


def _one_month(reader: Reader, i: int) -> Month | None:
    value = reader.kinds(i).get("month")
    at = i + 1
    if value is None or (
        reader.form(at) in ("الاول", "الثاني", "الاخر") and reader.form(i).endswith("كانون")
    ):
        named = phrase(reader, i)
        if named is None or not named[0].startswith("month:"):
            return None
        value, at = named[0].removeprefix("month:"), named[1]
    calendar, number, caution = value.split(":")
    return Month(int(number), calendar == "h", caution, at)
