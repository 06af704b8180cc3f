"""The table `aliases`."""

from __future__ import annotations

from schemas.fields import field
from schemas.table import Table


class Aliases(Table):
    """One spelling of one thing."""

    entity_id: str = field("entity_id", key=True, refers_to="entities")
    surface: str = field("surface", key=True)
    mention_count: int = field("mention_count", ge=1)
