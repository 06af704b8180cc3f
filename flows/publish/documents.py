"""Nested documents for programs: a line an article, with what it names and tells, and how these things are called.

`json/documents/part-0000.jsonl` ... in buckets by article, four for each of the tables'. Nothing stands here that no
table says.
Counts over all articles are left out: a document changes where its own article, or the name of what it tells, does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import orjson
import polars as pl

from flows.ids import bucket_of
from flows.publish.compare import Comparison, row_key
from flows.publish.parts import buckets_of, link

FOLDER = "json/documents"

_AT_ONCE = 32
"""Buckets whose documents are made together: nested rows take several times the memory of flat ones."""

_OWN = ("times", "amounts", "removed")
"""Tables whose rows lie in a document as they are."""

_ENTITY = ("entity_id", "type", "name_ar", "name_en", "wikidata_id", "country", "latitude", "longitude")
_EVENT = (
    "event_id",
    "event_type",
    "mode",
    "quad_class",
    "score",
    "status",
    "date_start",
    "date_end",
    "date_precision",
    "place_id",
    "country",
    "headline",
    "headline_en",
)
"""What a document says of an event beside its own tellings: nothing that counts articles."""

Tables = Mapping[str, pl.DataFrame]

_PARTS_A_BUCKET = 4
"""A document holds all that twenty tables say of an article: its files would be as much larger than theirs."""


def document_buckets(buckets: int) -> int:
    """Return how many files the documents of a version of so many buckets have."""
    return buckets if buckets == 1 else _PARTS_A_BUCKET * buckets


def write_documents(
    tables: Tables, folder: Path, buckets: int, only: Collection[int] | None = None
) -> list[str]:
    """Write the documents of a version.

    Args:
        tables: all published tables.
        folder: the version in the making.
        buckets: how many buckets the tables have.
        only: buckets to write, all if None; whoever leaves some out puts last version's files there.

    Returns:
        The files' paths from the version's folder, of all buckets.
    """
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    bucket = {a: bucket_of(a, buckets) if buckets > 1 else 0 for a in tables["articles"]["article_id"]}
    wanted = range(buckets) if only is None else sorted(set(only))
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        made = documents(tables, [article for article, number in bucket.items() if number in some])
        of = made["article_id"].replace_strict(bucket, return_dtype=pl.Int64).alias("_bucket")
        parts = made.with_columns(of).partition_by(
            "_bucket", as_dict=True, include_key=False, maintain_order=True
        )
        for number in some:
            parts.get((number,), made.clear()).write_ndjson(folder / _path(number))
    return [_path(number) for number in range(buckets)]


def edit_documents(folder: Path, before: Path, buckets: int, touched: Collection[str]) -> list[str]:
    """Write the documents of touched articles anew and take all others from the version before.

    Args:
        folder: the version in the making, with its Parquet files.
        before: the version before, in as many buckets.
        buckets: how many.
        touched: articles whose documents differ, those that are gone among them.

    Returns:
        The files' paths from the version's folder, of all buckets.
    """
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    names = pl.Series(sorted(touched), dtype=pl.String)
    stale = set(buckets_of(names, buckets)["bucket"])
    made = documents(_tables_of(folder, names), touched).write_ndjson().encode().splitlines(keepends=True)
    fresh: dict[int, list[bytes]] = {}
    for line in made:
        fresh.setdefault(bucket_of(_article(line), buckets) if buckets > 1 else 0, []).append(line)
    for number in range(buckets):
        path = _path(number)
        if number not in stale:
            link(before / path, folder / path)
            continue
        with (before / path).open("rb") as old:
            lines = [line for line in old if _article(line) not in touched]
        both = sorted([*lines, *fresh.get(number, [])], key=lambda line: _article(bytes(line)))
        (folder / path).write_bytes(b"".join(both))
    return [_path(number) for number in range(buckets)]


_FIRST = re.compile(rb'\{"article_id":("(?:[^"\\]|\\.)*")')


def _article(line: bytes) -> str:
    """The article of a document, which is its first field."""
    found = _FIRST.match(line)
    assert found is not None, "a document begins with its article"
    article: str = orjson.loads(found[1])
    return article


def _tables_of(folder: Path, articles: pl.Series) -> Tables:
    """Of a version's tables, the rows that the documents of some articles are made of."""
    parts = sum(1 for _ in (folder / "articles").glob("*.parquet"))
    numbers = sorted(set(buckets_of(articles, parts)["bucket"]))

    def of(name: str, key: str, values: pl.Series, parts: Iterable[Path]) -> pl.DataFrame:
        rows = [pl.scan_parquet(path).filter(pl.col(key).is_in(values.implode())) for path in parts]
        return (
            pl.concat(rows).collect()
            if rows
            else pl.read_parquet(folder / name / "part-000.parquet", n_rows=0)
        )

    held = {
        name: of(name, "article_id", articles, [folder / name / f"part-{n:03}.parquet" for n in numbers])
        for name in ("articles", "mentions", "event_mentions", "participants", *_OWN)
    }
    for name, key, told in (
        ("entities", "entity_id", held["mentions"]),
        ("events", "event_id", held["event_mentions"]),
        ("event_contexts", "event_id", held["event_mentions"]),
    ):
        held[name] = of(name, key, told[key].unique(), sorted((folder / name).glob("*.parquet")))
    return held


