"""Knowledge and the reader, where they agree and where they argue: each candidate name is judged by both.

A candidate's score is a log-odds: what found it, and how likely the reader holds just its words to be a name of its
type. Of the candidates that overlap, those win that together score most; one below zero is no name. The weights are
those of `knowledge/name_weights.csv`, which `flows.extract.names.train` learns.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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


def judge(words: Words, heard: Heard, candidates: Iterable[Found]) -> list[Found]:
    """Return the candidates that are names, without overlaps, in order, with the judged probability as confidence."""
    weights = _weights()
    distinct = without_doubles(candidates)
    scored = []
    for found in distinct:
        score = sum(weights.get(feature, 0.0) for feature in features(words, heard, found))
        scored.append((score, replace(found, confidence=round(1 / (1 + exp(-score)), 3))))
    return best_set(scored)


def without_doubles(candidates: Iterable[Found]) -> list[Found]:
    """Return one candidate for each span and type, in order: that of the highest rank, knowledge before the reader."""
    kept: dict[tuple[int, int, int, str], Found] = {}
    for found in sorted(candidates, key=lambda f: (f.method == READER, -f.rank, -f.confidence)):
        kept.setdefault((found.first, found.last, found.cut, found.type), found)
    return sorted(kept.values(), key=lambda f: (f.first, f.last, f.cut, f.type))


def best_set(scored: Sequence[tuple[float, Found]]) -> list[Found]:
    """Return the candidates without overlaps whose scores add up to most; what scores zero or less is left out."""
    order = sorted(
        (s for s in scored if s[0] > 0), key=lambda s: (s[1].last, -s[1].first, s[1].cut, s[1].type)
    )
    ends = [found.last for _, found in order]
    best: list[tuple[float, int]] = [(0.0, -1)]  # of the first n: the sum, and where the last taken one is
    for n, (score, found) in enumerate(order):
        before = bisect_left(ends, found.first, 0, n)
        taken = best[before][0] + score
        best.append((taken, n) if taken > best[n][0] else (best[n][0], -1))
    chosen: list[Found] = []
    n = len(order)
    while n:
        if best[n][1] >= 0:
            found = order[n - 1][1]
            chosen.append(found)
            n = bisect_left(ends, found.first, 0, n - 1)
        else:
            n -= 1
    return chosen[::-1]


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
