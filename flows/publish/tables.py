"""Tables as files: Parquet for BI tools and notebooks, JSON Lines for programs, in buckets, read back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import polars as pl
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


def bucket_count(articles: int) -> int:
    """Return how many buckets the tables of a corpus have: a power of two, 1 to 256."""
    count = 1
    while count < MOST_BUCKETS and count * ARTICLES_A_BUCKET < articles:
        count *= 2
    return count if count >= FEWEST_BUCKETS else 1


@dataclass(frozen=True, slots=True)
class Written:
    """A table on disk: its rows, the digest of what it says, and its files relative to the version's folder."""

    rows: int
    digest: str
    parquet: list[str]
    json_lines: list[str]


def write_tables(tables: Tables, folder: Path) -> dict[str, Written]:
    """Write every table into a version's folder and read it back.

    Args:
        tables: validated, each sorted by its key.
        folder: the version in the making; `NAME/part-000.parquet` and `json/NAME/part-000.jsonl` are made in it.

    Raises:
        OutputError: what was read back is not what was written.
    """
    buckets = bucket_count(len(tables["articles"]))
    return {name: _write_table(model, tables[name], folder, buckets) for name, model in TABLES.items()}


def _write_table(model: type[Table], table: pl.DataFrame, folder: Path, buckets: int) -> Written:
    name = model.name()
    (folder / name).mkdir()
    (folder / "json" / name).mkdir(parents=True)
    parquet, json_lines = [], []
    for number, part in _parts(table, model.bucket_key(), buckets):
        parquet.append(f"{name}/part-{number:03}.parquet")
        _write_parquet(part, model, folder / parquet[-1])
        json_lines.append(f"json/{name}/part-{number:03}.jsonl")
        part.write_ndjson(folder / json_lines[-1])
    wanted, key = digest(table), list(model.primary_key())
    read = pl.concat([pl.read_parquet(folder / path) for path in parquet]).sort(key, nulls_last=True)
    if digest(read) != wanted:
        raise OutputError(
            f"The table {name}, read back from {folder / name}, is not what was written.",
            "Nothing was published. Check the disk, then build again.",
        )
    return Written(len(table), wanted, parquet, json_lines)


def _parts(table: pl.DataFrame, key: str, buckets: int) -> Iterator[tuple[int, pl.DataFrame]]:
    """The table's buckets by number; a table of one bucket is whole, and an empty bucket has its file too."""
    if buckets == 1:
        yield 0, table
        return
    keys = table.select(pl.col(key).unique()).to_series().to_list()
    of = pl.DataFrame(
        {key: keys, "_bucket": [bucket_of(k, buckets) for k in keys]},
        schema={key: pl.String, "_bucket": pl.Int64},
    )
    marked = table.join(of, on=key, how="left", maintain_order="left")
    for number in range(buckets):
        yield number, marked.filter(pl.col("_bucket") == number).drop("_bucket")


def _write_parquet(part: pl.DataFrame, model: type[Table], path: Path) -> None:
    """Write plainly, by Arrow's own writer: some BI services refuse newer encodings and string views."""
    arrow = part.to_arrow().cast(arrow_schema(model))
    pq.write_table(arrow, path, compression="zstd", version="2.6", data_page_version="1.0")


def digest(table: pl.DataFrame) -> str:
    """Return the SHA-256 of a sorted table's columns and rows, as JSON Lines: equal wherever the rows are."""
    state = hashlib.sha256(" ".join(table.columns).encode() + b"\n")
    lines = BytesIO()
    table.write_ndjson(lines)
    state.update(lines.getbuffer())
    return state.hexdigest()
