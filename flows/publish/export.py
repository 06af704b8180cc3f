"""A version in other forms: CSV, Excel, Parquet in one piece, a DuckDB file, Delta tables.

Each writer takes tables and a folder. What needs a package beyond Marsad's own says so by the extra's name.
"""

from __future__ import annotations

import importlib
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from flows.errors import InputError, OutputError
from flows.publish.changes import plain
from flows.publish.excel import write_excel
from flows.publish.readers import read_tables
from flows.publish.textfree import without_text
from flows.publish.views import VIEWS
from schemas.package import TABLES

Tables = Mapping[str, pl.DataFrame]
Writer = Callable[[Tables, Path, str], list[Path]]

FORMULA_STARTS = "=+-@\t\r"
"""A cell that starts with one of these is run as a formula by spreadsheets: text in it gets an apostrophe before it."""


def export(
    kind: str, version: Path, folder: Path, names: tuple[str, ...] = (), *, text: bool = True
) -> list[Path]:
    """Write a version in another form.

    Args:
        kind: a key of KINDS.
        version: a published version.
        folder: where to write; it must not exist or be empty, but for `delta`, whose tables get a new Delta version.
        names: tables, all of them if none is named.
        text: whether the articles' words are written.

    Returns:
        What was written: files, or folders of Delta tables.

    Raises:
        InputError: there is no such kind or table, a package is missing, or the folder holds something.
        OutputError: the disk is full or broken.
    """
    if kind not in KINDS:
        raise InputError(f"There is no export {kind}.", f"There are: {', '.join(KINDS)}.")
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file.", "Name a folder that does not exist yet.")
    if kind != "delta" and folder.is_dir() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty.", "Name a folder that does not exist yet, or empty it.")
    tables = read_tables(version, names)
    chosen = tables if text else without_text(tables)
    try:
        if kind == "delta":
            folder.mkdir(parents=True, exist_ok=True)
            return KINDS[kind](chosen, folder, version.name)
        return _whole(KINDS[kind], chosen, folder, version.name)
    except OSError as error:
        raise OutputError(
            f"{folder} cannot be written: {error.strerror or error}.", "Make room, or name another folder."
        ) from error


def _whole(write: Writer, tables: Tables, folder: Path, version: str) -> list[Path]:
    """Write into a folder beside the wanted one, which gets its name when all is there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
        part = Path(scratch) / folder.name
        part.mkdir()
        written = write(tables, part, version)
        if folder.is_dir():
            folder.rmdir()
        part.rename(folder)
    return [folder / path.name for path in written]


def needed(package: str) -> Any:  # noqa: ANN401 - a module
    """Return a package of the extra `export`.

    Raises:
        InputError: it is not installed.
    """
    try:
        return importlib.import_module(package)
    except ModuleNotFoundError as error:
        raise InputError(
            f"This export needs the package {package}, which is not installed.",
            "Install the extra `export`: pip install 'marsad[export]'.",
        ) from error


def write_csv(tables: Tables, folder: Path, version: str) -> list[Path]:
    """Write a CSV file a table, UTF-8 with a mark that Excel knows it by; no cell of text is a formula."""
    paths = []
    for name, table in tables.items():
        paths.append(folder / f"{name}.csv")
        formula_safe(table).write_csv(paths[-1], include_bom=True, quote_style="non_numeric")
    return paths


def formula_safe(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table whose text no spreadsheet runs: an apostrophe stands before what would be a formula."""
    text = pl.col(pl.String)
    starts = text.str.slice(0, 1).is_in(list(FORMULA_STARTS))
    return table.with_columns(pl.when(starts).then("'" + text).otherwise(text).name.keep())


def write_parquet(tables: Tables, folder: Path, version: str) -> list[Path]:
    """Write a Parquet file a table, as plainly as the version's own."""
    paths = []
    for name, table in tables.items():
        paths.append(folder / f"{name}.parquet")
        pq.write_table(plain(table), paths[-1], compression="zstd", version="2.6", data_page_version="1.0")
    return paths


def write_workbook(tables: Tables, folder: Path, version: str) -> list[Path]:
    """Write one Excel workbook, a sheet a table."""
    path = folder / f"marsad-{version}.xlsx"
    write_excel(needed("xlsxwriter"), tables, path, version)
    return [path]


def write_duckdb(tables: Tables, folder: Path, version: str) -> list[Path]:
    """Write one DuckDB file: the tables with their comments, and views that join what is mostly joined."""
    duckdb = needed("duckdb")
    path = folder / f"marsad-{version}.duckdb"
    with tempfile.TemporaryDirectory(dir=folder) as scratch, duckdb.connect(str(path)) as connection:
        for file in write_parquet(tables, Path(scratch), version):
            name = file.stem
            made = f'CREATE TABLE "{name}" AS SELECT * FROM read_parquet(?)'  # noqa: S608 - a table of ours
            connection.execute(made, [str(file)])
            connection.execute(f'COMMENT ON TABLE "{name}" IS {_literal(TABLES[name].__doc__ or name)}')
            for column, described in TABLES[name].columns().items():
                if column in tables[name].columns:
                    told = _literal(described.description)
                    connection.execute(f'COMMENT ON COLUMN "{name}"."{column}" IS {told}')
        for name, view in VIEWS.items():
            if view.reads <= {f"{t}.{c}" for t, table in tables.items() for c in table.columns}:
                connection.execute(f'CREATE VIEW "{name}" AS {view.sql}')
                connection.execute(f'COMMENT ON VIEW "{name}" IS {_literal(view.told)}')
    return [path]


def _literal(text: str) -> str:
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


def write_delta(tables: Tables, folder: Path, version: str) -> list[Path]:
    """Write a Delta table a table; where one is there, it gets a new Delta version that says which of ours it holds."""
    deltalake = needed("deltalake")
    paths = []
    for name, table in tables.items():
        paths.append(folder / name)
        properties = deltalake.CommitProperties(custom_metadata={"marsad": version})
        deltalake.write_deltalake(
            str(paths[-1]),
            plain(table),
            mode="overwrite",
            schema_mode="overwrite",
            name=name,
            description=" ".join((TABLES[name].__doc__ or name).split()),
            commit_properties=properties,
        )
    return paths


KINDS: dict[str, Writer] = {
    "csv": write_csv,
    "excel": write_workbook,
    "duckdb": write_duckdb,
    "delta": write_delta,
    "parquet": write_parquet,
}
"""What `marsad export` can write, by the name that it is asked for."""
