"""The watch says when the seeds hold something that the latest version was not made from, and only then."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flows.build import build_version
from flows.errors import InputError
from flows.operations.watch import Arrival, Asked, Watching, watch
from flows.publish.store import Store
from flows.report import write_end
from flows.settings import Settings

ROOT = Path(__file__).parents[2]
QUICK = Watching(settle=0.2, longest=5.0, every=0.5, poll=True, poll_every=0.05)


class Watched:
    """A watch at work in a thread; `told` gathers what it says."""

    def __init__(self, settings: Settings, watching: Watching = QUICK) -> None:
        self.told: list[Arrival] = []
        self.stop = threading.Event()
        self._arrivals = watch(settings, watching, self.stop)
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        for arrival in self._arrivals:
            self.told.append(arrival)

    def wait(self, count: int, within: float = 10.0) -> list[Arrival]:
        until = time.monotonic() + within
        while len(self.told) < count and time.monotonic() < until:
            time.sleep(0.02)
        return list(self.told)

    def end(self) -> None:
        self.stop.set()
        self._thread.join(10)
        assert not self._thread.is_alive()


@pytest.fixture
def start() -> Iterator[Callable[..., Watched]]:
    begun: list[Watched] = []

    def begin(settings: Settings, watching: Watching = QUICK) -> Watched:
        begun.append(Watched(settings, watching))
        return begun[-1]

    yield begin
    for watched in begun:
        watched.end()


def test_what_arrived_while_nobody_watched_is_told_at_once(
    settings: Settings, start: Callable[..., Watched]
) -> None:
    found = start(settings).wait(1)
    assert [sorted(arrival.changes["new"]) for arrival in found] == [["talks.txt", "visit.txt"]]
    assert str(found[0]) == "2 new"


def test_seeds_that_are_built_already_are_not_told(settings: Settings, start: Callable[..., Watched]) -> None:
    build_version(settings)
    watched = start(settings)
    assert watched.wait(1, within=1.0) == []
    (settings.seeds / "visit.txt").touch()  # the time is new, what it holds is not
    (settings.seeds / "later.txt.part").write_text("لم يصل بعد", encoding="utf-8")
    assert watched.wait(1, within=1.0) == []


def test_a_changed_file_is_told_once(settings: Settings, start: Callable[..., Watched]) -> None:
    build_version(settings)
    watched = start(settings)
    (settings.seeds / "visit.txt").write_text("زار الوزير تونس يوم الاثنين.\n", encoding="utf-8")
    assert [arrival.changes["changed"] for arrival in watched.wait(1)] == [["visit.txt"]]
    assert len(watched.wait(2, within=1.5)) == 1


@pytest.mark.parametrize("poll", [True, False])
def test_a_burst_of_a_thousand_files_is_told_as_one(
    settings: Settings, start: Callable[..., Watched], poll: bool
) -> None:
    for seed in settings.seeds.iterdir():
        seed.unlink()
    watched = start(settings, replace(QUICK, settle=1.0, every=60.0, poll=poll))
    for number in range(1000):
        (settings.seeds / f"{number:04}.txt").write_text(f"خبر رقم {number}\n", encoding="utf-8")
    assert [len(arrival.changes["new"]) for arrival in watched.wait(1)] == [1000]
    assert len(watched.wait(2, within=1.5)) == 1


def test_a_file_that_is_still_copied_is_waited_for(settings: Settings, start: Callable[..., Watched]) -> None:
    build_version(settings)
    watched = start(settings, replace(QUICK, settle=0.6, every=60.0))
    with (settings.seeds / "long.txt").open("w", encoding="utf-8") as file:
        for _ in range(10):
            file.write("جملة من مقال طويل. ")
            file.flush()
            time.sleep(0.15)
            assert watched.told == []
    assert len(watched.wait(1)) == 1


def test_a_seeds_folder_that_goes_and_comes_back_is_waited_for(
    settings: Settings, start: Callable[..., Watched]
) -> None:
    build_version(settings)
    watched = start(settings)
    away = settings.seeds.rename(settings.seeds.parent / "away")
    assert watched.wait(1, within=1.0) == []
    (away / "more.txt").write_text("التقى الوزيران في الرباط.\n", encoding="utf-8")
    away.rename(settings.seeds)
    assert [arrival.changes["new"] for arrival in watched.wait(1)] == [["more.txt"]]


def test_a_missing_seeds_folder_is_refused_at_the_start(settings: Settings, tmp_path: Path) -> None:
    missing = Settings(tmp_path / "none", settings.output)
    with pytest.raises(InputError, match="does not exist"):
        watch(missing, QUICK, threading.Event())


class TestAsked:
    """Nothing is asked for twice without a reason."""

    def test_the_same_inputs_are_not_asked_for_again_while_the_run_may_still_come(
        self, tmp_path: Path
    ) -> None:
        asked = Asked(tmp_path)
        assert asked.is_due("a", 100.0, wait=60)
        asked.note("a", 100.0)
        assert not asked.is_due("a", 150.0, wait=60)
        assert asked.is_due("b", 150.0, wait=60)

    def test_a_run_that_was_killed_is_asked_for_once_more_and_no_oftener(self, tmp_path: Path) -> None:
        asked = Asked(tmp_path)
        asked.note("a", 100.0)
        assert asked.is_due("a", 200.0, wait=60)
        asked.note("a", 200.0)
        assert not asked.is_due("a", 400.0, wait=60)

    def test_a_run_that_failed_is_not_asked_for_again(self, tmp_path: Path) -> None:
        now = time.time()
        asked = Asked(tmp_path)
        asked.note("a", now - 100)
        write_end(tmp_path / "runs", "failed", "A stage broke its contract.")
        assert not asked.is_due("a", now, wait=60)

    def test_a_run_that_is_at_work_is_waited_for(self, tmp_path: Path) -> None:
        asked = Asked(tmp_path)
        asked.note("a", 100.0)
        (tmp_path / ".lock.json").write_text(json.dumps({"process": os.getpid(), "started": "now"}))
        assert not asked.is_due("a", 200.0, wait=60)


def test_the_command_builds_what_arrives_and_ends_at_a_signal(settings: Settings) -> None:
    command = [sys.executable, "-c", "from flows.cli import main; main()", "watch", "--workers", "1"]
    command += ["--seeds", str(settings.seeds), "--output", str(settings.output)]
    command += ["--settle", "0.2", "--poll", "--poll-every", "0.1"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        try:
            store = Store(settings.output)
            until = time.monotonic() + 60
            while str(store.latest()) != "v1.0.0" and time.monotonic() < until:
                time.sleep(0.1)
            assert str(store.latest()) == "v1.0.0"
        finally:
            process.send_signal(signal.SIGTERM)
            _, log = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "seeds arrived: 2 new" in log
