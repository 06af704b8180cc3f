"""The country that a thing belongs to where no table and no word of its name tells it: the likeliest of those told.

Each country that the article tells is weighed, and so is that none of them is meant. What is weighed is where the
country is told from the name, how much of the article is about it, and what the name's own words say. The weights are
those of `knowledge/affiliation_weights.csv`; `flows.extract.names.affiliation_train` learns them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from flows.extract.names.belonging import state_before, state_behind
from flows.extract.names.context import Context
from flows.extract.names.matching import Found
from flows.knowledge import tables
from flows.knowledge.outlets import outlet_country

SHARES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
DISTANCES = (1, 2, 4, 8, 15)
"""Steps of the share of all that tells a country, and of the words between the name and what tells one."""

_MOST_RANKS = 3  # ranks and counts of countries from which on they are alike


class Tell(NamedTuple):
    """Words `first` to `last` tell a country: by its `adjective`, a `place` of it, an `ORG` or a `PERS`."""

    first: int
    last: int
    country: str
    kind: str


class Told:
    """All that tells a country in an article, in order, how often each is told, and the bodies told with theirs."""

    def __init__(self, context: Context, names: Sequence[Found]) -> None:
        adjectives = (
            Tell(at, found.last, found.national.country, "adjective")
            for at, found in enumerate(context.nationals)
            if found is not None
        )
        named = (
            Tell(found.first, found.last, found.country, _kind(found.type))
            for found in names
            if found.country is not None and len(found.keys) == 1
        )
        self.tells = sorted((*adjectives, *named))
        self.counts = Counter(tell.country for tell in self.tells)
        self.bodies = {found.keys[0] for found in names if found.country is not None and found.keys}
        sentences = context.words.sentences
        self._sentences = [sentences[tell.first] for tell in self.tells]

    def inside(self, sentence: int) -> list[Tell]:
        """Return what tells a country in a sentence."""
        return self.tells[bisect_left(self._sentences, sentence) : bisect_left(self._sentences, sentence + 1)]

    def leads(self) -> set[str]:
        """Return the countries told in the article's first two sentences."""
        return {tell.country for tell in self.tells[: bisect_left(self._sentences, 2)]}


def _kind(type_: str) -> str:
    return type_ if type_ in ("PERS", "ORG") else "place"


def affiliation(
    context: Context, told: Told, namings: Sequence[Found], having: Collection[str] = ()
) -> str | None:
    """Return the country that a thing most likely belongs to (ISO 3166-1 alpha-3), None if none of those told.

    Args:
        context: the article.
        told: what tells a country in it.
        namings: the thing's names in the article, at least one.
        having: the countries that come into question; all if empty.
    """
    if not told.counts:  # an outlet leaves its own country untold
        outlet = outlet_country(context.words.document.outlet)
        return outlet if not having or outlet in having else None
    found = options(context, told, namings, having)
    weight = _weights().get
    scores = [sum(weight(feature, 0) for feature in features) for _, features in found]
    return found[scores.index(max(scores))][0]


def options(
    context: Context, told: Told, namings: Sequence[Found], having: Collection[str] = ()
) -> list[tuple[str | None, list[str]]]:
    """Return the countries that may be meant, the most told first, and last that none is, each with its features."""
    countries = sorted(told.counts, key=lambda country: (-told.counts[country], country))
    outlet = outlet_country(context.words.document.outlet)
    if outlet is not None and outlet not in told.counts:
        countries.append(outlet)
    if having:
        countries = [country for country in countries if country in having]
    view = _View(context, told, namings, outlet, len(countries), sum(told.counts[c] for c in countries) or 1)
    found: list[tuple[str | None, list[str]]] = [
        (country, list(view.features(country, rank))) for rank, country in enumerate(countries)
    ]
    found.append((None, list(view.nothing(countries[0] if countries else ""))))
    return found


@dataclass(frozen=True, slots=True)
class _Near:
    """Where the nearest word that tells a country stands: a step of distance, before or behind, what it is."""

    step: int
    side: str
    kind: str


