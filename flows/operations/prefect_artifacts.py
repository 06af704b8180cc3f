"""What a run leaves on Prefect's screens: a bar while it works; a summary, what was left out, links when it is done."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

import flows.quiet  # noqa: F401  isort: skip - before Prefect
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.variables import Variable

from flows.publish.store import Store
from flows.report import Report
from flows.settings import Settings

ADDRESS = "marsad_output_url"
"""A Prefect variable: where a web server shows the output folder. Links lead there; to files where it is not set."""

ROWS_SHOWN = 500
"""Rows of the table of what was left out: all are in the version's table `rejected`."""

_LEAST = 2.0  # per cent between two updates: each is a request to the server

T = TypeVar("T")


class Bar:
    """A bar of progress on the run's screen.

    Args:
        steps: how many steps there will be, as far as is known.
    """

    def __init__(self, steps: int) -> None:
        self._steps = steps
        self._done = 0
        self._shown = 0.0
        made = create_progress_artifact(0.0, key="build-progress", description="How far the build is")
        self._id = made if isinstance(made, UUID) else UUID(str(made))

    def expect(self, more: int) -> None:
        """So many more steps will come."""
        self._steps += more

    def step(self, result: T) -> T:
        """Count a step whose result this is; returns it."""
        self._done += 1
        share = min(99.0, 100.0 * self._done / self._steps)
        if share - self._shown >= _LEAST:
            self._show(share)
        return result

    def end(self) -> None:
        """All is done."""
        self._show(100.0)

    def _show(self, share: float) -> None:
        self._shown = share
        update_progress_artifact(self._id, share)


def leave_artifacts(report: Report, settings: Settings) -> None:
    """Leave a run's summary, the rows that were left out with remedies, and links to the version and the report."""
    create_markdown_artifact(report.markdown(), key="build-summary", description=report.headline())
    if report.rejected:
        told = f"{len(report.rejected)} left out, with what to do about each"
        create_table_artifact(report.left_out(ROWS_SHOWN), key="build-rejected", description=told)
    if report.version is None:
        return
    output = settings.output.resolve()
    address = str(Variable.get(ADDRESS, default="") or output.as_uri()).rstrip("/")
    create_link_artifact(
        f"{address}/versions/{report.version}/README.md",
        link_text=f"{report.version} in {Store(output).folder(report.version)}",
        key="build-version",
        description="The version that readers see",
    )
    if report.path is not None:
        create_link_artifact(
            f"{address}/runs/{report.path.name}",
            link_text=str(report.path.resolve()),
            key="build-report",
            description="The run's report",
        )
