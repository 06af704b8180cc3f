"""The folder watch: says when the seeds hold something that the latest version was not made from.

What changed on disk only wakes it; whether there is anything to build is decided by the same fingerprints as a
build's, so that a touched file, a file that came and went, and a build's own traces start nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from flows.build import Plan, build_version, plan, seed_changes
from flows.errors import InputError, MarsadError
from flows.operations.children import stopped_by_signals
from flows.operations.runs import holder, last_run
from flows.operations.settle import arrivals, has_notifications, is_on_network, polled, watched
from flows.publish.store import Store
from flows.settings import Settings

log = logging.getLogger("marsad.watch")

_STEP = 0.5  # seconds between two looks at whether to stop or whether the folder has settled
_MOST_ASKED = 2
"""A build that was killed is asked for once more; one that failed is not, until something changes."""


@dataclass(frozen=True, slots=True)
class Watching:
    """How to watch.

    Attributes:
        settle: seconds without a change after which the seeds count as whole.
        longest: seconds after which a trickle that never settles is built nonetheless.
        every: seconds between two looks at the seeds whether or not anything was told: no event lost for ever.
        again: seconds after which a run that was asked for and is nowhere to be seen is asked for once more.
        poll: look at sizes and times instead of trusting the system; null decides by the file system.
        poll_every: seconds between two such looks.
    """

    settle: float = 2.0
    longest: float = 120.0
    every: float = 60.0
    again: float = 120.0
    poll: bool | None = None
    poll_every: float = 5.0


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something to build: the inputs' digest, and the seeds that are new, changed and removed."""

    digest: str
    changes: dict[str, list[str]]

    def __str__(self) -> str:
        told = [f"{len(paths)} {kind}" for kind, paths in self.changes.items() if paths]
        return ", ".join(told) or "no seed changed, but what they are read with did"


class Asked:
    """What was asked for already, so that nothing is asked for twice without a reason."""

    def __init__(self, output: Path) -> None:
        self._output = output
        self._digest = ""
        self._times = 0
        self._at = 0.0

    def is_due(self, digest: str, now: float, wait: float) -> bool:
        """Whether to ask for a build of these inputs: they are new, or the run that was asked for was killed."""
        if digest != self._digest:
            return True
        if self._times >= _MOST_ASKED or now - self._at < wait or holder(self._output) is not None:
            return False
        run = last_run(self._output)
        return run is None or run.at < self._at or run.kind == "crashed"

    def note(self, digest: str, now: float) -> None:
        """Remember that a build of these inputs was asked for."""
        self._times = self._times + 1 if digest == self._digest else 1
        self._digest, self._at = digest, now


def watch(settings: Settings, watching: Watching, stop: Event) -> Iterator[Arrival]:
    """Return an iterator that yields each time the seeds have settled into something to build, also at the start.

    Args:
        settings: the seeds, which must exist, and the output.
        watching: how.
        stop: ends it when set.

    Raises:
        InputError: the seeds are no folder when it starts.
    """
    if not settings.seeds.is_dir():
        raise InputError(f"The seeds folder {settings.seeds} does not exist.", "Make it, or name another.")
    return _watch(settings, watching, stop)


def _watch(settings: Settings, watching: Watching, stop: Event) -> Iterator[Arrival]:
    asked = Asked(settings.output)
    looked = time.time()
    for changed in _wakes(settings, watching, stop):
        now = time.time()
        if not changed and now - looked < watching.every:
            continue
        looked = now
        planned = _plan(settings)
        if planned is None or planned.current is not None:
            continue
        if asked.is_due(planned.inputs.digest, now, watching.again):
            asked.note(planned.inputs.digest, now)
            yield Arrival(planned.inputs.digest, seed_changes(planned, Store(settings.output)))


def _wakes(settings: Settings, watching: Watching, stop: Event) -> Iterator[frozenset[str]]:
    """Tick for ever; a folder that goes, as when a disk is not mounted, is waited for."""
    while not stop.is_set():
        if settings.seeds.is_dir():
            yield from arrivals(
                _ticks(settings.seeds, watching, stop), time.monotonic, watching.settle, watching.longest
            )
        stop.wait(_STEP)


def _ticks(folder: Path, watching: Watching, stop: Event) -> Iterator[frozenset[str]]:
    poll = not has_notifications() or is_on_network(folder) if watching.poll is None else watching.poll
    return polled(folder, stop, watching.poll_every) if poll else watched(folder, stop, _STEP)


def _plan(settings: Settings) -> Plan | None:
    """What a build would do, null while the seeds are empty or gone."""
    try:
        return plan(settings)
    except InputError:
        return None


def watch_and_build(settings: Settings, watching: Watching) -> None:
    """Build each time that the seeds change, in this process and without Prefect, until SIGTERM or SIGINT.

    What a build cannot do is logged, and the watch goes on.

    Raises:
        InputError: the seeds are no folder when it starts.
    """
    stop = Event()
    with stopped_by_signals(stop):
        for arrival in watch(settings, watching, stop):
            log.info("seeds arrived: %s", arrival)
            try:
                log.info(build_version(settings).headline())
            except MarsadError as error:
                log.error("%s", error)
