"""The stages as steps of a build: each takes what it needs from the workspace and leaves what it made there.

Plain Python, so that tests, workers and the Prefect flow call the same functions. Each returns the counts
that a run's report shows.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from flows import frames, lexical, reuse
from flows.clean.documents import documents, hints_of
from flows.clean.stage import Cleaned, clean
from flows.curate.articles import correct_sources, date_sources
from flows.curate.corrections import OUTCOMES, outcomes_frame
from flows.curate.readings import correct_readings
from flows.curate.rulings import CuratedRulings
from flows.curate.stage import curator, keep_corrections, published
from flows.errors import InputError
from flows.extract.reader.files import NO_READER
from flows.extract.reader.reader import shipped_reader
from flows.extract.stage import extract
from flows.fingerprints import Inputs
from flows.ingest.discover import Discovery, SeedFile
from flows.ingest.stage import ingest
from flows.knowledge.knowledge import load
from flows.publish.stage import publish
from flows.publish.store import Number, Store
from flows.publish.validate import validate
from flows.resolve.counts import recount
from flows.resolve.stage import Read, resolve
from flows.settings import Settings
from flows.survey.stage import near_duplicates, survey
from flows.workspace import Workspace
from schemas.package import TABLES, polars_schema

Counts = dict[str, int]

ARTICLES_A_BATCH = 50
"""A batch is read in some ten seconds: long enough to be worth a process's call, short enough to share and to show."""

_DUPLICATES = {"article_id": pl.String, "duplicate_of": pl.String, "similarity": pl.Float64}
_HASHES = {"source_file": pl.String, "source_sha256": pl.String}


def keep_plan(work: Path, discovery: Discovery, inputs: Inputs) -> None:
    """Leave what a build is to read in the workspace, so that every step reads the same."""
    (work / "discovery.json").write_bytes(orjson.dumps(discovery))
    (work / "inputs.json").write_bytes(orjson.dumps(inputs.parts()))


