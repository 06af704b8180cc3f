"""What a run leaves on Prefect's screens, without a server: what is asked of it is written down instead."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from flows.operations import prefect_artifacts as artifacts
from flows.operations.prefect_artifacts import ROWS_SHOWN, Bar, leave_artifacts
from flows.publish.store import Number
from flows.report import Report
from flows.settings import Settings

REJECTED = {
    "id": "a.txt",
    "table": "articles",
    "column": None,
    "value": None,
    "check": "text",
    "reason": "there is no text in it",
    "source_file": "a.txt",
}


class Screen:
    """Keeps what would be shown."""

    def __init__(self) -> None:
        self.shares: list[float] = []
        self.left: dict[str, Any] = {}
        self.address = ""

    def progress(self, share: float, **_: str) -> UUID:
        self.shares.append(share)
        return UUID(int=1)

    def update(self, _: UUID, share: float) -> None:
        self.shares.append(share)

    def leave(self, what: object = None, *, key: str, description: str = "", **more: object) -> None:
        self.left[key] = what if what is not None else (more, description)

    def get(self, _: str, default: str) -> str:
        return self.address or default


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    shown = Screen()
    monkeypatch.setattr(artifacts, "create_progress_artifact", shown.progress)
    monkeypatch.setattr(artifacts, "update_progress_artifact", shown.update)
    for kind in ("link", "markdown", "table"):
        monkeypatch.setattr(artifacts, f"create_{kind}_artifact", shown.leave)
    monkeypatch.setattr(artifacts, "Variable", shown)
    return shown


def test_the_bar_goes_up_to_the_end_and_asks_the_server_seldom(screen: Screen) -> None:
    bar = Bar(2)
    assert bar.step("found") == "found"
    bar.expect(10_000)
    for number in range(10_001):
        bar.step(number)
    bar.end()
    assert screen.shares[0] == 0
    assert screen.shares[-1] == 100
    assert screen.shares == sorted(screen.shares)
    assert len(screen.shares) < 60


def test_a_published_version_is_told_and_linked(screen: Screen, settings: Settings) -> None:
    report = Report(Number(1, 2, 0), is_new=True, path=settings.output / "runs" / "now-v1.2.0.md")
    leave_artifacts(report, settings)
    assert set(screen.left) == {"build-summary", "build-version", "build-report"}
    assert screen.left["build-summary"].startswith("# v1.2.0 is published")
    assert screen.left["build-version"] == f"{settings.output.as_uri()}/versions/v1.2.0/README.md"
    assert screen.left["build-report"].endswith("/runs/now-v1.2.0.md")


def test_links_lead_to_the_web_server_that_shows_the_output(screen: Screen, settings: Settings) -> None:
    screen.address = "https://data.example.org/marsad/"
    leave_artifacts(Report(Number(1, 0, 0)), settings)
    assert screen.left["build-version"] == "https://data.example.org/marsad/versions/v1.0.0/README.md"


def test_what_was_left_out_is_a_table_with_what_to_do(screen: Screen, settings: Settings) -> None:
    leave_artifacts(Report(Number(1, 0, 0), rejected=[REJECTED] * (ROWS_SHOWN + 1)), settings)
    rows = screen.left["build-rejected"]
    assert len(rows) == ROWS_SHOWN
    assert list(rows[0]) == ["left out", "what to do", "why", "table"]
    assert rows[0]["what to do"].startswith("See whether the file holds what it should")


def test_a_preview_links_to_nothing(screen: Screen, settings: Settings, tmp_path: Path) -> None:
    leave_artifacts(Report(), settings)
    assert set(screen.left) == {"build-summary"}
    assert not list(tmp_path.glob("output*"))


def test_only_what_may_pass_is_worth_a_retry() -> None:
    import errno
    from types import SimpleNamespace

    from flows.operations.prefect_hooks import is_worth_a_retry

    def worth(error: object) -> bool:
        state: Any = SimpleNamespace(data=error)
        task: Any = None
        return is_worth_a_retry(task, task, state)

    assert worth(OSError(errno.ESTALE, "stale"))
    assert not worth(ValueError("broken"))
    assert not worth(None)
