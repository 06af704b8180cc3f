"""Tellings of one real event become one event.

Tellings are read in one stated order, and each joins the first event with which every rule agrees, else it
founds one. Rules: the same type; modes, statuses and dates that can be of one event; the same parties at
the level of country. Across articles more is asked than within one: two parties and a date in common.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from flows.arabic import fold
from flows.ids import make_id

MOST_DAYS = 31
"""A date this wide or less says when an event was well enough to recognise it by in another article."""

_NO_DATE = date.max


@dataclass(frozen=True, slots=True)
class Telling:
    """What decides whether two tellings are of one event."""

    id: str
    article_id: str
    event_type: str
    mode: str | None
    status: str
    days: tuple[date, date] | None
    countries: frozenset[str]
    parties: frozenset[str]
    word: str


@dataclass(slots=True)
class Cluster:
    """Tellings found to be of one event so far; `days` is what all dated ones have in common."""

    id: str
    event_type: str
    mode: str | None
    statuses: set[str]
    days: tuple[date, date] | None
    countries: set[str]
    parties: set[str]
    articles: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def add(self, telling: Telling) -> None:
        """Take a telling in."""
        self.mode = self.mode or telling.mode
        self.statuses.add(telling.status)
        self.days = _common(self.days, telling.days)
        self.countries |= telling.countries
        self.parties |= telling.parties
        self.articles.add(telling.article_id)
        self.words.add(telling.word)

    def accepts(self, telling: Telling) -> bool:
        """Whether a telling of the same type can be of this event."""
        if self.mode and telling.mode and self.mode != telling.mode:
            return False
        if self.days and telling.days and not _overlap(self.days, telling.days):
            return False
        if "denied" in self.statuses | {telling.status} and self.statuses != {telling.status}:
            return False
        if telling.article_id in self.articles:
            return self._accepts_within(telling)
        return self._accepts_across(telling)

    def _accepts_within(self, telling: Telling) -> bool:
        if not telling.countries or not self.countries:
            return telling.word in self.words and self.parties == telling.parties
        nested = telling.countries <= self.countries or self.countries <= telling.countries
        same_word = telling.word in self.words
        return nested and (same_word or telling.countries == self.countries)

    def _accepts_across(self, telling: Telling) -> bool:
        if not (_is_narrow(self.days) and _is_narrow(telling.days)):
            return False
        both = self.countries & telling.countries
        return len(both) >= 2 or (bool(both) and bool(self.parties & telling.parties))


def cluster(tellings: pl.DataFrame, parties: pl.DataFrame, published: pl.DataFrame) -> pl.DataFrame:
    """Give every telling its event.

    Args:
        tellings: `flows.frames.TELLINGS`.
        parties: `flows.frames.PARTIES` with `entity_id` and the party's `country`.
        published: article_id, published_start: what orders the articles.

    Returns:
        event_mention_id, event_id; the event's id derives from its first telling.
    """
    blocks: dict[tuple[str, str], list[Cluster]] = defaultdict(list)
    event_of: dict[str, str] = {}
    for telling in _in_order(tellings, parties, published):
        candidates = {id(c): c for key in _keys(telling) for c in blocks[key]}
        found = next((c for c in candidates.values() if c.accepts(telling)), None)
        if found is None:
            found = Cluster(
                make_id("ev", telling.id), telling.event_type, telling.mode, set(), telling.days, set(), set()
            )
        found.add(telling)
        event_of[telling.id] = found.id
        for key in _keys(telling):
            if not any(c is found for c in blocks[key]):
                blocks[key].append(found)
    return pl.DataFrame(
        {"event_mention_id": list(event_of), "event_id": list(event_of.values())},
        schema={"event_mention_id": pl.String, "event_id": pl.String},
    )


def _keys(telling: Telling) -> list[tuple[str, str]]:
    """Where a telling looks for its event: its article, and the month and countries of a dated one."""
    keys = [(telling.event_type, telling.article_id)]
    if telling.days and _is_narrow(telling.days):
        first, last = telling.days
        months = {f"{day.year}-{day.month}" for day in (first, last)}
        keys += [(telling.event_type, f"{m} {c}") for m in sorted(months) for c in sorted(telling.countries)]
    return keys


def _in_order(tellings: pl.DataFrame, parties: pl.DataFrame, published: pl.DataFrame) -> list[Telling]:
    """The tellings by article date (undated last), article and position."""
    countries: dict[str, set[str]] = defaultdict(set)
    entities: dict[str, set[str]] = defaultdict(set)
    columns = parties.select("event_mention_id", "entity_id", "country")
    for telling_id, entity_id, country in columns.iter_rows():
        if country:
            countries[telling_id].add(country)
        if entity_id:
            entities[telling_id].add(entity_id)
    first = dict(published.select("article_id", "published_start").iter_rows())
    rows = sorted(
        tellings.iter_rows(named=True),
        key=lambda r: (
            first.get(r["article_id"]) or _NO_DATE,
            r["article_id"],
            r["start"],
            r["event_mention_id"],
        ),
    )
    return [
        _telling(row, countries[row["event_mention_id"]], entities[row["event_mention_id"]]) for row in rows
    ]


def _telling(row: dict[str, Any], countries: set[str], parties: set[str]) -> Telling:
    days = (row["date_start"], row["date_end"]) if row["date_start"] and row["date_end"] else None
    return Telling(
        row["event_mention_id"],
        row["article_id"],
        row["event_type"],
        row["mode"],
        row["status"],
        days,
        frozenset(countries),
        frozenset(parties),
        fold(row["surface"]).removeprefix("ال"),
    )


def _overlap(a: tuple[date, date], b: tuple[date, date]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def _common(a: tuple[date, date] | None, b: tuple[date, date] | None) -> tuple[date, date] | None:
    if a is None or b is None:
        return a or b
    return max(a[0], b[0]), min(a[1], b[1])


def _is_narrow(days: tuple[date, date] | None) -> bool:
    return days is not None and (days[1] - days[0]).days <= MOST_DAYS
