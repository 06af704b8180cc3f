"""How often each thing and event is told: made from the mentions, and made anew when rows are rejected."""

from __future__ import annotations

import polars as pl

from flows.resolve.conflicts import conflicts_of
from flows.resolve.naming import aliases_of, counts_of, naming_of, namings_of
from schemas.package import TABLES, polars_schema

Tables = dict[str, pl.DataFrame]


def recount(tables: Tables) -> Tables:
    """Return the tables with counts, report dates, aliases, naming and conflicts made anew from the rows.

    A thing or an event that nothing tells any more has no row. Columns that are new come last.
    """
    namings = namings_of(tables["mentions"], tables["articles"])
    counted = tables | things_counted(tables["entities"], namings, tables["articles"])
    return counted | events_counted(tables["events"], counted)


def things_counted(entities: pl.DataFrame, namings: pl.DataFrame, articles: pl.DataFrame) -> Tables:
    """Return `entities`, `aliases` and `naming` of some things.

    Args:
        entities: their rows; what counts they have are made anew.
        namings: `flows.resolve.naming.NAMINGS` of them, from all articles.
        articles: with `article_id`, `outlet`, `duplicate_of`.
    """
    return {
        "entities": _replace(entities, counts_of(namings), ["entity_id"]),
        "aliases": aliases_of(namings),
        "naming": _shaped("naming", naming_of(namings, articles)),
    }


def events_counted(events: pl.DataFrame, tables: Tables) -> Tables:
    """Return `events` and `conflicts` of some events.

    Args:
        events: their rows; what counts they have are made anew.
        tables: `event_mentions` of them, all; `amounts`, `articles` and `entities`, those of others too.
    """
    told = tables["event_mentions"]
    conflicts = conflicts_of(told, tables["amounts"], tables["articles"], tables["entities"])
    return {
        "events": _replace(events, _events(told, tables["articles"]), ["event_id"]),
        "conflicts": _shaped("conflicts", conflicts),
    }


def _shaped(name: str, table: pl.DataFrame) -> pl.DataFrame:
    """Bring a table that is made anew into its contract's columns, sorted by its key."""
    return table.select(list(polars_schema(TABLES[name]))).sort(TABLES[name].primary_key())


def _replace(table: pl.DataFrame, counts: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Put the counts in place of columns of the same name; a row without a count goes."""
    columns = table.columns + [name for name in counts.columns if name not in table.columns]
    kept = table.drop([name for name in counts.columns if name not in key and name in table.columns])
    return kept.join(counts, on=key, how="inner", maintain_order="left").select(columns)


def _events(tellings: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Counts of an event: a copy of an article and a repeated paragraph tell nothing of their own."""
    outlets = articles.select(
        "article_id",
        pl.coalesce("outlet", pl.coalesce("duplicate_of", "article_id")).alias("_outlet"),
        pl.col("duplicate_of").is_not_null().alias("_is_copy"),
        "published_start",
        "published_end",
    )
    told = tellings.select("event_id", "article_id", "is_repeat").join(outlets, on="article_id", how="left")
    return told.group_by("event_id").agg(
        pl.col("article_id").n_unique().cast(pl.Int64).alias("article_count"),
        pl.max_horizontal((~pl.col("is_repeat")).sum(), 1).cast(pl.Int64).alias("mention_count"),
        pl.max_horizontal(pl.col("_outlet").filter(~pl.col("_is_copy")).n_unique(), 1)
        .cast(pl.Int64)
        .alias("outlet_count"),
        pl.col("published_start").min().alias("first_reported"),
        pl.col("published_end").max().alias("last_reported"),
    )
