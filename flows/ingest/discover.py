"""Which files are seeds, and what each holds, by digest. Standard library only: `status` answers from here.

A stat cache saves reading: where a file's size and times are as they were, its digest is too.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.errors import InputError
from flows.ingest.names import SIDECAR, ignored_kind, split_name
from flows.ingest.statcache import StatCache

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class SeedFile:
    """A seed: `path` is relative to the seeds folder, with `/`; digests are SHA-256 in hexadecimal.

    `sidecar` is the path of `<stem>.meta.json` beside it, where there is one.
    """

    path: str
    size: int
    mtime_ns: int
    sha256: str
    sidecar: str | None = None
    sidecar_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a seeds folder holds.

    `files` are in the order of their paths. `rejected` are rows with the keys of `flows.frames.REJECTED`,
    in the order of their ids. `ignored` counts what is no seed, by kind.
    """

    files: tuple[SeedFile, ...]
    rejected: tuple[dict[str, str | None], ...]
    ignored: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Found:
    path: str
    size: int
    mtime_ns: int
    ctime_ns: int


class _Walk:
    """One look at a folder: what was found, refused and passed over."""

    def __init__(self, root: str, max_bytes: int) -> None:
        self.root = root
        self.max_bytes = max_bytes
        self.found: list[_Found] = []
        self.sidecars: dict[str, _Found] = {}
        self.rejected: list[dict[str, str | None]] = []
        self.ignored: Counter[str] = Counter()

    def reject(self, path: str, check: str, reason: str) -> None:
        path = path.encode("utf-8", "backslashreplace").decode("utf-8")
        self.rejected.append(rejected_file(path, check, reason))

    def run(self) -> None:
        """Look into every folder below the root."""
        folders = [""]
        while folders:
            folder = folders.pop()
            try:
                entries = list(os.scandir(os.path.join(self.root, folder)))  # noqa: PTH118 - a hot loop
            except OSError as error:
                self.reject(folder or ".", "readable", f"the folder cannot be read: {error.strerror}")
                continue
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if self._enter(entry, path):
                    folders.append(path)

    def _enter(self, entry: os.DirEntry[str], path: str) -> bool:
        """File an entry; true for a folder that is to be looked into."""
        try:
            is_folder = entry.is_dir()
            kind = ignored_kind(entry.name, at_top="/" not in path, is_folder=is_folder)
            if entry.is_symlink() and kind != "hidden" and not self._link_is_good(path, is_folder):
                return False
            if kind is not None and kind != "sidecar":
                self.ignored[kind] += 1
            elif is_folder:
                return True
            else:
                self._file(path, entry.stat(), is_sidecar=kind == "sidecar")
        except FileNotFoundError:  # gone since the folder was listed
            if entry.is_symlink():
                self.reject(path, "link", "a link that leads nowhere: put the file itself in its place")
        except OSError as error:
            self.reject(path, "readable", f"cannot be looked at: {error.strerror}")
        return False

    def _link_is_good(self, path: str, is_folder: bool) -> bool:
        target = os.path.realpath(os.path.join(self.root, path))  # noqa: PTH118
        if not target.startswith(self.root + os.sep):
            self.reject(path, "link", "a link that leads out of the seeds: copy what it points to into them")
            return False
        if is_folder:  # what it points to is found under its own path, and a loop would never end
            self.ignored["link"] += 1
        return not is_folder

    def _file(self, path: str, facts: os.stat_result, *, is_sidecar: bool) -> None:
        if is_sidecar:
            self.ignored["sidecar"] += 1
        try:
            path.encode("utf-8")
        except UnicodeEncodeError:
            return self.reject(path, "name", "the file's name is not valid UTF-8: rename it")
        if not stat.S_ISREG(facts.st_mode):
            return self.reject(path, "regular_file", "not a regular file")
        if facts.st_size > self.max_bytes:
            reason = (
                f"{facts.st_size} bytes, more than the limit of {self.max_bytes}: split it or raise the limit"
            )
            return self.reject(path, "max_bytes", reason)
        found = _Found(path, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)
        if is_sidecar:
            self.sidecars[path.removesuffix(path[-len(SIDECAR) :])] = found
        else:
            self.found.append(found)
        return None


