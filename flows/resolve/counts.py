"""How often each thing and event is told: made from the mentions, and made anew when rows are rejected."""

from __future__ import annotations

import polars as pl

from flows.resolve.conflicts import conflicts_of
from flows.resolve.naming import naming_of
from schemas.package import TABLES, polars_schema

Tables = dict[str, pl.DataFrame]


def recount(tables: Tables) -> Tables:
    """Return the tables with counts, report dates, naming and conflicts made anew from the rows.

    A thing or an event that nothing tells any more has no row. Columns that are new come last.
    """
    return tables | {
        "entities": _entities(tables),
        "aliases": _aliases(tables),
        "events": _events(tables),
        "naming": _shaped("naming", naming_of(tables["mentions"], tables["articles"])),
        "conflicts": _shaped(
            "conflicts",
            conflicts_of(tables["event_mentions"], tables["amounts"], tables["articles"], tables["entities"]),
        ),
    }


def _shaped(name: str, table: pl.DataFrame) -> pl.DataFrame:
    """Bring a table that is made anew into its contract's columns, sorted by its key."""
    return table.select(list(polars_schema(TABLES[name]))).sort(TABLES[name].primary_key())


def _replace(table: pl.DataFrame, counts: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Put the counts in place of columns of the same name; a row without a count goes."""
    columns = table.columns + [name for name in counts.columns if name not in table.columns]
    kept = table.drop([name for name in counts.columns if name not in key and name in table.columns])
    return kept.join(counts, on=key, how="inner", maintain_order="left").select(columns)


def _entities(tables: Tables) -> pl.DataFrame:
    counts = (
        tables["mentions"]
        .group_by("entity_id")
        .agg(
            pl.col("article_id").n_unique().cast(pl.Int64).alias("article_count"),
            pl.len().cast(pl.Int64).alias("mention_count"),
        )
    )
    return _replace(tables["entities"], counts, ["entity_id"])


def _aliases(tables: Tables) -> pl.DataFrame:
    counts = (
        tables["mentions"]
        .group_by("entity_id", "surface")
        .agg(pl.len().cast(pl.Int64).alias("mention_count"))
    )
    return _replace(tables["aliases"], counts, ["entity_id", "surface"])


def _events(tables: Tables) -> pl.DataFrame:
    """Counts of an event: a copy of an article and a repeated paragraph tell nothing of their own."""
    articles = tables["articles"].select(
        "article_id",
        pl.coalesce("outlet", pl.coalesce("duplicate_of", "article_id")).alias("_outlet"),
        pl.col("duplicate_of").is_not_null().alias("_is_copy"),
        "published_start",
        "published_end",
    )
    told = tables["event_mentions"].join(articles, on="article_id", how="left")
    counts = told.group_by("event_id").agg(
        pl.col("article_id").n_unique().cast(pl.Int64).alias("article_count"),
        pl.max_horizontal((~pl.col("is_repeat")).sum(), 1).cast(pl.Int64).alias("mention_count"),
        pl.max_horizontal(pl.col("_outlet").filter(~pl.col("_is_copy")).n_unique(), 1)
        .cast(pl.Int64)
        .alias("outlet_count"),
        pl.col("published_start").min().alias("first_reported"),
        pl.col("published_end").max().alias("last_reported"),
    )
    return _replace(tables["events"], counts, ["event_id"])
