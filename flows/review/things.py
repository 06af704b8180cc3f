"""Questions about things: names that no table knows and that recur, spellings that a thing did not have before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from flows.arabic import fold
from flows.review.items import Answer, Item, marked
from flows.review.look import Version

_RECURS = 3
"""Namings from which an unknown name is asked about; two articles that name it are enough."""
_CANDIDATES = 4
_KNOWN = "."
"""Stands in the ids of things that the knowledge tables know, and in no other."""
_ALIAS_WEIGHT = 0.5
"""A new spelling is mostly right: it is asked about behind names that nobody knows."""


def names(version: Version, before: Version | None = None) -> Iterator[Item]:
    """Yield a question for each recurring name that no table knows; its weight is how often it is told."""
    things = version.tables["entities"]
    known = things.filter(pl.col("entity_id").str.contains(_KNOWN, literal=True))
    unknown = things.filter(
        ~pl.col("entity_id").str.contains(_KNOWN, literal=True),
        (pl.col("mention_count") >= _RECURS) | (pl.col("article_count") > 1),
    )
    first = _first_namings(version, unknown["entity_id"])
    for row in unknown.sort("entity_id").iter_rows(named=True):
        naming = first[row["entity_id"]]
        target = version.quoted(naming)
        candidates = [
            Answer(
                f"it is {other['name_ar']} ({other['name_en']}, {other['country'] or 'no country'})",
                (target | {"kind": "entity_same_as", "value": other["entity_id"]},),
            )
            for other in _alike(row, known)
        ]
        yield Item(
            reason="name",
            key=row["entity_id"],
            weight=row["mention_count"] * _ALIAS_WEIGHT + row["article_count"],
            article_id=naming["article_id"],
            question=f"Who or what is {row['name_ar']} ({row['type']}, {row['name_en']})? Told "
            f"{row['mention_count']} times in {row['article_count']} article(s), and no table knows it.",
            sentences=(marked(naming["sentence"], naming["surface"]),),
            answers=(
                *candidates,
                Answer(
                    "another known thing",
                    (target | {"kind": "entity_same_as"},),
                    asks="its id, such as org.mfa.MAR",
                ),
                Answer("a thing of its own, and right", (target | {"kind": "entity_confirm"},)),
                Answer(
                    "its own; its English name is",
                    (target | {"kind": "entity_name_en"},),
                    asks="the English name",
                ),
                Answer("no name at all", (target | {"kind": "mention_reject"},)),
            ),
            decided=frozenset(
                {(kind, row["entity_id"]) for kind in ("entity_confirm", "entity_name_en", "entity_same_as")}
                | {("mention_reject", naming["mention_id"])}
            ),
        )


def _first_namings(version: Version, ids: pl.Series) -> dict[str, dict[str, Any]]:
    ordered = (
        version.tables["mentions"]
        .filter(pl.col("entity_id").is_in(ids.to_list()))
        .sort("article_id", "start")
    )
    return {row["entity_id"]: row for row in ordered.unique("entity_id", keep="first").iter_rows(named=True)}


def _alike(row: dict[str, Any], known: pl.DataFrame) -> list[dict[str, Any]]:
    """Known things of the type that share words with a name, the most alike and the most told first."""
    words = _words(row["name_ar"])
    found = [
        (len(words & _words(other["name_ar"])), other["mention_count"], other)
        for other in known.filter(pl.col("type") == row["type"]).sort("entity_id").iter_rows(named=True)
    ]
    shared = [entry for entry in found if entry[0]]
    return [other for _, _, other in sorted(shared, key=lambda e: (-e[0], -e[1]))[:_CANDIDATES]]


def _words(name: str) -> set[str]:
    return {word.removeprefix("ال") for word in fold(name).split()}


def new_aliases(version: Version, before: Version | None = None) -> Iterator[Item]:
    """Yield a question for each spelling that a thing did not have in the version before."""
    if before is None:
        return
    old = before.tables["aliases"]
    new = (
        version.tables["aliases"]
        .join(old.select("entity_id").unique(), on="entity_id", how="semi")
        .join(old, on=["entity_id", "surface"], how="anti")
        .sort("entity_id", "surface")
    )
    forms = {(entity, fold(surface)) for entity, surface in old.select("entity_id", "surface").iter_rows()}
    things = {row["entity_id"]: row for row in version.tables["entities"].iter_rows(named=True)}
    for entity, surface, count in new.select("entity_id", "surface", "mention_count").iter_rows():
        if (entity, fold(surface)) in forms:
            continue
        own = version.tables["mentions"].filter(pl.col("entity_id") == entity).sort("article_id", "start")
        naming = own.filter(pl.col("surface") == surface).row(0, named=True)
        others = own.filter(pl.col("surface") != surface)
        if others.is_empty():
            continue
        other = others.row(0, named=True)
        apart = version.quoted(naming) | version.quoted(other, "other_")
        yield Item(
            reason="alias",
            key=f"{entity} {surface}",
            weight=count * _ALIAS_WEIGHT,
            article_id=naming["article_id"],
            question=f"Is {surface} a name of {things[entity]['name_ar']} ({things[entity]['name_en']})?",
            sentences=tuple(marked(row["sentence"], row["surface"]) for row in (naming, other)),
            answers=(
                Answer("yes", ({"kind": "entity_confirm", "id": entity},)),
                Answer("no, it is another thing", (apart | {"kind": "entity_not_same_as"},)),
                Answer(
                    "no, it is this thing", ({"kind": "alias_of", "quote": surface},), asks="the thing's id"
                ),
            ),
            decided=frozenset({("entity_confirm", entity), ("alias_of", f"* {fold(surface)}")}),
        )
