"""The table `articles`."""

from __future__ import annotations

from datetime import date

from schemas.fields import field
from schemas.table import Table


class Articles(Table):
    """One article.

    An article that copies another is published too, and `duplicate_of` says which.
    """

    article_id: str = field("article_id", key=True)
    source_file: str = field("source_file")
    source_sha256: str = field("source_sha256", str_matches=r"^[0-9a-f]{64}$")
    record: str = field("record", nullable=True)
    format: str = field("format")
    encoding: str = field("encoding", nullable=True)
    title: str = field("title", nullable=True)
    author: str = field("author", nullable=True)
    outlet: str = field("outlet", nullable=True)
    url: str = field("url", nullable=True)
    language: str = field("language", nullable=True)
    rights: str = field("rights", nullable=True)
    published_start: date = field("published_start", nullable=True)
    published_end: date = field("published_end", nullable=True)
    published_basis: str = field("published_basis", nullable=True)
    duplicate_of: str = field("duplicate_of", refers_to="articles", nullable=True)
    similarity: float = field("similarity", nullable=True, ge=0, le=1)
    metadata: str = field("metadata", nullable=True)
    text: str = field("text")
    source_text: str = field("source_text")
