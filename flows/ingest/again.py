"""Seed files to articles, where an earlier build has read most of them: only changed files are read.

What the earlier build found in the others is known but for their texts; an article that is kept now and was not before
is read again from its file, whatever the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.frames import REJECTED
from flows.ingest.discover import SeedFile
from flows.ingest.names import SIDECAR, split_name
from flows.ingest.stage import FOUND, Ingested, found_of, kept_of, read, with_files


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier build found: `flows.ingest.stage.FOUND`, what it could not read, its files' digests by path."""

    found: pl.DataFrame
    unread: pl.DataFrame
    digests: Mapping[str, str]


NOTHING = Known(pl.DataFrame(schema=FOUND), pl.DataFrame(schema=REJECTED), {})


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a build found.

    `sources` (`flows.frames.SOURCES`) has the articles that are new or changed, `gone` those that are no longer there;
    `found`, `kept` and `unread` tell of all, `refused` what was found and not kept. `read` are the files that changed.
    """

    sources: pl.DataFrame
    gone: tuple[str, ...]
    found: pl.DataFrame
    kept: pl.DataFrame
    unread: pl.DataFrame
    refused: pl.DataFrame
    read: tuple[str, ...]


def ingest_changes(
    seeds: Path, files: Sequence[SeedFile], digests: Mapping[str, str], known: Known = NOTHING
) -> Incoming:
    """Read the files that changed since an earlier build.

    Args:
        seeds: the seeds folder.
        files: what `discover` found there, all of it.
        digests: path -> digest of a file and its sidecar, of all seeds, those that are refused among them.
        known: what the earlier build found.
    """
    changed = _changed(digests, known.digests)
    fresh = read(seeds, [file for file in files if file.path in changed])
    is_other = ~pl.col("source_file").is_in(sorted(changed))
    found = pl.concat([known.found.filter(is_other), found_of(fresh.sources)])
    kept, refused = kept_of(found)
    before = known.found if known.found.is_empty() else kept_of(known.found)[0]
    now = kept.join(before, on=list(FOUND), how="anti", nulls_equal=True, maintain_order="left")
    wanted = pl.concat([now, kept.filter(~is_other)]).unique("article_id").sort("article_id")
    rows = pl.concat([fresh.sources, _read_again(seeds, files, wanted, changed).sources])
    sources = with_files(rows, wanted)
    gone = before.filter(~pl.col("article_id").is_in(kept["article_id"].implode()))["article_id"]
    return Incoming(
        sources, tuple(gone), found, kept, _unread(known, fresh, changed), refused, tuple(sorted(changed))
    )


def read_articles(seeds: Path, files: Sequence[SeedFile], kept: pl.DataFrame) -> pl.DataFrame:
    """Read articles again: `flows.frames.SOURCES` of these rows of `Incoming.kept`."""
    return with_files(_read_again(seeds, files, kept, frozenset()).sources, kept)


def _read_again(
    seeds: Path, files: Sequence[SeedFile], wanted: pl.DataFrame, done: frozenset[str]
) -> Ingested:
    paths = set(wanted["source_file"]) - done
    return read(seeds, [file for file in files if file.path in paths])


def _changed(now: Mapping[str, str], before: Mapping[str, str]) -> frozenset[str]:
    """The files that are new, changed or gone, with those that share a sidecar with one of them."""
    changed = {path for path in now.keys() | before.keys() if now.get(path) != before.get(path)}
    stems = {split_name(path).stem for path in changed}
    return frozenset(
        changed | {path for path in now if split_name(path).stem in stems} if changed else changed
    )


def _unread(known: Known, fresh: Ingested, changed: frozenset[str]) -> pl.DataFrame:
    """What could not be read, of all files: a sidecar is told under its own path, which has its article's stem."""
    stems = {split_name(path).stem for path in changed}
    told = [path in changed or _described(path) in stems for path in known.unread["source_file"]]
    kept = known.unread.filter(~pl.Series(told, dtype=pl.Boolean))
    order = ["id", "source_file", "check"]
    return pl.concat([kept, fresh.rejected]).sort(
        [pl.col(name).fill_null("") for name in order], maintain_order=True
    )


def _described(path: str) -> str | None:
    """The stem of what a sidecar describes; null for another file."""
    return path[: -len(SIDECAR)] if path.lower().endswith(SIDECAR) else None
