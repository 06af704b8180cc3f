"""The settings that a server and all it starts run under; each holds where the user has not said otherwise."""

from __future__ import annotations

import os

from flows.quiet import SETTINGS as QUIET

POOL = "marsad"
"""The work pool that the deployments' runs go to."""

_DAY = 24 * 3600

SERVER = {
    # Growth is bounded: runs with their logs and artifacts go after 30 days, events after 7.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(30 * _DAY),
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P7D",
    # A second run of one deployment looks again this often whether the first has ended; 30 s by default.
    "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "5",
    # A run whose process is gone is found by its missing heartbeat: 30 s is the least that Prefect allows.
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    # New runs are looked for this often; 10 s by default.
    "PREFECT_WORKER_QUERY_SECONDS": "2",
    # The screens ask the address that they came from, whatever the machine is called and whichever the port.
    "PREFECT_UI_API_URL": "/api",
}


def environment(api: str) -> dict[str, str]:
    """Return this process's environment with what the server, the worker and the runs need.

    Args:
        api: the server's address, ending in `/api`; stands above what the shell says.
    """
    return QUIET | SERVER | dict(os.environ) | {"PREFECT_API_URL": api}
