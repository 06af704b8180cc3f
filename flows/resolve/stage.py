"""The stage `resolve`: what single articles say in, the published tables out."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from flows.extract.rows import sentence_id
from flows.knowledge.knowledge import Knowledge
from flows.resolve.codes import codes_of, country_codes
from flows.resolve.counts import recount
from flows.resolve.describe import contexts_of, dyads_of, events_of
from flows.resolve.entities import aliases_of, entities_of, link
from flows.resolve.events import cluster
from schemas.package import TABLES, polars_schema

Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Read:
    """All frames that resolution reads, of all articles, as `flows.frames` names them."""

    sources: pl.DataFrame
    cleaned: pl.DataFrame
    removed: pl.DataFrame
    sentences: pl.DataFrame
    segments: pl.DataFrame
    dated: pl.DataFrame
    times: pl.DataFrame
    amounts: pl.DataFrame
    names: pl.DataFrame
    tellings: pl.DataFrame
    parties: pl.DataFrame
    duplicates: pl.DataFrame  # article_id, duplicate_of, similarity
    file_hashes: pl.DataFrame  # source_file, source_sha256
    rejected: pl.DataFrame


def resolve(read: Read, knowledge: Knowledge) -> Tables:
    """Return every published table, sorted by its key and not yet validated.

    The result depends on the rows alone, not on their order.
    """
    linked = link(read.names)
    entity_of = linked.select("mention_id", "entity_id")
    entities = entities_of(linked, knowledge)
    parties = _parties(read.parties, entity_of, entities)
    articles = _articles(read)
    events = cluster(read.tellings, parties, articles.select("article_id", "published_start"))
    tellings = _tellings(read.tellings, events, entity_of)
    parties = parties.join(events, on="event_mention_id", how="left")
    told = events_of(
        tellings.sort("article_id", "start", "event_mention_id"), parties, _names(entities, knowledge)
    )
    places = entities.select(pl.col("entity_id").alias("place_id"), "country", "latitude", "longitude")
    tables = {
        "articles": articles,
        "sources": _sources(read),
        "removed": _removed(read),
        "sentences": _sentences(read),
        "mentions": linked,
        "entities": entities,
        "aliases": aliases_of(linked),
        "times": read.times,
        "amounts": read.amounts,
        "event_mentions": tellings,
        "participants": parties,
        "events": told.join(places, on="place_id", how="left"),
        "event_contexts": contexts_of(tellings),
        "dyads": dyads_of(told, parties),
        "codes": codes_of(knowledge),
        "rejected": read.rejected,
    }
    return {name: _in_shape(name, table) for name, table in recount(tables).items()}


def _in_shape(name: str, table: pl.DataFrame) -> pl.DataFrame:
    """Bring a table into its contract's shape: columns in order, rows by key, confidence to three places."""
    model = TABLES[name]
    if "confidence" in table.columns:
        table = table.with_columns(pl.col("confidence").round(3))
    return table.select(list(polars_schema(model))).sort(model.primary_key(), nulls_last=True)


def _articles(read: Read) -> pl.DataFrame:
    told = read.sources.drop("title", "author", "outlet", "language", "published", "source_files")
    return (
        told.join(read.cleaned, on="article_id", how="inner")
        .join(read.dated, on="article_id", how="left")
        .join(read.duplicates, on="article_id", how="left")
    )


def _sources(read: Read) -> pl.DataFrame:
    """One row an article and file that holds it; a record is told by its file's path and `#`."""
    files = read.sources.select("article_id", "source_file", pl.col("source_files").alias("file")).explode(
        "file"
    )
    is_file = pl.col("file").is_in(read.file_hashes["source_file"].implode())
    path = pl.when(is_file).then("file").otherwise(pl.col("file").str.replace(r"#[^#]*$", ""))
    return (
        files.select(
            "article_id", path.alias("source_file"), (path == pl.col("source_file")).alias("is_primary")
        )
        .unique()
        .join(read.file_hashes, on="source_file", how="left")
    )


def _removed(read: Read) -> pl.DataFrame:
    texts = read.sources.select("article_id", "source_text")
    length = pl.col("source_end") - pl.col("source_start")
    surface = pl.col("source_text").str.slice(pl.col("source_start"), length)
    return read.removed.join(texts, on="article_id", how="left").with_columns(surface.alias("surface"))


def _sentences(read: Read) -> pl.DataFrame:
    """Sentences with their ids and the source characters of their first and last letters."""
    ids = pl.struct("article_id", "number").map_elements(
        lambda s: sentence_id(s["article_id"], s["number"]), return_dtype=pl.String
    )
    repeats = pl.struct("article_id", "repeat_of").map_elements(
        lambda s: None if s["repeat_of"] is None else sentence_id(s["article_id"], s["repeat_of"]),
        return_dtype=pl.String,
    )
    segments = read.segments.sort("start")
    table = read.sentences.with_columns(ids.alias("sentence_id"), repeats.alias("repeat_of"))
    table = table.with_columns((pl.col("end") - 1).alias("_last"))
    for offset, name in (("start", "source_start"), ("_last", "source_end")):
        runs = segments.rename({"start": "_run", "source_start": "_source", "length": "_length"})
        table = table.sort(offset).join_asof(
            runs, left_on=offset, right_on="_run", by="article_id", check_sortedness=False
        )
        inside = pl.min_horizontal(pl.col(offset) - pl.col("_run"), pl.col("_length") - 1)
        at = pl.col("_source") + inside + (1 if name == "source_end" else 0)
        table = table.with_columns(at.alias(name)).drop("_run", "_source", "_length")
    return table


def _tellings(tellings: pl.DataFrame, events: pl.DataFrame, entity_of: pl.DataFrame) -> pl.DataFrame:
    places = entity_of.rename({"mention_id": "place", "entity_id": "place_id"})
    sources = entity_of.rename({"mention_id": "source", "entity_id": "_source_id"})
    return (
        tellings.join(events, on="event_mention_id", how="left")
        .join(places, on="place", how="left")
        .join(sources, on="source", how="left")
        .with_columns(pl.coalesce("_source_id", "source_country").alias("attributed_to"))
    )


def _parties(parties: pl.DataFrame, entity_of: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """Parties with their entity; a named party's country is that of its entity, an unnamed one's as told."""
    countries = entities.select("entity_id", pl.col("country").alias("_country"))
    return (
        parties.join(entity_of, on="mention_id", how="left")
        .join(countries, on="entity_id", how="left")
        .with_columns(pl.coalesce("_country", "country").alias("country"))
        .drop("_country")
    )


def _names(entities: pl.DataFrame, knowledge: Knowledge) -> dict[str, tuple[str, str | None]]:
    """Arabic and English names by entity_id and, for unnamed parties, by country."""
    names: dict[str, tuple[str, str | None]] = {
        code: (label_ar, label_en) for code, label_ar, label_en in country_codes(knowledge)
    }
    rows = entities.select("entity_id", "name_ar", "name_en").iter_rows()
    return names | {entity_id: (name_ar, name_en) for entity_id, name_ar, name_en in rows}
