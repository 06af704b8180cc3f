"""The Prefect flow: it runs on the embedded server, quietly, and refuses to be two."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.publish.store import Number, Store
from flows.settings import Settings

ROOT = Path(__file__).parents[1]

DENY = """
import socket
_connect, _connect_ex, _resolve = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo
LOCAL = ("127.", "::1", "localhost", "0.0.0.0")
def _check(address):
    if isinstance(address, tuple) and not str(address[0]).startswith(LOCAL):
        with open(r"{log}", "a") as log:
            log.write(repr(address) + "\\n")
        raise OSError("the network is denied")
def connect(self, address):
    _check(address)
    return _connect(self, address)
def connect_ex(self, address):
    _check(address)
    return _connect_ex(self, address)
def getaddrinfo(host, *more, **named):
    if host is not None:
        _check((host if isinstance(host, str) else host.decode(), 0))
    return _resolve(host, *more, **named)
socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo = connect, connect_ex, getaddrinfo
"""
"""Placed as `sitecustomize`, so that the embedded server and every worker process have it too."""


@pytest.mark.slow
def test_the_flow_builds_with_the_network_denied_and_leaves_a_summary(
    settings: Settings, tmp_path: Path, run_env: Callable[..., dict[str, str]]
) -> None:
    log = tmp_path / "denied.log"
    deny = tmp_path / "deny"
    deny.mkdir()
    (deny / "sitecustomize.py").write_text(DENY.format(log=log))
    env = run_env(PYTHONPATH=f"{deny}:{ROOT}")
    command = [sys.executable, "-c", "from flows.cli import main; main()", "build", "--workers", "2"]
    command += ["--seeds", str(settings.seeds), "--output", str(settings.output)]
    done = subprocess.run(
        command, env=env, capture_output=True, text=True, timeout=240, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    assert "v1.0.0 is published" in done.stdout
    assert Store(settings.output).latest() == Number(1, 0, 0)
    assert not log.exists(), log.read_text()
    probe = (
        "import sys, json; import flows.quiet\n"
        "from prefect.client.orchestration import get_client\n"
        "with get_client(sync_client=True) as client:\n"
        "    found = client._client.post('/artifacts/filter', json={}).json()\n"
        "    runs = client._client.post('/task_runs/filter', json={'sort': 'EXPECTED_START_TIME_ASC'}).json()\n"
        "print(json.dumps([[a['key'], a['data']] for a in found]))\n"
        "print(json.dumps([[r['name'], r['state_type']] for r in runs]))\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", probe],
        env=env,
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
        cwd=ROOT,
    )
    artifacts, runs = map(json.loads, told.stdout.strip().splitlines()[-2:])
    summary = next(data for key, data in artifacts if key == "build-summary")
    assert "v1.0.0 is published" in summary
    assert "2 seed file(s) new" in summary
    assert "| event_mentions |" in summary
    names = {name for name, _ in runs}
    assert {"discover the seeds", "clean batch 0", "read batch 0", "publish the version"} <= names
    assert {state for _, state in runs} == {"COMPLETED"}


def test_the_flow_has_a_form_with_a_description_for_every_parameter() -> None:
    from flows.pipeline import build

    parameters = build.parameters.model_dump()["properties"]
    assert set(parameters) == {
        "seeds", "output", "only", "rebuild", "corrections", "workers", "max_bytes", "wait",
        "allow_drift", "reader",
    }  # fmt: skip
    assert all(told.get("description") for told in parameters.values())


def test_settings_and_flow_agree_on_parameters() -> None:
    from flows.pipeline import build

    assert set(Settings(Path("a"), Path("b")).parameters()) == set(
        build.parameters.model_dump()["properties"]
    )


def test_no_stage_imports_prefect() -> None:
    rim = {"pipeline.py", "curation.py", "quiet.py"}
    for path in sorted((ROOT / "flows").rglob("*.py")):
        if path.name not in rim and not path.match("operations/prefect_*.py"):
            text = path.read_text("utf-8")
            assert "import prefect" not in text, path
            assert "from prefect" not in text, path
