"""What a re-run costs: no change, one new article, and the full build beside them; time, disk, and the share of each.

Run it by itself: `python -m tests.benchmarks versions [ARTICLES]`. The articles are those of the corpus beside the
project, made more by leaving sentences out and changing numbers and rare words, so that no two are nearly one. 20,000
take some ten minutes on two cores and are measured where MARSAD_SOAK is set; else 2,000 are.
"""

from __future__ import annotations

import gzip
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import orjson

from flows.build import build_version
from flows.publish.store import Store
from flows.settings import Settings

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "bulk"
ARTICLES = 20_000 if os.environ.get("MARSAD_SOAK") else 2_000

SECONDS, RATIO, DISK = 3.0, 50, 0.02
"""Limits at 20,000 articles: one new article beyond start-up, how much faster than the full build, share of disk."""

NO_CHANGE = 1.0
A_FOLDER = 500
_WORD = re.compile(r"\w+")
_LETTERS = "بترسفقكلمنحدعج"
_RARE = 5
_SHARE = 0.6  # of an article's sentences that a further copy of it keeps


def corpus() -> list[dict[str, Any]]:
    """Return the articles that all others are made from."""
    files = (gzip.decompress(path.read_bytes()) for path in sorted(CORPUS.glob("*.gz")))
    return [orjson.loads(line) for file in files for line in file.split(b"\n") if line.strip()]


def write_articles(folder: Path, numbers: range, found: list[dict[str, Any]]) -> None:
    """Write articles, always the same for a number, one file each."""
    counts = Counter(word for article in found for word in _WORD.findall(article["text"]))
    for number in numbers:
        article, copy = found[number % len(found)], number // len(found)
        text = _changed(article["text"], number, copy, counts) if copy else article["text"]
        year = int(article["date"][:4]) - copy
        told = {
            "title": article["title"],
            "text": text,
            "date": f"{year}{article['date'][4:]}",
            "outlet": f"{article['source']} {copy}",
        }
        path = folder / f"{number // A_FOLDER:03}" / f"{number:06}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(orjson.dumps(told))


def _changed(text: str, number: int, copy: int, counts: Counter[str]) -> str:
    chance = random.Random(number)

    def changed(match: re.Match[str]) -> str:
        word = match[0]
        if word.isdecimal():
            return str((int(word) * 7 + copy * 3) % 31 + 1) if len(word) < 3 else word
        if counts[word] > _RARE or len(word) < _RARE:
            return word
        middle = len(word) // 2
        return word[:middle] + _LETTERS[(ord(word[middle]) + copy) % len(_LETTERS)] + word[middle + 1 :]

    sentences = re.split(r"(?<=[.\n])", text)
    kept = [sentence for sentence in sentences if chance.random() < _SHARE]
    return _WORD.sub(changed, "".join(kept) or text)


def timed(settings: Settings) -> float:
    """Build and return the seconds that it took."""
    start = time.perf_counter()
    build_version(settings)
    return time.perf_counter() - start


def disk(settings: Settings) -> tuple[int, int]:
    """Return the bytes of the last version's files, and of those that no other version has."""
    store = Store(settings.output)
    last = store.last()
    assert last is not None
    files = [path.stat() for path in store.folder(last).rglob("*") if path.is_file()]
    return sum(f.st_size for f in files), sum(f.st_size for f in files if f.st_nlink == 1)


def main() -> int:
    """Print each cost beside the full build's; return 1 where a limit is missed at 20,000 articles."""
    if not CORPUS.is_dir():
        sys.exit(f"no corpus at {CORPUS}")
    articles = next((int(size) for size in sys.argv[1:] if size.isdigit()), ARTICLES)
    found = corpus()
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as name:
        alone, all_of_them = Path(name) / "one", Path(name) / "all"
        write_articles(alone, range(articles, articles + 1), found)
        timed(Settings(alone, Path(name) / "warm", workers=1, reader="none"))
        start_up = timed(Settings(alone, Path(name) / "alone", workers=1, reader="none"))
        write_articles(all_of_them, range(articles), found)
        settings = Settings(all_of_them, Path(name) / "output", reader="none", allow_drift=True)
        full = timed(settings)
        nothing = timed(settings)
        write_articles(all_of_them, range(articles, articles + 1), found)
        one = timed(settings)
        size, own = disk(settings)
    write = sys.stdout.write
    write(f"{articles:,} articles, knowledge alone; start-up (one article by itself): {start_up:.2f} s\n")
    limits = {"full build": "", "no change": f"limit {NO_CHANGE} s"}
    limits["one new article"] = (
        f"{one - start_up:.2f} s beyond start-up, limit {SECONDS} s, 1/{RATIO} of the full build"
    )
    for what, seconds in zip(limits, (full, nothing, one), strict=True):
        write(f"{what:18}{seconds:9.2f} s{full / seconds:9.0f} x faster  {limits[what]}\n")
    write(f"{'disk':18}{own / 2**20:9.1f} MB{own / size:9.2%} of a version  limit {DISK:.0%}\n")
    is_met = (
        one - start_up <= SECONDS
        and full / (one - start_up) >= RATIO
        and own / size <= DISK
        and nothing <= NO_CHANGE
    )
    return 0 if is_met or articles < 20_000 else 1


if __name__ == "__main__":
    sys.exit(main())
