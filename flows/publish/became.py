"""Which id became which between two versions: found through what both hold, the mentions and tellings of a thing.

A mention's own id changes when its file moves or characters come before it: then it is known again by its sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

BECAME: dict[str, Any] = {
    "table": pl.String,
    "old_id": pl.String,
    "new_id": pl.String,
    "change": pl.String,  # renamed, merged, split, joined, moved
    "shared": pl.Int64,  # mentions (entities), tellings (events), articles that went from the one to the other
}
"""`renamed`: the same thing under another id. `merged`: it went into one that others are in too. `split`: it is now
several, or gave a part to a new one. `joined`: it gave a part to one that was there already. `moved`: the
article's file has another path."""

SAME_THING = ("renamed", "moved")
"""Changes of an id behind which the thing is the same, so that it was neither added nor removed."""

TOLD_BY = {
    "entities": ("mentions", "mention_id", "entity_id", "type"),
    "events": ("event_mentions", "event_mention_id", "event_id", "event_type"),
}
"""A table of things -> the table whose rows name them, its key, the column that names, and the thing's kind."""

_PLACE = ("sentence", "surface")
"""What a mention keeps when its file moves or the characters before it change."""

Both = Mapping[str, tuple[pl.DataFrame, pl.DataFrame]]
"""A table -> its differing rows before and after."""


def became(rows: pl.DataFrame, cells: pl.DataFrame, sides: Both, moves: pl.DataFrame) -> pl.DataFrame:
    """Follow entities and events through mentions and tellings that both versions hold.

    Args:
        rows: table, key, change of rows that were added, removed or changed.
        cells: table, key, column, old, new of changed values.
        sides: the differing rows of the tables that name things.
        moves: articles whose file moved, as `article_moves` found them.
    """
    return pl.concat([_followed(table, rows, cells, sides, moves) for table in TOLD_BY])


def _followed(
    table: str, rows: pl.DataFrame, cells: pl.DataFrame, sides: Both, moves: pl.DataFrame
) -> pl.DataFrame:
    told_by, key, column, kind = TOLD_BY[table]
    named = cells.filter((pl.col("table") == told_by) & (pl.col("column") == column)).select("old", "new")
    if told_by in sides:
        named = pl.concat([named, _known_again(*sides[told_by], moves, (key, column, kind))])
    went = (
        named.drop_nulls()
        .filter(pl.col("old") != pl.col("new"))
        .group_by("old", "new")
        .agg(pl.len().cast(pl.Int64).alias("shared"))
    )
    own = rows.filter(pl.col("table") == table)
    gone = own.filter(pl.col("change") == "removed")["key"]
    come = own.filter(pl.col("change") == "added")["key"]
    is_gone, is_new = pl.col("old").is_in(gone.implode()), pl.col("new").is_in(come.implode())
    to_several, from_several = (
        pl.col("new").n_unique().over("old") > 1,
        pl.col("old").n_unique().over("new") > 1,
    )
    change = (
        pl.when(is_gone & to_several)
        .then(pl.lit("split"))
        .when(is_gone & is_new & ~from_several)
        .then(pl.lit("renamed"))
        .when(is_gone)
        .then(pl.lit("merged"))
        .when(is_new)
        .then(pl.lit("split"))
        .otherwise(pl.lit("joined"))
    )
    return went.select(
        pl.lit(table).alias("table"),
        pl.col("old").alias("old_id"),
        pl.col("new").alias("new_id"),
        change.alias("change"),
        "shared",
    ).sort("old_id", "new_id")


def _known_again(
    before: pl.DataFrame, after: pl.DataFrame, moves: pl.DataFrame, names: tuple[str, str, str]
) -> pl.DataFrame:
    """Pairs of things that a mention named before and names now under another mention id."""
    key, column, kind = names
    place = ["article_id", *_PLACE, kind, "_nth"]

    def placed(table: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
        nth = pl.int_range(pl.len()).over("article_id", *_PLACE, kind).alias("_nth")
        alone = table.join(other.select(key), on=key, how="anti").sort("article_id", "source_start")
        return alone.with_columns(nth).select(*place, column)

    moved = pl.col("article_id").replace(moves["old_id"], moves["new_id"])
    old = placed(before, after).with_columns(moved)
    pairs = old.join(placed(after, before), on=place, suffix="_new")
    return pairs.select(
        pl.col(column).cast(pl.String).alias("old"), pl.col(f"{column}_new").cast(pl.String).alias("new")
    )


def article_moves(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Find articles whose file has another path and the same bytes.

    Args:
        before: articles of the version before that may differ.
        after: the same of the version after.
    """
    key = ["source_sha256", "record"]
    columns = ["article_id", *key]
    gone = before.select(columns).join(after.select("article_id"), on="article_id", how="anti")
    come = after.select(columns).join(before.select("article_id"), on="article_id", how="anti")
    pairs = gone.unique(key, keep="first", maintain_order=True).join(
        come.unique(key, keep="first", maintain_order=True), on=key, nulls_equal=True, suffix="_new"
    )
    return pairs.select(
        pl.lit("articles").alias("table"),
        pl.col("article_id").alias("old_id"),
        pl.col("article_id_new").alias("new_id"),
        pl.lit("moved").alias("change"),
        pl.lit(1, dtype=pl.Int64).alias("shared"),
    ).sort("old_id")
