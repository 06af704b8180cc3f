"""Honest variety: what news does to spelling, and other names in the place of those told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from flows.extract.reader.heads import tag_spans
from flows.extract.reader.labels import NAME_TYPES
from flows.extract.reader.train.network import OTHER_TAGS, OTHER_TYPES
from flows.extract.reader.train.samples import LABELS, OPEN, TAG, Look, Sample, spans

Pool = Mapping[str, Sequence[tuple[str, ...]]]
"""Type -> names as words."""

_BARE = str.maketrans("أإآ", "ااا")
_DOTLESS = str.maketrans({"ي": "ى", "ة": "ه"})
_FARSI = str.maketrans({"ي": "ی", "ك": "ک"})
SPELLINGS = ((_BARE, 0.10), (_DOTLESS, 0.14), (_FARSI, 0.16))
"""Shares of windows, summed up, that lose their hamzas, their final dots, or come in Farsi letters."""

SWAP = 0.25  # of names: another of the same type
CLITIC = 0.05  # of names that nothing is attached to: one letter is
LETTERS = "وبلكف"
_OWN = {"PERS": "PERS", "GPE": "LOC", "LOC": "LOC", "ORG": "ORG"}
"""Ours -> ANERcorp's type."""
_LONGEST_NAME = 8  # words of a name that is put in another's place


def pool(samples: Sequence[Sample]) -> dict[str, list[tuple[str, ...]]]:
    """Gather the names of samples by type, those with a letter attached or with unknown borders aside."""
    found: dict[str, list[tuple[str, ...]]] = {kind: [] for kind in NAME_TYPES}
    for sample in samples:
        for first, end, kind in spans(sample):
            if sample.cuts[first] == 0 and end - first <= _LONGEST_NAME:
                found[kind].append(tuple(sample.words[first:end]))
    return found


def own_pool(samples: Sequence[Sample]) -> dict[str, list[tuple[str, ...]]]:
    """Gather names by ANERcorp's own types: those of its sentences, and ours whose type is one of its."""
    found: dict[str, list[tuple[str, ...]]] = {kind: [] for kind in OTHER_TYPES}
    for sample in samples:
        for first, end, kind in _own_spans(sample):
            found[kind].append(tuple(sample.words[first:end]))
    for kind, names in pool(samples).items():
        if kind in _OWN:
            found[_OWN[kind]] += names
    return found


def own_varied(sample: Sample, names: Pool, draw: Random) -> Sample:
    """Return a sentence of ANERcorp with others of its own types in the place of some names."""
    made, at = Sample([], []), 0
    for first, end, kind in [*_own_spans(sample), (len(sample.words), 0, "")]:
        for i in range(at, first):
            _copy(sample, i, made)
        words = draw.choice(names[kind]) if kind and names[kind] and draw.random() < SWAP else ()
        for i, word in enumerate(words):
            _copy(sample, first, made)
            made.words[-1], made.other[-1] = word, OTHER_TAGS.index(f"{'I' if i else 'B'}-{kind}")
            if i:
                made.spaced[-1], made.names[-1] = True, _inner(sample.names[first])
        for i in range(first, 0 if words else end):
            _copy(sample, i, made)
        at = end
    return made


def _own_spans(sample: Sample) -> list[tuple[int, int, str]]:
    return [] if OPEN in sample.other else tag_spans(sample.other, OTHER_TAGS)


def _inner(tags: int) -> int:
    """Return the tags of a further word of names whose first word has some tags."""
    return sum(
        1 << (number + 1 if tag.startswith("B-") else number)
        for tag, number in TAG.items()
        if tags >> number & 1
    )


def varied(sample: Sample, names: Pool, draw: Random) -> Sample:
    """Return a sample with other names and other spelling, as chance has it; labels move with their words."""
    made = Sample([], [])
    moved: dict[int, int] = {}
    at = 0
    for first, end, kind in [*spans(sample), (len(sample.words), 0, "")]:
        for i in range(at, first):
            moved[i] = len(made.words)
            _copy(sample, i, made)
        if kind:
            moved[first] = len(made.words)
            _put(sample, (first, end, kind), made, names, draw)
        at = end
    moved[len(sample.words)] = len(made.words)
    made.looks = [_moved(look, moved) for look in sample.looks]
    chance = draw.random()
    table = next((table for table, limit in SPELLINGS if chance < limit), None)
    if table is not None:
        made.words = [word.translate(table) for word in made.words]
    return made


def _moved(look: Look, moved: Mapping[int, int]) -> Look:
    """Return an event where its words went; those of a name that another took the place of have only its first.

    A trigger, or an end of what is read with it, can lie within a name: it is then where the name begins.
    """

    def place(word: int) -> int:
        return moved[max(known for known in moved if known <= word)]

    arguments = tuple((moved[word], role, told) for word, role, told in look.arguments if word in moved)
    first, last = place(look.first), place(look.last - 1) + 1
    return replace(
        look,
        start=place(look.start),
        end=max(place(look.end), last),
        first=first,
        last=last,
        arguments=arguments,
    )


def _copy(sample: Sample, i: int, made: Sample) -> None:
    made.words.append(sample.words[i])
    made.spaced.append(sample.spaced[i])
    for name in ("names", *LABELS):
        getattr(made, name).append(getattr(sample, name)[i])


def _put(sample: Sample, span: tuple[int, int, str], made: Sample, names: Pool, draw: Random) -> None:
    """Add a name: its own words or another's, and perhaps a letter before it."""
    first, end, kind = span
    start = len(made.words)
    if sample.cuts[first] == 0 and sample.other[first] == OPEN and names[kind] and draw.random() < SWAP:
        words = draw.choice(names[kind])
        for i, word in enumerate(words):
            _copy(sample, first, made)
            made.words[-1] = word
            made.names[-1] = 1 << TAG[f"{'I' if i else 'B'}-{kind}"]
            if i:
                made.spaced[-1], made.cuts[-1] = True, OPEN
    else:
        for i in range(first, end):
            _copy(sample, i, made)
    word = made.words[start]
    if made.cuts[start] == 0 and word[0].isalpha() and not word.startswith("ال") and draw.random() < CLITIC:
        made.words[start] = draw.choice(LETTERS) + word
        made.cuts[start] = 1
