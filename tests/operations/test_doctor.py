"""`marsad doctor` finds what must be mended, says how, and answers without Prefect."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.build import build_version
from flows.operations import doctor
from flows.operations.doctor import Finding, as_text, examine, is_sound
from flows.operations.serve import NOTE
from flows.report import write_end
from flows.settings import Settings

ROOT = Path(__file__).parents[2]
PINNED = doctor._PINS


@pytest.fixture(autouse=True)
def no_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No server is told of, and what is installed here is taken for what is pinned."""
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setattr(doctor, "_PINS", tmp_path / "no constraints.txt")
    monkeypatch.setattr(doctor, "_broken_requirements", lambda: iter(()))


def found(settings: Settings, what: str) -> list[Finding]:
    return [finding for finding in examine(settings) if finding.what == what]


def states(settings: Settings, what: str) -> list[str]:
    return [finding.state for finding in found(settings, what)]


def test_a_built_output_is_sound(settings: Settings) -> None:
    build_version(settings)
    findings = examine(settings)
    assert is_sound(findings), as_text(findings)
    assert "v1.0.0 is published, just now, and up to date" in as_text(findings)


def test_before_the_first_build_nothing_is_to_be_mended(settings: Settings) -> None:
    findings = examine(settings)
    assert is_sound(findings), as_text(findings)
    assert "`marsad build` makes the first version" in as_text(findings)


def test_missing_seeds_must_be_mended(settings: Settings, tmp_path: Path) -> None:
    assert states(Settings(tmp_path / "none", settings.output), "seeds") == ["bad"]


def test_an_output_that_is_a_file_must_be_mended(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert states(Settings(settings.seeds, tmp_path / "file"), "output") == ["bad"]


def test_a_build_at_work_and_what_a_killed_one_left_are_told_apart(settings: Settings) -> None:
    build_version(settings)
    assert states(settings, "lock") == ["good"]
    (settings.output / ".staging-1").mkdir()
    assert "left traces" in found(settings, "lock")[0].told
    note = settings.output / ".lock.json"
    note.write_text(json.dumps({"process": os.getpid(), "started": "2026-01-01"}), encoding="utf-8")
    assert f"process {os.getpid()} builds" in found(settings, "lock")[0].told
    note.write_text(json.dumps({"process": 2**22 + 1, "started": "2026-01-01"}), encoding="utf-8")
    assert "builds" not in found(settings, "lock")[0].told


def test_a_last_run_that_did_not_end_well_must_be_mended_until_the_seeds_are_built(
    settings: Settings,
) -> None:
    build_version(settings)
    for kind in ("failed", "crashed", "drifted"):
        write_end(settings.output / "runs", kind, "The disk is full.", "Free some.")
        assert states(settings, "last run") == ["good"]  # nothing waits: somebody took back what broke it
        new = settings.seeds / "new.txt"
        new.write_text("خبر جديد.\n", encoding="utf-8")
        assert states(settings, "last run") == ["good", "bad"]
        assert f"{kind}: The disk is full." in found(settings, "last run")[1].told
        new.unlink()


def test_a_disk_that_is_nearly_full_must_be_mended(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_NEEDED", 10**18)
    assert states(settings, "disk") == ["bad"]


class Healthy(http.server.BaseHTTPRequestHandler):
    """A server that says that it is well."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/api/health" else 404)
        self.end_headers()

    def log_message(self, *told: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    with http.server.HTTPServer(("127.0.0.1", 0), Healthy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/api"
        server.shutdown()


def test_the_server_that_serves_the_output_is_asked(settings: Settings, address: str) -> None:
    settings.output.mkdir()
    (settings.output / NOTE).write_text(json.dumps({"api": address}), encoding="utf-8")
    assert states(settings, "server") == ["good"]
    (settings.output / NOTE).write_text(json.dumps({"api": "http://127.0.0.1:9/api"}), encoding="utf-8")
    assert states(settings, "server") == ["bad"]


def test_another_version_than_pinned_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pins = tmp_path / "constraints.txt"
    pins.write_text("# pins\npolars==0.1.0\nnot-installed-at-all==1.0\n", encoding="utf-8")
    monkeypatch.setattr(doctor, "_PINS", pins)
    (finding,) = found(settings, "versions")
    assert finding.state == "note"
    assert "polars" in finding.told
    assert "not-installed-at-all" not in finding.told


def test_a_package_that_is_missing_or_too_old_must_be_mended(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    wanted = ["polars>=999", "surely-not-installed>=1", "nothing>=1; extra == 'dev'", "typer>=0.1"]
    monkeypatch.setattr("importlib.metadata.requires", lambda _: wanted)
    told = next(
        finding for finding in examine(settings) if finding.state == "bad" and finding.what == "versions"
    ).told
    assert "polars" in told
    assert "surely-not-installed is not installed" in told
    assert "nothing" not in told
    assert "typer" not in told


def test_the_pins_are_those_of_this_project() -> None:
    assert PINNED == ROOT / "constraints.txt"
    assert PINNED.is_file()


def test_the_command_imports_nothing_heavy_and_says_by_its_exit_code(
    settings: Settings, tmp_path: Path
) -> None:
    probe = (
        "import sys, flows.cli\n"
        "try:\n    flows.cli.main()\n"
        "finally:\n"
        "    print([m for m in ('prefect', 'polars', 'pandera') if m in sys.modules], file=sys.stderr)\n"
    )
    arguments = ["doctor", "--json", "--seeds", str(tmp_path / "none"), "--output", str(settings.output)]
    done = subprocess.run(
        [sys.executable, "-c", probe, *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 2
    assert done.stderr.strip().endswith("[]")
    told = json.loads(done.stdout)
    assert told["is_sound"] is False
    assert {finding["what"] for finding in told["findings"]} >= {
        "python",
        "versions",
        "seeds",
        "output",
        "disk",
    }
