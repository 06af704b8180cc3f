"""Tables on disk: every reader reads the same, and buckets hold each row once."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import OutputError
from flows.ids import bucket_of, make_id
from flows.publish import tables as module
from flows.publish.tables import (
    Before,
    Tables,
    Written,
    bucket_count,
    digest,
    sha256,
    table_buckets,
    write_tables,
)
from schemas.package import TABLES, arrow_schema, empty, polars_schema


def query(text: str) -> duckdb.DuckDBPyRelation:
    found = duckdb.sql(text)
    assert found is not None
    return found


@pytest.mark.parametrize("name", TABLES)
def test_duckdb_pandas_pyarrow_and_polars_read_the_same_rows(built: Path, name: str) -> None:
    files = f"{built / name}/*.parquet"
    by_polars = pl.read_parquet(files)
    by_arrow = pl.DataFrame(pq.read_table(built / name))
    by_duckdb = pl.DataFrame(query(f"SELECT * FROM '{files}'").arrow())
    by_pandas = pd.read_parquet(built / name)
    assert by_arrow.equals(by_polars)
    assert by_duckdb.select(by_polars.columns).equals(by_polars)
    assert list(by_pandas.columns) == by_polars.columns
    assert len(by_pandas) == len(by_polars)


@pytest.mark.parametrize("name", TABLES)
def test_a_parquet_file_has_plain_types_descriptions_and_old_pages(built: Path, name: str) -> None:
    file = pq.ParquetFile(built / name / "part-000.parquet")
    assert file.schema_arrow.equals(arrow_schema(TABLES[name]))
    assert file.schema_arrow.field(0).metadata[b"description"]
    encodings = {
        encoding
        for group in range(file.num_row_groups)
        for column in range(file.metadata.num_columns)
        for encoding in file.metadata.row_group(group).column(column).encodings
    }
    assert encodings <= {"PLAIN", "RLE", "RLE_DICTIONARY", "PLAIN_DICTIONARY"}


def test_the_readme_s_query_names_actors_of_events(built: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    text = readme.split("```sql\n", 1)[1].split("```", 1)[0]
    for name in ("events", "event_mentions", "participants", "entities"):
        text = text.replace(f"'{name}/*.parquet'", f"'{built / name}/*.parquet'")
    rows = query(text).fetchall()
    assert rows
    assert all(actor and sentence for *_, actor, sentence in rows)


def test_a_version_in_buckets_says_what_one_in_one_piece_says(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {name: pl.read_parquet(built / name / "*.parquet") for name in TABLES}
    monkeypatch.setattr(module, "bucket_count", lambda articles: 8)
    written = write_tables(whole, tmp_path)
    for name, table in whole.items():
        buckets = table_buckets(name, 8)
        assert len(written[name].parquet) == buckets
        parts = [pl.read_parquet(tmp_path / path) for path in written[name].parquet]
        assert sum(map(len, parts)) == len(table)
        key = list(TABLES[name].primary_key())
        assert digest(pl.concat(parts).sort(key, nulls_last=True)) == digest(table)
        for number, part in enumerate(parts):
            assert {bucket_of(key, buckets) for key in part[TABLES[name].bucket_key()]} <= {number}


def many_articles(count: int) -> Tables:
    """Tables in which only `sources` has rows: one an article."""
    made = {name: empty(model) for name, model in TABLES.items()}
    rows = {
        "article_id": [f"a{n:04}" for n in range(count)],
        "source_file": [f"a{n:04}.txt" for n in range(count)],
        "source_sha256": ["0" * 64] * count,
        "is_primary": [True] * count,
    }
    return made | {"sources": pl.DataFrame(rows, schema=polars_schema(TABLES["sources"]))}


def manifest_of(folder: Path, written: dict[str, Written]) -> Before:
    files = {
        p.relative_to(folder).as_posix(): {"sha256": sha256(p)} for p in folder.rglob("*") if p.is_file()
    }
    return Before(folder, {name: table.as_json() for name, table in written.items()}, files)


def linked_buckets(folder: Path) -> set[int]:
    return {n for n in range(8) if (folder / f"sources/part-{n:03}.parquet").stat().st_nlink == 2}


def test_one_new_article_writes_one_bucket_and_links_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "bucket_count", lambda articles: 8)
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    before = manifest_of(old, write_tables(many_articles(100), old))
    write_tables(many_articles(101), new, before)
    assert linked_buckets(new) == set(range(8)) - {bucket_of("a0100", 8)}
    assert pl.read_parquet(new / "sources" / "*.parquet").height == 101


def test_a_damaged_file_of_the_version_before_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "bucket_count", lambda articles: 8)
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    before = manifest_of(old, write_tables(many_articles(100), old))
    (old / "sources" / "part-003.parquet").write_bytes(b"damaged")
    write_tables(many_articles(100), new, before)
    assert linked_buckets(new) == set(range(8)) - {3}
    assert pl.read_parquet(new / "sources" / "*.parquet").height == 100


def test_what_cannot_be_read_back_is_not_published(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {name: pl.read_parquet(built / name / "*.parquet") for name in TABLES}
    real = pl.read_parquet
    monkeypatch.setattr("flows.publish.tables.pl.read_parquet", lambda path: real(path).head(1))
    with pytest.raises(OutputError, match="read back"):
        write_tables(whole, tmp_path)


@given(st.integers(0, 2_000_000))
def test_buckets_are_a_power_of_two_and_never_more_than_256(articles: int) -> None:
    count = bucket_count(articles)
    assert count & (count - 1) == 0
    assert 1 <= count <= 256
    assert bucket_count(articles + 1) >= count


@given(st.text(min_size=1), st.sampled_from([1, 2, 8, 128]))
def test_doubling_the_buckets_splits_each_and_moves_nothing_else(key: str, count: int) -> None:
    assert bucket_of(key, 2 * count) % count == bucket_of(key, count)


def test_an_id_depends_on_its_parts_and_on_where_they_end() -> None:
    assert make_id("m", "a", 1) == make_id("m", "a", 1)
    assert make_id("m", "a", "b") != make_id("m", "ab", "")
    assert make_id("m", "a", None) == make_id("m", "a", "")
