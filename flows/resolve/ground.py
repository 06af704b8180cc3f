"""What an earlier build brought together, on which the next one stands; and the ground of a build that has none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl

from flows import frames
from flows.resolve.compared import COMPARED
from flows.resolve.linking import CASES
from flows.resolve.naming import NAMINGS
from schemas.package import TABLES, polars_schema

Tables = dict[str, pl.DataFrame]

Put = Callable[[str, pl.DataFrame], None]
"""Takes a table by its name, or a frame of the state as `state/NAME`."""

STATE_FRAME = "state/"


class Ground(Protocol):
    """Tables by their names, and frames of the state as `state/NAME`, of an earlier build."""

    def read(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Return a table or frame."""

    def rows(
        self,
        name: str,
        column: str,
        values: Collection[str] | pl.Series,
        columns: Sequence[str] | None = None,
    ) -> pl.DataFrame:
        """Return the rows whose `column` holds one of these values."""


_STATE: Mapping[str, Mapping[str, Any]] = {
    "cases": CASES,
    "namings": NAMINGS,
    "compared": COMPARED,
    "names": frames.NAMES,
    "tellings": frames.TELLINGS,
    "parties": frames.PARTIES,
    "sentences": frames.SENTENCES,
    "dated": frames.DATED,
}


class NoGround:
    """Nothing was brought together before."""

    def read(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Return a frame without rows."""
        state = name.removeprefix(STATE_FRAME)
        schema = _STATE[state] if state != name else polars_schema(TABLES[name])
        found = pl.DataFrame(schema=dict(schema))
        return found.select(columns) if columns else found

    def rows(
        self,
        name: str,
        column: str,
        values: Collection[str] | pl.Series,
        columns: Sequence[str] | None = None,
    ) -> pl.DataFrame:
        """Return a frame without rows."""
        return self.read(name, columns)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a build brought together: rows of tables, and frames of the state.

    `scopes` says, by table and by `state/NAME`, which column and which of its values were made anew: the rows are all
    that have one of them. It is empty where everything was.
    """

    tables: Tables
    state: Tables
    scopes: dict[str, tuple[str, pl.Series]]


def holds(column: str, values: Collection[str] | pl.Series) -> pl.Expr:
    """Whether a column holds one of these values."""
    wanted = values if isinstance(values, pl.Series) else pl.Series(sorted(values), dtype=pl.String)
    return pl.col(column).is_in(wanted.implode())


def ids(*series: pl.Series) -> pl.Series:
    """Return the values of several columns, each once, without null."""
    return pl.concat([one.cast(pl.String).rename("") for one in series]).drop_nulls().unique()


def sorted_by(key: Sequence[str], table: pl.DataFrame) -> pl.DataFrame:
    """Return a table's rows by their key, those of one key in their order.

    A column that nobody else holds goes as soon as it is sorted: the table twice would be too much for a small machine.
    """
    order = table.select(pl.arg_sort_by(key, nulls_last=True, maintain_order=True)).to_series()
    columns = table.get_columns()
    del table
    return pl.DataFrame([columns.pop(0).gather(order) for _ in range(len(columns))])
