"""Seed files to articles as found.

A bad file, or a bad record in one, is one row of `rejected`; nothing else suffers from it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.frames import REJECTED, SOURCES, frame
from flows.ingest.decode import decode, mojibake
from flows.ingest.discover import SeedFile, rejected_file
from flows.ingest.errors import Unreadable
from flows.ingest.names import FORMATS, split_name
from flows.ingest.pages import read_docx, read_html, read_pdf
from flows.ingest.records import Record, read_json, read_lines
from flows.ingest.told import COLUMNS, Told, metadata_json, overlay
from flows.ingest.unpack import unpack

MAX_CHARACTERS = 2_000_000
"""Of one article: a long novel has one million."""

MAX_LINES = 50_000

FOUND: dict[str, Any] = {
    "article_id": pl.String,
    "source_file": pl.String,
    "record": pl.String,
    "source_files": pl.List(pl.String),
    "text_key": pl.String,
}
"""What decides which of the articles found are kept: `text_key` is equal where two tell the same text."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ingested:
    """`sources` has the columns of `flows.frames.SOURCES`, `rejected` of `REJECTED`; both sorted by id."""

    sources: pl.DataFrame
    rejected: pl.DataFrame


def ingest(seeds: Path, files: Sequence[SeedFile]) -> Ingested:
    """Read the articles of seed files: `read`, then `settle`.

    Args:
        seeds: the seeds folder.
        files: what `discover` found there.
    """
    return settle(read(seeds, files))


def read(seeds: Path, files: Sequence[SeedFile]) -> Ingested:
    """Read each file by itself: what it gives does not depend on the others, and can be kept while it is as it was.

    Ids can be taken twice in the result, and texts told twice: `settle` sees to that.
    """
    rows: list[Row] = []
    rejected: list[dict[str, str | None]] = []
    for file in files:
        rows.extend(_read_file(seeds, file, rejected))
    return _sorted(rows, rejected)


def settle(found: Ingested) -> Ingested:
    """Make one article of each text and of each id.

    The same text twice is one article, that of the first path; the others are listed in its `source_files`.
    Of two articles with one id the later path is rejected.

    Args:
        found: what `read` gave for all files of the seeds folder; rows from several calls may be put together.
    """
    kept, refused = kept_of(found_of(found.sources))
    sources = with_files(found.sources, kept)
    rejected = [*found.rejected.iter_rows(named=True), *refused.iter_rows(named=True)]
    return Ingested(sources, frame(sorted(rejected, key=_rejected_place), REJECTED))


def found_of(sources: pl.DataFrame) -> pl.DataFrame:
    """Return what decides which of these articles are kept (`FOUND`), one row a row of `flows.frames.SOURCES`."""
    keys = [_text_key(text) for text in sources["source_text"]]
    told = sources.select("article_id", "source_file", "record", "source_files")
    return told.with_columns(pl.Series("text_key", keys, dtype=pl.String))


