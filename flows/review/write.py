"""Rows of corrections, put at the end of a curator's file: each is on the disk before the next is asked for."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping
from pathlib import Path

from flows.curate.check import COLUMNS, NEEDED, correction_of
from flows.curate.corrections import Correction
from flows.curate.load import delimiter_of, rows_of
from flows.errors import InputError

FILE = "corrections.csv"
"""The file that is written where none is named."""

_BOM = "\ufeff"
"""Without it a spreadsheet takes a file for one in its own encoding, and Arabic for noise."""


def checked(cells: Mapping[str, str], name: str = FILE, line: int = 0) -> Correction:
    """Return the correction that a row's cells say.

    Raises:
        InputError: they say none.
    """
    made = correction_of(name, line, cells)
    if isinstance(made, str):
        raise InputError(f"This is no correction: {made}.", "Nothing was written.")
    return made


def append(folder: Path, cells: Mapping[str, str], name: str = FILE) -> Correction:
    """Write one correction and return it with its place.

    Args:
        folder: the curator's, made if it is missing.
        cells: column -> value.
        name: a CSV file in the folder, made if it is missing.

    Raises:
        InputError: the cells say no correction, or the file cannot take them.
    """
    told = {column: " ".join(value.split()) for column, value in cells.items() if value}
    checked(told, name)
    if not name.lower().endswith(".csv"):
        raise InputError(f"{name} is no CSV file.", "Name one that ends in .csv; YAML is written by hand.")
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = _contents(path, name)
    lead = "" if text.endswith("\n") else "\n"
    line = text.count("\n") + len(lead) + 1
    header = _header(text)
    absent = sorted(set(told) - set(header))
    if absent:
        raise InputError(
            f"{path} has no column {absent[0]!r}.", "Add it to the file's header, or name another file."
        )
    row = io.StringIO()
    end = "\r\n" if "\r\n" in text else "\n"
    separator = delimiter_of(_first_row(text))
    csv.writer(row, delimiter=separator, lineterminator=end).writerow(told.get(c, "") for c in header)
    _write(path, (lead + row.getvalue()).encode())
    return checked(told, name, line)


def _contents(path: Path, name: str) -> str:
    """The file's text, which is made with its header where there is none.

    Raises:
        InputError: the file is no file of corrections.
    """
    if not path.is_file() or not path.stat().st_size:
        _write(path, (_BOM + ",".join(COLUMNS) + "\n").encode())
    data = path.read_bytes()
    list(rows_of(name, data))
    text = data.decode("utf-8-sig")
    if not _first_row(text):
        _write(path, (("" if text.endswith("\n") else "\n") + ",".join(COLUMNS) + "\n").encode())
        text = path.read_text("utf-8-sig")
    return text


def _first_row(text: str) -> str:
    lines = (line for line in text.splitlines() if line.strip(" ,;\t") and not line.startswith("#"))
    return next((line for line in lines if not line.lower().startswith("sep=")), "")


def _header(text: str) -> list[str]:
    first = _first_row(text)
    cells = next(csv.reader([first], delimiter=delimiter_of(first)))
    header = [cell.strip().lower() for cell in cells]
    assert set(NEEDED) <= set(header)  # rows_of has looked
    return header


def _write(path: Path, data: bytes) -> None:
    """Put bytes at the file's end, and wait until the disk has them."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)
