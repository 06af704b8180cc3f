"""What resolution reads, frame by frame: those in memory, and those that an earlier stage left on disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Protocol

import polars as pl

Take = Callable[[str, Sequence[str] | None], pl.DataFrame]
"""Returns a frame by its name, or some of its columns."""


class Readings(Protocol):
    """Frames that resolution reads, by the names of `Read`.

    A frame is asked for where it is needed and dropped again: all of a large corpus at once fill a small machine.
    """

    def frame(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Return a frame, or some of its columns; its rows are in one order, however often it is asked for."""


@dataclass(frozen=True, slots=True)
class Read:
    """All frames that resolution reads, as `flows.frames` names them, of the articles that are new or changed.

    `duplicates`, `file_hashes` and `rejected` tell of all.
    """

    sources: pl.DataFrame
    cleaned: pl.DataFrame
    removed: pl.DataFrame
    sentences: pl.DataFrame
    segments: pl.DataFrame
    dated: pl.DataFrame
    times: pl.DataFrame
    amounts: pl.DataFrame
    names: pl.DataFrame
    tellings: pl.DataFrame
    parties: pl.DataFrame
    duplicates: pl.DataFrame  # article_id, duplicate_of, similarity
    file_hashes: pl.DataFrame  # source_file, source_sha256
    rejected: pl.DataFrame

    @classmethod
    def of(cls, readings: Readings) -> Read:
        """Take all frames into memory."""
        return cls(**{each.name: readings.frame(each.name) for each in fields(cls)})

    def frame(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Return a frame, or some of its columns."""
        found: pl.DataFrame = getattr(self, name)
        return found.select(columns) if columns else found


@dataclass(frozen=True, slots=True)
class Stored:
    """Frames that lie on disk, read anew whenever they are asked for; `held` are some that stand for those there."""

    take: Take
    held: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def frame(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Return a frame, or some of its columns."""
        if name not in self.held:
            return self.take(name, columns)
        return self.held[name].select(columns) if columns else self.held[name]