def kept_of(found: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Choose the articles that are kept.

    Args:
        found: `FOUND`, of all files.

    Returns:
        The rows that are kept, each with all files of its text, sorted by id; and rows of `flows.frames.REJECTED`.
    """
    taken = _Taken()
    rows: list[Row] = []
    rejected: list[dict[str, str | None]] = []
    is_alone = (pl.len().over("text_key") == 1) & (pl.len().over("article_id") == 1)
    marked = found.select(list(FOUND)).with_columns(is_alone.alias("_is_alone"))
    alone, shared = (
        marked.filter(which).drop("_is_alone") for which in (pl.col("_is_alone"), ~pl.col("_is_alone"))
    )
    for row in sorted(shared.iter_rows(named=True), key=_place):
        refused = taken.add(row)
        if refused is not None:
            rejected.append(refused)
        elif taken.is_new(row):
            rows.append(row)
    kept = pl.concat([alone, frame(rows, FOUND)]).sort("article_id")
    return kept, frame(sorted(rejected, key=_rejected_place), REJECTED)


def with_files(sources: pl.DataFrame, kept: pl.DataFrame) -> pl.DataFrame:
    """Return of the articles found those that are kept, with all files of their texts, sorted by id.

    Args:
        sources: `flows.frames.SOURCES`, as `read` gave them.
        kept: as `kept_of` gave them; articles without a row in `sources` are left out.
    """
    place = ["article_id", "source_file", "record"]
    files = kept.select(*place, pl.col("source_files").alias("_files"))
    found = sources.join(files, on=place, how="inner", nulls_equal=True, maintain_order="left")
    found = found.unique(place, keep="first", maintain_order=True)
    return found.with_columns(pl.col("_files").alias("source_files")).drop("_files").sort("article_id")


def _place(row: Row) -> tuple[str, int, str]:
    """Return where an article stands: by path, then by number in its file, then by the record's own id."""
    record = (row["record"] or "")[1:]
    return (row["source_file"], int(record) if record.isdecimal() else 0, record)


def _rejected_place(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return (row["id"] or "", row["source_file"] or "", row["check"] or "")


def _sorted(rows: list[Row], rejected: list[dict[str, str | None]]) -> Ingested:
    rows.sort(key=lambda row: row["article_id"])
    rejected.sort(key=_rejected_place)
    return Ingested(frame(rows, SOURCES), frame(rejected, REJECTED))


class _Taken:
    """Ids and texts that are taken, and by which article."""

    def __init__(self) -> None:
        self._by_id: dict[str, Row] = {}
        self._by_text: dict[str, Row] = {}

    def add(self, found: Row) -> dict[str, str | None] | None:
        """File an article; return the rejected row if another has its id."""
        first = self._by_text.setdefault(found["text_key"], found)
        if first is not found:
            if found["source_files"][0] not in first["source_files"]:
                first["source_files"].extend(found["source_files"])
            return None
        holder = self._by_id.setdefault(found["article_id"], found)
        if holder is found:
            return None
        del self._by_text[found["text_key"]]
        reason = f"{holder['source_file']} already gives an article of this id: rename one of them"
        return rejected_file(found["source_file"], "unique_id", reason, found["article_id"], found["record"])

    def is_new(self, found: Row) -> bool:
        return self._by_id.get(found["article_id"]) is found


def _text_key(text: str) -> str:
    """Return what two copies of one text have in common: letters and order, not spaces or composition."""
    plain = text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
    return hashlib.blake2b(" ".join(plain.split()).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _read_file(seeds: Path, file: SeedFile, rejected: list[dict[str, str | None]]) -> Iterator[Row]:
    """Read one file's articles, and note what of it is rejected. No file's error gets out of here."""
    try:
        raw = _bytes(seeds, file)
        records, is_single = _records(raw, file.path)
        sidecar = _sidecar(seeds, file, rejected)
        rows: list[Row] = []
        for number, told in records:
            locator = None if is_single else f"#{_record_id(told, number)}"
            row = _row(file, locator, told, sidecar)
            (rejected if "check" in row else rows).append(row)
    except Unreadable as error:
        rejected.append(rejected_file(file.path, error.check, error.reason, error.value))
    except Exception as error:  # noqa: BLE001 - the border "one seed file": see the module's docstring
        reason = f"cannot be read: {type(error).__name__}: {error}"
        rejected.append(
            rejected_file(file.path, "readable", reason.encode("utf-8", "replace").decode()[:300])
        )
    else:
        yield from rows


def _bytes(seeds: Path, file: SeedFile) -> bytes:
    raw = (seeds / file.path).read_bytes()
    if hashlib.sha256(raw).hexdigest() != file.sha256:
        raise Unreadable("stable", "changed since it was listed: left for the next run")
    return raw


def _records(raw: bytes, path: str) -> tuple[list[Record], bool]:
    """Return a file's records, and whether it is one article by itself."""
    name = split_name(path)
    if name.format is None:
        kinds = ", ".join(sorted(FORMATS))
        raise Unreadable(
            "format", f"not a kind of file that is read: save it as one of {kinds}", Path(path).suffix
        )
    raw = unpack(raw, name.compression)
    if name.format == "jsonl":
        return read_lines(raw), False
    if name.format == "json":
        return read_json(raw)
    return [("1", _document(raw, name.format))], True


def _document(raw: bytes, kind: str) -> Told:
    if kind == "html":
        return read_html(raw)
    if kind in ("docx", "pdf"):
        return read_docx(raw) if kind == "docx" else read_pdf(raw)
    text, encoding = decode(raw)
    return Told(text=text, encoding=encoding)


def _sidecar(seeds: Path, file: SeedFile, rejected: list[dict[str, str | None]]) -> Told | None:
    """Read a file's sidecar; a bad one is a rejected row of its own and the article stays."""
    if file.sidecar is None:
        return None
    try:
        raw = (seeds / file.sidecar).read_bytes()
        if hashlib.sha256(raw).hexdigest() != file.sidecar_sha256:
            raise Unreadable("stable", "changed since it was listed: left for the next run")
        records, is_single = read_json(raw)
        if is_single and isinstance(records[0][1], Told):
            return records[0][1]
        raise Unreadable("sidecar", "a sidecar is one object of fields")
    except (Unreadable, OSError) as error:
        check = error.check if isinstance(error, Unreadable) else "readable"
        rejected.append(rejected_file(file.sidecar, check, f"the sidecar is left out: {error}"))
        return None


def _record_id(told: Told | Unreadable, number: str) -> str:
    return (told.record if isinstance(told, Told) else None) or number


def _row(file: SeedFile, locator: str | None, told: Told | Unreadable, sidecar: Told | None) -> Row:
    """Return the row of SOURCES for a record, or that of REJECTED."""
    if isinstance(told, Unreadable):
        return rejected_file(file.path, told.check, told.reason, told.value, locator)
    name = split_name(file.path)
    text = told.text if name.format in ("txt", "md") else _with_title(told.title, told.text)
    if not text.strip() or not any(char.isalnum() for char in text):
        return rejected_file(file.path, "text", "there is no text in it", record=locator)
    if len(text) > MAX_CHARACTERS or text.count("\n") > MAX_LINES:
        limits = f"more than {MAX_CHARACTERS} characters or {MAX_LINES} lines: not one article; split it"
        return rejected_file(file.path, "length", limits, record=locator)
    if trouble := mojibake(text) if _is_whole(text) else "the text holds half a character (a lone surrogate)":
        return rejected_file(file.path, "encoding", trouble, record=locator)
    if sidecar is not None:
        overlay(told, sidecar, is_single=locator is None)
    return {
        "article_id": name.stem + (locator or ""),
        "source_file": file.path,
        "source_files": [file.path + (locator or "")],
        "source_sha256": file.sha256,
        "record": locator,
        "format": name.format,
        "encoding": told.encoding,
        "metadata": metadata_json(told),
        "source_text": text,
        **{column: getattr(told, column) for column in COLUMNS},
    }


def _is_whole(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _with_title(title: str | None, body: str) -> str:
    """Put the title before the body, with a blank line between, unless the body begins with it.

    A page adds its own name to the title (`عنوان | منبر`): then the body's first line is the title's beginning.
    """
    body = body.strip("\n")
    words = (title or "").split()
    begins = body[: 4 * len(title or "")].split()[: len(words)] == words
    first = body.partition("\n")[0].split()
    added = words[len(first) : len(first) + 1]
    is_named = len(first) > 2 and words[: len(first)] == first and bool(added) and not added[0].isalnum()
    return body if begins or is_named else f"{title}\n\n{body}"
