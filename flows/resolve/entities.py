"""Things from their namings: one row each, with names, country and place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import partial
from typing import Any

import polars as pl

from flows.knowledge.english import body_in_english
from flows.knowledge.knowledge import Knowledge
from flows.resolve.names import PERSON
from flows.resolve.transliterate import transliterate


def entities_of(linked: pl.DataFrame, knowledge: Knowledge) -> pl.DataFrame:
    """One row a thing: what the knowledge tables tell, else what its namings say.

    A thing that no table knows has its most told spelling as Arabic name (a person the fullest), the transliteration of
    it as English name, and the country that its namings tell.

    Args:
        linked: namings with `entity_id`; where one has a `mention_count`, it stands for so many.
        knowledge: what is known of things by their keys.
    """
    told: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    countries: dict[str, Counter[str]] = defaultdict(Counter)
    columns = ("entity_id", "type", "surface", "country")
    number = pl.col("mention_count").sum() if "mention_count" in linked.columns else pl.len()
    counts = linked.group_by(columns).agg(number.alias("count")).sort(columns, nulls_last=True)
    for entity_id, kind, surface, country, count in counts.iter_rows():
        told[entity_id][kind, surface] = told[entity_id].get((kind, surface), 0) + count
        if country is not None:
            countries[entity_id][country] += count
    rows = [_entity(key, told[key], countries[key], knowledge) for key in sorted(told)]
    return pl.DataFrame(rows, schema=ENTITY)


ENTITY = {
    "entity_id": pl.String,
    "type": pl.String,
    "name_ar": pl.String,
    "name_en": pl.String,
    "wikidata_id": pl.String,
    "country": pl.String,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
}


def _entity(
    entity_id: str, told: Mapping[tuple[str, str], int], countries: Mapping[str, int], knowledge: Knowledge
) -> dict[str, Any]:
    known = knowledge.thing(entity_id)
    row: dict[str, Any] = dict.fromkeys(ENTITY) | {"entity_id": entity_id}
    if known is not None:
        return row | {
            "type": known.type,
            "name_ar": known.name_ar,
            "name_en": known.name_en or transliterate(known.name_ar, of_person=known.type == PERSON),
            "wikidata_id": known.wikidata_id or None,
            "country": known.country or None,
            "latitude": known.latitude,
            "longitude": known.longitude,
        }
    kind, surface = min(told, key=lambda t: (-_fullness(t), -told[t], -len(t[1]), t[1]))
    name = " ".join(surface.split())
    country = min(countries, key=lambda code: (-countries[code], code)) if countries else None
    return row | {
        "type": kind,
        "name_ar": name,
        "name_en": _english(kind, name, knowledge),
        "country": country,
    }


def _english(kind: str, name: str, knowledge: Knowledge) -> str:
    """Return the English name of a thing that no table knows: a body's by its parts, else letter by letter."""
    told = None
    if kind != PERSON:
        told = body_in_english(name, knowledge, partial(transliterate, of_person=False))
    return told or transliterate(name, of_person=kind == PERSON)


def _fullness(told: tuple[str, str]) -> int:
    kind, surface = told
    return len(surface.split()) if kind == PERSON else 0
