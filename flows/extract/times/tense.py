"""Whether the words around a time expression tell of what was or of what is to come."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from flows.arabic import Token, fold
from flows.knowledge.tables import rows

_BEFORE, _BEHIND = 9, 5  # tokens: as far as a verb commonly stands from its adverb of time
_OPENING = 3  # tokens: so near to its beginning an expression opens a sentence
_STOPS = frozenset(".؟!؛:")
_FUTURE_PREFIXES = ("سي", "ست", "سن", "وسي", "وست", "وسن", "فسي", "فست")
_SHORTEST_FUTURE = 5  # letters: `سيتم`, with one more for `ستة` and the like


@cache
def _told() -> dict[str, int]:
    """Return the words that tell the tense, by folded form: -1 past, 1 to come, 0 looks like a future but is none."""
    return {fold(row["form"]): int(row["tense"]) for row in rows("tense_words")}


@lru_cache(maxsize=16384)
def word_tense(form: str) -> int | None:
    """Return what a folded word tells: -1, 1, or None for nothing."""
    told = _told()
    for candidate in (form, form[1:] if form[:1] in ("و", "ف") else form):
        if candidate in told:
            return told[candidate] or None
    if form.startswith(_FUTURE_PREFIXES) and len(form) >= _SHORTEST_FUTURE - (form[0] == "س"):
        return 1
    return None


def tense_at(tokens: Sequence[Token], start: int, first: int, behind: int, end: int) -> int:
    """Return the tense of the expression at tokens `[first, behind)` of the sentence `[start, end)`.

    The nearest telling word before it decides; at the beginning of a sentence, the nearest behind it.
    """
    for i in range(first - 1, max(start, first - _BEFORE) - 1, -1):
        form = tokens[i].form
        if form in _STOPS:
            break
        if (told := word_tense(form)) is not None:
            return told
    for i in range(behind, min(end, behind + _BEHIND) if first - start <= _OPENING else behind):
        form = tokens[i].form
        if form in _STOPS:
            break
        if (told := word_tense(form)) is not None:
            return told
    return 0
