"""Namings of one thing are one entity: by knowledge, else by the full name and evidence, never by likeness alone."""

from __future__ import annotations

import random
from typing import Any

import polars as pl
import pytest

from flows.frames import NAMES
from flows.knowledge.knowledge import Knowledge, load
from flows.resolve.entities import entities_of
from flows.resolve.linking import link
from flows.resolve.naming import aliases_of


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def names(*rows: dict[str, Any]) -> pl.DataFrame:
    told = []
    for row in rows:
        full = {"article_id": "a", "type": "PERS", "key": None, "country": None} | row
        full.setdefault("surface", full["thing"])
        told.append({column: full.get(column) for column in NAMES})
    return pl.DataFrame(told, schema=NAMES)


def ids(knowledge: Knowledge, *rows: dict[str, Any]) -> list[str]:
    return link(names(*rows), knowledge)["entity_id"].to_list()


def person(thing: str, article: str = "a", country: str | None = None) -> dict[str, Any]:
    return {"thing": thing, "article_id": article, "country": country}


def body(thing: str, article: str) -> dict[str, Any]:
    return {"thing": thing, "article_id": article, "type": "ORG"}


def test_a_known_thing_has_its_key_as_id_and_all_that_is_known_of_it(knowledge: Knowledge) -> None:
    kingdom = {"type": "GPE", "thing": "gpe.MAR", "key": "gpe.MAR", "surface": "المملكة", "country": "MAR"}
    (entity,) = entities_of(link(names(kingdom), knowledge), knowledge).to_dicts()
    assert entity["entity_id"] == "gpe.MAR"
    assert (entity["name_ar"], entity["name_en"], entity["country"]) == ("المغرب", "Morocco", "MAR")


def test_a_known_person_is_recognised_in_a_spelling_that_no_table_lists(knowledge: Knowledge) -> None:
    known = knowledge.things["pers.aviv-kochavi"]
    (found,) = ids(knowledge, person("افيف كوخفي", country=known.country))
    assert found == known.key


def test_a_likeness_to_a_known_person_of_another_country_says_nothing(knowledge: Knowledge) -> None:
    (found,) = ids(knowledge, person("افيف كوخفي", country="PER"))
    assert found.startswith("pers-")


def test_a_full_name_is_one_thing_across_articles_and_two_where_the_countries_differ(
    knowledge: Knowledge,
) -> None:
    told = person("سمير الوادي"), person("سمير الوادي", "b", "TUN"), person("سمير الوادي", "c", "TUN")
    assert len(set(ids(knowledge, *told))) == 1
    first, second, other = ids(knowledge, *told[1:], person("سمير الوادي", "d", "OMN"))
    assert first == second != other


def test_two_people_of_one_family_name_stay_two(knowledge: Knowledge) -> None:
    first, second = ids(knowledge, person("سمير الوادي", "a", "TUN"), person("نبيل الوادي", "b", "TUN"))
    assert first != second
    here, there = ids(knowledge, person("الوادي", "a", "TUN"), person("الوادي", "b", "TUN"))
    assert here != there


def test_a_family_name_is_that_of_the_person_whom_the_articles_other_things_bring_along(
    knowledge: Knowledge,
) -> None:
    told = [
        person("سمير الوادي", "a"), body("شركة النورس البحرية", "a"),
        person("الوادي", "b"), body("شركة النورس البحرية", "b"),
    ]  # fmt: skip
    full, _, short, _ = ids(knowledge, *told)
    assert full == short


def test_a_family_name_that_may_be_of_two_people_is_of_neither(knowledge: Knowledge) -> None:
    told = [
        person("سمير الوادي", "a"), body("شركة النورس البحرية", "a"),
        person("نبيل الوادي", "c"), body("شركة النورس البحرية", "c"),
        person("الوادي", "b"), body("شركة النورس البحرية", "b"),
    ]  # fmt: skip
    found = ids(knowledge, *told)
    assert found[4] not in (found[0], found[2])


@pytest.mark.parametrize("other", ["مارتن غرونفلد", "مارتن جرونفيلد", "مارتن غرونفيدل"])
def test_spellings_of_one_foreign_name_are_one_thing_in_one_country(knowledge: Knowledge, other: str) -> None:
    first, second = ids(knowledge, person("مارتن غرونفيلد", "a", "DNK"), person(other, "b", "DNK"))
    assert first == second


def test_a_spelling_without_any_evidence_is_another_thing(knowledge: Knowledge) -> None:
    first, second = ids(knowledge, person("مارتن غرونفيلد", "a"), person("مارتن غرونفلد", "b"))
    assert first != second


def test_two_given_names_one_letter_apart_are_two_people(knowledge: Knowledge) -> None:
    first, second = ids(knowledge, person("حسن الوادي", "a", "TUN"), person("حسين الوادي", "b", "TUN"))
    assert first != second


def test_a_body_is_one_with_and_without_the_article(knowledge: Knowledge) -> None:
    first, second = ids(knowledge, body("الجمعية الزرقاء للصيد", "a"), body("جمعية الزرقاء للصيد", "b"))
    assert first == second


def test_an_unknown_person_is_called_by_the_fullest_name_and_its_transliteration(
    knowledge: Knowledge,
) -> None:
    rows = [person("سمير الوادي") | {"surface": s} for s in ("الوادي", "الوادي", "سمير  الوادي")]
    (entity,) = entities_of(link(names(*rows), knowledge), knowledge).to_dicts()
    assert entity["name_ar"] == "سمير الوادي"
    assert entity["name_en"] == "Samir al-Wadi"
    assert entity["entity_id"].startswith("pers-")


def test_every_spelling_is_counted(knowledge: Knowledge) -> None:
    rows = [person("علوي") | {"surface": s} for s in ("أحمد علوي", "أحمد علوي", "علوي")]
    assert aliases_of(link(names(*rows), knowledge)).select("surface", "mention_count").rows() == [
        ("أحمد علوي", 2),
        ("علوي", 1),
    ]


def test_the_order_of_names_changes_no_id(knowledge: Knowledge) -> None:
    first = ("سمير", "نبيل", "مارتن", "حسن")
    last = ("الوادي", "غرونفيلد", "غرونفلد", "الساحل")
    rows = [
        {"mention_id": f"m-{n}", "country": (None, "TUN", "DNK")[n % 3]}
        | person(f"{first[n % 4]} {last[n // 4 % 4]}" if n % 5 else last[n % 4], f"a{n % 7}")
        for n in range(60)
    ]
    wanted = dict(link(names(*rows), knowledge).select("mention_id", "entity_id").iter_rows())
    chance = random.Random(11)
    for _ in range(5):
        chance.shuffle(rows)
        assert dict(link(names(*rows), knowledge).select("mention_id", "entity_id").iter_rows()) == wanted
