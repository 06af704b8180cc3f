"""All that a version says beside its tables: what changed, documents, descriptors, figures for the next, digests."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.ids import bucket_of
from flows.publish.changes import write_changes
from flows.publish.compare import Comparison
from flows.publish.describe import describe
from flows.publish.documents import (
    FOLDER,
    document_buckets,
    edit_documents,
    tellers,
    touched_articles,
    write_documents,
)
from flows.publish.drift import Drift, Profile, drift, profile, profile_after
from flows.publish.parts import link, sha256
from flows.publish.tables import Sides, Written
from schemas import VERSION

Tables = Mapping[str, pl.DataFrame]

PROFILE = "state/profile.json"
"""Where a version keeps the figures by which the next one is judged."""


@dataclass(frozen=True, slots=True)
class Previous:
    """The version made before: its folder and its manifest."""

    folder: Path
    manifest: Mapping[str, Any]


def drift_since(before: Path | None, tables: Tables, known: Mapping[str, Sides] | None = None) -> list[Drift]:
    """Return how far tables moved from the version before, beyond the bounds; call it before anything is published.

    Args:
        before: the version before; nothing drifts where there is none, or where it kept no figures.
        tables: all validated tables.
        known: in place of all: the rows by table that were made anew, as they were and as they are.
    """
    old = _figures_of(before)
    return [] if old is None else drift(old, _figures(old, tables, known))


def _figures_of(before: Path | None) -> Profile | None:
    if before is None or not (before / PROFILE).is_file():
        return None
    found: Profile = json.loads((before / PROFILE).read_text("utf-8"))
    return found


def _figures(old: Profile | None, tables: Tables, known: Mapping[str, Sides] | None) -> Profile:
    if known is None or old is None:
        return profile(tables, VERSION)
    gone = {name: side.before for name, side in known.items()}
    return profile_after(old, gone, {name: side.after for name, side in known.items()})


def write_papers(
    folder: Path,
    number: str,
    tables: Tables,
    written: Mapping[str, Written],
    inputs: Mapping[str, Any],
    before: Previous | None,
    known: Mapping[str, Sides] | None = None,
) -> Comparison | None:
    """Write a version's changes, documents, descriptors and figures; call it when its tables are written.

    Args:
        folder: the version in the making; its `state/` is made if need be.
        number: its number.
        tables: all published tables.
        written: the same as they lie in the folder.
        inputs: what they were made from, kind -> name -> digest.
        before: the version made before, null if this is the first.
        known: the rows by table that were made anew, as they were and as they are; null if all were. `tables` has no
            others then.

    Returns:
        The comparison with the version before, null if there is none.
    """
    previous = None if before is None else before.folder
    found = write_changes(folder, number, previous, inputs, known)
    buckets = document_buckets(len(written["articles"].parquet))
    if known is not None and found is not None and before is not None:
        touched = touched_articles(found, tellers(folder))
        paths = edit_documents(folder, before.folder, buckets, touched)
    else:
        paths = _documents(folder, tables, buckets, before, found)
    describe(folder, number, written, {"rejected": written["rejected"].rows, "documents": paths})
    (folder / PROFILE).parent.mkdir(exist_ok=True)
    figures = json.dumps(_figures(_figures_of(previous), tables, known), sort_keys=True, indent=0)
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
    old = {} if before is None else dict(_files(before.folder))
    digests: dict[str, dict[str, Any]] = {}
    for name, facts in sorted(_files(folder)):
        same = old.get(name)
        if name in told and same is not None and os.path.samestat(same, facts):
            digests[name] = dict(told[name])
        else:
            digests[name] = {"sha256": sha256(folder / name), "bytes": facts.st_size}
    return digests


def _files(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below a folder: its path from there, and its facts."""
    folders = [""]
    while folders:
        at = folders.pop()
        for entry in os.scandir(folder / at):
            if entry.is_dir():
                folders.append(f"{at}{entry.name}/")
            else:
                yield f"{at}{entry.name}", os.stat(entry.path)  # noqa: PTH116 - a scan's own facts lack the inode on Windows
