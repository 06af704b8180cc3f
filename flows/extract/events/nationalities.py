"""Nationality words by the table of country adjectives alone, for training: annotations do not mark them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from flows.arabic import fold
from flows.document import Document
from flows.extract.readings import NameSpan, NationalSpan
from flows.knowledge import tables

_ENDINGS = ("", "ه", "ين", "ون", "ان", "تان", "تين", "ات", "ا")
_PLURAL = ("ين", "ون", "ات")
_PREFIXES = ("", "و", "ال", "وال", "لل", "بال", "ولل", "وبال", "ول", "ب", "ل")
_SHORTEST = 4  # letters of a word without article; shorter ones are too often other words


def nationality_words(document: Document, names: Sequence[NameSpan]) -> Iterator[NationalSpan]:
    """Yield the nationality words of an article that do not lie in a name, in order."""
    known = _forms()
    covered = {i for name in names for i in range(name.start, name.end)}
    for token in document.tokens:
        if token.start in covered or token.end - 1 in covered:
            continue
        for prefix in _PREFIXES:
            found = known.get(token.form[len(prefix) :]) if token.form.startswith(prefix) else None
            if found and (prefix or len(token.form) >= _SHORTEST):
                has_article = prefix.endswith(("ال", "لل"))
                start = token.start + len(prefix) - (2 if prefix.endswith("ال") else 0)
                yield NationalSpan(start, token.end, found[0], found[1], has_article)
                break


@cache
def _forms() -> dict[str, tuple[str, bool]]:
    forms: dict[str, tuple[str, bool]] = {}
    for row in tables.rows("demonyms"):
        ambiguous = {fold(word) for word in row["ambiguous"].split("|") if word}
        for adjective in filter(None, row["adjectives"].split("|")):
            base = fold(adjective)
            for ending in _ENDINGS:
                if " " not in base and (base not in ambiguous or ending in _PLURAL):
                    forms.setdefault(base + ending, (row["key"], ending in _PLURAL))
        for people in filter(None, row["peoples"].split("|")):
            forms.setdefault(fold(people), (row["key"], True))
    return forms
