"""The parts of a version: rows in buckets, what each says, and those of the version before that serve again."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from flows.ids import bucket_of

ARTICLES_A_BUCKET = 128
"""So many articles share a bucket, so that one new article rewrites little."""

FEWEST_BUCKETS = 8
"""A corpus that would have fewer has one: so small a table is written in no time."""

MOST_BUCKETS = 256
"""More files than this a table cost readers more than rewriting saves."""


@dataclass(frozen=True, slots=True)
class Part:
    """One bucket of a table: its number, its rows, the digest of what they say, its files in the version's folder."""

    bucket: int
    rows: int
    digest: str
    parquet: str
    json_lines: str | None = None


_PART = tuple(field.name for field in fields(Part))


@dataclass(frozen=True, slots=True)
class Written:
    """A table on disk: its rows, the digest of what it says, its parts."""

    rows: int
    digest: str
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, parts: list[Part]) -> Written:
        """The table that these parts make."""
        return cls(sum(part.rows for part in parts), combined(parts), tuple(parts))

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
        parts = [{name: getattr(part, name) for name in _PART} for part in self.parts]
        told = {"rows": self.rows, "digest": self.digest, "parts": parts}
        return told | {"parquet": self.parquet, "json_lines": self.json_lines}


@dataclass(frozen=True)
class Before:
    """The version before: its folder, and its tables and files as its manifest keeps them."""

    folder: Path | None
    tables: Mapping[str, Any]
    files: Mapping[str, Any]

    def parts(self, name: str, buckets: int) -> tuple[Mapping[str, Any], ...]:
        """A table's parts, none if it has not so many."""
        parts = self.tables.get(name, {}).get("parts", ())
        return tuple(parts) if self.folder is not None and len(parts) == buckets else ()

    def part(self, name: str, part: Part, buckets: int) -> Mapping[str, Any] | None:
        """The same bucket of the version before, if it says the same and its files are still what they were."""
        parts = self.parts(name, buckets)
        if not parts or parts[part.bucket]["digest"] != part.digest:
            return None
        told = parts[part.bucket]
        return told if self.is_whole(told) else None

    def is_whole(self, part: Mapping[str, Any]) -> bool:
        """Whether a part's files are those of the manifest: what a disk or a person damaged is not passed on."""
        return all(self._is_whole(part[kind]) for kind in ("parquet", "json_lines") if part[kind] is not None)

    def _is_whole(self, path: str) -> bool:
        """Whether a file is as it was: one older than the manifest by its size alone, one touched later by its bytes.

        What a disk loses by itself under a file is for `marsad verify` to find.
        """
        try:
            facts = os.stat(f"{self.folder}/{path}")  # noqa: PTH116 - of ten thousand files in a build's first second
        except FileNotFoundError:
            return False
        if facts.st_mtime_ns <= self._sealed:
            return bool(facts.st_size == self.files[path]["bytes"])
        return sha256(Path(f"{self.folder}/{path}")) == str(self.files[path]["sha256"])

    @cached_property
    def _sealed(self) -> int:
        """When the version's manifest was written, after all else; 0 where it has none."""
        manifest = self.folder / "manifest.json" if self.folder else None
        return manifest.stat().st_mtime_ns if manifest is not None and manifest.is_file() else 0


def is_whole(folder: Path, manifest: Mapping[str, Any]) -> bool:
    """Whether the files of a version's tables and state are as they were: else nothing can be read from it."""
    parts = manifest["tables"] | manifest["state"]
    before = Before(folder, parts, manifest["files"])
    return all(before.is_whole(part) for table in parts.values() for part in table["parts"])


NOTHING = Before(None, {}, {})
"""No version whose files could serve."""


def bucket_count(articles: int) -> int:
    """Return how many buckets the tables of a corpus have: a power of two, 1 to 256."""
    count = 1
    while count < MOST_BUCKETS and count * ARTICLES_A_BUCKET < articles:
        count *= 2
    return count if count >= FEWEST_BUCKETS else 1


def link_part(same: Mapping[str, Any], told: Part, folder: Path, before: Before) -> None:
    """Give the files of a part of the version before their names in the new one."""
    assert before.folder is not None
    for kind in ("parquet", "json_lines"):
        path: str | None = getattr(told, kind)
        if path is not None:
            link(f"{before.folder}/{same[kind]}", f"{folder}/{path}")


def link(old: Path | str, new: Path | str) -> None:
    """Give a file a second name, or copy it where the disk has no links."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def buckets_of(keys: pl.Series, buckets: int) -> pl.DataFrame:
    """Return `key` (each once) and `bucket`, its bucket."""
    names = keys.unique().to_list()
    of = [bucket_of(key, buckets) if buckets > 1 else 0 for key in names]
    return pl.DataFrame({"key": names, "bucket": of}, schema={"key": pl.String, "bucket": pl.Int64})


def parts_of(table: pl.DataFrame, key: str, buckets: int) -> Iterator[tuple[int, pl.DataFrame]]:
    """Yield a table's buckets by number, in the table's order; an empty bucket too."""
    found = split(table, key, buckets)
    for number in range(buckets):
        yield number, found.get(number, table.clear())


def split(table: pl.DataFrame, key: str, buckets: int) -> dict[int, pl.DataFrame]:
    """Return the buckets of a table that have rows, by number, each in the table's order."""
    if buckets == 1:
        return {0: table} if len(table) else {}
    of = buckets_of(table[key], buckets).rename({"key": key, "bucket": "_bucket"})
    marked = table.join(of, on=key, how="left", maintain_order="left")
    parts = marked.partition_by("_bucket", as_dict=True, maintain_order=True, include_key=False)
    return {number: part for (number,), part in parts.items()}


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
