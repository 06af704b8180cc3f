"""What a file or its sidecar says about an article: fields by their usual names, days as ISO."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import orjson

from flows.ingest.errors import Unreadable

NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "text": ("text", "body", "content", "article_text", "articlebody", "maintext"),
    "published": (
        "published",
        "published_at",
        "date",
        "datepublished",
        "date_published",
        "pubdate",
        "publish_date",
    ),
    "outlet": ("outlet", "source", "site", "sitename", "publisher"),
    "author": ("author", "authors", "byline"),
    "url": ("url", "link"),
    "language": ("language", "lang"),
    "rights": ("rights", "license", "licence"),
    "id": ("id", "article_id", "_id"),
}
"""The names under which a field goes, in any case; the first that is filled counts."""

MAX_DEPTH = 32
"""Levels of lists and objects in a field that is kept as metadata; nobody describes an article deeper."""

_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_EPOCH = range(10**8, 4 * 10**9)  # seconds: 1973 to 2096


@dataclass(slots=True)
class Told:
    """An article as a file tells it; `text` is its body. `record` is its `id` field, if it has one."""

    text: str = ""
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    rights: str | None = None
    published: str | None = None
    record: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    encoding: str | None = None


COLUMNS = ("title", "author", "outlet", "url", "language", "rights", "published")
"""The fields that a sidecar may tell over again."""


def from_fields(fields: Mapping[str, Any]) -> Told:
    """Read an object of fields; those without a place of their own are kept as metadata.

    Raises:
        Unreadable: the body is not a text, or a field nests deeper than `MAX_DEPTH`.
    """
    by_name: dict[str, list[str]] = {}
    for name in fields:
        by_name.setdefault(name.casefold(), []).append(name)
    used: set[str] = set()
    found: dict[str, Any] = {}
    for ours, theirs in NAMES.items():
        candidates = [name for key in theirs for name in by_name.get(key, ())]
        filled = next((name for name in candidates if fields[name] not in (None, "", [])), None)
        if filled is not None:
            used.add(filled)
            found[ours] = fields[filled]
    body = found.get("text", "")
    if not isinstance(body, str):
        raise Unreadable("text", "the text is not a string", type(body).__name__)
    rest = {name: value for name, value in fields.items() if name not in used and value is not None}
    if any(_is_deeper(value, MAX_DEPTH) for value in rest.values()):
        raise Unreadable("depth", f"a field nests deeper than {MAX_DEPTH} levels")
    return Told(
        text=body,
        published=as_day(found.get("published")),
        record=_as_text(found.get("id")),
        metadata=rest,
        **{
            name: _as_text(found.get(name))
            for name in ("title", "author", "outlet", "url", "language", "rights")
        },
    )


def overlay(told: Told, sidecar: Told, *, is_single: bool) -> None:
    """Add what a sidecar tells.

    It was written for the one article of its file, and counts more than what that tells of itself. Beside a
    file of many it fills only what a record leaves open.
    """
    for name in COLUMNS:
        value = getattr(sidecar, name)
        if value is not None and (is_single or getattr(told, name) is None):
            setattr(told, name, value)
    told.metadata = told.metadata | sidecar.metadata if is_single else sidecar.metadata | told.metadata


def metadata_json(told: Told) -> str | None:
    """Return the fields without a column as a JSON object with sorted keys, or null if there are none."""
    if not told.metadata:
        return None
    return orjson.dumps(told.metadata, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS).decode()


def as_day(value: object) -> str | None:
    """Return a told date as an ISO day or date-time where it can be read as one, else as it was told.

    Numbers are seconds or milliseconds since 1970. Day comes before month where both are numbers, as it
    does in every Arab country. A day before the year 1000 is no date.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        seconds = value / 1000 if value >= _EPOCH.stop else value
        return (
            datetime.fromtimestamp(seconds, UTC).isoformat()
            if _EPOCH.start <= seconds < _EPOCH.stop
            else str(value)
        )
    text = _as_text(value)
    if text is None:
        return None
    return _iso(text) or _numeric(text) or _rfc_2822(text) or text


def _iso(text: str) -> str | None:
    try:
        return (
            datetime.fromisoformat(text).isoformat()
            if len(text) > len("2000-01-01")
            else date.fromisoformat(text).isoformat()
        )
    except ValueError:
        return None


def _numeric(text: str) -> str | None:
    if match := _ISO_DAY.match(text):
        year, month, day = map(int, match.groups())
    elif match := _DAY_FIRST.match(text):
        day, month, year = map(int, match.groups())
    else:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _rfc_2822(text: str) -> str | None:
    try:
        return parsedate_to_datetime(text).isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _as_text(value: object) -> str | None:
    """Return a field as one line of text: a list's items joined, an object by its name."""
    if isinstance(value, list):
        parts = [part for item in value if (part := _as_text(item))]
        return "، ".join(parts) or None
    if isinstance(value, dict):
        return _as_text(value.get("name") or value.get("title"))
    if value is None or isinstance(value, bool):
        return None
    text = " ".join(str(value).split())
    return text.encode("utf-8", "replace").decode() or None


def _is_deeper(value: object, levels: int) -> bool:
    if not isinstance(value, (dict, list)):
        return False
    if levels <= 0:
        return True
    return any(
        _is_deeper(item, levels - 1) for item in (value.values() if isinstance(value, dict) else value)
    )
