"""What a build is told: where to read, where to write, how hard to work."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

MAX_BYTES = 20_000_000
"""A seed file larger than this is rejected: a newsroom's articles are a thousand times smaller."""


@dataclass(frozen=True, slots=True)
class Settings:
    """A build's settings.

    `only` names articles for a preview that publishes nothing. `rebuild` ignores what is published.
    `corrections` is the folder of a curator's files, `curation/` in the seeds folder if None. `workers` is
    how many processes read articles, one a core if 0. `wait` is the seconds to wait for another build.
    `allow_drift` publishes data that moved further from the last version than the bounds of `flows.publish.drift`.
    `reader` is `auto` for the learned model where it is there, `none` for knowledge alone.
    """

    seeds: Path
    output: Path
    only: tuple[str, ...] = ()
    rebuild: bool = False
    corrections: Path | None = None
    workers: int = 0
    max_bytes: int = MAX_BYTES
    wait: float = 3600.0
    allow_drift: bool = False
    reader: str = "auto"

    def parameters(self) -> dict[str, Any]:
        """The settings as parameters of the flow `build`."""
        return {f.name: getattr(self, f.name) for f in fields(self)} | {"only": list(self.only)}

    @property
    def curation(self) -> Path:
        """The folder of a curator's files."""
        return self.corrections or self.seeds / "curation"

    @property
    def overlay(self) -> Path | None:
        """The folder of a curator's own knowledge rows, if there is one."""
        folder = self.curation / "knowledge"
        return folder if folder.is_dir() else None

    @property
    def processes(self) -> int:
        """How many processes read articles."""
        return (
            self.workers or len(os.sched_getaffinity(0))
            if hasattr(os, "sched_getaffinity")
            else self.workers or 1
        )
