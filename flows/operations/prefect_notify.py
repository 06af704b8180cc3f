"""Tells people of runs that did not end well, and finds runs that ended without a word: Prefect's automations.

The server tells, not the run: a run that was killed can tell nobody.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import flows.quiet  # noqa: F401  isort: skip - before Prefect
from prefect.automations import Automation, EventTrigger, Posture
from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import CallWebhook, ChangeFlowRunState

_WEBHOOK = "marsad-webhook"
_NOTICE = "marsad: tell of a run that did not end well"
_ZOMBIES = "marsad: find runs whose process is gone"

_BAD_ENDS = {"prefect.flow-run.Failed", "prefect.flow-run.Crashed", "prefect.flow-run.TimedOut"}
_HEARTBEATS = timedelta(seconds=120)
"""A run without a sign of life for so long is taken for dead: four heartbeats."""

_SILENT = "The run gave no sign of life for two minutes."

_PAYLOAD = """{
 "run": {{ flow_run.name | tojson }},
 "deployment": {{ (deployment.name if deployment else none) | tojson }},
 "state": {{ flow_run.state.name | tojson }},
 "message": {{ (flow_run.state.message or "") | tojson }},
 "url": {{ (flow_run | ui_url) | tojson }}
}"""


def keep_automations(webhook: str | None) -> None:
    """Put the automations on the server, or bring them up to date.

    Args:
        webhook: an address that takes a POST of JSON with `run`, `deployment`, `state`, `message` (which says
            what drifted or failed) and `url`; null takes the notice away.
    """
    _replace(_zombies())
    if webhook is None:
        _remove(_NOTICE)
        return
    block = Webhook(method="POST", url=webhook, headers={"Content-Type": "application/json"})  # type: ignore[arg-type] # it makes a secret of the text
    _replace(_notice(UUID(str(block.save(_WEBHOOK, overwrite=True)))))


def _notice(block: UUID) -> Automation:
    return Automation(
        name=_NOTICE,
        description="Calls the webhook for each run that failed, crashed, or took too long; drift fails a run too.",
        trigger=EventTrigger(
            expect=_BAD_ENDS,
            match={"prefect.resource.id": "prefect.flow-run.*"},
            for_each={"prefect.resource.id"},
            posture=Posture.Reactive,
            threshold=1,
        ),
        actions=[CallWebhook(block_document_id=block, payload=_PAYLOAD)],
    )


def _zombies() -> Automation:
    return Automation(
        name=_ZOMBIES,
        description="A run that gave no sign of life for two minutes is marked as crashed.",
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect={
                "prefect.flow-run.heartbeat",
                "prefect.flow-run.Completed",
                "prefect.flow-run.Failed",
                "prefect.flow-run.Crashed",
                "prefect.flow-run.Cancelled",
                "prefect.flow-run.TimedOut",
            },
            match={"prefect.resource.id": "prefect.flow-run.*"},
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=_HEARTBEATS,
        ),
        actions=[
            ChangeFlowRunState(
                name="Crashed",
                state=StateType.CRASHED,
                message="The run gave no sign of life for two minutes.",
                force=False,
            )
        ],
    )


def _replace(automation: Automation) -> None:
    _remove(automation.name)
    automation.create()


def _remove(name: str) -> None:
    with get_client(sync_client=True) as client:
        for found in client.read_automations_by_name(name):
            client.delete_automation(found.id)
