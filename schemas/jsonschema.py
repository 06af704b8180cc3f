"""The contract as JSON Schema 2020-12: one schema a table, for a row as it stands in the JSON Lines."""

from __future__ import annotations

from typing import Any

from schemas import VERSION
from schemas.package import TABLES, code_lists, kind_of
from schemas.table import Table

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TYPES: dict[str, dict[str, Any]] = {
    "String": {"type": "string"},
    "Int64": {"type": "integer"},
    "Float64": {"type": "number"},
    "Boolean": {"type": "boolean"},
    "Date": {"type": "string", "format": "date"},
}

OPEN_LISTS = frozenset({"unit"})
"""Code lists to which the knowledge tables add codes: currencies."""

_MOST_CODES = 64
"""A longer code list is named, not spelt out: its codes are rows of the table `codes`."""


def json_schema(model: type[Table]) -> dict[str, Any]:
    """Return the JSON Schema of a table's row.

    Nothing but the table's columns may stand in a row, and all of them must: a missing value is null. The keywords
    `x-primary-key`, `x-refers-to`, `x-codes` and `x-unit` say what JSON Schema has no word for.
    """
    return {
        "$schema": DIALECT,
        "$id": f"urn:marsad:contract:{VERSION}:{model.name()}",
        "title": model.name(),
        "description": " ".join((model.__doc__ or "").split()),
        "type": "object",
        "properties": {name: _column(column) for name, column in model.columns().items()},
        "required": list(model.columns()),
        "additionalProperties": False,
        "x-primary-key": list(model.primary_key()),
    }


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of every table, by its name."""
    return {name: json_schema(model) for name, model in TABLES.items()}


def _column(column: Any) -> dict[str, Any]:
    told = column.metadata
    schema = dict(_TYPES[kind_of(column)]) | _checks(column)
    codes = code_lists().get(told["codes"] or "", {})
    if codes and len(codes) <= _MOST_CODES and schema["type"] == "string" and told["codes"] not in OPEN_LISTS:
        schema["enum"] = [*codes, *([None] if column.nullable else [])]
    if column.nullable:
        schema["type"] = [schema["type"], "null"]
    schema |= {"title": column.title, "description": column.description, "examples": [told["example"]]}
    named = {"x-refers-to": told["refers_to"], "x-codes": told["codes"], "x-unit": told["unit"]}
    return schema | {keyword: value for keyword, value in named.items() if value}


def _checks(column: Any) -> dict[str, Any]:
    """The column's ranges and patterns in JSON Schema's words."""
    found: dict[str, Any] = {}
    for check in column.checks:
        told = check.statistics or {}
        if check.name == "greater_than_or_equal_to":
            found["minimum"] = told["min_value"]
        elif check.name == "less_than_or_equal_to":
            found["maximum"] = told["max_value"]
        elif check.name == "str_matches":
            found["pattern"] = _pattern(told["pattern"])
    return found


def _pattern(pattern: Any) -> str:
    return str(getattr(pattern, "pattern", pattern))
