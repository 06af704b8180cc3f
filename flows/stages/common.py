"""What the steps share: the shapes of small frames, and what the workspace tells of the build."""

from __future__ import annotations

from pathlib import Path

import orjson
import polars as pl

from flows.fingerprints import Inputs
from flows.workspace import Workspace

Counts = dict[str, int]

HASHES = {"source_file": pl.String, "source_sha256": pl.String}
IDS = {"article_id": pl.String}
FILES = {"source_file": pl.String}


def touched_articles(space: Workspace, sources: pl.DataFrame) -> pl.Series:
    """The articles that are new, changed, read again or gone."""
    return pl.concat([sources["article_id"], space.read("gone", IDS)["article_id"]])


def holds_any(articles: pl.Series) -> pl.Expr:
    """Whether a row is of one of some articles."""
    return pl.col("article_id").is_in(articles.implode())


def inputs_of(work: Path) -> Inputs:
    """Return the digests of all that the build reads."""
    return Inputs(**orjson.loads((work / "inputs.json").read_bytes()))
