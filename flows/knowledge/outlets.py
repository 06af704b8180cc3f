"""The country whose public a news outlet has, where it has one."""

from __future__ import annotations

from functools import cache

from flows.arabic import fold
from flows.knowledge.tables import rows


def outlet_country(outlet: str | None) -> str | None:
    """Return the country of an outlet (ISO 3166-1 alpha-3), None if it has none or no table knows it."""
    return _countries().get(fold(outlet)) if outlet else None


@cache
def _countries() -> dict[str, str]:
    return {fold(row["outlet"]): row["country"] for row in rows("outlet_countries")}
