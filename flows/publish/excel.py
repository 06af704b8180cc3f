"""One Excel workbook of a version: a sheet a table, frozen heads, filters; text is never a formula or a link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from schemas.package import TABLES

MOST_ROWS = 1_048_575
"""A sheet's rows below its head: a longer table goes on in a second sheet."""

MOST_CHARACTERS = 32_767
"""A cell's characters, which Excel counts in UTF-16: longer text is cut."""

CUT = " […]"
"""Stands where text was cut."""

_WIDTHS = {"String": 24, "Int64": 10, "Float64": 10, "Boolean": 8, "Date": 12}
_WIDE = {"sentence": 70, "headline": 50, "headline_en": 50, "text": 50, "source_text": 50, "title": 50}
_MAX_SHEET_NAME = 31

_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_excel(xlsxwriter: Any, tables: Mapping[str, pl.DataFrame], path: Path, version: str) -> None:  # noqa: ANN401
    """Write a workbook.

    Args:
        xlsxwriter: the package, which is an extra.
        tables: the tables, in the order of their sheets.
        path: the workbook.
        version: the version's number, for the first sheet.
    """
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        _about(book, head, tables, version)
        for name, table in tables.items():
            starts = range(0, max(len(table), 1), MOST_ROWS)
            for number, start in enumerate(starts, 1):
                sheet = name if len(starts) == 1 else f"{name} {number}"
                _sheet(book, sheet[:_MAX_SHEET_NAME], table.slice(start, MOST_ROWS), head, day)


def _about(book: Any, head: Any, tables: Mapping[str, pl.DataFrame], version: str) -> None:  # noqa: ANN401
    """The first sheet: which version this is, and what each table and column holds."""
    rows: list[tuple[Any, ...]] = [
        (f"Marsad {version}", "", "", ""),
        ("table", "rows", "column", "what it is"),
    ]
    for name, table in tables.items():
        rows.append((name, len(table), "", " ".join((TABLES[name].__doc__ or "").split())))
        described = TABLES[name].columns()
        rows += [(name, "", column, described[column].description) for column in table.columns]
    sheet = book.add_worksheet("about")
    sheet.set_column(0, 0, 18)
    sheet.set_column(2, 2, 20)
    sheet.set_column(3, 3, 100)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row, head if number < 2 else None)


def _sheet(book: Any, name: str, table: pl.DataFrame, head: Any, day: Any) -> None:  # noqa: ANN401
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    for column, (title, kind) in enumerate(table.schema.items()):
        sheet.set_column(column, column, _WIDE.get(title, _WIDTHS.get(str(kind), 20)))
    sheet.write_row(0, 0, table.columns, head)
    for number, row in enumerate(table.iter_rows(), 1):
        _row(sheet, number, row, day)
    if table.width:
        sheet.autofilter(0, 0, len(table), table.width - 1)


def _row(sheet: Any, number: int, row: Iterable[Any], day: Any) -> None:  # noqa: ANN401
    for column, value in enumerate(row):
        if isinstance(value, str):
            sheet.write_string(number, column, fitted(value))
        elif isinstance(value, bool):
            sheet.write_boolean(number, column, value)
        elif isinstance(value, date):
            sheet.write_datetime(number, column, value, day)
        elif value is not None:
            sheet.write_number(number, column, value)


def fitted(text: str) -> str:
    """Return text that a cell can hold, cut where it is longer."""
    if len(text) * 2 <= MOST_CHARACTERS or len(text.encode("utf-16-le")) // 2 <= MOST_CHARACTERS:
        return text
    cut = text.encode("utf-16-le")[: (MOST_CHARACTERS - len(CUT)) * 2].decode("utf-16-le", errors="ignore")
    return cut + CUT
