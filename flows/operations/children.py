"""Processes that are started, watched, started anew when they die, and ended. Standard library only."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Event
from types import FrameType

_GRACE = 15.0
"""Seconds from a polite request to the end: Prefect's worker has been seen to overhear it for ten minutes."""

_WINDOW = 600.0
_MOST_STARTS = 5
"""A process that dies more often within ten minutes will not live: whoever watches the whole must see that."""


class Child:
    """A process with a session of its own, so that all it started can be ended with it.

    Args:
        name: for messages.
        command: what to run.
        environment: its whole environment.
    """

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.name = name
        self._command = list(command)
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._starts: list[float] = []

    @property
    def pid(self) -> int | None:
        """Its process's number, null before the first start."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Start it; its output goes where this process's goes."""
        self._starts = [at for at in self._starts if time.monotonic() - at < _WINDOW] + [time.monotonic()]
        self._process = subprocess.Popen(
            self._command, env=self._environment, stdin=subprocess.DEVNULL, start_new_session=True
        )

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def may_start(self) -> bool:
        """Whether it has not died too often of late."""
        return len(self._starts) < _MOST_STARTS

    def stop(self, grace: float = _GRACE) -> None:
        """Ask it to end, wait, then end it and whatever of its session is left."""
        if self._process is None:
            return
        end(self._process.pid, grace, self._process)


def end(pid: int, grace: float, process: subprocess.Popen[bytes] | None = None) -> None:
    """Ask a session's leader to end, wait, then kill the session.

    Args:
        pid: the leader's number, which is its group's too.
        grace: seconds to wait.
        process: the leader, where it is a child of this process.
    """
    _signal(pid, signal.SIGTERM, is_group=False)
    until = time.monotonic() + grace
    while time.monotonic() < until and not _is_gone(pid, process):
        time.sleep(0.1)
    _signal(pid, signal.SIGKILL, is_group=True)
    if process is not None:
        process.wait()


def _is_gone(pid: int, process: subprocess.Popen[bytes] | None) -> bool:
    if process is not None:
        return process.poll() is not None
    try:
        os.kill(pid, 0)
    except OSError:
        return True
    return False


def _signal(pid: int, number: signal.Signals, *, is_group: bool) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number) if is_group else os.kill(pid, number)


def prefect(*arguments: str) -> list[str]:
    """The command that runs Prefect with this Python."""
    return [sys.executable, "-m", "prefect", *arguments]


def is_ours(pid: object) -> bool:
    """Whether a process of that number is one of Prefect's: numbers are given again, others' are left alone."""
    if not isinstance(pid, int):
        return False
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return b"prefect" in words


def lives_with(variable: str, value: str) -> bool | None:
    """Whether a process lives whose environment holds this; null where the system does not say.

    Args:
        variable: a variable's name.
        value: its value.
    """
    processes = Path("/proc")
    if not (processes / "self" / "environ").exists():
        return None
    wanted = f"{variable}={value}".encode()
    for process in processes.glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it ended, or is somebody else's
            if wanted in (process / "environ").read_bytes().split(b"\0"):
                return True
    return False


@contextlib.contextmanager
def stopped_by_signals(stop: Event) -> Iterator[None]:
    """Set `stop` at SIGTERM or SIGINT while the block runs."""

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
