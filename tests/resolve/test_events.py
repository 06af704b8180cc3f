"""How an event's row is made from its tellings: status, date, place, parties, headline, counts, dyads, contexts."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.frames import TELLINGS
from flows.resolve.describe import Thing, contexts_of, dyads_of, events_of
from flows.resolve.headline import Names, Told, headlines
from flows.resolve.transliterate import transliterate

PARTIES = {
    "event_mention_id": pl.String, "role": pl.String, "entity_id": pl.String, "country": pl.String,
}  # fmt: skip
DAY = date(2031, 5, 12)
MAY = (date(2031, 5, 1), date(2031, 5, 31))
THINGS = {
    "gpe.DZA": Thing(Names("الجزائر", "Algeria"), "DZA", is_country=True),
    "gpe.TUN": Thing(Names("تونس", "Tunisia"), "TUN", is_country=True),
    "gpe.annaba": Thing(Names("عنابة", "Annaba"), "DZA", is_country=False),
    "pers.samir": Thing(Names("سمير الوادي", "Samir al-Wadi"), "TUN", is_country=False),
}


def telling(number: int = 1, article: str = "a", **changed: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "event_mention_id": f"em-{number}", "article_id": article, "start": number, "event_type": "CONSULT",
        "mode": "visit", "status": "happened", "date_start": DAY, "date_end": DAY, "date_precision": "day",
        "contexts": [], "is_repeat": False, "confidence": 0.5,
    } | changed  # fmt: skip


def party(entity: str | None, country: str | None, role: str = "actor") -> dict[str, Any]:
    return {"event_mention_id": "em-1", "role": role, "entity_id": entity, "country": country}


VISIT = (party("pers.samir", "TUN"), party("gpe.DZA", "DZA", "recipient"))


def event(*tellings: dict[str, Any], parties: tuple[dict[str, Any], ...] = VISIT) -> dict[str, Any]:
    schema = TELLINGS | {"event_id": pl.String, "place_id": pl.String}
    rows = pl.DataFrame(
        [{c: t.get(c) for c in schema} | {"event_id": "ev-1"} for t in tellings], schema=schema
    )
    told = pl.DataFrame(list(parties), schema=PARTIES).with_columns(pl.lit("ev-1").alias("event_id"))
    return events_of(rows, told, THINGS).row(0, named=True)


def test_what_happened_is_no_longer_planned() -> None:
    planned = [telling(n, status="planned") for n in (2, 3)]
    assert event(*planned, telling(1))["status"] == "happened"


@pytest.mark.parametrize(("denied", "wanted"), [(1, "happened"), (2, "happened"), (3, "denied")])
def test_a_denial_stands_where_more_deny_than_tell(denied: int, wanted: str) -> None:
    told = [telling(n) for n in (1, 2)] + [telling(n, status="denied") for n in range(3, 3 + denied)]
    assert event(*told)["status"] == wanted


def test_the_date_is_the_narrowest_of_those_that_most_tellings_can_mean() -> None:
    month = [telling(n, date_start=MAY[0], date_end=MAY[1], date_precision="month") for n in (2, 3)]
    stray = telling(4, date_start=date(2031, 6, 2), date_end=date(2031, 6, 2))
    found = event(stray, *month, telling(1))
    assert (found["date_start"], found["date_end"], found["date_precision"]) == (DAY, DAY, "day")


def test_an_undated_event_has_no_date() -> None:
    found = event(telling(date_start=None, date_end=None, date_precision=None))
    assert (found["date_start"], found["date_end"], found["date_precision"]) == (None, None, None)


def test_a_city_stands_before_its_country_as_place() -> None:
    told = [telling(1, place_id="gpe.DZA"), telling(2, place_id="gpe.DZA"), telling(3, place_id="gpe.annaba")]
    assert event(*told)["place_id"] == "gpe.annaba"
    assert (
        event(telling(1, place_id="gpe.TUN"), telling(2, place_id="gpe.TUN"), told[2])["place_id"]
        == "gpe.TUN"
    )


def test_confidence_grows_with_articles_and_not_with_tellings_of_one() -> None:
    assert event(telling(1), telling(2))["confidence"] == pytest.approx(0.5)
    assert event(telling(1), telling(2, "b"))["confidence"] == pytest.approx(0.75)


def test_score_and_class_are_those_of_type_and_mode_and_cooperation_to_come_is_a_promise() -> None:
    found = event(telling())
    assert (found["quad_class"], found["score"], found["plover_type"]) == (1, 4.0, "CONSULT")
    assert event(telling(status="planned"))["plover_type"] == "AGREE"


def test_a_headline_tells_what_who_where_and_when() -> None:
    found = event(telling(place_id="gpe.annaba"))
    assert found["headline"] == "زيارة سمير الوادي إلى الجزائر، في عنابة (12 مايو 2031)"
    assert found["headline_en"] == "Visit of Samir al-Wadi to Algeria, in Annaba (12 May 2031)"


def test_a_headline_leaves_out_the_country_of_a_named_party_and_names_no_party_twice() -> None:
    found = event(telling(), parties=(party("pers.samir", "TUN"), party(None, "TUN"), *VISIT[1:]))
    assert found["headline_en"] == "Visit of Samir al-Wadi to Algeria (12 May 2031)"


def test_a_headline_writes_the_preposition_as_arabic_joins_it_and_says_what_is_denied() -> None:
    told = Told(
        "ACCUSE", "allege", "denied", [Names("تونس", "Tunisia")], [Names("المغرب", "Morocco")], None, *MAY
    )
    assert headlines(told) == (
        "منفي: اتهام تونس للمغرب (مايو 2031)", "Denied: Accusation of Morocco by Tunisia (May 2031)",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        (date(2031, 5, 12), date(2031, 5, 14), "12-14 May 2031"),
        (date(2031, 1, 1), date(2031, 12, 31), "2031"),
        (date(2030, 1, 1), date(2031, 12, 31), "2030-2031"),
        (date(2031, 5, 30), date(2031, 6, 2), "30 May 2031 - 2 June 2031"),
    ],
)
def test_a_headline_says_a_range_of_days_as_briefly_as_it_can(start: date, end: date, wanted: str) -> None:
    told = Told("PROTEST", None, "happened", [], [], None, start, end)
    assert headlines(told)[1] == f"Protest: an unnamed party ({wanted})"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("محمد الساحلي", "Mohamed al-Sahali"),
        ("شبتاي", "Shabtay"),
        ("عبد الله بن صالح", "Abd al-Lah bin Saleh"),
    ],
)
def test_an_unknown_persons_name_is_transliterated(name: str, wanted: str) -> None:
    assert transliterate(name, of_person=True).isascii()
    assert transliterate(name, of_person=True).split()[0] == wanted.split(maxsplit=1)[0]


def test_a_directed_event_has_ordered_dyads_and_a_mutual_one_a_pair() -> None:
    told = pl.DataFrame(
        [{"event_id": "ev-1", "date_start": DAY, "event_type": "CONSULT", "status": "happened", "score": 4.0}]
    )
    directed = [party(None, "TUN"), party(None, "DZA", "recipient"), party(None, "TUN", "recipient")]
    mutual = [party(None, "TUN"), party(None, "DZA"), party(None, None)]
    for parties, wanted in ((directed, [("TUN", "DZA", False)]), (mutual, [("DZA", "TUN", True)])):
        sides = pl.DataFrame(parties, schema=PARTIES).with_columns(pl.lit("ev-1").alias("event_id"))
        rows = dyads_of(told, sides).select("actor_country", "recipient_country", "is_mutual").rows()
        assert rows == wanted


def test_contexts_of_an_event_are_those_of_any_telling_once() -> None:
    tellings = pl.DataFrame(
        {"event_id": ["ev-1", "ev-1", "ev-2"], "contexts": [["legal"], ["legal", "military"], []]},
        schema={"event_id": pl.String, "contexts": pl.List(pl.String)},
    )
    assert contexts_of(tellings).rows() == [("ev-1", "legal"), ("ev-1", "military")]
