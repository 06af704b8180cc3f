"""Which namings are of one thing: those of one thing have one `entity_id`.

A thing of an article (a case) that the knowledge tables know has their key, also in a spelling that they do not list.
What none knows is brought together by `flows.resolve.names`; its id derives from its fullest name that most articles
use, its type and country, and for a family name alone from the first article that tells it as well.

Where an earlier build has linked most cases, only names are looked at that share a key with a changed one, or a thing
with such a name; the result is that of linking all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

import polars as pl

from flows.arabic import fold
from flows.ids import make_id
from flows.knowledge.knowledge import Knowledge
from flows.resolve.names import PERSON, Name, family_name, same_things, spelling_keys
from flows.resolve.spelling import is_variant, skeleton

_TELLING_TYPES = frozenset({PERSON, "LAW", "EVENT"})
"""Known things of these types are few in the world: two articles that name the same one speak of related things."""

_KNOWN_PERSON = "pers."
_SHORTEST_WORD = 4  # letters: a shorter word that begins with ال may have these as its own
_PART = "\x1f"

CASE = ("article_id", "type", "thing", "key", "country")

CASES: dict[str, Any] = {
    "article_id": pl.String,
    "type": pl.String,
    "thing": pl.String,
    "key": pl.String,
    "country": pl.String,
    "known": pl.String,  # the key of the thing, also where only a variant of its name is listed
    "clue": pl.String,  # what it says of the other things of its article
    "name": pl.String,  # of what no table knows: type, form, country and, of a family name alone, article
    "last": pl.String,  # a person's family name
    "keys": pl.List(pl.UInt32),  # digests of the keys by which the name is compared
    "entity_id": pl.String,
    "group": pl.String,  # the first of the names that pairs brought together
}
"""One thing in one article, as its extraction tells it, and the thing of the world that it is."""


def link(names: pl.DataFrame, knowledge: Knowledge) -> pl.DataFrame:
    """Give every naming its thing.

    Args:
        names: `flows.frames.NAMES`, of all articles.
        knowledge: what is known of things by their keys and names.

    Returns:
        The same rows in the same order with the column `entity_id`.
    """
    cases = cases_of(names, knowledge)
    return with_things(names, link_cases(cases, cases.clear(), ()))


def with_things(names: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Return namings with the column `entity_id` from their cases."""
    case = ["article_id", "type", "thing", "country"]
    found = cases.filter(pl.col("key").is_null()).select(*case, "entity_id")
    narrow = names.select("key", *case)  # a join copies every column, and sentences are long
    linked = narrow.join(found, on=case, how="left", nulls_equal=True, maintain_order="left")
    return names.with_columns(linked.select(pl.coalesce("key", "entity_id")).to_series().alias("entity_id"))


def cases_of(names: pl.DataFrame, knowledge: Knowledge) -> pl.DataFrame:
    """Return the cases (`CASES`) of articles, not linked yet: what is unknown, and known things that tell of others.

    Args:
        names: `flows.frames.NAMES`.
        knowledge: what is known of things by their names.
    """
    speaks = pl.col("key").is_null() | pl.col("type").is_in(sorted(_TELLING_TYPES))
    cases = names.select(CASE).filter(speaks).unique().sort(CASE, nulls_last=True)
    forms = _forms(cases)
    known = _known_spellings(forms.values(), knowledge)
    keys = {(f.kind, f.form): _digests(f.kind, f.form) for f in set(forms.values()) if f not in known}
    rows = [_case(row, forms, known, keys) for row in cases.iter_rows()]
    told = ("known", "clue", "name", "last", "keys")
    columns = {name: pl.Series(name, [row[n] for row in rows], CASES[name]) for n, name in enumerate(told)}
    nothing = [pl.lit(None, dtype=pl.String).alias(name) for name in ("entity_id", "group")]
    return cases.with_columns(*columns.values(), *nothing)


class _Form(NamedTuple):
    """What no table knows by its key, as names are compared."""

    kind: str
    form: str
    country: str | None


