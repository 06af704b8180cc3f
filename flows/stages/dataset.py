"""The steps that make the dataset: what articles say is brought together, checked and published."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from flows import frames, reuse
from flows.base import Base, kept_base
from flows.curate.corrections import OUTCOMES
from flows.curate.readings import corrected
from flows.curate.rulings import CuratedRulings
from flows.curate.stage import curator, published
from flows.ingest.stage import FOUND
from flows.knowledge.knowledge import load
from flows.publish.recheck import failing
from flows.publish.stage import Content, publish
from flows.publish.store import Number, Store
from flows.publish.tables import Scope
from flows.publish.validate import valid_rejected, validate
from flows.resolve.counts import recount
from flows.resolve.ground import STATE_FRAME
from flows.resolve.stage import Stored, resolve_changes
from flows.settings import Settings
from flows.stages.common import FILES, HASHES, IDS, Counts, holds_any, inputs_of, touched_articles
from flows.survey.near import DUPLICATES, bands_of, near_changes
from flows.workspace import Workspace
from schemas.package import TABLES, polars_schema

AGAIN = "to be made anew"
"""A count of the step `validate`: rows that break the contract and were made on the ground of the last version. What is
left out changes what others tell, so the build begins again without that ground."""

_FILE_OF = {"cleaned": "articles"}
_READ = {
    **reuse.READINGS,
    "sources": frames.SOURCES,
    "cleaned": frames.CLEANED,
    "duplicates": DUPLICATES,
    "file_hashes": HASHES,
    "rejected": frames.REJECTED,
}
"""The frames that resolution reads: their columns, and the files of those that lie under another name."""


def resolve_step(work: Path, overlay: Path | None) -> Counts:
    """Bring what single articles say together, into the published tables."""
    space, base = Workspace(work), kept_base(work)
    cleaned = space.read("articles", frames.CLEANED)
    space.write("duplicates", _duplicates(space, cleaned, base))
    desk, knowledge = curator(work), load(overlay)
    rulings = CuratedRulings(desk.corrections, cleaned, knowledge, desk.ledger)
    del cleaned
    read = corrected(Stored(partial(_reading, space)), desk.corrections, knowledge, desk.ledger)
    gone = space.read("gone", IDS)["article_id"].to_list()
    counts: Counts = {}

    def put(name: str, table: pl.DataFrame) -> None:
        state = name.removeprefix(STATE_FRAME)
        space.write(f"table.{name}" if state == name else state, table)
        counts[name] = len(table)

    scopes = resolve_changes(read, knowledge, rulings, base, gone, put).scopes
    outcomes = pl.concat([space.read("outcomes", OUTCOMES), desk.outcomes()])
    for name, table in published(space.read("table.rejected", frames.REJECTED), outcomes).items():
        space.write(f"table.{name}", table)
    told = {name: [column, values.to_list()] for name, (column, values) in scopes.items()}
    (work / "scopes.json").write_bytes(orjson.dumps(told))
    return {name: counts[name] for name in ("entities", "events", "dyads")}


def _reading(space: Workspace, name: str, columns: Sequence[str] | None) -> pl.DataFrame:
    """Return a frame that resolution reads, as it lies in the workspace."""
    return space.read(_FILE_OF.get(name, name), _READ[name], columns=columns)


def _duplicates(space: Workspace, cleaned: pl.DataFrame, base: Base | None) -> pl.DataFrame:
    """Which articles nearly repeat another, of all."""
    own = bands_of(cleaned.select("article_id", "text"))
    space.write("bands", own)
    texts = dict(cleaned.select("article_id", "text").iter_rows())
    if base is None:
        return near_changes(own, own.clear(), pl.DataFrame(schema=DUPLICATES), lambda _: texts)
    touched = touched_articles(space, cleaned)
    bands = base.read("state/bands")
    before = base.read("articles", list(DUPLICATES)).drop_nulls("duplicate_of")

    def told(articles: Collection[str]) -> Mapping[str, str]:
        others = base.rows("articles", "article_id", set(articles) - texts.keys(), ["article_id", "text"])
        return texts | dict(others.iter_rows())

    now, was = pl.concat([bands.filter(~holds_any(touched)), own]), bands.filter(holds_any(touched))
    return near_changes(now, was, before, told, set(own["article_id"]))


def validate_step(work: Path) -> Counts:
    """Check every row that was made against the contract; what fails goes to `rejected`."""
    tables = read_tables(work)
    before = sum(map(len, tables.values()))
    lists: dict[str, set[str]] = {}
    for name, code in tables["codes"].select("list", "code").iter_rows():
        lists.setdefault(name, set()).add(code)
    codes = {name: frozenset(found) for name, found in lists.items()}
    if (base := kept_base(work)) is not None:
        wrong = failing(tables, codes, base, _scopes(work))
        rejected = valid_rejected(tables["rejected"])
        Workspace(work).write("table.rejected", rejected)
        return {"rows": before, "rejected": len(rejected)} | ({AGAIN: wrong} if wrong else {})
    valid = validate(tables, codes, recount)
    space = Workspace(work)
    for name, table in valid.items():
        space.write(f"table.{name}", table)
    lost = sum(len(tables[name]) - len(valid[name]) for name in tables if name != "rejected")
    (work / "failing.json").write_bytes(orjson.dumps(lost))
    return {"rows": before, "rejected": len(valid["rejected"])}


def read_tables(work: Path) -> dict[str, pl.DataFrame]:
    """Return the published tables as the last stage left them."""
    space = Workspace(work)
    return {name: space.read(f"table.{name}", polars_schema(model)) for name, model in TABLES.items()}


def _scopes(work: Path) -> dict[str, Scope]:
    """Which rows were made anew, by table."""
    told = orjson.loads((work / "scopes.json").read_bytes())
    return {
        name: Scope(column, pl.Series(values, dtype=pl.String)) for name, (column, values) in told.items()
    }


@dataclass(frozen=True, slots=True)
class Published:
    """What came of a build: its version (null for a preview), rows by table, what was left out, a preview's tables."""

    version: Number | None
    rows: dict[str, int]
    rejected: list[dict[str, Any]]
    preview: dict[str, pl.DataFrame]


def publish_step(work: Path, settings: Settings) -> Published:
    """Publish the validated tables; a preview's are handed back and published nowhere."""
    tables = read_tables(work)
    rejected = tables["rejected"].to_dicts()
    if settings.only:
        return Published(None, {name: len(table) for name, table in tables.items()}, rejected, tables)
    store = Store(settings.output)
    number = publish(store, _content(work, tables), inputs_of(work), may_drift=settings.allow_drift)
    rows = {name: table["rows"] for name, table in store.manifest(number)["tables"].items()}
    return Published(number, rows, rejected, {})


def _content(work: Path, tables: dict[str, pl.DataFrame]) -> Content:
    """All that a version is to say."""
    space, base = Workspace(work), kept_base(work)
    state = reuse.state_of(space)
    articles = len(space.read("kept", FOUND))
    if base is None:
        failed = orjson.loads((work / "failing.json").read_bytes())
        return Content(tables, state, len(tables["articles"]), {}, failed)
    touched = Scope("article_id", touched_articles(space, space.read("sources", frames.SOURCES)))
    scopes = {f"state/{name}": touched for name in state if "article_id" in state[name].columns}
    scopes["state/found"] = Scope("source_file", space.read("files", FILES)["source_file"])
    scopes["state/knowledge"] = Scope("table", pl.Series([], dtype=pl.String))
    return Content(tables, state, articles, scopes | _scopes(work))
