"""From a published row back to its file, its characters and the rules that spoke."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.errors import InputError

if TYPE_CHECKING:
    import polars as pl

_TABLE_OF = {
    "ev": "events",
    "em": "event_mentions",
    "m": "mentions",
    "pt": "participants",
    "t": "times",
    "a": "amounts",
    "s": "sentences",
    "cf": "conflicts",
    "n": "naming",
}
"""An id's prefix -> its table; ids without one of these are those of entities and articles."""

_TELLINGS_SHOWN = 10
_AROUND = 40  # characters shown on either side of a surface


class _Version:
    """A published version's tables, read row by row."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        self._tables = manifest["tables"]
        self.name = manifest["version"]

    def rows(self, table: str, **wanted: str) -> list[dict[str, Any]]:
        """The rows of a table that have these values, in the table's order; none where an older version lacks it."""
        if table not in self._tables:
            return []
        import polars as pl  # noqa: PLC0415 - 0.2 s that a wrong command need not wait for

        frame: pl.LazyFrame = pl.scan_parquet(
            [self._folder / path for path in self._tables[table]["parquet"]]
        )
        for column, value in wanted.items():
            frame = frame.filter(pl.col(column) == value)
        return frame.collect().to_dicts()


def explain_row(folder: Path, row_id: str) -> dict[str, Any]:
    """Explain the row with this id.

    Args:
        folder: a published version.
        row_id: an id of any table.

    Returns:
        `table`, `row`, and what it rests on: `article` (file, sha256, characters), `tellings`, `namings`, and the
        `corrections` of the row or of these.

    Raises:
        InputError: no table has such an id.
    """
    version = _Version(folder)
    table = _TABLE_OF.get(row_id.partition("-")[0]) if "-" in row_id else None
    for name in [table] if table else ["entities", "articles"]:
        key = {"entities": "entity_id", "articles": "article_id"}.get(name) or _KEYS[name]
        if found := version.rows(name, **{key: row_id}):
            return _explained(version, name, found[0], row_id)
    if table and (found := version.rows("articles", article_id=row_id)):  # a file may be named like an id
        return _explained(version, "articles", found[0], row_id)
    raise InputError(f"{version.name} has no row {row_id}.", "Copy an id from a table: `marsad show events`.")


def _explained(version: _Version, table: str, row: dict[str, Any], row_id: str) -> dict[str, Any]:
    found = {"version": version.name, "table": table, "row": row} | _grounds(version, table, row)
    rests_on = [row, found, *found.get("tellings", ()), *found.get("namings", ())]
    ids = {row_id} | {one.get(key) for one in rests_on for key in ("event_mention_id", "article_id")}
    words = {word for one in rests_on for word in (one.get("method") or "").split()}
    touching = [
        told
        for told in version.rows("corrections")
        if told["target_id"] in ids or f"correction:{told['correction_id'].replace(' ', '%20')}" in words
    ]
    return found | {"corrections": touching}


_KEYS = {
    "events": "event_id",
    "event_mentions": "event_mention_id",
    "mentions": "mention_id",
    "participants": "participant_id",
    "times": "time_id",
    "amounts": "amount_id",
    "sentences": "sentence_id",
    "conflicts": "conflict_id",
    "naming": "naming_id",
}


def _grounds(version: _Version, table: str, row: dict[str, Any]) -> dict[str, Any]:
    """What a row rests on: its tellings or namings with their characters, or its own characters."""
    if table == "events":
        told = version.rows("event_mentions", event_id=row["event_id"])
        return {
            "tellings": [_telling(version, one) for one in told[:_TELLINGS_SHOWN]],
            "telling_count": len(told),
        }
    if table in ("entities", "naming"):
        wanted = {key: row[key] for key in ("entity_id", "surface") if key in row}
        named = version.rows("mentions", **wanted)
        shown = [_characters(version, one) for one in named[:_TELLINGS_SHOWN]]
        return {"namings": shown, "naming_count": len(named), "aliases": _aliases(version, row["entity_id"])}
    if table == "event_mentions":
        return _telling(version, row)
    if table in ("participants", "conflicts"):
        told = version.rows("event_mentions", event_mention_id=row["event_mention_id"])
        return {"tellings": [_telling(version, one) for one in told]}
    if table == "articles":
        row.pop("source_text")
        row.pop("text")
        return {"files": version.rows("sources", article_id=row["article_id"])}
    return _characters(version, row)


def _aliases(version: _Version, entity_id: str) -> dict[str, int]:
    return {row["surface"]: row["mention_count"] for row in version.rows("aliases", entity_id=entity_id)}


def _telling(version: _Version, row: dict[str, Any]) -> dict[str, Any]:
    parties = version.rows("participants", event_mention_id=row["event_mention_id"])
    fields = (
        "event_mention_id",
        "event_type",
        "mode",
        "status",
        "date_start",
        "date_end",
        "attributed_to",
        "method",
    )
    return (
        {name: row[name] for name in fields}
        | {"parties": [{k: p[k] for k in ("role", "entity_id", "country", "holder_id")} for p in parties]}
        | _characters(version, row)
    )


def _characters(version: _Version, row: dict[str, Any]) -> dict[str, Any]:
    article = version.rows("articles", article_id=row["article_id"])[0]
    source, start, end = article["source_text"], row["source_start"], row["source_end"]
    before, after = source[max(0, start - _AROUND) : start], source[end : end + _AROUND]
    return {
        "article_id": row["article_id"],
        "source_file": article["source_file"],
        "source_sha256": article["source_sha256"],
        "record": article["record"],
        "characters": [start, end],
        "around": f"…{before}⟦{source[start:end]}⟧{after}…",
        "method": row.get("method"),
        "sentence": row.get("sentence"),
    }


def explanation_text(found: dict[str, Any]) -> str:
    """An explanation for a person."""
    lines = [f"{found['table']} in {found['version']}"]
    lines += [f"  {name}: {value}" for name, value in found["row"].items() if value is not None]
    for one in [*found.get("tellings", ()), *found.get("namings", ())]:
        lines += ["", *_one(one)]
    if "around" in found:
        lines += ["", *_one(found)]
    for kind in ("telling_count", "naming_count"):
        if found.get(kind, 0) > _TELLINGS_SHOWN:
            lines += ["", f"and {found[kind] - _TELLINGS_SHOWN} more"]
    lines += [f"  file: {row['source_file']} ({row['source_sha256']})" for row in found.get("files", ())]
    lines += [_correction(row) for row in found["corrections"]]
    return "\n".join(lines)


def _correction(told: dict[str, Any]) -> str:
    """One correction: what it says, who says so and why, and what came of it."""
    line = f"  correction {told['correction_id']} ({told['state']}): {told['kind']}"
    line += f" {told['old_value'] or 'none'} -> {told['new_value']}" if told["new_value"] else ""
    line += f", by {told['made_by']} on {told['made_date']}: {told['why']}"
    return line + (f" [{told['outcome']}]" if told["outcome"] else "")


def _one(told: dict[str, Any]) -> list[str]:
    record = told["record"] or ""
    lines = [
        f"  {told['source_file']}{record}, characters {told['characters'][0]} to {told['characters'][1]} of its text",
        f"    {' '.join(told['around'].split())}",
    ]
    if "status" in told:
        lines.append(
            f"    {told['event_type']} {told['mode'] or ''} {told['status']}, {told['date_start']}/{told['date_end']}"
        )
        lines += [f"    {p['role']}: {p['entity_id'] or 'unnamed'} ({p['country']})" for p in told["parties"]]
    lines += [f"    rules: {told['method']}"] if told.get("method") else []
    return lines
