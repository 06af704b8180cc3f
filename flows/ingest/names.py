"""What a file's name says: a seed or not, which article, which format. Standard library only."""

from __future__ import annotations

from typing import NamedTuple

FORMATS = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".docx": "docx",
    ".pdf": "pdf",
}
"""Suffixes that are read, and the format that each names."""

COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
"""Suffixes of compressed files."""

SIDECAR = ".meta.json"
CURATION = "curation"
"""The folder, at the top of the seeds, that holds corrections and a curator's own knowledge."""

_TEMPORARY = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".swp", ".swo", ".bak", "~")
_SYSTEM = frozenset(("thumbs.db", "desktop.ini", "ehthumbs.db"))


class Stem(NamedTuple):
    """A seed's path taken apart: `stem` is the article id of a file that holds one article.

    `format` is null for a suffix that is not read; `compression` is `gzip`, `zstd` or null.
    """

    stem: str
    format: str | None
    compression: str | None


def split_name(path: str) -> Stem:
    """Take a seed's path apart. Suffixes count in any case; dots inside a name belong to the stem."""
    folder, slash, name = path.rpartition("/")
    name, compression = _cut_suffix(name, COMPRESSIONS)
    name, kind = _cut_suffix(name, FORMATS)
    if kind is None and compression is None and (at := name.rfind(".")) > 0:
        name = name[:at]
    return Stem(folder + slash + name, kind, compression)


def _cut_suffix(name: str, known: dict[str, str]) -> tuple[str, str | None]:
    at = name.rfind(".")
    kind = known.get(name[at:].lower()) if at > 0 else None
    return (name, None) if kind is None else (name[:at], kind)


def ignored_kind(name: str, *, at_top: bool, is_folder: bool) -> str | None:
    """Say why an entry of a seeds folder is no seed, or null if it is one (or a folder to look into).

    Kinds: `hidden`, `temporary`, `curation`, `sidecar`, `readme`, `licence`.
    """
    lower = name.lower()
    if lower.startswith(("~$", ".#", "#")) or lower.endswith(_TEMPORARY):
        return "temporary"
    if lower.startswith(".") or lower in _SYSTEM:
        return "hidden"
    if is_folder:
        return "curation" if at_top and lower == CURATION else None
    if lower.endswith(SIDECAR):
        return "sidecar"
    if name.startswith("README") or lower.split(".")[0] == "readme":
        return "readme"
    is_licence = name.startswith(("LICENSE", "LICENCE")) or lower.split(".")[0] in ("license", "licence")
    return "licence" if is_licence else None
