"""Things: the namings of articles, the things that they name, and what is counted of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from flows.knowledge.knowledge import Knowledge
from flows.resolve.capitals import governments
from flows.resolve.counts import things_counted
from flows.resolve.entities import ENTITY, entities_of
from flows.resolve.ground import Ground, Tables, holds, ids
from flows.resolve.linking import cases_of, link_cases, with_things
from flows.resolve.naming import namings_of
from flows.resolve.readings import Readings
from flows.resolve.rulings import Rulings
from schemas.package import TABLES, polars_schema

_DESCRIBES = ("name_ar", "name_en", "country", "latitude", "longitude")
"""What others' rows say of a thing."""

_NAMED = (
    "mention_id", "article_id", "type", "surface", "start", "end", "source_start", "source_end", "thing", "key",
    "country", "method",
)  # fmt: skip
"""What namings are linked and ruled on by: their sentences are most of the memory, and wait for the table's rows."""


@dataclass(frozen=True, slots=True)
class Things:
    """What a build made of names.

    `linked` are the namings (mention_id, thing, entity_id, type, method) of all articles whose tellings are read again:
    those that changed, then those `moved`, in which a name is of another thing now, then the others. `entities` are all
    things, without counts. `read_again` are the articles that did not change themselves and are read again,
    `described` the things of which others' rows say something else now. The others are what was made anew.
    """

    linked: pl.DataFrame
    entities: pl.DataFrame
    moved: pl.Series
    read_again: pl.Series
    described: pl.Series
    relinked: pl.Series
    named: pl.Series
    counted: Tables
    cases: pl.DataFrame
    regrouped: pl.Series
    namings: pl.DataFrame

    def state(self) -> Tables:
        """The frames of the state, as `state/NAME`."""
        own = holds("article_id", self.regrouped)
        return {"state/cases": self.cases.filter(own).sort("article_id"), "state/namings": self.namings}

    def bare(self) -> Things:
        """Return the same without what only the tables of things, the tellings and the next build need."""
        frames = {name: getattr(self, name).clear() for name in ("linked", "cases", "namings")}
        return replace(self, counted={}, **frames)

    def scopes(self) -> dict[str, tuple[str, pl.Series]]:
        """What was made anew."""
        by_thing = dict.fromkeys(("entities", "aliases", "naming"), ("entity_id", self.named))
        by_article = dict.fromkeys(("mentions", "state/namings"), ("article_id", self.relinked))
        return by_thing | by_article | {"state/cases": ("article_id", self.regrouped)}


def things(
    read: Readings,
    knowledge: Knowledge,
    rulings: Rulings,
    base: Ground,
    touched: pl.Series,
    copied: pl.Series,
) -> Things:
    """Bring together what articles name.

    Args:
        read: of the articles that are new or changed.
        knowledge: what is known of things.
        rulings: on things.
        base: what an earlier build brought together of the others.
        touched: the articles that changed, came or went.
        copied: other articles that are copies, or copied, and were not, or the other way round.
    """
    before = base.read("state/cases")
    names = governments(*(read.frame(name, columns) for name, columns in _ACTING.items()))
    kept = before.filter(~holds("article_id", touched))
    cases = link_cases(pl.concat([kept, cases_of(names, knowledge)]), before, touched)
    moved = _moved(kept, cases.head(len(kept)), ["entity_id"])
    relinked = ids(touched, moved)
    linked = with_things(pl.concat([names, _names(base, moved)]), cases)
    linked = rulings.name(linked)
    texts = pl.concat(
        [
            read.frame("sources", ["article_id", "source_text"]),
            base.rows("articles", "article_id", moved, ["article_id", "source_text"]),
        ]
    )
    fresh = namings_of(linked, texts)
    linked = linked.select(_LINKED)
    del names, texts
    old = base.read("state/namings")
    namings = pl.concat([old.filter(~holds("article_id", relinked)), fresh])
    again = old.filter(holds("article_id", ids(relinked, copied)))["entity_id"]
    named = ids(again, fresh["entity_id"])
    own = namings.filter(holds("entity_id", named))
    found = rulings.describe(entities_of(own, knowledge))
    was = base.read("entities", list(ENTITY))
    entities = pl.concat([was.filter(~holds("entity_id", named)), found])
    abroad = _differing(was, found, ["country"])
    there = ids(namings.filter(holds("entity_id", abroad))["article_id"], copied)
    rest = there.filter(~there.is_in(relinked.implode()))
    more = with_things(_names(base, rest), cases).select(_LINKED)
    return Things(
        linked=pl.concat([linked, more]),
        entities=entities,
        moved=moved,
        read_again=ids(moved, rest),
        described=_differing(was, found, list(_DESCRIBES)),
        relinked=relinked,
        named=named,
        counted=things_counted(found, own, _outlets(read, base, touched)),
        cases=cases,
        regrouped=ids(relinked, _moved(kept, cases.head(len(kept)), ["entity_id", "group"])),
        namings=fresh,
    )


