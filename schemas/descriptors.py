"""The contract in the words of others: Frictionless Data Package v2 and a data dictionary in Markdown."""

from __future__ import annotations

from typing import Any

from schemas.package import TABLES, kind_of
from schemas.table import Table

_TABLE_SCHEMA = {
    "String": "string",
    "Int64": "integer",
    "Float64": "number",
    "Boolean": "boolean",
    "Date": "date",
}


def resource_descriptor(
    model: type[Table], parquet: list[str], json_lines: list[str], rows: int
) -> dict[str, Any]:
    """Describe a table as a Data Package v2 resource.

    Args:
        model: the table.
        parquet: its Parquet files.
        json_lines: the same rows as JSON Lines.
        rows: how many there are.

    Returns:
        The resource, over the JSON Lines: a resource of several files is read as one after the other, which text can be
        and Parquet can't. A table without rows is its first Parquet file, since an empty text file tells no columns.
        `marsad:parquet` has the Parquet files.
    """
    paths = json_lines if rows else parquet[:1]
    kind = ("jsonl", "application/jsonl") if rows else ("parquet", "application/vnd.apache.parquet")
    return {
        "name": model.name(),
        "title": _title(model),
        "description": " ".join((model.__doc__ or "").split()),
        "type": "table",
        "path": paths if len(paths) != 1 else paths[0],
        "format": kind[0],
        "mediatype": kind[1],
        "encoding": "utf-8",
        "schema": table_schema(model),
        "marsad:parquet": parquet,
        "marsad:rows": rows,
    }


NESTED = {
    "entities": "The things that it names, each once: type, names, Wikidata item, country, coordinates.",
    "mentions": "Where it names them: rows of `mentions`.",
    "events": "The events that it tells, each once, with its `tellings`, and in each of these its `participants`.",
    "times": "Its time expressions: rows of `times`.",
    "amounts": "Its amounts: rows of `amounts`.",
    "removed": "What was cut from it: rows of `removed`.",
}
"""What a nested document has beside an article's own columns."""


def documents_descriptor(paths: list[str], rows: int) -> dict[str, Any]:
    """Describe the nested documents, a line an article, as a Data Package v2 resource."""
    articles = table_schema(TABLES["articles"])
    nested = [{"name": name, "type": "array", "description": told} for name, told in NESTED.items()]
    return {
        "name": "documents",
        "title": "One article with what it names and tells",
        "type": "table",
        "path": paths if len(paths) != 1 else paths[0],
        "format": "jsonl",
        "mediatype": "application/jsonl",
        "encoding": "utf-8",
        "schema": {
            "fields": articles["fields"] + nested,
            "missingValues": [],
            "primaryKey": articles["primaryKey"],
        },
        "marsad:rows": rows,
    }


def table_schema(model: type[Table]) -> dict[str, Any]:
    """Return a table's Frictionless Table Schema."""
    fields = []
    for name, column in model.columns().items():
        described: dict[str, Any] = {
            "name": name,
            "type": _TABLE_SCHEMA[kind_of(column)],
            "title": column.title,
            "description": column.description,
            "example": column.metadata["example"],
        }
        if not column.nullable:
            described["constraints"] = {"required": True}
        if column.metadata["codes"]:
            described["marsad:codes"] = column.metadata["codes"]
        if column.metadata["unit"]:
            described["marsad:unit"] = column.metadata["unit"]
        fields.append(described)
    return {
        "fields": fields,
        "missingValues": [],  # a missing value is null; an empty text is a text
        "primaryKey": list(model.primary_key()),
        "foreignKeys": [
            {
                "fields": [column],
                "reference": {
                    "resource": "" if table == model.name() else table,
                    "fields": list(TABLES[table].primary_key()),
                },
            }
            for column, table in model.foreign_keys().items()
        ],
    }


def _title(model: type[Table]) -> str:
    return (model.__doc__ or model.name()).splitlines()[0].rstrip(".")


def dictionary() -> str:
    """Return the data dictionary as Markdown: every table and every column, from the contract."""
    lines = ["# Data dictionary", ""]
    for name, model in TABLES.items():
        lines += [f"## {name}", "", " ".join((model.__doc__ or "").split()), ""]
        lines += [f"Key: {', '.join(f'`{k}`' for k in model.primary_key())}.", ""]
        lines += [
            "| column | type | null | what it is | codes, unit | example |",
            "|---|---|---|---|---|---|",
        ]
        for column_name, column in model.columns().items():
            told = column.metadata
            kind = _TABLE_SCHEMA[kind_of(column)]
            refers = f" Refers to `{told['refers_to']}`." if told["refers_to"] else ""
            measure = f"codes: `{told['codes']}`" if told["codes"] else told["unit"] or ""
            null = "yes" if column.nullable else "no"
            cells = (
                f"`{column_name}`", kind, null, f"{column.description}{refers}", measure, f"`{told['example']}`",
            )  # fmt: skip
            lines.append(f"| {' | '.join(cells)} |")
        lines.append("")
    return "\n".join(lines)
