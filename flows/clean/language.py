"""Which language a text is in, by its script and its commonest words."""

from __future__ import annotations

import re
from functools import cache

from flows.knowledge.tables import rows

_SAMPLE = 600
"""Characters that are looked at."""

_WORD = re.compile(r"[^\W\d_]+")
_ARABIC_SCRIPT = re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LEAST_SHARE = 0.03
"""Of a text's words, how many must be the language's commonest: real texts have 0.15 and more, headlines less."""

_LEAST_WORDS = 2
"""Of another language than Arabic: one word can be a name, or a slip of the keyboard."""

_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")


@cache
def _common() -> dict[str, dict[str, list[str]]]:
    """Return for each script (`arabic`, `other`) the languages of each common word."""
    found: dict[str, dict[str, list[str]]] = {"arabic": {}, "other": {}}
    for row in rows("language_words"):
        for word in row["words"].split():
            found[row["script"]].setdefault(word, []).append(row["language"])
    return found


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language, or null if it cannot be told."""
    sample = _MARKS.sub("", text[:_SAMPLE])
    words = _WORD.findall(sample.lower())
    arabic = sum(map(len, filter(_ARABIC_SCRIPT.match, words)))
    if not words:
        return None
    script = "arabic" if arabic * 2 >= sum(map(len, words)) else "other"
    known = _common()[script]
    counts: dict[str, int] = {}
    for word in words:
        for language in known.get(word, ()):
            counts[language] = counts.get(language, 0) + 1
    if script == "arabic":
        counts["ar"] = counts.get("ar", 0) + sum(
            [len(w) > 4 and w.startswith(("ال", "وال", "بال", "لل")) for w in words]
        )
    best = min(counts, key=lambda language: (-counts[language], language), default=None)
    if best is None:
        return None
    least = 1 if best == "ar" else _LEAST_WORDS
    return best if counts[best] >= max(least, _LEAST_SHARE * len(words)) else None
