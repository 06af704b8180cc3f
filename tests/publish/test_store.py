"""The output folder: numbers, what readers see, and what a stopped build leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.errors import InputError, OutputError
from flows.publish.store import Number, Store


def whole_version(store: Store, number: Number) -> Path:
    folder = store.folder(number)
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"version": str(number)}), encoding="utf-8")
    return folder


def test_numbers_are_ordered_as_numbers() -> None:
    assert Number(1, 9, 0) < Number(1, 10, 0) < Number(2, 0, 0)
    assert Number.parse("v1.10.3") == Number(1, 10, 3)
    assert Number.parse("v1.10") is None


def test_latest_is_read_through_the_link_and_through_the_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.prepare()
    whole_version(store, Number(1, 0, 0))
    store.show(Number(1, 0, 0))
    assert store.latest() == Number(1, 0, 0)
    assert json.loads((tmp_path / "latest.json").read_text())["path"] == "versions/v1.0.0"
    (tmp_path / "latest").unlink()
    assert store.latest() == Number(1, 0, 0)


def test_a_folder_without_a_manifest_is_no_version(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.folder(Number(1, 0, 0)).mkdir(parents=True)
    assert store.versions() == []


def test_a_version_is_never_written_over(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.prepare()
    whole_version(store, Number(1, 0, 0))
    staging = tmp_path / ".staging-1"
    staging.mkdir()
    with pytest.raises(OutputError, match="exists already"):
        store.publish(staging, Number(1, 0, 0))


def test_sweep_removes_scratch_and_shows_a_version_that_was_written_whole(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.prepare()
    (tmp_path / ".staging-99").mkdir()
    (tmp_path / ".work-99").mkdir()
    (tmp_path / ".latest-99").symlink_to("versions/v1.0.0")
    whole_version(store, Number(1, 0, 0))
    notes = store.sweep()
    assert len(notes) == 4
    assert store.latest() == Number(1, 0, 0)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["latest", "latest.json", "versions"]


def test_sweep_leaves_a_version_unseen_while_a_rollback_holds(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.prepare()
    for number in (Number(1, 0, 0), Number(1, 1, 0)):
        whole_version(store, number)
    store.show(Number(1, 0, 0))
    (tmp_path / "held.json").write_text("{}")
    store.sweep()
    assert store.latest() == Number(1, 0, 0)


def test_an_unknown_version_is_named_with_those_that_there_are(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(InputError, match="Run `marsad build` first"):
        store.find(None)
    store.prepare()
    whole_version(store, Number(1, 0, 0))
    with pytest.raises(InputError, match=r"no version v9\.0\.0.*Published are: v1\.0\.0"):
        store.find("v9.0.0")


def test_an_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("")
    with pytest.raises(OutputError, match="is a file"):
        Store(tmp_path / "output").prepare()
