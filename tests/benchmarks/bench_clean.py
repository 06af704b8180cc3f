"""How many articles a second are taken in and cleaned, beside reading and decoding the same bytes and no more.

Run it as a program; it takes some ten seconds.
"""

from __future__ import annotations

import gzip
import sys
import time
from collections.abc import Callable
from pathlib import Path

import orjson

from flows.clean.stage import clean
from flows.ingest.discover import discover
from flows.ingest.stage import ingest
from flows.survey.stage import survey

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "bulk"
ROUNDS = 3


def best(work: Callable[[], object]) -> float:
    """Return the shortest of a few runs, in seconds of this program's own processor time, on all cores together."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Print one table: articles a second of reading alone and of each stage, and each one's share of reading alone."""
    if not CORPUS.is_dir():
        sys.exit(f"no corpus at {CORPUS}")
    found = discover(CORPUS)
    sources = ingest(CORPUS, found.files).sources
    facts = survey(sources)

    def decode_only() -> None:
        for file in found.files:
            raw = gzip.decompress((CORPUS / file.path).read_bytes())
            for line in raw.decode("utf-8").split("\n"):
                orjson.loads(line or "null")

    def everything() -> None:
        whole = ingest(CORPUS, found.files).sources
        clean(whole, survey(whole))

    rows = [
        ("read and decode", best(decode_only)),
        ("ingest", best(lambda: ingest(CORPUS, found.files))),
        ("survey", best(lambda: survey(sources))),
        ("clean", best(lambda: clean(sources, facts))),
        ("ingest, survey and clean", best(everything)),
    ]
    write = sys.stdout.write
    write(f"{sources.height} articles, processor time, best of {ROUNDS}\n")
    write(f"{'':26}{'seconds':>9}{'articles/s':>12}{'x reading':>11}\n")
    for name, seconds in rows:
        write(f"{name:26}{seconds:9.2f}{sources.height / seconds:12.0f}{seconds / rows[0][1]:11.1f}\n")


if __name__ == "__main__":
    main()
