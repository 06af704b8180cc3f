"""Resolution alone: the annotated mentions of a set go into `resolve`, and its tables are scored.

What one article says is taken from its annotation: names with their type, country and the thing they name in the
article, events with type, mode, status, date, place, parties and source. Which tellings are one event, and what is
the same across articles, is left to `resolve`.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from flows import frames
from flows.document import Document
from flows.extract.events.annotated import Article, read_article
from flows.extract.events.examples import Annotated
from flows.extract.events.models import Models
from flows.extract.names import find_names
from flows.extract.readings import EventSpan, NameSpan, Party, Reading, Source
from flows.extract.rows import ReadingRows
from flows.extract.stage import read
from flows.knowledge.knowledge import Knowledge, load, words_of
from flows.resolve.stage import Read, resolve

Annotation = dict[str, Any]
"""An annotated article, as the annotation guidelines say."""

_HASHES = {"source_file": pl.String, "source_sha256": pl.String}
_DUPLICATES = {"article_id": pl.String, "duplicate_of": pl.String, "similarity": pl.Float64}
_PRECISIONS = ((1, "day"), (7, "week"), (31, "month"), (93, "quarter"), (366, "year"))
"""The precision that a range of so many days stands for; the annotation names none."""


def write_gold(folder: Path, into: Path) -> None:
    """Resolve a set's annotated mentions and write the published tables as Parquet files.

    Args:
        folder: the set, with `annotations/`.
        into: an existing folder; each table becomes `NAME.parquet` there.
    """
    knowledge = load()
    for name, table in resolve(gold_read(folder, knowledge), knowledge).items():
        table.write_parquet(into / f"{name}.parquet")


def resolution_scores(scores: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Return the figures that resolution decides, named so that they stand beside those from raw text."""
    return {f"resolution alone, {what}": dict(row) for what, row in scores.items() if what.endswith("(B3)")}


def gold_read(folder: Path, knowledge: Knowledge, *, is_annotated: bool = True) -> Read:
    """Return what resolution reads, made from a set's annotations (`annotations/NAME.json`).

    Args:
        folder: the set.
        knowledge: what is known by heart.
        is_annotated: whether names and events are the annotated ones; else extraction reads the articles.
    """
    return read_of(annotation_files(folder), knowledge, is_annotated=is_annotated)


def read_of(
    records: Iterable[Annotation],
    knowledge: Knowledge,
    *,
    is_annotated: bool = True,
    models: Models | None = None,
) -> Read:
    """Return what resolution reads, made from annotations; `gold_read` tells the rest.

    Args:
        records: the annotations.
        knowledge: what is known by heart.
        is_annotated: whether names and events are the annotated ones; else extraction reads the articles.
        models: the event weights that it reads with; the shipped ones if None.
    """
    found = [_rows(record, knowledge, models, is_annotated=is_annotated) for record in records]

    def table(name: str, schema: Mapping[str, Any]) -> pl.DataFrame:
        return frames.frame((row for rows in found for row in rows[name]), schema)

    return Read(
        sources=table("sources", frames.SOURCES),
        cleaned=table("cleaned", frames.CLEANED),
        removed=table("removed", frames.REMOVED),
        sentences=table("sentences", frames.SENTENCES),
        segments=table("segments", frames.SEGMENTS),
        dated=table("dated", frames.DATED),
        times=table("times", frames.TIMES),
        amounts=table("amounts", frames.AMOUNTS),
        names=table("names", frames.NAMES),
        tellings=table("tellings", frames.TELLINGS),
        parties=table("parties", frames.PARTIES),
        duplicates=pl.DataFrame(schema=_DUPLICATES),
        file_hashes=pl.DataFrame(schema=_HASHES),
        rejected=frames.frame([], frames.REJECTED),
    )


def gold_events(records: Iterable[Annotation], tellings: pl.DataFrame) -> dict[str, str]:
    """Return event_mention_id -> what names its event in the article, by the annotations' `same_as`.

    Args:
        records: the annotations.
        tellings: `flows.frames.TELLINGS` of its articles, annotated or read; a trigger that overlaps no
            annotated one is left out.
    """
    found = {}
    read = defaultdict(list)
    for article_id, start, end, key in tellings.select(
        "article_id", "start", "end", "event_mention_id"
    ).iter_rows():
        read[article_id].append((start, end, key))
    for record in records:
        article = read_article(record)
        firsts = {event["id"]: event.get("same_as") for event in record["events"]}
        for event_id, event in _told(record, article, article.names):
            for start, end, key in read[record["article_id"]]:
                if start < event.end and event.start < end:
                    found[key] = f"{record['article_id']}:{_root(event_id, firsts)}"
    return found


def _root(key: str, firsts: Mapping[str, str | None]) -> str:
    seen = {key}
    while (first := firsts.get(key)) is not None and first not in seen:
        seen.add(first)
        key = first
    return key


def annotation_files(folder: Path) -> list[Annotation]:
    """Return the annotations of a set, one an article: lists of clusters are passed over."""
    records = [
        json.loads(path.read_text("utf-8")) for path in sorted((folder / "annotations").glob("*.json"))
    ]
    return [record for record in records if isinstance(record, dict) and "marked" in record]


