"""The output folder: versions that never change, and the one that readers see.

    output/
      versions/v1.0.0/   a version, whole from the moment that it has this name
      latest             a link to one of them; `latest.json` says the same where links fail
      held.json          exists while a rollback holds: which version it shows
      tags.json          names that people gave to versions
      numbers.json       the highest number ever used, which outlives its version
      history/           what stays of a version that was pruned: its manifest, what it changed
      runs/              a report of each run
      .staging-*         a version in the making; whatever is left of one is swept by the next build
      .lock, .lock.json  one build at a time, and who that is

Standard library only: questions about what is published must be answered at once.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import total_ordering
from pathlib import Path
from typing import Any

from flows.errors import InputError, OutputError
from flows.publish.durable import replace_text, sync_folder

_VERSION = re.compile(r"v(\d+)\.(\d+)\.(\d+)")
_SCRATCH = (".staging-", ".work-", ".latest-")


@total_ordering
@dataclass(frozen=True, slots=True)
class Number:
    """A version's number: major for the contract, minor for data, patch for metadata."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Number | None:
        """Read `v1.4.0`; None if it is no version's name."""
        found = _VERSION.fullmatch(text)
        return cls(*map(int, found.groups())) if found else None

    def __str__(self) -> str:
        return f"v{self.major}.{self.minor}.{self.patch}"

    def __lt__(self, other: Number) -> bool:
        return (self.major, self.minor, self.patch) < (other.major, other.minor, other.patch)


