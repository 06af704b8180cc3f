"""Processes are started anew and ended whole; `marsad serve` refuses what cannot go well before it starts any."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.errors import BusyError, InputError
from flows.operations import serve as serving
from flows.operations.children import Child, is_ours, lives_with, stopped_by_signals
from flows.operations.serve import NOTE, Serving, is_healthy, serve
from flows.settings import Settings

STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(below.pid, flush=True)
open(sys.argv[1], "w").write(str(below.pid))
time.sleep(60)
"""


def wait(done: Callable[[], object], within: float = 15.0) -> None:
    until = time.monotonic() + within
    while not done():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def is_there(pid: int) -> bool:
    """Whether it runs; one that ended and was not yet asked after does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc"
)


@needs_proc
def test_a_process_that_overhears_the_request_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    child = Child("stubborn", [sys.executable, "-c", STUBBORN, str(told)], os.environ)
    child.start()
    wait(lambda: told.is_file() and told.read_text("utf-8"))
    below = int(told.read_text("utf-8"))
    assert child.is_alive()
    child.stop(0.3)
    assert not child.is_alive()
    wait(lambda: not is_there(below))


def test_a_process_that_dies_again_and_again_is_given_up() -> None:
    child = Child("dying", [sys.executable, "-c", "pass"], os.environ)
    starts = 0
    while child.may_start():
        child.start()
        child.stop(5)
        starts += 1
    assert starts == 5


def test_a_process_that_never_started_can_be_stopped() -> None:
    Child("idle", [sys.executable], os.environ).stop()


@needs_proc
def test_a_run_is_found_by_what_its_process_was_given() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, env={"MARSAD_TEST": "7f3a"}
    ) as run:
        wait(lambda: lives_with("MARSAD_TEST", "7f3a"))
        assert not lives_with("MARSAD_TEST", "7f3")
        run.kill()
    assert not lives_with("MARSAD_TEST", "7f3a")


def test_only_processes_of_prefect_are_ended_at_the_next_start() -> None:
    assert not is_ours(os.getpid())
    assert not is_ours("1")
    assert not is_ours(2**22 + 1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_asks_to_stop_and_the_handler_before_is_back_afterwards(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    stop = threading.Event()
    with stopped_by_signals(stop):
        os.kill(os.getpid(), number)
        assert stop.wait(5)
    assert signal.getsignal(number) is before


@pytest.fixture
def no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(self: Child) -> None:
        raise AssertionError(f"the {self.name} was started")

    monkeypatch.setattr(Child, "start", start)
    monkeypatch.setattr(os, "environ", dict(os.environ))  # it is changed for Prefect


@pytest.mark.usefixtures("no_child")
class TestRefusals:
    """What `marsad serve` refuses before it starts anything."""

    def test_a_taken_port(self, settings: Settings) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            with pytest.raises(InputError, match="cannot be had"):
                serve(settings, Serving(port=other.getsockname()[1]))
        assert not (settings.output / NOTE).exists()

    def test_missing_seeds(self, settings: Settings, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="does not exist"):
            serve(Settings(tmp_path / "none", settings.output), Serving())

    def test_an_output_that_is_served_already(self, settings: Settings) -> None:
        settings.output.mkdir()
        (settings.output / NOTE).write_text(json.dumps({"process": 4711}), encoding="utf-8")
        with (
            serving._alone(settings.output),
            pytest.raises(BusyError, match="served already, by process 4711"),
        ):
            serve(settings, Serving())


def test_a_server_that_does_not_answer_is_not_healthy() -> None:
    assert not is_healthy("http://127.0.0.1:9/api", timeout=0.5)
    assert not is_healthy("no address", timeout=0.5)
