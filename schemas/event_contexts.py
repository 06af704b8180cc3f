"""The table `event_contexts`."""

from __future__ import annotations

from schemas.fields import field
from schemas.table import Table


class EventContexts(Table):
    """One context of an event."""

    event_id: str = field("event_id", key=True, refers_to="events")
    context: str = field("context", key=True)
