"""The table `mentions`."""

from __future__ import annotations

from schemas.fields import field
from schemas.table import Table


class Mentions(Table):
    """One naming of one thing."""

    mention_id: str = field("mention_id", key=True)
    article_id: str = field("article_id", refers_to="articles")
    sentence_id: str = field("sentence_id", refers_to="sentences")
    entity_id: str = field("entity_id", refers_to="entities")
    type: str = field("type")
    surface: str = field("surface")
    start: int = field("start", ge=0)
    end: int = field("end", ge=0)
    source_start: int = field("source_start", ge=0)
    source_end: int = field("source_end", ge=0)
    sentence: str = field("sentence")
    method: str = field("method")
    confidence: float = field("confidence", ge=0, le=1)
