"""Puts the deployments on a Prefect server, tells it of arrivals, and of runs whose process is gone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import flows.quiet  # noqa: F401  isort: skip - before Prefect
from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.deployments.runner import RunnerDeployment
from prefect.events import DeploymentEventTrigger, Event, Resource
from prefect.exceptions import ObjectNotFound
from prefect.flows import load_flow_from_entrypoint
from prefect.schedules import Cron
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from flows.operations.environment import POOL
from flows.operations.plans import ARRIVED, PLANS, Plan
from flows.operations.watch import Arrival
from flows.settings import Settings

_COMMAND = f"{sys.executable} -m prefect.engine"
"""Starts a run at once: without it the worker starts a second Python first, to ask where the code is."""

_FILES_TOLD = 50  # paths in an event, of each kind


def deploy(settings: Settings, cron: str, timezone: str) -> dict[str, UUID]:
    """Put the work pool and the deployments on the server, or bring them up to date.

    Args:
        settings: the builds' default parameters; paths are made absolute.
        cron: when the nightly build runs; empty for never.
        timezone: an IANA name.

    Returns:
        Deployment name -> id.
    """
    with get_client(sync_client=True) as client:
        try:
            client.read_work_pool(POOL)
        except ObjectNotFound:
            client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))
    made = {plan.name: _deployment(plan, settings, cron, timezone).apply() for plan in PLANS}
    return {name: UUID(str(identifier)) for name, identifier in made.items()}


def _deployment(plan: Plan, settings: Settings, cron: str, timezone: str) -> RunnerDeployment:
    flow: Flow[..., Any] = load_flow_from_entrypoint(plan.entrypoint)
    trigger: dict[str, str | list[str]] = {"prefect.resource.id": resource_id(settings.output)}
    wanted = settings.parameters() | {
        "seeds": str(settings.seeds.resolve()),
        "output": str(settings.output.resolve()),
        "corrections": None if settings.corrections is None else str(settings.corrections.resolve()),
    }
    return RunnerDeployment.from_flow(
        flow,
        plan.name,
        schedule=Cron(cron, timezone=timezone) if plan.is_nightly and cron else None,
        concurrency_limit=ConcurrencyLimitConfig(
            limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE
        ),
        parameters={name: value for name, value in wanted.items() if name in flow.parameters.properties},
        triggers=[DeploymentEventTrigger(name=f"marsad-{plan.name}", expect={plan.event}, match=trigger)]
        if plan.event
        else [],
        description=plan.description,
        work_pool_name=POOL,
        job_variables={"command": _COMMAND},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def resource_id(output: Path) -> str:
    """The name under which events tell of an output folder."""
    return f"marsad.output.{output.resolve()}"


def tell_arrival(settings: Settings, arrival: Arrival) -> None:
    """Emit the event that starts `on-arrival`.

    By a request of its own: Prefect's `emit_event` hands it to a thread that says nothing when it fails, and that
    holds up the end of this process for a minute when the server has ended.

    Raises:
        httpx.HTTPError: the server does not take it.
    """
    event = Event(
        event=ARRIVED,
        resource=Resource(
            {"prefect.resource.id": resource_id(settings.output), "marsad.inputs": arrival.digest}
        ),
        payload={kind: paths[:_FILES_TOLD] for kind, paths in arrival.changes.items()},
    )
    with get_client(sync_client=True) as client:
        client.request("POST", "/events", json=[event.model_dump(mode="json")])


def runs_at_work(deployments: dict[str, UUID]) -> dict[UUID, str]:
    """Return the runs that the server believes to have a process, or to get one: id -> name.

    One that waits for an answer has one too, unless it is suspended.
    """
    states = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING, StateType.PAUSED]
    at_work = FlowRunFilterStateType(any_=states)
    filters = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=list(deployments.values())),
        state=FlowRunFilterState(type=at_work),
    )
    with get_client(sync_client=True) as client:
        found = client.read_flow_runs(flow_run_filter=filters)
    return {run.id: run.name for run in found if run.state_name != "Suspended"}


def mark_crashed(run: UUID) -> None:
    """Mark a run as crashed whose process is gone, unless it ended in the meantime."""
    told = "The run's process is gone, and so was the worker that would have told."
    with get_client(sync_client=True) as client:
        state = client.read_flow_run(run).state
        if state is not None and not state.is_final():
            client.set_flow_run_state(run, Crashed(message=told), force=True)
