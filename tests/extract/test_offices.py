"""Parties that are told by their office: which words do, which do not, and whom the article itself names."""

from __future__ import annotations

from functools import cache

import pytest

from flows.document import Document, Segment, Sentence
from flows.extract.readings import Party, Reading
from flows.extract.stage import read
from flows.knowledge import tables
from flows.knowledge.knowledge import load
from schemas.package import code_lists


@cache
def reading(*sentences: str) -> Reading:
    """What is read, by knowledge alone, in an article of these sentences of 10 March 2022."""
    at, bounds = 0, []
    for number, sentence in enumerate(sentences):
        bounds.append(Sentence(number, at, at + len(sentence), number))
        at += len(sentence) + 1
    text = "\n".join(sentences)
    document = Document("told", text, text, tuple(bounds), (Segment(0, 0, len(text)),))
    return read(document, load(), "2022-03-10", ())[1]


def offices(*sentences: str) -> set[tuple[str | None, str | None]]:
    """Country and office of the parties that are told by one."""
    return {(p.country, p.office) for p in parties(*sentences) if p.office}


def parties(*sentences: str) -> list[Party]:
    return [party for event in reading(*sentences).events for party in event.parties]


@pytest.mark.parametrize(
    ("sentence", "country", "office"),
    [
        ("زار وزير الدفاع الإسرائيلي الرباط.", "ISR", "defence minister"),
        ("استقبل الملك محمد السادس وزيرة الخارجية الألمانية في الرباط.", "DEU", "foreign minister"),
        ("يزور الرئيس الفرنسي الجزائر.", "FRA", "head of state"),
        ("انتقد رئيس الوزراء البريطاني روسيا.", "GBR", "head of government"),
        ("التقى وزير الداخلية المغربي بنظيره الإسباني.", "ESP", "interior minister"),
    ],
)
def test_an_office_with_the_adjective_of_a_country_tells_who_takes_part(
    sentence: str, country: str, office: str
) -> None:
    assert (country, office) in offices(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "زار نائب وزير الدفاع الإسرائيلي الرباط.",
        "زار مستشار الرئيس الفرنسي الجزائر.",
        "زار وزير الدفاع الإسرائيلي السابق الرباط.",
        "زار الرئيس الفرنسي المنتخب الجزائر.",
        "زار وفد إسرائيلي الرباط.",
        "زار وزير إسرائيلي الرباط.",
        "يزور الرئيس الإسباني الجزائر.",
        "زار وزير الدفاع الإسرائيلي الرباط بعد أن قصف الجيش السوري والطيران الإسرائيلي مواقع.",
    ],
)
def test_what_only_looks_like_an_office_tells_nobody(sentence: str) -> None:
    assert not {office for _, office in offices(sentence)}


def named(*sentences: str) -> set[str | None]:
    """Keys of the parties that were put in an office's place."""
    found = reading(*sentences)
    events = [event for event in found.events if ":office" in event.method]
    return {found.names[p.name].key for event in events for p in event.parties if p.name is not None}


def test_the_holder_whom_the_article_names_takes_part() -> None:
    told = "قال وزير الدفاع الإسرائيلي بيني غانتس إن بلاده تتابع الوضع.", "زار وزير الدفاع الإسرائيلي الرباط."
    assert "pers.benny-gantz" in named(*told)
    assert not offices(*told)


def test_a_name_in_apposition_behind_a_comma_is_the_holder() -> None:
    told = (
        "قال ولي العهد السعودي، الأمير محمد بن سلمان، إن بلاده تتابع الوضع.",
        "وكان الجو صحوا طوال النهار.",
        "زار ولي العهد السعودي القاهرة.",
    )
    assert "pers.mohammed-bin-salman" in named(*told)


def test_who_is_named_beside_an_office_with_and_does_not_hold_it() -> None:
    told = "بحث وزير الخارجية الروسي ونتنياهو الوضع.", "زار وزير الخارجية الروسي الجزائر."
    assert not named(*told)
    assert ("RUS", "foreign minister") in offices(*told)


def test_an_article_that_names_two_holders_of_an_office_names_none() -> None:
    told = (
        "قال وزير الدفاع الإسرائيلي بيني غانتس ذلك.",
        "وكان وزير الدفاع الإسرائيلي أفيغدور ليبرمان قد رفضه.",
        "زار وزير الدفاع الإسرائيلي الرباط.",
    )
    assert not named(*told)
    assert ("ISR", "defence minister") in offices(*told)


def test_the_offices_are_those_of_the_people_and_have_labels() -> None:
    offices_told = {row["office"] for row in tables.rows("offices")}
    assert offices_told <= {row["office"] for row in tables.rows("people")}
    assert offices_told == code_lists()["office"].keys()
