"""Digests of files by path, size and times, kept from run to run. It saves reading and decides nothing."""

from __future__ import annotations

import json
import os
import tempfile
import time
from pathlib import Path

_VERSION = 1
_SETTLED_NS = 2_000_000_000
"""A file changed this lately can change again within one tick of a coarse file system's clock (FAT: 2 s)."""

Times = tuple[int, int, int]
"""Size in bytes, then the times of last change of content and of entry, in nanoseconds."""


class StatCache:
    """The digests of the last run, and those of this one."""

    def __init__(self, known: dict[str, list[object]]) -> None:
        self._known = known
        self._kept: dict[str, list[object]] = {}
        self._now = time.time_ns()

    @classmethod
    def read(cls, path: Path | None) -> StatCache:
        """Read the file; a missing, broken or foreign one is an empty cache."""
        try:
            found = json.loads(path.read_bytes()) if path else None
        except (OSError, ValueError, RecursionError):
            found = None
        is_ours = isinstance(found, dict) and found.get("version") == _VERSION
        files = found.get("files") if is_ours and isinstance(found, dict) else None
        return cls(files if isinstance(files, dict) else {})

    def get(self, path: str, times: Times) -> str | None:
        """Return the digest of a file that is as it was, else null."""
        row = self._known.get(path)
        if not isinstance(row, list) or len(row) != 4 or row[:3] != list(times):
            return None
        digest = row[3]
        return digest if isinstance(digest, str) and len(digest) == 64 else None

    def keep(self, path: str, times: Times, digest: str) -> None:
        """Remember a file, unless it changed so lately that its time may not tell the next change."""
        if max(times[1:]) < self._now - _SETTLED_NS:
            self._kept[path] = [*times, digest]

    def write(self, path: Path | None) -> None:
        """Write what was kept, whole or not at all; a folder that cannot be written is no error."""
        if path is None or self._kept == self._known:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=path.name, suffix=".tmp", dir=path.parent)
        except OSError:
            return
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(
                    {"version": _VERSION, "files": self._kept}, file, ensure_ascii=True, separators=(",", ":")
                )
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
