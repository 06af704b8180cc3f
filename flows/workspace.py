"""The folder in which a build's stages leave their frames for each other.

Stages and their tasks pass paths, not frames: `names-003.parquet` is what batch 3 found, `names` all of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl


@dataclass(frozen=True, slots=True)
class Workspace:
    """A build's scratch folder."""

    folder: Path

    def write(self, name: str, frame: pl.DataFrame, batch: int | None = None) -> None:
        """Leave a frame, or one batch of it, for the next stage."""
        suffix = "" if batch is None else f"-{batch:04}"
        frame.write_parquet(self.folder / f"{name}{suffix}.parquet", compression="uncompressed")

    def read(
        self,
        name: str,
        schema: Mapping[str, Any],
        batch: int | None = None,
        columns: Sequence[str] | None = None,
    ) -> pl.DataFrame:
        """Take a frame that an earlier stage left, or some of its columns: one batch, or all in their order."""
        wanted = list(columns) if columns else None
        if batch is not None:
            return pl.read_parquet(self.folder / f"{name}-{batch:04}.parquet", columns=wanted)
        whole = self.folder / f"{name}.parquet"
        parts = [whole] if whole.is_file() else sorted(self.folder.glob(f"{name}-[0-9]*.parquet"))
        return (
            pl.concat([pl.read_parquet(part, columns=wanted) for part in parts])
            if parts
            else pl.DataFrame(schema={column: schema[column] for column in wanted or schema})
        )
