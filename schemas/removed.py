"""The table `removed`."""

from __future__ import annotations

from schemas.fields import field
from schemas.table import Table


class Removed(Table):
    """One span cut from an article, or marked in it as title or repeat.

    `title` and `duplicate` spans stay in the text; all other spans are not in it.
    """

    article_id: str = field("article_id", key=True, refers_to="articles")
    source_start: int = field("source_start", key=True, ge=0)
    source_end: int = field("source_end", key=True, ge=0)
    surface: str = field("surface")
    reason: str = field("reason", key=True)
