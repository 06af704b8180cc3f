"""What a version changed, in the version itself: `changes/*.parquet` for warehouses, `CHANGES.md` for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from flows.publish.compare import SUMMARY, Comparison, compare, row_key
from flows.publish.diff_text import diff_text
from flows.publish.tables import Sides
from flows.resolve.idchanges import ID_CHANGES
from schemas.package import TABLES

CHANGE = "change"
"""The first column of `changes/tables/NAME.parquet`: added, removed or changed."""

_SHOWN = 20
"""Rows of a table that CHANGES.md shows; the files have all."""


def write_changes(
    folder: Path,
    number: str,
    before: Path | None,
    inputs: Mapping[str, Any],
    known: Mapping[str, Sides] | None = None,
) -> Comparison | None:
    """Say in a version what it changed; call it when the tables are written, before the manifest.

    Args:
        folder: the version in the making, with its Parquet files.
        number: its number.
        before: the version before, null if this is the first.
        inputs: what it is made from, kind -> name -> digest.
        known: the rows that may differ, by table, where they are at hand.

    Returns:
        The comparison with the version before, null if there is none.
    """
    target = folder / "changes"
    target.mkdir(exist_ok=True)
    if before is None:
        _write(_all_added(folder), target / "summary.parquet")
        _write(pl.DataFrame(schema=ID_CHANGES), target / "id_changes.parquet")
        _write_text(
            folder,
            f"# {number}\n\nThe first version, or the first after one that was damaged: everything is new.\n",
        )
        return None
    found = replace(compare(before, folder, inputs, known), after=number)
    named = {"summary": found.summary, "rows": found.rows, "cells": found.cells, "id_changes": found.ids}
    for name, table in (named | {"causes": found.causes}).items():
        _write(table, target / f"{name}.parquet")
    if found.contract.is_empty() and found.sides:
        (target / "tables").mkdir(exist_ok=True)
        for name, side in found.sides.items():
            _write(upserts(name, side, found.rows), target / "tables" / f"{name}.parquet")
        (target / "upsert.sql").write_text(upsert_sql(found), encoding="utf-8")
    _write_text(folder, _text(found, number))
    return found


def upserts(name: str, side: Sides, rows: pl.DataFrame) -> pl.DataFrame:
    """Return a table's differing rows whole: as they are now, or as they were where they are gone.

    Args:
        name: a table.
        side: its rows that may differ.
        rows: table, key, change of the rows that do.
    """
    own = rows.filter(pl.col("table") == name)

    def of(table: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
        return table.with_columns(row_key(name).alias("_key")).join(
            wanted.select(pl.col("key").alias("_key"), CHANGE), on="_key", maintain_order="left"
        )

    is_gone = pl.col(CHANGE) == "removed"
    both = pl.concat([of(side.before, own.filter(is_gone)), of(side.after, own.filter(~is_gone))])
    return both.sort("_key").select(CHANGE, *side.after.columns)


def _all_added(folder: Path) -> pl.DataFrame:
    counts = [
        (name, sum(pq.read_metadata(path).num_rows for path in sorted((folder / name).glob("*.parquet"))))
        for name in TABLES
        if (folder / name).is_dir()
    ]
    return pl.DataFrame([(name, rows, 0, 0, 0) for name, rows in counts], schema=SUMMARY, orient="row")


def _write(table: pl.DataFrame, path: Path) -> None:
    """Write as the tables are: plain strings, old pages."""
    pq.write_table(plain(table), path, compression="zstd", version="2.6", data_page_version="1.0")


def plain(table: pl.DataFrame) -> Any:  # noqa: ANN401 - PyArrow has no types
    """Return a frame as an Arrow table with plain strings."""
    return table.to_arrow(compat_level=pl.CompatLevel.oldest())


def _write_text(folder: Path, text: str) -> None:
    (folder / "CHANGES.md").write_text(text, encoding="utf-8")


def _text(found: Comparison, number: str) -> str:
    told = diff_text(found, limit=_SHOWN).splitlines()[1:]
    lines = [f"# {number}, since {found.before}", "", "```text", *told[1:], "```", "", *_recipe(found)]
    return "\n".join(lines) + "\n"


def _recipe(found: Comparison) -> list[str]:
    """How a warehouse that holds the version before becomes this one."""
    if not found.contract.is_empty():
        return ["Tables or columns changed: a warehouse that holds the version before loads this one whole."]
    if not found.sides:
        return ["A warehouse that holds the version before has nothing to do."]
    return [
        "## Bring a warehouse up to date",
        "",
        f"`changes/tables/NAME.parquet` has every differing row whole, behind a column `{CHANGE}`: added, changed",
        "(as it is now) or removed (as it was). Delete rows by their keys, then insert those that are not removed:",
        f"`changes/upsert.sql` does it in DuckDB where {found.before} is loaded, and reads like that in any warehouse.",
        "`changes/id_changes.parquet` says which id became which: join it to whatever you keyed by `entity_id` or",
        "`event_id`. `changes/cells.parquet` has every changed value, old and new, `changes/rows.parquet` the causes.",
    ]


def upsert_sql(found: Comparison) -> str:
    """Return the statements that make the version before into this one; paths count from this version's folder."""
    lines = [f"-- {found.before} becomes {found.after}: run it in that version's folder.", "BEGIN;"]
    for name in found.sides:
        file = f"'changes/tables/{name}.parquet'"
        same = " AND ".join(f't."{part}" = c."{part}"' for part in TABLES[name].primary_key())
        rows = f"SELECT * EXCLUDE ({CHANGE}) FROM {file} WHERE {CHANGE} <> 'removed'"  # noqa: S608 - our own names
        lines += [f"DELETE FROM {name} t USING {file} c WHERE {same};", f"INSERT INTO {name} {rows};"]  # noqa: S608
    return "\n".join([*lines, "COMMIT;"]) + "\n"
