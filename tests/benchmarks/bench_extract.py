"""How many articles a second are read by knowledge alone, from the file to the rows of its events, on two cores.

Run it by itself: `python -m tests.benchmarks extract`. The articles are the first of the corpus' bulk file; work is
counted in this program's own processor time on one core, and twice as much is done on two.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from flows.clean.documents import documents, hints_of
from flows.clean.stage import clean
from flows.extract.stage import extract
from flows.ingest.discover import discover
from flows.ingest.stage import ingest
from flows.knowledge.knowledge import load
from flows.memory import keep_what_is_known
from flows.survey.stage import survey
from tests.benchmarks.bench_clean import best

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "bulk"
TARGET = 400  # articles a second on two cores: taken in, cleaned and read
CORES = 2
ARTICLES = 600
WARM = 100  # articles read first: tables, lexicon and weights are read once a process


def main() -> int:
    """Print articles a second of each step and of all; return 1 where all together miss the target."""
    if not CORPUS.is_dir():
        sys.exit(f"no corpus at {CORPUS}")
    found, knowledge = discover(CORPUS), load(None)
    whole = ingest(CORPUS, found.files).sources
    facts = survey(whole)

    def read(sources: pl.DataFrame) -> None:
        cleaned = clean(sources, facts)
        told = dict(sources.select("article_id", "published").iter_rows())
        extract(documents(cleaned, sources), knowledge, told, hints_of(cleaned, sources))

    sources = whole.head(ARTICLES)
    read(whole.tail(WARM))
    keep_what_is_known()  # as a build's worker does
    each = {
        "ingest and survey": best(lambda: survey(ingest(CORPUS, found.files).sources)) / whole.height,
        "clean and extract": best(lambda: read(sources)) / sources.height,
    }
    each["all, knowledge alone"] = sum(each.values())
    for name, cost in each.items():
        limit = f" (at least {TARGET})" if name.startswith("all") else ""
        sys.stdout.write(f"{name:24}{CORES / cost:10.0f} articles/s on two cores{limit}\n")
    return 0 if CORES / each["all, knowledge alone"] >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
