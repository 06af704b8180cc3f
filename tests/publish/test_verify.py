"""`marsad verify`: every damage to a version is found and named."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import pytest

from flows.build import build_version
from flows.errors import InputError
from flows.publish.changes import plain
from flows.publish.store import Store
from flows.publish.verify import Fault, file_faults, rebuild_faults, verify
from flows.settings import Settings


@pytest.fixture
def version(own_output: Path) -> Path:
    """A version's folder that may be damaged."""
    store = Store(own_output)
    return store.folder(store.find("v1.1.0"))


def checks(faults: list[Fault]) -> set[tuple[str, str]]:
    return {(fault.check, fault.where) for fault in faults}


def forge(version: Path, name: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    """Change a table's rows, and the manifest so that it names the new bytes."""
    path = version / name / "part-000.parquet"
    pq.write_table(plain(change(pl.read_parquet(path))), path)
    manifest = json.loads((version / "manifest.json").read_text("utf-8"))
    told = {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size}
    manifest["files"][f"{name}/part-000.parquet"] = told
    (version / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_versions_as_published_are_sound(changed_output: Path) -> None:
    store = Store(changed_output)
    assert [verify(store.folder(number)) for number in store.versions()] == [[], []]


def test_a_flipped_bit_a_missing_a_cut_and_a_strange_file_are_each_named(version: Path) -> None:
    parquet = version / "events" / "part-000.parquet"
    data = bytearray(parquet.read_bytes())
    data[len(data) // 2] ^= 1
    parquet.write_bytes(data)
    (version / "DICTIONARY.md").unlink()
    cut = version / "json" / "articles" / "part-000.jsonl"
    cut.write_bytes(cut.read_bytes()[:-1])
    (version / "notes.txt").write_text("mine")
    assert checks(verify(version)) == {
        ("sha256", "events/part-000.parquet"),
        ("file", "DICTIONARY.md"),
        ("size", "json/articles/part-000.jsonl"),
        ("file", "notes.txt"),
    }


@pytest.mark.parametrize("text", ["", "{}", "no JSON"])
def test_a_manifest_that_cannot_be_read_is_the_fault(version: Path, text: str) -> None:
    (version / "manifest.json").write_text(text)
    assert checks(verify(version)) == {("manifest", "manifest.json")}


def test_a_surface_that_is_not_what_the_source_says_is_found(version: Path) -> None:
    forge(version, "mentions", lambda t: t.with_columns(pl.col("source_start") + 1, pl.col("source_end") + 1))
    assert ("grounded", "mentions") in checks(verify(version))


def test_a_row_too_few_and_a_key_told_twice_are_found(version: Path) -> None:
    forge(version, "times", lambda t: t.head(len(t) - 1))
    forge(version, "entities", lambda t: pl.concat([t.head(1), t.head(len(t) - 1)]))
    found = checks(verify(version))
    assert ("rows", "times") in found
    assert ("unique", "entities") in found
    assert ("foreign_key", "mentions.entity_id") in found


def test_a_value_outside_its_range_is_found(version: Path) -> None:
    forge(version, "events", lambda t: t.with_columns(pl.lit(3.0).alias("confidence")))
    (fault,) = verify(version)
    assert fault.where == "events.confidence"
    assert " ..." in fault.what, "not every id is listed"


def test_a_version_of_another_contract_is_held_against_what_it_says_of_itself(version: Path) -> None:
    manifest = json.loads((version / "manifest.json").read_text("utf-8"))
    (version / "manifest.json").write_text(json.dumps(manifest | {"contract": 0}), encoding="utf-8")
    forge(version, "events", lambda t: t.with_columns(pl.lit(3.0).alias("confidence")))
    assert verify(version) == []
    forge(version, "mentions", lambda t: t.with_columns(pl.lit("غير").alias("surface")))
    assert checks(verify(version)) == {("grounded", "mentions")}


def test_files_are_checked_with_the_standard_library_alone(version: Path) -> None:
    probe = (
        "import sys\nfrom pathlib import Path\nfrom flows.publish.verify import file_faults\n"
        f"assert not list(file_faults(Path({str(version)!r})))\n"
        "heavy = {'polars', 'pyarrow', 'pandera', 'numpy', 'prefect'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_build_from_nothing_gives_the_same_and_touches_nothing(settings: Settings) -> None:
    build_version(settings)
    passing = settings.seeds / "passing.txt"
    passing.write_text("زار الرئيس التونسي الجزائر يوم 15 ديسمبر 2021.\n", encoding="utf-8")
    build_version(settings)
    passing.unlink()
    build_version(settings)
    store = Store(settings.output)
    before = sorted(settings.output.rglob("*"))
    assert list(rebuild_faults(store, store.find(None), settings)) == []
    assert sorted(settings.output.rglob("*")) == before


def test_a_build_from_nothing_that_says_something_else_names_the_tables(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_version(settings)
    store = Store(settings.output)
    number = store.find(None)
    told: dict[str, Any] = store.manifest(number)
    told["tables"]["events"]["digest"] = "of other rows"
    monkeypatch.setattr(store, "manifest", lambda _: told)
    assert checks(list(rebuild_faults(store, number, settings))) == {("rebuild", "events")}


def test_a_rebuild_from_other_seeds_is_refused(settings: Settings) -> None:
    build_version(settings)
    store = Store(settings.output)
    (settings.seeds / "visit.txt").write_text("نص آخر.\n", encoding="utf-8")
    with pytest.raises(InputError, match="made from other seeds"):
        list(rebuild_faults(store, store.find(None), replace(settings)))


def test_faults_come_one_by_one_so_that_a_large_version_answers_early(version: Path) -> None:
    for path in (version / "events").iterdir():
        path.unlink()
    assert next(iter(file_faults(version))).where.startswith("events/")
