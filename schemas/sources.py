"""The table `sources`."""

from __future__ import annotations

from schemas.fields import field
from schemas.table import Table


class Sources(Table):
    """One file that holds an article; an article found in two files has two rows."""

    article_id: str = field("article_id", key=True, refers_to="articles")
    source_file: str = field("source_file", key=True)
    source_sha256: str = field("source_sha256", str_matches=r"^[0-9a-f]{64}$")
    is_primary: bool = field("is_primary")