def tellers(folder: Path) -> Tables:
    """Of a version's tables, which article names and tells what: all that `touched_articles` reads."""
    return {
        name: pl.read_parquet(folder / name / "*.parquet", columns=["article_id", key])
        for name, key in (("mentions", "entity_id"), ("event_mentions", "event_id"))
    }


def _path(number: int) -> str:
    return f"{FOLDER}/part-{number:04}.jsonl"


def documents(tables: Tables, articles: Iterable[str]) -> pl.DataFrame:
    """Return a row an article, in the order of their ids, with lists of what it holds.

    Args:
        tables: all published tables.
        articles: ids of the wanted articles.

    Returns:
        The columns of `articles`, then `entities` (each named thing once), `mentions`, `events` (each told event
        once, with its `tellings`, and in these the `participants`), `times`, `amounts`, `removed`. A list without
        rows is empty.
    """
    wanted = sorted(set(articles))
    held = {name: tables[name].filter(pl.col("article_id").is_in(wanted)) for name in (*_OWN, "mentions")}
    found = tables["articles"].filter(pl.col("article_id").is_in(wanted)).sort("article_id")
    nested = {
        "entities": _entities(tables, held["mentions"]),
        "mentions": _listed(held["mentions"], "mentions", "article_id", ["source_start", "mention_id"]),
        "events": _events(tables, wanted),
    }
    for name in _OWN:
        nested[name] = _listed(held[name], name, "article_id", ["source_start", "source_end"])
    for name, lists in nested.items():
        found = found.join(lists, on="article_id", how="left", maintain_order="left")
        found = found.with_columns(pl.col(name).fill_null([]))
    return found


def _listed(rows: pl.DataFrame, name: str, by: str, order: list[str]) -> pl.DataFrame:
    """One row a value of `by`, with its rows as a list of structs without that column."""
    inner = [column for column in rows.columns if column != by]
    ordered = rows.sort(by, *order, nulls_last=True, maintain_order=True)
    return ordered.group_by(by, maintain_order=True).agg(pl.struct(inner).alias(name))


def _entities(tables: Tables, mentions: pl.DataFrame) -> pl.DataFrame:
    named = mentions.select("article_id", "entity_id").unique()
    things = named.join(tables["entities"].select(_ENTITY), on="entity_id")
    return _listed(things, "entities", "article_id", ["entity_id"])


def _events(tables: Tables, articles: list[str]) -> pl.DataFrame:
    tellings = tables["event_mentions"].filter(pl.col("article_id").is_in(articles))
    parties = tables["participants"].filter(pl.col("article_id").is_in(articles))
    party_list = _listed(
        parties.drop("article_id", "event_id"),
        "participants",
        "event_mention_id",
        ["role", "participant_id"],
    )
    told = tellings.join(party_list, on="event_mention_id", how="left", maintain_order="left")
    told = told.with_columns(pl.col("participants").fill_null([]))
    pair = ["article_id", "event_id"]
    inner = [column for column in told.columns if column not in pair]
    told = told.sort(*pair, "source_start", "event_mention_id")
    by_event = told.group_by(pair, maintain_order=True).agg(pl.struct(inner).alias("tellings"))
    contexts = tables["event_contexts"].sort("event_id", "context")
    contexts = contexts.group_by("event_id", maintain_order=True).agg(pl.col("context").alias("contexts"))
    events = tables["events"].select(_EVENT).join(contexts, on="event_id", how="left", maintain_order="left")
    events = events.with_columns(pl.col("contexts").fill_null([]))
    return _listed(by_event.join(events, on="event_id"), "events", "article_id", ["event_id"])


def touched_articles(found: Comparison, tables: Tables) -> set[str]:
    """Return the articles whose documents differ between two versions, those that are gone among them.

    Args:
        found: the comparison of the two.
        tables: all published tables of the later one.
    """
    touched: set[str] = set()
    for name in ("articles", "mentions", "event_mentions", "participants", *_OWN):
        if name in found.sides:
            side = found.sides[name]
            keys = found.rows.filter(pl.col("table") == name)["key"]
            for rows in (side.before, side.after):
                touched.update(rows.filter(row_key(name).is_in(keys.implode()))["article_id"].to_list())
    for table, told_by, key, shown in (
        ("entities", "mentions", "entity_id", _ENTITY),
        ("events", "event_mentions", "event_id", _EVENT),
    ):
        own = found.cells.filter((pl.col("table") == table) & pl.col("column").is_in(shown))["key"]
        renamed = tables[told_by].filter(pl.col(key).is_in(own.implode()))
        touched.update(renamed["article_id"].to_list())
    contexts = found.rows.filter(pl.col("table") == "event_contexts")["key"].str.split("|").list.first()
    told = tables["event_mentions"].filter(pl.col("event_id").is_in(contexts.implode()))
    return touched | set(told["article_id"].to_list())
