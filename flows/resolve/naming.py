"""How things are called: how often each spelling is told in each article, and what is counted from it."""

from __future__ import annotations

from typing import Any

import polars as pl

from flows.ids import make_id

_OPENING = "[\"“”„«‹'‘]$"
_CLOSING = "^[\"“”»›'’]"

NAMINGS: dict[str, Any] = {
    "article_id": pl.String,
    "entity_id": pl.String,
    "type": pl.String,
    "country": pl.String,  # as the naming tells it
    "surface": pl.String,
    "is_quoted": pl.Boolean,
    "mention_count": pl.Int64,
}
"""How often an article calls a thing so."""

_AT_ONCE = (
    10_000  # mentions beside which their articles' texts are laid: a text once a mention takes gigabytes
)

_WORD = ["article_id", "entity_id", "type", "country", "surface", "is_quoted"]


def namings_of(mentions: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """Return `NAMINGS`.

    Args:
        mentions: `article_id`, `entity_id`, `type`, `surface`, `source_start`, `source_end`, and `country` if told.
        texts: article_id, source_text of their articles.
    """
    if "country" not in mentions.columns:
        mentions = mentions.with_columns(pl.lit(None, dtype=pl.String).alias("country"))
    told = mentions.select(*_WORD[:-1], "source_start", "source_end")
    marked = pl.concat(
        [_marked(some, texts) for some in told.iter_slices(_AT_ONCE)] or [_marked(told, texts)]
    )
    return (
        marked.group_by(_WORD)
        .agg(pl.len().cast(pl.Int64).alias("mention_count"))
        .sort(_WORD, nulls_last=True)
    )


def _marked(mentions: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """Mentions, and whether they stand in quotation marks."""
    told = mentions.join(texts.select("article_id", "source_text"), on="article_id", how="inner")
    before = pl.col("source_text").str.slice(pl.max_horizontal(pl.col("source_start") - 1, 0), 1)
    opened = (pl.col("source_start") > 0) & before.str.contains(_OPENING)
    closed = pl.col("source_text").str.slice(pl.col("source_end"), 1).str.contains(_CLOSING)
    return told.select(*_WORD[:-1], (opened & closed).alias("is_quoted"))


def counts_of(namings: pl.DataFrame) -> pl.DataFrame:
    """Return entity_id, article_count, mention_count."""
    return namings.group_by("entity_id").agg(
        pl.col("article_id").n_unique().cast(pl.Int64).alias("article_count"),
        pl.col("mention_count").sum(),
    )


def aliases_of(namings: pl.DataFrame) -> pl.DataFrame:
    """One row a spelling of a thing, with how often it is so written.

    Args:
        namings: `NAMINGS`, or mentions with `entity_id` and `surface`, each for itself.
    """
    number = pl.col("mention_count").sum() if "mention_count" in namings.columns else pl.len().cast(pl.Int64)
    counted = namings.group_by("entity_id", "surface").agg(number.alias("mention_count"))
    return counted.sort("entity_id", "surface")


def naming_of(namings: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """One row a thing, word and outlet; articles of an unknown outlet count together, and a copy not at all.

    Args:
        namings: `NAMINGS`.
        articles: with `article_id`, `outlet`, `duplicate_of`.
    """
    own = articles.filter(pl.col("duplicate_of").is_null()).select("article_id", "outlet")
    key = ["entity_id", "surface", "is_quoted", "outlet"]
    counted = (
        namings.with_columns(pl.col("surface").str.replace_all(r"\s+", " "))
        .join(own, on="article_id", how="inner")
        .group_by(key)
        .agg(
            pl.col("article_id").n_unique().cast(pl.Int64).alias("article_count"),
            pl.col("mention_count").sum(),
        )
        .sort(key, nulls_last=True)
    )
    ids = [make_id("n", *row) for row in counted.select(key).iter_rows()]
    return counted.with_columns(pl.Series("naming_id", ids, dtype=pl.String))
