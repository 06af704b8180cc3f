"""Is a version what it says it is: its files byte for byte, then its rows, then a build from nothing.

The files are checked with the standard library alone, so that a version can be checked where nothing is installed.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.errors import InputError
from schemas import VERSION

if TYPE_CHECKING:
    from flows.publish.store import Number, Store
    from flows.settings import Settings

_CHUNK = 1 << 20
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about a version that is not as it must be: which check, on what, and what is wrong."""

    check: str
    where: str
    what: str


def verify(folder: Path) -> list[Fault]:
    """Check a version's files, and its rows where the files are sound.

    Args:
        folder: a version.

    Returns:
        All faults; none if the version is sound.
    """
    faults = list(file_faults(folder))
    return faults or list(row_faults(folder))


def file_faults(folder: Path) -> Iterator[Fault]:
    """Compare every file with the manifest: is it there, its size, its SHA-256; is one there that it does not name."""
    try:
        told: dict[str, Any] = json.loads((folder / _MANIFEST).read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError) as error:
        yield Fault("manifest", _MANIFEST, f"it cannot be read: {error}")
        return
    for name, file in told.items():
        path = folder / name
        if not path.is_file():
            yield Fault("file", name, "it is missing")
        elif (size := path.stat().st_size) != file["bytes"]:
            yield Fault("size", name, f"it has {size} bytes, and had {file['bytes']}")
        elif _sha256(path) != file["sha256"]:
            yield Fault("sha256", name, "its bytes are not those that were published")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name in sorted(there - told.keys() - {_MANIFEST}):
        yield Fault("file", name, "the manifest does not name it")


def _sha256(path: Path) -> str:
    state = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            state.update(chunk)
    return state.hexdigest()


def row_faults(folder: Path) -> Iterator[Fault]:
    """Count the rows of every table and hold them against what the version says of itself, and against the contract."""
    from flows.publish.soundness import breaches, row_checks  # noqa: PLC0415 - files alone are checked without Polars

    manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
    for check, where, what in row_checks(folder, manifest):
        yield Fault(check, where, what)
    if manifest["contract"] == VERSION:
        for check, where, what in breaches(folder):
            yield Fault(check, where, what)


def rebuild_faults(store: Store, number: Number, settings: Settings) -> Iterator[Fault]:
    """Build from nothing, somewhere else, and compare the digest of every table.

    Args:
        store: the output folder.
        number: the version.
        settings: a build's settings; the output named in them is not touched.

    Raises:
        InputError: the seeds, the corrections, the knowledge or the code are not those that the version was made from.
    """
    from flows.build import build_version, plan  # noqa: PLC0415 - only where a build is asked for
    from flows.publish.store import Store as Elsewhere  # noqa: PLC0415

    told = store.manifest(number)
    with tempfile.TemporaryDirectory(prefix="marsad-rebuild-") as folder:
        elsewhere = replace(settings, output=Path(folder) / "output", only=(), rebuild=True)
        if plan(elsewhere).inputs.digest != told["inputs"]:
            raise InputError(
                f"{number} was made from other seeds, corrections, knowledge or code than are here now.",
                "Bring back what it was made from; `marsad status` says what differs from the latest version.",
            )
        report = build_version(elsewhere)
        if report.version is None:  # pragma: no cover - a build without `only` publishes
            return
        made = Elsewhere(Path(folder) / "output").manifest(report.version)["tables"]
        for name, table in told["tables"].items():
            if made.get(name, {}).get("digest") != table["digest"]:
                rows = made.get(name, {}).get("rows", 0)
                what = f"a build from nothing says something else, in {rows} rows (here {table['rows']})"
                yield Fault("rebuild", name, what)
