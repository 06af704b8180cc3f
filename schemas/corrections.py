"""The table `corrections`."""

from __future__ import annotations

from datetime import date

from schemas.fields import field
from schemas.table import Table


class Corrections(Table):
    """One row of a curator's file, and what came of it.

    A correction that was not applied is in `rejected` too, with what to do about it.
    """

    correction_id: str = field("correction_id", key=True)
    kind: str = field("correction_kind", nullable=True)
    target_table: str = field("target_table", nullable=True)
    target_id: str = field("target_id", nullable=True)
    target_column: str = field("target_column", nullable=True)
    old_value: str = field("old_value", nullable=True)
    new_value: str = field("new_value", nullable=True)
    made_by: str = field("made_by", nullable=True)
    made_date: date = field("made_date", nullable=True)
    why: str = field("why", nullable=True)
    state: str = field("correction_state")
    outcome: str = field("outcome", nullable=True)
