"""A version's own papers: `datapackage.json`, `README.md`, `DICTIONARY.md`, all from the contract."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.publish.tables import Written
from schemas.descriptors import dictionary, resource_descriptor
from schemas.package import TABLES

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

_LIMITS = (
    "The rows were found by rules and tables, without a person's check: about half of all tellings are missed "
    "or misread; see `confidence` and `method`, and read a row's `sentence` before you cite it.",
    "Events are joined across articles only where date and parties agree; one event can still have several rows.",
    "The texts belong to their publishers; `rights` says what a sidecar told of them.",
)


def describe(folder: Path, number: str, written: Mapping[str, Written], made: Mapping[str, Any]) -> None:
    """Write a version's descriptor, README and dictionary.

    Args:
        folder: the version in the making.
        number: its number.
        written: its tables.
        made: `counts` by name and what the build left out, for the README.
    """
    package = {
        "$schema": _PROFILE,
        "name": "marsad",
        "title": "Marsad: events, entities and articles from Arabic news",
        "version": number.removeprefix("v"),
        "resources": [resource_descriptor(TABLES[name], table.parquet) for name, table in written.items()],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")
    (folder / "DICTIONARY.md").write_text(dictionary(), encoding="utf-8")
    (folder / "README.md").write_text(_readme(number, written, made), encoding="utf-8")


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
        "under `json/`. `DICTIONARY.md` explains every column; `datapackage.json` is a Frictionless Data Package;",
        "`manifest.json` has a digest for every input and output.",
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
