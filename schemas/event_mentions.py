"""The table `event_mentions`."""

from __future__ import annotations

from datetime import date

from schemas.fields import field
from schemas.table import Table


class EventMentions(Table):
    """One telling of an event.

    `start` to `end` is the trigger: the word that tells the event.
    """

    event_mention_id: str = field("event_mention_id", key=True)
    event_id: str = field("event_id", refers_to="events")
    article_id: str = field("article_id", refers_to="articles")
    sentence_id: str = field("sentence_id", refers_to="sentences")
    event_type: str = field("event_type")
    mode: str = field("mode", nullable=True)
    status: str = field("status")
    surface: str = field("surface")
    start: int = field("start", ge=0)
    end: int = field("end", ge=0)
    source_start: int = field("source_start", ge=0)
    source_end: int = field("source_end", ge=0)
    sentence: str = field("sentence")
    date_start: date = field("date_start", nullable=True)
    date_end: date = field("date_end", nullable=True)
    date_precision: str = field("date_precision", nullable=True)
    place_id: str = field("place_id", refers_to="entities", nullable=True)
    attributed_to: str = field("attributed_to", nullable=True)
    is_repeat: bool = field("is_repeat")
    method: str = field("method")
    confidence: float = field("confidence", ge=0, le=1)
