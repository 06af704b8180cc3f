"""The steps that read articles: what the seeds hold, what is to be read, and what each article says."""

from __future__ import annotations

import shutil
from dataclasses import fields
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from flows import frames, lexical, reuse
from flows.base import Base, base_of, keep_base, kept_base
from flows.clean.documents import documents, hints_of
from flows.clean.stage import Cleaned, clean
from flows.curate.articles import correct_sources, date_sources
from flows.curate.corrections import outcomes_frame
from flows.curate.stage import curator, keep_corrections
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
from flows.publish.store import Store
from flows.settings import Settings
from flows.stages.common import FILES, HASHES, IDS, Counts, holds_any, inputs_of, touched_articles
from flows.survey.stage import facts_of, lines_of, recurring, touched_by
from flows.workspace import Workspace

ARTICLES_A_BATCH = 50
"""A batch is read in some ten seconds: long enough to be worth a process's call, short enough to share and to show."""


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
    space, inputs = Workspace(work), inputs_of(work)
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
    space.write("file_hashes", pl.DataFrame(hashes, schema=HASHES))
    is_read = pl.col("source_file").is_in(pl.Series(incoming.read, dtype=pl.String).implode())
    space.write("found", incoming.found if base is None else incoming.found.filter(is_read))
    space.write("kept", incoming.kept)
    space.write("unread", incoming.unread)
    space.write("gone", pl.DataFrame({"article_id": incoming.gone}, schema=IDS))
    space.write("files", pl.DataFrame({"source_file": incoming.read}, schema=FILES))
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
    keys = reuse.reading_keys(sources, facts, inputs_of(work))
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
    touched = touched_articles(space, sources)
    lines = pl.concat([before.filter(~holds_any(touched)), own])
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
