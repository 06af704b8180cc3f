"""Namings of one real thing become one entity."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from sys import intern
from typing import Any, NamedTuple

import polars as pl

from flows.arabic import fold
from flows.ids import make_id
from flows.knowledge.english import body_in_english
from flows.knowledge.knowledge import Knowledge
from flows.resolve.names import PERSON, Name, same_things
from flows.resolve.spelling import is_variant, skeleton
from flows.resolve.transliterate import transliterate

_TELLING_TYPES = frozenset({PERSON, "LAW", "EVENT"})
"""Known things of these types are few in the world: two articles that name the same one speak of related things."""

_KNOWN_PERSON = "pers."
_SHORTEST_WORD = 4  # letters: a shorter word that begins with ال may have these as its own

_CASE = ("article_id", "type", "thing", "key", "country")


def link(names: pl.DataFrame, knowledge: Knowledge) -> pl.DataFrame:
    """Give every naming its thing.

    A name that the knowledge tables know has their key, also in a spelling that they do not list. What none knows is
    brought together by `flows.resolve.names`; its id derives from its fullest name that most articles use, its
    type and country, and for a family name alone from the first article that tells it as well.

    Args:
        names: `flows.frames.NAMES`.
        knowledge: what is known of things by their keys and names.

    Returns:
        The same rows in the same order with the column `entity_id`.
    """
    speaks = pl.col("key").is_null() | pl.col("type").is_in(sorted(_TELLING_TYPES))
    cases = names.select(_CASE).filter(speaks).unique().sort(_CASE, nulls_last=True)
    ids = _ids([_case(row) for row in cases.iter_rows()], knowledge)
    found = cases.with_columns(pl.Series("entity_id", ids, dtype=pl.String)).filter(pl.col("key").is_null())
    case = ["article_id", "type", "thing", "country"]
    narrow = names.select("key", *case)  # a join copies every column, and sentences are long
    linked = narrow.join(found.drop("key"), on=case, how="left", nulls_equal=True, maintain_order="left")
    return names.with_columns(linked.select(pl.coalesce("key", "entity_id")).to_series().alias("entity_id"))


class Case(NamedTuple):
    """One thing in one article, as its extraction tells it."""

    article_id: str
    type: str
    thing: str
    key: str | None
    country: str | None


def _case(row: tuple[Any, ...]) -> Case:
    """Make a case of a row; an article's id is kept once for all its cases."""
    article, kind, thing, key, country = row
    return Case(intern(article), intern(kind), thing, key, country)


def _ids(cases: Sequence[Case], knowledge: Knowledge) -> list[str]:
    known = _known_spellings(cases, knowledge)
    keys = [case.key or known.get((case.type, _form(case), case.country)) for case in cases]
    names, positions = _names(cases, keys)
    first = same_things(names)
    members: dict[int, list[Name]] = defaultdict(list)
    for position, head in enumerate(first):
        members[head].append(names[position])
    ids = {head: _anchor(group) for head, group in members.items()}
    return [key or ids[first[positions[n]]] for n, key in enumerate(keys)]


def _form(case: Case) -> str:
    """The name as names are compared: of what is no person, without the article, which attached letters swallow."""
    words = fold(case.thing).split() or [case.thing]
    if case.type == PERSON:
        return " ".join(words)
    return " ".join(w.removeprefix("ال") if len(w) > _SHORTEST_WORD else w for w in words)


def _names(cases: Sequence[Case], keys: Sequence[str | None]) -> tuple[list[Name], dict[int, int]]:
    """Return the names that no table knows, in order, and for each such case the position of its name."""
    brought: dict[str, set[str]] = defaultdict(set)
    for case, key in zip(cases, keys, strict=True):
        if (clue := _clue(case, key)) is not None:
            brought[case.article_id].add(clue)
    articles: dict[tuple[str, str, str | None, str | None], set[str]] = defaultdict(set)
    name_of: dict[int, tuple[str, str, str | None, str | None]] = {}
    for n, (case, key) in enumerate(zip(cases, keys, strict=True)):
        if key is None:
            form = _form(case)
            is_short = case.type == PERSON and " " not in form
            name_of[n] = (case.type, form, case.country, case.article_id if is_short else None)
            articles[name_of[n]].add(case.article_id)
    order = sorted(articles, key=lambda name: tuple(part or "" for part in name))
    position = {name: i for i, name in enumerate(order)}
    names = [
        Name(
            kind,
            form,
            country,
            frozenset(told := articles[kind, form, country, article]),
            _evidence(kind, form, told, brought),
        )
        for kind, form, country, article in order
    ]
    return names, {n: position[name] for n, name in name_of.items()}


def _clue(case: Case, key: str | None) -> str | None:
    """What a thing says of the others that its article names; null where too many articles name it."""
    if key is not None:
        return key if case.type in _TELLING_TYPES else None
    form = _form(case)
    return f"{case.type} {form}" if " " in form else None


