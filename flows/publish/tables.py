"""Tables as files: Parquet for BI tools and notebooks, JSON Lines for programs, in buckets, read back.

A bucket that says what it said in the version before is linked to that version's files, not written.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from flows.errors import OutputError
from flows.ids import bucket_of
from schemas.package import TABLES, arrow_schema
from schemas.table import Table

Tables = dict[str, pl.DataFrame]

ARTICLES_A_BUCKET = 128
"""So many articles share a bucket, so that one new article rewrites little."""

FEWEST_BUCKETS = 8
"""A corpus that would have fewer has one: so small a table is written in no time."""

MOST_BUCKETS = 256
"""More files than this a table cost readers more than rewriting saves."""

WRITER = f"pyarrow {pa.__version__}, polars {pl.__version__}, layout 1"
"""What decides a file's bytes beside its rows; raise `layout` when this module writes otherwise."""


@dataclass(frozen=True, slots=True)
class Part:
    """One bucket of a table: its number, its rows, the digest of what they say, its files in the version's folder."""

    bucket: int
    rows: int
    digest: str
    parquet: str
    json_lines: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A table on disk: its rows, the digest of what it says, its parts."""

    rows: int
    digest: str
    parts: tuple[Part, ...]

    @property
    def parquet(self) -> list[str]:
        """The Parquet files, in the order of buckets."""
        return [part.parquet for part in self.parts]

    @property
    def json_lines(self) -> list[str]:
        """The JSON Lines files, in the order of buckets; none for a frame of the state."""
        return [part.json_lines for part in self.parts if part.json_lines is not None]

    def as_json(self) -> dict[str, Any]:
        """The table as the manifest keeps it."""
        return asdict(self) | {"parquet": self.parquet, "json_lines": self.json_lines}


@dataclass(frozen=True, slots=True)
class Before:
    """The version before: its folder, and its tables and files as its manifest keeps them."""

    folder: Path | None
    tables: Mapping[str, Any]
    files: Mapping[str, Any]

    def part(self, name: str, part: Part, buckets: int) -> Mapping[str, Any] | None:
        """The same bucket of the version before, if it says the same and its files are still what they were."""
        parts = self.tables.get(name, {}).get("parts", ())
        if self.folder is None or len(parts) != buckets or parts[part.bucket]["digest"] != part.digest:
            return None
        told: Mapping[str, Any] = parts[part.bucket]
        paths = [path for path in (told["parquet"], told["json_lines"]) if path is not None]
        return told if all(self._is_whole(path) for path in paths) else None

    def _is_whole(self, path: str) -> bool:
        """Whether a file's bytes are those of its manifest: what a disk or a person damaged is not passed on."""
        file = self.folder / path if self.folder else None
        return file is not None and file.is_file() and sha256(file) == self.files[path]["sha256"]


NOTHING = Before(None, {}, {})
"""No version whose files could serve."""


def bucket_count(articles: int) -> int:
    """Return how many buckets the tables of a corpus have: a power of two, 1 to 256."""
    count = 1
    while count < MOST_BUCKETS and count * ARTICLES_A_BUCKET < articles:
        count *= 2
    return count if count >= FEWEST_BUCKETS else 1


def write_tables(tables: Tables, folder: Path, before: Before = NOTHING) -> dict[str, Written]:
    """Write every table into a version's folder and read back what was written.

    Args:
        tables: validated, each sorted by its key.
        folder: the version in the making; `NAME/part-000.parquet` and `json/NAME/part-000.jsonl` are made in it.
        before: the version before, whose files serve where they say the same.

    Raises:
        OutputError: what was read back is not what was written.
    """
    buckets = bucket_count(len(tables["articles"]))
    return {
        name: _write_table(model, tables[name], folder, buckets, before) for name, model in TABLES.items()
    }


