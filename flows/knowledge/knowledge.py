"""The knowledge in the form that reading needs: names by their words, nationalities by their forms, titles, bodies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from flows.arabic import fold, tokenize
from flows.errors import InputError
from flows.knowledge import inflection, tables
from flows.knowledge.tables import Row

THING_TABLES = (
    "countries", "cities", "places", "people", "organisations", "laws", "named_events",
)  # fmt: skip
"""The tables whose rows are real things with names."""

FAMOUS_POPULATION = 700_000
"""A city of this size is told by its name, though counting took the name for an ordinary word."""

SHY = "~"
"""Before an alias: an ordinary word as well, so it is a name only where the article tells the full name too."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A real thing that the tables know.

    `country` is ISO 3166 alpha-3 or null; `latitude` and `longitude` are degrees (WGS 84). `needs_cue`: its
    name alone is no evidence. `office` is what a person is or was, from `office_start` to `office_end`.
    """

    key: str
    type: str
    name_ar: str
    name_en: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    wikidata_id: str | None = None
    population: int = 0
    needs_cue: bool = False
    office: str | None = None
    office_start: date | None = None
    office_end: date | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A word that opens names of one type: `مطار`, `وزارة`; `follow` says how such a name goes on (head_words.csv)."""

    word: str
    type: str
    follow: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body that each country has: `slug` is the middle of its key (`mfa`), `name_en` has {} for the country."""

    slug: str
    type: str
    name_ar: str
    name_en: str


class National(NamedTuple):
    """A form of a country adjective or of a people's name."""

    country: str
    is_plural: bool
    is_definite: bool


