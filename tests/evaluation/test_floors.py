"""Accuracy on annotated articles: no figure falls below its stored floor, and the gate itself works."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.evaluate import FLOOR_SETS, below, new_floors, score_set

FLOORS = Path(__file__).parent / "floors.json"


@pytest.mark.shared
@pytest.mark.parametrize("name", FLOOR_SETS)
def test_no_figure_lies_below_its_floor(shared: Path, name: str) -> None:
    floors = json.loads(FLOORS.read_text("utf-8"))
    assert floors[name], "a set without floors holds nothing"
    scores = score_set(shared / "gold", name)
    assert below({name: scores}, floors) == []


def test_a_figure_below_its_floor_is_named() -> None:
    scores = {"dev": {"events": {"f1": 0.5, "n": 10.0}}}
    assert below(scores, {"dev": {"events": 0.6}}) == ["dev events 0.500 < 0.600"]
    assert below(scores, {"dev": {"events": 0.5}}) == []


def test_a_figure_that_is_gone_counts_as_nothing() -> None:
    assert below({"dev": {}}, {"dev": {"events": 0.6}}) == ["dev events 0.000 < 0.600"]


def test_floors_rise_by_themselves_and_fall_only_where_that_is_asked_for() -> None:
    scores = {
        "dev": {"a": {"f1": 0.9, "n": 1.0}, "b": {"acc": 0.3, "n": 1.0}},
        "train": {"a": {"f1": 1.0, "n": 1.0}},
    }
    stored = {"dev": {"a": 0.5, "b": 0.5}}
    assert new_floors(scores, stored, may_lower=False) == {"dev": {"a": 0.89, "b": 0.5}}
    assert new_floors(scores, stored, may_lower=True) == {"dev": {"a": 0.89, "b": 0.29}}
