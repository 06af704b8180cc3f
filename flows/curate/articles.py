"""Corrections of articles as found: before they are read, so that a kept reading knows the correction it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from flows.clean.documents import documents, hints_of
from flows.clean.stage import clean
from flows.curate.corrections import CURATION, Correction, Ledger, Untargeted, in_order
from flows.curate.kinds import ARTICLE, NOTHING, days_of, days_shown
from flows.extract.dating import RULED
from flows.extract.stage import date_of
from flows.frames import REJECTED, frame
from flows.ingest.names import split_name
from flows.knowledge.knowledge import load

_DATE, _DROP = "article_date", "article_drop"


def correct_sources(
    sources: pl.DataFrame, corrections: Iterable[Correction], ledger: Ledger
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give articles their outlets, and leave out those that are dropped.

    Args:
        sources: `flows.frames.SOURCES`, of all articles.
        corrections: of any kind; those of articles count.
        ledger: told what came of each; dates are left to `date_sources`.

    Returns:
        The sources, and a row of `flows.frames.REJECTED` for each dropped article.

    Raises:
        InputError: two corrections contradict each other.
    """
    wanted = _about_articles(corrections)
    if not wanted:
        return sources, pl.DataFrame(schema=REJECTED)
    articles = set(sources["article_id"])
    outlets: dict[str, str | None] = {}
    dropped: dict[str, Correction] = {}
    told = {row[0]: row[1:] for row in sources.select("article_id", "title", "outlet").iter_rows()}
    claims = Ledger()  # dates contradict a dropped article here, and are judged later
    for correction in wanted:
        is_date = correction.kind.name == _DATE
        if (article := _article(correction, articles, claims if is_date else ledger)) is None:
            continue
        value = correction.value or ""
        claims.claim(correction, article, value)
        if is_date or not ledger.claim(correction, article, value):
            continue
        title, outlet = told[article]
        if correction.kind.name == _DROP:
            if ledger.judge(correction, article, title, None):
                dropped[article] = correction
                ledger.applied(correction, article, title)
        elif ledger.judge(correction, article, outlet, "none" if value in NOTHING else value):
            outlets[article] = None if value in NOTHING else value
            ledger.applied(correction, article, outlet, outlets[article])
    kept = _replaced(sources, "outlet", outlets).filter(~pl.col("article_id").is_in(sorted(dropped)))
    gone = sources.filter(pl.col("article_id").is_in(sorted(dropped)))
    return kept, frame((_dropped(row, dropped) for row in gone.iter_rows(named=True)), REJECTED)


def _dropped(row: dict[str, Any], dropped: dict[str, Correction]) -> dict[str, Any]:
    by = dropped[row["article_id"]]
    return {
        "id": row["source_file"] + (row["record"] or ""),
        "table": "articles",
        "column": "",
        "value": None,
        "check": "dropped",
        "reason": f"Dropped by the correction {CURATION}{by.name}: {by.why}.",
        "source_file": row["source_file"],
    }


def date_sources(
    sources: pl.DataFrame,
    facts: pl.DataFrame,
    corrections: Iterable[Correction],
    ledger: Ledger,
    overlay: Path | None = None,
) -> pl.DataFrame:
    """Give articles their dates: reading then takes them as they are.

    What the program itself finds is looked at first, in these few articles, so that a correction that is no longer
    needed, or that corrects something else, is seen.

    Args:
        sources: `flows.frames.SOURCES`.
        facts: `flows.frames.LINE_FACTS` of the whole corpus.
        corrections: of any kind; those of articles' dates count.
        ledger: told what came of each.
        overlay: a curator's own knowledge rows.

    Raises:
        InputError: two corrections contradict each other.
    """
    articles = set(sources["article_id"])
    dates: dict[str, str | None] = {}
    for correction in _about_articles(corrections):
        if correction.kind.name != _DATE or (article := _article(correction, articles, ledger)) is None:
            continue
        first, last, _ = days_of(correction.value or "")
        value = days_shown(first, last)
        if ledger.claim(correction, article, value):
            old = _date_read(sources.filter(pl.col("article_id") == article), facts, overlay)
            if ledger.judge(correction, article, old, value):
                dates[article] = f"{RULED}{first}/{last}"
                ledger.applied(correction, article, old, value)
    return _replaced(sources, "published", dates)


def _date_read(source: pl.DataFrame, facts: pl.DataFrame, overlay: Path | None) -> str | None:
    """Return the date that the program finds for one article."""
    cleaned = clean(source, facts)
    found = next(documents(cleaned, source))
    hints = hints_of(cleaned, source).get(found.article_id, ())
    published = date_of(found, load(overlay), source["published"][0], hints)
    return None if published is None else days_shown(published.start, published.end)


def _about_articles(corrections: Iterable[Correction]) -> list[Correction]:
    return [c for c in in_order(corrections) if c.kind.stage == ARTICLE]


def _article(correction: Correction, articles: set[str], ledger: Ledger) -> str | None:
    told = correction.article or ""
    for article in (told, split_name(told).stem):
        if article in articles:
            return article
    reason = f"there is no article {told!r}; an article's id is its path in the seeds without suffix"
    ledger.lost(correction, Untargeted(reason))
    return None


def _replaced(sources: pl.DataFrame, column: str, values: dict[str, str | None]) -> pl.DataFrame:
    if not values:
        return sources
    new = pl.col("article_id").replace_strict(values, default=pl.col(column), return_dtype=pl.String)
    return sources.with_columns(
        pl.when(pl.col("article_id").is_in(sorted(values))).then(new).otherwise(pl.col(column)).alias(column)
    )
