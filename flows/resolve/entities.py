"""Namings of one real thing become one entity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from flows.ids import make_id
from flows.knowledge.knowledge import Knowledge, Thing


def link(names: pl.DataFrame) -> pl.DataFrame:
    """Give every naming its thing.

    A name that the knowledge tables know has their key. All others are one thing where type, country
    and folded fullest name are the same, so an id depends on nothing that is found later.

    Args:
        names: `flows.frames.NAMES`.

    Returns:
        The same rows in the same order with the column `entity_id`.
    """
    cases = names.select("type", "thing", "key", "country").unique()
    ids = [
        key or make_id(kind.lower(), kind, thing, country) for kind, thing, key, country in cases.iter_rows()
    ]
    found = cases.with_columns(pl.Series("entity_id", ids, dtype=pl.String))
    return names.join(
        found, on=["type", "thing", "key", "country"], how="left", nulls_equal=True, maintain_order="left"
    )


def entities_of(linked: pl.DataFrame, knowledge: Knowledge) -> pl.DataFrame:
    """One row a thing: what the knowledge tables tell, else what most of its namings say.

    Args:
        linked: namings with `entity_id`.
        knowledge: what is known of things by their keys.
    """
    told = (
        linked.group_by("entity_id", "type", "country", "surface")
        .agg(pl.len().alias("count"))
        .sort("count", pl.col("surface").str.len_chars(), "surface", descending=[True, True, False])
        .unique("entity_id", keep="first", maintain_order=True)
        .sort("entity_id")
    )
    return pl.DataFrame(
        [_entity(row, knowledge.thing(row["entity_id"])) for row in told.iter_rows(named=True)],
        schema=_ENTITY,
    )


_ENTITY = {
    "entity_id": pl.String,
    "type": pl.String,
    "name_ar": pl.String,
    "name_en": pl.String,
    "wikidata_id": pl.String,
    "country": pl.String,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
}


def _entity(told: Mapping[str, Any], known: Thing | None) -> dict[str, Any]:
    row = dict.fromkeys(_ENTITY) | {"entity_id": told["entity_id"], "type": told["type"]}
    if known is None:
        return row | {"name_ar": " ".join(told["surface"].split()), "country": told["country"]}
    return row | {
        "name_ar": known.name_ar,
        "name_en": known.name_en or None,
        "wikidata_id": known.wikidata_id or None,
        "country": known.country or None,
        "latitude": known.latitude,
        "longitude": known.longitude,
    }


def aliases_of(mentions: pl.DataFrame) -> pl.DataFrame:
    """One row a spelling of a thing, with how often it is so written."""
    return (
        mentions.group_by("entity_id", "surface")
        .agg(pl.len().cast(pl.Int64).alias("mention_count"))
        .sort("entity_id", "surface")
    )
