"""Namings of one thing are one entity: by knowledge first, else by type, country and fullest name."""

from __future__ import annotations

from typing import Any

import polars as pl

from flows.frames import NAMES
from flows.knowledge.knowledge import load
from flows.resolve.entities import aliases_of, entities_of, link


def names(*rows: dict[str, Any]) -> pl.DataFrame:
    base = {"article_id": "a", "type": "PERS", "key": None, "country": None}
    return pl.DataFrame([{c: (base | row).get(c) for c in NAMES} for row in rows], schema=NAMES)


def test_a_known_thing_has_its_key_as_id_and_all_that_is_known_of_it() -> None:
    linked = link(
        names({"type": "GPE", "thing": "gpe.MAR", "key": "gpe.MAR", "surface": "المملكة", "country": "MAR"})
    )
    (entity,) = entities_of(linked, load()).to_dicts()
    assert entity["entity_id"] == "gpe.MAR"
    assert (entity["name_ar"], entity["name_en"], entity["country"]) == ("المغرب", "Morocco", "MAR")


def test_an_unknown_person_is_one_thing_across_articles_and_two_where_the_country_differs() -> None:
    linked = link(
        names(
            {"thing": "احمد علوي", "surface": "أحمد علوي", "article_id": "a"},
            {"thing": "احمد علوي", "surface": "علوي", "article_id": "b"},
            {"thing": "احمد علوي", "surface": "أحمد علوي", "article_id": "c", "country": "MAR"},
        )
    )
    first, second, other = linked["entity_id"]
    assert first == second != other


def test_an_unknown_thing_is_called_by_its_most_told_spelling() -> None:
    rows = [{"thing": "علوي", "surface": s} for s in ("علوي", "أحمد علوي", "أحمد علوي", "علوى")]
    (entity,) = entities_of(link(names(*rows)), load()).to_dicts()
    assert entity["name_ar"] == "أحمد علوي"
    assert entity["name_en"] is None
    assert entity["entity_id"].startswith("pers-")


def test_every_spelling_is_counted() -> None:
    rows = [{"thing": "علوي", "surface": s} for s in ("علوي", "أحمد علوي", "أحمد علوي")]
    assert aliases_of(link(names(*rows))).select("surface", "mention_count").rows() == [
        ("أحمد علوي", 2),
        ("علوي", 1),
    ]
