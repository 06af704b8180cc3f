"""Tellings as resolution compares them: what decides whether two are of one event, made ready once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeVar

import polars as pl

from flows.arabic import fold
from flows.ids import make_id
from flows.resolve.wording import wording_of

_ENDINGS = ("يات", "ات", "ين", "ون", "ان", "ها", "هم", "ه", "ا")
_OPENINGS = "ميتناس"
_WEAK = str.maketrans("", "", "اويء")
_SHORTEST_ROOT = 2

_EXACT = 31  # days
_SURE = 0.999  # confidence of what a person told or corrected, and now and then of what was read
_READ, _CORRECTED = "trigger:", "correction:"  # how the method of a telling begins, and what is added to it
_FEWEST_PARTIES = 2

_PERSON = "pers"
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

    `statement` is an id of what is told in full, where a date of a month at most is told and two parties or one and a
    place, else null: 96 of 100 pairs of one statement in one article are of one event. `sentence`, told where the
    article repeats or copies sentences, is an id of the article (of a copy: the one that it copies), the sentence's
    words and the place in it. `account` is the first telling of the account (`flows.resolve.accounts`) that it shares
    with others.
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
    people: frozenset[str]
    actor_countries: frozenset[str]
    countries: frozenset[str]
    contexts: frozenset[str]
    named: int
    said: int
    is_sure: bool
    statement: str | None
    sentence: str | None
    account: str | None = None

    def same_as_keys(self) -> Iterator[object]:
        """Yield the keys that make two tellings of one type one event without further comparison.

        Where the statement was read and not told by a person, two articles that make it are compared first.
        """
        if self.account is not None:
            yield self.account
        if self.is_sure and self.statement is not None:
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
        parties: `flows.frames.PARTIES` with `entity_id`, `thing` and the party's `country`.
        sentences: article_id, number, start, kind.
        published: article_id, published_start.
        copies: article_id, duplicate_of.
    """
    actors, recipients = _sides(parties, tellings)
    days = dict(published.select("article_id", "published_start").iter_rows())
    original = dict(copies.select("article_id", "duplicate_of").iter_rows())
    retold = {*original, *original.values(), *tellings.filter("is_repeat")["article_id"].unique()}
    shared: dict[Any, Any] = {}
    found = []
    for row in _placed(tellings, sentences).iter_rows(named=True):
        key, article = row["event_mention_id"], row["article_id"]
        source = original.get(article, article) if article in retold else None
        place = _Place(source, days.get(article) or NO_DAY)
        found.append(_telling(row, actors.get(key, []), recipients.get(key, []), place, shared))
    return sorted(found, key=lambda telling: telling.order)


def _sides(parties: pl.DataFrame, tellings: pl.DataFrame) -> tuple[dict[str, Side], dict[str, Side]]:
    """Actors and recipients of each of the tellings."""
    sides: tuple[dict[str, Side], dict[str, Side]] = {}, {}
    own = parties.join(tellings.select("event_mention_id"), on="event_mention_id", how="semi")
    columns = own.select("event_mention_id", "role", "entity_id", "country", "thing")
    for telling_id, role, *party in columns.iter_rows():
        sides[role != "actor"].setdefault(telling_id, []).append(_Party(*party))
    return sides


