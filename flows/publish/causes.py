"""Why two versions differ: the seeds, corrections, knowledge tables and code that they were made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from flows.ingest.names import split_name

CAUSES: dict[str, Any] = {
    "cause": pl.String,  # seed, correction, knowledge, code
    "name": pl.String,  # a file, a table, a stage
    "change": pl.String,  # new, changed, removed, moved
    "moved_from": pl.String,
}

_CAUSE_OF = {"seeds": "seed", "corrections": "correction", "knowledge": "knowledge", "code": "code"}
"""Kind of input -> the cause that it is; what a version tells beyond these counts as code."""

_RECORD = "#"
"""An article's locator in a file of many: `path#id`."""


def causes(before: Mapping[str, Any], after: Mapping[str, Any]) -> pl.DataFrame:
    """Compare what two versions were made from.

    Args:
        before: kind of input -> name -> digest.
        after: the same of the other version.

    Returns:
        A row an input that differs (CAUSES). A seed that has another name and the same bytes has `moved`.
    """
    rows: list[tuple[str, str, str, str | None]] = []
    for kind in sorted(before.keys() | after.keys()):
        old, new = before.get(kind, {}), after.get(kind, {})
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            rows += [
                (_CAUSE_OF.get(kind, "code"), *row) for row in _differing(old, new, moves=kind == "seeds")
            ]
    order = list(_CAUSE_OF.values())
    rows.sort(key=lambda row: (order.index(row[0]), row[1]))
    return pl.DataFrame(rows, schema=CAUSES, orient="row")


def _differing(
    old: Mapping[str, Any], new: Mapping[str, Any], *, moves: bool
) -> list[tuple[str, str, str | None]]:
    gone, come = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
    moved: dict[str, str] = {}
    if moves:
        by_digest = {old[name]: name for name in reversed(gone)}
        for name in come:
            if (origin := by_digest.pop(new[name], None)) is not None:
                moved[name] = origin
    rows: list[tuple[str, str, str | None]] = []
    rows += [(name, "moved", moved[name]) if name in moved else (name, "new", None) for name in come]
    rows += [(name, "removed", None) for name in gone if name not in moved.values()]
    return rows + [
        (name, "changed", None) for name in sorted(old.keys() & new.keys()) if old[name] != new[name]
    ]


def row_cause(rows: pl.DataFrame, causing: pl.DataFrame, articles: pl.DataFrame | None) -> pl.DataFrame:
    """Say of each row what made it differ, as far as that can be told.

    Args:
        rows: table, key, change, article_id.
        causing: what `causes` found.
        articles: the differing articles of the later version, null where none differs.

    Returns:
        The rows with `cause` in place of `article_id`: `seed` where the row's own article was touched; `other seeds`
        where only other articles were (they share things and events); else the other kinds that differ, joined by
        `or`; `unknown` where nothing that a version is made from differs.
    """
    seeds = causing.filter(pl.col("cause") == "seed")
    touched = pl.concat([seeds["name"], seeds["moved_from"].drop_nulls()]).to_list()
    others = causing.filter(pl.col("cause") != "seed")["cause"].unique(maintain_order=True).to_list()
    elsewhere = " or ".join([*(["other seeds"] if touched else []), *others]) or "unknown"
    of_corpus = " or ".join([*(["seed"] if touched else []), *others]) or "unknown"
    stems = sorted({split_name(name).stem for name in touched})
    own = pl.col("article_id").is_in(stems) | pl.col("article_id").str.split(_RECORD).list.first().is_in(
        stems
    )
    if articles is not None and touched:
        read_from = articles.filter(pl.col("source_file").is_in(touched))["article_id"].to_list()
        own = own | pl.col("article_id").is_in(read_from)
    cause = pl.when(pl.col("article_id").is_null()).then(pl.lit(of_corpus))
    return rows.select(
        "table",
        "key",
        "change",
        cause.when(own).then(pl.lit("seed")).otherwise(pl.lit(elsewhere)).alias("cause"),
    )
