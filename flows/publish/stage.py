"""The stage `publish`: validated tables become a version, or are found to say what the last one says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from flows.errors import OutputError
from flows.fingerprints import Inputs
from flows.publish.drift import stop_at_drift
from flows.publish.durable import sync_tree
from flows.publish.papers import Previous, drift_since, file_digests, write_papers
from flows.publish.parts import is_whole
from flows.publish.store import Number, Store
from flows.publish.tables import (
    FAILING,
    NOTHING,
    WRITER,
    Before,
    Scope,
    Sides,
    Written,
    bucket_count,
    edit_tables,
    write_state,
)
from schemas import VERSION

Tables = dict[str, pl.DataFrame]

FIRST = Number(1, 0, 0)


@dataclass(frozen=True, slots=True)
class Content:
    """What a version says: its tables, the state that the next build can use again, and how many articles it has.

    A frame in `scopes` has only the rows of its scope; its others are those of the last version. Frames of the state
    are named `state/NAME` there. `failing` is how many rows were left out because they broke the contract.
    """

    tables: Tables
    state: Tables
    articles: int
    scopes: Mapping[str, Scope] = field(default_factory=dict)
    failing: int = 0


def publish(store: Store, content: Content, inputs: Inputs, *, may_drift: bool = False) -> Number:
    """Write a version, read it back, and let readers see it.

    Args:
        store: the output folder, whose lock the caller holds.
        content: validated.
        inputs: digests of what it was made from.
        may_drift: whether the data may move further from the last version than the bounds allow.

    Returns:
        The new version's number.

    Raises:
        DriftError: the data moved too far from the last version; nothing was published.
        OutputError: the disk is full or broken; nothing was published.
    """
    previous = _previous(store)
    try:
        with store.scratch("staging") as staging:
            folder = staging / "version"
            folder.mkdir()
            before = version_before(previous)
            edits = edit_tables(content.tables, folder, before, content.scopes, content.articles)
            written = {name: edit.written for name, edit in edits.items()}
            known = _known(content, {name: edit.sides for name, edit in edits.items()}, previous)
            if not may_drift:
                stop_at_drift(
                    drift_since(None if previous is None else previous.folder, content.tables, known)
                )
            number = next_number(store, {name: table.digest for name, table in written.items()})
            state = _write_state(folder, inputs, content, before)
            readable = _readable(previous) if known is None else previous
            write_papers(folder, str(number), content.tables, written, inputs.parts(), readable, known)
            files = file_digests(folder, previous)
            _write_manifest(folder, number, written, state, inputs, files, content.failing)
            sync_tree(folder)
            store.publish(folder, number)
            return number
    except OSError as error:
        raise OutputError(
            f"The version could not be written to {store.output}: {error.strerror or error}.",
            "Nothing was published and the last version is as it was. Make room or mend the disk, then build again.",
        ) from error


def _known(
    content: Content, sides: Mapping[str, Sides | None], previous: Previous | None
) -> dict[str, Sides] | None:
    """The rows by table that were made anew, as they were and as they are; null where all were."""
    if not content.scopes or previous is None:
        return None
    return {
        name: side or Sides(pl.read_parquet(previous.folder / name / "*.parquet"), content.tables[name])
        for name, side in sides.items()
    }


def _previous(store: Store) -> Previous | None:
    """The version made last, whether readers see it or a rollback hides it."""
    last = store.last()
    return None if last is None else Previous(store.folder(last), store.manifest(last))


def _readable(previous: Previous | None) -> Previous | None:
    """The version before, unless it is damaged: then nothing can be compared with it."""
    is_there = previous is not None and is_whole(previous.folder, previous.manifest)
    return previous if is_there else None


def version_before(previous: Previous | None) -> Before:
    """Return the version before as far as its files can serve a new one: not where another writer made them."""
    told = None if previous is None else previous.manifest
    if previous is None or told is None or (told["writer"], told["contract"]) != (WRITER, VERSION):
        return NOTHING
    return Before(previous.folder, told["tables"] | told["state"], told["files"])


def next_number(store: Store, digests: Mapping[str, str]) -> Number:
    """Return the number that tables with these digests deserve: numbers rise from the highest ever used.

    Major: another contract. Minor: other data. Patch: the same data, made from other inputs or by other code.
    """
    top, last = store.highest(), store.last()
    if top is None:
        return FIRST
    if last is None:
        return Number(top.major, top.minor + 1, 0)
    told = store.manifest(last)
    if told["contract"] != VERSION:
        return Number(top.major + 1, 0, 0)
    same = digests == {name: table["digest"] for name, table in told["tables"].items()}
    return Number(top.major, top.minor, top.patch + 1) if same else Number(top.major, top.minor + 1, 0)


def _write_state(folder: Path, inputs: Inputs, content: Content, before: Before) -> dict[str, Written]:
    """Write what the next run compares with: the digest of every input by path, each article's readings and keys."""
    (folder / "state").mkdir()
    text = json.dumps(inputs.parts(), ensure_ascii=False, sort_keys=True, indent=0)
    (folder / "state" / "inputs.json").write_text(text + "\n", encoding="utf-8")
    buckets = bucket_count(content.articles)
    return {
        f"state/{name}": write_state(
            name, frame, folder, buckets, before, content.scopes.get(f"state/{name}")
        )
        for name, frame in content.state.items()
    }


def _write_manifest(
    folder: Path,
    number: Number,
    tables: Mapping[str, Written],
    state: Mapping[str, Written],
    inputs: Inputs,
    files: Mapping[str, Any],
    failing: int,
) -> None:
    """Write the manifest, last of all: a folder that has one is whole."""
    manifest: dict[str, Any] = {
        "version": str(number),
        "contract": VERSION,
        "writer": WRITER,
        "made_by": f"marsad {package_version('marsad')}",
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "inputs": inputs.digest,
        "seed_files": len(inputs.seeds),
        FAILING: failing,
        "tables": {name: table.as_json() for name, table in tables.items()},
        "state": {name: frame.as_json() for name, frame in state.items()},
        "files": files,
    }
    text = orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    (folder / "manifest.json").write_bytes(text)
