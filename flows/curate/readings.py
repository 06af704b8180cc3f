"""Corrections of what articles say: names and events added, rejected, changed, before they are brought together.

The kept readings are not touched: each build corrects a copy of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import polars as pl

from flows.clean.documents import documents
from flows.clean.stage import Cleaned
from flows.curate.corrections import Correction, Ledger, Untargeted, in_order
from flows.curate.desk import Desk
from flows.curate.kinds import READING
from flows.curate.target import Row, Texts
from flows.document import Document
from flows.frames import AMOUNTS, NAMES, PARTIES, TELLINGS, frame
from flows.knowledge.knowledge import Knowledge
from flows.resolve.readings import Read, Stored

_FRAMES: Mapping[str, Mapping[str, Any]] = {
    "names": NAMES,
    "tellings": TELLINGS,
    "parties": PARTIES,
    "amounts": AMOUNTS,
}


def corrected(
    read: Stored, corrections: Iterable[Correction], knowledge: Knowledge, ledger: Ledger
) -> Stored:
    """Return the readings that lie on disk with a curator's corrections; only what these can change is in memory then.

    Args:
        read: all frames, uncorrected.
        corrections: of any kind; those of readings count.
        knowledge: what is known of things by their keys.
        ledger: told what came of each.

    Raises:
        InputError: two corrections contradict each other.
    """
    told = list(corrections)
    if not any(correction.kind.stage == READING for correction in told):
        return read
    whole = correct_readings(Read.of(read), told, knowledge, ledger)
    return Stored(read.take, {name: whole.frame(name) for name in _FRAMES})


def correct_readings(
    read: Read, corrections: Iterable[Correction], knowledge: Knowledge, ledger: Ledger
) -> Read:
    """Return what the articles say with a curator's additions, rejections and changes.

    Args:
        read: all frames, uncorrected.
        corrections: of any kind; those of readings count.
        knowledge: what is known of things by their keys.
        ledger: told what came of each.

    Raises:
        InputError: two corrections contradict each other.
    """
    wanted = [c for c in in_order(corrections) if c.kind.stage == READING]
    if not wanted:
        return read
    texts = Texts(read.cleaned)
    by_article: dict[str, list[Correction]] = {}
    for correction in wanted:
        try:
            article = _article(correction, read, texts)
        except Untargeted as error:
            ledger.lost(correction, error)
        else:
            by_article.setdefault(article, []).append(correction)
    touched = pl.col("article_id").is_in(sorted(by_article))
    rows: dict[str, list[Row]] = {name: [] for name in _FRAMES}
    for article, its in by_article.items():
        own = pl.col("article_id") == article
        kept = {name: getattr(read, name).filter(own).to_dicts() for name in _FRAMES}
        desk = Desk(article, kept, texts, knowledge, ledger)
        desk.correct(its, partial(_document, read, own))
        for name, found in desk.rows.items():
            rows[name] += found
    changed = {
        name: pl.concat([getattr(read, name).filter(~touched), frame(rows[name], schema)])
        for name, schema in _FRAMES.items()
    }
    return replace(read, **changed)


def _article(correction: Correction, read: Read, texts: Texts) -> str:
    """Return the article that a correction is about."""
    if correction.id is None:
        return texts.article(correction.article or "")
    is_name = correction.kind.target == "mention"
    table, key = (read.names, "mention_id") if is_name else (read.tellings, "event_mention_id")
    found = table.filter(pl.col(key) == correction.id)["article_id"]
    if found.is_empty():
        what = "naming" if is_name else "telling"
        hint = (
            ": an event has several, take the id of one from event_mentions"
            if correction.id[:3] == "ev-"
            else ""
        )
        raise Untargeted(f"there is no {what} {correction.id}{hint}; article and quote would find it again")
    return str(found[0])


def _document(read: Read, own: pl.Expr) -> Document:
    """Return the article that the expression selects, as extraction reads it."""
    frames = (read.cleaned, read.removed, read.sentences, read.segments, pl.DataFrame())
    cleaned = Cleaned(*(f.filter(own) if len(f) else f for f in frames))
    return next(documents(cleaned, read.sources.filter(own)))
