"""What the flow does when a step or a run does not end well."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import flows.quiet  # noqa: F401  isort: skip - before Prefect
from prefect.logging import get_logger

from flows.errors import DriftError, MarsadError
from flows.operations.transient import is_transient
from flows.report import write_end

if TYPE_CHECKING:
    from prefect import Flow, Task
    from prefect.client.schemas.objects import FlowRun, State, TaskRun

_KINDS = {"CRASHED": "crashed", "CANCELLED": "cancelled", "CANCELLING": "cancelled"}


def is_worth_a_retry(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether a task's failure is one that may pass by itself."""
    error = state.data
    return isinstance(error, BaseException) and is_transient(error)


def keep_end(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """Log how a run ended that did not end well, and keep a report of it among those in `output/runs/`.

    Telling people is the server's part: `flows.operations.prefect_notify` has it call a webhook, also where
    the process that ran is gone and no hook ran.
    """
    del flow  # every flow of ours ends alike
    error = state.data if isinstance(state.data, BaseException) else None
    kind = "drifted" if isinstance(error, DriftError) else _KINDS.get(state.type.value, "failed")
    what, remedy = (
        (error.what, error.remedy)
        if isinstance(error, MarsadError)
        else (str(error or state.message or state.name), "Nothing was published. The run's log says more.")
    )
    get_logger("marsad").error("build %s %s: %s %s", flow_run.name, kind, what, remedy)
    output = Path(str(flow_run.parameters.get("output", "output")))
    if output.is_dir():
        write_end(output / "runs", kind, what, remedy)
