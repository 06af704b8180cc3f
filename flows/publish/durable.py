"""Writing that survives a power cut: a file is whole under its name, or the name is not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_AT_ONCE = 16
"""Files that are waited for together: a journal takes as long for many as for one."""


def sync_file(path: Path) -> None:
    """Wait until a file's bytes are on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Wait until a folder's names are on the disk, on systems that can open a folder."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(path: Path) -> None:
    """Wait until a folder with all that is in it is on the disk.

    A file that has another name too is one of an earlier version, and is there.
    """
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in pool.map(sync_file, _new_files(path)):
            pass
    for folder, _, _ in os.walk(path, topdown=False):
        sync_folder(Path(folder))


def _new_files(path: Path) -> Iterator[Path]:
    for entry in os.scandir(path):
        if entry.is_dir():
            yield from _new_files(Path(entry.path))
        elif entry.stat().st_nlink == 1 or os.name == "nt":
            yield Path(entry.path)


def replace_text(path: Path, text: str) -> None:
    """Write a text file in place of what was there, in one step."""
    part = path.with_name(f".latest-{path.name}-{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    sync_file(part)
    part.replace(path)
