"""`marsad serve`: a Prefect server, a worker and the folder watch on one machine, in one command.

The server keeps runs, logs and schedules in SQLite below `PREFECT_HOME`; the worker runs them; the watch tells of
seeds that arrived. A server or worker that dies is started anew. What is built, and that two builds never overlap,
is decided by our own fingerprints and lock: without all this the data would be the same.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import BusyError, InputError, OutputError
from flows.operations.children import Child, end, is_ours, lives_with, prefect, stopped_by_signals
from flows.operations.environment import POOL, environment
from flows.operations.plans import NIGHTLY, TIME_ZONE
from flows.operations.runs import holder, read_note
from flows.operations.watch import Watching, watch
from flows.publish.store import Store
from flows.settings import Settings

if TYPE_CHECKING:
    from uuid import UUID

NOTE = ".serve.json"
"""In the output folder: who serves it and where; `marsad doctor` reads it."""

_LOCK = ".serve.lock"
_RUN = "PREFECT__FLOW_RUN_ID"  # Prefect's worker gives it to a run's process
_START = 180.0  # seconds that a server may take to answer: migrations of its database on a slow disk
_STEP = 0.5

log = logging.getLogger("marsad.serve")


@dataclass(frozen=True, slots=True)
class Serving:
    """How to serve.

    Attributes:
        host: the address that the server listens on; anyone who reaches it can start runs.
        port: its port.
        api: the address of a server that runs already, ending in `/api`: none is started then.
        cron: when the nightly build runs; empty for never.
        timezone: of `cron`, an IANA name.
        webhook: an address told of runs that did not end well.
        watching: how the seeds are watched.
    """

    host: str = "127.0.0.1"
    port: int = 4200
    api: str | None = None
    cron: str = NIGHTLY
    timezone: str = TIME_ZONE
    webhook: str | None = None
    watching: Watching = field(default_factory=Watching)

    @property
    def address(self) -> str:
        """The server's API."""
        told = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 - compared, not bound
        return self.api or f"http://{told}:{self.port}/api"


def serve(settings: Settings, serving: Serving) -> None:
    """Serve until SIGTERM or SIGINT; then end all that was started.

    Raises:
        InputError: the seeds are missing, or the port is taken.
        BusyError: another `marsad serve` serves this output.
        OutputError: the server does not start, or a process dies again and again.
    """
    if not settings.seeds.is_dir():
        raise InputError(f"The seeds folder {settings.seeds} does not exist.", "Make it, or name another.")
    Store(settings.output).prepare()
    stop = threading.Event()
    with _alone(settings.output), stopped_by_signals(stop):
        _end_left_over(settings.output)
        _Service(settings, serving, stop).run()


