"""Tables as files: Parquet for BI tools and notebooks, JSON Lines for programs, in buckets, read back.

A bucket that says what it said in the version before is linked to that version's files, not written. Where only some
rows are made anew, only their buckets are read and looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from flows.errors import OutputError
from flows.publish.parts import (
    NOTHING,
    Before,
    Part,
    Written,
    bucket_count,
    buckets_of,
    digest,
    digest_of,
    json_lines,
    link_part,
    parts_of,
    sha256,
    split,
)
from schemas.package import TABLES, arrow_schema
from schemas.table import Table

__all__ = ["NOTHING", "WRITER", "Before", "Edit", "Part", "Scope", "Sides", "Tables", "Written", "bucket_count",
           "digest", "edit_tables", "sha256", "table_buckets", "write_state", "write_tables"]  # fmt: skip

Tables = dict[str, pl.DataFrame]

WRITER = f"pyarrow {pa.__version__}, polars {pl.__version__}, layout 2"
"""What decides a file's bytes beside its rows; raise `layout` when this module writes otherwise."""

FAILING = "failing"
"""In a manifest: how many rows did not pass the contract. What was made without them cannot be told by its tables."""

_IN_ONE = frozenset({"codes", "corrections", "rejected"})
"""Tables that do not grow with the articles: one part each."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows are made anew: those whose `column` holds one of `values`. All others stay as they were."""

    column: str
    values: pl.Series

    def holds(self) -> pl.Expr:
        """Whether a row is made anew."""
        return pl.col(self.column).is_in(self.values.implode())


@dataclass(frozen=True, slots=True)
class Sides:
    """A table's rows that may differ, of the version before and of the one after."""

    before: pl.DataFrame
    after: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Edit:
    """A table as it was written; `sides` are the rows that were made anew, null where all were."""

    written: Written
    sides: Sides | None


def table_buckets(name: str, buckets: int) -> int:
    """Return how many parts a table has in a version of so many buckets."""
    return 1 if name in _IN_ONE else buckets


def write_tables(
    tables: Mapping[str, pl.DataFrame], folder: Path, before: Before = NOTHING
) -> dict[str, Written]:
    """Write whole tables: see `edit_tables`."""
    edits = edit_tables(tables, folder, before, {}, len(tables["articles"]))
    return {name: edit.written for name, edit in edits.items()}


def edit_tables(
    tables: Mapping[str, pl.DataFrame],
    folder: Path,
    before: Before,
    scopes: Mapping[str, Scope],
    articles: int,
) -> dict[str, Edit]:
    """Write every table into a version's folder and read back what was written.

    Args:
        tables: validated rows, each table sorted by its key; of a table with a scope only the rows in it.
        folder: the version in the making; `NAME/part-000.parquet` and `json/NAME/part-000.jsonl` are made in it.
        before: the version before, whose files serve where they say the same.
        scopes: of which tables only some rows are made anew, and which.
        articles: how many articles the version has.

    Raises:
        OutputError: what was read back is not what was written.
    """
    buckets = bucket_count(articles)
    return {
        name: _write_table(model, tables[name], folder, table_buckets(name, buckets), before, scopes.get(name))
        for name, model in TABLES.items()
    }  # fmt: skip


def _write_table(
    model: type[Table], table: pl.DataFrame, folder: Path, buckets: int, before: Before, scope: Scope | None
) -> Edit:
    name = model.name()
    (folder / name).mkdir()
    (folder / "json" / name).mkdir(parents=True)

    def write(number: int, part: pl.DataFrame) -> Part:
        lines = json_lines(part)
        paths = f"{name}/part-{number:03}.parquet", f"json/{name}/part-{number:03}.jsonl"
        told = Part(number, len(part), digest_of(part, lines), *paths)
        if (same := before.part(name, told, buckets)) is not None:
            link_part(same, told, folder, before)
        else:
            _write_parquet(part, model, folder / told.parquet)
            (folder / paths[1]).write_bytes(lines)
            _read_back(folder / told.parquet, told)
        return told

    target = _Target(name, model.bucket_key(), model.primary_key(), buckets, folder, before, write)
    return target.all_anew(table) if scope is None else target.some_anew(table, scope)


