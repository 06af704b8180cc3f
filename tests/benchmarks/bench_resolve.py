"""How long and how much memory resolution takes for 1,000 to 100,000 articles, beside its limits.

Run it by itself: `python tests/benchmarks/bench_resolve.py [ARTICLES ...]`. The mentions are made by script, always the
same: every story is told by one to six articles with other words, dates as wide as a month, and faults in names.
Articles are spread over ten years, so that a larger corpus has more stories and as many articles of each.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from functools import cache
from math import log
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import polars as pl

from flows import frames
from flows.extract.rows import sentence_id
from flows.ids import make_id
from flows.knowledge.knowledge import load
from flows.resolve.stage import Read, resolve

SIZES = (1_000, 10_000, *((100_000,) if os.environ.get("MARSAD_SOAK") else ()))
"""Articles; the largest takes some ten minutes and is measured where MARSAD_SOAK is set."""

SECONDS, GIGABYTES = 600, 3.0
"""Limits for the largest size, on two cores."""

STEEPEST = 1.35
"""Exponent of the cost against the number of articles that still counts as near-linear."""

ARTICLES_A_PART = 2_000
_FIRST_DAY, _DAYS = date(2014, 1, 1), 3650
_KINDS = (
    ("CONSULT", "visit", ("زيارة", "زار", "يزور", "الزيارة")),
    ("CONSULT", None, ("لقاء", "مباحثات", "التقى", "المحادثات")),
    ("ASSAULT", "aerial", ("قصف", "غارة", "الغارات")), ("ACCUSE", "disapprove", ("أدان", "إدانة", "استنكر")),
    ("SUPPORT", None, ("وقع", "توقيع", "اتفاق")), ("COOPERATE", None, ("تعاون", "شراكة")),
    ("PROTEST", "demo", ("تظاهر", "مظاهرة")), ("REQUEST", "change", ("طالب", "دعا")),
)  # fmt: skip
_DAYS_AGO = (0, 0, 0, 1, 7, 30, 400)
_COUNTRIES = (
    "MAR",
    "DZA",
    "TUN",
    "EGY",
    "SAU",
    "ISR",
    "PSE",
    "SYR",
    "IRQ",
    "USA",
    "FRA",
    "ESP",
    "TUR",
    "RUS",
    "YEM",
)
_GIVEN = ("سمير", "نبيل", "منير", "مارتن", "فريدة", "سلوى", "يوهان", "حكيم", "رشيدة", "باولو")
_SYLLABLES = ("غرون", "فيلد", "بار", "سون", "كور", "ماد", "تالي", "شنت", "لوب", "رود", "هاي", "زمر")
_SENTENCE = (
    "هذه جملة مكتوبة للقياس وحده وطولها كطول ما تكتبه الصحف من جمل "
    "خبرية قبل أن تذكر ما حدث ومن شارك فيه وأين كان ذلك: "
)


Rows = dict[str, list[dict[str, Any]]]


def write_mentions(articles: int, folder: Path) -> None:
    """Leave what extraction would hand over of so many articles: 16 names and 8 tellings each, as Parquet parts."""
    chance = random.Random(20)
    made = 0
    while made < articles:
        rows: Rows = {name: [] for name in ("texts", "sentences", "names", "tellings", "parties")}
        part = made
        while made < min(articles, part + ARTICLES_A_PART):
            story = _story(chance)
            for _ in range(min(chance.choice((1, 1, 2, 3, 6)), articles - made)):
                _tell(f"bulk/{made:06}", story, chance, rows)
                made += 1
        for field in fields(Read):
            getattr(_read(rows), field.name).write_parquet(folder / f"{field.name}-{part:06}.parquet")


def _story(chance: random.Random) -> dict[str, Any]:
    day = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
    lands = chance.sample(_COUNTRIES, 3)
    people = [(f"{chance.choice(_GIVEN)} {''.join(chance.sample(_SYLLABLES, 3))}", land) for land in lands]
    events = [
        (
            *chance.choice(_KINDS),
            day - timedelta(days=chance.choice((0, 0, 0, 1, 7, 30, 400))),
            chance.sample(range(3), 2),
        )
        for _ in range(5)
    ]
    return {"day": day, "lands": lands, "people": people, "events": events}


def _tell(article: str, story: dict[str, Any], chance: random.Random, rows: Rows) -> None:
    published = story["day"] + timedelta(days=chance.choice((0, 0, 1)))
    at = 0
    lines = []
    for number in range(8):
        kind, mode, words, day, (a, b) = chance.choice(story["events"])
        sentence = _SENTENCE + chance.choice(words)
        span = {"article_id": article, "sentence_id": sentence_id(article, number), "sentence": sentence}
        rows["sentences"].append(
            {
                "article_id": article,
                "number": number,
                "start": at,
                "end": at + len(sentence),
                "paragraph": number,
                "kind": "body",
            }
        )
        telling = make_id("em", article, number)
        wide = chance.random() < 0.2
        days = (day.replace(day=1), day.replace(day=28)) if wide else (day, day)
        dated = chance.random() < 0.7
        named = list(_names(article, span, at, ((a, "actor"), (b, "recipient")), story, chance, rows))
        rows["tellings"].append(
            span
            | {
                "event_mention_id": telling, "surface": chance.choice(words), "start": at + 40, "end": at + 45,
                "event_type": kind, "mode": mode, "status": "happened", "date_start": days[0] if dated else None,
                "date_end": days[1] if dated else None, "date_precision": "day" if dated else None,
                "contexts": ["diplomatic"], "is_repeat": False, "method": "bench", "confidence": 0.7,
                "source_start": at + 40, "source_end": at + 45,
            }
        )  # fmt: skip
        for role, mention, land in named:
            rows["parties"].append(
                {
                    "participant_id": make_id("pt", telling, role), "event_mention_id": telling, "article_id": article,
                    "role": role, "mention_id": mention, "country": land,
                }
            )  # fmt: skip
        at += len(sentence) + 1
        lines.append(sentence)
    text = "\n".join(lines)
    rows["texts"].append(
        {"article_id": article, "outlet": f"صحيفة {chance.randrange(40)}", "day": published, "text": text}
    )


def _names(
    article: str, span: dict[str, Any], at: int, parties: tuple[tuple[int, str], ...], story: dict[str, Any],
    chance: random.Random, rows: Rows,
) -> Iterator[tuple[str, str, str]]:  # fmt: skip
    for place, (which, role) in enumerate(parties):
        name, land = story["people"][which]
        is_country = chance.random() < 0.5
        surface = _country(land) if is_country else _faulty(name, chance)
        mention = make_id("m", article, at, place)
        key = f"gpe.{land}" if is_country else None
        rows["names"].append(
            span
            | {
                "mention_id": mention, "surface": surface, "start": at + place, "end": at + place + 1,
                "source_start": at + place, "source_end": at + place + 1, "type": "GPE" if is_country else "PERS",
                "thing": key or surface, "key": key, "country": land, "method": "bench", "confidence": 0.8,
            }
        )  # fmt: skip
        yield role, mention, land


@cache
def _country(land: str) -> str:
    thing = load().country(land)
    return thing.name_ar if thing is not None else land


def _faulty(name: str, chance: random.Random) -> str:
    """Leave a long vowel or a letter out now and then."""
    if chance.random() > 0.1:
        return name
    cut = chance.randrange(len(name) // 2 + 1, len(name) - 1)
    return name[:cut] + name[cut + 1 :]


def _read(rows: Rows) -> Read:
    texts = rows["texts"]
    files = [f"{text['article_id']}.txt" for text in texts]
    sources = [
        {
            "article_id": t["article_id"],
            "source_file": f,
            "source_files": [f],
            "source_sha256": "0" * 64,
            "source_text": t["text"],
        }
        for t, f in zip(texts, files, strict=True)
    ]
    dated = [
        {
            "article_id": t["article_id"],
            "published_start": t["day"],
            "published_end": t["day"],
            "published_basis": "",
        }
        for t in texts
    ]
    cleaned = [{"article_id": t["article_id"], "outlet": t["outlet"], "text": t["text"]} for t in texts]
    segments = [
        {"article_id": t["article_id"], "start": 0, "source_start": 0, "length": 10_000} for t in texts
    ]
    duplicates = {"article_id": pl.String, "duplicate_of": pl.String, "similarity": pl.Float64}
    return Read(
        sources=frames.frame(sources, frames.SOURCES),
        cleaned=frames.frame(cleaned, frames.CLEANED),
        removed=frames.frame([], frames.REMOVED),
        sentences=frames.frame(rows["sentences"], frames.SENTENCES),
        segments=frames.frame(segments, frames.SEGMENTS),
        dated=frames.frame(dated, frames.DATED),
        times=frames.frame([], frames.TIMES),
        amounts=frames.frame([], frames.AMOUNTS),
        names=frames.frame(rows["names"], frames.NAMES),
        tellings=frames.frame(rows["tellings"], frames.TELLINGS),
        parties=frames.frame(rows["parties"], frames.PARTIES),
        duplicates=pl.DataFrame(schema=duplicates),
        file_hashes=pl.DataFrame({"source_file": files, "source_sha256": ["0" * 64] * len(files)}),
        rejected=frames.frame([], frames.REJECTED),
    )


def resolve_parts(folder: Path, told: Connection) -> None:
    """Resolve what `write_mentions` left; send seconds, gigabytes at the peak, and numbers of rows."""
    parts = {
        f.name: pl.concat([pl.read_parquet(p) for p in sorted(folder.glob(f"{f.name}-*.parquet"))])
        for f in fields(Read)
    }
    knowledge = load()
    start = time.perf_counter()
    tables = resolve(Read(**parts), knowledge)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    told.send((seconds, peak, len(parts["tellings"]), len(tables["events"]), len(tables["entities"])))


def measure(articles: int) -> tuple[float, float, int, int, int]:
    """Resolve so many articles in a process of its own, so that its memory is its own."""
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as name:
        write_mentions(articles, Path(name))
        context = multiprocessing.get_context("spawn")  # a forked Polars can wait for locks forever
        here, there = context.Pipe()
        process = context.Process(target=resolve_parts, args=(Path(name), there))
        process.start()
        found: tuple[float, float, int, int, int] = here.recv()
        process.join()
        return found


def main() -> int:
    """Print seconds and memory by size; return 1 where a limit is missed or the cost is steeper than near-linear."""
    sizes = [int(size) for size in sys.argv[1:] if size.isdigit()] or SIZES
    taken: list[tuple[int, float]] = []
    missed = False
    for size in sizes:
        seconds, peak, tellings, events, entities = measure(size)
        taken.append((size, seconds))
        bar = "#" * max(1, round(40 * seconds / SECONDS))
        sys.stdout.write(
            f"{size:9,} articles {tellings:9,} tellings {events:9,} events {entities:8,} entities "
            f"{seconds:7.1f} s {1000 * seconds / size:6.2f} ms each {peak:5.2f} GB {bar}\n"
        )
        missed = missed or seconds > SECONDS or peak > GIGABYTES
    (small, first), (large, last) = taken[0], taken[-1]
    exponent = log(last / first) / log(large / small) if large > small else 1.0
    sys.stdout.write(
        f"limits {SECONDS} s, {GIGABYTES} GB; cost: articles ** {exponent:.2f}, at most {STEEPEST}\n"
    )
    return int(missed or exponent > STEEPEST)


if __name__ == "__main__":
    sys.exit(main())