def ingest_step(work: Path, settings: Settings) -> Counts:
    """Read the seed files into `sources`, `rejected` and `file_hashes`."""
    kept = orjson.loads((work / "discovery.json").read_bytes())
    files = [SeedFile(**file) for file in kept["files"]]
    ingested = ingest(settings.seeds, files)
    space = Workspace(work)
    keep_corrections(settings.curation, _inputs(work).corrections, work, is_preview=bool(settings.only))
    desk = curator(work)
    sources, dropped = correct_sources(ingested.sources, desk.corrections, desk.ledger)
    space.write("sources", sources)
    space.write("outcomes", outcomes_frame([*desk.refused, *desk.ledger.rows]), 0)
    rejected = pl.concat([frames.frame(kept["rejected"], frames.REJECTED), ingested.rejected, dropped])
    space.write("rejected", rejected)
    hashes = {"source_file": [f.path for f in files], "source_sha256": [f.sha256 for f in files]}
    space.write("file_hashes", pl.DataFrame(hashes, schema=_HASHES))
    return {"files": len(files), "articles": len(sources), "rejected": len(rejected)}


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

    Articles whose last reading still holds are taken from the last version's `state/`.
    """
    space = Workspace(work)
    sources = space.read("sources", frames.SOURCES)
    facts = survey(sources)
    space.write("line_facts", facts)
    desk = curator(work)
    sources = date_sources(sources, facts, desk.corrections, desk.ledger)
    space.write("sources", sources)
    space.write("outcomes", desk.outcomes(), 1)
    keys = reuse.reading_keys(sources, facts, _inputs(work))
    space.write("keys", keys)
    if settings.only:
        sources = _only(sources, settings)
        space.write("sources", sources)
    state = _state(settings)
    rows = lexical.name_rows(settings.overlay)
    space.write("knowledge", rows)
    same = reuse.unchanged(state, keys, rows) & set(sources["article_id"])
    stale = sources.filter(~pl.col("article_id").is_in(sorted(same)))
    starts = range(0, len(stale), ARTICLES_A_BATCH)
    for batch, start in enumerate(starts):
        space.write("batch", stale.slice(start, ARTICLES_A_BATCH), batch)
    if same and state is not None:
        reuse.take(state, same, space, len(starts))
    return {"recurring lines": len(facts), "unchanged articles": len(same), "batches": len(starts)}


def _inputs(work: Path) -> Inputs:
    return Inputs(**orjson.loads((work / "inputs.json").read_bytes()))


def _state(settings: Settings) -> Path | None:
    """The `state/` of the last version, unless all is to be read anew."""
    store = Store(settings.output)
    last = store.last()
    return None if last is None or settings.rebuild else store.folder(last) / "state"


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
    _keep_what_is_known()
    return {"names": len(found.names), "events": len(found.tellings)}


@cache
def _keep_what_is_known() -> None:
    """Hide tables, lexicon and weights from the garbage collector: they are kept, and its looking costs a twentieth."""
    gc.collect()
    gc.freeze()


def resolve_step(work: Path, overlay: Path | None) -> Counts:
    """Bring what single articles say together, into the published tables."""
    space = Workspace(work)
    cleaned = space.read("articles", frames.CLEANED)
    space.write("duplicates", near_duplicates(cleaned))
    read = Read(
        sources=space.read("sources", frames.SOURCES),
        cleaned=cleaned,
        removed=space.read("removed", frames.REMOVED),
        sentences=space.read("sentences", frames.SENTENCES),
        segments=space.read("segments", frames.SEGMENTS),
        dated=space.read("dated", frames.DATED),
        times=space.read("times", frames.TIMES),
        amounts=space.read("amounts", frames.AMOUNTS),
        names=space.read("names", frames.NAMES),
        tellings=space.read("tellings", frames.TELLINGS),
        parties=space.read("parties", frames.PARTIES),
        duplicates=space.read("duplicates", _DUPLICATES),
        file_hashes=space.read("file_hashes", _HASHES),
        rejected=space.read("rejected", frames.REJECTED),
    )
    desk, knowledge = curator(work), load(overlay)
    read = correct_readings(read, desk.corrections, knowledge, desk.ledger)
    rulings = CuratedRulings(desk.corrections, cleaned, knowledge, desk.ledger)
    tables = resolve(read, knowledge, rulings)
    outcomes = pl.concat([space.read("outcomes", OUTCOMES), desk.outcomes()])
    for name, table in published(tables, outcomes).items():
        space.write(f"table.{name}", table)
    return {name: len(tables[name]) for name in ("entities", "events", "dyads")}


def validate_step(work: Path) -> Counts:
    """Check every row against the contract; what fails goes to `rejected`."""
    tables = read_tables(work)
    before = sum(map(len, tables.values()))
    lists: dict[str, set[str]] = {}
    for name, code in tables["codes"].select("list", "code").iter_rows():
        lists.setdefault(name, set()).add(code)
    codes = {name: frozenset(found) for name, found in lists.items()}
    valid = validate(tables, codes, recount)
    space = Workspace(work)
    for name, table in valid.items():
        space.write(f"table.{name}", table)
    return {"rows": before, "rejected": len(valid["rejected"])}


def read_tables(work: Path) -> dict[str, pl.DataFrame]:
    """Return the published tables as the last stage left them."""
    space = Workspace(work)
    return {name: space.read(f"table.{name}", polars_schema(model)) for name, model in TABLES.items()}


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
    rows = {name: len(table) for name, table in tables.items()}
    rejected = tables["rejected"].to_dicts()
    if settings.only:
        return Published(None, rows, rejected, tables)
    space = Workspace(work)
    store, kept = Store(settings.output), reuse.readings(space)
    number = publish(store, tables, _inputs(work), kept, may_drift=settings.allow_drift)
    return Published(number, rows, rejected, {})
