"""Who held the office of an unnamed party, as knowledge tells: one person on all days in question, or nobody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows import frames
from flows.knowledge.knowledge import Knowledge, load
from flows.resolve.offices import with_holders

PEOPLE = (
    "key,type,name_ar,name_en,country,office,office_start,office_end\n"
    "pers.first,PERS,فلان الأول,First,TUV,defence minister,2020-05,2022-03\n"
    "pers.second,PERS,فلان الثاني,Second,TUV,defence minister,2022-03,\n"
    "pers.twice,PERS,فلان الثالث,Twice,TUV,head of state,2001|2011-02-03,2005|\n"
)
DAY = date(2021, 11, 24)


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    folder = tmp_path_factory.mktemp("people")
    (folder / "people.csv").write_text(PEOPLE, "utf-8")
    return load(Path(folder))


def holder(
    knowledge: Knowledge,
    event: tuple[date, date] | None,
    article: tuple[date, date] | None,
    office: str | None = "defence minister",
) -> str | None:
    """The holder of the office of one party of Tuvalu."""
    party = {
        "participant_id": "p",
        "event_mention_id": "e",
        "article_id": "a",
        "role": "actor",
        "country": "TUV",
    }
    told = {"event_mention_id": "e", "article_id": "a"}
    if event:
        told |= {"date_start": event[0], "date_end": event[1]}  # type: ignore[dict-item]
    dated = (
        [{"article_id": "a", "published_start": article[0], "published_end": article[1]}] if article else []
    )
    found = with_holders(
        frames.frame([party | {"office": office}], frames.PARTIES),
        frames.frame([told], frames.TELLINGS),
        frames.frame(dated, frames.DATED),
        knowledge,
    )
    key: str | None = found["holder_id"].item()
    return key


def test_the_one_holder_on_the_days_of_event_and_article_is_told(knowledge: Knowledge) -> None:
    assert holder(knowledge, (DAY, DAY), (DAY, DAY)) == "pers.first"


def test_the_days_of_the_article_serve_where_the_event_is_not_dated(knowledge: Knowledge) -> None:
    assert holder(knowledge, None, (DAY, DAY)) == "pers.first"


def test_the_days_of_the_event_serve_where_the_article_is_not_dated(knowledge: Knowledge) -> None:
    assert holder(knowledge, (DAY, DAY), None) == "pers.first"


def test_nobody_is_told_without_a_date_or_an_office(knowledge: Knowledge) -> None:
    assert holder(knowledge, None, None) is None
    assert holder(knowledge, (DAY, DAY), (DAY, DAY), office=None) is None


def test_nobody_is_told_where_the_office_changed_hands_between_event_and_article(
    knowledge: Knowledge,
) -> None:
    later = date(2022, 6, 1)
    assert holder(knowledge, (DAY, DAY), (later, later)) is None


@pytest.mark.parametrize("day", [date(2022, 3, 1), date(2022, 3, 31)])
def test_nobody_is_told_in_the_month_in_which_an_office_changed_hands(
    knowledge: Knowledge, day: date
) -> None:
    assert holder(knowledge, None, (day, day)) is None


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2003, 1, 1), "pers.twice"),
        (date(2001, 6, 1), None),
        (date(2008, 1, 1), None),
        (date(2011, 2, 3), "pers.twice"),
        (date(2020, 1, 1), "pers.twice"),
        (date(2099, 1, 1), None),
    ],
)
def test_terms_are_held_apart_and_one_that_goes_on_is_known_for_the_time_of_the_tables(
    knowledge: Knowledge, day: date, key: str | None
) -> None:
    assert holder(knowledge, None, (day, day), "head of state") == key
