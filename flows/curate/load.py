"""A curator's files to corrections: CSV as spreadsheets save it, or YAML.

A file that cannot be read as a whole stops the build, since all that it corrects would be undone. One malformed row
is refused with its line and a remedy, and the others are applied: a slip in a cell does not keep the news waiting.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped] # it carries no types

from flows.curate.check import COLUMNS, NEEDED, correction_of
from flows.curate.corrections import CURATION, REFUSED, Correction
from flows.curate.kinds import KINDS
from flows.errors import InputError

_TABLES, _LISTS = (".csv", ".tsv"), (".yaml", ".yml")
_PROSE = ("readme", "license", "licence", "notice")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

Row = tuple[int, dict[str, str] | str]
"""A line and its cells by column, or what is wrong with it."""


def load(folder: Path, names: Iterable[str]) -> tuple[list[Correction], list[dict[str, Any]]]:
    """Read files of corrections.

    Args:
        folder: the curator's.
        names: the files' paths in it, those for knowledge tables aside.

    Returns:
        The corrections by file and line, and an outcome (`OUTCOMES`) for each row or file that is refused.

    Raises:
        InputError: a file cannot be read.
    """
    found: list[Correction] = []
    refused: list[dict[str, Any]] = []
    for name in sorted(names):
        if Path(name).stem.lower().startswith(_PROSE):
            continue
        if not name.lower().endswith(_TABLES + _LISTS):
            problem = "corrections are CSV (UTF-8) or YAML files: save it as one of them"
            refused.append(_refused(name, 0, {}, problem))
            continue
        for line, cells in rows_of(name, (folder / name).read_bytes()):
            made = cells if isinstance(cells, str) else correction_of(name, line, cells)
            if isinstance(made, str):
                refused.append(_refused(name, line, cells if isinstance(cells, dict) else {}, made))
            else:
                found.append(made)
    return found, refused


def read_file(folder: Path, name: str, digest: str) -> bytes:
    """Return the bytes of a curator's file.

    Raises:
        InputError: it is no longer the one of that SHA-256.
    """
    path = folder / name
    data = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(data).hexdigest() != digest:
        raise InputError(
            f"{CURATION}{name} changed while the build looked at it.",
            "Build again once it is saved; nothing was published.",
        )
    return data


def _refused(name: str, line: int, cells: Mapping[str, str], problem: str) -> dict[str, Any]:
    where = f"{CURATION}{name}" + (f", line {line}" if line else "")
    return {
        "correction_id": f"{name}:{line}",
        "kind": cells["kind"] if cells.get("kind") in KINDS else None,
        "new_value": cells.get("value") or None,
        "made_by": cells.get("who") or None,
        "why": cells.get("why") or None,
        "state": REFUSED,
        "outcome": f"{where}: {problem}.",
    }


def rows_of(name: str, data: bytes) -> Iterator[Row]:
    """Yield the rows of a file with their lines.

    Raises:
        InputError: it is not UTF-8, not well-formed, or has other columns than `COLUMNS`.
    """
    text = _text(name, data)
    return _listed(name, text) if name.lower().endswith(_LISTS) else _tabled(name, text)


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        encoding = "UTF-16 (`Unicode text`)" if data[:2] in _UTF16 else "Windows-1256 or the like"
        raise InputError(
            f"{CURATION}{name} is not UTF-8 (byte {error.start}): it looks like {encoding}.",
            "In the spreadsheet choose `Save as`, `CSV UTF-8 (comma delimited)`.",
        ) from error


def delimiter_of(header: str) -> str:
    """Return what separates the cells of a header line: a comma, a semicolon or a tab."""
    return max(",;\t", key=header.count)


def _tabled(name: str, text: str) -> Iterator[Row]:
    lines = list(io.StringIO(text, newline=""))
    numbers = [n for n, line in enumerate(lines, 1) if line.strip(" ,;\t\r\n") and not line.startswith("#")]
    if numbers and lines[numbers[0] - 1].lower().startswith("sep="):  # a spreadsheet's own note to itself
        del numbers[0]
    if not numbers:
        return
    delimiter = delimiter_of(lines[numbers[0] - 1])
    reader = csv.reader((lines[n - 1] for n in numbers), delimiter=delimiter, strict=True)
    read, header = 0, None
    try:
        for cells in reader:
            number, read = numbers[read], reader.line_num
            stripped = [cell.strip() for cell in cells]
            if header is None:
                header = _header(name, number, [cell.lower() for cell in stripped])
            elif any(stripped[len(header) :]):
                yield number, "the row has more cells than the header: quote a cell that holds the separator"
            else:
                yield number, dict(zip(header, stripped, strict=False))
    except csv.Error as error:
        raise InputError(
            f"{CURATION}{name}, line {numbers[min(read, len(numbers) - 1)]}: {error}.",
            "Close every quotation mark.",
        ) from error


def _header(name: str, line: int, header: Sequence[str]) -> Sequence[str]:
    named = [column for column in header if column]
    unknown = [column for column in named if column not in COLUMNS]
    missing = [column for column in NEEDED if column not in named]
    if unknown or missing or len(set(named)) < len(named):
        told = (
            f"there is no column {unknown[0]!r}"
            if unknown
            else f"the column {missing[0]!r} is missing"
            if missing
            else "a column is there twice"
        )
        raise InputError(f"{CURATION}{name}, line {line}: {told}.", f"The columns are {', '.join(COLUMNS)}.")
    return header


def _listed(name: str, text: str) -> Iterator[Row]:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise InputError(
            f"{CURATION}{name}, line {line}: {getattr(error, 'problem', error)}.",
            "Write a list of corrections, each `- kind: ...` with its other fields indented below.",
        ) from error
    if node is None:
        return
    if not isinstance(node, yaml.SequenceNode):
        raise InputError(
            f"{CURATION}{name} is no list of corrections.", "Begin each correction with `- kind:`."
        )
    for entry in node.value:
        yield entry.start_mark.line + 1, _entry(entry)


def _entry(node: Any) -> dict[str, str] | str:  # noqa: ANN401 - a node of the untyped yaml
    """The cells of one entry, each as it is written: `2021-11-24` stays text, a list is joined by `|`."""
    if not isinstance(node, yaml.MappingNode):
        return "it is no correction: write `- kind: ...` with its other fields indented below"
    cells: dict[str, str] = {}
    for key, value in node.value:
        if key.value not in COLUMNS:
            return f"there is no field {key.value!r}: the fields are {', '.join(COLUMNS)}"
        if key.value in cells:
            return f"the field {key.value!r} is there twice"
        parts = value.value if isinstance(value, yaml.SequenceNode) else [value]
        if not all(isinstance(part, yaml.ScalarNode) for part in parts):
            return f"the field {key.value!r} holds more than text"
        cells[key.value] = " | ".join(str(part.value).strip() for part in parts)
    return cells
