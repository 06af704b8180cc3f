"""The things that the tables know, and the indexes that find them by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from flows.arabic import fold, tokenize


class Term(NamedTuple):
    """A term of office as far as it is known: each end between the first and the last day that it can be.

    Null with both days of an end: it is not known, or for the last end, the term goes on.
    """

    start: date | None
    latest_start: date | None
    end: date | None
    latest_end: date | None

    def covers(self, day: date) -> bool:
        """Whether a day can lie in the term; an end told as a month or a year counts from its first day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def holds(self, first: date, last: date, known_until: date) -> bool:
        """Whether all of these days lie in the term for sure; one that goes on is known until some day."""
        end = known_until if self.end is None else self.end
        return self.latest_start is not None and self.latest_start <= first and last <= end

    def touches(self, first: date, last: date) -> bool:
        """Whether one of these days can lie in the term."""
        return (self.start is None or self.start <= last) and (
            self.latest_end is None or first <= self.latest_end
        )


@dataclass(frozen=True, slots=True)
class Thing:
    """A real thing that the tables know.

    `country` is ISO 3166 alpha-3 or null; `latitude` and `longitude` are degrees (WGS 84). `needs_cue`: its
    name alone is no evidence. `office` is what a person is or was, in `terms`.
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
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """A word that opens names of one type: `مطار`, `وزارة`; `follow` says how such a name goes on (head_words.csv)."""

    word: str
    type: str
    follow: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body that each country has: `slug` is the middle of its key (`mfa`), `name_en` has {} for the country.

    `countries`: those that have one, for a body that is named without its country; empty: any.
    """

    slug: str
    type: str
    name_ar: str
    name_en: str
    countries: frozenset[str] = frozenset()


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
