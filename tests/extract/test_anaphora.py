"""A noun names again the body or person that the text named before, in sentences written for these tests."""

from __future__ import annotations

import pytest

from flows.extract.events.anaphora import named_again
from flows.extract.events.scene import scene
from flows.extract.names import find_names
from flows.knowledge.knowledge import load
from tests.extract.test_names import document


def again(text: str) -> list[tuple[str, str]]:
    """Return each noun that names somebody again, with the name that it stands for."""
    told = document(text)
    names, nationals = find_names(told, load())
    seen = scene(told, names, nationals, (), ())
    return [
        (text[seen.tokens[token].start : seen.tokens[token].end], text[names[span].start : names[span].end])
        for token, span, _ in named_again(seen)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "اتهمت جماعة الحوثي السعودية بخرق الهدنة.\nوقالت الجماعة إنها سترد.",
            [("الجماعة", "جماعة الحوثي")],
        ),
        (
            "اجتمعت منظمة الصحة العالمية في جنيف.\nودعت المنظمة إلى الحذر، وللمنظمة مكتب في القاهرة.",
            [("المنظمة", "منظمة الصحة العالمية"), ("وللمنظمة", "منظمة الصحة العالمية")],
        ),
        (
            "استقبل الرئيس دونالد ترامب ضيوفه في واشنطن.\nووعد الرئيس بالدعم.",
            [("الرئيس", "دونالد ترامب")],
        ),
    ],
)
def test_a_definite_noun_names_again_whom_it_opened_the_name_of(
    text: str, wanted: list[tuple[str, str]]
) -> None:
    assert again(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "قالت الجماعة إنها سترد.\nوهاجمت جماعة الحوثي الميناء.",  # nothing was named before
        "استقبل الرئيس دونالد ترامب ضيوفه.\nوحضر الرئيس الفرنسي اللقاء.",  # of another state
        "استقبل الرئيس دونالد ترامب ضيوفه.\nوحضر الرئيس إيمانويل ماكرون اللقاء.",  # the title of another person
        "هاجمت جماعة الحوثي الميناء.\nوانضمت جماعة إلى الهدنة.",  # not definite
    ],
)
def test_a_noun_that_is_told_of_somebody_else_names_nobody_again(text: str) -> None:
    assert again(text) == []


def test_of_two_bodies_with_one_noun_the_last_one_told_is_meant() -> None:
    text = "اجتمع مجلس الأمن الدولي في نيويورك.\nوانعقد مجلس التعاون الخليجي في الرياض، وأصدر المجلس بيانا."
    assert again(text) == [("المجلس", "مجلس التعاون الخليجي")]
