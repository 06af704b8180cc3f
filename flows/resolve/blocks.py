"""Which tellings are compared: those of one article, and across articles those that share a date and parties.

Comparing all pairs would cost the square of the corpus. A block holds tellings of one type with one key: their
exact dates, or a month that both touch, with a party or a pair of countries; the days in which their articles came
out with a party, a country or the place, as what is read in one article can lack the date or a party that is read in
the other; and the same parties with the same trigger, in articles of one month or, where no article's date is known,
with the same person.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

import polars as pl

from flows.resolve.pairs import is_soon
from flows.resolve.tellings import Telling

NARROW = 31
"""Days: a date this wide or less says when an event was well enough to recognise it by another date that it meets."""

MOST_COUNTRIES = 4
"""A telling with more countries is a list of participants; its pairs of countries say little."""

LARGEST = 40
"""A telling is compared with so many members before it in any block, so that a block that grows loses no pair that it
had side by side; in a larger one it is compared with those of its trigger and its place as well."""

FEWEST_PARTIES = 2
"""Of what is compared by parties and trigger alone: with fewer, half of the press tells the like each month."""

WINDOW = 8
"""Days between two articles that tell the news of one day, and for a while what led to it."""

BESIDE = 24
"""In a part that is still larger, a telling is compared with so many before it."""

Pair = tuple[int, int]


Key = tuple[object, ...]
"""A block: what kind it is, and what its tellings have in common."""

_EXACT, _MONTH, _TOLD, _NEAR = "exact", "month", "told", "near"


def candidate_pairs(tellings: Sequence[Telling]) -> Iterator[Pair]:
    """Yield positions of tellings to compare across articles, the lower first, each pair once.

    Args:
        tellings: of one type, in order.
    """
    for position, others in partners(tellings):
        yield from ((other, position) for other in sorted(others))


def partners(tellings: Sequence[Telling]) -> Iterator[tuple[int, set[int]]]:
    """Yield for each telling those before it with which it is compared across articles, by their positions.

    They are the pairs that `block_pairs` yields of all blocks. Blocks are walked together, telling by telling, so that
    a pair that many of them hold is met once and nothing is kept of it.

    Args:
        tellings: of one type, in order.
    """
    meeting: dict[int, array[int]] = defaultdict(lambda: array("i"))
    walked: list[list[_Block]] = [[] for _ in tellings]
    for key, block in _blocks(tellings).items():
        if key[0] == _MONTH:
            for a, b in block_pairs(key, block.members, tellings):
                meeting[b].append(a)
        else:
            for position in block.members:
                walked[position].append(block)
    for position, blocks in enumerate(walked):
        found = set(meeting.pop(position, ()))
        for block in blocks:
            found.update(block.before(position, tellings))
        walked[position] = []  # a block goes with its last member
        yield position, found


def _blocks(tellings: Sequence[Telling]) -> dict[Key, _Block]:
    """Blocks with two tellings at least, by the keys.

    Most keys are those of one telling and would take most of the memory; so they are counted first, by their hashes.
    """
    hashes = array("q", (hash(key) for telling in tellings for key in block_keys(telling)))
    is_shared = iter(pl.Series(hashes, dtype=pl.Int64).is_duplicated())
    del hashes
    found: dict[Key, _Block] = {}
    for position, telling in enumerate(tellings):
        for key, shared in zip(block_keys(telling), is_shared, strict=False):
            if shared:
                block = found.get(key)
                if block is None:
                    found[key] = _Block(key[0], position)
                else:
                    block.members.append(position)
    return {key: block for key, block in found.items() if len(block.members) > 1}


class _Block:
    """A block that is walked in order: its members, and how far the walk has come."""

    __slots__ = ("at", "kind", "members", "parts")

    def __init__(self, kind: object, first: int) -> None:
        self.kind = kind
        self.members = array("i", (first,))
        self.at = 0
        self.parts: dict[tuple[str, object], list[int]] | None = None

    def before(self, position: int, tellings: Sequence[Telling]) -> Sequence[int]:
        """The members with which the next one, which stands at a position, is compared."""
        at, self.at = self.at, self.at + 1
        if self.kind == _TOLD:
            beside = self.members[max(0, at - BESIDE) : at]
            return [a for a in beside if _can_be_one_without_date((a, position), tellings)]
        near = self._near(at, position, tellings[position])
        if self.kind == _NEAR and tellings[position].is_sure:
            return [a for a in near if not tellings[a].is_sure]
        return near

    def _near(self, at: int, position: int, telling: Telling) -> Sequence[int]:
        near = self.members[max(0, at - LARGEST) : at]
        if len(self.members) <= LARGEST:
            return near
        found = [*near]
        self.parts = self.parts or {}
        for part in _parts(telling):
            members = self.parts.setdefault(part, [])
            found += members[-BESIDE:]
            members.append(position)
        return found


def block_keys(telling: Telling) -> Iterator[Key]:
    """Yield the blocks in which a telling is compared across articles, each once."""
    clues = list(_clues(telling))
    if len(telling.parties) >= FEWEST_PARTIES:
        yield _TOLD, telling.root, telling.parties
    for clue in dict.fromkeys([*clues, *sorted(telling.countries), *filter(None, [telling.place])]):
        for window in _windows(telling):
            yield _NEAR, window, clue
    if not telling.first:
        return
    for clue in clues:
        yield _EXACT, telling.first, telling.last, clue
    if telling.last - telling.first <= NARROW:
        for month in _months(telling):
            for clue in clues:
                yield _MONTH, month, clue


def block_pairs(key: Key, block: Sequence[int], tellings: Sequence[Telling]) -> Iterator[Pair]:
    """Yield the pairs of a block that are compared: positions in `tellings`, which are in order, as `block` is."""
    if key[0] == _TOLD:
        yield from (pair for pair in _beside(block, BESIDE) if _can_be_one_without_date(pair, tellings))
    elif key[0] == _NEAR:
        yield from (pair for pair in _pairs(block, tellings) if _can_lack(pair, tellings))
    elif key[0] == _EXACT:
        yield from _pairs(block, tellings)
    elif any(tellings[i].last > tellings[i].first for i in block):
        yield from _meeting(block, tellings)


def _can_lack(pair: Pair, tellings: Sequence[Telling]) -> bool:
    """Whether one of two was read, so that its date or a party may be wrong or lacking; what people told lacks none."""
    return not all(tellings[position].is_sure for position in pair)


def _can_be_one_without_date(pair: Pair, tellings: Sequence[Telling]) -> bool:
    """Whether two that share parties and trigger are of one time, and no date of theirs says that they are two."""
    if not is_soon(tellings[pair[0]], tellings[pair[1]]):
        return False
    return _can_lack(pair, tellings) or not any(tellings[position].first for position in pair)


def _windows(telling: Telling) -> Iterator[object]:
    """Yield the windows of days in which an article came out; two within `WINDOW` days share one at least."""
    if not telling.published:
        yield telling.root  # of articles without a date only what is told in the same word is compared
        return
    at = telling.published // WINDOW
    yield from (at, at + 1)


def _beside(block: Sequence[int], many: int) -> Iterator[Pair]:
    for at, position in enumerate(block):
        yield from ((other, position) for other in block[max(0, at - many) : at])


def _clues(telling: Telling) -> Iterator[object]:
    yield from telling.parties
    if len(telling.countries) <= MOST_COUNTRIES:
        yield from combinations(sorted(telling.countries), 2)


def _months(telling: Telling) -> set[tuple[int, int]]:
    ends = (date.fromordinal(telling.first), date.fromordinal(telling.last))
    return {(day.year, day.month) for day in ends}


def _pairs(block: Sequence[int], tellings: Sequence[Telling]) -> Iterator[Pair]:
    """Yield the pairs of a block: those near each other, in a large one those of a part of it as well, each once."""
    near = set(_beside(block, LARGEST))
    yield from sorted(near)
    if len(block) <= LARGEST:
        return
    parts: dict[tuple[str, object], list[int]] = defaultdict(list)
    for position in block:
        for part in _parts(tellings[position]):
            parts[part].append(position)
    further = {pair for members in parts.values() for pair in _beside(members, BESIDE)}
    yield from sorted(further - near)


def _parts(telling: Telling) -> Iterator[tuple[str, object]]:
    """The parts of a large block in which a telling is."""
    yield "root", telling.root
    if telling.place is not None:
        yield "place", telling.place


def _meeting(block: Sequence[int], tellings: Sequence[Telling]) -> Iterator[Pair]:
    """Yield the pairs of a block whose dates differ and meet, at least one of them wider than a day."""
    ordered = sorted(block, key=lambda i: (tellings[i].first, -tellings[i].last, i))
    wide: list[int] = []
    for position in ordered:
        telling = tellings[position]
        wide = [i for i in wide if tellings[i].last >= telling.first]
        for other in wide[-BESIDE:] if len(block) > LARGEST else wide:
            if (tellings[other].first, tellings[other].last) != (telling.first, telling.last):
                yield min(other, position), max(other, position)
        if telling.last > telling.first:
            wide.append(position)


def article_pairs(tellings: Sequence[Telling], most: int) -> Iterator[Pair]:
    """Yield positions of tellings of one article, each with those before it, `most` at most."""
    seen: dict[str, list[int]] = defaultdict(list)
    for position, telling in enumerate(tellings):
        before = seen[telling.article_id]
        yield from ((other, position) for other in before[-most:])
        before.append(position)


def groups(keys: Iterable[Iterable[object]]) -> list[int]:
    """Return for each item the first item that it shares a key with, directly or through others."""
    into: list[int] = []
    holder: dict[object, int] = {}

    def first(node: int) -> int:
        while into[node] != node:
            into[node] = into[into[node]]
            node = into[node]
        return node

    for position, own in enumerate(keys):
        into.append(position)
        for key in own:
            other = first(holder.setdefault(key, position))
            mine = first(position)
            into[max(mine, other)] = min(mine, other)
    return [first(node) for node in range(len(into))]
