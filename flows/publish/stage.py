"""The stage `publish`: validated tables become a version, or are found to say what the last one says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
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
from flows.publish.tables import NOTHING, WRITER, Before, Written, bucket_count, write_state, write_tables
from schemas import VERSION

Tables = dict[str, pl.DataFrame]

FIRST = Number(1, 0, 0)


def publish(store: Store, tables: Tables, inputs: Inputs, readings: Tables) -> Number:
    """Write a version, read it back, and let readers see it.

    Args:
        store: the output folder, whose lock the caller holds.
        tables: validated tables.
        inputs: digests of what they were made from.
        readings: frames by name, each with `article_id`, that the next build can use again: its `state/`.

    Returns:
        The new version's number.

    Raises:
        OutputError: the disk is full or broken; nothing was published.
    """
    try:
        with store.scratch("staging") as staging:
            folder = staging / "version"
            folder.mkdir()
            before = version_before(store)
            written = write_tables(tables, folder, before)
            number = next_number(store, {name: table.digest for name, table in written.items()})
            describe(folder, str(number), written, {"rejected": len(tables["rejected"])})
            state = _write_state(folder, inputs, readings, len(tables["articles"]), before)
            _write_manifest(folder, number, written, state, inputs)
            sync_tree(folder)
            store.publish(folder, number)
            return number
    except OSError as error:
        raise OutputError(
            f"The version could not be written to {store.output}: {error.strerror or error}.",
            "Nothing was published and the last version is as it was. Make room or mend the disk, then build again.",
        ) from error


def version_before(store: Store) -> Before:
    """Return the latest version as far as its files can serve a new one: not where another writer made them."""
    latest = store.latest()
    manifest = None if latest is None else store.manifest(latest)
    if latest is None or manifest is None or (manifest["writer"], manifest["contract"]) != (WRITER, VERSION):
        return NOTHING
    return Before(store.folder(latest), manifest["tables"] | manifest["state"], manifest["files"])


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


def _write_state(
    folder: Path, inputs: Inputs, readings: Tables, articles: int, before: Before
) -> dict[str, Written]:
    """Write what the next run compares with: the digest of every input by path, and each article's readings."""
    (folder / "state").mkdir()
    text = json.dumps(inputs.parts(), ensure_ascii=False, sort_keys=True, indent=0)
    (folder / "state" / "inputs.json").write_text(text + "\n", encoding="utf-8")
    buckets = bucket_count(articles)
    return {
        f"state/{name}": write_state(name, frame, folder, buckets, before) for name, frame in readings.items()
    }


def _write_manifest(
    folder: Path, number: Number, tables: Mapping[str, Written], state: Mapping[str, Written], inputs: Inputs
) -> None:
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
        "writer": WRITER,
        "made_by": f"marsad {package_version('marsad')}",
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "inputs": inputs.digest,
        "seed_files": len(inputs.seeds),
        "tables": {name: table.as_json() for name, table in tables.items()},
        "state": {name: frame.as_json() for name, frame in state.items()},
        "files": files,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
