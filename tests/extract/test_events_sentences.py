"""Events in single sentences: no event where there is none, how real it is, and who does it to whom.

Each table was written before the rules were tried on it. A test states the share of a table that must be right, by
the rules alone and with the reader, and lists what is wrong when it fails.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows.document import Document, Published, Segment, Sentence
from flows.extract.events import find_events
from flows.extract.events.nationalities import nationality_words
from flows.extract.reader.files import is_there
from flows.extract.reader.reader import Reader
from flows.extract.readings import EventSpan, NameSpan

HERE = Path(__file__).parent
PUBLISHED = Published(date(2021, 6, 15), date(2021, 6, 15), "the test's day")
PARTS = re.compile(r"\{([^}]*)\}|\[([^|\]]+)\|([A-Z]+)\|([A-Z]{3})\]")

FLOORS = {"traps": (0.9, 0.88), "statuses": (0.84, 0.86), "directions": (0.8, 0.83)}
"""Per table, the share that must be right by the rules alone and with the reader: what was reached, less some rows."""

Row = dict[str, str]


def table(name: str) -> list[Row]:
    """Return the rows of a table beside this file."""
    lines = (HERE / name).read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


COUNTRIES = {row["name"]: row["country"] for row in table("event_countries.csv")}
BEHIND_LAM = {name[2:]: name for name in COUNTRIES if name.startswith("ال")}
"""Names as they are written behind `لل`."""
NAMED = re.compile(
    "|".join([*sorted(COUNTRIES, key=len, reverse=True), f"(?<=لل)(?:{'|'.join(BEHIND_LAM)})"])
)


@pytest.fixture(
    scope="module",
    params=[
        "rules",
        pytest.param(
            "reader", marks=pytest.mark.skipif(not is_there(), reason="the model's files are absent")
        ),
    ],
)
def reader(request: pytest.FixtureRequest) -> Reader | None:
    return Reader() if request.param == "reader" else None


class Told:
    """A sentence as an article's body: `{trigger}`, `[name|TYPE|ISO3]`; countries and nationalities are seen anyway."""

    def __init__(self, marked: str, reader: Reader | None) -> None:
        self.text, self.names, self.trigger = "", list[NameSpan](), (0, 0)
        last = 0
        for match in PARTS.finditer(marked):
            self._plain(marked[last : match.start()])
            start = len(self.text)
            if match.group(1):
                self._plain(match.group(1))
                self.trigger = start, len(self.text)
            else:
                self._name(match.group(2), match.group(3), match.group(4))
            last = match.end()
        self._plain(marked[last:] + ("" if marked[-1] in "؟!" else "."))
        whole = (Sentence(0, 0, len(self.text), 0),)
        document = Document(
            "test", self.text, self.text, whole, (Segment(0, 0, len(self.text)),), published=PUBLISHED
        )
        heard = reader.hear(document) if reader else None
        nationals = tuple(nationality_words(document, self.names))
        self.events = find_events(document, self.names, nationals, (), (), PUBLISHED, heard)

    def _plain(self, text: str) -> None:
        last = 0
        for match in NAMED.finditer(text):
            self.text += text[last : match.start()]
            name = BEHIND_LAM.get(match.group(), match.group())
            self._name(match.group(), "GPE", COUNTRIES[name], name)
            last = match.end()
        self.text += text[last:]

    def _name(self, surface: str, label: str, country: str, name: str = "") -> None:
        start = len(self.text)
        self.text += surface
        thing = name or surface
        self.names.append(NameSpan(start, len(self.text), label, thing, thing, country, "test", 1.0))

    def event(self) -> EventSpan | None:
        """Return the event that the braces mark."""
        start, end = self.trigger
        return next((e for e in self.events if e.start < end and start < e.end), None)

    def parties(self, role: str) -> set[str | None]:
        """Return the countries of the marked event's parties in a role."""
        event = self.event()
        return {party.country for party in event.parties if party.role == role} if event else set()


def floor(name: str, reader: Reader | None) -> float:
    """Return the share of a table's rows that must be right."""
    return FLOORS[name][reader is not None]


def share_right(name: str, reader: Reader | None, wrong: Callable[[Row, Told], str]) -> tuple[float, str]:
    """Return the share of a table's rows of which `wrong` says nothing, and what it says of the others."""
    rows = table(name)
    said = [(row["sentence"], wrong(row, Told(row["sentence"], reader))) for row in rows]
    failed = [f"{sentence}: {what}" for sentence, what in said if what]
    return 1 - len(failed) / len(rows), "\n".join(failed)


def events_told(_row: Row, told: Told) -> str:
    return " ".join(f"{told.text[e.start : e.end]}={e.event_type}" for e in told.events)


def wrong_status(row: Row, told: Told) -> str:
    event = told.event()
    status = event.status if event else "no event"
    return (
        "" if status == row["status"] else f"{status}, not {row['status']} ({event.method if event else ''})"
    )


def wrong_direction(row: Row, told: Told) -> str:
    found = told.event() and (told.parties("actor"), told.parties("recipient"))
    return "" if found == (set(row["actors"].split()), set(row["recipients"].split())) else f"{found}"


def test_words_of_conflict_in_other_fields_tell_no_event(reader: Reader | None) -> None:
    share, failed = share_right("event_traps.csv", reader, events_told)
    assert share >= floor("traps", reader), failed


def test_status_follows_the_words_that_govern_the_event(reader: Reader | None) -> None:
    share, failed = share_right("event_statuses.csv", reader, wrong_status)
    assert share >= floor("statuses", reader), failed


def test_parties_have_the_role_that_syntax_gives_them(reader: Reader | None) -> None:
    share, failed = share_right("event_directions.csv", reader, wrong_direction)
    assert share >= floor("directions", reader), failed
