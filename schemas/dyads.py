"""The table `dyads`."""

from __future__ import annotations

from datetime import date

from schemas.fields import field
from schemas.table import Table


class Dyads(Table):
    """An event between two countries.

    A directed event has a row for each actor and recipient of different countries. Where both
    sides act, the pair stands once, in alphabetical order, and `is_mutual` is true.
    """

    event_id: str = field("event_id", key=True, refers_to="events")
    actor_country: str = field("actor_country", key=True)
    recipient_country: str = field("recipient_country", key=True)
    is_mutual: bool = field("is_mutual")
    date_start: date = field("date_start", nullable=True)
    event_type: str = field("event_type")
    status: str = field("status")
    score: float = field("score", nullable=True, ge=-10, le=10)
