"""Writing that survives a power cut: a file is whole under its name, or the name is not there."""

from __future__ import annotations

import os
from pathlib import Path


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
    """Wait until a folder with all that is in it is on the disk."""
    for folder, _, files in os.walk(path):
        for name in files:
            sync_file(Path(folder) / name)
        sync_folder(Path(folder))


def replace_text(path: Path, text: str) -> None:
    """Write a text file in place of what was there, in one step."""
    part = path.with_name(f".latest-{path.name}-{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    sync_file(part)
    part.replace(path)
