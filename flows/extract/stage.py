"""The stage `extract`: cleaned articles in, what each of them says out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from flows.document import Document, Published
from flows.extract.amounts import find_amounts
from flows.extract.dating import date_article, ruled
from flows.extract.events import events_in, find_events
from flows.extract.events.models import Models
from flows.extract.events.scene import scene
from flows.extract.names import find_names
from flows.extract.reader.reader import Reader
from flows.extract.readings import Reading
from flows.extract.rows import ReadingRows
from flows.extract.times import find_times, resolve_times
from flows.extract.times.lexicon import lex
from flows.frames import AMOUNTS, DATED, NAMES, PARTIES, TELLINGS, TIMES, frame
from flows.knowledge.knowledge import Knowledge

READ_LANGUAGE = "ar"
"""Articles in other languages are published with their language and nothing extracted."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """The stage's frames, each with the columns that `flows.frames` names, sorted by article and position."""

    dated: pl.DataFrame
    times: pl.DataFrame
    amounts: pl.DataFrame
    names: pl.DataFrame
    tellings: pl.DataFrame
    parties: pl.DataFrame


def read(
    document: Document,
    knowledge: Knowledge,
    told: str | None,
    hints: Sequence[str],
    reader: Reader | None = None,
    models: Models | None = None,
) -> tuple[Document, Reading]:
    """Read one article.

    Args:
        document: the cleaned article, not yet dated.
        knowledge: what is known by heart.
        told: its date as the file or its sidecar tells it, an ISO day or date-time; may be wrong.
        hints: date lines and stamps that the cleaning cut.
        reader: the learned model; None to read by knowledge alone.
        models: other event weights than the shipped ones.

    Returns:
        The document with its date, and all that was found in it.
    """
    if document.language != READ_LANGUAGE:
        return document.dated(ruled(told)), Reading((), (), (), (), ())
    words = lex(document.tokens)
    expressions = find_times(document, words)
    document = document.dated(date_article(document, told, hints, expressions, knowledge.chronology))
    times = resolve_times(expressions, document.published)
    amounts = find_amounts(document, words)
    heard = None if reader is None else reader.hear(document)
    names, nationals = find_names(document, knowledge, heard)
    if models is None:
        events = find_events(document, names, nationals, times, amounts, document.published, heard)
    else:
        events = events_in(
            scene(document, names, nationals, times, amounts, heard), document.published, models
        )
    return document, Reading(tuple(times), tuple(amounts), names, nationals, events)


def date_of(
    document: Document, knowledge: Knowledge, told: str | None, hints: Sequence[str]
) -> Published | None:
    """Return the date of one article as `read` finds it; the arguments are the same."""
    if document.language != READ_LANGUAGE:
        return ruled(told)
    return date_article(document, told, hints, find_times(document), knowledge.chronology)


def extract(
    documents: Iterable[Document],
    knowledge: Knowledge,
    told: Mapping[str, str | None],
    hints: Mapping[str, Sequence[str]],
    reader: Reader | None = None,
) -> Extracted:
    """Read articles; a pure function of each one, of the knowledge and of the reader.

    Args:
        documents: the cleaned articles.
        knowledge: what is known by heart.
        told: article_id -> its date as the file tells it.
        hints: article_id -> the date lines that the cleaning cut.
        reader: the learned model; None to read by knowledge alone.
    """
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("dated", "times", "amounts", "names", "tellings", "parties")
    }
    for document in documents:
        key = document.article_id
        found = ReadingRows(*read(document, knowledge, told.get(key), hints.get(key, ()), reader))
        rows["dated"] += found.dated()
        rows["times"] += found.times()
        rows["names"] += found.names()
        rows["tellings"] += found.tellings()
        rows["parties"] += found.parties()
        rows["amounts"] += found.amounts()
    return Extracted(
        frame(rows["dated"], DATED),
        frame(rows["times"], TIMES),
        frame(rows["amounts"], AMOUNTS),
        frame(rows["names"], NAMES),
        frame(rows["tellings"], TELLINGS),
        frame(rows["parties"], PARTIES),
    )
