"""On the ground of an earlier build, the articles that changed lead to what bringing all together anew gives."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from flows import frames
from flows.ids import make_id
from flows.knowledge.knowledge import Knowledge, load
from flows.resolve.stage import Read, resolve_changes
from schemas.package import TABLES
from tests.resolve.earlier import Before

LANDS = ("MAR", "DZA", "TUN", "ISR")
GIVEN = ("سمير", "نبيل", "فريدة")
FAMILY = ("غرونفيلد", "بارسون", "كورماد", "تاليشنت")
WORDS = {"CONSULT": ("زيارة", "زار", "يزور", "مباحثات"), "ACCUSE": ("أدان", "إدانة"), "ASSAULT": ("قصف",)}
DAYS = [date(2021, 11, 1) + timedelta(days=n) for n in range(9)]
COPIES = {"article_id": pl.String, "duplicate_of": pl.String, "similarity": pl.Float64}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


Rows = dict[str, list[dict[str, Any]]]


def article(name: str, version: int) -> Rows:
    """Rows of one article, always the same; few people, lands and days, so that many articles have them in common."""
    chance = random.Random(f"{name} {version}")
    rows: Rows = {
        kind: [] for kind in ("names", "tellings", "parties", "sentences", "dated", "sources", "cleaned")
    }
    text = "\n".join(f"جملة {n} من {name} {version} عن أمر آخر من أمور كثيرة" for n in range(4))
    at = 0
    for number, line in enumerate(text.split("\n")):
        span = {"article_id": name, "sentence_id": f"s-{name}-{number}", "sentence": line}
        rows["sentences"].append({"article_id": name, "number": number, "start": at, "end": at + len(line),
                                  "paragraph": number, "kind": "body"})  # fmt: skip
        telling = make_id("em", name, version, number)
        for place, role in enumerate(("actor", "recipient")):
            rows["names"].append(named(span, at + place, chance, make_id("m", name, version, number, place)))
            mention = rows["names"][-1]
            rows["parties"].append({"participant_id": make_id("pt", telling, role), "event_mention_id": telling,
                                    "article_id": name, "role": role, "mention_id": mention["mention_id"],
                                    "country": mention["country"]})  # fmt: skip
        kind = chance.choice(list(WORDS))
        day = chance.choice(DAYS)
        days = chance.choice([(day, day), (date(2021, 11, 1), date(2021, 11, 30)), (None, None)])
        rows["tellings"].append(
            span
            | {
                "event_mention_id": telling, "surface": chance.choice(WORDS[kind]), "start": at + 3, "end": at + 5,
                "source_start": at + 3, "source_end": at + 5, "event_type": kind, "mode": None,
                "status": chance.choice(("happened", "happened", "planned")), "date_start": days[0],
                "date_end": days[1], "date_precision": "day" if days[0] else None, "place": None,
                "contexts": ["diplomatic"], "is_repeat": False, "method": "t", "confidence": chance.choice((0.7, 0.8)),
            }
        )  # fmt: skip
        at += len(line) + 1
    rows["dated"].append({"article_id": name, "published_start": DAYS[-1], "published_end": DAYS[-1],
                          "published_basis": "t"})  # fmt: skip
    rows["sources"].append({"article_id": name, "source_file": f"{name}.txt", "source_files": [f"{name}.txt"],
                            "source_sha256": "0" * 64, "format": "txt", "source_text": text})  # fmt: skip
    rows["cleaned"].append({"article_id": name, "outlet": chance.choice(("أ", "ب")), "text": text})
    return rows


def named(span: dict[str, Any], at: int, chance: random.Random, mention: str) -> dict[str, Any]:
    land = chance.choice(LANDS)
    given, family = chance.choice(GIVEN), chance.choice(FAMILY)
    if chance.random() < 0.2:
        family = family[:2] + family[3:]
    surface = chance.choice((f"{given} {family}", family, f"{given} {family}"))
    key = f"gpe.{land}" if chance.random() < 0.3 else None
    return span | {
        "mention_id": mention, "surface": surface, "start": at, "end": at + 1, "source_start": at, "source_end": at + 1,
        "type": "PERS" if key is None else "GPE", "thing": key or surface, "key": key,
        "country": chance.choice((land, None)) if key is None else land, "method": "t", "confidence": 0.8,
    }  # fmt: skip


def read(articles: dict[str, int], copies: pl.DataFrame) -> Read:
    """What extraction would hand over of articles: name -> version."""
    made = [article(name, version) for name, version in sorted(articles.items())]

    def of(kind: str, schema: dict[str, Any]) -> pl.DataFrame:
        return frames.frame([row for rows in made for row in rows.get(kind, ())], schema)

    files = [f"{name}.txt" for name in sorted(articles)]
    return Read(
        sources=of("sources", frames.SOURCES), cleaned=of("cleaned", frames.CLEANED),
        removed=of("removed", frames.REMOVED), sentences=of("sentences", frames.SENTENCES),
        segments=frames.frame([{"article_id": n, "start": 0, "source_start": 0, "length": 999} for n in articles],
                              frames.SEGMENTS),
        dated=of("dated", frames.DATED), times=of("times", frames.TIMES), amounts=of("amounts", frames.AMOUNTS),
        names=of("names", frames.NAMES), tellings=of("tellings", frames.TELLINGS),
        parties=of("parties", frames.PARTIES),
        duplicates=copies, rejected=of("rejected", frames.REJECTED),
        file_hashes=pl.DataFrame({"source_file": files, "source_sha256": ["0" * 64] * len(files)}),
    )  # fmt: skip


def copies_of(chance: random.Random, articles: Collection[str]) -> pl.DataFrame:
    names = sorted(articles)
    if len(names) < 2 or chance.random() < 0.5:
        return pl.DataFrame(schema=COPIES)
    return pl.DataFrame([(names[-1], names[0], 0.9)], schema=COPIES, orient="row")


@pytest.mark.parametrize("seed", range(6))
def test_what_changed_leads_to_what_all_lead_to(seed: int, knowledge: Knowledge) -> None:
    chance = random.Random(seed)
    articles = {f"a{n:02}": 0 for n in range(chance.choice((3, 12, 30)))}
    whole = read(articles, copies_of(chance, articles))
    before = Before.of(resolve_changes(whole, knowledge), whole)
    for _ in range(2):
        now = dict(articles)
        gone = chance.sample(sorted(now), chance.choice((0, 0, 1, 2)))
        for name in gone:
            del now[name]
        fresh = {f"n{chance.randrange(40):02}": 0} | dict.fromkeys(
            chance.sample(sorted(now), chance.choice((0, 1))), 1
        )
        now |= fresh
        copies = copies_of(chance, now)
        wanted = resolve_changes(read(now, copies), knowledge)
        changed = {n: v for n, v in now.items() if articles.get(n) != v}
        some = replace(read(changed, copies), file_hashes=read(now, copies).file_hashes)
        found = resolve_changes(some, knowledge, None, before, gone)
        for name in TABLES:
            assert before.after(found, name).equals(wanted.tables[name]), name
        assert len(found.tables["events"]) <= len(wanted.tables["events"])
        before, articles = Before.of(wanted, read(now, copies)), now


def test_an_article_that_shares_nothing_leaves_all_others_alone(knowledge: Knowledge) -> None:
    articles = {f"a{n:02}": 0 for n in range(12)}
    none = pl.DataFrame(schema=COPIES)
    whole = read(articles, none)
    before = Before.of(resolve_changes(whole, knowledge), whole)
    alone = read({"z": 0}, none)
    people = alone.names.filter(pl.col("key").is_null()).with_columns(
        pl.lit("هولدرلين فوسترمان").alias("thing"), pl.lit("ISL").alias("country")
    )
    alone = replace(alone, names=people, tellings=alone.tellings.clear(), parties=alone.parties.clear())
    found = resolve_changes(alone, knowledge, None, before, ())
    assert set(found.tables["mentions"]["article_id"]) == {"z"}
    assert len(found.tables["entities"]) == 1
    assert found.tables["events"].is_empty()
    assert found.tables["event_mentions"].is_empty()
