"""The table `sentences`."""

from __future__ import annotations

from schemas.fields import field
from schemas.table import Table


class Sentences(Table):
    """One sentence of an article.

    A sentence's characters are `articles.text[start:end]`.
    """

    sentence_id: str = field("sentence_id", key=True)
    article_id: str = field("article_id", refers_to="articles")
    number: int = field("number", ge=0)
    paragraph: int = field("paragraph", ge=0)
    kind: str = field("kind")
    start: int = field("start", ge=0)
    end: int = field("end", ge=0)
    source_start: int = field("source_start", ge=0)
    source_end: int = field("source_end", ge=0)
    repeat_of: str = field("repeat_of", refers_to="sentences", nullable=True)
