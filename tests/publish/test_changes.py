"""`changes/` and CHANGES.md of a version: what a warehouse applies and a person reads."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.publish.changes import CHANGE, write_changes
from flows.publish.compare import compare, inputs_of
from flows.publish.readers import read_table
from schemas.package import TABLES


@pytest.fixture
def changed(two: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """The version before, and the one after with its changes written."""
    after = Path(shutil.copytree(two[1], tmp_path / "version"))
    shutil.rmtree(after / "changes", ignore_errors=True)
    write_changes(after, "v1.1.0", two[0], inputs_of(two[1]))
    return two[0], after


def test_the_upsert_makes_a_warehouse_of_the_version_before_into_this_one(
    changed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = changed
    monkeypatch.chdir(after)
    with duckdb.connect() as warehouse:
        for name in TABLES:
            warehouse.execute(f"CREATE TABLE {name} AS SELECT * FROM '{before}/{name}/*.parquet'")
        warehouse.execute((after / "changes" / "upsert.sql").read_text("utf-8"))
        for name, model in TABLES.items():
            order = ", ".join(f't."{part}"' for part in model.primary_key())
            held = warehouse.sql(f"SELECT * FROM {name} t ORDER BY {order}").pl()
            wanted = read_table(after, name).sort(model.primary_key())
            assert held.sort(model.primary_key()).equals(wanted), name


def test_each_table_s_file_has_its_differing_rows_whole(changed: tuple[Path, Path]) -> None:
    after = changed[1]
    files = {path.stem: pl.read_parquet(path) for path in (after / "changes" / "tables").iterdir()}
    summary = pl.read_parquet(after / "changes" / "summary.parquet")
    for table, *counts, _ in summary.iter_rows():
        if table in files:
            found = [(files[table][CHANGE] == kind).sum() for kind in ("added", "removed", "changed")]
            assert found == counts, table
            assert files[table].columns == [CHANGE, *TABLES[table].columns()]
        else:
            assert counts == [0, 0, 0]


def test_no_table_has_a_column_that_the_changes_need() -> None:
    assert not [name for name, model in TABLES.items() if CHANGE in model.columns()]


def test_the_files_say_what_a_comparison_says(changed: tuple[Path, Path], two: tuple[Path, Path]) -> None:
    found = compare(*two)
    folder = changed[1] / "changes"
    assert pl.read_parquet(folder / "cells.parquet").equals(found.cells)
    assert pl.read_parquet(folder / "id_changes.parquet").equals(found.ids)
    assert pl.read_parquet(folder / "rows.parquet").equals(found.rows)
    assert pl.read_parquet(folder / "causes.parquet").equals(found.causes)


def test_the_text_names_the_version_the_causes_and_the_recipe(changed: tuple[Path, Path]) -> None:
    text = (changed[1] / "CHANGES.md").read_text("utf-8")
    assert text.startswith("# v1.1.0, since v1.0.0\n")
    assert "new.txt" in text
    assert "changes/upsert.sql" in text


def test_the_first_version_counts_its_rows_as_new_and_holds_them_once(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(two[0], tmp_path / "version"))
    shutil.rmtree(folder / "changes", ignore_errors=True)
    assert write_changes(folder, "v1.0.0", None, {}) is None
    summary = dict(
        pl.read_parquet(folder / "changes" / "summary.parquet").select("table", "added").iter_rows()
    )
    assert summary["articles"] == len(read_table(folder, "articles"))
    assert not (folder / "changes" / "tables").exists()
    assert "first version" in (folder / "CHANGES.md").read_text("utf-8")


def test_another_contract_is_loaded_whole(make_version: Callable[..., Path]) -> None:
    old = make_version("v1.0.0", {"entities": [{"entity_id": "org.x", "country": "MAR"}]})
    new = make_version("v2.0.0", {"entities": [{"entity_id": "org.x", "country": "DZA"}]})
    path = old / "entities" / "part-000.parquet"
    pl.read_parquet(path).drop("name_en").write_parquet(path)
    write_changes(new, "v2.0.0", old, {})
    assert not (new / "changes" / "tables").exists()
    assert "loads this one whole" in (new / "CHANGES.md").read_text("utf-8")


def test_nothing_changed_says_so(make_version: Callable[..., Path]) -> None:
    old, new = make_version("v1.0.0", {}), make_version("v1.0.1", {})
    write_changes(new, "v1.0.1", old, {})
    text = (new / "CHANGES.md").read_text("utf-8")
    assert "They say the same" in text
    assert "nothing to do" in text