class _View:
    """What bears on the country of one thing."""

    def __init__(
        self,
        context: Context,
        told: Told,
        namings: Sequence[Found],
        outlet: str | None,
        count: int,
        total: int,
    ) -> None:
        self.told, self.outlet, self.arab = told, outlet, context.knowledge.arab_countries
        self.count, self.total = min(count, _MOST_RANKS + 1), total
        first = namings[0]
        self.type, self.method = first.type, first.method
        forms = context.words.forms[first.first : first.last + 1]
        self.forms = [forms[0][first.cut :], *forms[1:]]
        self.near = dict(_nearest(context, told, namings))
        self.leads = told.leads()
        self.first = told.tells[0].country if told.tells else None
        self.explicit = {naming.country for naming in namings} - {None}
        self.before, self.behind = set[str | None](), set[str | None]()
        self.name = ""
        if self.type == "PERS":
            self.before = {state_before(context, naming.first) for naming in namings}
            self.behind = {state_behind(context, naming.last) for naming in namings}
            arab, other = context.knowledge.people_words
            self.name = f"{int(not arab.isdisjoint(self.forms))}{int(not other.isdisjoint(self.forms))}"

    def features(self, country: str, rank: int) -> Iterator[str]:
        """Yield what speaks for or against a country."""
        kind = self.type
        share = bisect_left(SHARES, self.told.counts[country] / self.total)
        yield f"share {kind} {share}"
        yield f"rank {kind} {min(rank, _MOST_RANKS)} {self.count}"
        near = self.near.get(country)
        yield f"near {kind} {near.step} {near.side} {near.kind}" if near else f"near {kind} -"
        if near and len(self.near) == 1:
            yield f"only {kind}"
        if self.near and not near:
            yield f"elsewhere {kind} {min(rank, _MOST_RANKS - 1)}"
        if country in self.leads:
            yield f"lead {kind}"
        if country == self.first:
            yield f"first {kind}"
        if country == self.outlet:
            yield "outlet"
            yield f"outlet {kind}"
            yield f"outlet {kind} {share}"
            yield f"outlet near {bool(near)} {bool(self.near)}"
        yield from self._beside(country)
        yield f"arab {kind} {country in self.arab}"
        yield from (f"word {form} {country}" for form in self.forms)

    def _beside(self, country: str) -> Iterator[str]:
        if country in self.before:
            yield "before"
        if country in self.behind:
            yield "behind"
        if self.explicit:
            said = "explicit" if country in self.explicit else "unlike"
            yield f"{said} {self.type} {self.method}"
        if self.type == "PERS":
            yield f"name {self.name} {country in self.arab}"

    def nothing(self, most: str) -> Iterator[str]:
        """Yield what speaks for none of the countries; `most` is the one that is told most."""
        kind = self.type
        yield "none"
        yield f"none {kind}"
        yield f"none {kind} {self.method}"
        yield f"none {kind} of {self.count}"
        yield f"none {kind} share {bisect_left(SHARES, self.told.counts[most] / self.total)}"
        yield f"none name {self.name}" if kind == "PERS" else f"none head {self.forms[0]}"


def _nearest(context: Context, told: Told, namings: Sequence[Found]) -> Iterator[tuple[str, _Near]]:
    """Yield, the nearest last, where each country is told in the sentences that name the thing."""
    found: list[tuple[int, str, str, str]] = []
    for naming in namings:
        for tell in told.inside(context.words.sentences[naming.first]):
            if tell.last < naming.first:
                found.append((naming.first - tell.last, "before", tell.kind, tell.country))
            elif tell.first > naming.last:
                found.append((tell.first - naming.last, "behind", tell.kind, tell.country))
    for distance, side, kind, country in sorted(found, reverse=True):
        yield country, _Near(bisect_left(DISTANCES, distance), side, kind)


@cache
def _weights() -> dict[str, int]:
    return {row["key"]: int(row["weight"]) for row in tables.rows("affiliation_weights")}
