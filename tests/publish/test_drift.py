"""Drift: what stops a publication, and what a corpus may do without being stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flows.errors import DriftError
from flows.publish.drift import Bounds, drift, profile, stop_at_drift
from flows.publish.readers import read_tables
from schemas import VERSION

FIGURES: dict[str, Any] = {
    "contract": 1,
    "rows": {
        "articles": 1000,
        "events": 5000,
        "mentions": 20000,
        "codes": 500,
        "entities": 3000,
        "amounts": 40,
    },
    "nulls": {"events.date_start": 0.2, "events.place_id": 0.4, "amounts.value": 0.1},
    "types": {"events.date_start": "Date"},
    "unlinked": 0.1,
}


def moved(part: str, **figures: object) -> dict[str, Any]:
    changed = FIGURES[part] | {k.replace("__", "."): v for k, v in figures.items()}
    return FIGURES | {part: changed}


def told(now: dict[str, Any], bounds: Bounds | None = None) -> list[str]:
    return [one.what for one in drift(FIGURES, now, bounds or Bounds())]


def test_the_same_figures_do_not_drift() -> None:
    assert told(FIGURES) == []


@pytest.mark.parametrize(
    ("now", "what"),
    [
        (moved("rows", articles=700, events=3500, mentions=14000), ["articles"]),
        (moved("rows", articles=5, events=25, mentions=100), ["articles"]),
        (moved("rows", events=0), ["events an article"]),
        (moved("rows", events=9000), ["events an article"]),
        (moved("nulls", events__date_start=0.6), ["nulls in events.date_start"]),
        (moved("types", events__date_start="String"), ["type of events.date_start"]),
        (moved("types", events__new="String"), ["type of events.new"]),
        (FIGURES | {"unlinked": 0.35}, ["names that no table lists"]),
    ],
)
def test_a_figure_that_moves_too_far_is_named(now: dict[str, Any], what: list[str]) -> None:
    assert told(now) == what


@pytest.mark.parametrize(
    "now",
    [
        moved("rows", articles=3000, events=15000, mentions=60000),
        moved("rows", articles=850, events=4250, mentions=17000),
        moved("rows", entities=300, codes=5),
        moved("rows", amounts=4),
        moved("nulls", events__date_start=0.3, amounts__value=0.9),
        moved("nulls", events__date_start=0.0),
        FIGURES | {"contract": 2, "types": {"events.date_start": "String"}},
        FIGURES | {"unlinked": 0.0},
    ],
)
def test_growth_small_tables_betterment_and_a_new_contract_are_no_drift(now: dict[str, Any]) -> None:
    assert told(now) == []


def test_a_small_corpus_may_move_by_leaps() -> None:
    rows = {"codes": 500, "entities": 9, "amounts": 4}
    small = FIGURES | {"rows": rows | {"articles": 12, "events": 200, "mentions": 99}, "unlinked": 0.0}
    halved = FIGURES | {"rows": rows | {"articles": 2, "events": 10, "mentions": 50}, "unlinked": 1.0}
    assert drift(small, halved) == []


def test_bounds_are_settings() -> None:
    assert told(moved("rows", articles=850, events=4250, mentions=17000), Bounds(articles_lost=0.1)) == [
        "articles"
    ]


def test_drift_stops_with_every_figure_and_with_what_to_do() -> None:
    found = drift(FIGURES, moved("rows", articles=100, events=5000, mentions=2000))
    with pytest.raises(DriftError) as caught:
        stop_at_drift(found)
    assert "articles: 1,000 before, 100 now (at most 20% may go)" in caught.value.what
    assert "events an article: 5.00 before, 50.00 now" in caught.value.what
    assert "--allow-drift" in caught.value.remedy
    assert caught.value.exit_code == 6
    stop_at_drift([])


def test_the_profile_of_a_version_counts_its_rows_nulls_and_unlinked_names(two: tuple[Path, Path]) -> None:
    tables = read_tables(two[0])
    found = profile(tables, VERSION)
    assert found["rows"]["events"] == len(tables["events"])
    dates = tables["events"]["date_start"]
    assert found["nulls"]["events.date_start"] == pytest.approx(dates.null_count() / len(dates), abs=1e-6)
    derived = [one for one in tables["mentions"]["entity_id"] if "." not in one]
    assert found["unlinked"] == pytest.approx(len(derived) / len(tables["mentions"]), abs=1e-6)
    assert found["types"]["events.date_start"] == "Date"
    assert drift(found, profile(read_tables(two[1]), VERSION)) == []


def test_a_version_without_rows_has_a_profile() -> None:
    from schemas.package import TABLES, empty

    found = profile({name: empty(model) for name, model in TABLES.items()}, VERSION)
    assert found["unlinked"] == 0.0
    assert found["nulls"] == {}
