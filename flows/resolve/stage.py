"""The stage `resolve`: what single articles say in, the published tables out."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from flows.knowledge.knowledge import Knowledge
from flows.resolve.codes import codes_of, country_codes
from flows.resolve.counts import recount
from flows.resolve.describe import Thing, contexts_of, dyads_of, events_of
from flows.resolve.entities import aliases_of, entities_of, link
from flows.resolve.events import cluster
from flows.resolve.headline import Names
from flows.resolve.tellings import Telling, tellings_of
from flows.resolve.texts import articles_of, removed_of, sentences_of, sources_of
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
    articles = articles_of(read)
    linked, entities = _things(read, knowledge)
    parties = _parties(read.parties, linked, entities)
    told = _told(read.tellings, linked, entities)
    events = pl.concat([cluster(_compared(read, some, parties)) for some in _by_type(told)])
    tellings = told.join(events, on="event_mention_id", how="left")
    parties = parties.join(events, on="event_mention_id", how="left")
    things = _described(entities, knowledge)
    described = pl.concat([events_of(some, parties, things) for some in _by_type(tellings)])
    places = entities.select(pl.col("entity_id").alias("place_id"), "country", "latitude", "longitude")
    tables = {
        "articles": articles,
        "sources": sources_of(read),
        "removed": removed_of(read),
        "sentences": sentences_of(read),
        "mentions": linked,
        "entities": entities,
        "aliases": aliases_of(linked),
        "times": read.times,
        "amounts": read.amounts,
        "event_mentions": tellings,
        "participants": parties,
        "events": described.join(places, on="place_id", how="left"),
        "event_contexts": contexts_of(tellings),
        "dyads": dyads_of(described, parties),
        "codes": codes_of(knowledge),
        "rejected": read.rejected,
    }
    del linked, told, tellings, parties, described
    return _in_shape(recount(tables))


def _in_shape(tables: Tables) -> Tables:
    """Bring tables into their contract's shape: columns in order, rows by key, confidence to three places.

    Each table is dropped as it is sorted: all of them twice would be too much for a small machine.
    """
    shaped = {}
    for name in TABLES:
        table, model = tables.pop(name), TABLES[name]
        if "confidence" in table.columns:
            table = table.with_columns(pl.col("confidence").round(3))
        shaped[name] = table.select(list(polars_schema(model))).sort(model.primary_key(), nulls_last=True)
    return shaped


def compared(read: Read, knowledge: Knowledge) -> list[Telling]:
    """Return the tellings as they are compared with each other, in their order."""
    linked, entities = _things(read, knowledge)
    parties = _parties(read.parties, linked, entities)
    return _compared(read, _told(read.tellings, linked, entities), parties)


def _things(read: Read, knowledge: Knowledge) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Namings with their entity, and the entities."""
    linked = link(read.names, knowledge)
    return linked, entities_of(linked, knowledge)


def _by_type(tellings: pl.DataFrame) -> list[pl.DataFrame]:
    """Tellings by event type: what is compared and described together, so that memory holds one type at a time."""
    kinds = sorted(tellings["event_type"].unique())
    return [tellings.filter(pl.col("event_type") == kind) for kind in kinds] or [tellings]


def _compared(read: Read, told: pl.DataFrame, parties: pl.DataFrame) -> list[Telling]:
    return tellings_of(told, parties, read.sentences, read.dated, read.duplicates)


def _told(tellings: pl.DataFrame, linked: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """Tellings with the entities of their place and source."""
    entity_of = linked.select("mention_id", "entity_id").join(
        entities.select("entity_id", "country"), on="entity_id", how="left"
    )
    places = entity_of.rename({"mention_id": "place", "entity_id": "place_id", "country": "place_country"})
    sources = entity_of.select(pl.col("mention_id").alias("source"), pl.col("entity_id").alias("_source_id"))
    return (
        tellings.join(places, on="place", how="left")
        .join(sources, on="source", how="left")
        .with_columns(pl.coalesce("_source_id", "source_country").alias("attributed_to"))
    )


def _parties(parties: pl.DataFrame, linked: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """Parties with their entity; a named party's country is that of its entity, an unnamed one's as told."""
    countries = entities.select("entity_id", pl.col("country").alias("_country"))
    return (
        parties.join(linked.select("mention_id", "entity_id"), on="mention_id", how="left")
        .join(countries, on="entity_id", how="left")
        .with_columns(pl.coalesce("_country", "country").alias("country"))
        .drop("_country")
    )


def _described(entities: pl.DataFrame, knowledge: Knowledge) -> dict[str, Thing]:
    """What headlines tell of things, by entity_id and, for unnamed parties, by country."""
    things = {code: Thing(Names(ar, en), code, is_country=True) for code, ar, en in country_codes(knowledge)}
    rows = entities.select("entity_id", "name_ar", "name_en", "country").iter_rows()
    return things | {
        key: Thing(Names(ar, en or ar), country, is_country=key == f"gpe.{country}")
        for key, ar, en, country in rows
    }
