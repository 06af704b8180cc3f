"""Events in single sentences: no event where there is none, how real it is, and who does it to whom."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from flows.document import Document, Published, Segment, Sentence
from flows.extract.events import find_events
from flows.extract.readings import EventSpan, NameSpan

HERE = Path(__file__).parent
PUBLISHED = Published(date(2021, 6, 15), date(2021, 6, 15), "the test's day")


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table beside this file."""
    lines = (HERE / name).read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


COUNTRIES = {row["name"]: row["country"] for row in table("event_countries.csv")}
NAMED = re.compile("|".join(sorted(COUNTRIES, key=len, reverse=True)))


def read(sentence: str) -> tuple[tuple[EventSpan, ...], tuple[int, int] | None]:
    """Read a sentence as an article's body; also return where its last words in braces stand."""
    braces = [
        (m.start() - 2 * i, m.end() - 2 * i - 2) for i, m in enumerate(re.finditer(r"\{[^}]*\}", sentence))
    ]
    text = sentence.replace("{", "").replace("}", "") + "."
    names = tuple(
        NameSpan(m.start(), m.end(), "GPE", m.group(), m.group(), COUNTRIES[m.group()], "test", 1.0)
        for m in NAMED.finditer(text)
    )
    whole = (Sentence(0, 0, len(text), 0),)
    document = Document("test", text, text, whole, (Segment(0, 0, len(text)),), published=PUBLISHED)
    return find_events(document, names, (), (), (), PUBLISHED), braces[-1] if braces else None


def event_in_braces(sentence: str) -> EventSpan:
    """Return the event that the braces mark."""
    events, span = read(sentence)
    assert span is not None
    marked = [event for event in events if event.start < span[1] and span[0] < event.end]
    assert marked, f"no event at {span}; found {[(e.start, e.event_type) for e in events]}"
    return marked[0]


@pytest.mark.parametrize(
    "row", table("event_traps.csv"), ids=lambda row: f"{row['field']}: {row['sentence'][:40]}"
)
def test_words_of_conflict_in_other_fields_tell_no_event(row: dict[str, str]) -> None:
    events, _ = read(row["sentence"])
    assert [(row["sentence"][e.start : e.end], e.event_type) for e in events] == []


@pytest.mark.parametrize(
    "row", table("event_statuses.csv"), ids=lambda row: f"{row['status']}: {row['sentence'][:40]}"
)
def test_status_follows_the_words_that_govern_the_event(row: dict[str, str]) -> None:
    assert event_in_braces(row["sentence"]).status == row["status"]


@pytest.mark.parametrize("row", table("event_directions.csv"), ids=lambda row: row["sentence"][:50])
def test_parties_have_the_role_that_syntax_gives_them(row: dict[str, str]) -> None:
    event = event_in_braces(row["sentence"])
    told = {role: {p.country for p in event.parties if p.role == role} for role in ("actor", "recipient")}
    assert told["actor"] == set(row["actors"].split())
    assert told["recipient"] == set(row["recipients"].split())
