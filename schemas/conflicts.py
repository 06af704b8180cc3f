"""The table `conflicts`."""

from __future__ import annotations

from schemas.fields import field as column
from schemas.table import Table


class Conflicts(Table):
    """One value of a field on which an event's tellings differ, with who says it.

    Only fields with two values or more that cannot both hold are here: another figure of dead, a denial, a visit
    that one calls planned and another past. `events` holds one value by its rules; none is averaged.
    """

    conflict_id: str = column("conflict_id", key=True)
    event_id: str = column("event_id", refers_to="events")
    field: str = column("event_field")
    value: str = column("said")
    article_id: str = column("article_id", refers_to="articles")
    outlet: str = column("outlet", nullable=True)
    attributed_to: str = column("attributed_to", nullable=True)
    event_mention_id: str = column("event_mention_id", refers_to="event_mentions")
    mention_count: int = column("mention_count", ge=1)
