"""The stages as steps of a build: each takes what it needs from the workspace and leaves what it made there.

Plain Python, so that tests, workers and the Prefect flow call the same functions. Each returns the counts
that a run's report shows. Where a build stands on the last version (`flows.base`), the workspace holds what is new or
changed, and `scopes` says which rows that is; else it holds everything.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from flows import frames, lexical, reuse
from flows.base import Base, base_of, keep_base, kept_base
from flows.clean.documents import documents, hints_of
from flows.clean.stage import Cleaned, clean
from flows.curate.articles import correct_sources, date_sources
from flows.curate.corrections import OUTCOMES, outcomes_frame
from flows.curate.readings import corrected
from flows.curate.rulings import CuratedRulings
from flows.curate.stage import curator, keep_corrections, published
from flows.errors import InputError
from flows.extract.reader.files import NO_READER
from flows.extract.reader.reader import shipped_reader
from flows.extract.stage import extract
from flows.fingerprints import Inputs
from flows.ingest.again import NOTHING, Incoming, Known, ingest_changes, read_articles
from flows.ingest.discover import Discovery, SeedFile
from flows.ingest.stage import FOUND
from flows.knowledge.knowledge import load
from flows.memory import keep_what_is_known
from flows.publish.parts import is_whole
from flows.publish.recheck import failing
from flows.publish.stage import Content, publish
from flows.publish.store import Number, Store
from flows.publish.tables import Scope
from flows.publish.validate import valid_rejected, validate
from flows.resolve.counts import recount
from flows.resolve.ground import STATE_FRAME
from flows.resolve.stage import Stored, resolve_changes
from flows.settings import Settings
from flows.survey.near import DUPLICATES, bands_of, near_changes
from flows.survey.stage import facts_of, lines_of, recurring, touched_by
from flows.workspace import Workspace
from schemas.package import TABLES, polars_schema

Counts = dict[str, int]

ARTICLES_A_BATCH = 50
"""A batch is read in some ten seconds: long enough to be worth a process's call, short enough to share and to show."""

AGAIN = "to be made anew"
"""A count of the step `validate`: rows that break the contract and were made on the ground of the last version. What is
left out changes what others tell, so the build begins again without that ground."""

_HASHES = {"source_file": pl.String, "source_sha256": pl.String}
_IDS = {"article_id": pl.String}
_FILE_OF = {"cleaned": "articles"}
_READ = {
    **reuse.READINGS,
    "sources": frames.SOURCES,
    "cleaned": frames.CLEANED,
    "duplicates": DUPLICATES,
    "file_hashes": _HASHES,
    "rejected": frames.REJECTED,
}
"""The frames that resolution reads: their columns, and the files of those that lie under another name."""

_FILES = {"source_file": pl.String}


def keep_plan(
    work: Path, discovery: Discovery, inputs: Inputs, settings: Settings, *, stand: bool = True
) -> None:
    """Leave what a build is to read in the empty workspace, so that every step reads the same.

    Args:
        work: the workspace; what is in it goes.
        discovery: what the seeds folder holds.
        inputs: digests of all that is read.
        settings: the build's.
        stand: whether the build may stand on the last version.
    """
    for entry in work.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    (work / "discovery.json").write_bytes(orjson.dumps(discovery))
    (work / "inputs.json").write_bytes(orjson.dumps(inputs.parts()))
    keep_base(work, base_of(settings, inputs) if stand else None)