def _forms(cases: pl.DataFrame) -> dict[tuple[str, str, str | None], _Form]:
    unknown = cases.filter(pl.col("key").is_null()).select("type", "thing", "country").unique()
    return {row: _Form(row[0], _form(row[0], row[1]), row[2]) for row in unknown.iter_rows()}


def _form(kind: str, thing: str) -> str:
    """The name as names are compared: of what is no person, without the article, which attached letters swallow."""
    words = fold(thing).split() or [thing]
    if kind == PERSON:
        return " ".join(words)
    return " ".join(w.removeprefix("ال") if len(w) > _SHORTEST_WORD else w for w in words)


def _digests(kind: str, form: str) -> list[int]:
    return sorted({crc32(_PART.join(map(str, key)).encode()) for key in spelling_keys(kind, form)})


def _case(
    row: tuple[Any, ...],
    forms: Mapping[tuple[str, str, str | None], _Form],
    known: Mapping[_Form, str],
    keys: Mapping[tuple[str, str], list[int]],
) -> tuple[str | None, str | None, str | None, str | None, list[int]]:
    """Known, clue, name, last and keys of a case."""
    article, kind, thing, key, country = row
    form = None if key is not None else forms[kind, thing, country]
    known_as = key if form is None else known.get(form)
    if form is None or known_as is not None:
        return known_as, known_as if kind in _TELLING_TYPES else None, None, None, []
    is_short = kind == PERSON and " " not in form.form
    clue = f"{kind} {form.form}" if " " in form.form else None
    name = _PART.join((kind, form.form, country or "", article if is_short else ""))
    return None, clue, name, family_name(form.form) if kind == PERSON else None, keys[kind, form.form]


def link_cases(cases: pl.DataFrame, before: pl.DataFrame, touched: Iterable[str]) -> pl.DataFrame:
    """Give every case its thing.

    Args:
        cases: `CASES` of all articles; of what did not change as an earlier build linked them.
        before: `CASES` of the earlier build; of none where all are new.
        touched: the articles that changed, came or went since.

    Returns:
        The same rows in the same order with `entity_id` and `group`.
    """
    world = _World(cases, before, pl.Series(sorted(touched), dtype=pl.String))
    asked, beside = world.affected()
    ids, names = world.names(asked | beside)
    among = None if before.is_empty() else frozenset(n for n, name in enumerate(ids) if name in asked)
    first, things = same_things(names, among)
    members: dict[int, list[Name]] = defaultdict(list)
    for position, head in enumerate(things):
        members[head].append(names[position])
    anchors = {head: _anchor(group) for head, group in members.items()}
    rows = [
        (name, anchors[things[n]], ids[first[n]]) for n, name in enumerate(ids) if among is None or n in among
    ]
    found = pl.DataFrame(rows, schema=["name", "_id", "_group"], orient="row", schema_overrides=_FOUND)
    linked = cases.select("name", "known", "entity_id", "group").join(
        found, on="name", how="left", maintain_order="left"
    )
    return cases.with_columns(
        linked.select(
            pl.coalesce("known", "_id", "entity_id").alias("entity_id"),
            pl.coalesce("_group", "group").alias("group"),
        )
    )


_FOUND = {"name": pl.String, "_id": pl.String, "_group": pl.String}


