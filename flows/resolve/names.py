"""Which names that no table knows are of one thing. Likeness alone joins nothing: it takes evidence beside it.

A name is told in articles, with a type and perhaps a country. One full name in one country is one thing. Two spellings
are one thing where the country is the same and named, or where their articles name the same other things. A
family name alone is a thing of its article, unless evidence says whose it is. Every rule looks up keys, so the cost
grows with the names and not with their pairs, and no rule depends on an order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from flows.resolve.blocks import groups
from flows.resolve.spelling import faults, is_variant, skeleton

PERSON = "PERS"
MOST_ALIKE = 30
"""Names of one key that are compared: more of them say that the key is no clue."""

Evidence = frozenset[str]


@dataclass(frozen=True, slots=True)
class Name:
    """One folded name of a type and country, with the articles that tell it (of a family name: one).

    `evidence` are the other things that its articles name and that few share: known persons, laws and events, unknown
    bodies and persons by their full names.
    """

    type: str
    form: str
    country: str | None
    articles: frozenset[str]
    evidence: Evidence

    @property
    def is_short(self) -> bool:
        """Whether it is a person's family or given name alone."""
        return self.type == PERSON and " " not in self.form


def same_things(names: Sequence[Name], among: Collection[int] | None = None) -> tuple[list[int], list[int]]:
    """Bring names of one thing together.

    Args:
        names: in a stated order, without two of one type, form, country and article; each with all names that it shares
            a key with (`flows.resolve.linking`).
        among: positions of the names that are asked for, all if None; the others are there to be counted.

    Returns:
        For each name the first one of its group, which pairs of names made, and the first one of the same thing: groups
        whose countries differ are taken apart.
    """
    keys: list[list[object]] = [[] for _ in names]
    for pairs in (_by_country(names), _spellings(names), _longer_forms(names), _family_names(names)):
        for a, b in pairs:
            if among is None or (a in among and b in among):
                keys[a].append((a, b))
                keys[b].append((a, b))
    first = groups(keys)
    return first, _without_clashes(names, first)


def spelling_keys(kind: str, form: str) -> Iterator[tuple[object, ...]]:
    """Yield the keys by which names are compared, those by family names and evidence aside."""
    if kind == PERSON and " " not in form:
        return
    yield "=", kind, form
    if kind == PERSON:
        words = form.split()
        yield PERSON, skeleton(form)
        yield words[0], family_name(form)
        for fault in (form, *faults(form)):
            yield PERSON, 1, fault


def family_name(form: str) -> str:
    """Return a person's last name without the article."""
    return form.rsplit(maxsplit=1)[-1].removeprefix("ال")


def _without_clashes(names: Sequence[Name], first: Sequence[int]) -> list[int]:
    """Take apart what chains of pairs brought together though its countries differ."""
    members: dict[int, list[int]] = defaultdict(list)
    for position, head in enumerate(first):
        members[head].append(position)
    found = list(range(len(names)))
    for group in members.values():
        countries = {names[i].country for i in group} - {None}
        heads: dict[str | None, int] = {}
        for i in group:
            key = names[i].country if len(countries) > 1 else None
            found[i] = heads.setdefault(key, i)
    return found


Pairs = Iterator[tuple[int, int]]


def _by_country(names: Sequence[Name]) -> Pairs:
    """A full name is one thing in one country; where the country is not told, it is the only one told of the name."""
    for block in _blocks(names, lambda n: () if n.is_short else ((n.type, n.form),), limit=None):
        countries = {names[i].country for i in block} - {None}
        by_country: dict[str | None, int] = {}
        for i in block:
            key = names[i].country if len(countries) > 1 else None
            if (head := by_country.setdefault(key, i)) != i:
                yield head, i


def _spellings(names: Sequence[Name]) -> Pairs:
    """Spellings that share their consonants, or all letters but one, with evidence."""

    def keys(name: Name) -> Iterable[object]:
        if name.type != PERSON or name.is_short:
            return ()
        return (
            (PERSON, skeleton(name.form)),
            *((PERSON, 1, fault) for fault in (name.form, *faults(name.form))),
        )

    for block in _blocks(names, keys, limit=MOST_ALIKE):
        for a, b in combinations(block, 2):
            if (
                names[a].form != names[b].form
                and is_variant(names[a].form, names[b].form)
                and _agree(names[a], names[b])
            ):
                yield a, b


def _longer_forms(names: Sequence[Name]) -> Pairs:
    """A person's name with and without the names in the middle, where the articles share other things."""

    def keys(name: Name) -> Iterable[object]:
        words = name.form.split()
        if name.type != PERSON or name.is_short:
            return ()
        return ((words[0], words[-1].removeprefix("ال")),)

    for block in _blocks(names, keys, limit=MOST_ALIKE):
        for a in block:
            words = set(names[a].form.split())
            longer = {
                names[b].form: b
                for b in block
                if words < set(names[b].form.split())
                and _share(names[a], names[b])
                and _compatible(names[a], names[b])
            }
            if len(longer) == 1:
                yield a, next(iter(longer.values()))


def _family_names(names: Sequence[Name]) -> Pairs:
    """A family name alone is that of the one person so called whom its article's other things bring along."""
    short = {name.form.removeprefix("ال") for name in names if name.is_short}

    def keys(name: Name) -> Iterable[object]:
        if name.type != PERSON or (last := family_name(name.form)) not in short:
            return ()
        return ((last, other) for other in sorted(name.evidence))

    near: dict[int, set[int]] = defaultdict(set)
    for block in _blocks(names, keys, limit=MOST_ALIKE):
        for a, b in combinations(block, 2):
            if (names[a].is_short or names[b].is_short) and _compatible(names[a], names[b]):
                near[a].add(b)
                near[b].add(a)
    for a in sorted(near):
        if names[a].is_short:
            full = {names[b].form for b in near[a] if not names[b].is_short}
            if len(full) <= 1:
                yield from ((a, b) for b in sorted(near[a]))


def _blocks(
    names: Sequence[Name], keys: Callable[[Name], Iterable[object]], limit: int | None
) -> Iterator[list[int]]:
    blocks: dict[object, list[int]] = defaultdict(list)
    for position, name in enumerate(names):
        for key in keys(name):
            blocks[key].append(position)
    for block in blocks.values():
        if len(block) > 1 and (limit is None or len(block) <= limit):
            yield block


def _compatible(a: Name, b: Name) -> bool:
    return a.country is None or b.country is None or a.country == b.country


def _share(a: Name, b: Name) -> bool:
    return bool(a.evidence & b.evidence)


def _agree(a: Name, b: Name) -> bool:
    """Whether there is evidence beside likeness: a common country, or other things in common."""
    return (a.country is not None and a.country == b.country) or (_compatible(a, b) and _share(a, b))
