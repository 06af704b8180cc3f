"""The knowledge in the form that reading needs: names by their words, nationalities by their forms, titles, bodies."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

from flows.arabic import fold
from flows.knowledge import inflection, tables
from flows.knowledge.chronology import Chronology
from flows.knowledge.entries import (
    SHY,
    add_names,
    body_of,
    cells,
    nationals_of,
    rules_of,
    thing_of,
    titles_of,
)
from flows.knowledge.things import Body, Head, Index, National, Thing, index, words_of

__all__ = [
    "SHY",
    "THING_TABLES",
    "Body",
    "Head",
    "Index",
    "Knowledge",
    "National",
    "Thing",
    "index",
    "load",
    "words_of",
]

THING_TABLES = (
    "countries", "cities", "places", "people", "organisations", "laws", "named_events",
)  # fmt: skip
"""The tables whose rows are real things with names."""

Ways = tuple[tuple[int, str], ...]
"""The ways to read a word as attached particles and a rest: letters cut off, and the rest."""


@dataclass(frozen=True)
class Knowledge:
    """All that the tables say; build it with `load`.

    `names` finds things by their names, `shy` by names that are ordinary words too. `nationals` maps a form
    (folded, without attached particles) to what it tells. `titles`, `heads` and `bodies` find words that stand
    before a person's name, words that open names, and names of bodies that each country has; `title_kinds`,
    `head_words` and `national_bodies` tell about them. `rules` maps a reading of name_rules.csv
    to its words. `chronology` has the news that can date an article.
    """

    things: Mapping[str, Thing]
    names: Index
    shy: Index
    nationals: Mapping[str, National]
    titles: Index
    title_kinds: Mapping[str, str]
    heads: Index
    head_words: Mapping[str, Head]
    bodies: Index
    national_bodies: Mapping[str, Body]
    adjectives: Mapping[str, str]
    name_words: frozenset[str]
    common_words: frozenset[str]
    rules: Mapping[str, frozenset[str]]
    chronology: Chronology
    ways: dict[str, tuple[tuple[int, Ways], ...]] = field(default_factory=dict, repr=False, compare=False)
    """Kept between articles: by position in `openers`, the ways to read a word that can start a name of it."""
    openings: dict[str, Ways] = field(default_factory=dict, repr=False, compare=False)
    """Likewise, the ways to read a word as the first of a person's name."""

    def country(self, iso3: str) -> Thing | None:
        """Return the country of an ISO 3166 alpha-3 code, or None."""
        found = self.things.get(f"gpe.{iso3}")
        return found if found is not None and found.country == iso3 else None

    @cached_property
    def indexes(self) -> tuple[Index, ...]:
        """The indexes that are looked up at every word: names, shy names, heads, titles, bodies."""
        return self.names, self.shy, self.heads, self.titles, self.bodies

    @cached_property
    def arab_countries(self) -> frozenset[str]:
        """The Arab countries (ISO 3166-1 alpha-3)."""
        return frozenset(row["country"] for row in tables.rows("arab_countries"))

    @cached_property
    def people_words(self) -> tuple[frozenset[str], frozenset[str]]:
        """The words of the names of known people of Arab countries, and of others, without those of both."""
        arab, other, countries = set[str](), set[str](), self.arab_countries
        for thing in self.things.values():
            if thing.type == "PERS" and thing.country is not None:
                (arab if thing.country in countries else other).update(words_of(thing.name_ar).split())
        return frozenset(arab - other), frozenset(other - arab)

    @cached_property
    def openers(self) -> tuple[Collection[str], ...]:
        """The first words of the names of each of `indexes`, then those of all forms that tell a nationality."""
        nationals = frozenset(form.split(" ")[0] for form in self.nationals)
        return *(index.lengths for index in self.indexes), nationals

    def national(self, form: str) -> National | None:
        """Return what a folded word, without attached particles, tells as a nationality, or None."""
        return self.nationals.get(form)

    def thing(self, key: str) -> Thing | None:
        """Return the thing of a key, or None; a national body (`org.mfa.MAR`) is made from its two halves."""
        known = self.things.get(key)
        if known is not None:
            return known
        parts = key.split(".")
        body = self.national_bodies.get(parts[1]) if len(parts) == 3 else None
        place = self.country(parts[2]) if body is not None else None
        if body is None or place is None:
            return None
        adjective = self.adjectives.get(parts[2], place.name_ar)
        if parts[2] in self.adjectives and body.name_ar.split()[0].endswith(("ة", "ات")):
            adjective = " ".join(word + "ة" for word in adjective.split())
        name_ar = f"{body.name_ar} {adjective}"
        return Thing(key, body.type, name_ar, body.name_en.format(place.name_en), parts[2])

    def holders(self, office: str, country: str, day: date) -> tuple[Thing, ...]:
        """Return who held an office (a word of the column `office`) of a country on a day, by key."""
        held = self._offices.get((office, country), ())
        return tuple(thing for thing in held if any(term.covers(day) for term in thing.terms))

    def sole_holder(self, office: str, country: str, first: date, last: date) -> Thing | None:
        """Return who alone held an office of a country on all days from `first` to `last`, or None if that is not sure.

        A start told as a month counts from its end, an end from its beginning, and nobody else can have held the
        office on one of the days. A term that goes on is known until the newest start of all that the tables tell.
        """
        held = self._offices.get((office, country), ())
        possible = [thing for thing in held if any(term.touches(first, last) for term in thing.terms)]
        if len(possible) != 1:
            return None
        is_sure = any(term.holds(first, last, self._known_until) for term in possible[0].terms)
        return possible[0] if is_sure else None

    @cached_property
    def _offices(self) -> Mapping[tuple[str, str], tuple[Thing, ...]]:
        held: dict[tuple[str, str], list[Thing]] = {}
        for thing in self.things.values():
            if thing.office is not None and thing.country is not None:
                held.setdefault((thing.office, thing.country), []).append(thing)
        return {key: tuple(things) for key, things in held.items()}

    @cached_property
    def _known_until(self) -> date:
        starts = (term.start for thing in self.things.values() for term in thing.terms)
        return max((start for start in starts if start is not None), default=date.min)


