"""A version's own papers, all from the contract.

`datapackage.json`, `croissant.json`, `schema/NAME.json`, `README.md`, `DICTIONARY.md`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.publish.tables import Written
from schemas import VERSION
from schemas.croissant import croissant
from schemas.descriptors import dictionary, documents_descriptor, resource_descriptor
from schemas.jsonschema import json_schema
from schemas.package import TABLES

_TITLE = "Marsad: events, entities and articles from Arabic news"
_ABOUT = "Who did what to whom, when and where, from Arabic news articles; every value with the characters that say it."
_RIGHTS = (
    "The articles' texts, and what quotes them, belong to their publishers: see articles.rights. "
    "`marsad export parquet FOLDER --without-text` makes an edition of facts and offsets alone."
)

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

_LIMITS = (
    "The rows were found by rules and tables, without a person's check: about half of all tellings are missed "
    "or misread; see `confidence` and `method`, and read a row's `sentence` before you cite it.",
    "Events are joined across articles only where date and parties agree; one event can still have several rows.",
    _RIGHTS,
)


def describe(folder: Path, number: str, written: Mapping[str, Written], made: Mapping[str, Any]) -> None:
    """Write a version's descriptors, JSON Schemas, README and dictionary.

    Args:
        folder: the version in the making.
        number: its number.
        written: its tables.
        made: `rejected`, what the build left out, for the README; `documents`, the files of nested documents, and
            `published`, an ISO date, where there are any.
    """
    tables = {name: table for name, table in written.items() if name in TABLES}
    resources = [
        resource_descriptor(TABLES[name], table.parquet, table.json_lines, table.rows)
        for name, table in tables.items()
    ]
    if (rows := tables["articles"].rows) and "documents" in made:
        resources.append(documents_descriptor(made["documents"], rows))
    package: dict[str, Any] = {
        "$schema": _PROFILE,
        "name": "marsad",
        "title": _TITLE,
        "description": f"{_ABOUT} {_RIGHTS}",
        "version": number.removeprefix("v"),
        "keywords": ["events", "news", "Arabic", "PLOVER"],
        "resources": resources,
        "marsad:contract": VERSION,
    }
    told = {"title": _TITLE, "description": f"{_ABOUT} {_RIGHTS}", "license": _RIGHTS}
    told |= {"published": made["published"]} if "published" in made else {}
    _write_json(folder / "datapackage.json", package)
    _write_json(folder / "croissant.json", croissant(package["version"], list(tables), told))
    (folder / "schema").mkdir(exist_ok=True)
    for name in tables:
        _write_json(folder / "schema" / f"{name}.json", json_schema(TABLES[name]))
    (folder / "DICTIONARY.md").write_text(dictionary(), encoding="utf-8")
    (folder / "README.md").write_text(_readme(number, tables, made), encoding="utf-8")


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _readme(number: str, written: Mapping[str, Written], made: Mapping[str, Any]) -> str:
    rows = [f"| `{name}` | {table.rows} | {_title(name)} |" for name, table in written.items()]
    refused = made["rejected"]
    lines = [
        f"# Marsad {number}",
        "",
        "Who did what to whom, when and where, from Arabic news articles; every value with the characters that say it.",
        "",
        "| table | rows | a row is |",
        "|---|---|---|",
        *rows,
        "",
        "Each table is a folder of Parquet files (`events/part-000.parquet` ...), with the same rows as JSON Lines",
        "under `json/`. `DICTIONARY.md` explains every column, `schema/NAME.json` is a row's JSON Schema;",
        "`datapackage.json` is a Frictionless Data Package (v2), `croissant.json` describes the tables for",
        "machine-learning tools (Croissant 1.1).",
        "`manifest.json` has a digest for every file: `marsad verify` checks them. `CHANGES.md` says what differs from",
        "the version before and why; `changes/` has the same as Parquet, with `upsert.sql` for warehouses.",
        "",
        "## What was checked",
        "",
        "Every row of every table: types, nulls, ranges, code lists, unique keys, references to other tables, and that",
        "each `surface` is what the source says at its offsets. The files were read back before they were published.",
        f"{refused} row(s) or file(s) did not pass and are in `rejected`, each with its reason.",
        "",
        "## Known limits",
        "",
        *(f"- {limit}" for limit in _LIMITS),
        "",
        "## Load it",
        "",
        "```sql",
        "-- DuckDB, in this folder",
        "SELECT e.date_start, e.headline, d.actor_country, d.recipient_country",
        "FROM 'events/*.parquet' e JOIN 'dyads/*.parquet' d USING (event_id)",
        "WHERE e.status = 'happened' ORDER BY e.date_start;",
        "```",
        "",
    ]
    return "\n".join(lines)


def _title(name: str) -> str:
    return (TABLES[name].__doc__ or "").splitlines()[0].rstrip(".").lower()
