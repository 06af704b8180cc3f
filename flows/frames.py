"""The frames that stages hand to each other: their columns, once.

Published tables have their contract in `schemas/`; these are what lies between. Offsets without a
prefix point into `articles.text`, `source_` ones into `articles.source_text`, both in code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

SOURCES: dict[str, Any] = {
    "article_id": pl.String,
    "source_file": pl.String,  # path in the seeds folder
    "source_files": pl.List(
        pl.String
    ),  # all files (records in a file as `path#id`) of the same text, the kept one first
    "source_sha256": pl.String,  # of the file's bytes
    "record": pl.String,  # locator inside the file: `#3` for the third record, null for the whole file
    "format": pl.String,
    "encoding": pl.String,
    "title": pl.String,
    "author": pl.String,
    "outlet": pl.String,
    "url": pl.String,
    "language": pl.String,  # as told by the file or its sidecar
    "rights": pl.String,
    "published": pl.String,  # as told, an ISO day or date-time where it could be read as one; `=` before a curator's
    "metadata": pl.String,  # JSON object of the fields that have no column
    "source_text": pl.String,
}
"""Ingest: one article as found."""

LINE_FACTS: dict[str, Any] = {"outlet": pl.String, "line": pl.String, "article_count": pl.Int64}
"""Survey: how many articles of an outlet hold a line (in its matching form); only lines of two or more."""

CLEANED: dict[str, Any] = {
    "article_id": pl.String,
    "title": pl.String,
    "author": pl.String,
    "outlet": pl.String,
    "language": pl.String,  # ISO 639-1, found in the text
    "text": pl.String,
}
"""Clean: an article's text."""

REMOVED: dict[str, Any] = {
    "article_id": pl.String,
    "source_start": pl.Int64,
    "source_end": pl.Int64,
    "reason": pl.String,
}
"""Clean: a span of the source that is not in the text, or is there as title or repeat."""

SENTENCES: dict[str, Any] = {
    "article_id": pl.String,
    "number": pl.Int64,
    "start": pl.Int64,
    "end": pl.Int64,
    "paragraph": pl.Int64,
    "kind": pl.String,
    "repeat_of": pl.Int64,
}
"""Clean: `flows.document.Sentence`."""

SEGMENTS: dict[str, Any] = {
    "article_id": pl.String,
    "start": pl.Int64,
    "source_start": pl.Int64,
    "length": pl.Int64,
}
"""Clean: `flows.document.Segment`."""

_SPAN: dict[str, Any] = {
    "article_id": pl.String,
    "sentence_id": pl.String,
    "sentence": pl.String,
    "surface": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "source_start": pl.Int64,
    "source_end": pl.Int64,
}

DATED: dict[str, Any] = {
    "article_id": pl.String,
    "published_start": pl.Date,
    "published_end": pl.Date,
    "published_basis": pl.String,
}
"""Extract: the days on which an article can have come out; no row where it cannot be told."""

TIMES: dict[str, Any] = (
    {"time_id": pl.String}
    | _SPAN
    | {
        "date_start": pl.Date,
        "date_end": pl.Date,
        "precision": pl.String,
        "anchor": pl.String,
        "is_approximate": pl.Boolean,
    }
)
"""Extract: `TimeSpan`."""

AMOUNTS: dict[str, Any] = (
    {"amount_id": pl.String}
    | _SPAN
    | {
        "value": pl.Float64,
        "value_max": pl.Float64,
        "unit": pl.String,
        "is_approximate": pl.Boolean,
        "event_mention_id": pl.String,
    }
)
"""Extract: `AmountSpan`, with the telling that it belongs to."""

NAMES: dict[str, Any] = (
    {"mention_id": pl.String}
    | _SPAN
    | {
        "type": pl.String,
        "thing": pl.String,
        "key": pl.String,
        "country": pl.String,
        "method": pl.String,
        "confidence": pl.Float64,
    }
)
"""Extract: `NameSpan`."""

TELLINGS: dict[str, Any] = (
    {"event_mention_id": pl.String}
    | _SPAN
    | {
        "event_type": pl.String,
        "mode": pl.String,
        "status": pl.String,
        "date_start": pl.Date,
        "date_end": pl.Date,
        "date_precision": pl.String,
        "place": pl.String,  # mention_id
        "source": pl.String,  # mention_id
        "source_country": pl.String,  # ISO3 of an unnamed source, or `unnamed`
        "contexts": pl.List(pl.String),
        "is_repeat": pl.Boolean,
        "method": pl.String,
        "confidence": pl.Float64,
    }
)
"""Extract: `EventSpan`."""

PARTIES: dict[str, Any] = {
    "participant_id": pl.String,
    "event_mention_id": pl.String,
    "article_id": pl.String,
    "role": pl.String,
    "mention_id": pl.String,
    "country": pl.String,
    "office": pl.String,
}
"""Extract: `Party`."""

DATE_HINTS: dict[str, Any] = {
    "article_id": pl.String,
    "text": pl.String,  # as it stands in the source, normalised; the told date for `metadata`
    "source_start": pl.Int64,  # null for `metadata`
    "source_end": pl.Int64,
    "kind": pl.String,  # stamp: a date line that was cut; dateline: one that stays; metadata: told beside the text
}
"""Clean: what may tell an article's date."""

REJECTED: dict[str, Any] = {
    "id": pl.String,
    "table": pl.String,
    "column": pl.String,
    "value": pl.String,
    "check": pl.String,
    "reason": pl.String,
    "source_file": pl.String,
}
"""Any stage: one thing left out, and why."""


def frame(rows: Iterable[Mapping[str, Any]], schema: Mapping[str, Any]) -> pl.DataFrame:
    """Build a frame with exactly the columns of `schema` from rows that have at least some of them."""
    told = list(rows)
    columns = {name: [row.get(name) for row in told] for name in schema}
    return pl.DataFrame(columns, schema=dict(schema), strict=True)
