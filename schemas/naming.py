"""The table `naming`."""

from __future__ import annotations

from schemas.fields import field
from schemas.table import Table


class Naming(Table):
    """One outlet's word for one thing.

    What an outlet calls a party, and whether it sets the name in quotation marks, is a choice that analysts read.
    """

    naming_id: str = field("naming_id", key=True)
    entity_id: str = field("entity_id", refers_to="entities")
    surface: str = field("surface")
    is_quoted: bool = field("is_quoted")
    outlet: str = field("outlet", nullable=True)
    article_count: int = field("article_count", ge=1)
    mention_count: int = field("mention_count", ge=1)