def _write_table(
    model: type[Table], table: pl.DataFrame, folder: Path, buckets: int, before: Before
) -> Written:
    name = model.name()
    (folder / name).mkdir()
    (folder / "json" / name).mkdir(parents=True)

    parts = []
    for number, part in parts_of(table, model.bucket_key(), buckets):
        lines = json_lines(part)
        paths = f"{name}/part-{number:03}.parquet", f"json/{name}/part-{number:03}.jsonl"
        told = Part(number, len(part), digest_of(part, lines), *paths)
        parts.append(told)
        if (same := before.part(name, told, buckets)) is not None:
            _link(same, told, folder, before)
            continue
        _write_parquet(part, model, folder / told.parquet)
        (folder / paths[1]).write_bytes(lines)
        _read_back(folder / told.parquet, told)
    return Written(len(table), combined(parts), tuple(parts))


def _read_back(path: Path, told: Part) -> None:
    if digest(pl.read_parquet(path)) != told.digest:
        raise OutputError(
            f"{path}, read back, is not what was written.",
            "Nothing was published. Check the disk, then build again.",
        )


def write_state(name: str, frame: pl.DataFrame, folder: Path, buckets: int, before: Before) -> Written:
    """Write a frame of a version's `state/`: Parquet alone, in the buckets of its articles, or linked.

    Args:
        name: the frame's name.
        frame: sorted; one without `article_id` is kept in one piece.
        folder: the version in the making.
        buckets: as the version's tables have.
        before: the version before, with its state's parts by name.
    """
    (folder / "state" / name).mkdir(parents=True)
    parts = []
    count = buckets if "article_id" in frame.columns else 1
    for number, part in parts_of(frame, "article_id", count):
        told = Part(number, len(part), digest(part), f"state/{name}/part-{number:03}.parquet")
        parts.append(told)

        if (same := before.part(f"state/{name}", told, count)) is not None:
            _link(same, told, folder, before)
        else:
            part.write_parquet(folder / told.parquet, compression="zstd")
    return Written(len(frame), combined(parts), tuple(parts))


def _link(same: Mapping[str, Any], told: Part, folder: Path, before: Before) -> None:
    """Give the files of the version before their names in the new one."""
    assert before.folder is not None
    for kind in ("parquet", "json_lines"):
        path: str | None = getattr(told, kind)
        if path is not None:
            link(before.folder / same[kind], folder / path)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def link(old: Path, new: Path) -> None:
    """Give a file a second name, or copy it where the disk has no links."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def parts_of(table: pl.DataFrame, key: str, buckets: int) -> Iterator[tuple[int, pl.DataFrame]]:
    """Yield a table's buckets by number, in the table's order; an empty bucket too."""
    if buckets == 1:
        yield 0, table
        return
    keys = table.select(pl.col(key).unique()).to_series().to_list()
    of = pl.DataFrame(
        {key: keys, "_bucket": [bucket_of(k, buckets) for k in keys]},
        schema={key: pl.String, "_bucket": pl.Int64},
    )
    marked = table.join(of, on=key, how="left", maintain_order="left")
    found = {
        k[0]: part for k, part in marked.partition_by("_bucket", as_dict=True, maintain_order=True).items()
    }
    for number in range(buckets):
        yield number, found[number].drop("_bucket") if number in found else table.clear()


def _write_parquet(part: pl.DataFrame, model: type[Table], path: Path) -> None:
    """Write plainly, by Arrow's own writer: some BI services refuse newer encodings and string views."""
    arrow = part.to_arrow().cast(arrow_schema(model))
    pq.write_table(arrow, path, compression="zstd", version="2.6", data_page_version="1.0")


def json_lines(table: pl.DataFrame) -> bytes:
    """Return a table's rows as JSON Lines."""
    lines = BytesIO()
    table.write_ndjson(lines)
    return lines.getvalue()


def digest(table: pl.DataFrame) -> str:
    """Return the SHA-256 of a sorted table's columns and rows, as JSON Lines: equal wherever the rows are."""
    return digest_of(table, json_lines(table))


def digest_of(table: pl.DataFrame, lines: bytes) -> str:
    """Return the digest of a table whose rows are `lines`."""
    return hashlib.sha256(" ".join(table.columns).encode() + b"\n" + lines).hexdigest()


def combined(parts: list[Part]) -> str:
    """Return the digest of a table from those of its parts, in the order of buckets."""
    return hashlib.sha256("\n".join(part.digest for part in parts).encode()).hexdigest()
