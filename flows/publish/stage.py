"""The stage `publish`: validated tables become a version, or are found to say what the last one says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any

import polars as pl

from flows.errors import OutputError
from flows.fingerprints import Inputs
from flows.publish.describe import describe
from flows.publish.durable import sync_tree
from flows.publish.store import Number, Store
from flows.publish.tables import Written, write_tables
from schemas import VERSION

Tables = dict[str, pl.DataFrame]

FIRST = Number(1, 0, 0)


def publish(store: Store, tables: Tables, inputs: Inputs, keep: Callable[[Path], None]) -> Number:
    """Write a version, read it back, and let readers see it.

    Args:
        store: the output folder, whose lock the caller holds.
        tables: validated tables.
        inputs: digests of what they were made from.
        keep: writes what the next build can use again into the version's `state/`.

    Returns:
        The new version's number.

    Raises:
        OutputError: the disk is full or broken; nothing was published.
    """
    try:
        with store.scratch("staging") as staging:
            folder = staging / "version"
            folder.mkdir()
            written = write_tables(tables, folder)
            number = next_number(store, {name: table.digest for name, table in written.items()})
            describe(folder, str(number), written, {"rejected": len(tables["rejected"])})
            _write_state(folder, inputs)
            keep(folder / "state")
            _write_manifest(folder, number, written, inputs)
            sync_tree(folder)
            store.publish(folder, number)
            return number
    except OSError as error:
        raise OutputError(
            f"The version could not be written to {store.output}: {error.strerror or error}.",
            "Nothing was published and the last version is as it was. Make room or mend the disk, then build again.",
        ) from error


def next_number(store: Store, digests: Mapping[str, str]) -> Number:
    """Return the number that tables with these digests deserve: numbers rise from the highest ever used.

    Major: another contract. Minor: other data. Patch: the same data, made from other inputs or by other code.
    """
    versions = store.versions()
    if not versions:
        return FIRST
    top = versions[-1]
    latest = store.manifest(store.latest() or top)
    if latest["contract"] != VERSION:
        return Number(top.major + 1, 0, 0)
    same = digests == {name: table["digest"] for name, table in latest["tables"].items()}
    return Number(top.major, top.minor, top.patch + 1) if same else Number(top.major, top.minor + 1, 0)


def _write_state(folder: Path, inputs: Inputs) -> None:
    """Write what the next run compares with: the digest of every input by path."""
    (folder / "state").mkdir()
    text = json.dumps(inputs.parts(), ensure_ascii=False, sort_keys=True, indent=0)
    (folder / "state" / "inputs.json").write_text(text + "\n", encoding="utf-8")


def _write_manifest(folder: Path, number: Number, written: Mapping[str, Written], inputs: Inputs) -> None:
    """Write the manifest, last of all: a folder that has one is whole."""
    files = {
        path.relative_to(folder).as_posix(): {
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "bytes": path.stat().st_size,
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    manifest: dict[str, Any] = {
        "version": str(number),
        "contract": VERSION,
        "made_by": f"marsad {package_version('marsad')}",
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "inputs": inputs.digest,
        "seed_files": len(inputs.seeds),
        "tables": {
            name: {"rows": t.rows, "digest": t.digest, "parquet": t.parquet, "json_lines": t.json_lines}
            for name, t in written.items()
        },
        "files": files,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
