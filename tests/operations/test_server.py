"""All of it, for real: `marsad serve`, files that arrive, kills, runs by hand, a failure that is told."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.build import plan
from flows.operations.runs import holder, read_note, runs
from flows.operations.serve import NOTE
from flows.publish.store import Store
from flows.settings import Settings

ROOT = Path(__file__).parents[2]

NEWS = "وصل وزير الخارجية الموريتاني إلى {place} في زيارة رسمية يوم {day} مارس 2022.\n"
PLACES = ("الجزائر", "تونس", "الرباط", "القاهرة", "مدريد")


class Receiver(http.server.ThreadingHTTPServer):
    """Takes what the webhook is told."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        super().__init__(("127.0.0.1", 0), _Take)


class _Take(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"]))
        told = json.loads(text)
        server = self.server
        assert isinstance(server, Receiver)
        server.told.append(json.loads(told) if isinstance(told, str) else told)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *told: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


class Service:
    """A `marsad serve` at work on folders of its own."""

    def __init__(self, folder: Path, env: dict[str, str], webhook: str) -> None:
        self.folder = folder
        self.settings = Settings(folder / "seeds", folder / "output", workers=1)
        self.settings.seeds.mkdir()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-c", "from flows.cli import main; main()", "serve"]
        command += ["--seeds", str(self.settings.seeds), "--output", str(self.settings.output)]
        command += ["--port", str(self.port), "--webhook", webhook, "--settle", "0.5", "--workers", "1"]
        self.log = folder / "serve.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)

    def api(self, path: str, body: object | None = None, method: str = "POST") -> Any:  # noqa: ANN401 - what the server says
        data = None if method == "GET" else json.dumps(body or {}).encode()
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api{path}",
            data,
            {"Content-Type": "application/json"},
            method=method,
        )
        for _ in range(10):
            try:
                with urllib.request.urlopen(asked, timeout=10) as answer:
                    return json.loads(answer.read() or "null")
            except urllib.error.HTTPError as error:
                if (
                    error.code != 503
                ):  # SQLite was at work for another: ask again, as Prefect's own client does
                    raise
                time.sleep(0.5)
        raise AssertionError(f"{path} is not answered")

    def drop(self, name: str, number: int) -> None:
        text = NEWS.format(place=PLACES[number % len(PLACES)], day=number + 1)
        (self.settings.seeds / name).write_text(text, encoding="utf-8")

    def wait(self, what: str, done: Callable[[], Any], within: float = 60.0) -> Any:  # noqa: ANN401 - what came
        until = time.monotonic() + within
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log.read_text("utf-8")
            if found := done():
                return found
            time.sleep(0.05)
        raise AssertionError(f"waited in vain for {what}\n{self.log.read_text('utf-8')[-6000:]}")

    def is_current(self) -> bool:
        return bool(plan(self.settings).current) and holder(self.settings.output) is None

    def runs(self, *states: str) -> list[dict[str, Any]]:
        found = self.api("/flow_runs/filter", {"sort": "START_TIME_DESC"})
        return [run for run in found if run["state_type"] in states]

    def worker(self) -> int:
        note = read_note(self.settings.output / NOTE)
        assert note is not None
        return int(note["children"][-1])

    def run_by_hand(self, **parameters: object) -> str:
        deployment = self.api("/deployments/name/build/manual", method="GET")
        run = self.api(f"/deployments/{deployment['id']}/create_flow_run", {"parameters": parameters})
        return str(run["id"])

    def state(self, run: str) -> str:
        return str(self.api(f"/flow_runs/{run}", method="GET")["state_type"])


@pytest.fixture
def service(tmp_path: Path, run_env: Callable[..., dict[str, str]], receiver: Receiver) -> Iterator[Service]:
    env = run_env()
    env.pop("PREFECT_API_URL", None)
    started = Service(tmp_path, env, f"http://127.0.0.1:{receiver.server_port}/told")
    try:
        yield started
    finally:
        started.process.terminate()
        try:
            started.process.wait(45)
        except subprocess.TimeoutExpired:
            started.process.kill()
        for pid in left_over(env["PREFECT_HOME"]):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def left_over(home: str) -> list[int]:
    """The processes that live with this Prefect home."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"PREFECT_HOME={home}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return [pid for pid in found if pid != os.getpid()]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="what is left over is found in /proc")
def test_seeds_that_arrive_are_published_whatever_is_killed_meanwhile(
    service: Service, receiver: Receiver
) -> None:
    output = service.settings.output
    service.wait("the service", lambda: "serving" in service.log.read_text("utf-8"), within=120)

    # A file arrives: a version.
    service.drop("first.txt", 0)
    service.wait("the first version", service.is_current)
    assert str(Store(output).latest()) == "v1.0.0"
    service.wait("its run's end", lambda: service.runs("COMPLETED"))
    keys = {artifact["key"] for artifact in service.api("/artifacts/filter")}
    assert keys == {"build-summary", "build-progress", "build-version", "build-report"}
    assert service.runs("SCHEDULED"), "no nightly run is planned"

    # A second while the first's run is at work: both are published, one run after the other.
    service.drop("second.txt", 1)
    service.wait("a build at work", lambda: holder(output))
    service.drop("third.txt", 2)
    service.wait("all three", service.is_current)
    assert len(Store(output).versions()) == 3

    # A run is killed: it is marked, told of, and blocks nothing.
    service.drop("fourth.txt", 3)
    killed = service.wait("a build at work", lambda: holder(output))
    os.kill(killed["process"], signal.SIGKILL)
    service.wait("a crashed run", lambda: service.runs("CRASHED"))
    service.wait("the notice", lambda: [told for told in receiver.told if told["state"] == "Crashed"])

    # A run by hand, with parameters; it and the worker are killed too.
    first = service.run_by_hand(rebuild=True)
    killed = service.wait("a build at work", lambda: holder(output))
    worker = service.worker()
    os.kill(worker, signal.SIGKILL)
    os.kill(killed["process"], signal.SIGKILL)
    service.wait("another worker", lambda: service.worker() != worker)
    service.wait("its run's end", lambda: service.state(first) == "CRASHED")

    # The next run by hand sweeps up and publishes what the killed ones were to.
    second = service.run_by_hand(wait=5, workers=1)
    service.wait("the fourth article", service.is_current)
    service.wait("its run's end", lambda: service.state(second) == "COMPLETED")
    assert not [entry.name for entry in output.iterdir() if entry.name.startswith((".work-", ".staging-"))]

    # A run that fails says why, on its screen, to the webhook and in a file.
    third = service.run_by_hand(seeds=str(service.folder / "none"))
    service.wait("its run's end", lambda: service.state(third) == "FAILED")
    service.wait("the notice", lambda: [told for told in receiver.told if "none" in told["message"]])
    assert {run.kind for run in runs(output)} >= {"done", "crashed", "failed"}

    # Asked to end, it ends, and so does all that it started.
    service.process.send_signal(signal.SIGTERM)
    assert service.process.wait(45) == 0
    assert left_over(str(service.folder / "prefect")) == []
    assert not (output / NOTE).exists()
