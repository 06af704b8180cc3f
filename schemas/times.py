"""The table `times`."""

from __future__ import annotations

from datetime import date

from schemas.fields import field
from schemas.table import Table


class Times(Table):
    """One time expression."""

    time_id: str = field("time_id", key=True)
    article_id: str = field("article_id", refers_to="articles")
    sentence_id: str = field("sentence_id", refers_to="sentences")
    surface: str = field("surface")
    start: int = field("start", ge=0)
    end: int = field("end", ge=0)
    source_start: int = field("source_start", ge=0)
    source_end: int = field("source_end", ge=0)
    date_start: date = field("date_start", nullable=True)
    date_end: date = field("date_end", nullable=True)
    precision: str = field("precision", nullable=True)
    anchor: str = field("anchor")
    is_approximate: bool = field("is_approximate")