_ACTING = {"names": _NAMED, "tellings": ("place",), "parties": ("mention_id", "role")}
_RULED = ("entity_id", "type", "method")
_LINKED = ("mention_id", "thing", *_RULED)


def _names(base: Ground, articles: pl.Series) -> pl.DataFrame:
    """Names of articles that did not change, as they were read."""
    told = _ACTING.items()
    return governments(
        *(base.rows(f"state/{name}", "article_id", articles, columns) for name, columns in told)
    )


def mentions_of(read: Readings, named: Things, base: Ground) -> pl.DataFrame:
    """Return the rows of the table `mentions` that are made anew.

    Args:
        read: of the articles that are new or changed.
        named: what was made of their names.
        base: what an earlier build brought together of the others.
    """
    columns = [name for name in polars_schema(TABLES["mentions"]) if name not in _RULED]
    old = base.rows("state/names", "article_id", named.moved, columns)
    rows = pl.concat([read.frame("names", columns), old])
    return rows.with_columns(named.linked.select(_RULED).head(len(rows)))


def _moved(before: pl.DataFrame, after: pl.DataFrame, columns: list[str]) -> pl.Series:
    """The articles of rows, in the same order before and after, that differ in one of these columns."""
    differs = [before[column].ne_missing(after[column]) for column in columns]
    return ids(before.filter(pl.select(pl.any_horizontal(differs)).to_series())["article_id"])


def _differing(before: pl.DataFrame, after: pl.DataFrame, columns: list[str]) -> pl.Series:
    """The things, there before and after, that differ in one of these columns."""
    both = before.join(after, on="entity_id", suffix="_now")
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_now")) for name in columns)
    return both.filter(differs)["entity_id"]


def _outlets(read: Readings, base: Ground, touched: pl.Series) -> pl.DataFrame:
    """Outlets of all articles, and what they copy: article_id, outlet, duplicate_of."""
    columns = ["article_id", "outlet"]
    kept = base.read("articles", columns).filter(~holds("article_id", touched))
    copies = read.frame("duplicates", ["article_id", "duplicate_of"])
    return pl.concat([kept, read.frame("cleaned", columns)]).join(copies, on="article_id", how="left")


def parties_of(parties: pl.DataFrame, named: Things) -> pl.DataFrame:
    """Parties with their entity; a named party's country is that of its entity, an unnamed one's as told."""
    countries = named.entities.select("entity_id", pl.col("country").alias("_country"))
    return (
        parties.join(named.linked.drop("type", "method"), on="mention_id", how="left", maintain_order="left")
        .join(countries, on="entity_id", how="left", maintain_order="left")
        .with_columns(pl.coalesce("_country", "country").alias("country"))
        .drop("_country")
    )


def told_of(tellings: pl.DataFrame, named: Things) -> pl.DataFrame:
    """Tellings with the entities of their place and source."""
    entity_of = named.linked.select("mention_id", "entity_id").join(
        named.entities.select("entity_id", "country"), on="entity_id", how="left"
    )
    places = entity_of.rename({"mention_id": "place", "entity_id": "place_id", "country": "place_country"})
    sources = entity_of.select(pl.col("mention_id").alias("source"), pl.col("entity_id").alias("_source_id"))
    narrow = (
        tellings.select("place", "source", "source_country")
        .join(places, on="place", how="left", maintain_order="left")
        .join(sources, on="source", how="left", maintain_order="left")
        .select(
            "place_id", "place_country", pl.coalesce("_source_id", "source_country").alias("attributed_to")
        )
    )
    return tellings.with_columns(narrow)
