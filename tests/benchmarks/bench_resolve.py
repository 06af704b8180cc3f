"""What resolution costs by the number of articles, beside its limits: processor time, memory, and how steeply it grows.

Run it by itself: `python -m tests.benchmarks resolve [ARTICLES ...]`; `make bench-large` measures 100,000. The mentions
are made from the corpus beside the project (`tests.benchmarks.copies`) and lie on disk before the measured process
starts; it reads what it needs of them and writes each table, as a build does. Processor time is measured, as other
work on the machine does not change it.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import log
from multiprocessing.connection import Connection
from pathlib import Path

import polars as pl

from flows.knowledge.knowledge import load
from flows.resolve.stage import Stored, resolve_changes
from tests.benchmarks.copies import CORPUS, read_bulk, write_copies

SIZES = (2_500, 5_000, 10_000, 20_000)
READ = 2_500  # articles that all sizes up to the largest of `SIZES` are made from: reading more takes minutes
LARGE = 100_000

SECONDS, GIGABYTES, CORES = 600, 3.0, 2
"""Limits for `LARGE` articles: ten minutes on two cores, whether both are used or one waits."""

STEEPEST = 1.35
"""Exponent of the cost against the number of articles that still counts as near-linear."""

_CONTEXT = multiprocessing.get_context("spawn")  # a forked Polars can wait for locks forever


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: seconds on the clock and of processor time, gigabytes at the peak; rows by table."""

    wall: float
    processor: float
    peak: float
    rows: dict[str, int]


def taken(folder: Path, name: str, columns: Sequence[str] | None) -> pl.DataFrame:
    """Return a frame that `write_copies` left, or some of its columns."""
    wanted = list(columns) if columns else None
    return pl.concat(
        [pl.read_parquet(part, columns=wanted) for part in sorted(folder.glob(f"{name}-*.parquet"))]
    )


def resolve_copies(folder: Path, told: Connection) -> None:
    """Resolve what `write_copies` left; write each table beside it, and send what it cost."""
    knowledge = load()
    rows: dict[str, int] = {}

    def put(name: str, table: pl.DataFrame) -> None:
        rows[name] = len(table)
        table.write_parquet(folder / f"{name.replace('/', '.')}.parquet", compression="uncompressed")

    wall, processor = time.perf_counter(), time.process_time()
    resolve_changes(Stored(partial(taken, folder)), knowledge, put=put)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    told.send(Cost(wall, processor, peak, rows))


def measure(read: Path, articles: int) -> Cost:
    """Resolve so many articles in a process of its own, so that its memory is its own.

    Raises:
        EOFError: the process died.
    """
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as name:
        apart(write_copies, read, Path(name), articles)
        here, there = _CONTEXT.Pipe(duplex=False)
        process = _CONTEXT.Process(target=resolve_copies, args=(Path(name), there))
        process.start()
        there.close()
        found: Cost = here.recv()
        process.join()
        return found


def apart(work: Callable[..., None], *told: object) -> None:
    """Do work in a process of its own: a process starts with the peak of the one that starts it."""
    process = _CONTEXT.Process(target=work, args=told)
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"{work.__name__} ended with {process.exitcode}")


def main() -> int:
    """Print the costs by size; return 1 where a limit is missed or the cost is steeper than near-linear."""
    if not CORPUS.is_dir():
        sys.exit(f"no corpus at {CORPUS}")
    sizes = [int(size) for size in sys.argv[1:] if size.isdigit()] or list(SIZES)
    costs: dict[int, Cost] = {}
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as name:
        apart(read_bulk, Path(name), READ if max(sizes) <= max(SIZES) else max(sizes))
        for size in sizes:
            costs[size] = measure(Path(name), size)
            _show(size, costs[size])
    (small, first), (large, last) = min(costs.items()), max(costs.items())
    exponent = log(last.processor / first.processor) / log(large / small) if large > small else 1.0
    limits = f"limits at {LARGE:,}: {SECONDS} s on {CORES} cores, {GIGABYTES} GB"
    sys.stdout.write(f"{limits}; cost: articles ** {exponent:.2f}, at most {STEEPEST}\n")
    missed = any(cost.processor > SECONDS or cost.peak > GIGABYTES for cost in costs.values())
    return int(missed or exponent > STEEPEST)


def _show(size: int, cost: Cost) -> None:
    rows = " ".join(
        f"{cost.rows[name]:9,} {name}" for name in ("mentions", "event_mentions", "entities", "events")
    )
    bar = "#" * max(1, round(40 * cost.processor / SECONDS))
    sys.stdout.write(
        f"{size:8,} articles {rows} {cost.processor:7.1f} s CPU {cost.wall:7.1f} s wall "
        f"{1000 * cost.processor / size:5.2f} ms each {cost.peak:5.2f} GB {bar}\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
