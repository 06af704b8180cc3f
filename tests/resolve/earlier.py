"""An earlier build held in memory, for the tests that resolve changes on the ground of one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields

import polars as pl

from flows.resolve.ground import Resolved, Tables, holds
from flows.resolve.stage import Read
from schemas.package import TABLES


@dataclass(frozen=True)
class Before:
    """An earlier build in memory."""

    frames: Tables

    @classmethod
    def of(cls, found: Resolved, whole: Read) -> Before:
        readings = {f"state/{f.name}": getattr(whole, f.name) for f in fields(Read)}
        return cls(found.tables | readings | {f"state/{name}": frame for name, frame in found.state.items()})

    def read(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        return self.frames[name].select(columns) if columns else self.frames[name]

    def rows(
        self,
        name: str,
        column: str,
        values: Collection[str] | pl.Series,
        columns: Sequence[str] | None = None,
    ) -> pl.DataFrame:
        found = self.frames[name].filter(holds(column, values))
        return found.select(columns) if columns else found

    def after(self, found: Resolved, name: str) -> pl.DataFrame:
        """A table as a version on this ground has it."""
        column, values = found.scopes.get(name, ("", ()))
        if not column:
            return found.tables[name]
        rows = pl.concat([self.frames[name].filter(~holds(column, values)), found.tables[name]])
        return rows.sort(TABLES[name].primary_key(), nulls_last=True)
