"""The stages as steps of a build: each takes what it needs from the workspace and leaves what it made there.

Plain Python, so that tests, workers and the Prefect flow call the same functions. Each returns the counts
that a run's report shows. Where a build stands on the last version (`flows.base`), the workspace holds what is new or
changed, and `scopes` says which rows that is; else it holds everything.
"""

from __future__ import annotations

from flows.stages.articles import clean_step, extract_step, ingest_step, keep_plan, survey_step
from flows.stages.common import Counts
from flows.stages.dataset import AGAIN, Published, publish_step, read_tables, resolve_step, validate_step

__all__ = [
    "AGAIN",
    "Counts",
    "Published",
    "clean_step",
    "extract_step",
    "ingest_step",
    "keep_plan",
    "publish_step",
    "read_tables",
    "resolve_step",
    "survey_step",
    "validate_step",
]
