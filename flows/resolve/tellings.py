"""Tellings as resolution compares them: what decides whether two are of one event, made ready once."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from flows.arabic import fold

_ENDINGS = ("يات", "ات", "ين", "ون", "ان", "ها", "هم", "ه", "ا")
_OPENINGS = "ميتناس"
_WEAK = str.maketrans("", "", "اويء")
_SHORTEST_ROOT = 2

_EXACT = 31  # days
_FEWEST_PARTIES = 2

_COUNTRY = "gpe."
_COUNTRY_KEY = len("gpe.MAR")  # a country and its unnamed people (`@MAR`) are one party

NO_DAY = date.max
"""Where an article's date stands that cannot be told: behind all others."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One telling of an event.

    `order` sorts tellings: article date, article, position, id. `number` is its sentence's. `first`, `last` are days
    as ordinals, 0 where the text tells none; `published` is the article's. Parties are entity ids, else countries;
    a country and its unnamed people are one party.

    `statement` says what is told in full where a date of a month at most and two parties are told, else it is null:
    96 of 100 pairs of one statement in one article are of one event, and more across articles. `sentence`, told
    where the article repeats or copies sentences, is the article (of a copy: the one that it copies), the
    sentence's words and the place in it.
    """

    id: str
    order: tuple[date, str, int, str]
    article_id: str
    number: int
    is_title: bool
    event_type: str
    mode: str | None
    status: str
    first: int
    last: int
    published: int
    place: str | None
    place_country: str | None
    source: str | None
    word: str
    root: str
    is_definite: bool
    actors: frozenset[str]
    recipients: frozenset[str]
    parties: frozenset[str]
    actor_countries: frozenset[str]
    countries: frozenset[str]
    contexts: frozenset[str]
    statement: str | None
    sentence: tuple[str, str, int] | None

    def same_as_keys(self) -> Iterator[object]:
        """Yield the keys that make two tellings of one type one event without further comparison."""
        if self.statement is not None:
            yield self.statement
        if self.sentence is not None:
            yield self.sentence


def root_of(surface: str) -> str:
    """Return the consonants that a trigger's forms share: `بحث` for `المباحثات` and for `يبحث`.

    Weak letters, the article, endings and one opening letter go; what is left is a clue and no true root.
    """
    word = fold(surface).split(" ")[-1].removeprefix("ال")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > _SHORTEST_ROOT:
            word = word[: -len(ending)]
            break
    bare = word[1:].translate(_WEAK) if word[:1] in _OPENINGS else ""
    root = bare if len(bare) > _SHORTEST_ROOT else word.translate(_WEAK)
    return root if len(root) >= _SHORTEST_ROOT else word


def tellings_of(
    tellings: pl.DataFrame,
    parties: pl.DataFrame,
    sentences: pl.DataFrame,
    published: pl.DataFrame,
    copies: pl.DataFrame,
) -> list[Telling]:
    """Return the tellings in their order, which the rows' order does not change.

    Args:
        tellings: `flows.frames.TELLINGS` with `place_id`, `place_country` and `attributed_to`.
        parties: `flows.frames.PARTIES` with `entity_id` and the party's `country`.
        sentences: article_id, number, start, kind.
        published: article_id, published_start.
        copies: article_id, duplicate_of.
    """
    actors: dict[str, list[tuple[str | None, str | None]]] = defaultdict(list)
    recipients: dict[str, list[tuple[str | None, str | None]]] = defaultdict(list)
    for telling_id, role, entity, country in parties.select(
        "event_mention_id", "role", "entity_id", "country"
    ).iter_rows():
        (actors if role == "actor" else recipients)[telling_id].append((entity, country))
    starts: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for article, start, number, kind in (
        sentences.select("article_id", "start", "number", "kind").sort("article_id", "start").iter_rows()
    ):
        starts[article].append((start, number, kind))
    days = dict(published.select("article_id", "published_start").iter_rows())
    original = dict(copies.select("article_id", "duplicate_of").iter_rows())
    retold = {*original, *original.values(), *tellings.filter("is_repeat")["article_id"].unique()}
    found = []
    for row in tellings.select(_COLUMNS).iter_rows(named=True):
        key, article = row["event_mention_id"], row["article_id"]
        source = original.get(article, article) if article in retold else None
        place = _Place(source, days.get(article) or NO_DAY, *_stands(row, starts[article]))
        found.append(_telling(row, actors[key], recipients[key], place))
    return sorted(found, key=lambda telling: telling.order)


_COLUMNS = (
    "event_mention_id", "article_id", "start", "event_type", "mode", "status", "date_start", "date_end", "place_id",
    "place_country", "attributed_to", "surface", "sentence", "contexts",
)  # fmt: skip

Side = list[tuple[str | None, str | None]]


class _Place(NamedTuple):
    """Where a telling stands: article (of a copy the original; null unless it retells), its day, its sentence."""

    original: str | None
    day: date
    number: int
    start: int
    kind: str


def _stands(row: dict[str, Any], starts: list[tuple[int, int, str]]) -> tuple[int, int, str]:
    if not starts:
        return 0, 0, ""
    start, number, kind = starts[max(0, bisect_right(starts, row["start"], key=lambda s: s[0]) - 1)]
    return number, start, kind


def _telling(row: dict[str, Any], actors: Side, recipients: Side, place: _Place) -> Telling:
    first, last = row["date_start"], row["date_end"]
    is_dated = first is not None and last is not None
    days = (first.toordinal(), last.toordinal()) if is_dated else (0, 0)
    acting, receiving = _names(actors), _names(recipients)
    acting_countries = frozenset(c for _, c in actors if c)
    surface, mode = row["surface"], row["mode"]
    root = root_of(surface)
    return Telling(
        id=row["event_mention_id"],
        order=(place.day, row["article_id"], row["start"], row["event_mention_id"]),
        article_id=row["article_id"],
        number=place.number,
        is_title=place.kind == "title",
        event_type=row["event_type"],
        mode=mode,
        status=row["status"],
        first=days[0],
        last=days[1],
        published=0 if place.day == NO_DAY else place.day.toordinal(),
        place=row["place_id"],
        place_country=row["place_country"],
        source=row["attributed_to"],
        word=fold(surface).removeprefix("ال"),
        root=root,
        is_definite=surface.startswith("ال"),
        actors=acting,
        recipients=receiving,
        parties=acting | receiving,
        actor_countries=acting_countries,
        countries=acting_countries | {c for _, c in recipients if c},
        contexts=frozenset(row["contexts"] or ()),
        statement=_statement((row["event_type"], mode, row["status"], root), days, acting, receiving),
        sentence=None
        if place.original is None
        else (place.original, row["sentence"], row["start"] - place.start),
    )


def _statement(
    what: tuple[str | None, ...], days: tuple[int, int], actors: frozenset[str], recipients: frozenset[str]
) -> str | None:
    if not days[0] or days[1] - days[0] > _EXACT or len(actors | recipients) < _FEWEST_PARTIES:
        return None
    parts = (*what, *days, "+".join(sorted(actors)), "+".join(sorted(recipients)))
    return "|".join(map(str, parts))


def _names(side: Side) -> frozenset[str]:
    return frozenset(
        name.removeprefix(_COUNTRY) if len(name) == _COUNTRY_KEY else name
        for entity, country in side
        if (name := entity or country)
    )
