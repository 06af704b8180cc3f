"""The recipe: discover, ingest, survey, clean, extract, resolve, validate, publish, as a Prefect flow.

Each task is a stage or a batch of articles, and passes paths. Prefect gives the schedule, the screen and the log;
what is stale and who may write is decided by `flows.build`, which runs the same stages without Prefect.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import flows.quiet  # noqa: F401  isort: skip - before Prefect
from prefect import flow, get_run_logger, task, unmapped
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ThreadPoolTaskRunner
from pydantic import Field

from flows import stages
from flows.build import Build, look, make_rows, open_build, seed_changes
from flows.operations.prefect_artifacts import Bar, leave_artifacts
from flows.operations.prefect_hooks import is_worth_a_retry, keep_end
from flows.publish.store import Number, Store
from flows.report import Report
from flows.settings import MAX_BYTES, Settings
from flows.stages import Counts, Published
from flows.workers import Workers

_BATCHES_AT_ONCE = 8  # threads that wait for a process each

TIMEOUT = 6 * 3600
"""Seconds that a run may take, the wait for another one included: a million articles are read in less."""

_STEPS = 5  # steps of a build besides its batches: what the bar of progress counts

_STAGE: dict[str, Any] = {"tags": ["stage"], "cache_policy": NO_CACHE}
_RETRY: dict[str, Any] = {
    "retries": 2,
    "retry_delay_seconds": [2, 15],
    "retry_condition_fn": is_worth_a_retry,
}
"""For steps that may be done again: a disk on a network that is away for a moment. Publishing is not one of them:
what it left half done is finished by the next build."""


@flow(
    name="build",
    flow_run_name="build {seeds}",
    description="Turn the seeds into a version of the dataset, or find that the latest is up to date.",
    timeout_seconds=TIMEOUT,
    on_failure=[keep_end],
    on_crashed=[keep_end],
    on_cancellation=[keep_end],
    task_runner=ThreadPoolTaskRunner(max_workers=_BATCHES_AT_ONCE),  # type: ignore[arg-type] # theirs is invariant
)
def build(  # noqa: PLR0913, PLR0917 - a form's fields
    seeds: Path = Path("seeds"),
    output: Path = Path("output"),
    only: list[str] = [],  # noqa: B006 - Prefect shows a default, and nothing here changes it
    rebuild: bool = False,
    corrections: Path | None = None,
    workers: Annotated[int, Field(ge=0)] = 0,
    max_bytes: Annotated[int, Field(gt=0)] = MAX_BYTES,
    wait: Annotated[float, Field(ge=0)] = 3600.0,
    allow_drift: bool = False,
    reader: Literal["auto", "none"] = "auto",
) -> str:
    """Build a version; returns one line that says what came of it.

    Args:
        seeds: Folder of articles.
        output: Folder of published versions.
        only: Article ids, for a preview that publishes nothing.
        rebuild: Ignore what is published and read all anew.
        corrections: Folder of a curator's files; seeds/curation if empty.
        workers: Processes that read articles; 0 for one a core.
        max_bytes: A larger seed file is rejected.
        wait: Seconds to wait for another build to end.
        allow_drift: Publish data that moved far from the last version.
        reader: auto for the learned model where it is there, none for knowledge alone.
    """
    settings = Settings(
        seeds, output, tuple(only), rebuild, corrections, workers, max_bytes, wait, allow_drift, reader
    )
    if (current := discover(settings)) is not None:
        leave_artifacts(Report(version=Number.parse(current)), settings)
        return f"{current} is up to date"
    with open_build(settings) as at_work:
        if at_work.plan.current is None:
            _run(at_work)
        report = at_work.report
    leave_artifacts(report, settings)
    get_run_logger().info(report.headline())
    return report.headline()


def _run(build: Build) -> None:
    settings, work, report = build.settings, build.work, build.report
    bar = Bar(_STEPS)
    make_rows(build, lambda: _make(build, bar))
    with report.timed("publish"):
        report.take(bar.step(publish(work, settings)))
    bar.end()


def _make(build: Build, bar: Bar) -> None:
    """Run the stages that make a version's rows."""
    settings, work, report = build.settings, build.work, build.report
    with report.timed("ingest"):
        report.count("ingest", bar.step(ingest(work, settings)))
    with report.timed("survey"):
        report.count("survey", bar.step(survey(work, settings)))
    batches = list(range(report.stages["survey"]["batches"]))
    bar.expect(2 * len(batches))
    with Workers(settings.processes, len(batches)) as workers:
        for stage, read_batch in (("clean", clean), ("extract", extract)):
            with report.timed(stage):
                for future in read_batch.map(work, batches, settings.overlay, unmapped(workers)):
                    report.count(stage, bar.step(future.result()))
    with report.timed("resolve"):
        report.count("resolve", bar.step(resolve(work, settings.overlay)))
    with report.timed("validate"):
        report.count("validate", bar.step(validate(work)))


@task(name="discover", task_run_name="discover the seeds", **_STAGE, **_RETRY)
def discover(settings: Settings) -> str | None:
    """Find the seeds; returns the version that is up to date with them, if one is."""
    planned = look(settings)
    changed = {kind: len(paths) for kind, paths in seed_changes(planned, Store(settings.output)).items()}
    _told("discover", {"seed files": len(planned.discovery.files)} | changed)
    return None if planned.current is None else str(planned.current)


@task(name="ingest", task_run_name="ingest the seed files", **_STAGE, **_RETRY)
def ingest(work: Path, settings: Settings) -> Counts:
    """Read the seed files."""
    return _told("ingest", stages.ingest_step(work, settings))


@task(name="survey", task_run_name="survey lines across articles", **_STAGE, **_RETRY)
def survey(work: Path, settings: Settings) -> Counts:
    """Count the lines that recur across articles."""
    return _told("survey", stages.survey_step(work, settings))


@task(name="clean", task_run_name="clean batch {batch}", tags=["batch"], cache_policy=NO_CACHE, **_RETRY)
def clean(work: Path, batch: int, overlay: Path | None, workers: Workers) -> Counts:
    """Clean one batch of articles."""
    return _told(f"clean batch {batch}", workers.submit(stages.clean_step, work, batch, overlay).result())


@task(name="extract", task_run_name="read batch {batch}", tags=["batch"], cache_policy=NO_CACHE, **_RETRY)
def extract(work: Path, batch: int, overlay: Path | None, workers: Workers) -> Counts:
    """Read one batch of articles."""
    return _told(f"read batch {batch}", workers.submit(stages.extract_step, work, batch, overlay).result())


@task(name="resolve", task_run_name="resolve things and events", **_STAGE, **_RETRY)
def resolve(work: Path, overlay: Path | None) -> Counts:
    """Bring what single articles say together."""
    return _told("resolve", stages.resolve_step(work, overlay))


@task(name="validate", task_run_name="validate every row", **_STAGE, **_RETRY)
def validate(work: Path) -> Counts:
    """Check every row against the contract."""
    return _told("validate", stages.validate_step(work))


@task(name="publish", task_run_name="publish the version", **_STAGE)
def publish(work: Path, settings: Settings) -> Published:
    """Write the version and let readers see it."""
    published = stages.publish_step(work, settings)
    _told("publish", published.rows)
    return published


def _told(what: str, counts: Counts) -> Counts:
    """Log counts where Prefect's screen shows them."""
    get_run_logger().info("%s: %s", what, ", ".join(f"{number} {name}" for name, number in counts.items()))
    return counts
