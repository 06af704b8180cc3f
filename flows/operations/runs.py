"""The reports in `output/runs/`, and who holds the output now. Standard library only."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

STAMP = "%Y-%m-%dT%H%M%S"
"""A report's name begins with the moment of its writing, in UTC."""

_STAMP_LENGTH = len("2026-01-31T023000")


@dataclass(frozen=True, slots=True)
class Run:
    """One report: when it was written (seconds since 1970), how the run ended, its version, its file.

    `written` is the file's time of last change in nanoseconds, which orders the runs of one second.

    `kind` is `done`, `failed`, `crashed`, `cancelled` or `drifted`.
    """

    at: float
    kind: str
    version: str | None
    headline: str
    path: Path
    written: int


def runs(output: Path) -> list[Run]:
    """Return the runs of which a report is kept, the earliest first; a file that is no report is passed over."""
    folder = output / "runs"
    found = (_run(path) for path in folder.glob("*.json")) if folder.is_dir() else ()
    return sorted((run for run in found if run is not None), key=lambda run: (run.at, run.written))


def last_run(output: Path) -> Run | None:
    """Return the latest run, null before the first."""
    found = runs(output)
    return found[-1] if found else None


def last_good(output: Path) -> Run | None:
    """Return the latest run that ended well, null if none did."""
    return next((run for run in reversed(runs(output)) if run.kind == "done"), None)


def _run(path: Path) -> Run | None:
    try:
        at = datetime.strptime(path.name[:_STAMP_LENGTH], STAMP).replace(tzinfo=UTC).timestamp()
        told: dict[str, Any] = json.loads(path.read_text("utf-8"))
        written = path.stat().st_mtime_ns
    except (OSError, ValueError):
        return None
    version = told.get("version")
    headline = str(told.get("headline") or f"{version} is published")
    return Run(at, str(told.get("kind", "done")), version, headline, path, written)


def holder(output: Path) -> dict[str, Any] | None:
    """Return who holds the output's lock (`process`, `started`), null if nobody that lives does."""
    note = read_note(output / ".lock.json")
    return note if note is not None and is_alive(note.get("process")) else None


def read_note(path: Path) -> dict[str, Any] | None:
    """Return a small JSON file's object, null where there is none or it is half written."""
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def is_alive(process: object) -> bool:
    """Whether a process of that number lives on this machine."""
    if not isinstance(process, int) or process <= 0:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # it lives, and is somebody else's
    return True