def _evidence(
    kind: str, form: str, articles: Iterable[str], brought: Mapping[str, set[str]]
) -> frozenset[str]:
    if kind != PERSON:
        return frozenset()
    return frozenset(clue for article in articles for clue in brought[article]) - {f"{kind} {form}"}


def _known_spellings(cases: Iterable[Case], knowledge: Knowledge) -> dict[tuple[str, str, str | None], str]:
    """Find known people behind spellings of their full names that the tables do not list."""
    wanted = {
        (c.type, _form(c), c.country) for c in cases if c.key is None and c.type == PERSON and " " in _form(c)
    }
    bones = {skeleton(form) for _, form, _ in wanted}
    listed: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for form, keys in knowledge.names.entries.items():
        if " " in form and keys[0].startswith(_KNOWN_PERSON) and (bone := skeleton(form)) in bones:
            listed[bone].add((form, keys[0]))
    found = {}
    for kind, form, country in wanted:
        people = {
            key
            for name, key in listed.get(skeleton(form), ())
            if is_variant(form, name) and country in (None, knowledge.things[key].country)
        }
        if len(people) == 1:
            found[kind, form, country] = people.pop()
    return found


def _anchor(group: Sequence[Name]) -> str:
    """Derive the id of a thing that no table knows; names of two things are never of one form, type and country."""
    votes: Counter[str] = Counter()
    for name in group:
        votes[name.form] += len(name.articles)
    form = min(votes, key=lambda f: (-len(f.split()), -votes[f], f))
    country = next((name.country for name in group if name.country), None)
    is_short = all(name.is_short for name in group)
    article = min(min(name.articles) for name in group) if is_short else None
    kind = group[0].type
    return make_id(kind.lower(), kind, form, country, *([article] if article is not None else []))


def entities_of(linked: pl.DataFrame, knowledge: Knowledge) -> pl.DataFrame:
    """One row a thing: what the knowledge tables tell, else what its namings say.

    A thing that no table knows has its most told spelling as Arabic name (a person the fullest), the transliteration of
    it as English name, and the country that its namings tell.

    Args:
        linked: namings with `entity_id`.
        knowledge: what is known of things by their keys.
    """
    told: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    countries: dict[str, Counter[str]] = defaultdict(Counter)
    columns = ("entity_id", "type", "surface", "country")
    counts = linked.group_by(columns).agg(pl.len().alias("count")).sort(columns, nulls_last=True)
    for entity_id, kind, surface, country, count in counts.iter_rows():
        told[entity_id][kind, surface] = told[entity_id].get((kind, surface), 0) + count
        if country is not None:
            countries[entity_id][country] += count
    rows = [_entity(key, told[key], countries[key], knowledge) for key in sorted(told)]
    return pl.DataFrame(rows, schema=_ENTITY)


_ENTITY = {
    "entity_id": pl.String,
    "type": pl.String,
    "name_ar": pl.String,
    "name_en": pl.String,
    "wikidata_id": pl.String,
    "country": pl.String,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
}


def _entity(
    entity_id: str, told: Mapping[tuple[str, str], int], countries: Mapping[str, int], knowledge: Knowledge
) -> dict[str, Any]:
    known = knowledge.thing(entity_id)
    row: dict[str, Any] = dict.fromkeys(_ENTITY) | {"entity_id": entity_id}
    if known is not None:
        return row | {
            "type": known.type,
            "name_ar": known.name_ar,
            "name_en": known.name_en or transliterate(known.name_ar, of_person=known.type == PERSON),
            "wikidata_id": known.wikidata_id or None,
            "country": known.country or None,
            "latitude": known.latitude,
            "longitude": known.longitude,
        }
    kind, surface = min(told, key=lambda t: (-_fullness(t), -told[t], -len(t[1]), t[1]))
    name = " ".join(surface.split())
    country = min(countries, key=lambda code: (-countries[code], code)) if countries else None
    return row | {
        "type": kind,
        "name_ar": name,
        "name_en": _english(kind, name, knowledge),
        "country": country,
    }


def _english(kind: str, name: str, knowledge: Knowledge) -> str:
    """Return the English name of a thing that no table knows: a body's by its parts, else letter by letter."""
    told = None
    if kind != PERSON:
        told = body_in_english(name, knowledge, partial(transliterate, of_person=False))
    return told or transliterate(name, of_person=kind == PERSON)


def _fullness(told: tuple[str, str]) -> int:
    kind, surface = told
    return len(surface.split()) if kind == PERSON else 0


def aliases_of(mentions: pl.DataFrame) -> pl.DataFrame:
    """One row a spelling of a thing, with how often it is so written."""
    return (
        mentions.group_by("entity_id", "surface")
        .agg(pl.len().cast(pl.Int64).alias("mention_count"))
        .sort("entity_id", "surface")
    )
