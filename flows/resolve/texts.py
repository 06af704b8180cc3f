"""The tables of articles, their files, their sentences and what was cut: brought together, nothing resolved."""

from __future__ import annotations

import polars as pl

from flows.extract.rows import sentence_id
from flows.resolve.ground import Ground, ids
from flows.resolve.readings import Readings


def articles_of(read: Readings) -> pl.DataFrame:
    """One row an article: what was found, its text, its date, and what it copies."""
    told = read.frame("sources").drop("title", "author", "outlet", "language", "published", "source_files")
    return (
        told.join(read.frame("cleaned"), on="article_id", how="inner", maintain_order="left")
        .join(read.frame("dated"), on="article_id", how="left", maintain_order="left")
        .join(read.frame("duplicates"), on="article_id", how="left", maintain_order="left")
    )


def sources_of(read: Readings) -> pl.DataFrame:
    """One row an article and file that holds it; a record is told by its file's path and `#`."""
    hashes = read.frame("file_hashes")
    files = read.frame("sources", ["article_id", "source_file", "source_files"])
    files = files.rename({"source_files": "file"}).explode("file")
    is_file = pl.col("file").is_in(hashes["source_file"].implode())
    path = pl.when(is_file).then("file").otherwise(pl.col("file").str.replace(r"#[^#]*$", ""))
    return (
        files.select(
            "article_id", path.alias("source_file"), (path == pl.col("source_file")).alias("is_primary")
        )
        .unique()
        .join(hashes, on="source_file", how="left")
    )


def removed_of(read: Readings) -> pl.DataFrame:
    """One row a span that was cut, with its characters."""
    texts = read.frame("sources", ["article_id", "source_text"])
    length = pl.col("source_end") - pl.col("source_start")
    surface = pl.col("source_text").str.slice(pl.col("source_start"), length)
    told = read.frame("removed").join(texts, on="article_id", how="left")
    return told.with_columns(surface.alias("surface"))


def sentences_of(read: Readings) -> pl.DataFrame:
    """Sentences with their ids and the source characters of their first and last letters."""
    ids = pl.struct("article_id", "number").map_elements(
        lambda s: sentence_id(s["article_id"], s["number"]), return_dtype=pl.String
    )
    repeats = pl.struct("article_id", "repeat_of").map_elements(
        lambda s: None if s["repeat_of"] is None else sentence_id(s["article_id"], s["repeat_of"]),
        return_dtype=pl.String,
    )
    segments = read.frame("segments").sort("start")
    table = read.frame("sentences").with_columns(ids.alias("sentence_id"), repeats.alias("repeat_of"))
    table = table.with_columns((pl.col("end") - 1).alias("_last"))
    for offset, name in (("start", "source_start"), ("_last", "source_end")):
        runs = segments.rename({"start": "_run", "source_start": "_source", "length": "_length"})
        table = table.sort(offset).join_asof(
            runs, left_on=offset, right_on="_run", by="article_id", check_sortedness=False
        )
        inside = pl.min_horizontal(pl.col(offset) - pl.col("_run"), pl.col("_length") - 1)
        at = pl.col("_source") + inside + (1 if name == "source_end" else 0)
        table = table.with_columns(at.alias(name)).drop("_run", "_source", "_length")
    return table


def duplicates_changed(duplicates: pl.DataFrame, base: Ground, touched: pl.Series) -> pl.Series:
    """Return the articles that did not change themselves and copy another now, or are copied, and were not before.

    Args:
        duplicates: article_id, duplicate_of, similarity, of all articles.
        base: what an earlier build brought together.
        touched: the articles that changed, came or went.
    """
    copies = base.read("articles", list(duplicates.columns)).drop_nulls("duplicate_of")
    both = duplicates.columns
    moved = pl.concat(
        [copies.join(duplicates, on=both, how="anti"), duplicates.join(copies, on=both, how="anti")]
    )
    was, now = (ids(told["article_id"], told["duplicate_of"]) for told in (copies, duplicates))
    retold = [was.filter(~was.is_in(now.implode())), now.filter(~now.is_in(was.implode()))]
    found = ids(moved["article_id"], *retold)
    there = base.read("articles", ["article_id"])["article_id"]
    return found.filter(found.is_in(there.implode()) & ~found.is_in(touched.implode()))
