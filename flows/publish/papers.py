"""All that a version says beside its tables: what changed, documents, descriptors, figures for the next, digests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.ids import bucket_of
from flows.publish.changes import write_changes
from flows.publish.compare import Comparison
from flows.publish.describe import describe
from flows.publish.documents import FOLDER, touched_articles, write_documents
from flows.publish.drift import Drift, drift, profile
from flows.publish.tables import Written, link, sha256
from schemas import VERSION

Tables = Mapping[str, pl.DataFrame]

PROFILE = "state/profile.json"
"""Where a version keeps the figures by which the next one is judged."""


@dataclass(frozen=True, slots=True)
class Previous:
    """The version made before: its folder and its manifest."""

    folder: Path
    manifest: Mapping[str, Any]


def drift_since(before: Path | None, tables: Tables) -> list[Drift]:
    """Return how far tables moved from the version before, beyond the bounds; call it before anything is written.

    Args:
        before: the version before; nothing drifts where there is none, or where it kept no figures.
        tables: all validated tables.
    """
    if before is None or not (before / PROFILE).is_file():
        return []
    return drift(json.loads((before / PROFILE).read_text("utf-8")), profile(tables, VERSION))


def write_papers(
    folder: Path,
    number: str,
    tables: Tables,
    written: Mapping[str, Written],
    inputs: Mapping[str, Any],
    before: Previous | None,
) -> Comparison | None:
    """Write a version's changes, documents, descriptors and figures; call it when its tables are written.

    Args:
        folder: the version in the making; its `state/` is made if need be.
        number: its number.
        tables: all published tables.
        written: the same as they lie in the folder.
        inputs: what they were made from, kind -> name -> digest.
        before: the version made before, null if this is the first.

    Returns:
        The comparison with the version before, null if there is none.
    """
    found = write_changes(folder, number, None if before is None else before.folder, inputs)
    paths = _documents(folder, tables, len(written["articles"].parquet), before, found)
    describe(folder, number, written, {"rejected": len(tables["rejected"]), "documents": paths})
    (folder / PROFILE).parent.mkdir(exist_ok=True)
    figures = json.dumps(profile(tables, VERSION), sort_keys=True, indent=0)
    (folder / PROFILE).write_text(figures + "\n", encoding="utf-8")
    return found


def _documents(
    folder: Path, tables: Tables, buckets: int, before: Previous | None, found: Comparison | None
) -> list[str]:
    """Write the documents that differ and link the others' files to the version before."""
    stale = set(range(buckets))
    if before is not None and found is not None and _can_serve(before, found, buckets):
        stale = {
            bucket_of(a, buckets) if buckets > 1 else 0 for a in touched_articles(found, tables)
        } | _damaged(before)
    paths = write_documents(tables, folder, buckets, stale)
    for bucket, path in enumerate(paths):
        if bucket not in stale and before is not None:
            link(before.folder / path, folder / path)
    return paths


def _can_serve(before: Previous, found: Comparison, buckets: int) -> bool:
    """Whether the version before has documents in as many buckets, of the same columns."""
    held = [name for name in before.manifest["files"] if name.startswith(f"{FOLDER}/")]
    return len(held) == buckets and found.contract.is_empty()


def _damaged(before: Previous) -> set[int]:
    """Buckets whose file is gone or cut: what a disk damaged is not passed on."""
    files = sorted(name for name in before.manifest["files"] if name.startswith(f"{FOLDER}/"))
    return {
        bucket
        for bucket, name in enumerate(files)
        if not (before.folder / name).is_file()
        or (before.folder / name).stat().st_size != before.manifest["files"][name]["bytes"]
    }


def file_digests(folder: Path, before: Previous | None) -> dict[str, dict[str, Any]]:
    """Return what a manifest says of every file in a version: `sha256` and `bytes` by path.

    A file that is a link to the version before has the digest that this one told: it is not read again, and damage
    that came since then is found by `marsad verify` in both, never made the truth.

    Args:
        folder: the version in the making, all but its manifest.
        before: the version before, null if this is the first.
    """
    told = {} if before is None else before.manifest["files"]
    digests: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            old = before.folder / name if before is not None and name in told else None
            if old is not None and old.is_file() and old.samefile(path):
                digests[name] = dict(told[name])
            else:
                digests[name] = {"sha256": sha256(path), "bytes": path.stat().st_size}
    return digests
