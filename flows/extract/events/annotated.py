"""Annotated articles as training data: an annotation file becomes a document with its names, times and events.

The format is that of the annotation guidelines: `marked` is the source text with `[[e1|name]]`, `[[t1|time]]`,
`[[m1|amount]]` and `{{v1|trigger}}`. Only `train` uses this module.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flows.clean.sentences import sentences
from flows.document import Document, Published, Segment, Sentence
from flows.extract.events.examples import Annotated
from flows.extract.readings import AmountSpan, NameSpan, TimeSpan
from flows.ingest.names import SIDECAR

_MARK = re.compile(r"\[\[([etm]\d+)\|(.*?)\]\]|\{\{(v\d+)\|(.*?)\}\}", re.S)
_DROPPED = re.compile("[\u064b-\u065f\u0640\u0670\u200b-\u200f\u202a-\u202e\ufeff\r]")


@dataclass(frozen=True, slots=True)
class Article:
    """An annotated article: names are linked to the annotation's own ids.

    `is_named`: its names were read by somebody; else they are those that rules found, and teach nothing of names.
    """

    document: Document
    names: tuple[NameSpan, ...]
    times: tuple[TimeSpan, ...]
    amounts: tuple[AmountSpan, ...]
    events: tuple[Annotated, ...]
    published: Published | None
    is_named: bool = True


def read_articles(folder: Path) -> Iterator[Article]:
    """Yield the annotated articles of a folder, in order of their names.

    Args:
        folder: it holds `annotations/NAME.json`; files without a marked text (lists of clusters) are passed over.
    """
    for path in sorted((folder / "annotations").glob("*.json")):
        record = json.loads(path.read_text("utf-8"))
        if isinstance(record, dict) and "marked" in record:
            yield read_article(record | {"outlet": _outlet(folder / "texts" / f"{path.stem}{SIDECAR}")})


def _outlet(sidecar: Path) -> str | None:
    return json.loads(sidecar.read_text("utf-8")).get("outlet") if sidecar.is_file() else None


def read_article(record: Mapping[str, Any]) -> Article:
    """Turn one annotation into an article; dropped lines and the byline are left out of its text."""
    source, marks = _unmark(record["marked"])
    kept = _kept(source, {*record.get("drop", ()), record.get("author")})
    text = "".join(source[i] for i in kept)
    at = {place: i for i, place in enumerate(kept)}
    spans: dict[str, list[tuple[int, int]]] = {}
    for key, start, end in marks:
        inside = [at[i] for i in range(start, end) if i in at]
        if inside:
            spans.setdefault(key, []).append((inside[0], inside[-1] + 1))
    published = record.get("published")
    told = (
        Published(date.fromisoformat(published["start"]), date.fromisoformat(published["end"]), "")
        if published
        else None
    )
    document = Document(
        record["article_id"], text, source, tuple(_sentences(text, record.get("title"))), tuple(_segments(kept)),
        outlet=record.get("outlet"), published=told,
    )  # fmt: skip
    return Article(
        document, _names(record, spans), _times(record, spans), _amounts(record, spans),
        _events(record["events"], spans), told, record.get("is_named", True),
    )  # fmt: skip


Spans = Mapping[str, list[tuple[int, int]]]


def _unmark(marked: str) -> tuple[str, list[tuple[str, int, int]]]:
    plain: list[str] = []
    marks: list[tuple[str, int, int]] = []
    size = last = 0
    for match in _MARK.finditer(marked):
        before, inner = marked[last : match.start()], match.group(2) or match.group(4) or ""
        size += len(before)
        marks.append((match.group(1) or match.group(3), size, size + len(inner)))
        size += len(inner)
        plain += [before, inner]
        last = match.end()
    return "".join([*plain, marked[last:]]), marks


def _kept(source: str, dropped: set[str | None]) -> list[int]:
    kept: list[int] = []
    at = 0
    for line in source.splitlines(keepends=True):
        body = line.rstrip("\r\n")
        if body not in dropped and body.strip() not in dropped:
            kept += [at + i for i, char in enumerate(line) if not _DROPPED.match(char)]
        at += len(line)
    return kept


def _segments(kept: list[int]) -> Iterator[Segment]:
    start = 0
    for i in range(1, len(kept) + 1):
        if i == len(kept) or kept[i] != kept[i - 1] + 1:
            yield Segment(start, kept[start], i - start)
            start = i


def _sentences(text: str, title: str | None) -> list[Sentence]:
    """Cut a text into sentences as the cleaning does."""
    plain = _DROPPED.sub("", title or "").strip()
    at = 0
    for line in text.split("\n") if plain else ():
        if line.strip() == plain:
            return sentences(text, title_start=at)
        at += len(line) + 1
    return sentences(text, title_start=None)


def _names(record: Mapping[str, Any], spans: Spans) -> tuple[NameSpan, ...]:
    found = [
        NameSpan(start, end, thing["type"], key, key, thing.get("country"), "annotation", 1.0)
        for key, thing in record["entities"].items()
        for start, end in spans.get(key, ())
    ]
    return tuple(sorted(found, key=lambda name: name.start))


def _times(record: Mapping[str, Any], spans: Spans) -> tuple[TimeSpan, ...]:
    found = [
        TimeSpan(start, end, _day(value and value[0]), _day(value and value[1]), None, "article")
        for key, value in (record.get("times") or {}).items()
        for start, end in spans.get(key, ())
    ]
    return tuple(sorted(found, key=lambda time: time.start))


def _amounts(record: Mapping[str, Any], spans: Spans) -> tuple[AmountSpan, ...]:
    found = [
        AmountSpan(start, end, (value or {}).get("value"), (value or {}).get("unit") or "people")
        for key, value in (record.get("amounts") or {}).items()
        for start, end in spans.get(key, ())
    ]
    return tuple(sorted(found, key=lambda amount: amount.start))


def _events(events: Sequence[Mapping[str, Any]], spans: Spans) -> tuple[Annotated, ...]:
    first = {event["id"]: event.get("same_as") or event["id"] for event in events}

    def root(key: str) -> str:
        seen: set[str] = set()
        while first.get(key, key) not in {key, *seen}:
            seen.add(key)
            key = first[key]
        return key

    return tuple(_event(e, *spans[e["id"]][0], root(e["id"])) for e in events if e["id"] in spans)


def _event(event: Mapping[str, Any], start: int, end: int, root: str) -> Annotated:
    source = event["source"]
    days = event["date"]
    return Annotated(
        start,
        end,
        event["type"],
        event["mode"],
        event["status"],
        tuple(event["actors"]),
        tuple(event["recipients"]),
        (date.fromisoformat(days[0]), date.fromisoformat(days[1])) if days else None,
        event["place"],
        "?" if source == "unnamed" else source,
        root,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