class _Service:
    """The processes and the watch of one `marsad serve`."""

    def __init__(self, settings: Settings, serving: Serving, stop: threading.Event) -> None:
        self.settings = settings
        self.serving = serving
        self.stop = stop
        self.deployments: dict[str, UUID] = {}
        self._orphans: dict[UUID, str] = {}
        told = environment(serving.address)
        os.environ.update(told)  # Prefect reads them when it is imported, here and below
        at = ["--host", serving.host, "--port", str(serving.port)]
        self.server = None if serving.api else Child("server", prefect("server", "start", *at), told)
        name = ["--pool", POOL, "--type", "process", "--name", f"marsad-{socket.gethostname()}"]
        self.worker = Child("worker", prefect("worker", "start", *name), told)

    def run(self) -> None:
        try:
            self._start()
            threading.Thread(target=self._watch, name="watch", daemon=True).start()
            while not self.stop.wait(_STEP):
                self._mend()
                self._bury()
        finally:
            self.stop.set()
            log.info("ending")
            for child in (self.worker, self.server):
                if child is not None:
                    child.stop()
                    log.info("the %s has ended", child.name)
            (self.settings.output / NOTE).unlink(missing_ok=True)

    def _start(self) -> None:
        if self.server is not None:
            _check_free(self.serving.host, self.serving.port)
            self.server.start()
            self._note()
        self._await_server()
        if self.stop.is_set():
            return
        self._deploy()
        self._start_worker()
        log.info("serving %s at %s", self.settings.output, self.serving.address.removesuffix("/api"))

    def _deploy(self) -> None:
        from flows.operations.prefect_deployments import deploy  # noqa: PLC0415 - the environment stands now
        from flows.operations.prefect_notify import keep_automations  # noqa: PLC0415

        self.deployments = deploy(self.settings, self.serving.cron, self.serving.timezone)
        keep_automations(self.serving.webhook)

    def _start_worker(self) -> None:
        from flows.operations.prefect_deployments import runs_at_work  # noqa: PLC0415

        if self.serving.api is None:  # another server may have other workers, whose runs are theirs
            self._orphans = runs_at_work(self.deployments)
        self.worker.start()
        self._note()

    def _bury(self) -> None:
        """Mark as crashed the runs of a worker that died whose own process is gone too; others are let end."""
        from flows.operations.prefect_deployments import mark_crashed  # noqa: PLC0415

        for run, name in list(self._orphans.items()):
            lives = lives_with(_RUN, str(run))
            if lives is None:
                lives = holder(self.settings.output) is not None
            if not lives:
                del self._orphans[run]
                mark_crashed(run)
                log.warning("the run %s is over: its process is gone", name)

    def _mend(self) -> None:
        """Start anew what died."""
        for child in (self.server, self.worker):
            if child is None or child.is_alive() or self.stop.is_set():
                continue
            if not child.may_start():
                raise OutputError(f"The {child.name} dies again and again.", "Its last lines above say why.")
            log.warning("the %s died and is started anew", child.name)
            child.stop(0)
            if child is self.worker:
                self._start_worker()
            else:
                child.start()
                self._note()
                self._await_server()

    def _await_server(self) -> None:
        until = time.monotonic() + _START
        while not is_healthy(self.serving.address):
            if self.stop.wait(0.2):
                return
            if time.monotonic() > until or (self.server is not None and not self.server.is_alive()):
                raise OutputError(
                    f"The server at {self.serving.address} does not answer.",
                    "Its last lines above say why; with --api, start that server first.",
                )

    def _watch(self) -> None:
        import httpx  # noqa: PLC0415 - Prefect's, and as slow to import

        from flows.operations.prefect_deployments import tell_arrival  # noqa: PLC0415

        for arrival in watch(self.settings, self.serving.watching, self.stop):
            log.info("seeds arrived: %s", arrival)
            try:
                tell_arrival(self.settings, arrival)
            except httpx.HTTPError as error:  # the watch asks once more where no run comes of it
                log.warning("the server was not told: %s", error)

    def _note(self) -> None:
        children = [child.pid for child in (self.server, self.worker) if child is not None]
        told = {
            "process": os.getpid(),
            "children": [pid for pid in children if pid is not None],
            "api": self.serving.address,
            "started": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        path = self.settings.output / NOTE
        path.write_text(json.dumps(told) + "\n", encoding="utf-8")


def is_healthy(api: str, timeout: float = 2.0) -> bool:
    """Whether a Prefect server answers at this address."""
    try:
        with urllib.request.urlopen(f"{api}/health", timeout=timeout) as answer:  # noqa: S310 - the user's own address
            return bool(answer.status == 200)
    except (OSError, ValueError, urllib.error.URLError):
        return False


def _check_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputError(
                f"Port {port} of {host} cannot be had: {error.strerror}.",
                "Name another with --port, or a server that runs already with --api.",
            ) from error


@contextlib.contextmanager
def _alone(output: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout  # noqa: PLC0415 - as for a build's lock

    lock = FileLock(output / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        told = (read_note(output / NOTE) or {}).get("process", "unknown")
        raise BusyError(f"{output} is served already, by process {told}.", "Stop that one first.") from error
    try:
        yield
    finally:
        lock.release()


def _end_left_over(output: Path) -> None:
    """End the server and the worker of a `marsad serve` that was killed, and the runs of that worker."""
    note = read_note(output / NOTE) or {}
    for pid in note.get("children", []):
        if is_ours(pid):
            log.warning("ending process %s, left by a `marsad serve` that was killed", pid)
            end(pid, 5.0)
