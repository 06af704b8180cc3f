"""Nested documents: whole, in the articles' buckets, and changed only where something in them changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.ids import bucket_of
from flows.publish.compare import compare
from flows.publish.documents import documents, touched_articles, write_documents
from flows.publish.readers import read_tables
from flows.publish.textfree import TEXT, without_text

BUCKETS = 8


def read(folder: Path) -> dict[str, dict[str, Any]]:
    lines = [line for path in sorted((folder / "json" / "documents").iterdir()) for line in path.open("rb")]
    return {document["article_id"]: document for document in map(json.loads, lines)}


def test_a_document_holds_all_that_the_tables_say_of_its_article(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    tables = read_tables(two[0])
    write_documents(tables, tmp_path, 1)
    found = read(tmp_path)
    assert list(found) == sorted(tables["articles"]["article_id"])
    for name, key in (("mentions", "mention_id"), ("times", "time_id"), ("amounts", "amount_id")):
        for article, document in found.items():
            own = tables[name].filter(pl.col("article_id") == article)
            assert {row[key] for row in document[name]} == set(own[key])
    tellings = [t for d in found.values() for event in d["events"] for t in event["tellings"]]
    assert len(tellings) == len(tables["event_mentions"])
    assert sum(len(t["participants"]) for t in tellings) == len(tables["participants"])
    for document in found.values():
        named = {row["entity_id"] for row in document["mentions"]}
        assert {row["entity_id"] for row in document["entities"]} == named
        for row in document["mentions"]:
            assert document["source_text"][row["source_start"] : row["source_end"]] == row["surface"]


def test_an_article_that_tells_nothing_has_empty_lists(two: tuple[Path, Path]) -> None:
    tables = read_tables(two[0])
    one = tables["articles"]["article_id"][0]
    bare = tables | {
        name: tables[name].clear() for name in ("mentions", "event_mentions", "times", "removed")
    }
    (row,) = documents(bare, [one]).to_dicts()
    assert row["mentions"] == row["events"] == row["times"] == row["entities"] == []


def test_documents_lie_in_the_buckets_of_their_articles(two: tuple[Path, Path], tmp_path: Path) -> None:
    paths = write_documents(read_tables(two[0]), tmp_path, BUCKETS)
    assert len(paths) == BUCKETS
    for number, path in enumerate(paths):
        for line in (tmp_path / path).open("rb"):
            assert bucket_of(json.loads(line)["article_id"], BUCKETS) == number


def test_writing_the_touched_buckets_alone_gives_what_writing_all_gives(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    before, after = map(read_tables, two)
    some, whole = tmp_path / "some", tmp_path / "whole"
    write_documents(before, some, BUCKETS)
    touched = touched_articles(compare(*two), after)
    stale = {bucket_of(article, BUCKETS) for article in touched}
    assert 0 < len(stale) < BUCKETS, "else this test tests nothing"
    write_documents(after, some, BUCKETS, stale)
    paths = write_documents(after, whole, BUCKETS)
    assert {p: (some / p).read_bytes() for p in paths} == {p: (whole / p).read_bytes() for p in paths}


def test_another_name_of_a_thing_touches_the_articles_that_name_it(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    import os
    import shutil

    after = Path(shutil.copytree(two[0], tmp_path / "after", copy_function=os.link))
    tables = read_tables(after)
    thing = tables["entities"]["entity_id"][0]
    path = after / "entities" / "part-000.parquet"
    renamed = pl.when(pl.col("entity_id") == thing).then(pl.lit("Otherwise")).otherwise("name_en")
    changed = pl.read_parquet(path).with_columns(renamed.alias("name_en"))
    path.unlink()
    changed.write_parquet(path)
    wanted = set(tables["mentions"].filter(pl.col("entity_id") == thing)["article_id"])
    assert touched_articles(compare(two[0], after), tables) == wanted


def test_documents_of_the_edition_without_text_have_none(two: tuple[Path, Path]) -> None:
    tables = read_tables(two[0])
    bare = documents(without_text(tables), tables["articles"]["article_id"].to_list())
    assert not {"text", "source_text", "title"} & set(bare.columns)
    told = bare.select("mentions", "events", "times", "amounts", "removed").write_ndjson()
    for column in ("surface", "sentence"):
        assert f'"{column}"' not in told


@pytest.mark.parametrize("name", TEXT)
def test_the_columns_of_text_are_columns_of_the_contract(name: str) -> None:
    from schemas.package import TABLES

    assert set(TEXT[name]) <= set(TABLES[name].columns())
