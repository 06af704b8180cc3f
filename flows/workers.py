"""Processes that read articles side by side; which of them reads what changes no result."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from types import TracebackType
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Workers:
    """A pool of processes, or this process alone where one is enough.

    Processes are spawned, not forked: Polars' threads and a fork end in a deadlock.

    Args:
        processes: how many, at most.
        jobs: how many jobs there will be.
    """

    def __init__(self, processes: int, jobs: int) -> None:
        count = min(processes, jobs)
        self._pool: ProcessPoolExecutor | None = None
        if count > 1:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(count, mp_context=context, initializer=_end_with_parent)

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def submit(self, job: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Start a job; its arguments and result must be small and picklable."""
        if self._pool is not None:
            return self._pool.submit(job, *args, **kwargs)
        done: Future[R] = Future()
        done.set_result(job(*args, **kwargs))
        return done


def _end_with_parent() -> None:
    """End this process when its parent does: a killed build must leave no process that writes on."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
