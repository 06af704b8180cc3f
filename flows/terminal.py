"""What commands show on a terminal: progress bars and tables; plain text where the output is piped."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from flows.build import build_version
from flows.errors import InputError
from flows.publish.store import Store
from flows.report import Report
from flows.settings import Settings

if TYPE_CHECKING:
    import polars as pl

_PREVIEW = ("event_type", "status", "date_start", "surface", "sentence")
_CELL = 60  # characters of a value that a table shows


def run_build(settings: Settings, *, plain: bool, as_json: bool) -> None:
    """Build, with Prefect unless `plain`, and say what came of it."""
    if not plain:
        from flows.pipeline import build

        told = build(**settings.parameters())
        version = str(Store(settings.output).latest())
        print(json.dumps({"version": version, "is_new": told.endswith("published")}) if as_json else told)
        return
    report = _with_progress(settings)
    if as_json:
        print(json.dumps(report.as_json() | _preview_rows(report), ensure_ascii=False, indent=1, default=str))
        return
    print_report(report)


def _with_progress(settings: Settings) -> Report:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done)

        return build_version(settings, progress)


def _preview_rows(report: Report) -> dict[str, Any]:
    return (
        {"preview": {name: table.to_dicts() for name, table in report.preview.items()}}
        if report.preview
        else {}
    )


def print_report(report: Report) -> None:
    """Print a build's report, and a preview's events."""
    for stage, seconds in report.seconds.items():
        counts = ", ".join(f"{number:,} {name}" for name, number in report.stages.get(stage, {}).items())
        print(f"{stage:<9}{seconds:>7.2f} s  {counts}")
    for row in report.rejected[:10]:
        print(f"left out: {row['id']} ({row['table']}): {row['reason']}")
    if report.preview:
        print_frame(report.preview["event_mentions"].select(_PREVIEW))
    print(report.headline())


def show_table(
    output: Path, version: str | None, table: str, article: str | None, limit: int, *, as_json: bool
) -> None:
    """Print the first rows of a published table.

    Raises:
        InputError: there is no such version, table or column.
    """
    import polars as pl

    store = Store(output)
    number = store.find(version)
    tables = store.manifest(number)["tables"]
    if table not in tables:
        raise InputError(f"There is no table {table} in {number}.", f"Its tables: {', '.join(tables)}.")
    rows = pl.scan_parquet([store.folder(number) / path for path in tables[table]["parquet"]])
    if article is not None:
        if "article_id" not in rows.collect_schema():
            raise InputError(f"The table {table} has no articles.", "Leave --article out.")
        rows = rows.filter(pl.col("article_id") == article)
    found = rows.head(limit).collect()
    if as_json:
        sys.stdout.write(found.write_ndjson())
    else:
        print_frame(found)


def print_frame(frame: pl.DataFrame) -> None:
    """Print a frame: a table on a terminal, tab-separated text where piped; empty columns are left out."""
    columns = [c for c in frame.columns if frame[c].null_count() < len(frame)] or frame.columns
    rows = [
        ["" if v is None else " ".join(str(v).split()) for v in row]
        for row in frame.select(columns).iter_rows()
    ]
    console = Console()
    if not console.is_terminal:
        print("\t".join(columns))
        print("\n".join("\t".join(row) for row in rows))
        return
    table = Table(*columns, show_lines=False)
    for row in rows:
        table.add_row(*(cell if len(cell) <= _CELL else cell[: _CELL - 1] + "…" for cell in row))
    console.print(table)
