"""What differs between two versions: rows added, removed and changed, cells, ids that became others, and why.

Tables are compared part by part: parts that are one file, or two with the same bytes, are not read. Rows are paired by
primary key. `confidence` counts as changed where its first three places do, as in the tables' digests.
"""

from __future__ import annotations

import filecmp
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.publish.became import SAME_THING, article_moves, became
from flows.publish.causes import causes, row_cause
from flows.publish.tables import Sides
from schemas.package import TABLES, empty

ROUNDED = {"confidence": 3}
"""Columns that are compared to so many places: beyond them arithmetic differs between machines."""

SUMMARY: dict[str, Any] = {
    "table": pl.String,
    "added": pl.Int64,
    "removed": pl.Int64,
    "changed": pl.Int64,
    "renamed": pl.Int64,  # of those added and removed: the same things under other ids, in `ids`
}
ROWS: dict[str, Any] = {"table": pl.String, "key": pl.String, "change": pl.String, "cause": pl.String}
CELLS: dict[str, Any] = {
    "table": pl.String,
    "key": pl.String,
    "column": pl.String,
    "old": pl.String,
    "new": pl.String,
}
CONTRACT: dict[str, Any] = {"table": pl.String, "column": pl.String, "change": pl.String}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions.

    `summary` has a row a table, `rows` a row a row that was added, removed or changed, with its cause, `cells` a row a
    changed value, `contract` a row a column or table that only one of them has; their columns are SUMMARY, ROWS, CELLS,
    CONTRACT. `ids` tells which id became which (`resolve.idchanges.ID_CHANGES`), `causes` which inputs differ
    (`causes.CAUSES`). `sides` holds the differing tables' rows themselves.
    """

    before: str
    after: str
    summary: pl.DataFrame
    rows: pl.DataFrame
    cells: pl.DataFrame
    ids: pl.DataFrame
    causes: pl.DataFrame
    contract: pl.DataFrame
    sides: dict[str, Sides]

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return self.rows.is_empty() and self.contract.is_empty()


def compare(
    before: Path,
    after: Path,
    inputs: Mapping[str, Any] | None = None,
    known: Mapping[str, Sides] | None = None,
) -> Comparison:
    """Compare two versions, the second of which may still be in the making.

    Args:
        before: a version's folder.
        after: a version's folder with its Parquet files.
        inputs: what the second was made from, kind -> name -> digest; read from its folder if None.
        known: the rows that may differ, by table, where they are at hand; of other tables the files are compared.
    """
    causing = causes(inputs_of(before), inputs_of(after) if inputs is None else inputs)
    names = [name for name in TABLES if (before / name).is_dir() and (after / name).is_dir()]
    contract = _table_changes(before, after)
    sides: dict[str, Sides] = {}
    for name in names:
        if known is not None and name in known:
            if len(known[name].before) or len(known[name].after):
                sides[name] = known[name]
            continue
        old, new = _differing(before / name, after / name)
        contract += _column_changes(name, old, new)
        if old is not None and new is not None:
            sides[name] = Sides(*_same_columns(old, new))
    found = {name: _changes(name, side) for name, side in sides.items()}
    rows = pl.concat([rows for rows, _ in found.values()]) if found else pl.DataFrame(schema=_BARE_ROWS)
    cells = pl.concat([cells for _, cells in found.values()]) if found else pl.DataFrame(schema=CELLS)
    moves = article_moves(*_articles(sides))
    told = {name: (side.before, side.after) for name, side in sides.items()}
    ids = pl.concat([moves, became(rows, told, moves)])
    return Comparison(
        before=before.name,
        after=after.name,
        summary=_summary(rows, ids, names),
        rows=row_cause(rows, causing, sides["articles"].after if "articles" in sides else None),
        cells=cells,
        ids=ids,
        causes=causing,
        contract=pl.DataFrame(contract, schema=CONTRACT, orient="row"),
        sides={name: side for name, side in sides.items() if name in set(rows["table"])},
    )


def inputs_of(version: Path) -> dict[str, Any]:
    """Return what a version was made from: kind of input -> name -> digest."""
    inputs: dict[str, Any] = json.loads((version / "state" / "inputs.json").read_text("utf-8"))
    return inputs


_BARE_ROWS = {"table": pl.String, "key": pl.String, "change": pl.String, "article_id": pl.String}


def _parts(folder: Path) -> dict[str, Path]:
    return {path.name: path for path in sorted(folder.glob("*.parquet"))}


def _differing(before: Path, after: Path) -> tuple[pl.DataFrame | None, pl.DataFrame | None]:
    """The rows of the parts that differ; nulls where none does."""
    old, new = _parts(before), _parts(after)
    same = {name for name in old.keys() & new.keys() if _same_file(old[name], new[name])}
    if same == old.keys() == new.keys():
        return None, None
    return _read(old, same), _read(new, same)


def _same_file(one: Path, other: Path) -> bool:
    return one.samefile(other) or filecmp.cmp(one, other, shallow=False)


def _read(parts: Mapping[str, Path], leave: set[str]) -> pl.DataFrame:
    """The rows of these parts but those left; a part's columns even where no row is left."""
    wanted = [path for name, path in parts.items() if name not in leave]
    if wanted:
        return pl.concat([pl.read_parquet(path) for path in wanted])
    return pl.read_parquet(next(iter(parts.values())), n_rows=0)


