"""The table `participants`."""

from __future__ import annotations

from schemas.fields import field
from schemas.table import Table


class Participants(Table):
    """One party in one telling of an event.

    A party that is not named has a country alone, or neither. Where it is told by an office whose holder the article
    does not name, `holder_id` says who held it, if the knowledge tables are sure; the party stays unnamed.
    """

    participant_id: str = field("participant_id", key=True)
    event_mention_id: str = field("event_mention_id", refers_to="event_mentions")
    event_id: str = field("event_id", refers_to="events")
    article_id: str = field("article_id", refers_to="articles")
    role: str = field("role")
    entity_id: str = field("entity_id", refers_to="entities", nullable=True)
    country: str = field("country", nullable=True)
    mention_id: str = field("mention_id", refers_to="mentions", nullable=True)
    office: str = field("office", nullable=True)
    holder_id: str = field("holder_id", nullable=True)
