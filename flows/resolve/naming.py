"""The words that each outlet uses for one thing: `إسرائيل`, `الاحتلال`, `"إسرائيل"`."""

from __future__ import annotations

import polars as pl

from flows.ids import make_id

_OPENING = "[\"“”„«‹'‘]$"
_CLOSING = "^[\"“”»›'’]"


def naming_of(mentions: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """One row a thing, word and outlet; articles of an unknown outlet count together, and a copy not at all.

    Args:
        mentions: with `article_id`, `entity_id`, `surface`, `source_start`, `source_end`.
        articles: with `article_id`, `outlet`, `duplicate_of`, `source_text`.
    """
    told = mentions.select("article_id", "entity_id", "surface", "source_start", "source_end").join(
        articles.filter(pl.col("duplicate_of").is_null()).select("article_id", "outlet", "source_text"),
        on="article_id",
        how="inner",
    )
    before = pl.col("source_text").str.slice(pl.max_horizontal(pl.col("source_start") - 1, 0), 1)
    opened = (pl.col("source_start") > 0) & before.str.contains(_OPENING)
    closed = pl.col("source_text").str.slice(pl.col("source_end"), 1).str.contains(_CLOSING)
    key = ["entity_id", "surface", "is_quoted", "outlet"]
    counted = (
        told.select(
            "article_id",
            "entity_id",
            pl.col("surface").str.replace_all(r"\s+", " "),
            (opened & closed).alias("is_quoted"),
            "outlet",
        )
        .group_by(key)
        .agg(
            pl.col("article_id").n_unique().cast(pl.Int64).alias("article_count"),
            pl.len().cast(pl.Int64).alias("mention_count"),
        )
        .sort(key, nulls_last=True)
    )
    ids = [make_id("n", *row) for row in counted.select(key).iter_rows()]
    return counted.with_columns(pl.Series("naming_id", ids, dtype=pl.String))
