"""What a build did: for the terminal, for Prefect's screen, and as a file in `output/runs/`."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.operations.runs import STAMP
from flows.publish.store import Number

if TYPE_CHECKING:
    import polars as pl

    from flows.stages import Published

_FILES_SHOWN = 20
"""More paths than this of one kind are counted, not listed."""

_REMEDIES = {
    "readable": "Give the user that builds the right to read it.",
    "stable": "Nothing: the next build reads it. Copy under a name that ends in .part, then rename.",
    "regular_file": "Put a plain file in its place, or take it away.",
    "max_bytes": "Split the file, or allow larger ones with --max-bytes.",
    "json": "Mend the file, or save the article's text as .txt.",
    "encoding": "Save the file as UTF-8.",
    "unpack": "Copy the file again from where it came.",
    "depth": "Take the needless levels out, or save the article's text as .txt.",
    "nodes": "Save the page's text as .txt.",
    "sidecar": 'Write one object of fields, such as {"outlet": "..."}.',
}
"""What to do about a file that was left out, by the check that it failed; other reasons say it behind a colon."""

_LOOK = "See whether the file holds what it should; take it away if it is no article."

KEPT_RUNS = 200
"""So many reports are kept; each run's is a few kilobytes."""


@dataclass(slots=True)
class Report:
    """Counts and seconds by stage; the version that was made or found, null for a preview.

    `preview` holds the tables of a preview; `rejected` the rows that were left out; `path` the file that the
    report was written to.
    """

    version: Number | None = None
    is_new: bool = False
    stages: dict[str, dict[str, int]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    seeds: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)
    preview: dict[str, pl.DataFrame] = field(default_factory=dict)
    path: Path | None = None

    @contextlib.contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time that the block takes to a stage's."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start

    def count(self, stage: str, counts: dict[str, int]) -> None:
        """Add counts to a stage's."""
        total = self.stages.setdefault(stage, {})
        for name, number in counts.items():
            total[name] = total.get(name, 0) + number

    def forget(self) -> None:
        """Forget the counts of stages that begin again; their seconds stay."""
        self.stages.clear()

    def take(self, published: Published) -> None:
        """Take in what came of a build."""
        self.version, self.is_new = published.version, published.version is not None
        self.rows, self.rejected, self.preview = published.rows, published.rejected, published.preview

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "kind": "done",
            "headline": self.headline(),
            "version": None if self.version is None else str(self.version),
            "is_new": self.is_new,
            "seeds": self.seeds,
            "stages": self.stages,
            "seconds": {stage: round(seconds, 3) for stage, seconds in self.seconds.items()},
            "rows": self.rows,
            "rejected": self.rejected,
            "notes": self.notes,
        }

    def markdown(self) -> str:
        """The report as Markdown."""
        lines = [f"# {self.headline()}", ""]
        for kind, paths in self.seeds.items():
            if paths:
                told = "".join(f"\n- `{path}`" for path in paths[:_FILES_SHOWN])
                more = f"\n- and {len(paths) - _FILES_SHOWN} more" if len(paths) > _FILES_SHOWN else ""
                lines += [f"**{len(paths)} seed file(s) {kind}**{told}{more}", ""]
        lines += ["| stage | seconds | counts |", "|---|---|---|"] if self.seconds else []
        for stage, seconds in self.seconds.items():
            counts = ", ".join(f"{number} {name}" for name, number in self.stages.get(stage, {}).items())
            lines.append(f"| {stage} | {seconds:.2f} | {counts} |")
        lines += ["", "| table | rows |", "|---|---|"] if self.rows else []
        lines += [f"| {name} | {rows} |" for name, rows in self.rows.items()]
        if self.rejected:
            lines += ["", "| left out | what to do | why | table |", "|---|---|---|---|"]
            lines += [
                f"| `{row['left out']}` | {row['what to do']} | {row['why']} | {row['table']} |"
                for row in self.left_out(_FILES_SHOWN)
            ]
            if len(self.rejected) > _FILES_SHOWN:
                lines.append(
                    f"| and {len(self.rejected) - _FILES_SHOWN} more | | in the table `rejected` | |"
                )
        lines += ["", *(f"- {note}" for note in self.notes)]
        return "\n".join(lines) + "\n"

    def headline(self) -> str:
        """One line that says what came of it."""
        if self.version is None:
            return "Preview: nothing was published"
        return f"{self.version} is published" if self.is_new else f"{self.version} is up to date"

    def left_out(self, most: int) -> list[dict[str, str]]:
        """The first rows that were left out: what, what to do about it, why, its table."""
        return [
            {
                "left out": str(row["id"]),
                "what to do": remedy(row),
                "why": _why(row),
                "table": str(row["table"]),
            }
            for row in self.rejected[:most]
        ]

    def write(self, folder: Path) -> None:
        """Keep the report among those of earlier runs."""
        self.path = _keep(folder, str(self.version), self.as_json(), self.markdown())


def write_end(folder: Path, kind: str, what: str, remedy: str = "") -> Path:
    """Keep a report of a run that did not end well; returns its Markdown file.

    Args:
        folder: the output's folder `runs`.
        kind: `failed`, `crashed`, `cancelled` or `drifted`.
        what: what happened.
        remedy: what to do about it.
    """
    told = {"kind": kind, "headline": what, "remedy": remedy, "version": None}
    return _keep(folder, kind, told, f"# Build {kind}\n\n{what}\n\n{remedy}\n")


def _keep(folder: Path, name: str, told: dict[str, Any], text: str) -> Path:
    """Write a report's two files; the oldest beyond `KEPT_RUNS` go."""
    folder.mkdir(exist_ok=True)
    name = f"{datetime.now(UTC):{STAMP}}-{name}"
    (folder / f"{name}.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    (folder / f"{name}.md").write_text(text, encoding="utf-8")
    for old in sorted(folder.glob("*.json"))[:-KEPT_RUNS]:
        old.unlink()
        old.with_suffix(".md").unlink(missing_ok=True)
    return folder / f"{name}.md"


def remedy(row: dict[str, Any]) -> str:
    """Say what a person can do about a row that was left out.

    Args:
        row: a row of the table `rejected`: `column`, `check` and `reason` are read.
    """
    reason = str(row["reason"])
    if row["column"]:  # a row that failed a check: its reason is the remedy
        return reason
    return _REMEDIES.get(str(row["check"])) or reason.partition(": ")[2] or _LOOK


def _why(row: dict[str, Any]) -> str:
    value = f"; its value: {row['value']}" if row["value"] else ""
    return (
        f"{row['column']} does not pass {row['check']}{value}" if row["column"] else f"{row['reason']}{value}"
    )
