"""What is derived from the contract: the tables in order, their types, the code lists and the ontology."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from schemas.aliases import Aliases
from schemas.amounts import Amounts
from schemas.articles import Articles
from schemas.codes import Codes
from schemas.conflicts import Conflicts
from schemas.corrections import Corrections
from schemas.dyads import Dyads
from schemas.entities import Entities
from schemas.event_contexts import EventContexts
from schemas.event_mentions import EventMentions
from schemas.events import Events
from schemas.mentions import Mentions
from schemas.naming import Naming
from schemas.participants import Participants
from schemas.rejected import Rejected
from schemas.removed import Removed
from schemas.sentences import Sentences
from schemas.sources import Sources
from schemas.table import Table
from schemas.times import Times

TABLES: dict[str, type[Table]] = {
    model.name(): model
    for model in (
        Events, Dyads, EventMentions, Participants, EventContexts, Conflicts, Entities, Aliases, Naming, Mentions,
        Times, Amounts, Articles, Sentences, Sources, Removed, Corrections, Codes, Rejected,
    )
}  # fmt: skip
"""The published tables, by name, in the order in which a reader meets them."""

_ARROW = {
    "String": pa.string(),
    "Int64": pa.int64(),
    "Float64": pa.float64(),
    "Boolean": pa.bool_(),
    "Date": pa.date32(),
}


def kind_of(column: Any) -> str:
    """Return the name of a column's Polars type: String, Int64, Float64, Boolean or Date."""
    return str(column.dtype)


def polars_schema(model: type[Table]) -> dict[str, Any]:
    """Return a table's columns with their Polars types."""
    return {name: getattr(pl, kind_of(column)) for name, column in model.columns().items()}


def empty(model: type[Table]) -> pl.DataFrame:
    """Return a table without rows."""
    return pl.DataFrame(schema=polars_schema(model))


def arrow_schema(model: type[Table]) -> pa.Schema:
    """Return a table's Arrow schema: plain strings, dates as days, descriptions as field metadata."""
    return pa.schema(
        [
            pa.field(name, _ARROW[kind_of(column)], column.nullable, {"description": column.description})
            for name, column in model.columns().items()
        ]
    )


@cache
def code_lists() -> dict[str, dict[str, tuple[str, str]]]:
    """Return the fixed code lists: list -> code -> its Arabic and English labels."""
    lists: dict[str, dict[str, tuple[str, str]]] = {}
    for row in _rows("code_lists.csv"):
        lists.setdefault(row["list"], {})[row["code"]] = (row["label_ar"], row["label_en"])
    return lists


@cache
def ontology() -> dict[tuple[str, str | None], tuple[int, float | None]]:
    """Return PLOVER's (event type, mode or null) -> (quad class, score or null)."""
    return {
        (row["event_type"], row["mode"] or None): (
            int(row["quad_class"]),
            float(row["score"]) if row["score"] else None,
        )
        for row in _rows("plover.csv")
    }


def _rows(name: str) -> list[dict[str, str]]:
    """Read one of the CSV files beside this module; lines that begin with `#` are comments."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))
