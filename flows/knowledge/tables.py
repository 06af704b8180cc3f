"""The knowledge tables as rows: the CSV files of this folder, with a curator's own laid over them.

A table is a UTF-8 CSV file. Lines that start with `#` say what it is and where it comes from; the first
other line names the columns; each further line is one row. A row's key is its `key` column, else its
first column.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NoReturn

from flows.errors import InputError

FOLDER = Path(__file__).parent
"""Where the shipped tables are."""

Row = Mapping[str, str]


def names() -> tuple[str, ...]:
    """Return the names of the shipped tables, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.csv")))


def rows(name: str, overlay: Path | None = None) -> tuple[Row, ...]:
    """Return the rows of a table, in the order of the file; each maps a column to its cell, stripped.

    Args:
        name: the table, without suffix: `people`.
        overlay: a folder whose `<name>.csv` replaces the shipped rows of the same key, and adds its others
            at the end. It may leave out columns (other than the key's), which are then empty.

    Raises:
        InputError: the overlay's table cannot be read; the message tells file, line and remedy.
    """
    shipped = _shipped(name)
    path = None if overlay is None else overlay / f"{name}.csv"
    if path is None or not path.is_file():
        return shipped
    columns = tuple(shipped[0]) if shipped else None
    own = _read(path, columns)
    key = key_column(shipped or own)
    replaced = {row[key] for row in own}
    return (*(row for row in shipped if row[key] not in replaced), *own)


def key_column(table: tuple[Row, ...]) -> str:
    """Return the column whose cells name a table's rows."""
    columns = tuple(table[0]) if table else ("key",)
    return "key" if "key" in columns else columns[0]


def fingerprint(overlay: Path | None = None) -> dict[str, str]:
    """Return the sha256 of every table's bytes, by name; a curator's are `overlay/<name>`.

    Raises:
        InputError: the overlay holds a CSV file that is no table's, which would be left unread.
    """
    found = {name: _digest(FOLDER / f"{name}.csv") for name in names()}
    for path in sorted(overlay.glob("*.csv")) if overlay is not None else ():
        if path.stem not in found:
            raise InputError(
                f"{path}: there is no knowledge table named {path.stem!r}.",
                f"Rename it to one of {', '.join(names())}, or remove it.",
            )
        found[f"overlay/{path.stem}"] = _digest(path)
    return found


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def _shipped(name: str) -> tuple[Row, ...]:
    return _read(FOLDER / f"{name}.csv", None)


def _read(path: Path, allowed: tuple[str, ...] | None) -> tuple[Row, ...]:
    """Read one file; `allowed` are the columns that it may have, in the order that rows get them."""
    numbers, cells = _cells(path)
    if not cells:
        return ()
    header = cells[0]
    columns = allowed or tuple(header)
    _check_header(path, numbers[0], header, columns)
    key = header.index("key") if "key" in header else 0
    for number, record in zip(numbers[1:], cells[1:], strict=True):
        if len(record) != len(header):
            problem = f"{len(record)} cells where the header names {len(header)} columns"
            _refuse(path, number, problem, "Quote a cell that holds a comma, or add the missing cells.")
        if not record[key]:
            _refuse(path, number, f"the column {header[key]!r} is empty", "Give the row its key.")
    empty = dict.fromkeys(columns, "")
    return tuple(empty | dict(zip(header, record, strict=True)) for record in cells[1:])


def _cells(path: Path) -> tuple[list[int], list[list[str]]]:
    """Return the numbers of the lines that count, and their cells."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        _refuse(path, 1, f"the file is not UTF-8 ({error.reason} at byte {error.start})", "Save it as UTF-8.")
    numbers = [n for n, line in enumerate(lines, 1) if line.strip(" ,;") and not line.startswith("#")]
    reader = csv.reader((lines[n - 1] for n in numbers), strict=True)
    try:
        cells = [[cell.strip() for cell in record] for record in reader]
    except csv.Error as error:
        _refuse(path, numbers[reader.line_num - 1], str(error), "Close every quotation mark on its own line.")
    if len(cells) != len(numbers):
        _refuse(path, numbers[0], "a row runs over several lines", "Keep every row on one line.")
    return numbers, cells


def _check_header(path: Path, number: int, header: list[str], columns: tuple[str, ...]) -> None:
    key = "key" if "key" in columns else columns[0]
    if unknown := [column for column in header if column not in columns]:
        problem = f"there is no column {', '.join(map(repr, unknown))}"
        _refuse(path, number, problem, f"The columns are {', '.join(columns)}.")
    if len(set(header)) != len(header):
        _refuse(path, number, "a column is named twice", "Name every column once.")
    if key not in header:
        _refuse(path, number, f"the column {key!r} is missing", "Add it: it names the row.")


def _refuse(path: Path, line: int, problem: str, remedy: str) -> NoReturn:
    raise InputError(f"{path}, line {line}: {problem}.", remedy)
