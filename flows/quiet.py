"""Prefect's settings for a machine that tells nobody: import this before Prefect.

Each holds only where the user has not said otherwise. By default Prefect's server would send usage data out;
20 seconds for its start are at the edge on a slow disk.
"""

from __future__ import annotations

import os

SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}

for name, value in SETTINGS.items():
    os.environ.setdefault(name, value)