class _World:
    """All cases with their names, keys and clues, while the names are looked for that a change can concern."""

    def __init__(self, cases: pl.DataFrame, before: pl.DataFrame, touched: pl.Series) -> None:
        self._cases, self._before, self._touched = cases, before, touched
        was = before.filter(pl.col("article_id").is_in(touched.implode()))
        both = pl.concat([cases, was]) if len(was) else cases
        named = both.filter(pl.col("name").is_not_null())
        self._spelt = named.select("name", "keys").unique("name").explode("keys").drop_nulls("keys")
        self._clues = both.select("article_id", "clue").drop_nulls("clue").unique()
        people = named.filter(pl.col("last").is_not_null()).select("name", "last", "article_id").unique()
        short = people.filter(~pl.col("name").str.ends_with(_PART))["last"].unique()
        self._family = people.filter(pl.col("last").is_in(short.implode()))
        is_own = pl.col("article_id").is_in(touched.implode())
        self._own = named.filter(is_own)["name"].unique()

    def affected(self) -> tuple[set[str], set[str]]:
        """The names whose thing a change can concern, and those that they are to be held against."""
        if self._before.is_empty():
            return set(self._cases["name"].drop_nulls()), set()
        near = self._with_neighbours(self._own)
        short = near.filter(~near.str.ends_with(_PART))
        near = pl.concat([near, self._of_family(short)]).unique()
        grouped = self._before.filter(pl.col("name").is_in(near.implode()))["group"].unique()
        fellows = self._cases.filter(pl.col("group").is_in(grouped.implode()))["name"]
        there = self._cases.filter(pl.col("name").is_in(near.implode()))["name"]
        asked = pl.concat([there, fellows]).unique()
        return set(asked), set(self._with_neighbours(asked))

    def _with_neighbours(self, names: pl.Series) -> pl.Series:
        """Names, and those that share a key with one of them."""
        own = self._spelt.filter(pl.col("name").is_in(names.implode()))["keys"].unique()
        alike = self._spelt.filter(pl.col("keys").is_in(own.implode()))["name"]
        return pl.concat([names, alike, self._of_family(names)]).unique()

    def _of_family(self, names: pl.Series) -> pl.Series:
        """Names that share a family name and a clue with one of these."""
        mine = self._family.filter(pl.col("name").is_in(names.implode())).join(self._clues, on="article_id")
        mine = mine.select("last", "clue").unique()
        theirs = self._family.filter(pl.col("last").is_in(mine["last"].unique().implode()))
        return theirs.join(self._clues, on="article_id").join(mine, on=["last", "clue"], how="semi")["name"]

    def names(self, wanted: set[str]) -> tuple[list[str], list[Name]]:
        """Return names in their order, and what is known of each."""
        cases = self._cases.filter(pl.col("name").is_not_null()).select("name", "last", "article_id").unique()
        if not self._before.is_empty():
            cases = cases.filter(pl.col("name").is_in(pl.Series(sorted(wanted), dtype=pl.String).implode()))
        told = dict(cases.group_by("name").agg("article_id").iter_rows())
        people = cases.filter(pl.col("last").is_not_null()).drop("last")
        now = self._cases.select("article_id", "clue").drop_nulls("clue").unique()
        clues = dict(
            people.join(now, on="article_id").group_by("name").agg(pl.col("clue").unique()).iter_rows()
        )
        parts = {name: tuple(name.split(_PART)) for name in told}
        order = sorted(told, key=parts.__getitem__)
        found = []
        for name in order:
            kind, form, country, _ = parts[name]
            evidence = frozenset(clues.get(name, ())) - {f"{kind} {form}"}
            found.append(Name(kind, form, country or None, frozenset(told[name]), evidence))
        return order, found


def _known_spellings(forms: Iterable[_Form], knowledge: Knowledge) -> dict[_Form, str]:
    """Find known people behind spellings of their full names that the tables do not list."""
    listed = _listed(_Tables(knowledge))
    found = {}
    for form in {f for f in forms if f.kind == PERSON and " " in f.form}:
        people = {
            key
            for name, key in listed.get(skeleton(form.form), ())
            if is_variant(form.form, name) and form.country in (None, knowledge.things[key].country)
        }
        if len(people) == 1:
            found[form] = people.pop()
    return found


class _Tables:
    """Knowledge as a key of a cache: itself and no other."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def __hash__(self) -> int:
        return id(self.knowledge)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Tables) and other.knowledge is self.knowledge


@lru_cache(maxsize=2)
def _listed(tables: _Tables) -> dict[str, set[tuple[str, str]]]:
    """Full names of known people by what their spellings share."""
    listed: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for form, keys in tables.knowledge.names.entries.items():
        if " " in form and keys[0].startswith(_KNOWN_PERSON):
            listed[skeleton(form)].add((form, keys[0]))
    return dict(listed)


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
