"""The table `entities`."""

from __future__ import annotations

from schemas.fields import field
from schemas.table import Table


class Entities(Table):
    """One real thing."""

    entity_id: str = field("entity_id", key=True)
    type: str = field("type")
    name_ar: str = field("name_ar")
    name_en: str = field("name_en", nullable=True)
    wikidata_id: str = field("wikidata_id", nullable=True, str_matches=r"^Q[1-9][0-9]*$")
    country: str = field("country", nullable=True)
    latitude: float = field("latitude", nullable=True, ge=-90, le=90)
    longitude: float = field("longitude", nullable=True, ge=-180, le=180)
    article_count: int = field("article_count", ge=1)
    mention_count: int = field("mention_count", ge=1)
