"""English names of things that no table knows: usual spellings of name words, else letter by letter.

Standard: ALA-LC romanization, simplified to plain Latin letters (`knowledge/transliteration.csv`). Arabic leaves short
vowels out, so an `a` stands between two consonants that would meet in the first syllable or in threes; words of
people's names have their usual spelling (`knowledge/name_spellings.csv`).
"""

from __future__ import annotations

import re
from functools import cache

from flows.arabic import LETTER, fold
from flows.knowledge.tables import Row, rows

_WORD = re.compile(rf"[{LETTER}]+")
_ARTICLE = "ال"
_SHORTEST = 3  # letters behind an article that is one
_JOINED = "al-"
_AND_ARTICLE = "وال"
_AND = "wal-"
_VOWELS = "aiu"


def transliterate(name: str, *, of_person: bool) -> str:
    """Return a name in Latin letters; what is no Arabic letter stays.

    Args:
        name: as written in Arabic.
        of_person: whether its words may have a usual spelling as people's names.
    """
    words = _WORD.sub(lambda match: _word(fold(match.group()), of_person=of_person), name.strip())
    return words[:1].upper() + words[1:]


def _word(word: str, *, of_person: bool) -> str:
    fixed = _table("word").get(word)
    if fixed is not None:
        return fixed["latin"]
    if of_person and (usual := _spellings().get(word)) is not None:
        return _capital(usual)
    if word.startswith(_AND_ARTICLE) and len(word) - len(_AND_ARTICLE) >= _SHORTEST:
        return _AND + _word(word.removeprefix(_AND_ARTICLE), of_person=of_person)
    if word.startswith(_ARTICLE) and len(word) - len(_ARTICLE) >= _SHORTEST:
        return _JOINED + _word(word.removeprefix(_ARTICLE), of_person=of_person)
    return _capital(_letters(word))


def _letters(word: str) -> str:
    """Spell a word letter by letter, with an `a` where consonants would pile up."""
    consonants, vowels = _table("consonant"), _table("vowel")
    found: list[str] = []
    since_vowel = 0
    for at, letter in enumerate(word):
        is_last = at + 1 == len(word)
        if letter == "ه" and is_last and at > 1:
            found.append("a")
        elif letter in consonants:
            if since_vowel and (since_vowel > 1 or len(found) == 1):
                found.append("a")
                since_vowel = 0
            found.append(consonants[letter]["latin"])
            since_vowel += 1
        elif letter in vowels:
            sound = _vowel(word, at, found)
            found.append(sound)
            since_vowel = 0 if sound[-1:] in _VOWELS and sound else since_vowel
    return "".join(found)


def _vowel(word: str, at: int, found: list[str]) -> str:
    """A weak letter is a consonant at a word's start and between vowels, else a long vowel."""
    row = _table("vowel")[word[at]]
    if not at:
        return row["start"]
    after_vowel = bool(found) and found[-1][-1:] in _VOWELS
    return row["start"] if after_vowel and word[at] in "وي" else row["latin"]


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


@cache
def _table(kind: str) -> dict[str, Row]:
    return {fold(row["key"]): row for row in rows("transliteration") if row["kind"] == kind}


@cache
def _spellings() -> dict[str, str]:
    return {row["word"]: row["latin"] for row in rows("name_spellings")}
