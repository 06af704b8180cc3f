"""Public corpora of names as samples, their types mapped to ours as far as they tell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from flows.arabic import fold, tokenize
from flows.extract.reader.train.network import OTHER_TAGS
from flows.extract.reader.train.samples import LABELS, Sample, tag_set

Kinds = Mapping[str, tuple[str, ...]]

_UNTOLD = ("O", "LAW", "EVENT")
"""What lies outside of names in a corpus that marks neither treaties nor events."""

ANERCORP: Kinds = {
    "O": _UNTOLD, "PERS": ("PERS",), "LOC": ("GPE", "LOC", "FAC"), "ORG": ("ORG",), "MISC": _UNTOLD,
}  # fmt: skip
NEWSFANE: Kinds = {
    "O": _UNTOLD, "PER": ("PERS",), "ORG": ("ORG",), "GPE": ("GPE",), "LOC": ("LOC",), "FAC": ("FAC",),
    "PRO": _UNTOLD, "VEH": _UNTOLD, "WEA": _UNTOLD,
}  # fmt: skip
AQMAR: Kinds = {**ANERCORP, "PER": ("PERS",)}
WOJOOD: Kinds = {
    "PERS": ("PERS",), "ORG": ("ORG", "GPE"), "GPE": ("GPE",), "LOC": ("LOC", "GPE"), "FAC": ("FAC",),
    "LAW": ("LAW",), "EVENT": ("EVENT", "O"),
}  # fmt: skip
"""Wojood calls a state that acts an ORG, and its events are wider than ours; its other types are no names."""

_MOST_WORDS = 90
"""Longer sentences are cut: their pieces still fit a window."""

Line = tuple[str, str]


def sentences(path: Path) -> Iterator[list[Line]]:
    """Yield a file's sentences as (token, tag) pairs."""
    rows: list[Line] = []
    for line in path.read_text("utf-8").splitlines():
        token, _, tag = line.partition("\t")
        if token.strip():
            rows.append((token.strip(), tag.strip() or "O"))
        elif rows:
            yield rows
            rows = []
    if rows:
        yield rows


def samples(path: Path, kinds: Kinds, *, is_own: bool = False) -> Iterator[Sample]:
    """Yield a file's sentences as samples.

    Args:
        path: a CoNLL file with BIO tags.
        kinds: the corpus's type -> those of ours that it can be; a type that is absent is no name.
        is_own: the tags are ANERcorp's own, for the head that compares with the literature.
    """
    for rows in sentences(path):
        for start in range(0, len(rows), _MOST_WORDS):
            yield _sample(rows[start : start + _MOST_WORDS], kinds, is_own=is_own)


def _sample(rows: Iterable[Line], kinds: Kinds, *, is_own: bool) -> Sample:
    made = Sample([], [])
    for token, tag in rows:
        part, _, kind = tag.partition("-")
        for number, word in enumerate(tokenize(fold(token))):
            inner = "I" if number and part == "B" else part
            made.words.append(token[word.start : word.end])
            made.spaced.append(word.start == 0)
            made.names.append(tag_set(inner, kinds.get(kind or "O", ("O",))))
            if is_own:
                own = f"{inner}-{kind}" if kind else "O"
                made.other.append(OTHER_TAGS.index(own))
    made.__post_init__()
    return made


def packed(found: Iterable[Sample], most: int = 100) -> list[Sample]:
    """Join neighbouring sentences to rows of at most `most` words, as an article's windows hold several.

    A name is easier told where the sentences around it tell more of it.
    """
    rows: list[Sample] = []
    for sample in found:
        if rows and len(rows[-1].words) + len(sample.words) <= most:
            for part in ("words", "spaced", "names", *LABELS):
                getattr(rows[-1], part).extend(getattr(sample, part))
        else:
            rows.append(sample)
    return rows


def joined(first: list[Sample], second: list[Sample]) -> list[Sample]:
    """Join two corpora of the same text: sentences with the same letters become one sample with both labels.

    The names of `second` (the finer types) win; what has no counterpart stays as it is.
    """
    by_letters = {_letters(sample): sample for sample in second}
    result = []
    for sample in first:
        twin = by_letters.pop(_letters(sample), None)
        if twin is not None:
            at = {place: names for place, names in zip(_places(twin), twin.names, strict=True) if place >= 0}
            sample.names = [
                at.get(place, own) for place, own in zip(_places(sample), sample.names, strict=True)
            ]
        result.append(sample)
    return result + list(by_letters.values())


def _letters(sample: Sample) -> str:
    return "".join(fold(word) for word in sample.words if word[0].isalnum())


def _places(sample: Sample) -> list[int]:
    """Return how many letters stand before each word; -1 for signs."""
    found, size = [], 0
    for word in sample.words:
        found.append(size if word[0].isalnum() else -1)
        size += len(word) if word[0].isalnum() else 0
    return found
