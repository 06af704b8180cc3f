"""The table `amounts`."""

from __future__ import annotations

from schemas.fields import field
from schemas.table import Table


class Amounts(Table):
    """One amount: money, a percentage, or people counted."""

    amount_id: str = field("amount_id", key=True)
    article_id: str = field("article_id", refers_to="articles")
    sentence_id: str = field("sentence_id", refers_to="sentences")
    surface: str = field("surface")
    start: int = field("start", ge=0)
    end: int = field("end", ge=0)
    source_start: int = field("source_start", ge=0)
    source_end: int = field("source_end", ge=0)
    value: float = field("value", nullable=True)
    value_max: float = field("value_max", nullable=True)
    unit: str = field("unit")
    is_approximate: bool = field("is_approximate")
    event_mention_id: str = field("event_mention_id", refers_to="event_mentions", nullable=True)