Rows = dict[str, Iterable[Mapping[str, Any]]]


def _rows(
    record: Mapping[str, Any], knowledge: Knowledge, models: Models | None, *, is_annotated: bool
) -> Rows:
    article = read_article(record)
    document = article.document
    if is_annotated:
        names = _names(article, knowledge)
        reading = Reading(article.times, article.amounts, names, (), _events(record, article, names))
    else:
        told = document.published.start.isoformat() if document.published else None
        reading = read(replace(document, published=None), knowledge, told, (), models=models)[1]
    rows = ReadingRows(document, reading)
    return _source_rows(document) | {
        "dated": list(rows.dated()),
        "times": list(rows.times()),
        "amounts": list(rows.amounts()),
        "names": list(rows.names()),
        "tellings": list(rows.tellings()),
        "parties": list(rows.parties()),
    }


def _source_rows(document: Document) -> Rows:
    key = {"article_id": document.article_id}
    file = f"{document.article_id}.txt"
    source = {"source_file": file, "source_files": [file], "source_sha256": "0" * 64, "format": "txt"}
    return {
        "sources": [key | source | {"encoding": "utf-8", "source_text": document.source_text}],
        "cleaned": [key | {"language": document.language, "text": document.text}],
        "removed": [],
        "sentences": [
            key
            | {"number": s.number, "start": s.start, "end": s.end, "paragraph": s.paragraph, "kind": s.kind}
            for s in document.sentences
        ],
        "segments": [
            key | {"start": s.start, "source_start": s.source_start, "length": s.length}
            for s in document.segments
        ],
    }


def _names(article: Article, knowledge: Knowledge) -> tuple[NameSpan, ...]:
    """The annotated names: each thing has the knowledge key that most of its namings have, else its fullest form."""
    linked = {(n.start, n.end): (n.key,) for n in find_names(article.document, knowledge)[0] if n.key}
    forms: dict[str, list[str]] = defaultdict(list)
    keys: dict[str, Counter[str]] = defaultdict(Counter)
    for name in article.names:
        form = words_of(article.document.text[name.start : name.end])
        forms[name.thing].append(form)
        told = linked.get((name.start, name.end), ())
        entries = knowledge.names.entries
        for listed in (*told, *entries.get(form, ()), *entries.get(f"ال{form}", ())):
            thing = knowledge.thing(listed)
            if thing is not None and thing.type == name.type and name.country in (thing.country, None):
                keys[name.thing][listed] += 1
                break
    named = []
    for name in article.names:
        votes = keys[name.thing]
        key = min(votes, key=lambda k: (-votes[k], k)) if votes else None
        fullest = max(forms[name.thing], key=lambda form: (len(form.split()), len(form), form))
        named.append(replace(name, key=key, thing=key or fullest))
    return tuple(named)


def _events(
    record: Mapping[str, Any], article: Article, names: tuple[NameSpan, ...]
) -> tuple[EventSpan, ...]:
    return tuple(sorted((span for _, span in _told(record, article, names)), key=lambda span: span.start))


def _told(
    record: Mapping[str, Any], article: Article, names: tuple[NameSpan, ...]
) -> list[tuple[str, EventSpan]]:
    """The annotated events with their ids, in the annotation's order."""
    told = [event for event in record["events"] if f"{{{{{event['id']}|" in record["marked"]]
    return [
        (raw["id"], _event(event, tuple(raw["contexts"]), article, names))
        for raw, event in zip(told, article.events, strict=True)
    ]


def _event(
    event: Annotated, contexts: tuple[str, ...], article: Article, names: tuple[NameSpan, ...]
) -> EventSpan:
    roles = (("actor", event.actors), ("recipient", event.recipients))
    return EventSpan(
        start=event.start,
        end=event.end,
        event_type=event.event_type,
        mode=event.mode,
        status=event.status,
        date_start=event.days[0] if event.days else None,
        date_end=event.days[1] if event.days else None,
        precision=_precision(event.days),
        place=_nearest(event.place, event.start, article),
        parties=tuple(_party(role, key, event.start, article, names) for role, keys in roles for key in keys),
        source=_source(event.source, event.start, article),
        contexts=contexts,
        amounts=(),
        method="annotation",
        confidence=1.0,
    )


def _precision(days: tuple[date, date] | None) -> str | None:
    if days is None:
        return None
    length = (days[1] - days[0]).days + 1
    return next((name for most, name in _PRECISIONS if length <= most), "range")


def _nearest(key: str | None, at: int, article: Article) -> int | None:
    """Return the position of a thing's naming that stands nearest to a trigger."""
    namings = [i for i, name in enumerate(article.names) if name.thing == key]
    return min(namings, key=lambda i: (abs(article.names[i].start - at), i)) if namings else None


def _party(role: str, key: str, at: int, article: Article, names: tuple[NameSpan, ...]) -> Party:
    position = _nearest(key, at, article)
    if position is not None:
        return Party(role, position, names[position].country)
    return Party(role, None, key[1:] if key[:1] == "@" and key != "@?" else None)


def _source(key: str | None, at: int, article: Article) -> Source | None:
    if key is None:
        return None
    return Source(_nearest(key, at, article), key[1:] if key[:1] == "@" else None)