def discover(seeds: Path, *, cache: Path | None = None, max_bytes: int = 20_000_000) -> Discovery:
    """List the seeds of a folder with their digests.

    Args:
        seeds: the folder.
        cache: file of the stat cache; read if it is there and whole, then written. It changes no result.
        max_bytes: a larger file is rejected.

    Raises:
        InputError: the folder is missing, is a file, or holds no seed at all.
    """
    _check_folder(seeds)
    walk = _Walk(os.path.realpath(seeds), max_bytes)
    walk.run()
    known = StatCache.read(cache)
    sidecars = dict(_digests(walk, known, list(walk.sidecars.values())))
    files, used = [], set()
    for found, digest in sorted(_hashed(walk, known), key=lambda pair: pair[0].path):
        stem = split_name(found.path).stem
        side = walk.sidecars.get(stem)
        side_digest = sidecars.get(side.path) if side else None
        used.add(stem)
        name = side.path if side and side_digest else None
        files.append(SeedFile(found.path, found.size, found.mtime_ns, digest, name, side_digest))
    used.update(split_name(str(row["id"])).stem for row in walk.rejected)
    for stem, side in walk.sidecars.items():
        if stem not in used:
            walk.reject(
                side.path, "sidecar", "describes no article: name it after the file that it belongs to"
            )
    if not files and not walk.rejected:
        raise InputError(
            f"No article in {seeds}.", "Put files there: .txt, .md, .html, .json, .jsonl, .docx or .pdf."
        )
    known.write(cache)
    rejected = tuple(sorted(walk.rejected, key=lambda row: str(row["id"])))
    return Discovery(tuple(files), rejected, dict(sorted(walk.ignored.items())))


def _check_folder(seeds: Path) -> None:
    if not seeds.exists():
        raise InputError(
            f"The seeds folder {seeds} does not exist.", "Create it and put articles in it, or name another."
        )
    if not seeds.is_dir():
        raise InputError(f"{seeds} is a file, not a folder of seeds.", "Name the folder that holds it.")


def _hashed(walk: _Walk, known: StatCache) -> Iterator[tuple[_Found, str]]:
    digests = dict(_digests(walk, known, walk.found))
    return ((found, digests[found.path]) for found in walk.found if found.path in digests)


def _digests(walk: _Walk, known: StatCache, files: list[_Found]) -> Iterator[tuple[str, str]]:
    """Yield path and digest of each file that held still while it was read; reject the others."""
    for found in files:
        times = (found.size, found.mtime_ns, found.ctime_ns)
        digest = known.get(found.path, times)
        if digest is None:
            try:
                digest = _digest(os.path.join(walk.root, found.path), times)  # noqa: PTH118
            except OSError as error:
                walk.reject(found.path, "readable", f"cannot be read: {error.strerror}")
                continue
            if digest is None:
                walk.reject(found.path, "stable", "changed while it was read: left for the next run")
                continue
        known.keep(found.path, times, digest)
        yield found.path, digest


def _digest(path: str, times: tuple[int, int, int]) -> str | None:
    """Return a file's digest, or null if its size or time are not as they were when it was listed."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:  # noqa: PTH123
        while block := file.read(_CHUNK):
            digest.update(block)
        after = os.fstat(file.fileno())
    same = times[:2] == (after.st_size, after.st_mtime_ns)
    return digest.hexdigest() if same else None


def rejected_file(
    path: str, check: str, reason: str, value: str | None = None, record: str | None = None
) -> dict[str, str | None]:
    """Return the row of `flows.frames.REJECTED` for a file, or for a record in it (`#3`)."""
    return {
        "id": path + (record or ""),
        "table": "articles",
        "column": None,
        "value": value,
        "check": check,
        "reason": reason,
        "source_file": path,
    }
