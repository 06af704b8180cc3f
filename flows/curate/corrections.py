"""A correction as the other modules see it, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from flows.curate.kinds import KINDS, Kind
from flows.errors import InputError
from flows.frames import REJECTED, frame

APPLIED, STALE, REFUSED = "applied", "stale", "refused"

CURATION = "curation/"
"""Where a correction's file is shown to be, whatever folder a build was given."""

OUTCOMES: dict[str, Any] = {
    "correction_id": pl.String,
    "kind": pl.String,
    "target_table": pl.String,
    "target_id": pl.String,
    "target_column": pl.String,
    "old_value": pl.String,
    "new_value": pl.String,
    "made_by": pl.String,
    "made_date": pl.Date,
    "why": pl.String,
    "state": pl.String,
    "outcome": pl.String,
}
"""The columns of the published table `corrections`."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of a curator's file, checked by itself; its place in the file names it.

    `article`, `quote`, `occurrence` or `id` point at what is corrected, `other_*` (or an id as `value`) at what it is
    compared with. `expect` is what it corrects, null where anything is corrected.
    """

    path: str
    line: int
    kind: Kind
    article: str | None
    quote: str | None
    occurrence: int | None
    id: str | None
    value: str | None
    other_article: str | None
    other_quote: str | None
    other_occurrence: int | None
    expect: str | None
    who: str
    when: date
    why: str

    @property
    def name(self) -> str:
        """File and line, which name the correction in tables and in `method`."""
        return f"{self.path}:{self.line}"

    @property
    def mark(self) -> str:
        """What a corrected row's `method` says of it."""
        return f"correction:{self.name.replace(' ', '%20')}"


class Untargeted(Exception):  # noqa: N818 - it is no error of the program: the correction's target is not there
    """A correction's target cannot be found, or is in doubt; the message says why and what to do."""


def marked(method: str, correction: Correction) -> str:
    """Return a row's `method` with the correction that touched it."""
    return f"{method} {correction.mark}".strip()


def in_order(corrections: Iterable[Correction]) -> list[Correction]:
    """Return corrections in the order in which they are applied: by kind, file, line."""
    place = {name: number for number, name in enumerate(KINDS)}
    return sorted(corrections, key=lambda c: (place[c.kind.name], c.path, c.line))


@dataclass(slots=True)
class Ledger:
    """What came of each correction, and which value each of them claims.

    `is_preview`: only some articles are read, so that a target that is not there says nothing.
    """

    is_preview: bool = False
    rows: list[dict[str, Any]] = field(default_factory=list)
    _claims: dict[tuple[str, str], dict[str, tuple[str, Correction]]] = field(default_factory=dict)

    def claim(self, correction: Correction, target_id: str, value: str) -> bool:
        """Claim a value for a cell; false (and noted) where an earlier correction claims the same.

        Raises:
            InputError: an earlier correction claims another value, or rejects the row.
        """
        earlier = self.earlier(correction, target_id, value)
        if earlier is not None:
            self.stale(correction, f"{earlier.name} says the same: remove one of them", target_id)
        return earlier is None

    def earlier(self, correction: Correction, target_id: str, value: str) -> Correction | None:
        """Claim a value for a cell, and return the correction that claimed the same before, if one did.

        Raises:
            InputError: an earlier correction claims another value, or rejects the row.
        """
        kind = correction.kind
        claims = self._claims.setdefault((kind.table, target_id), {})
        for column, (told, earlier) in claims.items():
            if column == kind.column and told == value:
                return earlier
            if column == kind.column or "*" in (column, kind.column):
                raise conflict(earlier, correction, f"{kind.table} {target_id}")
        claims[kind.column] = (value, correction)
        return None

    def judge(self, correction: Correction, target_id: str, old: str | None, new: str | None) -> bool:
        """Say whether a correction still has something to correct; note it as stale where it has not.

        Args:
            correction: with what it expects.
            target_id: the row.
            old: what the row says without it, several readings of one value with newlines between.
            new: what it would say.
        """
        readings = (old or "none").split("\n")
        shown = readings[0]
        if correction.expect is not None and correction.expect not in readings:
            reason = (
                f"it expects {correction.expect!r} and the program now says {shown!r}: look again and mend `expect`"
                ", or remove the row"
            )
            self.stale(correction, reason, target_id, shown)
        elif new is not None and new in readings:
            self.stale(correction, f"already right: the program says {shown!r} by itself; remove the row",
                       target_id, shown)  # fmt: skip
        else:
            return True
        return False

    def applied(
        self, correction: Correction, target_id: str, old: str | None = None, new: str | None = None
    ) -> None:
        """Note that a correction was applied."""
        self._note(correction, APPLIED, target_id, None if old is None else old.split("\n")[0], None, new)

    def stale(
        self, correction: Correction, reason: str, target_id: str | None = None, old: str | None = None
    ) -> None:
        """Note that a correction was not applied, and why."""
        self._note(correction, STALE, target_id, old, f"Stale: {reason}.")

    def lost(self, correction: Correction, error: Untargeted) -> None:
        """Note that a correction's target is gone or in doubt; in a preview it may be elsewhere."""
        if not self.is_preview:
            self.stale(correction, str(error), correction.id)

    def _note(
        self,
        correction: Correction,
        state: str,
        target_id: str | None,
        old: str | None,
        outcome: str | None,
        new: str | None = None,
    ) -> None:
        self.rows.append(
            {
                "correction_id": correction.name,
                "kind": correction.kind.name,
                "target_table": correction.kind.table,
                "target_id": target_id,
                "target_column": correction.kind.column,
                "old_value": old,
                "new_value": new if new is not None else correction.value,
                "made_by": correction.who,
                "made_date": correction.when,
                "why": correction.why,
                "state": state,
                "outcome": outcome,
            }
        )


def conflict(earlier: Correction, later: Correction, about: str) -> InputError:
    """Return the error that two corrections contradict each other."""
    told = [
        f"{CURATION}{c.name} ({c.kind.name} {c.value or c.other_quote or ''}".rstrip() + ")"
        for c in (earlier, later)
    ]
    return InputError(
        f"Two corrections contradict each other on {about}: {told[0]} and {told[1]}.",
        "Agree on one and remove the other.",
    )


def outcomes_frame(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Return outcomes as a frame, sorted by the correction's name."""
    return frame(rows, OUTCOMES).sort("correction_id")


def rejected_of(outcomes: pl.DataFrame) -> pl.DataFrame:
    """Return a row of `flows.frames.REJECTED` for each correction that was not applied."""
    rows = [
        {
            "id": row["correction_id"],
            "table": "corrections",
            "column": row["target_column"] or "",
            "value": row["new_value"],
            "check": row["state"],
            "reason": row["outcome"],
            "source_file": CURATION + row["correction_id"].rpartition(":")[0],
        }
        for row in outcomes.filter(pl.col("state") != APPLIED).iter_rows(named=True)
    ]
    return frame(rows, REJECTED)
