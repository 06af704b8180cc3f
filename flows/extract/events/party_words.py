"""The word that tells what a party is, and what such parties mostly do.

It is the first of a body's name, the one before a person's (`<EVENT>` where another name stands there), or the country
of a place or a nationality. An army attacks, a health ministry counts the dead, a spokesman speaks.
`knowledge/event_party_words.csv` has the log-odds of words; `flows.extract.events.party_words_train` learns them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from flows.extract.events.draft import Naming
from flows.extract.events.linear import SCALE
from flows.extract.events.scene import Scene
from flows.knowledge import tables

TABLE = "event_party_words"

ANY_TYPE = "*"
"""Stands for the type where a word is told too seldom in events of one."""

_ARTICLE = "ال"
_SHORTEST = 3  # letters of a word without its article

_TRUST = 0.25
"""What the word's log-odds count in those of an assignment. By rules alone the F1 of parties in their roles was .541 on
kept articles and .551 on annotated ones, by words of the others alone, and without them .516 and .533; both countries
were right in .609 and .645, without them in .603 and .639."""


def party_word(scene: Scene, naming: Naming) -> str | None:
    """Return the word that tells what a naming's party is, behind its name's type; None where the naming has none."""
    if naming.label == "ORG" and not naming.is_again:
        return f"ORG {_bare(scene.tokens[naming.first].form[len(naming.attached) :])}"
    if naming.label == "PERS" and naming.first > scene.bounds[scene.sentence_of[naming.first]][0]:
        return f"PERS {_bare(scene.words[naming.first - 1])}"
    if naming.label in ("GPE", "NAT") and naming.country:
        return f"{naming.label} {naming.country}"
    return None


def _bare(word: str) -> str:
    return word.removeprefix(_ARTICLE) if len(word) - len(_ARTICLE) >= _SHORTEST else word


def acting_and_receiving(event_type: str, words: Iterable[str | None]) -> tuple[float, float]:
    """Return what speaks for the parties of some words acting in an event, and for their receiving it, log-odds."""
    told = [_told(event_type, word) for word in words if word is not None]
    return _TRUST * sum(acts for acts, _ in told), _TRUST * sum(receives for _, receives in told)


def _told(event_type: str, word: str) -> tuple[float, float]:
    rows = _rows()
    return rows.get((event_type, word)) or rows.get((ANY_TYPE, word)) or (0.0, 0.0)


@cache
def _rows() -> Mapping[tuple[str, str], tuple[float, float]]:
    return {
        (event_type, word): (int(row["actor"]) / SCALE, int(row["recipient"]) / SCALE)
        for row in tables.rows(TABLE)
        for event_type, _, word in [row["key"].partition(" ")]
    }
