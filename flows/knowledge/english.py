"""English names of bodies, buildings, agreements and events that no table knows, by their parts.

`اللجنة الوطنية لحقوق الإنسان` is told by a noun, its adjectives and what it is of: National Committee for Human Rights.
The parts are in `body_words.csv`; nationalities and places come from the knowledge.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from flows.arabic import fold
from flows.knowledge import tables
from flows.knowledge.knowledge import Knowledge
from flows.knowledge.things import words_of

_LONGEST_PLACE = 3  # words
_ARTICLES = (("وال", "and"), ("بال", "in"), ("لل", "for"), ("ال", "of"))
_PARTICLES = (("و", "and"), ("ب", "in"), ("ل", "for"))
"""Attached letters, with and without the article, and the English word that joins what follows."""

_FEMININE = ("يه", "ه", "ات")


@dataclass(slots=True)
class _Part:
    """A noun with its adjectives, and the word that joins it to the one before."""

    noun: str
    link: str
    adjectives: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return " ".join([*self.adjectives, self.noun])


def body_in_english(name: str, knowledge: Knowledge, spell: Callable[[str], str]) -> str | None:
    """Return the English name of a body, building, agreement or event by its parts, None where they do not tell it.

    Args:
        name: as written in Arabic.
        knowledge: tells nationalities and places.
        spell: writes a word that nothing knows in Latin letters.
    """
    words = words_of(name).split()
    head = _noun(words, 0)
    if head is None:
        return None
    parts = [_Part(head[0], "")]
    nations: list[str] = []
    proper: list[str] = []
    at = head[1]
    while at < len(words):
        at = _step(words, at, knowledge, parts, nations, proper, spell)
        if at < 0:
            return None
    parts[0].adjectives[:0] = [*nations, *proper]
    told = str(parts[0])
    for part in parts[1:]:
        told += f" {part.link} {part}"
    return told


def _step(
    words: list[str],
    at: int,
    knowledge: Knowledge,
    parts: list[_Part],
    nations: list[str],
    proper: list[str],
    spell: Callable[[str], str],
) -> int:
    """Read the next piece of a name and return the word behind it, -1 where it cannot be told in English."""
    word = words[at]
    national = knowledge.nationals.get(word)
    nation = _table("nationality").get(national.country) if national is not None else None
    if nation is not None:
        nations.append(nation)
        return at + 1
    if (adjective := _adjective(word)) is not None:
        parts[-1].adjectives.append(adjective)
        return at + 1
    if not proper and (noun := _noun(words, at)) is not None:
        parts.append(_Part(noun[0], noun[2]))
        return noun[1]
    if (place := _place(words, at, knowledge)) is not None:
        name, behind, link = place
        if link == "of" and len(parts) == 1:
            proper.append(name)
        else:
            parts.append(_Part(name, link))
        return behind
    if len(parts) > 1 or parts[0].adjectives or nations:
        return -1
    spelt = spell(word)
    proper.append(spelt[:1].lower() + spelt[1:] if proper and spelt.startswith("Al-") else spelt)
    return at + 1


def _noun(words: list[str], at: int) -> tuple[str, int, str] | None:
    """Return the noun at a word, two words wide where the table has such a one: English, the word behind, the link."""
    nouns = _table("noun")
    for base, link in _bases(words[at]):
        wide = f"{base} {words[at + 1]}" if at + 1 < len(words) else ""
        if wide in nouns:
            return nouns[wide], at + 2, link
        if base in nouns:
            return nouns[base], at + 1, link
    return None


def _bases(word: str) -> list[tuple[str, str]]:
    """Return the ways to read a word without its article and attached letters, each with the link that they say."""
    found = [(word, "of")]
    for letters, link in (*_ARTICLES, *_PARTICLES):
        if word.startswith(letters) and len(word) - len(letters) > 1:
            found.append((word[len(letters) :], link))
    return found


def _adjective(word: str) -> str | None:
    adjectives = _table("adjective")
    base = word.removeprefix("ال")
    if base in adjectives:
        return adjectives[base]
    for ending in _FEMININE:
        masculine = base.removesuffix(ending) + ("ي" if ending == "يه" else "")
        if base.endswith(ending) and masculine in adjectives:
            return adjectives[masculine]
    return None


def _place(words: list[str], at: int, knowledge: Knowledge) -> tuple[str, int, str] | None:
    """Return the known place at a word: its English name, the word behind it, and the link."""
    for base, link in ((words[at], "of"), *((b, k) for b, k in _bases(words[at])[1:] if k != "of")):
        for size in range(_LONGEST_PLACE, 0, -1):
            keys = knowledge.names.entries.get(" ".join([base, *words[at + 1 : at + size]]))
            thing = knowledge.thing(keys[0]) if keys and at + size <= len(words) else None
            if thing is not None and thing.type in ("GPE", "LOC") and thing.name_en:
                return thing.name_en, at + size, link
    return None


@cache
def _table(kind: str) -> dict[str, str]:
    return {
        row["key"] if kind == "nationality" else fold(row["key"]): row["english"]
        for row in tables.rows("body_words")
        if row["kind"] == kind
    }
