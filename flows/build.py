"""A build in plain Python: the stages in their order, which the Prefect flow wraps one for one.

`plan` says whether there is anything to do, and imports neither Polars nor Prefect nor a model for it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.errors import BusyError, InputError
from flows.extract.reader.files import NO_READER
from flows.fingerprints import Inputs, inputs_of
from flows.ingest.discover import Discovery, discover
from flows.publish.lock import only_build
from flows.publish.store import Number, Store
from flows.report import Report
from flows.settings import Settings

WITHOUT_READER = "Without the reader: names and events are told by knowledge alone."
"""What a report says of a build with `--reader none`, or where the model's files are absent."""

Progress = Callable[[str, int, int], None]
"""Told of progress: a stage's name, how many of its batches are done, how many there are."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build would do: `current` is the version that is up to date, `last` the one made last; null if none is."""

    discovery: Discovery
    inputs: Inputs
    current: Number | None
    last: Number | None


@dataclass(frozen=True, slots=True)
class Build:
    """A build at work: it holds the output's lock, and `work` is its scratch folder."""

    settings: Settings
    plan: Plan
    work: Path
    report: Report


def plan(settings: Settings) -> Plan:
    """Look at the seeds and say whether the latest version was made from the same inputs.

    Raises:
        InputError: the seeds folder is missing, is a file, or is empty; the output lies in it.
    """
    _check_folders(settings)
    store = Store(settings.output)
    cache = settings.output / ".seeds-cache.json" if settings.output.is_dir() else None
    discovery = discover(settings.seeds, cache=cache, max_bytes=settings.max_bytes)
    inputs = inputs_of(discovery, settings)
    latest = store.last()
    is_same = latest is not None and store.manifest(latest)["inputs"] == inputs.digest
    current = latest if is_same and not settings.rebuild and not settings.only else None
    return Plan(discovery, inputs, current, latest)


def look(settings: Settings) -> Plan:
    """Plan, and where nothing is to be done tidy up after a build that was stopped just before its end."""
    planned = plan(settings)
    store = Store(settings.output)
    if planned.current is not None and store.is_untidy():
        with contextlib.suppress(BusyError), only_build(settings.output, 0):  # what another build uses stays
            store.sweep()
    return planned


def _check_folders(settings: Settings) -> None:
    seeds, output = settings.seeds.resolve(), settings.output.resolve()
    if output == seeds or seeds in output.parents:
        raise InputError(
            f"The output {settings.output} lies in the seeds {settings.seeds}.", "Name a folder beside them."
        )


def seed_changes(plan: Plan, store: Store) -> dict[str, list[str]]:
    """Return which seed files are new, changed and removed since the latest version."""
    latest = store.last()
    before = {} if latest is None else store.inputs(latest)["seeds"]
    now = plan.inputs.seeds
    return {
        "new": sorted(now.keys() - before.keys()),
        "changed": sorted(path for path in now.keys() & before.keys() if now[path] != before[path]),
        "removed": sorted(before.keys() - now.keys()),
    }


@contextlib.contextmanager
def open_build(settings: Settings, planned: Plan | None = None) -> Iterator[Build]:
    """Hold the output's lock and a scratch folder for a build; whatever a stopped build left is swept first.

    `planned` is what was just planned; it holds unless another build made a version while this one waited.
    `Build.plan.current` is set where that did the work.

    Raises:
        MarsadError: the seeds or the output are not as they must be, or another build holds the lock.
    """
    if planned is None:
        planned = plan(settings)  # refuses bad seeds before anything is written
    store = Store(settings.output)
    store.prepare()
    with only_build(settings.output, settings.wait):
        notes = store.sweep()
        if store.last() != planned.last:
            planned = plan(settings)
        if planned.inputs.code["reader"] == NO_READER:
            notes.append(WITHOUT_READER)
        report = Report(version=planned.current, notes=notes, seeds=seed_changes(planned, store))
        with store.scratch("work") as work:
            yield Build(settings, planned, work, report)
        if planned.current is None and not settings.only:
            report.write(settings.output / "runs")


def build_version(settings: Settings, progress: Progress | None = None) -> Report:
    """Build a version from the seeds, or find that the latest is up to date.

    Args:
        settings: where to read and write; with `only`, a preview that publishes nothing.
        progress: told of each batch that is done.

    Raises:
        MarsadError: what the user can mend; nothing was published.
    """
    planned = look(settings)
    if planned.current is not None:
        return Report(version=planned.current)
    with open_build(settings, planned) as build:
        if build.plan.current is None:
            _run(build, progress or (lambda stage, done, total: None))
        return build.report


def _run(build: Build, progress: Progress) -> None:
    """Run the stages in their order."""
    from flows import stages  # noqa: PLC0415 - a build that finds nothing to do need not wait for Polars

    settings, work, report = build.settings, build.work, build.report
    make_rows(build, lambda: _make(build, progress))
    with report.timed("publish"):
        report.take(stages.publish_step(work, settings))


def make_rows(build: Build, make: Callable[[], None]) -> None:
    """Make a version's rows on the last version; anew, where a row that was made so breaks the contract.

    Args:
        build: its plan is kept in the workspace, its report is told.
        make: runs the stages up to validation.
    """
    from flows import stages  # noqa: PLC0415

    for stand in (True, False):
        stages.keep_plan(build.work, build.plan.discovery, build.plan.inputs, build.settings, stand=stand)
        make()
        if not build.report.stages["validate"].pop(stages.AGAIN, 0):
            break
        build.report.forget()


def _make(build: Build, progress: Progress) -> None:
    """Run the stages that make a version's rows."""
    from flows import stages  # noqa: PLC0415
    from flows.workers import Workers  # noqa: PLC0415

    settings, work, report = build.settings, build.work, build.report
    with report.timed("ingest"):
        report.count("ingest", stages.ingest_step(work, settings))
    with report.timed("survey"):
        report.count("survey", stages.survey_step(work, settings))
    batches = report.stages["survey"]["batches"]
    with Workers(settings.processes, batches) as workers:
        for stage, step in (("clean", stages.clean_step), ("extract", stages.extract_step)):
            with report.timed(stage):
                jobs = [workers.submit(step, work, batch, settings.overlay) for batch in range(batches)]
                for done, job in enumerate(jobs, 1):
                    report.count(stage, job.result())
                    progress(stage, done, batches)
    with report.timed("resolve"):
        report.count("resolve", stages.resolve_step(work, settings.overlay))
    with report.timed("validate"):
        report.count("validate", stages.validate_step(work))
