"""What the tables know, in the form that reading needs, and that the tables themselves are sound."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from flows.arabic import fold
from flows.errors import InputError
from flows.knowledge import inflection, tables
from flows.knowledge.knowledge import SHY, THING_TABLES, Knowledge, load, words_of


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return load()


def test_the_same_tables_give_the_same_object() -> None:
    assert load() is load()


def test_countries_have_capitals_positions_and_ids(known: Knowledge) -> None:
    morocco = known.country("MAR")
    assert morocco is not None
    assert morocco.name_ar == "المغرب"
    assert morocco.wikidata_id == "Q1028"
    assert morocco.latitude == pytest.approx(34.0, abs=0.2)
    capitals = {row["country"]: row["capital"] for row in tables.rows("countries")}
    assert known.things[capitals["MAR"]].name_ar == "الرباط"
    assert known.country("QQQ") is None


def test_every_arab_state_has_a_capital_that_is_a_city(known: Knowledge) -> None:
    arab = [
        "DZA",
        "BHR",
        "COM",
        "DJI",
        "EGY",
        "IRQ",
        "JOR",
        "KWT",
        "LBN",
        "LBY",
        "MRT",
        "MAR",
        "OMN",
        "QAT",
        "SAU",
    ]
    arab += ["SOM", "SDN", "SYR", "TUN", "ARE", "YEM"]
    capitals = {row["country"]: row["capital"] for row in tables.rows("countries")}
    assert [code for code in arab if capitals[code] not in known.things] == []


def test_homonyms_are_all_there_the_larger_first(known: Knowledge) -> None:
    keys = known.names.entries[words_of("طرابلس")]
    assert [known.things[key].country for key in keys] == ["LBY", "LBN"]
    assert known.names.entries[words_of("عمان")][0] == "gpe.OMN"


@pytest.mark.parametrize("word", ["كان", "بن", "بيان", "إطار", "المائة", "كيف", "بورصة"])
def test_ordinary_words_are_no_cities(known: Knowledge, word: str) -> None:
    assert fold(word) not in known.names.entries


@pytest.mark.parametrize(
    ("form", "country", "plural", "is_definite"),
    [
        ("مغربي", "MAR", False, False),
        ("المغربية", "MAR", False, True),
        ("المغاربة", "MAR", True, True),
        ("إسرائيليين", "ISR", True, False),
        ("جزائريتان", "DZA", False, False),
        ("الكورية الشمالية", "PRK", False, True),
        ("الأميركيون", "USA", True, True),
        ("الماليين", "MLI", True, True),
        ("الاحتلال", "ISR", False, True),
    ],
)
def test_forms_of_nationalities(
    known: Knowledge, form: str, country: str, plural: bool, is_definite: bool
) -> None:
    told = known.national(fold(form))
    assert told is not None
    assert told == (country, plural, is_definite)


@pytest.mark.parametrize("word", ["مالي", "المالية", "احتلال", "عاجية"])
def test_ordinary_adjectives_tell_no_nationality(known: Knowledge, word: str) -> None:
    assert known.national(fold(word)) is None


def test_spellings_by_rule_lead_to_the_same_person(known: Knowledge) -> None:
    forms = ["بيني غانتس", "بيني گانتس", "بيني جانتس", "بيني قانتس", "بيني غانتز"]
    assert {known.names.entries[words_of(form)] for form in forms} == {("pers.benny-gantz",)}


def test_short_words_are_not_respelt() -> None:
    assert inflection.spellings("غزه") == ["غزه"]


def test_bodies_of_every_country_are_made_from_their_halves(known: Knowledge) -> None:
    ministry = known.thing("org.mfa.MAR")
    assert ministry is not None
    assert (ministry.name_ar, ministry.country) == ("وزارة الخارجية المغربية", "MAR")
    assert ministry.name_en == "Ministry of Foreign Affairs of Morocco"
    assert known.thing("org.mfa.QQQ") is None
    assert known.thing("org.nothing.MAR") is None


def test_offices_are_found_by_their_day(known: Knowledge) -> None:
    assert [t.key for t in known.holders("head of state", "USA", date(2019, 5, 1))] == [
        "pers.donald-trump"
    ] or [t.key for t in known.holders("head of state", "FRA", date(2019, 5, 1))] == ["pers.emmanuel-macron"]
    assert [t.name_en for t in known.holders("foreign minister", "RUS", date(2020, 1, 1))] == [
        "Sergey Lavrov"
    ]


def test_who_held_an_office_alone_is_told_only_for_days_that_are_sure(known: Knowledge) -> None:
    def sole(office: str, country: str, *days: date) -> str | None:
        found = known.sole_holder(office, country, min(days), max(days))
        return None if found is None else found.key

    assert sole("defence minister", "ISR", date(2021, 11, 24)) == "pers.benny-gantz"
    assert sole("defence minister", "ISR", date(2021, 11, 24), date(2023, 5, 1)) is None
    assert sole("head of state", "USA", date(2022, 5, 1)) == "pers.joe-biden"
    assert sole("head of state", "USA", date(2018, 5, 1)) == "pers.donald-trump"
    assert sole("head of government", "LBY", date(2017, 1, 1)) is None  # two at a time


def test_a_curators_person_is_known_and_a_shipped_one_can_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(
        "key,type,name_ar,aliases,name_en,country\npers.x,PERS,فلان العلاني,العلاني,Fulan,TUN\n", "utf-8"
    )
    known = load(tmp_path)
    assert known.names.entries[words_of("فلان العلاني")] == ("pers.x",)
    assert "pers.benny-gantz" in known.things


def test_a_cell_that_is_no_day_is_refused_with_its_row(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(
        "key,type,name_ar,name_en,office_start\npers.x,PERS,فلان العلاني,Fulan,yesterday\n", "utf-8"
    )
    with pytest.raises(InputError, match="row pers"):
        load(tmp_path)


def test_keys_are_ascii_slugs_and_unique_over_all_tables() -> None:
    keys = [row["key"] for name in THING_TABLES for row in tables.rows(name)]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    assert [
        key
        for key in keys
        if not re.fullmatch(r"(pers|org|gpe|loc|fac|law|event)\.[A-Za-z0-9-]+(\.[A-Z]{3})?", key)
    ] == []


def test_types_and_countries_are_those_of_the_code_lists(known: Knowledge) -> None:
    types = {"PERS", "ORG", "GPE", "LOC", "FAC", "LAW", "EVENT"}
    for name in THING_TABLES:
        for row in tables.rows(name):
            assert row["type"] in types, row
            assert not row["country"] or known.country(row["country"]), row


def test_no_plain_name_of_a_person_or_organisation_names_two_of_them() -> None:
    owners = defaultdict(set)
    for name in ("people", "organisations"):
        for row in tables.rows(name):
            for alias in (row["name_ar"], *filter(None, row["aliases"].split("|"))):
                if not alias.startswith(SHY):
                    owners[words_of(alias)].add(row["key"])
    assert {alias: keys for alias, keys in owners.items() if len(keys) > 1} == {}


def test_terms_of_office_end_after_they_began(known: Knowledge) -> None:
    for thing in known.things.values():
        for term in thing.terms:
            if term.start and term.end:
                assert term.start <= term.end, thing.key


def test_tables_are_of_the_promised_breadth() -> None:
    assert len(tables.rows("people")) >= 400
    assert len(tables.rows("organisations")) >= 300
    assert (tables.FOLDER / "cities.csv").stat().st_size < 2_000_000
    assert (tables.FOLDER / "name_words.csv").stat().st_size < 300_000
