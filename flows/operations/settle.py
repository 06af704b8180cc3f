"""When has a folder settled: nothing changed in it for a while, so that no half-copied file is read.

A burst of a thousand files is one arrival. Standard library only.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event

from flows.ingest.names import ignored_kind

Signature = dict[str, tuple[int, int, int]]
"""Path -> inode, size in bytes and time of last change in nanoseconds."""

START = "."
"""Stands for whatever changed before the watch began."""

_NETWORK = (
    "9p afs ceph cifs davfs drvfs fuse.glusterfs fuse.rclone fuse.s3fs fuse.sshfs glusterfs lustre ncpfs nfs nfs4"
    " smb3 smbfs vboxsf virtiofs"
)
NETWORK_SYSTEMS = frozenset(_NETWORK.split())
"""File systems that do not tell a machine of what another one writes: they are polled."""


def arrivals(
    ticks: Iterable[frozenset[str]], clock: Callable[[], float], settle: float, longest: float
) -> Iterator[frozenset[str]]:
    """Gather changes until none came for `settle` seconds, or for `longest` seconds in all; yield them as one.

    Args:
        ticks: the paths that changed since the tick before; an empty set where none did. Must go on ticking.
        clock: seconds, from any point in time.
        settle: seconds of quiet.
        longest: a trickle that never settles is yielded after so many seconds; what still grows then is read
            again when it settles.

    Yields:
        The paths that changed; first of all `START` alone, once the folder has been quiet for `settle` seconds, as
        somebody may be copying when the watch begins. An empty set for each tick in a quiet time, so that the
        caller can see to other things; nothing while changes are gathered.
    """
    gathered = frozenset((START,))
    first = last = clock()
    for changed in ticks:
        now = clock()
        if changed:
            first = first if gathered else now
            last = now
            gathered |= changed
        if gathered and (now - last >= settle or now - first >= longest):
            yield gathered
            gathered = frozenset()
        elif not gathered:
            yield frozenset()


def is_of_interest(path: Path, folder: Path) -> bool:
    """Whether a change of this path can change what a build reads: hidden and temporary files cannot."""
    parts = path.relative_to(folder).parts if path.is_relative_to(folder) else ()
    kinds = (ignored_kind(part, at_top=False, is_folder=False) for part in parts)
    return bool(parts) and not any(kind in {"hidden", "temporary"} for kind in kinds)


def watched(folder: Path, stop: Event, step: float) -> Iterator[frozenset[str]]:
    """Tick every `step` seconds at the latest with what the system says has changed below the folder.

    Ends when `stop` is set, or the folder is gone or became another.
    """
    from watchfiles import watch  # noqa: PLC0415 - a machine that only polls need not have it

    folder = folder.resolve()
    inode = folder.stat().st_ino
    told = watch(
        folder,
        watch_filter=lambda _, path: is_of_interest(Path(path), folder),
        stop_event=stop,
        debounce=200,
        step=50,
        rust_timeout=int(step * 1000),
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    for changes in told:
        yield frozenset(path for _, path in changes)
        if not folder.is_dir() or folder.stat().st_ino != inode:
            return


def polled(folder: Path, stop: Event, every: float) -> Iterator[frozenset[str]]:
    """Look at every file's size and time each `every` seconds: for folders whose system tells of no changes."""
    before = signature(folder)
    yield frozenset()
    while not stop.wait(every):
        now = signature(folder)
        yield frozenset(p for p in before.keys() | now.keys() if before.get(p) != now.get(p))
        before = now


def signature(folder: Path) -> Signature:
    """Return the files of interest below a folder; what goes while it is looked at is left out."""
    found: Signature = {}
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if is_of_interest(folder / name, folder)]
        for name in names:
            path = Path(root) / name
            if is_of_interest(path, folder):
                try:
                    told = path.stat()
                except OSError:
                    continue
                found[str(path)] = (told.st_ino, told.st_size, told.st_mtime_ns)
    return found


def has_notifications() -> bool:
    """Whether the system's notices of changes can be had: `watchfiles` is not built for every machine."""
    return importlib.util.find_spec("watchfiles") is not None


def is_on_network(folder: Path, mounts: Path = Path("/proc/mounts")) -> bool:
    """Whether the folder lies on a network file system, as far as this system says."""
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    place = folder.resolve()
    kinds: dict[Path, str] = {}
    for line in lines:
        fields = line.split()
        if len(fields) > 2:
            kinds[Path(fields[1].replace("\\040", " "))] = fields[2]
    above = next((p for p in (place, *place.parents) if p in kinds), None)
    return above is not None and kinds[above] in NETWORK_SYSTEMS
