"""The stage `resolve`: what single articles say in, the published tables out.

It stands on what an earlier build brought together, where there is such ground: then it is given the articles that
changed, and makes anew the things that they name, the events that they tell, and the articles that share these, where
something about them is another. Everything is made by the same functions, whether one article is new or all are.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from flows.knowledge.knowledge import Knowledge
from flows.resolve.codes import codes_of
from flows.resolve.ground import Ground, NoGround, Resolved, Tables, ids
from flows.resolve.happenings import happenings
from flows.resolve.rulings import NoRulings, Rulings
from flows.resolve.tellings import Telling, tellings_of
from flows.resolve.texts import articles_of, duplicates_changed, removed_of, sentences_of, sources_of
from flows.resolve.things import Things, parties_of, things, told_of
from schemas.package import TABLES, empty, polars_schema

__all__ = ["Read", "Tables", "compared", "resolve", "resolve_changes"]


@dataclass(frozen=True, slots=True)
class Read:
    """All frames that resolution reads, as `flows.frames` names them, of the articles that are new or changed.

    `duplicates`, `file_hashes` and `rejected` tell of all.
    """

    sources: pl.DataFrame
    cleaned: pl.DataFrame
    removed: pl.DataFrame
    sentences: pl.DataFrame
    segments: pl.DataFrame
    dated: pl.DataFrame
    times: pl.DataFrame
    amounts: pl.DataFrame
    names: pl.DataFrame
    tellings: pl.DataFrame
    parties: pl.DataFrame
    duplicates: pl.DataFrame  # article_id, duplicate_of, similarity
    file_hashes: pl.DataFrame  # source_file, source_sha256
    rejected: pl.DataFrame


def resolve(read: Read, knowledge: Knowledge, rulings: Rulings | None = None) -> Tables:
    """Return every published table, sorted by key and not yet validated: `resolve_changes` with all articles new."""
    return resolve_changes(read, knowledge, rulings).tables


def resolve_changes(
    read: Read,
    knowledge: Knowledge,
    rulings: Rulings | None = None,
    ground: Ground | None = None,
    gone: Collection[str] = (),
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

    Returns:
        Every published table's rows that were made anew, sorted by their keys and not yet validated, and the state.
    """
    base = ground or NoGround()
    ruled = rulings or NoRulings()
    fresh = ids(read.sources["article_id"])
    touched = ids(fresh, pl.Series(sorted(gone), dtype=pl.String))
    copied = duplicates_changed(read.duplicates, base, touched)
    named = things(read, knowledge, ruled, base, touched, copied)
    own = articles_of(read)
    others = _with_duplicates(base.rows("articles", "article_id", copied), read.duplicates, own.columns)
    articles = pl.concat([own, others])
    del own, others
    told = happenings(read, named, articles, knowledge, ruled, base, touched)
    tables = {
        "articles": articles,
        "sources": sources_of(read),
        "removed": removed_of(read),
        "sentences": sentences_of(read),
        "times": read.times,
        "amounts": read.amounts,
        "corrections": empty(TABLES["corrections"]),
        "codes": codes_of(knowledge),
        "rejected": read.rejected,
    }
    tables |= named.tables() | told.tables
    state = named.state() | {"compared": told.compared}
    if ground is None:
        return Resolved(_in_shape(tables), state, {})
    scopes = dict.fromkeys(("sources", "removed", "sentences", "times", "amounts"), ("article_id", touched))
    scopes |= {"articles": ("article_id", ids(touched, copied))}
    return Resolved(_in_shape(tables), state, scopes | named.scopes() | told.scopes)


def _with_duplicates(articles: pl.DataFrame, duplicates: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Articles as the earlier build has them, with what they copy now."""
    bare = articles.drop("duplicate_of", "similarity")
    return bare.join(duplicates, on="article_id", how="left", maintain_order="left").select(columns)


def _in_shape(tables: Tables) -> Tables:
    """Bring tables into their contract's shape: columns in order, rows by key, confidence to three places.

    Each table is dropped as it is sorted: all of them twice would be too much for a small machine.
    """
    shaped = {}
    for name in TABLES:
        table, model = tables.pop(name), TABLES[name]
        if "confidence" in table.columns:
            table = table.with_columns(pl.col("confidence").round(3))
        table = table.select(list(polars_schema(model)))
        key = model.primary_key()
        is_sorted = len(key) == 1 and table[key[0]].is_sorted()  # texts need not be copied then
        shaped[name] = table if is_sorted else table.sort(key, nulls_last=True)
    return shaped


def compared(read: Read, knowledge: Knowledge) -> list[Telling]:
    """Return the tellings as they are compared with each other, in their order."""
    none = pl.Series([], dtype=pl.String)
    named: Things = things(read, knowledge, NoRulings(), NoGround(), none, none)
    parties = parties_of(read.parties, named)
    told = told_of(read.tellings, named)
    return tellings_of(told, parties, read.sentences, read.dated, read.duplicates)
