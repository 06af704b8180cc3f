"""A comparison of two versions for a person: why, how much, which ids became others, then row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import polars as pl

from flows.publish.became import SAME_THING
from flows.publish.compare import Comparison, row_key

SHOWN = ("events", "entities", "articles", "mentions")
"""Tables whose rows are shown one by one where none is named: what a reader thinks in."""

_TITLE = {
    "events": ("headline", "status"),
    "entities": ("name_ar", "name_en", "type"),
    "articles": ("title", "source_file"),
    "mentions": ("surface", "entity_id", "article_id"),
    "event_mentions": ("surface", "event_type", "article_id"),
    "dyads": ("date_start", "event_type", "status"),
    "participants": ("role", "entity_id", "country"),
    "codes": ("label_en",),
    "rejected": ("reason",),
}
"""What says which row it is, beside its key."""

_CELL = 60
"""Characters of a value that are shown."""

_BEFORE = 20
"""Characters shown before the first that differs, where a value is long."""

_MARK = {"added": "+", "removed": "-", "changed": "~"}


def diff_text(found: Comparison, tables: Iterable[str] = (), limit: int = 10) -> str:
    """Say what differs.

    Args:
        found: a comparison.
        tables: tables whose rows are shown; those of SHOWN if none is named.
        limit: at most so many rows of a table and so many causes of a kind, 0 for all.
    """
    lines = [f"{found.before} → {found.after}"]
    if found.is_empty and found.causes.is_empty():
        return "\n".join([*lines, "", "They say the same, and were made from the same."])
    lines += ["", "Why", *why(found, limit)]
    if found.is_empty:
        return "\n".join([*lines, "", "No row differs."])
    lines += ["", *_counts(found), *_contract(found), *_ids(found, limit)]
    for table in tuple(tables) or SHOWN:
        lines += _rows(found, table, limit)
    return "\n".join(lines)


def why(found: Comparison, limit: int) -> list[str]:
    """The inputs that differ, by cause and kind of change."""
    if found.causes.is_empty():
        return ["  nothing that they were made from differs"]
    lines = []
    for (cause, change), group in found.causes.group_by("cause", "change", maintain_order=True):
        names = [
            f"{row['moved_from']} → {row['name']}" if row["moved_from"] else str(row["name"])
            for row in group.to_dicts()
        ]
        lines.append(f"  {cause} {change} ({len(names)}): {_first(names, limit)}")
    return lines


def _counts(found: Comparison) -> list[str]:
    shown = found.summary.filter(pl.sum_horizontal("added", "removed", "changed") > 0)
    lines = [f"{'What':<18}{'added':>9}{'removed':>9}{'changed':>9}{'renamed':>9}"]
    for table, added, removed, changed, renamed in shown.iter_rows():
        figures = (added - renamed, removed - renamed, changed, renamed)
        lines.append(f"  {table:<16}" + "".join(f"{n:>9,}" if n else f"{'-':>9}" for n in figures))
    return lines


def _contract(found: Comparison) -> list[str]:
    lines = [
        f"  {table}{'.' + column if column else ''}: {change}"
        for table, column, change in found.contract.iter_rows()
    ]
    return ["", "Tables and columns", *lines] if lines else []


def _ids(found: Comparison, limit: int) -> list[str]:
    if found.ids.is_empty():
        return []
    shown = found.ids if limit == 0 else found.ids.head(limit)
    lines = ["", "Ids that became others"]
    for (table,), group in shown.group_by("table", maintain_order=True):
        side = found.sides.get(str(table))
        names = {} if side is None else _titles(side.after, str(table), row_key(str(table)), group["new_id"])
        for _, old, new, change, shared in group.iter_rows():
            told = "" if table == "articles" else f" ({shared} shared)"
            lines.append(f"  {table}: {old} → {new} {change}{told}  {names.get(new, '')}".rstrip())
    return [*lines, *([f"  and {len(found.ids) - len(shown):,} more"] if len(found.ids) > len(shown) else [])]


def _rows(found: Comparison, table: str, limit: int) -> list[str]:
    rows = found.rows.filter(pl.col("table") == table)
    same = found.ids.filter((pl.col("table") == table) & pl.col("change").is_in(SAME_THING))
    rows = rows.join(same, left_on="key", right_on="old_id", how="anti")
    rows = rows.join(same, left_on="key", right_on="new_id", how="anti")
    if rows.is_empty() or table not in found.sides:
        return []
    side, key = found.sides[table], row_key(table)
    lines: list[str] = []
    for change in ("added", "removed", "changed"):
        some = rows.filter(pl.col("change") == change)
        shown = some if limit == 0 else some.head(limit)
        titles = _titles(side.before if change == "removed" else side.after, table, key, shown["key"])
        cells = _cells(found, table, shown["key"]) if change == "changed" else {}
        for row, cause in shown.select("key", "cause").iter_rows():
            lines.append(f"  {_MARK[change]} {row}  {titles.get(row, '')}  [{cause}]")
            lines += [f"      {column}: {told}" for column, told in _changed(cells.get(row, ()))]
        if len(some) > len(shown):
            lines.append(f"  {_MARK[change]} and {len(some) - len(shown):,} more {change}")
    return ["", table.replace("_", " ").capitalize(), *lines]


def _cells(found: Comparison, table: str, keys: pl.Series) -> dict[str, list[tuple[str, Any, Any]]]:
    """The changed values of these rows: column, old, new."""
    wanted = found.cells.filter((pl.col("table") == table) & pl.col("key").is_in(keys.implode()))
    cells: dict[str, list[tuple[str, Any, Any]]] = {}
    for row, column, old, new in wanted.select("key", "column", "old", "new").iter_rows():
        cells.setdefault(row, []).append((column, old, new))
    return cells


def _titles(rows: pl.DataFrame, table: str, key: pl.Expr, wanted: pl.Series) -> dict[str, str]:
    columns = [column for column in _TITLE.get(table, ()) if column in rows.columns]
    named = rows.select(key.alias("_key"), *columns).filter(pl.col("_key").is_in(wanted.implode()))
    return {row[0]: " · ".join(_shown(v) for v in row[1:] if v is not None) for row in named.iter_rows()}


def _changed(cells: Iterable[tuple[str, Any, Any]]) -> Iterator[tuple[str, str]]:
    for column, old, new in cells:
        if isinstance(old, str) and isinstance(new, str) and max(len(old), len(new)) > _CELL:
            start = max(0, _first_difference(old, new) - _BEFORE)
            yield column, f"{_shown(old, start)} → {_shown(new, start)}"
        else:
            yield (
                column,
                f"{'null' if old is None else _shown(old)} → {'null' if new is None else _shown(new)}",
            )


def _first_difference(one: str, other: str) -> int:
    return next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _shown(value: object, start: int = 0) -> str:
    text = " ".join(str(value)[start : start + _CELL * 4].split())
    cut = text if len(text) <= _CELL else text[: _CELL - 1] + "…"
    return f"…{cut}" if start else cut


def _first(names: list[str], limit: int) -> str:
    if limit == 0 or len(names) <= limit:
        return ", ".join(names)
    return f"{', '.join(names[:limit])} and {len(names) - limit:,} more"


def diff_json(found: Comparison) -> dict[str, Any]:
    """Everything that differs, for a script."""
    return {
        "before": found.before,
        "after": found.after,
        "summary": found.summary.to_dicts(),
        "causes": found.causes.to_dicts(),
        "contract": found.contract.to_dicts(),
        "id_changes": found.ids.to_dicts(),
        "rows": found.rows.to_dicts(),
        "cells": found.cells.to_dicts(),
    }
