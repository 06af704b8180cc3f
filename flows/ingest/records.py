"""JSON files: one article, a list of them, or one a line."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from flows.ingest.decode import decode
from flows.ingest.errors import Unreadable
from flows.ingest.told import Told, from_fields

MAX_RECORDS = 1_000_000
"""Articles in one file: beyond it a file is a database."""

_WRAPPERS = ("articles", "items", "documents", "data", "results")
"""Names under which an object holds a list of articles."""

Record = tuple[str, Told | Unreadable]
"""A record's number in its file, from 1, and the article or why there is none."""


def read_json(raw: bytes) -> tuple[list[Record], bool]:
    """Read a JSON file; the flag tells whether it is one article by itself rather than a list of them.

    Raises:
        Unreadable: not JSON, nested too deep, or neither an article nor a list.
    """
    text, encoding = decode(raw)
    value = _loads(text)
    if isinstance(value, dict):
        wrapped: object = next((value[name] for name in _WRAPPERS if isinstance(value.get(name), list)), None)
        told = None if wrapped is not None else _article(value)
        if isinstance(told, Unreadable):
            raise told
        if told is not None:
            told.encoding = encoding
            return [("1", told)], True
        value = wrapped
    if not isinstance(value, list):
        raise Unreadable("json", "neither an article (an object) nor a list of articles")
    return list(_numbered((_article(item) for item in value), encoding)), False


def read_lines(raw: bytes) -> list[Record]:
    """Read a file of one JSON object a line; a bad line is one bad record, blank lines count for nothing.

    Raises:
        Unreadable: the file is not text, or holds more than `MAX_RECORDS` lines.
    """
    text, encoding = decode(raw)
    lines = (line for line in text.split("\n") if line.strip())
    return list(_numbered((_line(line) for line in lines), encoding))


def _numbered(articles: Iterator[Told | Unreadable], encoding: str) -> Iterator[Record]:
    for number, told in enumerate(articles, start=1):
        if number > MAX_RECORDS:
            raise Unreadable("records", f"more than {MAX_RECORDS} records: split the file")
        if isinstance(told, Told):
            told.encoding = encoding
        yield str(number), told


def _line(line: str) -> Told | Unreadable:
    try:
        return _article(_loads(line))
    except Unreadable as error:
        return error


def _article(value: object) -> Told | Unreadable:
    if not isinstance(value, dict):
        return Unreadable("json", "the record is not an object", type(value).__name__)
    try:
        return from_fields(value)
    except Unreadable as error:
        return error


def _loads(text: str) -> object:
    try:
        value: object = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        check = "depth" if "depth" in error.msg or "ecursion" in error.msg else "json"
        raise Unreadable(check, f"not valid JSON: {error.msg} (character {error.pos})", text[:80]) from error
    except UnicodeEncodeError as error:
        raise Unreadable("json", "the text holds half a character (a lone surrogate)") from error
    return value
