"""The table `events`."""

from __future__ import annotations

from datetime import date

from schemas.fields import field
from schemas.table import Table


class Events(Table):
    """One real event."""

    event_id: str = field("event_id", key=True)
    event_type: str = field("event_type")
    plover_type: str = field("plover_type")
    mode: str = field("mode", nullable=True)
    quad_class: int = field("quad_class", ge=1, le=4)
    score: float = field("score", nullable=True, ge=-10, le=10)
    status: str = field("status")
    date_start: date = field("date_start", nullable=True)
    date_end: date = field("date_end", nullable=True)
    date_precision: str = field("date_precision", nullable=True)
    place_id: str = field("place_id", refers_to="entities", nullable=True)
    country: str = field("country", nullable=True)
    latitude: float = field("latitude", nullable=True, ge=-90, le=90)
    longitude: float = field("longitude", nullable=True, ge=-180, le=180)
    headline: str = field("headline")
    headline_en: str = field("headline_en")
    article_count: int = field("article_count", ge=1)
    mention_count: int = field("mention_count", ge=1)
    outlet_count: int = field("outlet_count", ge=1)
    first_reported: date = field("first_reported", nullable=True)
    last_reported: date = field("last_reported", nullable=True)
    confidence: float = field("confidence", ge=0, le=1)
