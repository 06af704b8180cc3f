"""How a run ended is kept; what may pass by itself is tried again and nothing else is."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from flows.build import build_version
from flows.errors import DriftError, OutputError, SchemaError
from flows.operations.runs import last_good, last_run, runs
from flows.operations.transient import is_transient
from flows.report import KEPT_RUNS, Report, remedy, write_end
from flows.settings import Settings

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.EBUSY])
def test_a_disk_that_is_away_for_a_moment_may_come_back(number: int) -> None:
    assert is_transient(OSError(number, "away"))


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "full"),
        PermissionError(errno.EACCES, "no"),
        FileNotFoundError(errno.ENOENT, "gone"),
        ValueError("a text that breaks a stage"),
        SchemaError("a stage broke its contract"),
        None,
    ],
)
def test_what_would_break_again_is_not_tried_again(error: BaseException | None) -> None:
    assert not is_transient(error)


def test_the_cause_of_an_error_counts() -> None:
    error = OutputError("The output cannot be written.")
    error.__cause__ = OSError(errno.ESTALE, "stale handle")
    assert is_transient(error)


def test_errors_that_refer_to_each_other_come_to_an_end() -> None:
    first, second = ValueError("a"), ValueError("b")
    first.__context__, second.__context__ = second, first
    assert not is_transient(first)


def test_every_step_but_publishing_is_tried_again_and_only_for_what_passes() -> None:
    from flows import pipeline
    from flows.operations.prefect_hooks import is_worth_a_retry

    steps: list[Any] = [pipeline.discover, pipeline.ingest, pipeline.survey, pipeline.clean, pipeline.extract]
    for step in (*steps, pipeline.resolve, pipeline.validate):
        assert step.retries == 2
        assert step.retry_condition_fn is is_worth_a_retry
    assert pipeline.publish.retries == 0
    assert pipeline.build.timeout_seconds == pipeline.TIMEOUT


def state(kind: str, data: object = None, message: str = "") -> SimpleNamespace:
    return SimpleNamespace(type=SimpleNamespace(value=kind), data=data, message=message, name=kind.title())


@pytest.mark.parametrize(
    ("ended", "kind", "told"),
    [
        (
            state("FAILED", DriftError("Articles: 200 before, 3 now.", "Look at the seeds.")),
            "drifted",
            "200 before",
        ),
        (state("FAILED", SchemaError("A table broke its contract.")), "failed", "broke its contract"),
        (state("FAILED", None, "Flow run exceeded timeout of 5 second(s)"), "failed", "exceeded timeout"),
        (state("CRASHED", None, "Flow run process exited with status code -9"), "crashed", "-9"),
        (state("CANCELLED"), "cancelled", "Cancelled"),
    ],
)
def test_a_run_that_does_not_end_well_leaves_a_report(
    tmp_path: Path, ended: SimpleNamespace, kind: str, told: str
) -> None:
    from flows.operations.prefect_hooks import keep_end
    from flows.pipeline import build

    run: Any = SimpleNamespace(name="build seeds", parameters={"output": str(tmp_path)})
    keep_end(build, run, cast("State[Any]", ended))
    kept = last_run(tmp_path)
    assert kept is not None
    assert kept.kind == kind
    assert told in kept.headline
    assert told in kept.path.with_suffix(".md").read_text("utf-8")


def test_a_run_without_an_output_folder_leaves_no_report(tmp_path: Path) -> None:
    from flows.operations.prefect_hooks import keep_end
    from flows.pipeline import build

    run: Any = SimpleNamespace(name="build seeds", parameters={"output": str(tmp_path / "none")})
    keep_end(build, run, cast("State[Any]", state("FAILED")))
    assert not (tmp_path / "none").exists()


def test_the_last_good_run_is_found_behind_bad_ones(settings: Settings) -> None:
    build_version(settings)
    write_end(settings.output / "runs", "crashed", "It was killed.")
    good, last = last_good(settings.output), last_run(settings.output)
    assert good is not None
    assert (good.kind, good.version) == ("done", "v1.0.0")
    assert last is not None
    assert last.kind == "crashed"  # also when both were written in one second
    assert len(runs(settings.output)) == 2


def test_files_that_are_no_reports_are_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "runs"
    folder.mkdir()
    (folder / "notes.json").write_text("{}", encoding="utf-8")
    (folder / "2026-01-01T000000-v1.0.0.json").write_text("{half", encoding="utf-8")
    assert runs(tmp_path) == []


def test_old_reports_go(tmp_path: Path) -> None:
    folder = tmp_path / "runs"
    folder.mkdir()
    for number in range(KEPT_RUNS + 5):
        name = f"2020-01-01T{number:06d}-v1.0.0"
        (folder / f"{name}.json").write_text("{}", encoding="utf-8")
        (folder / f"{name}.md").write_text("", encoding="utf-8")
    write_end(folder, "failed", "It failed.")
    assert len(list(folder.glob("*.json"))) == len(list(folder.glob("*.md"))) == KEPT_RUNS


def test_what_was_left_out_is_told_with_what_to_do(settings: Settings) -> None:
    (settings.seeds / "empty.txt").write_text(" \n", encoding="utf-8")
    (settings.seeds / "broken.json").write_text("{half", encoding="utf-8")
    report = build_version(settings)
    rows = report.left_out(10)
    assert {row["left out"] for row in rows} >= {"empty.txt", "broken.json"}
    assert all(row["why"] and row["what to do"] for row in rows)
    assert all(f"| {row['what to do']} |" in report.markdown() for row in rows)
    kept = json.loads(next((settings.output / "runs").glob("*.json")).read_text("utf-8"))
    assert kept["kind"] == "done"
    assert len(kept["rejected"]) == len(report.rejected)


def test_a_row_that_fails_a_check_is_told_with_its_remedy() -> None:
    row = {
        "id": "m1",
        "table": "mentions",
        "column": "end",
        "value": "3",
        "check": "span",
        "source_file": None,
    }
    row["reason"] = "The end does not lie behind the start."
    assert remedy(row) == row["reason"]
    (shown,) = Report(rejected=[row]).left_out(1)
    assert shown["why"] == "end does not pass span; its value: 3"