class Store:
    """An output folder.

    Args:
        output: the folder; it need not exist yet.
    """

    def __init__(self, output: Path) -> None:
        self.output = output
        self.versions_folder = output / "versions"

    def versions(self) -> list[Number]:
        """Return the numbers of all whole versions, in order."""
        if not self.versions_folder.is_dir():
            return []
        found = (Number.parse(entry.name) for entry in self.versions_folder.iterdir())
        return sorted(n for n in found if n is not None and (self.folder(n) / "manifest.json").is_file())

    def folder(self, number: Number) -> Path:
        """Return the folder of a version."""
        return self.versions_folder / str(number)

    def last(self) -> Number | None:
        """Return the version that was made last, whether readers see it or a rollback hides it."""
        versions = self.versions()
        return versions[-1] if versions else None

    def highest(self) -> Number | None:
        """Return the highest number ever used, also where its version is gone; null before the first."""
        path = self.output / "numbers.json"
        told = Number.parse(str(json.loads(path.read_text("utf-8"))["highest"])) if path.is_file() else None
        return max((n for n in (told, self.last()) if n is not None), default=None)

    def held(self) -> Number | None:
        """Return the version that a rollback shows until it is released, null where none holds."""
        path = self.output / "held.json"
        return (
            Number.parse(str(json.loads(path.read_text("utf-8")).get("version"))) if path.is_file() else None
        )

    def tags(self) -> dict[str, str]:
        """Return the names that people gave to versions: tag -> version."""
        path = self.output / "tags.json"
        tags: dict[str, str] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        return tags

    def latest(self) -> Number | None:
        """Return the version that readers see, null if none is published."""
        link = self.output / "latest"
        if link.is_symlink():
            return Number.parse(link.readlink().name)
        pointer = self.output / "latest.json"
        if pointer.is_file():
            return Number.parse(str(json.loads(pointer.read_text("utf-8"))["version"]))
        return None

    def find(self, version: str | None) -> Number:
        """Return the version of that number or tag, the latest if None or `latest`.

        Raises:
            InputError: there is none.
        """
        if version is None or version == "latest":
            if (latest := self.latest()) is not None:
                return latest
            raise InputError(f"No version is published in {self.output}.", "Run `marsad build` first.")
        name = self.tags().get(version, version)
        number = Number.parse(name if name.startswith("v") else f"v{name}")
        if number is None or number not in self.versions():
            told = ", ".join(map(str, self.versions())) or "none"
            raise InputError(f"There is no version {version} in {self.output}.", f"Published are: {told}.")
        return number

    def manifest(self, number: Number) -> dict[str, Any]:
        """Return a version's manifest."""
        text = (self.folder(number) / "manifest.json").read_text("utf-8")
        manifest: dict[str, Any] = json.loads(text)
        return manifest

    def inputs(self, number: Number) -> dict[str, dict[str, str]]:
        """Return what a version was made from: kind of input -> name -> digest."""
        return self.inputs_of(self.folder(number))

    @staticmethod
    def inputs_of(version: Path) -> dict[str, dict[str, str]]:
        """Return the same of a version's folder."""
        text = (version / "state" / "inputs.json").read_text("utf-8")
        inputs: dict[str, dict[str, str]] = json.loads(text)
        return inputs

    def prepare(self) -> None:
        """Make the output folder and try it.

        Raises:
            OutputError: it is a file, or cannot be made or written.
        """
        if self.output.exists() and not self.output.is_dir():
            raise OutputError(f"The output {self.output} is a file.", "Name a folder with --output.")
        try:
            self.versions_folder.mkdir(parents=True, exist_ok=True)
            probe = self.output / f".staging-probe-{os.getpid()}"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise OutputError(
                f"The output folder {self.output} cannot be written: {error.strerror}.",
                "Give yourself the right to write there, or name another folder with --output.",
            ) from error

    def is_untidy(self) -> bool:
        """Whether something is left of a build, running or stopped, or the two pointers to the latest differ."""
        if any(entry.name.startswith(_SCRATCH) for entry in self.output.iterdir()):
            return True
        pointer = self.output / "latest.json"
        told = json.loads(pointer.read_text("utf-8"))["version"] if pointer.is_file() else None
        return told != str(self.latest())

    def sweep(self) -> list[str]:
        """Remove what a killed build left, and finish what it had all but finished; return what was done.

        Only the holder of the lock may call this. A version that was whole but not yet seen becomes the
        latest, unless a rollback holds.
        """
        done = []
        for entry in sorted(self.output.iterdir()):
            if entry.name.startswith(_SCRATCH):
                shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
                done.append(f"removed {entry.name}, left by a build that was stopped")
        last, latest, held = self.last(), self.latest(), self.held()
        if last is not None and last != latest and not (self.output / "held.json").exists():
            self.show(last)
            done.append(f"showed {last}, which a stopped build had written whole")
        elif held is not None and held != latest and held in self.versions():
            self.show(held)
            done.append(f"showed {held}, to which a stopped rollback was going")
        elif latest is not None and self.is_untidy():
            self.show(latest)
        return done

    @contextlib.contextmanager
    def scratch(self, kind: str) -> Iterator[Path]:
        """Yield a new folder, removed in the end, on the same disk as the versions."""
        folder = self.output / f".{kind}-{os.getpid()}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def publish(self, staging: Path, number: Number) -> None:
        """Give a staged, synced version its name and let readers see it: two renames, each whole or not.

        While a rollback holds, readers go on seeing the version that it shows.
        """
        target = self.folder(number)
        if target.exists():
            raise OutputError(
                f"{target} exists already.", "Versions never change: remove nothing, build again."
            )
        staging.rename(target)
        sync_folder(self.versions_folder)
        self.remember(number)
        if not (self.output / "held.json").exists():
            self.show(number)

    def remember(self, number: Number) -> None:
        """Keep the highest number ever used, so that it is never used again when its version is gone."""
        highest = max(filter(None, (self.highest(), number)))
        replace_text(self.output / "numbers.json", json.dumps({"highest": str(highest)}) + "\n")

    def show(self, number: Number) -> None:
        """Point `latest` at a version."""
        link = self.output / f".latest-{os.getpid()}"
        with contextlib.suppress(OSError):  # a file system without links has latest.json alone
            link.unlink(missing_ok=True)
            link.symlink_to(Path("versions") / str(number))
            link.replace(self.output / "latest")
        pointer = {"version": str(number), "path": f"versions/{number}"}
        replace_text(self.output / "latest.json", json.dumps(pointer) + "\n")
        sync_folder(self.output)
