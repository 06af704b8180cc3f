"""One build at a time: a lock that the system releases when its holder dies, and a note of who that is."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from flows.errors import BusyError


@contextlib.contextmanager
def only_build(output: Path, wait: float) -> Iterator[None]:
    """Hold the output folder's lock.

    Args:
        output: the output folder, which must exist.
        wait: seconds to wait for another build to end.

    Raises:
        BusyError: another build still holds it; the message says which.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - a build that finds nothing to do need not wait for it

    note = output / ".lock.json"
    lock = FileLock(output / ".lock")
    try:
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise BusyError(
            f"Another build holds {output}: {_holder(note)}.",
            "Wait for it to end (--wait SECONDS), or stop it: a stopped build leaves nothing behind.",
        ) from error
    try:
        started = datetime.now(UTC).isoformat(timespec="seconds")
        note.write_text(json.dumps({"process": os.getpid(), "started": started}), encoding="utf-8")
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _holder(note: Path) -> str:
    try:
        told = json.loads(note.read_text("utf-8"))
        return f"process {told['process']}, since {told['started']}"
    except (OSError, ValueError, KeyError):
        return "a process that has not said who it is yet"
