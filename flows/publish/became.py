"""Which id became which between two versions: found through what both hold, the mentions and tellings of a thing.

A mention's own id changes when its file moves or characters come before it: then it is known again by its sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from flows.resolve.idchanges import ID_CHANGES, id_changes
from schemas.package import TABLES, empty

SAME_THING = ("renamed", "moved")
"""Changes of an id behind which the thing is the same, so that it was neither added nor removed.

`moved` is said of articles alone: the file has another path. The other kinds are those of `ID_CHANGES`.
"""

_TOLD_BY = {
    "entities": ("mentions", "mention_id", "entity_id", "type"),
    "events": ("event_mentions", "event_mention_id", "event_id", "event_type"),
}
"""A table of things -> the table whose rows name them, its key, the column that names, and the thing's kind."""

_PLACE = ("sentence", "surface")
"""What a mention keeps when its file moves or the characters before it change."""

Both = Mapping[str, tuple[pl.DataFrame, pl.DataFrame]]
"""A table -> its differing rows before and after."""


def became(rows: pl.DataFrame, sides: Both, moves: pl.DataFrame) -> pl.DataFrame:
    """Follow entities and events through mentions and tellings that both versions hold.

    Args:
        rows: table, key, change of rows that were added, removed or changed.
        sides: the rows that may differ, of the tables that name things.
        moves: articles whose file moved, as `article_moves` found them.

    Returns:
        The columns of `ID_CHANGES`.
    """
    before: dict[str, pl.DataFrame] = {}
    after: dict[str, pl.DataFrame] = {}
    for table, (told_by, key, column, kind) in _TOLD_BY.items():
        none = empty(TABLES[told_by])
        old, new = sides.get(told_by, (none, none))
        again = _known_again(old, new, moves, key, kind)
        old = old.with_columns(pl.col(key).replace(again["old"], again["new"]))
        own = rows.filter(pl.col("table") == table)
        named = pl.concat([old[column], new[column]]).unique().sort()
        before[told_by] = _with_witnesses(old, named, own, key, column, "added")
        after[told_by] = _with_witnesses(new, named, own, key, column, "removed")
    return id_changes(before, after)


def _with_witnesses(
    mentions: pl.DataFrame, named: pl.Series, own: pl.DataFrame, key: str, column: str, absent: str
) -> pl.DataFrame:
    """The mentions, and a row that no other pairs with for each named thing that this version has.

    Only rows that may differ are at hand: the others, unread, may name it too.
    """
    missing = own.filter(pl.col("change") == absent)["key"]
    there = named.filter(~named.is_in(missing.implode()))
    witnesses = pl.DataFrame({key: f"not {absent}: " + there, column: there})
    return pl.concat([mentions.select(key, column), witnesses])


def _known_again(
    before: pl.DataFrame, after: pl.DataFrame, moves: pl.DataFrame, key: str, kind: str
) -> pl.DataFrame:
    """Mentions of both versions that are one, under two ids: columns old, new."""
    place = ["article_id", *_PLACE, kind, "_nth"]

    def placed(table: pl.DataFrame, other: pl.DataFrame, name: str) -> pl.DataFrame:
        nth = pl.int_range(pl.len()).over("article_id", *_PLACE, kind).alias("_nth")
        alone = table.join(other.select(key), on=key, how="anti").sort("article_id", "source_start")
        return alone.with_columns(nth).select(*place, pl.col(key).alias(name))

    moved = pl.col("article_id").replace(moves["old_id"], moves["new_id"])
    old = placed(before, after, "old").with_columns(moved)
    return old.join(placed(after, before, "new"), on=place).select("old", "new")


def article_moves(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Find articles whose file has another path and the same bytes.

    Args:
        before: articles of the version before that may differ.
        after: the same of the version after.

    Returns:
        The columns of `ID_CHANGES`.
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
        pl.lit(1, dtype=ID_CHANGES["shared"]).alias("shared"),
    ).sort("old_id")
