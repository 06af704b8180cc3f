"""Which of two countries rather does such a thing to the other: counted in articles, and told as log-odds."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.document import Document, Published
from flows.extract.events.annotated import Article
from flows.extract.events.dyads import TABLE, usual
from flows.extract.events.dyads_train import FEWEST, dyads_of, table
from flows.extract.events.examples import Annotated
from flows.extract.readings import NameSpan
from flows.knowledge import tables
from schemas.package import code_lists

CODES = st.sampled_from([None, "MAR", "USA", "IRN", "ISR", "PSE", "XKX"])


@given(st.sampled_from(["SANCTION", "ASSAULT"]), st.sets(CODES, max_size=3), st.sets(CODES, max_size=3))
def test_what_speaks_for_a_direction_speaks_against_the_other(
    kind: str, some: set[str | None], others: set[str | None]
) -> None:
    assert usual(kind, some, others) == pytest.approx(-usual(kind, others, some))


def test_the_usual_direction_is_that_of_most_events() -> None:
    assert usual("SANCTION", {"USA"}, {"IRN"}) > 0 > usual("SANCTION", {"IRN"}, {"USA"})
    assert usual("SANCTION", {"USA"}, {"USA"}) == usual("SANCTION", {"USA"}, set()) == 0
    assert usual("SANCTION", {"FRO"}, {"GRL"}) == 0


def test_the_table_holds_types_and_countries_with_enough_events() -> None:
    types = set(code_lists()["event_type"])
    counts = Counter({row["key"]: int(row["count"]) for row in tables.rows(TABLE)})
    assert counts
    for key, count in counts.items():
        kind, actor, recipient = key.split(" ")
        assert kind in types
        assert actor != recipient
        assert len(actor) == len(recipient) == 3
        assert count > 0
        assert count + counts[f"{kind} {recipient} {actor}"] >= FEWEST


def test_events_are_counted_by_the_countries_of_their_parties() -> None:
    names = tuple(
        NameSpan(0, 1, "GPE", thing, None, country, "", 1.0)
        for thing, country in (("e1", "MAR"), ("e2", "ESP"), ("e3", None))
    )
    told = [(("e1",), ("e2",)), (("e1", "@FRA"), ("e2", "@?")), (("e3",), ("e2",)), (("@MAR",), ("e1",))]
    events = tuple(
        Annotated(0, 1, "ACCUSE", None, "happened", actors, recipients, None, None, None)
        for actors, recipients in told
    )
    published = Published(date(2020, 1, 1), date(2020, 1, 1), "")
    article = Article(Document("a", "", "", (), ()), names, (), (), events, published)
    counts = dyads_of([article])
    assert counts == {("ACCUSE", "MAR", "ESP"): 2, ("ACCUSE", "FRA", "ESP"): 1}
    assert table(counts) == ""
    assert table(dyads_of([article] * FEWEST)).splitlines() == [
        f"ACCUSE FRA ESP,{FEWEST}", f"ACCUSE MAR ESP,{2 * FEWEST}",
    ]  # fmt: skip
