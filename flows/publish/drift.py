"""Has the data moved further from the last version than it should: a folder that is gone, a stage that broke.

A profile of a version is a few kilobytes of figures; two of them are compared within stated bounds. Small corpora move
by leaps, so a share counts only where it rests on enough rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from flows.errors import DriftError

Profile = dict[str, Any]
"""`contract`, `rows` by table, `nulls` (share) and `types` by table.column, `unlinked` (share of mentions).

Beside the shares it has what they were made from (`null_counts`, `unlinked_count`), to which rows can be added.
"""

_LINKED = r"\."
"""A key of the knowledge tables has a dot (`gpe.MAR`); an id that derives from a first mention has none."""

_PLACES = 6
"""Shares are kept to so many places, so that a profile is the same on every machine."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a version may move from the last one.

    Attributes:
        articles_lost: share of articles that may go: beyond it a folder was most likely not mounted.
        rows_an_article: by how much of itself a table's number of rows an article may fall or rise: what is read of an
            article depends on what it tells, and averages of hundreds of articles move little.
        nulls: by how much the share of nulls in a column may rise.
        unlinked: by how much the share of mentions of things that no knowledge table lists may rise.
        fewest: rows (articles for `articles_lost` and `rows_an_article`) below which nothing is held against a version.
    """

    articles_lost: float = 0.2
    rows_an_article: float = 0.35
    nulls: float = 0.15
    unlinked: float = 0.1
    fewest: int = 100


@dataclass(frozen=True, slots=True)
class Drift:
    """One figure that moved too far: of what, before, now, and the bound that it breaks."""

    what: str
    before: str
    now: str
    bound: str

    def __str__(self) -> str:
        return f"{self.what}: {self.before} before, {self.now} now ({self.bound})"


def profile(tables: Mapping[str, pl.DataFrame], contract: int) -> Profile:
    """Return the figures of a version by which the next one is judged.

    Args:
        tables: all published tables.
        contract: `schemas.VERSION`.
    """
    counts = _counted(tables)
    types = {
        f"{name}.{column}": str(kind)
        for name, table in tables.items()
        for column, kind in table.schema.items()
    }
    return _with_shares({"contract": contract, "types": types} | counts)


def profile_after(
    before: Profile, gone: Mapping[str, pl.DataFrame], come: Mapping[str, pl.DataFrame]
) -> Profile:
    """Return the figures of a version that differs from another in some rows.

    Args:
        before: the figures of the other version.
        gone: the rows by table that it has no longer.
        come: the rows by table that are new.
    """
    old, new = _counted(gone), _counted(come)
    rows = before["rows"] | {
        name: before["rows"][name] + new["rows"][name] - old["rows"][name] for name in come
    }
    nulls = before["null_counts"] | {
        name: before["null_counts"][name] + count - old["null_counts"][name]
        for name, count in new["null_counts"].items()
    }
    unlinked = before["unlinked_count"] + new["unlinked_count"] - old["unlinked_count"]
    return _with_shares(before | {"rows": rows, "null_counts": nulls, "unlinked_count": unlinked})


def _counted(tables: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """Rows by table, nulls by column, and mentions of things that no table of names lists."""
    unlinked = 0
    if "mentions" in tables:
        unlinked = int((~tables["mentions"]["entity_id"].str.contains(_LINKED)).sum())
    return {
        "rows": {name: len(table) for name, table in tables.items()},
        "null_counts": {
            f"{name}.{column}": table[column].null_count()
            for name, table in tables.items()
            for column in table.columns
        },
        "unlinked_count": unlinked,
    }


def _with_shares(counts: Profile) -> Profile:
    rows = counts["rows"]
    shares = {
        column: round(count / rows[name], _PLACES)
        for column, count in counts["null_counts"].items()
        if rows[name := column.partition(".")[0]]
    }
    mentions = rows["mentions"]
    unlinked = round(counts["unlinked_count"] / mentions, _PLACES) if mentions else 0.0
    return counts | {"nulls": shares, "unlinked": unlinked}


_NO_BOUNDS = Bounds()


def drift(before: Profile, now: Profile, bounds: Bounds = _NO_BOUNDS) -> list[Drift]:
    """Compare two profiles.

    Args:
        before: of the last version.
        now: of the version in the making.
        bounds: how far it may move.

    Returns:
        What moved too far. Types count only under one contract: a new one may change them.
    """
    found = [*_articles(before, now, bounds), *_rows(before, now, bounds), *_nulls(before, now, bounds)]
    if before["contract"] == now["contract"]:
        found += _types(before, now)
    return [*found, *_unlinked(before, now, bounds)]


def stop_at_drift(found: Sequence[Drift]) -> None:
    """Stop a publication whose data moved too far.

    Raises:
        DriftError: something did; the message has all of it.
    """
    if found:
        told = "".join(f"\n  - {one}" for one in found)
        raise DriftError(
            f"The data moved further from the last version than is allowed; nothing was published.{told}",
            "Look at the seeds and at what changed (`marsad status`); if it is meant, build with --allow-drift.",
        )


def _articles(before: Profile, now: Profile, bounds: Bounds) -> Iterator[Drift]:
    old, new = before["rows"]["articles"], now["rows"]["articles"]
    if old >= bounds.fewest and new < old * (1 - bounds.articles_lost):
        yield Drift("articles", f"{old:,}", f"{new:,}", f"at most {bounds.articles_lost:.0%} may go")


def _rows(before: Profile, now: Profile, bounds: Bounds) -> Iterator[Drift]:
    old_articles, new_articles = before["rows"]["articles"], now["rows"]["articles"]
    if min(old_articles, new_articles) < bounds.fewest:
        return
    for name, old in before["rows"].items():
        new = now["rows"].get(name, 0)
        if name in _NOT_BY_ARTICLE or max(old, new) < bounds.fewest:
            continue
        was, is_now = old / old_articles, new / new_articles
        if abs(is_now - was) > bounds.rows_an_article * was:
            bound = f"may move by {bounds.rows_an_article:.0%}"
            yield Drift(f"{name} an article", f"{was:.2f}", f"{is_now:.2f}", bound)


_NOT_BY_ARTICLE = {"articles", "codes", "rejected", "entities", "aliases"}
"""Tables that do not grow with the articles: an entity is counted once however many articles name it."""


def _nulls(before: Profile, now: Profile, bounds: Bounds) -> Iterator[Drift]:
    for column, old in before["nulls"].items():
        table = column.partition(".")[0]
        new = now["nulls"].get(column)
        rows = min(before["rows"][table], now["rows"].get(table, 0))
        if new is not None and rows >= bounds.fewest and new - old > bounds.nulls:
            bound = f"may rise by {bounds.nulls:.0%}"
            yield Drift(f"nulls in {column}", f"{old:.0%}", f"{new:.0%}", bound)


def _types(before: Profile, now: Profile) -> Iterator[Drift]:
    for column in sorted(before["types"].keys() | now["types"].keys()):
        old, new = before["types"].get(column, "absent"), now["types"].get(column, "absent")
        if old != new:
            yield Drift(f"type of {column}", old, new, "a contract's types never change")


def _unlinked(before: Profile, now: Profile, bounds: Bounds) -> Iterator[Drift]:
    rows = min(before["rows"]["mentions"], now["rows"]["mentions"])
    if rows >= bounds.fewest and now["unlinked"] - before["unlinked"] > bounds.unlinked:
        bound = f"may rise by {bounds.unlinked:.0%}"
        yield Drift("names that no table lists", f"{before['unlinked']:.0%}", f"{now['unlinked']:.0%}", bound)