def load(overlay: Path | None = None) -> Knowledge:
    """Return the knowledge of the shipped tables, with a curator's folder laid over them.

    The same tables give the same object: it is kept for the next call.

    Raises:
        InputError: a table of the overlay cannot be read, or a cell is not what its column holds.
    """
    return _load(overlay, tuple(sorted(tables.fingerprint(overlay).items())))


@lru_cache(maxsize=4)
def _load(overlay: Path | None, digests: tuple[tuple[str, str], ...]) -> Knowledge:
    # `digests` is there for the cache: a table that changes in a running process is read again.
    table = {name: tables.rows(name, overlay) for name in THING_TABLES}
    things = {row["key"]: thing_of(name, row) for name, rows in table.items() for row in rows}
    plain: dict[str, list[str]] = {}
    shy: dict[str, list[str]] = {}
    common = frozenset(row["word"] for row in tables.rows("common_words", overlay))
    for rows in table.values():
        for row in rows:
            add_names(row, things[row["key"]], common, plain, shy)
    demonyms = tables.rows("demonyms", overlay)
    bodies = tables.rows("national_bodies", overlay)
    titles = titles_of(tables.rows("titles", overlay))
    heads = {
        fold(r["key"]): Head(fold(r["key"]), r["type"], r["follow"])
        for r in tables.rows("head_words", overlay)
    }
    return Knowledge(
        things=MappingProxyType(things),
        names=index(plain, things),
        shy=index(shy, things),
        nationals=MappingProxyType(nationals_of(demonyms)),
        titles=index({title: (title,) for title in titles}),
        title_kinds=MappingProxyType(titles),
        heads=index({head: (head,) for head in heads}),
        head_words=MappingProxyType(heads),
        bodies=index({words_of(n): (r["key"],) for r in bodies for n in cells(r["name_ar"], r["aliases"])}),
        national_bodies=MappingProxyType({row["key"]: body_of(row) for row in bodies}),
        adjectives=MappingProxyType({row["key"]: inflection.definite(row["adjectives"].split("|")[0])
                                     for row in demonyms}),
        name_words=frozenset(row["word"] for row in tables.rows("name_words", overlay)),
        common_words=common,
        rules=MappingProxyType(rules_of(tables.rows("name_rules", overlay))),
        chronology=Chronology(tables.rows("chronology", overlay)),
    )  # fmt: skip
