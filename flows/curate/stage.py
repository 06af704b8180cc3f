"""What a build's steps need of a curator's files: kept with the build, loaded, and what came of them published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from flows.curate.corrections import Correction, Ledger, outcomes_frame, rejected_of
from flows.curate.load import load, read_file

_FOLDER, _PLAN = "curation", "curation.json"


@dataclass(frozen=True, slots=True)
class Curator:
    """The corrections of a build, and the ledger of what comes of them in one step.

    `refused` are outcomes of rows that say nothing that could be applied.
    """

    corrections: list[Correction]
    refused: list[dict[str, Any]]
    ledger: Ledger

    def outcomes(self) -> pl.DataFrame:
        """What came of the corrections in this step."""
        return outcomes_frame(self.ledger.rows)


def keep_corrections(folder: Path, digests: Mapping[str, str], work: Path, *, is_preview: bool) -> None:
    """Put a curator's files into a build's scratch folder, so that every step reads the same.

    Args:
        folder: the curator's.
        digests: path in it -> SHA-256, as the build was planned with.
        work: the scratch folder.
        is_preview: whether only some articles are read.

    Raises:
        InputError: a file changed since the build was planned.
    """
    for name, digest in digests.items():
        kept = work / _FOLDER / name
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(read_file(folder, name, digest))
    plan = {"names": sorted(digests), "is_preview": is_preview}
    (work / _PLAN).write_bytes(orjson.dumps(plan))


def curator(work: Path) -> Curator:
    """Load the corrections that `keep_corrections` kept.

    Raises:
        InputError: a file cannot be read.
    """
    plan = orjson.loads((work / _PLAN).read_bytes())
    corrections, refused = load(work / _FOLDER, plan["names"])
    return Curator(corrections, refused, Ledger(is_preview=plan["is_preview"]))


def published(rejected: pl.DataFrame, outcomes: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the tables `corrections`, and `rejected` with those that were not applied as well."""
    rejected = pl.concat([rejected, rejected_of(outcomes)])
    return {"corrections": outcomes.sort("correction_id"), "rejected": rejected}
