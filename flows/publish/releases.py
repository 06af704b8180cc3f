"""What readers see and what versions are called: rollback, release, tags. None of it touches a version."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

from flows.errors import InputError
from flows.publish.durable import replace_text, sync_folder
from flows.publish.lock import only_build
from flows.publish.store import Number, Store

_TAG = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,63}")
"""A tag starts with a letter and fits in a file name, so that scripts can use it anywhere."""

_RESERVED = re.compile(r"latest|v?\d.*")
"""Names that mean a version already."""


def rollback(store: Store, version: str, wait: float = 0) -> Number:
    """Let readers see an older version until `release`; builds go on making versions, unseen.

    Args:
        store: the output folder.
        version: a number or a tag.
        wait: seconds to wait for a build to end.

    Raises:
        InputError: there is no such version.
        BusyError: a build holds the output.
    """
    store.find(version)  # refuses a wrong name before anything is locked
    with only_build(store.output, wait):
        number = store.find(version)
        note = {"version": str(number), "since": datetime.now(UTC).isoformat(timespec="seconds")}
        replace_text(store.output / "held.json", json.dumps(note) + "\n")
        sync_folder(store.output)
        store.show(number)
    return number


def release(store: Store, wait: float = 0) -> Number:
    """End a rollback: readers see the version that was made last.

    Raises:
        InputError: no rollback holds, or no version is there.
        BusyError: a build holds the output.
    """
    if not (store.output / "held.json").is_file():
        raise InputError(f"No rollback holds in {store.output}.", "There is nothing to release.")
    with only_build(store.output, wait):
        number = store.last() or store.find(None)
        (store.output / "held.json").unlink(
            missing_ok=True
        )  # first: a run killed here is finished by a sweep
        sync_folder(store.output)
        store.show(number)
    return number


def tag(store: Store, version: str, name: str, wait: float = 0) -> tuple[Number, Number | None]:
    """Call a version by a name; a name that another version has moves.

    Returns:
        The version, and the one that had the name before.

    Raises:
        InputError: there is no such version, or the name is no tag.
        BusyError: a build holds the output.
    """
    if not _TAG.fullmatch(name) or _RESERVED.fullmatch(name):
        raise InputError(
            f"`{name}` is no name for a version.",
            "Use a letter, then letters, digits, dots and dashes; not `latest` and no version number.",
        )
    store.find(version)
    with only_build(store.output, wait):
        number, tags = store.find(version), store.tags()
        before = tags.get(name)
        _write(store, tags | {name: str(number)})
    return number, None if before is None else Number.parse(before)


def untag(store: Store, name: str, wait: float = 0) -> Number | None:
    """Take a name from the version that has it, and return the version.

    Raises:
        InputError: no version has the name.
        BusyError: a build holds the output.
    """
    tags = store.tags()
    if name not in tags:
        told = ", ".join(sorted(tags)) or "none"
        raise InputError(f"No version is called {name} in {store.output}.", f"Names in use: {told}.")
    with only_build(store.output, wait):
        tags = store.tags()
        number = tags.pop(name, "")
        _write(store, tags)
    return Number.parse(number)


def drop_tags(store: Store, versions: set[Number]) -> None:
    """Forget the names of versions that are going; only the holder of the lock may call this."""
    gone = {str(number) for number in versions}
    tags = store.tags()
    kept = {name: number for name, number in tags.items() if number not in gone}
    if kept != tags:
        _write(store, kept)


def _write(store: Store, tags: dict[str, str]) -> None:
    replace_text(store.output / "tags.json", json.dumps(dict(sorted(tags.items())), indent=1) + "\n")
    sync_folder(store.output)
