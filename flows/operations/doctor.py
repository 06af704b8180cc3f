"""`marsad doctor`: is all that Marsad needs as it should be. Neither Prefect nor Polars is imported.

Each finding is `good`, `note` (worth knowing) or `bad` (mend it), with what to do.
"""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flows.build import plan
from flows.errors import InputError
from flows.operations.runs import holder, last_good, read_note, runs
from flows.operations.serve import NOTE, is_healthy
from flows.publish.store import Store
from flows.settings import Settings

_PINS = Path(__file__).parents[2] / "constraints.txt"
_NEEDED = 1_000_000_000
"""Bytes that a disk should have free: beside three times the latest version, room for Prefect's database."""

_DAY = 24 * 3600
_OLD = 2 * _DAY  # a nightly run that did not come twice is worth knowing of
_BAD_ENDS = {"failed", "crashed", "drifted"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `state` is `good`, `note` or `bad`; `remedy` is empty where nothing is to be done."""

    what: str
    state: str
    told: str
    remedy: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Look at versions, folders, lock, server, disk and runs, in this order."""
    return [
        *_versions(),
        *_folders(settings),
        *_lock(settings.output),
        *_server(settings.output),
        *_disk(settings.output),
        *_last_runs(settings),
    ]


def as_json(findings: list[Finding]) -> dict[str, Any]:
    """The findings for a script."""
    return {"is_sound": is_sound(findings), "findings": [asdict(finding) for finding in findings]}


def as_text(findings: list[Finding]) -> str:
    """The findings for a person, one a line, what to do below what is not good."""
    lines = []
    for finding in findings:
        lines.append(f"{finding.state:<5}{finding.what:<10}{finding.told}")
        if finding.remedy:
            lines.append(f"{'':<15}{finding.remedy}")
    return "\n".join(lines)


def is_sound(findings: list[Finding]) -> bool:
    """Whether nothing is to be mended."""
    return all(finding.state != "bad" for finding in findings)


def _versions() -> Iterator[Finding]:
    told = f"Python {sys.version.split()[0]}"
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        yield Finding("python", "bad", told, "Make the environment with Python 3.11 to 3.13.")
    else:
        yield Finding("python", "good", told)
    broken = sorted(_broken_requirements())
    if broken:
        yield Finding(
            "versions", "bad", "; ".join(broken), "Install with `make dataset`, or pip and constraints.txt."
        )
    moved = sorted(_moved_pins())
    if moved:
        yield Finding(
            "versions", "note", "not as pinned: " + ", ".join(moved), "Install with constraints.txt."
        )
    if not broken and not moved:
        yield Finding("versions", "good", "as required and pinned")


def _broken_requirements() -> Iterator[str]:
    """What is not installed as the project asks for."""
    from packaging.requirements import Requirement  # noqa: PLC0415 - only here

    for text in importlib.metadata.requires("marsad") or []:
        requirement = Requirement(text)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        version = _installed(requirement.name)
        if version is None:
            yield f"{requirement.name} is not installed"
        elif not requirement.specifier.contains(version, prereleases=True):
            yield f"{requirement.name} {version} is not {requirement.specifier}"


def _moved_pins() -> Iterator[str]:
    """What is installed in another version than the tests ran with; nothing where the pins are not at hand."""
    lines = _PINS.read_text("utf-8").splitlines() if _PINS.is_file() else []
    for line in lines:
        name, equal, pinned = line.partition("==")
        version = _installed(name) if equal and not line.startswith("#") else None
        if version is not None and version != pinned.strip():
            yield f"{name} {version} (pinned {pinned.strip()})"


def _installed(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _folders(settings: Settings) -> Iterator[Finding]:
    seeds, output = settings.seeds, settings.output
    if not seeds.is_dir():
        yield Finding("seeds", "bad", f"{seeds} is no folder", "Make it, or name another with --seeds.")
    elif not os.access(seeds, os.R_OK | os.X_OK):
        yield Finding("seeds", "bad", f"{seeds} cannot be read", "Give this user the right to read it.")
    else:
        yield Finding("seeds", "good", str(seeds))
    place = next((p for p in (output, *output.resolve().parents) if p.exists()), output)
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        yield Finding(
            "output", "bad", f"{output} cannot be written", "Give this user the right to write there."
        )
    else:
        yield Finding("output", "good", str(output) if output.exists() else f"{output}, to be made")


def _lock(output: Path) -> Iterator[Finding]:
    told = holder(output)
    if told is not None:
        yield Finding("lock", "note", f"process {told['process']} builds, since {told.get('started')}")
    elif output.is_dir() and Store(output).is_untidy():
        yield Finding(
            "lock", "note", "free; a stopped build left traces", "None: the next build sweeps them."
        )
    else:
        yield Finding("lock", "good", "free")


def _server(output: Path) -> Iterator[Finding]:
    note = read_note(output / NOTE)
    api = str(note["api"]) if note and "api" in note else os.environ.get("PREFECT_API_URL", "")
    if not api:
        yield Finding("server", "note", "none is told of; `marsad build` needs none")
    elif is_healthy(api):
        yield Finding("server", "good", api)
    else:
        yield Finding(
            "server", "bad", f"{api} does not answer", "Start `marsad serve`, or unset PREFECT_API_URL."
        )


def _disk(output: Path) -> Iterator[Finding]:
    place = next(p for p in (output.resolve(), *output.resolve().parents) if p.exists())
    free = shutil.disk_usage(place).free
    latest = Store(output).latest() if output.is_dir() else None
    size = _size(Store(output).folder(latest)) if latest is not None else 0
    told = f"{free / 1e9:,.1f} GB free; the latest version takes {size / 1e6:,.1f} MB"
    if free < max(_NEEDED, 3 * size):
        yield Finding("disk", "bad", told, "Free some: `marsad prune` removes old versions.")
    else:
        yield Finding("disk", "good", told)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _last_runs(settings: Settings) -> Iterator[Finding]:
    good = last_good(settings.output)
    ends = runs(settings.output)
    is_current = _is_current(settings)
    if good is None:
        yield Finding("last run", "note", "none ended well yet", "`marsad build` makes the first version.")
    else:
        age = time.time() - good.at
        told = f"{good.headline}, {_ago(age)}" + (", and up to date" if is_current else "")
        is_late = age > _OLD and not is_current
        yield Finding(
            "last run", "note" if is_late else "good", told, "Seeds wait to be built." if is_late else ""
        )
    if ends and ends[-1].kind in _BAD_ENDS and not is_current:
        yield Finding(
            "last run",
            "bad",
            f"{ends[-1].kind}: {ends[-1].headline}",
            f"See {ends[-1].path.with_suffix('.md')}.",
        )


def _is_current(settings: Settings) -> bool:
    try:
        return plan(settings).current is not None
    except InputError:
        return False


def _ago(seconds: float) -> str:
    for size, name in ((_DAY, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            return f"{seconds / size:.0f} {name}(s) ago"
    return "just now"
