"""The rows of a published version: as many as it says, keys once, surfaces where they say they stand.

What a version says of itself is in its `datapackage.json`, so that one made under another contract can be checked too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from flows.publish.readers import read_tables
from schemas.package import TABLES

Told = tuple[str, str, str]
"""A check, on what, and what is wrong."""

_SHOWN = 5
"""Failing rows of one check that are named."""

_SPAN = {"article_id", "surface", "source_start", "source_end"}


def row_checks(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Told]:
    """Check row counts, primary keys and grounding.

    Args:
        folder: a version whose files are sound.
        manifest: its manifest.
    """
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    keys = {r["name"]: r["schema"]["primaryKey"] for r in package["resources"] if "schema" in r}
    texts = _read(folder, manifest["tables"]["articles"]["parquet"]).select("article_id", "source_text")
    for name, told in manifest["tables"].items():
        table = _read(folder, told["parquet"])
        lines = sum(_lines(folder / path) for path in told.get("json_lines", ()))
        for where, rows in ((name, len(table)), (f"json/{name}", lines)):
            if rows != told["rows"] and (where == name or "json_lines" in told):
                yield "rows", where, f"it has {rows} rows, and the manifest says {told['rows']}"
        key = [keys[name]] if isinstance(keys[name], str) else list(keys[name])
        again = table.filter(pl.struct(key).is_duplicated() | pl.any_horizontal(pl.col(key).is_null()))
        yield from _failing("unique", name, again, key)
        if set(table.columns) >= _SPAN:
            length = pl.col("source_end") - pl.col("source_start")
            said = pl.col("source_text").str.slice(pl.col("source_start"), length)
            joined = table.join(texts, on="article_id", how="left", maintain_order="left")
            yield from _failing("grounded", name, joined.filter(said.ne_missing(pl.col("surface"))), key)


def breaches(folder: Path) -> Iterator[Told]:
    """Hold every row against the contract of this program: types, nulls, ranges, code lists, references.

    Keys and grounding are left to `row_checks`.
    """
    from flows.publish.validate import failures  # noqa: PLC0415 - pandera takes a second

    tables = read_tables(folder)
    codes: dict[str, set[str]] = {}
    for name, code in tables["codes"].select("list", "code").iter_rows():
        codes.setdefault(name, set()).add(code)
    lists = {name: frozenset(found) for name, found in codes.items()}
    for name, table in tables.items():
        if name == "rejected":
            continue
        failing = failures(name, tables, lists).filter(~pl.col("check").is_in(["unique", "grounded"]))
        for (column, check), group in failing.group_by("column", "check", maintain_order=True):
            rows = table[group["_row"].unique().sort().to_list()]
            yield from _failing(str(check), f"{name}.{column}", rows, list(TABLES[name].primary_key()))


def _read(folder: Path, parts: list[str]) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(folder / path) for path in parts])


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)


def _failing(check: str, where: str, rows: pl.DataFrame, key: list[str]) -> Iterator[Told]:
    if len(rows):
        ids = ["|".join(str(part) for part in row) for row in rows.select(key).head(_SHOWN).iter_rows()]
        more = " ..." if len(rows) > _SHOWN else ""
        yield check, where, f"{len(rows)} row(s): {', '.join(ids)}{more}"
