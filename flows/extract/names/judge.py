"""Knowledge and the reader, where they agree and where they argue: each candidate name is judged by both.

A score is a log-odds: what found the candidate, and how likely the reader holds just its words to be a name of its
type. `judge` states who wins. The weights are those of
`knowledge/name_weights.csv`; `flows.extract.names.train` learns them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from math import exp

from flows.extract.names.matching import Found
from flows.extract.names.words import Words
from flows.extract.reader.heard import Heard
from flows.extract.reader.labels import NAME_TAGS, NAME_TYPES
from flows.knowledge import tables

READER = "reader"
"""The method of a name that the reader alone found."""

STEPS = (0.01, 0.03, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97, 0.99)

DROPPED = -1.0
MARGIN = 1.0
"""Log-odds; both the best of those tried in cross-validation on the training articles."""

_RANK = 2  # of a reader's name, where a tie must be broken
_LONGEST = 6  # words from which on names are alike
_SCALE = 100  # weights are stored in hundredths


def heard_names(words: Words, heard: Heard) -> Iterable[Found]:
    """Yield the names that the reader hears, as candidates."""
    for name in heard.names:
        first, last = words.at(name.start), words.at(name.end - 1)
        if 0 <= first <= last and words.starts[first] <= name.start < words.ends[first]:
            cut = name.start - words.starts[first]
            yield Found(first, last, cut, name.type, (), None, READER, _RANK, round(name.confidence, 3))


def judge(words: Words, heard: Heard, chosen: Sequence[Found]) -> list[Found]:
    """Return the names of an article, by knowledge and reader together, in order and without overlaps.

    What both find just so is knowledge's. What knowledge alone finds stands, unless it is judged unlikely by `DROPPED`.
    What the reader alone finds is a name if it is judged likely where no other stands, or likelier by `MARGIN` than
    each that it overlaps.

    Args:
        words: the article's words.
        heard: what the reader hears in it.
        chosen: the names that knowledge finds, without overlaps, in order.
    """
    weights = _weights()

    def score(found: Found) -> float:
        return sum(weights.get(feature, 0.0) for feature in features(words, heard, found))

    scored = [(score(found), found) for found in chosen]
    kept = [(value, found) for value, found in scored if value > DROPPED]
    same = {(found.first, found.last, found.cut, found.type) for _, found in kept}
    more = [(score(f), f) for f in heard_names(words, heard) if (f.first, f.last, f.cut, f.type) not in same]
    for value, found in sorted(more, key=lambda pair: (-pair[0], pair[1].first)):
        touched = [other for other in kept if other[1].first <= found.last and found.first <= other[1].last]
        if value > 0 and all(value > other + MARGIN for other, _ in touched):
            kept = [other for other in kept if other not in touched] + [(value, found)]
    return sorted((_with_chance(value, found) for value, found in kept), key=lambda f: f.first)


def _with_chance(value: float, found: Found) -> Found:
    return replace(found, confidence=round(1 / (1 + exp(-value)), 3))


def without_doubles(candidates: Iterable[Found]) -> list[Found]:
    """Return one candidate for each span and type, in order: that of the highest rank, knowledge before the reader."""
    kept: dict[tuple[int, int, int, str], Found] = {}
    for found in sorted(candidates, key=lambda f: (f.method == READER, -f.rank, -f.confidence)):
        kept.setdefault((found.first, found.last, found.cut, found.type), found)
    return sorted(kept.values(), key=lambda f: (f.first, f.last, f.cut, f.type))


def features(words: Words, heard: Heard, found: Found) -> list[str]:
    """Return what bears on whether a candidate is a name."""
    method = found.method
    size = min(found.length, _LONGEST)
    said = [
        "bias",
        f"m={method}",
        f"mt={method} {found.type}",
        f"mn={method} {size}",
        f"n={found.type} {size}",
    ]
    rows = _rows(words, heard, found)
    if not rows:
        return [*said, "unheard"]
    exact, touched, nothing, is_cut = _chances(words, heard, found, rows)
    family = method.partition(":")[0]
    for name, chance in (("e", exact), ("t", touched), ("o", nothing)):
        passed = [f"{name}>{step}" for step in STEPS if chance > step]
        said += [*passed, *(f"{family} {step}" for step in passed)]
    said.append(f"cut={is_cut} {min(found.cut, 1)}")
    return said


def _rows(words: Words, heard: Heard, found: Found) -> list[int]:
    """Return the reader's rows for a candidate's words; none if it did not read one of them."""
    starts = words.token_starts
    tokens = [bisect_right(starts, words.starts[at]) - 1 for at in range(found.first, found.last + 1)]
    rows = [int(heard.row[token]) for token in tokens]
    return [] if min(rows) < 0 else rows


def _chances(
    words: Words, heard: Heard, found: Found, rows: Sequence[int]
) -> tuple[float, float, float, bool]:
    """Return the probabilities that just these words are such a name, that some are in one, that none is in any.

    Last, whether the letters that stand before the name are those that the reader hears.
    """
    begins = 1 + 2 * NAME_TYPES.index(found.type)
    tags = heard.tags
    exact = float(min([tags[rows[0], begins], *(tags[row, begins + 1] for row in rows[1:])]))
    after = rows[-1] + 1
    if after < len(tags) and heard.sentence[after] == heard.sentence[rows[-1]]:
        exact *= 1.0 - float(tags[after, begins + 1])
    touched = max(float(tags[row, begins] + tags[row, begins + 1]) for row in rows)
    nothing = min(float(tags[row, NAME_TAGS.index("O")]) for row in rows)
    return exact, touched, nothing, int(heard.cuts[rows[0]]) == found.cut


@cache
def _weights() -> dict[str, float]:
    return {row["key"]: int(row["weight"]) / _SCALE for row in tables.rows("name_weights")}
