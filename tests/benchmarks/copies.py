"""Mentions of as many articles as wanted, made from the corpus' bulk file: always the same, as Parquet.

The articles are read once, by knowledge alone; each further copy of them has names and dates of its own. What the
tables do not know is called otherwise by every second copy, and one such name in ten has a letter left out; dates move
by a year with every second copy and by some days with every article. So a larger corpus has more stories, people and
years, and as many articles of each.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import polars as pl

from flows.clean.documents import documents, hints_of
from flows.clean.stage import clean
from flows.extract.stage import extract
from flows.frames import REJECTED
from flows.ingest.discover import discover
from flows.ingest.stage import ingest
from flows.knowledge.knowledge import load
from flows.resolve.stage import Read
from flows.survey.near import DUPLICATES
from flows.survey.stage import survey

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "bulk"

_AT_ONCE = 500  # articles that are read together
_OF_A_YEAR = 2  # copies whose articles tell the same stories
_YEAR, _DAYS = 364, 3  # days by which dates move: whole weeks, then up to so many either way
_FAULTY = 0.1  # share of unknown names with a letter left out
_LONG = 5  # letters of a word that is changed
_LETTERS = "بترسفقكلمنحدعج"
_WORD = re.compile(r"\w+")

_IDS = (
    "article_id", "mention_id", "event_mention_id", "participant_id", "sentence_id", "time_id", "amount_id", "place",
    "source",
)  # fmt: skip
_DATES = ("published_start", "published_end", "date_start", "date_end")


def read_bulk(folder: Path, articles: int) -> None:
    """Read the corpus' first articles and leave what resolution reads of them, `NAME.parquet` each."""
    whole = ingest(CORPUS, discover(CORPUS).files).sources
    facts, knowledge = survey(whole), load(None)
    parts: dict[str, list[pl.DataFrame]] = {each.name: [] for each in fields(Read)}
    for sources in whole.head(articles).iter_slices(_AT_ONCE):
        cleaned = clean(sources, facts)
        told = dict(sources.select("article_id", "published").iter_rows())
        found = extract(documents(cleaned, sources), knowledge, told, hints_of(cleaned, sources))
        made = {each.name: getattr(stage, each.name) for stage in (cleaned, found) for each in fields(stage)}
        made |= {"sources": sources, "cleaned": made["articles"]}
        for name in parts.keys() & made.keys():
            parts[name].append(made[name])
    for name, frames in parts.items():
        if frames:
            pl.concat(frames).write_parquet(folder / f"{name}.parquet")


def write_copies(read: Path, folder: Path, articles: int) -> None:
    """Leave what extraction would hand over of so many articles, as parts `NAME-000.parquet`.

    Args:
        read: what `read_bulk` left.
        folder: an existing folder, for the parts.
        articles: how many.
    """
    frames = {path.stem: pl.read_parquet(path) for path in read.glob("*.parquet")}
    own = frames["sources"]["article_id"]
    for copy, first in enumerate(range(0, articles, len(own))):
        ids = own.head(articles - first)
        chance = random.Random(copy)
        days = [-_YEAR * (copy // _OF_A_YEAR) + chance.randint(-_DAYS, _DAYS) for _ in ids]
        moved = pl.DataFrame({"article_id": ids, "_days": days if copy else [0] * len(ids)})
        for name, frame in frames.items():
            _copied(frame, moved, copy).write_parquet(folder / f"{name}-{copy:03}.parquet")
        _write_the_rest(folder, copy, ids)


def _write_the_rest(folder: Path, copy: int, ids: pl.Series) -> None:
    """Write what tells of files and of all articles: a file an article, none a copy of another, none rejected."""
    files = {"source_file": ids + f"/{copy}", "source_sha256": ["0" * 64] * len(ids)}
    pl.DataFrame(files).write_parquet(folder / f"file_hashes-{copy:03}.parquet")
    for name, schema in (("duplicates", DUPLICATES), ("rejected", REJECTED)):
        pl.DataFrame(schema=schema).write_parquet(folder / f"{name}-{copy:03}.parquet")


def _copied(frame: pl.DataFrame, moved: pl.DataFrame, copy: int) -> pl.DataFrame:
    """One copy of the rows of some articles, with names and dates of its own."""
    rows = frame.join(moved, on="article_id", how="inner", maintain_order="left")
    days = pl.duration(days=pl.col("_days"))
    told = [(pl.col(name) + days).alias(name) for name in _DATES if name in frame.columns]
    told += [(pl.col(name) + f"/{copy}").alias(name) for name in _IDS if name in frame.columns]
    if "source_files" in frame.columns:
        file = (pl.col("article_id") + f"/{copy}").alias("source_file")
        told += [file, pl.concat_list(file).alias("source_files")]
    if "thing" in frame.columns and copy:
        for name in ("thing", "surface"):
            called = _called(frame.filter(pl.col("key").is_null())[name].unique().sort(), copy)
            own = pl.when(pl.col("key").is_null()).then(pl.col(name).replace(called)).otherwise(name)
            told.append(own.alias(name))
    return rows.with_columns(told).select(frame.columns)


def _called(names: pl.Series, copy: int) -> Mapping[str, str]:
    """Return how a copy of the articles calls what no table knows."""
    chance, year = random.Random(copy), copy // _OF_A_YEAR

    def changed(match: re.Match[str]) -> str:
        word, middle = match[0], len(match[0]) // 2
        if len(word) < _LONG:
            return word
        letter = _LETTERS[(ord(word[middle]) + year) % len(_LETTERS)] if year else word[middle]
        left_out = copy % _OF_A_YEAR and chance.random() < _FAULTY
        return word[:middle] + ("" if left_out else letter) + word[middle + 1 :]

    return {name: _WORD.sub(changed, name) for name in names}
