"""The deployments: what runs, and what starts it. `prefect.yaml` says the same for `prefect deploy`."""

from __future__ import annotations

from dataclasses import dataclass

ARRIVED = "marsad.seeds.arrived"
"""The event that the folder watch emits: the seeds have settled into something to build."""

NIGHTLY = "30 2 * * *"
TIME_ZONE = "Africa/Casablanca"
"""When the nightly build runs where nothing else is said: half past two, when papers are closed and nobody reads."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One deployment: a flow by its module's path, and what starts it besides a person."""

    name: str
    entrypoint: str
    description: str
    is_nightly: bool = False
    event: str | None = None


_BUILD = "flows.pipeline.build"

PLANS = (
    Plan("nightly", _BUILD, "Builds every night; does nothing where nothing changed.", is_nightly=True),
    Plan("on-arrival", _BUILD, "Builds when the folder watch tells that the seeds changed.", event=ARRIVED),
    Plan("manual", _BUILD, "Started by hand, with a form for its parameters."),
    Plan(
        "review",
        "flows.curation.review",
        "Asks a curator about what is least sure; answers become corrections.",
    ),
)
