"""The contract, held against the rows that were made anew: what they say, and what they and all others refer to.

The rows of the last version passed it then. `marsad verify` and every build from nothing check all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import polars as pl

from flows.publish.tables import Scope
from flows.publish.validate import TOLD_BY, failures
from schemas.package import TABLES

Tables = Mapping[str, pl.DataFrame]


class Ground(Protocol):
    """The last version's tables."""

    def read(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Return a table."""

    def rows(
        self, name: str, column: str, values: pl.Series, columns: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """Return the rows whose `column` holds one of these values."""


def failing(
    tables: Tables, lists: Mapping[str, frozenset[str]], ground: Ground, scopes: Mapping[str, Scope]
) -> int:
    """Return how many failures there are among rows made anew, and among others that refer to what is gone.

    That one of them has by chance the id of a row that was not made anew is left to the checks of all rows.

    Args:
        tables: the rows that were made anew.
        lists: code list -> its codes.
        ground: the last version.
        scopes: which rows were made anew, of the tables that were not made whole.
    """
    known = _known(tables, ground, scopes)
    found = 0
    for name, table in tables.items():
        if name != "rejected" and len(table):
            beside = known | {name: table, "articles": _texts(name, tables, known, ground)}
            found += len(failures(name, beside, lists))
    return found + sum(_left_behind(name, tables, ground, scopes) for name in scopes if name in TABLES)


def _known(tables: Tables, ground: Ground, scopes: Mapping[str, Scope]) -> dict[str, pl.DataFrame]:
    """Of every table that rows refer to or are told by, the keys made anew, and those of the others that are meant."""
    wanted: dict[tuple[str, str], list[pl.Series]] = {}
    for name, model in TABLES.items():
        for column, to in model.foreign_keys().items():
            wanted.setdefault((to, TABLES[to].primary_key()[0]), []).append(tables[name][column])
    for name, teller in TOLD_BY.items():
        key = TABLES[name].primary_key()[0]
        wanted.setdefault((teller, key), []).append(tables[name][key])
    known: dict[str, pl.DataFrame] = {}
    for (name, column), values in wanted.items():
        own, scope = tables[name][column], scopes[name]
        meant = pl.concat([one.rename("") for one in values]).drop_nulls().unique()
        rest = meant.filter(~meant.is_in(own.implode()))
        if len(rest):
            others = ground.rows(name, column, rest, sorted({column, scope.column})).filter(~scope.holds())
            own = pl.concat([own, others[column]])
        frame = pl.DataFrame({column: own})
        known[name] = frame if name not in known else pl.concat([known[name], frame], how="diagonal")
    return known


def _texts(name: str, tables: Tables, known: Tables, ground: Ground) -> pl.DataFrame:
    """Articles as a table's check needs them: their rows for themselves, texts for what quotes them, else their ids."""
    if name == "articles":
        return tables[name]
    if not TABLES[name].is_grounded():
        return known["articles"]
    columns = ["article_id", "source_text"]
    own, quoted = tables["articles"].select(columns), tables[name]["article_id"].unique()
    rest = quoted.filter(~quoted.is_in(own["article_id"].implode()))
    texts = pl.concat([own, ground.rows("articles", "article_id", rest, columns)])
    return known["articles"].join(texts, on="article_id", how="left")


def _left_behind(name: str, tables: Tables, ground: Ground, scopes: Mapping[str, Scope]) -> int:
    """How many rows that were not made anew refer to what is gone from a table."""
    key = TABLES[name].primary_key()[0]
    referring = [
        (other, column)
        for other, model in TABLES.items()
        for column, to in model.foreign_keys().items()
        if to == name and other in scopes
    ]
    scope = scopes[name]
    if not referring:
        return 0
    was = ground.rows(name, scope.column, scope.values, [key])[key]
    gone = was.filter(~was.is_in(tables[name][key].implode()))
    if gone.is_empty():
        return 0
    return sum(
        len(
            ground.rows(other, column, gone, list({column, scopes[other].column})).filter(
                ~scopes[other].holds()
            )
        )
        for other, column in referring
    )
