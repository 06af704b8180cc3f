"""What tests of versions share: two versions of changed seeds, and versions made of a few rows by hand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.build import build_version
from flows.publish.changes import plain
from flows.publish.store import Store
from flows.settings import Settings
from schemas.package import TABLES, empty, polars_schema

ROOT = Path(__file__).parents[2]

NEWS = "أجرى وزير الخارجية المغربي ناصر بوريطة محادثات مع نظيره الإسباني في الرباط يوم 7 أبريل 2022.\n"

Rows = Sequence[Mapping[str, Any]]
MakeVersion = Callable[..., Path]


@pytest.fixture(scope="session")
def changed_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output with v1.0.0 of the sample articles and v1.1.0 after four of them changed, and the seeds beside it.

    One file moved to another name, one went, one has a sentence more at its end, one is new.
    """
    base = tmp_path_factory.mktemp("changed")
    seeds, output = base / "seeds", base / "output"
    shutil.copytree(ROOT / "seeds", seeds)
    settings = Settings(seeds, output, workers=1)
    build_version(settings)
    first, second, third = sorted(seeds.rglob("*.txt"))[:3]
    first.rename(first.with_name("moved.txt"))
    second.unlink()
    third.write_text(third.read_text("utf-8") + "\n" + NEWS, encoding="utf-8")
    (seeds / "new.txt").write_text(NEWS, encoding="utf-8")
    build_version(settings)
    return output


@pytest.fixture
def two(changed_output: Path) -> tuple[Path, Path]:
    """The folders of the two versions of `changed_output`."""
    store = Store(changed_output)
    old, new = store.versions()
    return store.folder(old), store.folder(new)


@pytest.fixture
def own_output(changed_output: Path, tmp_path: Path) -> Path:
    """A copy of `changed_output` that a test may damage."""
    return Path(shutil.copytree(changed_output, tmp_path / "output", symlinks=True))


def filled(name: str, rows: Rows) -> pl.DataFrame:
    """A table with these rows; where a row says nothing, null."""
    schema = polars_schema(TABLES[name])
    return pl.DataFrame([{c: row.get(c) for c in schema} for row in rows], schema=schema)


@pytest.fixture
def make_version(tmp_path: Path) -> MakeVersion:
    """Make a version's folder from rows by table; `inputs` is what it was made from."""

    def make(
        number: str, tables: Mapping[str, Rows], inputs: Mapping[str, Mapping[str, str]] | None = None
    ) -> Path:
        folder = tmp_path / number
        (folder / "state").mkdir(parents=True)
        (folder / "state" / "inputs.json").write_text(json.dumps(inputs or {}), encoding="utf-8")
        for name in TABLES:
            (folder / name).mkdir()
            table = filled(name, tables[name]) if name in tables else empty(TABLES[name])
            table = table.sort(TABLES[name].primary_key())
            write_part(table, folder / name / "part-000.parquet")
        return folder

    return make


def write_part(table: pl.DataFrame, path: Path) -> None:
    """Write a table's file as a version has it."""
    import pyarrow.parquet as pq

    pq.write_table(plain(table), path)
