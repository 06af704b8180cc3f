"""Learning the weights: the scorer, the fit, and annotated articles as data."""

from __future__ import annotations

import pytest

from flows.extract.events import linear
from flows.extract.events.annotated import read_article
from flows.extract.events.date_features import pair, unpair
from flows.extract.events.drills import drill_articles
from flows.extract.events.linear import Crossed, Dense, Ranking, Sparse, View, features_of, share, together
from flows.extract.events.models import NAMES, shipped


def test_unknown_features_say_nothing() -> None:
    sparse = Sparse({"a": {"x": 1.0, "y": -2.0}})
    assert sparse.scores((), ["a", "b"], ("x", "y", "z")) == [1.0, -2.0, 0.0]
    dense = Dense({"a": {"x": 1.0}, "b": {"y": 0.5}}, ("x", "y"))
    assert dense.scores(["a", "b", "c"]) == [1.0, 0.5]
    assert dense.scores(["c"]) == [0.0, 0.0]
    ranking = Ranking({"a": {"+": 1.0}, "b": {"+": -0.25}, "c": {"other": 3.0}}, "+")
    assert ranking.score(["a", "b", "b", "c", "d"]) == 0.5


def counted(count: int, word: str) -> tuple[str, ...]:
    """Name two features: a template as the views of an event have them."""
    return f"c={count}", f"cw={count}{word}"


VIEWS: list[View] = [
    (counted, 1, "في"),
    "alone",
    (counted, 2, "في"),
    (together, "alone", "cw=1في"),
    "unknown",
]
WEIGHTS = {"c=1": {"+": 1.0}, "cw=1في": {"+": 0.5, "-": -2.0}, "c=2": {"-": 0.25}, "alone": {"+": -0.75}}


def test_views_name_their_features_in_order() -> None:
    assert features_of(VIEWS) == [
        "c=1", "cw=1في", "alone", "c=2", "cw=2في", "alone", "cw=1في", "unknown",
    ]  # fmt: skip


def test_views_score_as_the_features_that_they_name() -> None:
    dense, ranking, sparse = Dense(WEIGHTS, ("+", "-")), Ranking(WEIGHTS, "+"), Sparse(WEIGHTS)
    for _ in range(2):  # named first, then remembered
        assert dense.scores(VIEWS) == dense.scores(features_of(VIEWS)) == [0.5, -3.75]
        assert ranking.score(VIEWS) == ranking.score(features_of(VIEWS)) == 0.5
        assert (
            sparse.scores(VIEWS, (), ("-", "+"))
            == sparse.scores((), features_of(VIEWS), ("-", "+"))
            == [-3.75, 0.5]
        )


def test_sums_that_were_forgotten_are_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear, "_MOST_KEPT", 2)
    ranking = Ranking(WEIGHTS, "+")
    assert [ranking.score(VIEWS) for _ in range(3)] == [0.5] * 3


def test_a_view_that_is_asked_again_and_again_is_summed_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear, "_MOST_KEPT", 3)
    asked: list[int] = []

    def number(value: int) -> tuple[str, ...]:
        asked.append(value)
        return (f"c={value}",)

    ranking = Ranking(WEIGHTS, "+")
    assert [ranking.score([(number, 1), (number, seldom)]) for seldom in range(10, 20)] == [1.0] * 10
    assert asked.count(1) == 1


def test_pairs_score_as_the_features_that_name_them() -> None:
    weights = {pair("sهنا", "told"): {"+": 1.25}, pair("p:", "ds"): {"+": -0.5}, "n=clauseA1": {"+": 2.0}}
    flat, crossed = Dense(weights, ("+",)), Crossed(weights, "+", unpair)
    shared = ["sهنا", "p:", "lلا"]
    options = [(["told", "told", "ds"], ["n=clauseA1"]), (["ds"], []), (["kin"], ["unknown"])]
    alone = [
        flat.scores([*(pair(s, kind) for s in shared for kind in kinds), *own])[0] for kinds, own in options
    ]
    assert crossed.scores(shared, options) == alone == [4.0, -0.5, 0.0]


