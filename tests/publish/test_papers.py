"""The papers of a version in the making: documents linked or written, figures kept, digests not made up."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from flows.publish import tables as written_tables
from flows.publish.documents import document_buckets
from flows.publish.papers import PROFILE, Previous, drift_since, file_digests, write_papers
from flows.publish.readers import read_tables
from flows.publish.tables import write_tables

BUCKETS = 8


@pytest.fixture
def made(
    two: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Previous, Path, Path]:
    """A version with papers, the next one after it, and that one made without a version before."""
    monkeypatch.setattr(written_tables, "bucket_count", lambda articles: BUCKETS)
    inputs = [json.loads((version / "state" / "inputs.json").read_text("utf-8")) for version in two]

    def make(name: str, number: int, before: Previous | None) -> Path:
        folder = tmp_path / name
        (folder / "state").mkdir(parents=True)
        (folder / "state" / "inputs.json").write_text(json.dumps(inputs[number]), encoding="utf-8")
        tables = read_tables(two[number])
        write_papers(folder, f"v1.{number}.0", tables, write_tables(tables, folder), inputs[number], before)
        return folder

    first = make("v1.0.0", 0, None)
    before = Previous(first, {"files": file_digests(first, None)})
    return before, make("v1.1.0", 1, before), make("alone", 1, None)


def documents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "json" / "documents").iterdir()}


def test_documents_made_after_a_version_are_those_made_from_nothing(
    made: tuple[Previous, Path, Path],
) -> None:
    before, after, alone = made
    assert documents(after) == documents(alone)
    linked = [
        path.name
        for path in (after / "json" / "documents").iterdir()
        if path.samefile(before.folder / "json" / "documents" / path.name)
    ]
    assert 0 < len(linked) < document_buckets(BUCKETS)


def test_a_cut_document_of_the_version_before_is_written_anew(
    two: tuple[Path, Path], made: tuple[Previous, Path, Path], tmp_path: Path
) -> None:
    before, after, _ = made
    kept = next(
        path
        for path in (after / "json" / "documents").iterdir()
        if path.samefile(before.folder / "json" / "documents" / path.name) and path.stat().st_size
    )
    wanted = kept.read_bytes()
    old = before.folder / "json" / "documents" / kept.name
    old.unlink()
    old.write_bytes(wanted[:-9])
    tables, folder = read_tables(two[1]), tmp_path / "again"
    (folder / "state").mkdir(parents=True)
    write_papers(folder, "v1.1.0", tables, write_tables(tables, folder), {}, before)
    assert (folder / "json" / "documents" / kept.name).read_bytes() == wanted


def test_a_linked_file_keeps_the_digest_that_was_told(made: tuple[Previous, Path, Path]) -> None:
    """Bytes that a disk changed after they were published must not become the truth of the next version."""
    before, after, _ = made
    name = next(
        path.relative_to(after).as_posix()
        for path in (after / "json" / "documents").iterdir()
        if path.samefile(before.folder / "json" / "documents" / path.name) and path.stat().st_size
    )
    data = bytearray((after / name).read_bytes())
    data[5] ^= 1
    (after / name).write_bytes(data)  # one file under two names
    digests = file_digests(after, before)
    assert digests[name] == before.manifest["files"][name]
    fresh = file_digests(after, None)
    assert {path for path in digests if digests[path] != fresh[path]} == {name}


def test_other_buckets_or_another_contract_write_every_document(
    two: tuple[Path, Path], made: tuple[Previous, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(written_tables, "bucket_count", lambda articles: 2 * BUCKETS)
    tables, folder = read_tables(two[1]), tmp_path / "more"
    (folder / "state").mkdir(parents=True)
    write_papers(folder, "v1.1.0", tables, write_tables(tables, folder), {}, made[0])
    lines = sum(len(data.splitlines()) for data in documents(folder).values())
    assert len(documents(folder)) == document_buckets(2 * BUCKETS)
    assert lines == len(tables["articles"])


def test_the_figures_of_a_version_judge_the_next(
    two: tuple[Path, Path], made: tuple[Previous, Path, Path], tmp_path: Path
) -> None:
    before, after, _ = made
    tables: dict[str, Any] = read_tables(two[1])
    assert drift_since(before.folder, tables) == []
    assert drift_since(None, tables) == []
    figures = json.loads((after / PROFILE).read_text("utf-8"))
    figures["rows"] |= {"articles": 5000}
    lost = Path(shutil.copytree(after, tmp_path / "lost"))
    (lost / PROFILE).write_text(json.dumps(figures), encoding="utf-8")
    assert [one.what for one in drift_since(lost, tables)] == ["articles"]
    (lost / PROFILE).unlink()
    assert drift_since(lost, tables) == [], "a version from before there were figures"