@dataclass(frozen=True, slots=True)
class Index:
    """Names by their words.

    `entries` maps words joined by blanks to keys; `lengths` a first word to how many words its names have.
    """

    entries: Mapping[str, tuple[str, ...]]
    lengths: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class Knowledge:
    """All that the tables say; build it with `load`.

    `names` finds things by their names, `shy` by names that are ordinary words too. `nationals` maps a form
    (folded, without attached particles) to what it tells. `titles`, `heads` and `bodies` find words that stand
    before a person's name, words that open names, and names of bodies that each country has; `title_kinds`,
    `head_words` and `national_bodies` tell about them. `rules` maps a reading of name_rules.csv to its words.
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
    ways: dict[str, tuple[tuple[int, str], ...]] = field(default_factory=dict, repr=False, compare=False)
    """Kept between articles: the ways to read a word that can start a name (flows.extract.names.words)."""

    def country(self, iso3: str) -> Thing | None:
        """Return the country of an ISO 3166 alpha-3 code, or None."""
        return self.things.get(f"gpe.{iso3}")

    @cached_property
    def openers(self) -> frozenset[str]:
        """The first words of all names, titles, heads and bodies."""
        indexes = (self.names, self.shy, self.titles, self.heads, self.bodies)
        return frozenset().union(*(index.lengths for index in indexes))

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
        return tuple(
            thing
            for thing in self.things.values()
            if thing.office == office and thing.country == country and _within(day, thing)
        )


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
    things = {row["key"]: _thing(name, row) for name, rows in table.items() for row in rows}
    plain: dict[str, list[str]] = {}
    shy: dict[str, list[str]] = {}
    common = frozenset(row["word"] for row in tables.rows("common_words", overlay))
    for rows in table.values():
        for row in rows:
            _add_names(row, things[row["key"]], common, plain, shy)
    demonyms = tables.rows("demonyms", overlay)
    bodies = tables.rows("national_bodies", overlay)
    titles = _titles(tables.rows("titles", overlay))
    heads = {
        fold(r["key"]): Head(fold(r["key"]), r["type"], r["follow"])
        for r in tables.rows("head_words", overlay)
    }
    return Knowledge(
        things=MappingProxyType(things),
        names=index(plain, things),
        shy=index(shy, things),
        nationals=MappingProxyType(_nationals(demonyms)),
        titles=index({title: (title,) for title in titles}),
        title_kinds=MappingProxyType(titles),
        heads=index({head: (head,) for head in heads}),
        head_words=MappingProxyType(heads),
        bodies=index({words_of(n): (r["key"],) for r in bodies for n in _cells(r["name_ar"], r["aliases"])}),
        national_bodies=MappingProxyType({row["key"]: _body(row) for row in bodies}),
        adjectives=MappingProxyType({row["key"]: inflection.definite(row["adjectives"].split("|")[0])
                                     for row in demonyms}),
        name_words=frozenset(row["word"] for row in tables.rows("name_words", overlay)),
        common_words=common,
        rules=MappingProxyType(_rules(tables.rows("name_rules", overlay))),
    )  # fmt: skip


def index(names: Mapping[str, Iterable[str]], things: Mapping[str, Thing] = MappingProxyType({})) -> Index:
    """Build an index of names (words joined by blanks); the keys of one name go from the most to the least likely."""
    lengths: dict[str, set[int]] = {}
    entries = {}
    for name, keys in names.items():
        first, *rest = name.split(" ")
        lengths.setdefault(first, set()).add(1 + len(rest))
        entries[name] = tuple(sorted(dict.fromkeys(keys), key=lambda key: _likelihood(things.get(key), key)))
    ordered = {first: tuple(sorted(counts, reverse=True)) for first, counts in lengths.items()}
    return Index(MappingProxyType(entries), MappingProxyType(ordered))


def words_of(name: str) -> str:
    """Return a name as the indexes spell it: folded words joined by blanks, without quotes and hyphens."""
    return " ".join(token.form for token in tokenize(fold(name)) if token.form not in "\"'-_#.()")


def _likelihood(thing: Thing | None, key: str) -> tuple[int, int, str]:
    if thing is None:
        return (2, 0, key)
    is_country = thing.key == f"gpe.{thing.country}"
    return (0 if is_country else 1, -thing.population, key)


def _add_names(
    row: Row, thing: Thing, common: frozenset[str], plain: dict[str, list[str]], shy: dict[str, list[str]]
) -> None:
    for name in _cells(row["name_ar"], row["aliases"]):
        words = words_of(name.removeprefix(SHY))
        if not words:
            continue
        # A small city whose name is an ordinary word of the news (`بيان`, `إطار`) is shy without being marked.
        ordinary = (
            0 < thing.population < FAMOUS_POPULATION and words in common and row.get("needs_cue") != "0"
        )
        into = shy if name.startswith(SHY) or thing.needs_cue or ordinary else plain
        forms = [words]
        if thing.type in ("PERS", "ORG") and into is plain:
            forms = [form for form in inflection.spellings(words) if form == words or form not in common]
        for form in forms:
            into.setdefault(form, []).append(thing.key)


def _cells(name: str, aliases: str) -> Iterator[str]:
    yield name
    yield from filter(None, map(str.strip, aliases.split("|")))


def _thing(table: str, row: Row) -> Thing:
    return Thing(
        key=row["key"],
        type=row["type"],
        name_ar=row["name_ar"].removeprefix(SHY),
        name_en=row["name_en"],
        country=row["country"] or None,
        latitude=_number(table, row, "latitude"),
        longitude=_number(table, row, "longitude"),
        wikidata_id=row.get("wikidata_id") or None,
        population=int(_number(table, row, "population") or 0),
        needs_cue=row.get("needs_cue") == "1",
        office=row.get("office") or None,
        office_start=_day(table, row, "office_start"),
        office_end=_day(table, row, "office_end"),
    )


def _number(table: str, row: Row, column: str) -> float | None:
    cell = row.get(column)
    if not cell:
        return None
    try:
        return float(cell)
    except ValueError:
        raise InputError(
            f"{table}.csv, row {row['key']}: {column} is {cell!r}.",
            "Write a number, or leave the cell empty.",
        ) from None


def _day(table: str, row: Row, column: str) -> date | None:
    """Read a day, a month or a year: its first day."""
    cell = row.get(column)
    if not cell:
        return None
    try:
        return date.fromisoformat(cell + "-01-01"[len(cell) - 4 :] if len(cell) in (4, 7) else cell)
    except ValueError:
        raise InputError(
            f"{table}.csv, row {row['key']}: {column} is {cell!r}.",
            "Write it as 2021-03-31, 2021-03 or 2021.",
        ) from None


def _within(day: date, thing: Thing) -> bool:
    return (thing.office_start is None or thing.office_start <= day) and (
        thing.office_end is None or day <= thing.office_end
    )


def _body(row: Row) -> Body:
    return Body(row["key"], row["type"], row["name_ar"], row["name_en"])


def _rules(rows: Iterable[Row]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["reading"], set()).add(row["word"])
    return {reading: frozenset(words) for reading, words in found.items()}


def _titles(rows: Iterable[Row]) -> dict[str, str]:
    return {form: row["kind"] for row in rows for form in inflection.title_forms(row["key"])}


def _nationals(rows: Iterable[Row]) -> dict[str, National]:
    found: dict[str, National] = {}
    for row in rows:
        for form, is_plural, is_definite in inflection.demonym_forms(
            row["adjectives"].split("|"), row["peoples"].split("|"), row["ambiguous"].split("|")
        ):
            found.setdefault(form, National(row["key"], is_plural, is_definite))
        for epithet in filter(None, row["epithets"].split("|")):
            found[fold(epithet)] = National(row["key"], False, True)
    return found