@pytest.mark.parametrize("kind", ["clause", "eve", "ds", "l-"])
@pytest.mark.parametrize("shared", ["sهنا", "p:", "p=", "p=ds", "gkLnoun"])
def test_a_pair_is_taken_apart_as_it_was_joined(shared: str, kind: str) -> None:
    assert unpair(pair(shared, kind)) == (shared, kind)


@pytest.mark.parametrize("feature", ["n=clauseA1", "nb=sinceفي", "clclause+since", "clause0", "so3False"])
def test_a_feature_of_one_date_alone_is_no_pair(feature: str) -> None:
    assert unpair(feature) is None


def test_shares_of_options_sum_to_one_and_keep_their_order() -> None:
    shares = share([2.0, 0.0, 1000.0])
    assert sum(shares) == pytest.approx(1.0)
    assert shares[2] > shares[0] >= shares[1]


def test_the_fit_finds_the_feature_that_tells() -> None:
    pytest.importorskip("numpy")
    from flows.extract.events.learn import Example, fit

    examples = [
        Example([[("red", "stop")], [("red", "go")]], 0),
        Example([[("green", "stop")], [("green", "go")]], 1),
    ] * 4
    weights = fit(examples, l2=0.1)
    assert weights["red", "stop"] > 0 > weights["red", "go"]
    assert weights["green", "go"] > 0 > weights["green", "stop"]
    assert fit(examples, l2=0.1) == weights


def test_rare_features_get_no_weight() -> None:
    pytest.importorskip("numpy")
    from flows.extract.events.learn import Example, fit

    examples = [Example([[("often", "a"), ("once", "a")], []], 0), Example([[("often", "a")], []], 0)]
    assert set(fit(examples, l2=1.0)) == {("often", "a")}


RECORD = {
    "article_id": "x",
    "title": "زيارة إلى تونس",
    "author": "كاتب",
    "drop": ["إعلان"],
    "published": {"start": "2020-01-02", "end": "2020-01-02", "basis": ""},
    "marked": "{{v1|زيارة}} إلى [[e1|تونس]]\nإعلان\nكاتب\nوصل الوزيرُ [[t1|أمس]] وقدّم [[m1|ألف دولار]].\n",
    "entities": {"e1": {"type": "GPE", "name_ar": "تونس", "name_en": "Tunisia", "country": "TUN"}},
    "times": {"t1": ["2020-01-01", "2020-01-01"]},
    "amounts": {"m1": {"value": 1000, "unit": "USD"}},
    "events": [
        {"id": "v1", "type": "CONSULT", "mode": "visit", "status": "happened", "same_as": None,
         "actors": ["@?"], "recipients": ["e1"], "place": "e1", "date": None, "source": "unnamed", "contexts": []}
    ],
}  # fmt: skip


def test_an_annotation_becomes_a_document_with_spans_on_their_words() -> None:
    article = read_article(RECORD)
    text = article.document.text
    assert "إعلان" not in text
    assert "كاتب" not in text
    assert "وقدم" in text
    assert [text[n.start : n.end] for n in article.names] == ["تونس"]
    assert [text[t.start : t.end] for t in article.times] == ["أمس"]
    assert [text[a.start : a.end] for a in article.amounts] == ["ألف دولار"]
    event = article.events[0]
    assert text[event.start : event.end] == "زيارة"
    assert event.source == "?"
    assert article.document.sentences[0].kind == "title"


def test_document_offsets_lead_back_to_the_source() -> None:
    article = read_article(RECORD)
    document = article.document
    start, end = document.source_span(article.times[0].start, article.times[0].end)
    assert document.source_text[start:end] == "أمس"


def test_drills_mark_their_triggers_and_countries() -> None:
    drills = list(drill_articles())
    assert len(drills) > 400
    for article in drills:
        text = article.document.text
        assert "{" not in text
        assert ":" not in text
        assert all(text[event.start : event.end].strip() for event in article.events)
        named = {name.thing for name in article.names}
        assert all({*event.actors, *event.recipients} <= named for event in article.events)


def test_every_model_has_shipped_weights() -> None:
    models = shipped()
    assert all(hasattr(models, name) for name in NAMES)
    assert models.trigger.scores(["bias"], (), ("*",)) != [0.0]