def ingest_step(work: Path, settings: Settings) -> Counts:
    """Read the seed files that are new or changed into `sources`, and all that they tell of the others."""
    space, inputs = Workspace(work), _inputs(work)
    kept, base = _discovery(work), kept_base(work)
    files = [SeedFile(**file) for file in kept["files"]]
    incoming = _incoming(settings, files, inputs, base)
    if base is not None and not base.serves(len(incoming.kept)):
        keep_base(work, None)
        incoming, base = _incoming(settings, files, inputs, None), None
    keep_corrections(settings.curation, inputs.corrections, work, is_preview=bool(settings.only))
    desk = curator(work)
    sources, dropped = correct_sources(incoming.sources, desk.corrections, desk.ledger)
    space.write("sources", sources)
    space.write("outcomes", outcomes_frame([*desk.refused, *desk.ledger.rows]), 0)
    discovered = frames.frame(kept["rejected"], frames.REJECTED)
    order = [pl.col(name).fill_null("") for name in ("id", "source_file", "check")]
    ingested = pl.concat([incoming.unread, incoming.refused]).sort(order, maintain_order=True)
    space.write("rejected", pl.concat([discovered, ingested, dropped]))
    hashes = {"source_file": [f.path for f in files], "source_sha256": [f.sha256 for f in files]}
    space.write("file_hashes", pl.DataFrame(hashes, schema=_HASHES))
    is_read = pl.col("source_file").is_in(pl.Series(incoming.read, dtype=pl.String).implode())
    space.write("found", incoming.found if base is None else incoming.found.filter(is_read))
    space.write("kept", incoming.kept)
    space.write("unread", incoming.unread)
    space.write("gone", pl.DataFrame({"article_id": incoming.gone}, schema=_IDS))
    space.write("files", pl.DataFrame({"source_file": incoming.read}, schema=_FILES))
    return {
        "files": len(files),
        "articles": len(incoming.kept) - len(incoming.sources) + len(sources),
        "rejected": len(kept["rejected"]) + len(ingested) + len(dropped),
    }


def _incoming(settings: Settings, files: list[SeedFile], inputs: Inputs, base: Base | None) -> Incoming:
    known = NOTHING
    if base is not None:
        before = Store(settings.output).inputs_of(base.folder)["seeds"]
        known = Known(base.read("state/found"), base.read("state/unread"), before)
    return ingest_changes(settings.seeds, files, inputs.seeds, known)


def _discovery(work: Path) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads((work / "discovery.json").read_bytes())
    return found


