"""What a version was made from, as digests: seeds, corrections, knowledge, and each stage's code.

Two builds whose inputs have one digest give the same tables; so a build whose digest is that of the latest
version has nothing to do. Paths outside the folders, times, machines and worker counts are no part of it.
Standard library only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from flows.extract.reader.files import fingerprint
from flows.ingest.discover import Discovery
from flows.knowledge import tables
from flows.settings import Settings
from schemas import VERSION

STAGES = ("ingest", "survey", "clean", "extract", "curate", "resolve", "publish")
"""The stages whose code decides what a version says."""

_READERS = ("trafilatura", "rensa", "hijridate", "pypdf", "python-docx", "polars")
"""Libraries whose release can change a row."""

_HOUSE = (
    "arabic.py",
    "base.py",
    "document.py",
    "frames.py",
    "ids.py",
    "workspace.py",
    "stages/articles.py",
    "stages/common.py",
    "stages/dataset.py",
    "reuse.py",
    "lexical.py",
)
"""Modules of the house that stages share."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Digests of all that decides a version's tables; `seeds` is path -> the digests of file and sidecar."""

    seeds: dict[str, str]
    corrections: dict[str, str]
    knowledge: dict[str, str]
    code: dict[str, str]

    @property
    def digest(self) -> str:
        """One digest of them all."""
        return _digest(json.dumps(self.parts(), sort_keys=True).encode())

    @staticmethod
    def stages() -> tuple[str, ...]:
        """The names in `code` that are this project's; the others are libraries."""
        return (*STAGES, "house", "knowledge", "schemas", "max_bytes")

    def parts(self) -> dict[str, Any]:
        """The digests by kind, as the manifest keeps them."""
        return {
            "seeds": self.seeds,
            "corrections": self.corrections,
            "knowledge": self.knowledge,
            "code": self.code,
        }


def inputs_of(discovery: Discovery, settings: Settings) -> Inputs:
    """Return the digests of what a build would read."""
    seeds = {f.path: f"{f.sha256} {f.sidecar_sha256}" if f.sidecar else f.sha256 for f in discovery.files}
    seeds |= {str(row["id"]): f"rejected: {row['check']}" for row in discovery.rejected}
    return Inputs(
        seeds=seeds,
        corrections=corrections(settings),
        knowledge=tables.fingerprint(settings.overlay),
        code=_code() | {"max_bytes": str(settings.max_bytes), "reader": fingerprint(settings.reader)},
    )


def _code() -> dict[str, str]:
    flows = Path(__file__).parent
    found = {stage: _files(sorted((flows / stage).rglob("*.py"))) for stage in STAGES}
    found["house"] = _files([flows / name for name in _HOUSE])
    found["knowledge"] = _files(sorted((flows / "knowledge").glob("*.py")))
    found["schemas"] = f"{VERSION} " + _files(sorted((flows.parent / "schemas").iterdir()))
    found |= {name: _version(name) for name in _READERS}
    return found


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _files(paths: Iterable[Path]) -> str:
    state = hashlib.sha256()
    for path in paths:
        if path.is_file():
            state.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return state.hexdigest()


def corrections(settings: Settings) -> dict[str, str]:
    """Return the digests of a curator's files by path, the knowledge rows aside."""
    folder = settings.curation
    if not folder.is_dir():
        return {}
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {
        path.relative_to(folder).as_posix(): _digest(path.read_bytes())
        for path in files
        if path.relative_to(folder).parts[0] != "knowledge"
    }


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
