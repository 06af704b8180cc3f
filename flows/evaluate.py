"""Accuracy on annotated articles: build from each set's texts, score, and hold the stored floors.

The annotated sets and their `score.py` lie beside the project, not in it.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from rich.console import Console
from rich.table import Table

from flows.build import build_version
from flows.errors import InputError, MarsadError
from flows.evaluate_gold import resolution_scores, write_gold
from flows.publish.store import Store
from flows.settings import Settings

MARGIN = 0.01
"""A floor is the best figure less one point: noise of that size is no loss."""

FLOOR_SETS = ("seeds", "dev", "xdev")
"""`train` is for learning, and what is learnt from it says nothing."""

Scores = dict[str, dict[str, float]]


class FloorError(MarsadError):
    """A figure fell below its floor."""

    exit_code = 5


def evaluate_sets(
    gold: Path,
    sets: Sequence[str],
    floors: Path,
    *,
    may_raise: bool,
    may_lower: bool,
    as_json: bool,
    reader: str = "auto",
) -> None:
    """Build and score the sets, print the figures, and check or store the floors.

    Args:
        gold: the folder of annotated sets, with `score.py`.
        sets: which; every set of the folder if empty.
        floors: JSON file of set -> figure -> floor.
        may_raise: store floors that the figures beat.
        may_lower: store floors that the figures fall short of, too.
        as_json: print JSON.
        reader: as in `Settings`.

    Raises:
        InputError: the folder or a set is absent.
        FloorError: a figure lies below its floor, and `may_lower` is not given.
    """
    scores = {name: score_set(gold, name, reader) for name in sets or all_sets(gold)}
    stored: dict[str, dict[str, float]] = json.loads(floors.read_text("utf-8")) if floors.is_file() else {}
    if as_json:
        sys.stdout.write(json.dumps(scores, ensure_ascii=False, indent=1) + "\n")
    else:
        _print(scores, stored)
    if may_raise or may_lower:
        kept = new_floors(scores, stored, may_lower=may_lower)
        floors.write_text(
            json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
        )
        stored = kept
    if fallen := below(scores, stored):
        raise FloorError(
            "Below the floor: " + "; ".join(fallen) + ".", "Mend it, or lower the floor with --lower."
        )


def all_sets(gold: Path) -> list[str]:
    """Return the names of the annotated sets.

    Raises:
        InputError: there are none.
    """
    found = sorted(path.parent.name for path in gold.glob("*/annotations"))
    if not found or not (gold / "score.py").is_file():
        raise InputError(f"No annotated articles in {gold}.", "Name their folder with --gold.")
    return found


def score_set(gold: Path, name: str, reader: str = "auto") -> Scores:
    """Build from a set's texts into a folder of its own and return its figures, with those of resolution alone.

    Raises:
        InputError: there is no such set.
    """
    if not (gold / name / "texts").is_dir():
        raise InputError(f"There is no set {name} in {gold}.", f"There are: {', '.join(all_sets(gold))}.")
    with tempfile.TemporaryDirectory(prefix="marsad-") as folder:
        report = build_version(Settings(gold / name / "texts", Path(folder) / "output", reader=reader))
        assert report.version is not None
        version = Store(Path(folder) / "output").folder(report.version)
        scores: Scores = _scorer(gold).score(version, gold / name, 0)
        alone = Path(folder) / "alone"
        alone.mkdir()
        write_gold(gold / name, alone)
        return scores | resolution_scores(_scorer(gold).score(alone, gold / name, 0))


def _scorer(gold: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("marsad_score", gold / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figure(row: Mapping[str, float]) -> float:
    """Return the figure of a row that counts: F1, else accuracy."""
    return row["f1"] if "f1" in row else row["acc"]


def below(scores: Mapping[str, Scores], floors: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Return what lies below its floor, each as a sentence's part."""
    return [
        f"{name} {what} {value:.3f} < {floor:.3f}"
        for name in scores
        for what, floor in floors.get(name, {}).items()
        # a type that is neither told nor found any more has no figure, and nothing is lost where it had none right
        if (value := figure(scores[name][what]) if what in scores[name] else 0.0) < floor
    ]


def new_floors(
    scores: Mapping[str, Scores], stored: Mapping[str, Mapping[str, float]], *, may_lower: bool
) -> dict[str, dict[str, float]]:
    """Return the floors with those raised that the figures beat by more than the margin, or lowered too."""
    kept = {name: dict(rows) for name, rows in stored.items()}
    for name in scores.keys() & set(FLOOR_SETS):
        rows = kept.setdefault(name, {})
        for what, row in scores[name].items():
            floor = round(max(0.0, figure(row) - MARGIN), 3)
            if floor > rows.get(what, 0.0) or may_lower:
                rows[what] = floor
    return kept


def _print(scores: Mapping[str, Scores], floors: Mapping[str, Mapping[str, float]]) -> None:
    table = Table("figure", *(f"{name}" for name in scores), "n")
    for what in sorted({what for rows in scores.values() for what in rows}):
        cells = [_cell(rows.get(what), floors.get(name, {}).get(what)) for name, rows in scores.items()]
        counts = "/".join(str(rows[what]["n"]) if what in rows else "-" for rows in scores.values())
        table.add_row(what, *cells, counts)
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def _cell(row: Mapping[str, Any] | None, floor: float | None) -> str:
    if row is None:
        return "-"
    told = f"{figure(row):.3f}"
    return told if floor is None else f"{told} (floor {floor:.3f})"
