"""What the last version read of an article, kept for as long as nothing changed that the reading rests on.

An article's key covers all that cleaning and extraction read of it: its source, the facts about its own lines,
the knowledge tables, the code. Where a key is that of the last version, so are the rows. A key tells what was
read, not when or where; so whatever the history, the tables are those of a build from nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from flows import frames, lexical
from flows.fingerprints import Inputs
from flows.ingest.stage import FOUND
from flows.resolve.compared import COMPARED
from flows.resolve.linking import CASES
from flows.resolve.naming import NAMINGS
from flows.survey.lines import line_form, outlet_key
from flows.survey.near import BANDS
from flows.survey.stage import LINES
from flows.workspace import Workspace

KEYS = {"article_id": pl.String, "key": pl.String}

READINGS: dict[str, Mapping[str, Any]] = {
    "articles": frames.CLEANED,
    "removed": frames.REMOVED,
    "sentences": frames.SENTENCES,
    "segments": frames.SEGMENTS,
    "date_hints": frames.DATE_HINTS,
    "dated": frames.DATED,
    "times": frames.TIMES,
    "amounts": frames.AMOUNTS,
    "names": frames.NAMES,
    "tellings": frames.TELLINGS,
    "parties": frames.PARTIES,
}
"""The frames that cleaning and extraction make of each article by itself."""

_READ = ("source_text", "title", "author", "outlet", "source_file", "published", "url")
"""The columns of a source that cleaning and extraction read."""

_RESTS_ON = ("clean", "extract", "survey", "house", "knowledge", "schemas")
"""The code that decides what a reading says; ingest's is seen in what it makes."""


def reading_keys(sources: pl.DataFrame, line_facts: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Return each article's key (`KEYS`).

    Args:
        sources: all articles as found.
        line_facts: facts about lines of the whole corpus.
        inputs: digests of knowledge and code.
    """
    libraries = {name: told for name, told in inputs.code.items() if name not in inputs.stages()}
    base = {"code": {name: inputs.code[name] for name in _RESTS_ON}, "libraries": libraries}
    tables = lexical.base_tables(inputs.knowledge)
    start = hashlib.blake2b(json.dumps(base | {"knowledge": tables}, sort_keys=True).encode(), digest_size=16)
    counts: dict[str, dict[str, int]] = {}
    for outlet, line, count in line_facts.select("outlet", "line", "article_count").iter_rows():
        counts.setdefault(outlet, {})[line] = count
    rows = []
    for row in sources.select("article_id", *_READ).iter_rows(named=True):
        state = start.copy()
        told = counts.get(outlet_key(row["outlet"], row["source_file"]), {})
        forms = {form for line in row["source_text"].splitlines() if (form := line_form(line)) in told}
        facts = sorted((form, told[form]) for form in forms if form is not None)
        state.update(orjson.dumps([row, facts]))
        rows.append((row["article_id"], state.hexdigest()))
    return pl.DataFrame(rows, schema=KEYS, orient="row")


def unchanged(state: Path | None, keys: pl.DataFrame, names: pl.DataFrame) -> set[str]:
    """Return the articles whose reading the last version kept and no changed knowledge row concerns.

    Args:
        state: the last version's `state/`, null if there is none.
        keys: the articles' keys now.
        names: the rows of the tables of names now (`flows.lexical.ROWS`).
    """
    if state is None or not (state / "knowledge").is_dir():
        return set()
    before = pl.read_parquet(state / "keys" / "*.parquet")
    same = keys.join(before, on=["article_id", "key"], how="semi").select("article_id")
    changed = lexical.changed_rows(pl.read_parquet(state / "knowledge" / "*.parquet"), names)
    if changed.is_empty():
        return set(same["article_id"])
    texts = pl.read_parquet(state / "articles" / "*.parquet", columns=["article_id", "text"])
    texts = texts.join(same, on="article_id", how="semi")
    return set(same["article_id"]) - lexical.concerned(changed, texts)


def read_again(state: Path, changed: Iterable[str], overlay: Path | None) -> dict[str, int]:
    """Return how many articles of the last version each changed knowledge table makes be read again.

    Args:
        state: the last version's `state/`.
        changed: names of tables as fingerprints have them, a curator's behind `overlay/`.
        overlay: a curator's own knowledge rows.
    """
    texts = pl.read_parquet(state / "articles" / "*.parquet", columns=["article_id", "text"])
    before, now = pl.read_parquet(state / "knowledge" / "*.parquet"), lexical.name_rows(overlay)
    rows = lexical.changed_rows(before, now)
    found: dict[str, int] = {}
    for name in changed:
        table = name.removeprefix("overlay/")
        own = rows.filter(pl.col("table") == table)
        found[table] = len(lexical.concerned(own, texts)) if table in lexical.TABLES else len(texts)
    return found


def take(state: Path, articles: set[str], space: Workspace, batch: int) -> None:
    """Put the kept readings of these articles into the workspace, as one batch of each frame."""
    wanted = sorted(articles)
    for name, schema in READINGS.items():
        kept = pl.read_parquet(state / name / "*.parquet").filter(pl.col("article_id").is_in(wanted))
        space.write(name, kept.select(list(schema)), batch)


_KEPT: dict[str, Mapping[str, Any]] = READINGS | {
    "keys": KEYS,
    "found": FOUND,
    "lines": LINES,
    "bands": BANDS,
    "cases": CASES,
    "namings": NAMINGS,
    "compared": COMPARED,
}
"""The frames of a version's `state/` that tell of articles."""


def state_of(space: Workspace) -> dict[str, pl.DataFrame]:
    """Return what the next build can use again, for a version's `state/`.

    That is: all readings, with their keys and the knowledge rows that they rest on; what was found and could not be
    read; what is known of lines, texts, names and tellings by which articles touch each other.
    """
    found = {
        name: space.read(name, schema).sort("article_id", maintain_order=True)
        for name, schema in _KEPT.items()
    }
    whole = {"knowledge": lexical.ROWS, "unread": frames.REJECTED}
    return found | {name: space.read(name, schema) for name, schema in whole.items()}
