"""A thing that neither a table nor its own name places is of the likeliest country told, in sentences written here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flows.extract.events.labelled import annotated
from flows.extract.names import find_names
from flows.extract.names.affiliation_train import decisions, held_out, learn
from flows.knowledge.knowledge import load
from tests.extract.test_names import document


def country_of(name: str, text: str, outlet: str | None = None) -> str | None:
    names, _ = find_names(replace(document(text), outlet=outlet), load())
    (country,) = {found.country for found in names if text[found.start : found.end] == name}
    return country


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        (
            "وصل وفد من فرنسا إلى باريس بعد زيارة فرنسا.\nوقال سالم المرغني، وهو محام في طرابلس بليبيا، إن الملف أغلق.",
            "سالم المرغني",
            "LBY",
        ),
        (
            "بحثت مصر مع السودان ملف المياه في القاهرة.\nوأكد الخبير السوداني عثمان الطريفي أن مصر وافقت.",
            "عثمان الطريفي",
            "SDN",
        ),
        (
            "تستعد تونس للانتخابات، ويتوقع التونسيون نسبة عالية.\nوقال رضا الزغلامي إن صفاقس جاهزة.",
            "رضا الزغلامي",
            "TUN",
        ),
    ],
)
def test_a_person_is_of_the_country_that_is_told_nearest_or_that_the_article_is_about(
    text: str, name: str, country: str
) -> None:
    assert country_of(name, text) == country


def test_a_country_that_is_inferred_says_so() -> None:
    names, _ = find_names(document("تستعد تونس للانتخابات.\nوقال رضا الزغلامي إن تونس جاهزة."), load())
    assert [(name.country, "country:likeliest" in name.method) for name in names] == [
        ("TUN", False),
        ("TUN", True),
        ("TUN", False),
    ]


def test_where_an_article_tells_no_country_its_outlet_does() -> None:
    text = "دخل عمال النظافة في إضراب.\nوقال رضا الزغلامي إن المطالب مشروعة."
    assert country_of("رضا الزغلامي", text) is None
    assert country_of("رضا الزغلامي", text, "Jawhara FM") == "TUN"


def test_weights_that_have_not_seen_an_article_tell_its_countries(shared: Path) -> None:
    articles = [decisions(article, load()) for article in annotated(shared)]
    always_none = held_out(articles, lambda _: {("none", ""): 1.0})
    most_told = held_out(
        articles, lambda _: {(f"rank {kind} 0 {n}", ""): 1.0 for kind in ("PERS", "ORG") for n in range(5)}
    )
    learnt = held_out(articles, learn)
    assert always_none == 0.0
    assert most_told < learnt - 0.05, (most_told, learnt)
