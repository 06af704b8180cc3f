"""Resolution from readings on disk, table by table: the same as from memory, however they are cut into parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from flows.knowledge.knowledge import load
from flows.resolve.stage import Read, Stored, resolve_changes
from tests.resolve.test_stage import visits


@pytest.mark.parametrize("rows", [1, 5, 1000])
def test_readings_that_wait_on_disk_give_the_tables_of_those_in_memory(tmp_path: Path, rows: int) -> None:
    read = visits(9).read()
    for each in fields(Read):
        frame: pl.DataFrame = getattr(read, each.name)
        for at in range(0, max(1, len(frame)), rows):
            frame.slice(at, rows).write_parquet(tmp_path / f"{each.name}-{at:04}.parquet")

    def take(name: str, columns: Sequence[str] | None) -> pl.DataFrame:
        wanted = list(columns) if columns else None
        return pl.concat(
            [pl.read_parquet(p, columns=wanted) for p in sorted(tmp_path.glob(f"{name}-*.parquet"))]
        )

    whole, found = resolve_changes(read, load()), dict[str, pl.DataFrame]()
    handed = resolve_changes(Stored(take), load(), put=found.__setitem__)
    assert not handed.tables
    assert not handed.state
    for name, table in (
        whole.tables | {f"state/{name}": frame for name, frame in whole.state.items()}
    ).items():
        assert_frame_equal(found.pop(name), table)
    assert not found


def test_a_frame_that_is_held_stands_for_the_one_on_disk() -> None:
    read = visits(2).read()
    stored = Stored(read.frame, {"names": read.names.head(1)})
    assert stored.frame("names", ["mention_id"]).rows() == read.names.head(1).select("mention_id").rows()
    assert_frame_equal(stored.frame("tellings"), read.tellings)
    assert_frame_equal(Read.of(stored).names, read.names.head(1))
