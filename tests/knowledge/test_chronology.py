"""The memory of the news: its words in a text, its rows, its errors."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from flows.arabic import fold, tokenize
from flows.errors import InputError
from flows.knowledge import tables
from flows.knowledge.chronology import Chronology, Remembered
from flows.knowledge.knowledge import load

LONGEST = 12  # days of an event

ROW = {
    "key": "2031-03-04.fictive-visit",
    "start": "2031-03-04",
    "end": "2031-03-05",
    "all_of": "زاهر البستاني|وزير الصيد & الرباط|مغرب* & زيارة|وصل",
}


def find(chronology: Chronology, text: str) -> list[Remembered]:
    """Return the events of all of whose groups a text has a word."""
    told = chronology.told(tokenize(fold(text))).events
    return [event for event, groups in told.items() if len(groups) == event.groups]


def found(text: str, **changed: str) -> list[str]:
    return [event.key for event in find(Chronology([ROW | changed]), text)]


@pytest.mark.parametrize(
    "text",
    [
        "وصل زاهر البستاني إلى الرباط",
        "زيارة وزير الصيد للمغرب",
        "بعد وصول الوفد زار؛ وبالزيارة يلتقي وزير الصيد نظيره المغربي",
    ],
)
def test_a_word_of_each_group_finds_an_event(text: str) -> None:
    assert found(text) == [ROW["key"]]


@pytest.mark.parametrize(
    "text",
    [
        "وصل زاهر البستاني إلى تونس",  # nothing of the second group
        "وصل زاهر إلى الرباط ومعه البستاني",  # a phrase stands together
        "وصل وزير الصيدلة إلى الرباط",  # another word, as no star lets it end otherwise
        "",
    ],
)
def test_a_group_without_a_word_finds_nothing(text: str) -> None:
    assert found(text) == []


def test_what_is_told_of_an_event_is_told_by_group() -> None:
    chronology = Chronology([ROW])
    events, terms = chronology.told(tokenize(fold("وزير الصيد في الرباط")))
    assert list(events.values()) == [{0, 1}]
    assert {" ".join(word for word, _ in term) for term in terms} == {"وزير صيد", "رباط"}


def test_the_era_of_words_is_the_year_in_which_their_events_lie() -> None:
    years = range(2010, 2030)
    rows = [
        ROW | {"key": str(year), "start": f"{year}-03-04", "end": "", "all_of": f"{name} & زيارة"}
        for year in years
        for name in ("زاهر" if year < 2015 else "ماجد", "الرباط")
    ]
    chronology = Chronology(rows)

    def era(text: str) -> date | None:
        return chronology.era(chronology.told(tokenize(fold(text))).terms)

    early, late = era("زيارة زاهر إلى الرباط"), era("وصل ماجد إلى الرباط")
    assert early is not None
    assert late is not None
    assert early < date(2014, 9, 1) < late
    assert era("لا شيء") is None


@pytest.mark.parametrize(
    "changed",
    [
        {"start": "4 March"},
        {"end": "2031-02-01"},
        {"all_of": "الرباط & "},
        {"all_of": "| & الرباط"},
        {"end": "x"},
    ],
)
def test_a_row_that_can_t_be_read_is_told(changed: dict[str, str]) -> None:
    with pytest.raises(InputError, match=r"chronology: 2031-03-04\.fictive-visit"):
        Chronology([ROW | changed])


def test_an_event_without_an_end_lasts_a_day() -> None:
    (event,) = find(Chronology([ROW | {"end": ""}]), "وصل وزير الصيد إلى الرباط")
    assert event.first == event.last == date(2031, 3, 4)


def test_the_shipped_rows_are_days_with_words_enough() -> None:
    rows = tables.rows("chronology")
    Chronology(rows)
    assert not [key for key, count in Counter(row["key"] for row in rows).items() if count > 1]
    for row in rows:
        first = date.fromisoformat(row["start"])
        last = date.fromisoformat(row["end"] or row["start"])
        assert first <= last <= first + timedelta(days=LONGEST), row["key"]
        assert row["key"].startswith(row["start"])
        assert row["all_of"].count("&") >= 1, f"{row['key']}: one group of words fits too many days"


def test_a_curator_s_rows_are_laid_over_the_shipped_ones(tmp_path: Path) -> None:
    row = f"{ROW['key']},{ROW['start']},{ROW['end']},{ROW['all_of']},what"
    (tmp_path / "chronology.csv").write_text(f"key,start,end,all_of,what\n{row}\n", "utf-8")
    text = "وصل وزير الصيد إلى الرباط"
    assert find(load().chronology, text) == []
    assert [event.key for event in find(load(tmp_path).chronology, text)] == [ROW["key"]]