def write_state(
    name: str, frame: pl.DataFrame, folder: Path, buckets: int, before: Before, scope: Scope | None = None
) -> Written:
    """Write a frame of a version's `state/`: Parquet alone, in the buckets of its articles, or linked.

    Args:
        name: the frame's name.
        frame: sorted; one without `article_id` is kept in one piece.
        folder: the version in the making.
        buckets: as the version's tables have.
        before: the version before, with its state's parts by name.
        scope: which of its rows are made anew, all if None.
    """
    (folder / "state" / name).mkdir(parents=True)
    count = buckets if "article_id" in frame.columns else 1

    def write(number: int, part: pl.DataFrame) -> Part:
        told = Part(number, len(part), digest(part), f"state/{name}/part-{number:03}.parquet")
        if (same := before.part(f"state/{name}", told, count)) is not None:
            link_part(same, told, folder, before)
        else:
            part.write_parquet(folder / told.parquet, compression="zstd")
        return told

    target = _Target(f"state/{name}", "article_id", ("article_id",), count, folder, before, write)
    return (target.all_anew(frame) if scope is None else target.some_anew(frame, scope)).written


@dataclass(frozen=True, slots=True)
class _Target:
    """A table that is written: its name, keys and buckets, the version before, and how one bucket is written."""

    name: str
    bucket_key: str
    key: tuple[str, ...]
    buckets: int
    folder: Path
    before: Before
    write: Callable[[int, pl.DataFrame], Part]

    def all_anew(self, table: pl.DataFrame) -> Edit:
        """Write every bucket."""
        parts = [self.write(number, part) for number, part in parts_of(table, self.bucket_key, self.buckets)]
        return Edit(Written.of(parts), None)

    def some_anew(self, table: pl.DataFrame, scope: Scope) -> Edit:
        """Write the buckets that hold rows of a scope that differ from those before, and link the others."""
        old = self._before(scope)
        gone, come = (old, table) if _has_lists(table) else (_without(old, table), _without(table, old))
        stale = {*self._buckets(gone), *self._buckets(come)}
        fresh, parts = split(table, self.bucket_key, self.buckets), []
        for number, told in enumerate(self.before.parts(self.name, self.buckets)):
            if number in stale:
                rest = self._part(told).filter(~scope.holds())
                both = pl.concat([rest, fresh.get(number, table.clear())])
                parts.append(self.write(number, both.sort(self.key, nulls_last=True, maintain_order=True)))
            else:
                same = Part(told["bucket"], told["rows"], told["digest"], told["parquet"], told["json_lines"])
                link_part(told, same, self.folder, self.before)
                parts.append(same)
        return Edit(Written.of(parts), Sides(gone, come))

    def _before(self, scope: Scope) -> pl.DataFrame:
        """The rows of a scope in the version before."""
        assert self.before.folder is not None
        numbers: Iterable[int] = range(self.buckets)
        if scope.column == self.bucket_key or scope.values.is_empty():
            numbers = sorted(set(buckets_of(scope.values, self.buckets)["bucket"])) or [0]
        paths = [self.before.folder / self.name / f"part-{number:03}.parquet" for number in numbers]
        return pl.scan_parquet(paths).filter(scope.holds()).collect()

    def _buckets(self, rows: pl.DataFrame) -> Iterable[int]:
        """The buckets that hold these rows."""
        return buckets_of(rows[self.bucket_key], self.buckets)["bucket"] if len(rows) else ()

    def _part(self, told: Mapping[str, Any]) -> pl.DataFrame:
        """The rows of a part of the version before.

        Raises:
            OutputError: they are not what its manifest says.
        """
        assert self.before.folder is not None
        path = self.before.folder / told["parquet"]
        if sha256(path) != self.before.files[told["parquet"]]["sha256"]:
            raise OutputError(
                f"{told['parquet']} of {self.before.folder.name} is damaged.",
                "Nothing was published. `marsad verify` says what else is; `marsad build --rebuild` makes all anew.",
            )
        return pl.read_parquet(path)


def _has_lists(table: pl.DataFrame) -> bool:
    return any(isinstance(kind, pl.List) for kind in table.schema.values())


def _without(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """The rows that are not among others."""
    return rows.join(others, on=rows.columns, how="anti", nulls_equal=True, maintain_order="left")


def _read_back(path: Path, told: Part) -> None:
    if digest(pl.read_parquet(path)) != told.digest:
        raise OutputError(
            f"{path}, read back, is not what was written.",
            "Nothing was published. Check the disk, then build again.",
        )


def _write_parquet(part: pl.DataFrame, model: type[Table], path: Path) -> None:
    """Write plainly, by Arrow's own writer: some BI services refuse newer encodings and string views."""
    arrow = part.to_arrow().cast(arrow_schema(model))
    pq.write_table(arrow, path, compression="zstd", version="2.6", data_page_version="1.0")
