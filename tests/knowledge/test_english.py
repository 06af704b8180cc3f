"""Bodies that no table knows have English names by their parts, or none."""

from __future__ import annotations

import pytest

from flows.arabic import fold
from flows.knowledge import tables
from flows.knowledge.english import body_in_english
from flows.knowledge.knowledge import load


def english(name: str) -> str | None:
    return body_in_english(name, load(), lambda word: f"<{word}>")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("البعثة الجزائرية", "Algerian Mission"),
        ("اللجنة الوطنية لحقوق الإنسان", "National Committee for Human Rights"),
        ("وزارة الصناعة والتجارة", "Ministry of Industry and Trade"),
        ("وزارة التربية الوطنية المغربية", "Moroccan Ministry of National Education"),
        ("الجيش الوطني الليبي", "Libyan National Army"),
        ("لجنة العلاقات الخارجية بمجلس الشيوخ", "Committee of Foreign Relations in Senate"),
        ("مؤتمر برلين", "Berlin Conference"),
    ],
)
def test_a_name_of_known_words_is_told_in_english_order(name: str, told: str) -> None:
    assert english(name) == told


def test_a_proper_name_is_spelt_before_its_noun() -> None:
    assert english("حزب الزيتونة") == "<الزيتونه> Party"


@pytest.mark.parametrize("name", ["الزيتونة", "أولاد صالح", "لجنة حقوق الإنسان زيتونة"])
def test_a_name_is_not_told_where_its_parts_do_not_tell_it(name: str) -> None:
    assert english(name) is None


def test_every_word_stands_once() -> None:
    keys = [(fold(row["key"]), row["kind"]) for row in tables.rows("body_words")]
    assert len(set(keys)) == len(keys)


def test_every_nationality_is_that_of_a_known_country() -> None:
    codes = [row["key"] for row in tables.rows("body_words") if row["kind"] == "nationality"]
    assert all(load().country(code) is not None for code in codes)
