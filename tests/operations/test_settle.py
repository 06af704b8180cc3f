"""A folder has settled when nothing changed in it for a while; what cannot matter wakes nobody."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.operations.settle import (
    START,
    arrivals,
    has_notifications,
    is_of_interest,
    is_on_network,
    polled,
    signature,
    watched,
)


class Clock:
    """A clock that goes on by a step each time that it is read."""

    def __init__(self, step: float) -> None:
        self.now = 0.0
        self.step = step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def gathered(ticks: list[set[str]], settle: float, longest: float = 1000.0) -> list[set[str]]:
    found = arrivals((frozenset(t) for t in ticks), Clock(1.0), settle, longest)
    return [set(paths) - {START} for paths in found if paths - {START}]


def test_a_burst_of_a_thousand_files_is_one_arrival() -> None:
    ticks = [{f"{tick}-{n}" for n in range(100)} for tick in range(10)]
    assert [len(paths) for paths in gathered([*ticks, set(), set(), set()], settle=2)] == [1000]


def test_a_file_that_still_grows_is_not_handed_over() -> None:
    assert gathered([{"a"}, set(), {"a"}, set(), {"a"}, set()], settle=2) == []
    assert gathered([{"a"}, set(), {"a"}, set(), {"a"}, set(), set()], settle=2) == [{"a"}]


def test_a_trickle_that_never_settles_is_handed_over_in_the_end() -> None:
    found = gathered([{str(n)} for n in range(10)], settle=2, longest=5)
    assert found[0] == {"0", "1", "2", "3", "4"}  # the start counts from the first reading


def test_two_quiet_bursts_are_two_arrivals() -> None:
    assert gathered([{"a"}, set(), set(), {"b"}, set(), set()], settle=2) == [{"a"}, {"b"}]


def test_the_start_waits_for_quiet_like_any_change() -> None:
    quiet, busy = frozenset[str](), frozenset({"a"})
    assert list(arrivals([quiet] * 4, Clock(1.0), 2, 100)) == [{START}, quiet, quiet]
    assert list(arrivals([quiet, busy, busy, busy, quiet], Clock(1.0), 2, 100)) == []


def test_only_quiet_ticks_let_the_caller_look_at_other_things() -> None:
    quiet, busy = frozenset[str](), frozenset({"a"})
    told = list(arrivals([quiet, quiet, quiet, busy, quiet, busy, quiet, quiet], Clock(1.0), 2, 100))
    assert told == [{START}, quiet, {"a"}]


@pytest.mark.parametrize(
    ("path", "is_wanted"),
    [
        ("a.txt", True),
        ("news/2022/a.txt", True),
        ("curation/names.csv", True),
        ("a.meta.json", True),
        (".a.txt.swp", False),
        ("a.txt.part", False),
        (".git/index", False),
        ("news/.cache/a.txt", False),
    ],
)
def test_hidden_and_temporary_files_wake_nobody(tmp_path: Path, path: str, is_wanted: bool) -> None:
    assert is_of_interest(tmp_path / path, tmp_path) is is_wanted


def test_the_folder_itself_and_what_lies_outside_wake_nobody(tmp_path: Path) -> None:
    assert not is_of_interest(tmp_path, tmp_path)
    assert not is_of_interest(tmp_path.parent / "other.txt", tmp_path)


def told(ticks: Iterator[frozenset[str]], stop: threading.Event, within: float = 10.0) -> set[str]:
    """The first change that is told of."""
    until = time.monotonic() + within
    for tick in ticks:
        if tick or time.monotonic() > until:
            stop.set()
            return {Path(path).name for path in tick}
    return set()


@pytest.mark.parametrize("kind", ["new", "changed", "removed", "renamed"])
def test_polling_sees_what_is_new_changed_removed_and_renamed(tmp_path: Path, kind: str) -> None:
    (tmp_path / "old.txt").write_text("قديم", encoding="utf-8")
    stop = threading.Event()
    ticks = polled(tmp_path, stop, 0.01)
    assert next(ticks) == frozenset()  # what changes from now on is told
    if kind == "new":
        (tmp_path / "new.txt").write_text("جديد", encoding="utf-8")
    elif kind == "changed":
        (tmp_path / "old.txt").write_text("تغير النص", encoding="utf-8")
    elif kind == "removed":
        (tmp_path / "old.txt").unlink()
    else:
        (tmp_path / "old.txt").rename(tmp_path / "new.txt")
    expected = {"new": {"new.txt"}, "renamed": {"old.txt", "new.txt"}}.get(kind, {"old.txt"})
    assert told(ticks, stop) == expected


def test_polling_passes_over_hidden_folders_and_files_that_go(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "index").write_text("x", encoding="utf-8")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    assert [Path(path).name for path in signature(tmp_path)] == ["a.txt"]


@pytest.mark.skipif(not has_notifications(), reason="watchfiles is not installed")
def test_the_system_tells_of_a_new_file_below_a_folder(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    stop = threading.Event()
    ticks = watched(tmp_path, stop, 0.1)
    assert next(ticks) == frozenset()
    (tmp_path / "news" / "a.txt").write_text("خبر", encoding="utf-8")
    assert told(ticks, stop) == {"a.txt"}


@pytest.mark.skipif(not has_notifications(), reason="watchfiles is not installed")
def test_a_folder_that_is_taken_away_ends_the_notices_so_that_they_can_begin_anew(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    folder.mkdir()
    ticks = watched(folder, threading.Event(), 0.1)
    next(ticks)
    os.rename(folder, tmp_path / "away")  # noqa: PTH104 - as `mount` or a person would
    folder.mkdir()
    assert sum(1 for _ in ticks) < 20


def test_network_file_systems_are_known_by_the_mount_that_a_folder_lies_in(tmp_path: Path) -> None:
    share = tmp_path / "share"
    (share / "seeds").mkdir(parents=True)
    mounts = tmp_path / "mounts"
    mounts.write_text(f"disk / ext4 rw 0 0\nserver:/x {share} nfs4 rw 0 0\n", encoding="utf-8")
    assert is_on_network(share / "seeds", mounts)
    assert not is_on_network(tmp_path, mounts)
    assert not is_on_network(tmp_path, tmp_path / "no such list")
