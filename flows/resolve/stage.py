"""The stage `resolve`: what single articles say in, the published tables out.

It stands on what an earlier build brought together, where there is such ground: then it is given the articles that
changed, and makes anew the things that they name, the events that they tell, and the articles that share these, where
something about them is another. Everything is made by the same functions, whether one article is new or all are.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from flows.knowledge.knowledge import Knowledge
from flows.resolve.codes import codes_of
from flows.resolve.ground import STATE_FRAME, Ground, NoGround, Put, Resolved, Tables, holds, ids, sorted_by
from flows.resolve.happenings import happenings
from flows.resolve.readings import Read, Readings, Stored
from flows.resolve.rulings import NoRulings, Rulings
from flows.resolve.tellings import Telling, tellings_of
from flows.resolve.texts import articles_of, duplicates_changed, removed_of, sentences_of, sources_of
from flows.resolve.things import mentions_of, parties_of, things, told_of
from flows.resolve.told import told
from schemas.package import TABLES, empty, polars_schema

__all__ = ["Read", "Stored", "Tables", "compared", "resolve", "resolve_changes"]


def resolve(read: Readings, knowledge: Knowledge, rulings: Rulings | None = None) -> Tables:
    """Return every published table, sorted by key and not yet validated: `resolve_changes` with all articles new."""
    return resolve_changes(read, knowledge, rulings).tables


def resolve_changes(
    read: Readings,
    knowledge: Knowledge,
    rulings: Rulings | None = None,
    ground: Ground | None = None,
    gone: Collection[str] = (),
    put: Put | None = None,
) -> Resolved:
    """Bring together what articles say.

    The result depends on the rows alone, not on their order, nor on what was brought together before.

    Args:
        read: of the articles that are new or changed; of all where there is no ground.
        knowledge: what is known of things.
        rulings: on things and events; they are obeyed, and what came of them, in `corrections`, is for others to tell.
            They are of the whole: with any, there is no ground.
        ground: what an earlier build brought together of the others.
        gone: articles of the earlier build that are there no longer.
        put: takes each table, and each frame of the state as `state/NAME`, once it is made; the result then holds none,
            so that a large corpus need not be in memory at once.

    Returns:
        Every published table's rows that were made anew, sorted by their keys and not yet validated, and the state.
    """
    base = ground or NoGround()
    ruled = rulings or NoRulings()
    found: Tables = {}
    keep = _in_shape(put or found.__setitem__)
    fresh = ids(read.frame("sources", ["article_id"])["article_id"])
    touched = ids(fresh, pl.Series(sorted(gone), dtype=pl.String))
    copied = duplicates_changed(read.frame("duplicates"), base, touched)
    articles = _articles(read, base, copied)  # first, as nothing is beside the texts in memory yet
    outlets = _outlets(read, articles, base, touched)
    keep("articles", articles)
    del articles
    named = things(read, knowledge, ruled, base, touched, copied)
    for name, table in (named.counted | named.state()).items():
        keep(name, table)
    keep("mentions", mentions_of(read, named, base))
    mine = told(read, named, outlets, base, knowledge)
    named = named.bare()
    anew = happenings(mine, read, named, knowledge, ruled, base, keep)
    _keep_the_rest(read, knowledge, keep)
    state = {
        name.removeprefix(STATE_FRAME): found.pop(name) for name in [*found] if name.startswith(STATE_FRAME)
    }
    if ground is None:
        return Resolved(found, state, {})
    scopes = dict.fromkeys(("sources", "removed", "sentences", "times", "amounts"), ("article_id", touched))
    scopes |= {"articles": ("article_id", ids(touched, copied))}
    return Resolved(found, state, scopes | named.scopes() | anew)


def _articles(read: Readings, base: Ground, copied: pl.Series) -> pl.DataFrame:
    """Articles that are new or changed, and those that copy another now or no longer."""
    own = articles_of(read)
    others = base.rows("articles", "article_id", copied)
    return pl.concat([own, _with_duplicates(others, read.frame("duplicates"), own.columns)])


def _outlets(read: Readings, articles: pl.DataFrame, base: Ground, touched: pl.Series) -> pl.DataFrame:
    """Outlets and dates of all articles, and what they copy."""
    columns = ["article_id", "outlet", "published_start", "published_end"]
    kept = base.read("articles", columns).filter(~holds("article_id", touched))
    own = articles.filter(holds("article_id", touched)).select(columns)
    copies = read.frame("duplicates", ["article_id", "duplicate_of"])
    return pl.concat([kept, own]).join(copies, on="article_id", how="left")


def _keep_the_rest(read: Readings, knowledge: Knowledge, keep: Put) -> None:
    """Hand over the tables in which nothing is resolved."""
    keep("sources", sources_of(read))
    keep("removed", removed_of(read))
    keep("sentences", sentences_of(read))
    keep("times", read.frame("times"))
    keep("amounts", read.frame("amounts"))
    keep("corrections", empty(TABLES["corrections"]))
    keep("codes", codes_of(knowledge))
    keep("rejected", read.frame("rejected"))


def _with_duplicates(articles: pl.DataFrame, duplicates: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Articles as the earlier build has them, with what they copy now."""
    bare = articles.drop("duplicate_of", "similarity")
    return bare.join(duplicates, on="article_id", how="left", maintain_order="left").select(columns)


def _in_shape(put: Put) -> Put:
    """Return what brings tables into their contract's shape and hands them on: columns in order, rows by key.

    Confidence is told to three places. Frames of the state are handed on as they are.
    """

    def keep(name: str, table: pl.DataFrame) -> None:
        if name.startswith(STATE_FRAME):
            put(name, table)
            return
        model = TABLES[name]
        if "confidence" in table.columns:
            table = table.with_columns(pl.col("confidence").round(3))
        table = table.select(list(polars_schema(model)))
        key = model.primary_key()
        if not (len(key) == 1 and table[key[0]].is_sorted()):  # else texts need not be copied
            waiting = [table]
            del table
            table = sorted_by(key, waiting.pop())
        put(name, table)

    return keep


def compared(read: Readings, knowledge: Knowledge) -> list[Telling]:
    """Return the tellings as they are compared with each other, in their order."""
    none = pl.Series([], dtype=pl.String)
    named = things(read, knowledge, NoRulings(), NoGround(), none, none)
    parties = parties_of(read.frame("parties"), named)
    mine = told_of(read.frame("tellings"), named)
    return tellings_of(mine, parties, read.frame("sentences"), read.frame("dated"), read.frame("duplicates"))
