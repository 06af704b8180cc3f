"""Tellings of one real event are one row; what differs stays two; order changes nothing."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.frames import TELLINGS
from flows.resolve.counts import recount
from flows.resolve.describe import contexts_of, dyads_of, events_of
from flows.resolve.events import cluster

PARTIES = {
    "event_mention_id": pl.String, "role": pl.String, "entity_id": pl.String, "country": pl.String,
}  # fmt: skip
DAY = date(2021, 11, 24)


def telling(telling_id: str, article: str, **changed: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "event_mention_id": telling_id, "article_id": article, "start": 10, "surface": "زيارة", "event_type": "CONSULT",
        "mode": "visit", "status": "happened", "date_start": DAY, "date_end": DAY, "date_precision": "day",
        "contexts": [], "is_repeat": False, "confidence": 0.5,
    } | changed  # fmt: skip


def party(telling_id: str, entity: str | None, country: str | None, role: str = "actor") -> dict[str, Any]:
    return {"event_mention_id": telling_id, "role": role, "entity_id": entity, "country": country}


def visit_parties(*tellings: str) -> list[dict[str, Any]]:
    return [
        one
        for t in tellings
        for one in (party(t, "pers.gantz", "ISR"), party(t, "gpe.MAR", "MAR", "recipient"))
    ]


def clusters(tellings: list[dict[str, Any]], parties: list[dict[str, Any]]) -> dict[str, str]:
    rows = pl.DataFrame([{c: t.get(c) for c in TELLINGS} for t in tellings], schema=TELLINGS)
    published = pl.DataFrame(
        {"article_id": sorted({t["article_id"] for t in tellings})}, schema={"article_id": pl.String}
    ).with_columns(pl.lit(DAY).alias("published_start"))
    found = cluster(rows, pl.DataFrame(parties, schema=PARTIES), published)
    return dict(found.iter_rows())


def test_one_visit_told_in_two_articles_is_one_event() -> None:
    found = clusters([telling("em-1", "a"), telling("em-2", "b")], visit_parties("em-1", "em-2"))
    assert len(set(found.values())) == 1


def test_a_day_and_its_month_can_be_one_event() -> None:
    month = telling(
        "em-2", "b", date_start=date(2021, 11, 1), date_end=date(2021, 11, 30), date_precision="month"
    )
    found = clusters([telling("em-1", "a"), month], visit_parties("em-1", "em-2"))
    assert len(set(found.values())) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"event_type": "SUPPORT", "mode": None},
        {"date_start": date(2022, 7, 18), "date_end": date(2022, 7, 20)},
        {"mode": "phone"},
        {"date_start": None, "date_end": None},
        {"status": "denied"},
    ],
)
def test_another_type_date_mode_or_a_denial_is_another_event(changed: dict[str, Any]) -> None:
    found = clusters([telling("em-1", "a"), telling("em-2", "b", **changed)], visit_parties("em-1", "em-2"))
    assert len(set(found.values())) == 2


def test_another_visitor_on_the_same_day_is_another_event() -> None:
    parties = [
        *visit_parties("em-1"),
        party("em-2", "pers.sanchez", "ESP"),
        party("em-2", "gpe.MAR", "MAR", "recipient"),
    ]
    tellings = [telling("em-1", "a"), telling("em-2", "b", surface="لقاء")]
    found = clusters(tellings, [p for p in parties if p["entity_id"] != "gpe.MAR"])
    assert len(set(found.values())) == 2


def test_an_order_of_rows_changes_no_event_and_no_id() -> None:
    tellings = [
        telling(f"em-{n}", f"a{n % 4}", start=n, surface="زيارة" if n % 3 else "لقاء") for n in range(24)
    ]
    parties = visit_parties(*(t["event_mention_id"] for t in tellings))
    wanted = clusters(tellings, parties)
    chance = random.Random(7)
    for _ in range(5):
        chance.shuffle(tellings)
        chance.shuffle(parties)
        assert clusters(tellings, parties) == wanted


def told_event(*tellings: dict[str, Any], parties: list[dict[str, Any]]) -> dict[str, Any]:
    schema = TELLINGS | {"event_id": pl.String, "place_id": pl.String}
    rows = pl.DataFrame(
        [{c: t.get(c) for c in schema} | {"event_id": "ev-1"} for t in tellings], schema=schema
    )
    told = pl.DataFrame(parties, schema=PARTIES).with_columns(pl.lit("ev-1").alias("event_id"))
    names = {"gpe.MAR": ("المغرب", "Morocco"), "pers.gantz": ("بيني غانتس", "Benny Gantz")}
    return events_of(rows, told, names).row(0, named=True)


def test_an_event_takes_the_narrowest_date_and_what_happened_before_what_was_planned() -> None:
    planned = telling(
        "em-2", "b", status="planned", date_start=date(2021, 11, 1), date_end=date(2021, 11, 30)
    )
    event = told_event(planned, telling("em-1", "a"), parties=visit_parties("em-1", "em-2"))
    assert (event["date_start"], event["date_end"], event["status"]) == (DAY, DAY, "happened")
    assert event["confidence"] == pytest.approx(0.75)
    assert event["headline_en"] == "Visit: Benny Gantz → Morocco (2021-11-24)"
    assert event["headline"] == "زيارة: بيني غانتس ← المغرب (2021-11-24)"


def test_score_and_class_are_those_of_type_and_mode() -> None:
    event = told_event(telling("em-1", "a"), parties=visit_parties("em-1"))
    assert (event["quad_class"], event["score"], event["plover_type"]) == (1, 4.0, "CONSULT")
    planned = told_event(telling("em-1", "a", status="planned"), parties=visit_parties("em-1"))
    assert planned["plover_type"] == "AGREE"


def test_a_directed_event_has_ordered_dyads_and_a_mutual_one_a_pair() -> None:
    event = pl.DataFrame(
        [{"event_id": "ev-1", "date_start": DAY, "event_type": "CONSULT", "status": "happened", "score": 4.0}]
    )
    directed = [
        party("x", None, "ISR"),
        party("x", None, "MAR", "recipient"),
        party("x", None, "ISR", "recipient"),
    ]
    mutual = [party("x", None, "MAR"), party("x", None, "ISR"), party("x", None, None)]
    for parties, wanted in ((directed, [("ISR", "MAR", False)]), (mutual, [("ISR", "MAR", True)])):
        told = pl.DataFrame(parties, schema=PARTIES).with_columns(pl.lit("ev-1").alias("event_id"))
        rows = dyads_of(event, told).select("actor_country", "recipient_country", "is_mutual").rows()
        assert rows == wanted


def test_contexts_of_an_event_are_those_of_any_telling_once() -> None:
    tellings = pl.DataFrame(
        {"event_id": ["ev-1", "ev-1", "ev-2"], "contexts": [["legal"], ["legal", "military"], []]},
        schema={"event_id": pl.String, "contexts": pl.List(pl.String)},
    )
    assert contexts_of(tellings).rows() == [("ev-1", "legal"), ("ev-1", "military")]


def test_copies_and_repeats_do_not_count_as_tellings_of_their_own() -> None:
    articles = pl.DataFrame(
        {
            "article_id": ["a", "b", "c"],
            "outlet": ["X", "Y", "Z"],
            "duplicate_of": [None, None, "a"],
            "published_start": [DAY, None, date(2021, 11, 25)],
            "published_end": [DAY, None, date(2021, 11, 26)],
        },
        schema_overrides={"duplicate_of": pl.String},
    )
    told = pl.DataFrame(
        {
            "event_id": ["ev-1"] * 4,
            "article_id": ["a", "a", "b", "c"],
            "is_repeat": [False, True, False, False],
        }
    )
    nothing = pl.DataFrame(schema={"entity_id": pl.String, "surface": pl.String, "article_id": pl.String})
    tables = {
        "articles": articles, "event_mentions": told, "mentions": nothing, "entities": nothing.select("entity_id"),
        "aliases": nothing.select("entity_id", "surface"), "events": pl.DataFrame({"event_id": ["ev-1", "ev-untold"]}),
    }  # fmt: skip
    (event,) = recount(tables)["events"].to_dicts()
    assert event == {
        "event_id": "ev-1", "article_count": 3, "mention_count": 3, "outlet_count": 2,
        "first_reported": DAY, "last_reported": date(2021, 11, 26),
    }  # fmt: skip
