"""Which id became which between two resolutions: told by the namings and tellings that both hold."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

ID_CHANGES = {
    "table": pl.String,
    "old_id": pl.String,
    "new_id": pl.String,
    "change": pl.String,
    "shared": pl.Int64,
}
"""Columns of what `id_changes` returns.

`table` is `events` or `entities`. `change` is `renamed` (the same thing under another id), `merged` (it went into
one that holds others too), `split` (it is several things now, or gave a part to a new one) or `joined` (it gave a
part to one that was there already). `shared` is how many mentions went from the one to the other.
"""

_TOLD_BY = {
    "events": ("event_mentions", "event_mention_id", "event_id"),
    "entities": ("mentions", "mention_id", "entity_id"),
}


def id_changes(before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return one row an old id and another to which mentions of it went.

    Ids that come with new mentions or go with theirs have no row: nothing became anything else.

    Args:
        before: the tables of one resolution; `event_mentions` and `mentions` are read.
        after: the tables of the other.

    Returns:
        The columns of `ID_CHANGES`, sorted by table, old_id and new_id.
    """
    return pl.concat([_changes(table, before, after) for table in sorted(_TOLD_BY)])


def _changes(
    table: str, before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    mentions, key, name = _TOLD_BY[table]
    old = before[mentions].select(key, pl.col(name).alias("old_id"))
    new = after[mentions].select(key, pl.col(name).alias("new_id"))
    went = old.join(new, on=key, how="inner").filter(pl.col("old_id") != pl.col("new_id"))
    moves = went.group_by("old_id", "new_id").agg(pl.len().cast(pl.Int64).alias("shared"))
    is_gone = ~pl.col("old_id").is_in(new["new_id"].implode())
    is_new = ~pl.col("new_id").is_in(old["old_id"].implode())
    to_several = pl.len().over("old_id") > 1
    from_several = pl.len().over("new_id") > 1
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
    found = moves.with_columns(pl.lit(table).alias("table"), change.alias("change"))
    return found.select(list(ID_CHANGES)).sort("old_id", "new_id")