def _placed(tellings: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Tellings with number, kind and start (`_at`) of the sentence in which they stand."""
    runs = sentences.select("article_id", "number", "kind", pl.col("start").alias("_at")).sort("_at")
    return (
        tellings.select(_COLUMNS)
        .sort("start")
        .join_asof(runs, left_on="start", right_on="_at", by="article_id", check_sortedness=False)
        .with_columns(pl.col("number", "_at").fill_null(0))
    )


_COLUMNS = (
    "event_mention_id", "article_id", "start", "event_type", "mode", "status", "date_start", "date_end", "place_id",
    "place_country", "attributed_to", "surface", "sentence", "contexts",
    "confidence", "method",
)  # fmt: skip


class _Party(NamedTuple):
    """A party: its entity and country, and what its article calls it."""

    entity: str | None
    country: str | None
    thing: str | None


Side = list[_Party]
_Value = TypeVar("_Value")


class _Place(NamedTuple):
    """Where a telling stands: its article (of a copy the original; null unless it retells) and the article's day."""

    original: str | None
    day: date


def _telling(
    row: dict[str, Any], actors: Side, recipients: Side, place: _Place, shared: dict[Any, Any]
) -> Telling:
    """Make one telling; `shared` keeps one copy of each set and word, of which millions of tellings have few."""

    def one(value: _Value) -> _Value:
        kept: _Value = shared.setdefault(value, value)
        return kept

    first, last = row["date_start"], row["date_end"]
    is_dated = first is not None and last is not None
    days = (first.toordinal(), last.toordinal()) if is_dated else (0, 0)
    acting, receiving = _names(actors), _names(recipients)
    acting_countries = frozenset(p.country for p in actors if p.country)
    surface, mode = row["surface"], row["mode"]
    wording = wording_of(row["sentence"], row["start"] - row["_at"], len(surface))
    root = root_of(surface)
    return Telling(
        id=row["event_mention_id"],
        order=(place.day, row["article_id"], row["start"], row["event_mention_id"]),
        article_id=one(row["article_id"]),
        number=row["number"],
        is_title=row["kind"] == "title",
        event_type=one(row["event_type"]),
        mode=one(mode),
        status=one(row["status"]),
        first=days[0],
        last=days[1],
        published=0 if place.day == NO_DAY else place.day.toordinal(),
        place=one(row["place_id"]),
        place_country=one(row["place_country"]),
        source=one(row["attributed_to"]),
        word=one(fold(surface).removeprefix("ال")),
        root=one(root),
        is_definite=surface.startswith("ال"),
        actors=one(acting),
        recipients=one(receiving),
        parties=one(acting | receiving),
        people=one(frozenset(name for name in acting | receiving if name.startswith(_PERSON))),
        actor_countries=one(acting_countries),
        countries=one(acting_countries | {p.country for p in recipients if p.country}),
        contexts=one(frozenset(row["contexts"] or ())),
        named=one(wording.named),
        said=one(wording.said),
        is_sure=row["confidence"] >= _SURE and _is_told(row["method"]),
        statement=one(_statement(row, root, days, (actors, recipients))),
        sentence=None
        if place.original is None
        else make_id("st", place.original, row["sentence"], row["start"] - row["_at"]),
    )


def _is_told(method: str) -> bool:
    """Whether a telling was told or corrected by a person."""
    return not method.startswith(_READ) or _CORRECTED in method


def _statement(row: dict[str, Any], root: str, days: tuple[int, int], sides: tuple[Side, Side]) -> str | None:
    """Return the id of a full statement; one with a single party counts its place as well.

    Parties are called as the article calls them and not by their entity, whose id another article may change.
    """
    actors, recipients = (frozenset(_bare(p.thing or p.country or "") for p in side) - {""} for side in sides)
    parties = len(actors | recipients)
    if not days[0] or days[1] - days[0] > _EXACT or not parties:
        return None
    place = None if parties >= _FEWEST_PARTIES else row["place_id"]
    if place is None and parties < _FEWEST_PARTIES:
        return None
    what = (row["event_type"], row["mode"], row["status"], root, *days, place)
    return make_id("ev", *what, "+".join(sorted(actors)), "+".join(sorted(recipients)))


def _names(side: Side) -> frozenset[str]:
    return frozenset(_bare(name) for party in side if (name := party.entity or party.country))


def _bare(name: str) -> str:
    """A country and its unnamed people are one party."""
    return name.removeprefix(_COUNTRY) if len(name) == _COUNTRY_KEY else name