def _only(sources: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The sources that a preview is asked for, by article or by file.

    Raises:
        InputError: there is no article of that id.
    """
    wanted = list(settings.only)
    found = sources.filter(pl.col("article_id").is_in(wanted) | pl.col("source_file").is_in(wanted))
    absent = sorted(set(wanted) - set(found["article_id"]) - set(found["source_file"]))
    if absent:
        raise InputError(
            f"No article {absent[0]} in {settings.seeds}.",
            "An article's id is its path in the seeds without suffix, `path#id` for a record in a file.",
        )
    return found


def survey_step(work: Path, settings: Settings) -> Counts:
    """Count the lines that recur across articles, and cut what is to be read into batches.

    Articles whose last reading still holds are taken from the last version's `state/`, or left there.
    """
    space, base = Workspace(work), kept_base(work)
    sources, counts = _surveyed(space, work, settings, base)
    facts = facts_of(sources, counts)
    space.write("line_facts", facts)
    desk = curator(work)
    sources = date_sources(sources, facts, desk.corrections, desk.ledger, settings.overlay)
    space.write("sources", sources)
    space.write("outcomes", desk.outcomes(), 1)
    keys = reuse.reading_keys(sources, facts, _inputs(work))
    space.write("keys", keys)
    if settings.only:
        sources = _only(sources, settings)
        space.write("sources", sources)
    if base is not None:
        told = len(space.read("kept", FOUND)) - len(sources)
        return {"recurring lines": len(counts), "unchanged articles": told, "batches": _cut(space, sources)}
    state, rows = _state(settings), lexical.name_rows(settings.overlay)
    space.write("knowledge", rows)
    same = reuse.unchanged(state, keys, rows) & set(sources["article_id"])
    batches = _cut(space, sources.filter(~pl.col("article_id").is_in(sorted(same))))
    if same and state is not None:
        reuse.take(state, same, space, batches)
    return {"recurring lines": len(counts), "unchanged articles": len(same), "batches": batches}


def _surveyed(
    space: Workspace, work: Path, settings: Settings, base: Base | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The sources that are to be read, with those of whose lines the corpus tells another thing now; and the counts."""
    sources = space.read("sources", frames.SOURCES)
    own = lines_of(sources)
    if base is None:
        space.write("lines", own)
        return sources, recurring(own)
    before = base.read("state/lines")
    touched = _touched(space, sources)
    lines = pl.concat([before.filter(~_holds(touched)), own])
    if more := touched_by(before, lines, touched.to_frame()):
        files = [SeedFile(**file) for file in _discovery(work)["files"]]
        again = space.read("kept", FOUND).filter(pl.col("article_id").is_in(more))
        read = read_articles(settings.seeds, files, again)
        sources = pl.concat([sources, read]).sort("article_id")
        own = pl.concat([own, lines_of(read)])
    space.write("lines", own)
    return sources, recurring(lines)


def _cut(space: Workspace, sources: pl.DataFrame) -> int:
    """Cut what is to be read into batches; returns how many."""
    starts = range(0, len(sources), ARTICLES_A_BATCH)
    for batch, start in enumerate(starts):
        space.write("batch", sources.slice(start, ARTICLES_A_BATCH), batch)
    return len(starts)


def _touched(space: Workspace, sources: pl.DataFrame) -> pl.Series:
    """The articles that are new, changed, read again or gone."""
    return pl.concat([sources["article_id"], space.read("gone", _IDS)["article_id"]])


def _holds(articles: pl.Series) -> pl.Expr:
    return pl.col("article_id").is_in(articles.implode())


def _inputs(work: Path) -> Inputs:
    return Inputs(**orjson.loads((work / "inputs.json").read_bytes()))


def _state(settings: Settings) -> Path | None:
    """The `state/` of the last version, unless all is to be read anew or it is damaged."""
    store = Store(settings.output)
    last = store.last()
    if last is None or settings.rebuild or not is_whole(store.folder(last), store.manifest(last)):
        return None
    return store.folder(last) / "state"


def clean_step(work: Path, batch: int, overlay: Path | None) -> Counts:
    """Clean one batch of sources; `overlay` is a curator's own knowledge rows."""
    space = Workspace(work)
    sources = space.read("batch", frames.SOURCES, batch)
    cleaned = clean(sources, space.read("line_facts", frames.LINE_FACTS))
    for field in fields(cleaned):
        space.write(field.name, getattr(cleaned, field.name), batch)
    return {
        "articles": len(sources),
        "removed spans": len(cleaned.removed),
        "sentences": len(cleaned.sentences),
    }


def extract_step(work: Path, batch: int, overlay: Path | None) -> Counts:
    """Read one batch of cleaned articles; `overlay` is a curator's own knowledge rows."""
    space = Workspace(work)
    sources = space.read("batch", frames.SOURCES, batch)
    cleaned = Cleaned(
        **{f.name: pl.read_parquet(work / f"{f.name}-{batch:04}.parquet") for f in fields(Cleaned)}
    )
    told = dict(sources.select("article_id", "published").iter_rows())
    code = orjson.loads((work / "inputs.json").read_bytes())["code"]
    reader = shipped_reader() if code["reader"] != NO_READER else None
    found = extract(documents(cleaned, sources), load(overlay), told, hints_of(cleaned, sources), reader)
    for field in fields(found):
        space.write(field.name, getattr(found, field.name), batch)
    keep_what_is_known()
    return {"names": len(found.names), "events": len(found.tellings)}


def resolve_step(work: Path, overlay: Path | None) -> Counts:
    """Bring what single articles say together, into the published tables."""
    space, base = Workspace(work), kept_base(work)
    cleaned = space.read("articles", frames.CLEANED)
    space.write("duplicates", _duplicates(space, cleaned, base))
    desk, knowledge = curator(work), load(overlay)
    rulings = CuratedRulings(desk.corrections, cleaned, knowledge, desk.ledger)
    del cleaned
    read = corrected(Stored(partial(_reading, space)), desk.corrections, knowledge, desk.ledger)
    gone = space.read("gone", _IDS)["article_id"].to_list()
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
    touched = _touched(space, cleaned)
    bands = base.read("state/bands")
    before = base.read("articles", list(DUPLICATES)).drop_nulls("duplicate_of")

    def told(articles: Collection[str]) -> Mapping[str, str]:
        others = base.rows("articles", "article_id", set(articles) - texts.keys(), ["article_id", "text"])
        return texts | dict(others.iter_rows())

    now, was = pl.concat([bands.filter(~_holds(touched)), own]), bands.filter(_holds(touched))
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
    number = publish(store, _content(work, tables), _inputs(work), may_drift=settings.allow_drift)
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
    touched = Scope("article_id", _touched(space, space.read("sources", frames.SOURCES)))
    scopes = {f"state/{name}": touched for name in state if "article_id" in state[name].columns}
    scopes["state/found"] = Scope("source_file", space.read("files", _FILES)["source_file"])
    scopes["state/knowledge"] = Scope("table", pl.Series([], dtype=pl.String))
    return Content(tables, state, articles, scopes | _scopes(work))
