"""The review as a Prefect flow: questions asked through the server's form, answers on the disk as they come."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.review.queue import queue
from flows.settings import Settings

ROOT = Path(__file__).parents[2]

Process = subprocess.Popen[bytes]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _call(url: str, body: object = None) -> Any:  # noqa: ANN401 - what the server says
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def _wait(what: Callable[[], Any], seconds: float = 120) -> Any:  # noqa: ANN401 - whatever is waited for
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if found := what():
                return found
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.3)
    raise AssertionError("waited in vain")


@contextmanager
def _running(command: list[str], env: dict[str, str], log: Path) -> Iterator[Process]:
    with (
        log.open("wb") as out,
        subprocess.Popen(command, env=env, cwd=ROOT, stdout=out, stderr=out) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.mark.slow
def test_answers_through_the_api_become_corrections_one_by_one_and_a_killed_run_loses_none(
    desk: Settings, tmp_path: Path, run_env: Callable[..., dict[str, str]]
) -> None:
    port = _free_port()
    api = f"http://127.0.0.1:{port}/api"
    env = run_env(PREFECT_API_URL=api, PREFECT_SERVER_ANALYTICS_ENABLED="false", DO_NOT_TRACK="1")
    server = [
        sys.executable,
        "-m",
        "prefect",
        "server",
        "start",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-ui",
    ]
    told = {"seeds": str(desk.seeds), "output": str(desk.output), "corrections": str(tmp_path / "curation")}
    run = [
        sys.executable,
        "-c",
        f"from flows.curation import review; review(**{told!r}, who='Amina', reasons=['name'])",
    ]
    file = tmp_path / "curation" / "corrections.csv"

    def paused() -> dict[str, Any] | None:
        found = _call(f"{api}/flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["PAUSED"]}}}})
        return found[0] if found else None

    with _running(server, env, tmp_path / "server.log"):
        _wait(lambda: _call(f"{api}/health"))
        with _running(run, env, tmp_path / "run.log") as process:
            waiting = _wait(lambda: paused() or process.poll() is not None)
            assert waiting is not True, (tmp_path / "run.log").read_text()
            run_api = f"{api}/flow_runs/{waiting['id']}"
            keyset = waiting["state"]["state_details"]["run_input_keyset"]
            choices = _call(f"{run_api}/input/{keyset['schema']}")["properties"]["choice"]["enum"]
            assert "القرطبي" in _call(f"{run_api}/input/{keyset['description']}")
            choice = next(choice for choice in choices if "its English name is" in choice)
            answer = {"choice": choice, "value": "Salem El Qortobi", "who": "Amina", "why": "his book"}
            _call(f"{run_api}/resume", {"run_input": answer})
            _wait(lambda: file.is_file() and "El Qortobi" in file.read_text("utf-8-sig"))
            process.kill()
    row = file.read_text("utf-8-sig").splitlines()[1]
    assert row.startswith("entity_name_en,")
    assert "Amina" in row
    assert "his book" in row
    assert not queue(replace(desk, corrections=tmp_path / "curation"), ("name",))
