"""Read a published version back as frames."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from flows.errors import InputError
from schemas.package import TABLES


def table_files(folder: Path, name: str) -> list[Path]:
    """Return a table's Parquet files in order."""
    return sorted((folder / name).glob("*.parquet"))


def read_table(folder: Path, name: str) -> pl.DataFrame:
    """Read a table of a version, in the order of its key.

    Args:
        folder: the version.
        name: the table.
    """
    files = table_files(folder, name)
    table = pl.concat([pl.read_parquet(path) for path in files])
    if name in TABLES and len(files) > 1:
        return table.sort(TABLES[name].primary_key(), nulls_last=True)
    return table


def read_tables(folder: Path, names: Iterable[str] = ()) -> dict[str, pl.DataFrame]:
    """Read tables of a version, all of them if none is named, in the order of the contract.

    Raises:
        InputError: the version has no table of that name.
    """
    there = [name for name in TABLES if table_files(folder, name)]
    wanted = tuple(names) or there
    for name in wanted:
        if name not in there:
            raise InputError(
                f"There is no table {name} in {folder.name}.", f"Its tables: {', '.join(there)}."
            )
    return {name: read_table(folder, name) for name in there if name in wanted}