def _same_columns(old: pl.DataFrame, new: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Both in the new one's columns and types: a column that one lacks is null there."""
    missing = [pl.lit(None, dtype=new.schema[c]).alias(c) for c in new.columns if c not in old.columns]
    fitted = old.with_columns(missing).select(new.columns)
    return fitted.select(pl.col(c).cast(kind, strict=False) for c, kind in new.schema.items()), new


def _table_changes(before: Path, after: Path) -> list[tuple[str, str | None, str]]:
    def tables(folder: Path) -> set[str]:
        folders = (entry for entry in folder.iterdir() if entry.is_dir() and entry.name != "changes")
        return {
            entry.name for entry in folders if any(e.name.endswith(".parquet") for e in os.scandir(entry))
        }

    old, new = tables(before), tables(after)
    changes: list[tuple[str, str | None, str]] = [(name, None, "added") for name in sorted(new - old)]
    return changes + [(name, None, "removed") for name in sorted(old - new)]


def _column_changes(
    name: str, old: pl.DataFrame | None, new: pl.DataFrame | None
) -> list[tuple[str, str | None, str]]:
    if old is None or new is None:
        return []
    changes: list[tuple[str, str | None, str]] = []
    changes += [(name, column, "added") for column in new.columns if column not in old.columns]
    changes += [(name, column, "removed") for column in old.columns if column not in new.columns]
    both = [column for column in new.columns if column in old.columns]
    return changes + [(name, c, "retyped") for c in both if old.schema[c] != new.schema[c]]


def _changes(name: str, sides: Sides) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A table's rows that were added, removed, changed, and the cells of those that changed."""
    key = TABLES[name].primary_key()
    old, new = _keyed(name, sides.before), _keyed(name, sides.after)
    added = _marked(name, new.join(old, on="_key", how="anti"), "added")
    removed = _marked(name, old.join(new, on="_key", how="anti"), "removed")
    both = new.join(old, on="_key", suffix="_old", maintain_order="left")
    cells = [_cells(name, both, column) for column in sides.after.columns if column not in key]
    changed_cells = pl.concat([pl.DataFrame(schema=CELLS), *cells])
    changed = both.filter(pl.col("_key").is_in(changed_cells["key"].unique().implode()))
    return pl.concat([added, removed, _marked(name, changed, "changed")]).sort("key", "change"), changed_cells


def row_key(name: str) -> pl.Expr:
    """Return the expression that makes a row's key in `rows` and `cells`: its primary key's parts with `|` between."""
    parts = [pl.col(part).cast(pl.String) for part in TABLES[name].primary_key()]
    return pl.concat_str(parts, separator="|")


def _keyed(name: str, table: pl.DataFrame) -> pl.DataFrame:
    rounded = [pl.col(c).round(places) for c, places in ROUNDED.items() if c in table.columns]
    return table.with_columns(row_key(name).alias("_key"), *rounded)


def _marked(name: str, table: pl.DataFrame, change: str) -> pl.DataFrame:
    article = pl.col("article_id") if "article_id" in table.columns else pl.lit(None, dtype=pl.String)
    return table.select(
        pl.lit(name).alias("table"),
        pl.col("_key").alias("key"),
        pl.lit(change).alias("change"),
        article.alias("article_id"),
    )


def _cells(name: str, both: pl.DataFrame, column: str) -> pl.DataFrame:
    differs = both.filter(pl.col(column).ne_missing(pl.col(f"{column}_old")))
    return differs.select(
        pl.lit(name).alias("table"),
        pl.col("_key").alias("key"),
        pl.lit(column).alias("column"),
        pl.col(f"{column}_old").cast(pl.String).alias("old"),
        pl.col(column).cast(pl.String).alias("new"),
    )


def _articles(sides: Mapping[str, Sides]) -> tuple[pl.DataFrame, pl.DataFrame]:
    none = empty(TABLES["articles"])
    return (sides["articles"].before, sides["articles"].after) if "articles" in sides else (none, none)


def _summary(rows: pl.DataFrame, ids: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    counted: dict[tuple[str, str], int] = {}
    for table, change, count in rows.group_by("table", "change").len().iter_rows():
        counted[table, change] = count
    for table, count in ids.filter(pl.col("change").is_in(SAME_THING)).group_by("table").len().iter_rows():
        counted[table, "renamed"] = count
    kinds = ("added", "removed", "changed", "renamed")
    return pl.DataFrame(
        [(name, *(counted.get((name, kind), 0) for kind in kinds)) for name in names],
        schema=SUMMARY,
        orient="row",
    )
