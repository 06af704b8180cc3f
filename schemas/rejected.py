"""The table `rejected`."""

from __future__ import annotations

from schemas.fields import field
from schemas.table import Table


class Rejected(Table):
    """One thing left out, and why."""

    id: str = field("id", key=True)
    table: str = field("table", key=True)
    column: str = field("column", key=True)
    value: str = field("rejected_value", nullable=True)
    check: str = field("check", key=True)
    reason: str = field("rejected_reason")
    source_file: str = field("source_file", nullable=True)
