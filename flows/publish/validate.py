"""Check every row against the contract.

A row that fails goes to `rejected` with a reason, and what depends on it goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandera.errors
import polars as pl

from flows.errors import SchemaError
from flows.frames import REJECTED, frame
from schemas.package import TABLES, empty
from schemas.table import Table

Tables = dict[str, pl.DataFrame]

_ROUNDS = 20
"""More than the longest chain of foreign keys: a round that rejects nothing ends the loop long before."""

_SCHEMA_REASONS = {"COLUMN_NOT_IN_DATAFRAME", "COLUMN_NOT_IN_SCHEMA", "WRONG_DATATYPE", "COLUMN_NOT_ORDERED"}
_ROW = "_row"

_REMEDIES = {
    "not_nullable": "The value is missing: the stage that makes this table must give one.",
    "unique": "Another row has the same key: the two rows say the same thing and one of them is kept.",
    "foreign_key": "The row that it refers to is missing or was rejected: mend that row first.",
    "code": "The value is not in the code list: correct it, or add it to the list.",
    "grounded": "The surface is not what the source says at these offsets: the offsets are wrong.",
    "span": "The end does not lie behind the start.",
    "has_mentions": "No mention is left that tells it: mend the rejected mentions first.",
}


def validate(
    tables: Mapping[str, pl.DataFrame],
    lists: Mapping[str, frozenset[str]],
    recount: Callable[[Tables], Tables],
) -> Tables:
    """Return the tables with every failing row moved to `rejected`, all of them, each with its reason.

    Args:
        tables: every published table by name, collected; `rejected` holds what earlier stages left out.
        lists: code list -> its codes.
        recount: makes the tables' counts anew from the rows that are left.

    Raises:
        SchemaError: a table's columns or types are not those of its model: our fault, not a row's.
    """
    kept = {name: tables[name] for name in TABLES if name != "rejected"}
    rejected = [tables["rejected"]]
    files = dict(tables["articles"].select("article_id", "source_file").iter_rows())
    for _ in range(_ROUNDS):
        failing = {name: failures(name, kept, lists) for name in kept}
        if not any(len(found) for found in failing.values()):
            return kept | {"rejected": valid_rejected(pl.concat(rejected))}
        for name, found in failing.items():
            rejected.append(_as_rejected(name, kept[name], found, files))
            keep = ~pl.Series(range(len(kept[name]))).is_in(found[_ROW].unique().to_list())
            kept[name] = kept[name].filter(keep)
        kept = recount(kept)
    raise SchemaError("Rejecting rows did not come to an end.", "Two tables depend on each other in a ring.")


def failures(name: str, tables: Tables, lists: Mapping[str, frozenset[str]]) -> pl.DataFrame:
    """Return all failures of a table, one row a failing cell: columns _row, column, value, check.

    Args:
        name: a table.
        tables: every published table, collected.
        lists: code list -> its codes.

    Raises:
        SchemaError: the table's columns or types are not those of its model.
    """
    model, table = TABLES[name], tables[name]
    parts = [_model_failures(model, table), _key_failures(model, table)]
    parts += [_code_failures(table, column, lists[codes]) for column, codes in model.code_lists().items()]
    parts += [
        _reference_failures(table, column, tables[to], to) for column, to in model.foreign_keys().items()
    ]
    if {"source_start", "source_end"} <= set(table.columns):
        parts += [_failing(table, pl.col("source_end") <= pl.col("source_start"), "source_end", "span")]
    if model.is_grounded():
        parts += [_grounding_failures(table, tables["articles"])]
    if name in TOLD_BY:
        parts += [_untold(table, tables[TOLD_BY[name]], model.primary_key()[0])]
    return pl.concat(parts)


TOLD_BY = {"events": "event_mentions", "entities": "mentions"}
"""Tables whose rows must each be told by a row of another."""

_FAILURE = {_ROW: pl.Int64, "column": pl.String, "value": pl.String, "check": pl.String}


def _model_failures(model: type[Table], table: pl.DataFrame) -> pl.DataFrame:
    """What pandera finds: nulls, ranges, patterns."""
    try:
        model.validate(table, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        for error in errors.schema_errors:
            if error.reason_code is not None and error.reason_code.name in _SCHEMA_REASONS:
                raise SchemaError(
                    f"The table {model.name()} breaks its contract: {error}.",
                    "Nothing was published. The stage that makes the table and schemas/ must agree.",
                ) from errors
            if error.reason_code is not None and error.reason_code.name == "CHECK_ERROR":
                raise  # a check that crashes is our bug, and no row's
        cases: pl.DataFrame = errors.failure_cases
        return cases.select(
            pl.col("index").cast(pl.Int64).alias(_ROW),
            pl.col("column").cast(pl.String),
            pl.col("failure_case").cast(pl.String).alias("value"),
            pl.col("check").cast(pl.String),
        )
    return pl.DataFrame(schema=_FAILURE)


def _key_failures(model: type[Table], table: pl.DataFrame) -> pl.DataFrame:
    """Rows whose primary key an earlier row has already."""
    key = list(model.primary_key())
    again = pl.struct(key).is_first_distinct().not_()
    return _failing(table, again, key[0], "unique")


def _code_failures(table: pl.DataFrame, column: str, codes: frozenset[str]) -> pl.DataFrame:
    value = pl.col(column).cast(pl.String)
    return _failing(table, value.is_in(sorted(codes)).not_(), column, "code")


def _reference_failures(table: pl.DataFrame, column: str, other: pl.DataFrame, to: str) -> pl.DataFrame:
    key = TABLES[to].primary_key()[0]
    absent = pl.col(column).is_not_null() & pl.col(column).is_in(other[key].implode()).not_()
    return _failing(table, absent, column, "foreign_key")


def _grounding_failures(table: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    texts = articles.select("article_id", "source_text")
    joined = table.join(texts, on="article_id", how="left", maintain_order="left")
    said = pl.col("source_text").str.slice(
        pl.col("source_start"), pl.col("source_end") - pl.col("source_start")
    )
    return _failing(joined, said != pl.col("surface"), "surface", "grounded")


def _untold(table: pl.DataFrame, tellings: pl.DataFrame, key: str) -> pl.DataFrame:
    return _failing(table, pl.col(key).is_in(tellings[key].implode()).not_(), key, "has_mentions")


def _failing(table: pl.DataFrame, condition: pl.Expr, column: str, check: str) -> pl.DataFrame:
    found = table.with_row_index(_ROW).filter(condition)
    return found.select(
        pl.col(_ROW).cast(pl.Int64),
        pl.lit(column).alias("column"),
        pl.col(column).cast(pl.String).alias("value"),
        pl.lit(check).alias("check"),
    )


def _as_rejected(
    name: str, table: pl.DataFrame, failures: pl.DataFrame, files: Mapping[str, str]
) -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    key = TABLES[name].primary_key()
    for row, column, value, check in failures.iter_rows():
        failing = table.row(row, named=True)
        reason = _REMEDIES.get(check, f"The value does not pass {check}: correct what makes it.")
        rows.append(
            {
                "id": "|".join(str(failing[part]) for part in key),
                "table": name,
                "column": column or "",
                "value": None if value is None else value[:200],
                "check": check,
                "reason": reason,
                "source_file": files.get(failing.get("article_id", "")),
            }
        )
    return frame(rows, REJECTED)


def valid_rejected(rejected: pl.DataFrame) -> pl.DataFrame:
    """The table of what was left out, itself in the order and with the keys of its contract."""
    model = TABLES["rejected"]
    columns = empty(model).columns
    table = rejected.with_columns(pl.col("column").fill_null("")).select(columns)
    table = table.unique(subset=list(model.primary_key()), keep="first", maintain_order=True)
    return table.sort(model.primary_key(), nulls_last=True)
