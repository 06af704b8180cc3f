"""The stage `resolve`: what single articles say in, the published tables out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from flows.knowledge.knowledge import Knowledge
from flows.resolve.capitals import governments
from flows.resolve.codes import codes_of, country_codes
from flows.resolve.counts import recount
from flows.resolve.describe import Thing, contexts_of, dyads_of, events_of
from flows.resolve.entities import aliases_of, entities_of, link
from flows.resolve.events import cluster
from flows.resolve.headline import Names
from flows.resolve.rulings import NoRulings, Rulings
from flows.resolve.tellings import Telling, tellings_of
from flows.resolve.texts import articles_of, removed_of, sentences_of, sources_of
from schemas.package import TABLES, empty, polars_schema

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


def resolve(read: Read, knowledge: Knowledge, rulings: Rulings | None = None) -> Tables:
    """Return every published table, sorted by its key and not yet validated.

    The result depends on the rows alone, not on their order. `rulings` on things and events are obeyed; what came of
    them, in `corrections`, is for others to tell.
    """
    rulings = rulings or NoRulings()
    articles = articles_of(read)
    linked, entities = _things(read, knowledge, rulings)
    parties = _parties(read.parties, linked, entities)
    told = _told(read.tellings, linked, entities)
    apart = rulings.apart(read.tellings)
    events = pl.concat([cluster(_compared(read, some, parties), apart=apart) for some in _by_type(told)])
    events = rulings.join(read.tellings, events)
    ids = told.select("event_mention_id").join(
        events, on="event_mention_id", how="left", maintain_order="left"
    )
    tellings = told.with_columns(ids["event_id"])
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
        "corrections": empty(TABLES["corrections"]),
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
        table = table.select(list(polars_schema(model)))
        key = model.primary_key()
        is_sorted = len(key) == 1 and table[key[0]].is_sorted()  # texts need not be copied then
        shaped[name] = table if is_sorted else table.sort(key, nulls_last=True)
    return shaped


def compared(read: Read, knowledge: Knowledge) -> list[Telling]:
    """Return the tellings as they are compared with each other, in their order."""
    linked, entities = _things(read, knowledge, NoRulings())
    parties = _parties(read.parties, linked, entities)
    return _compared(read, _told(read.tellings, linked, entities), parties)


def _things(read: Read, knowledge: Knowledge, rulings: Rulings) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Namings with their entity, and the entities."""
    linked = rulings.name(link(governments(read.names, read.tellings, read.parties), knowledge))
    return linked, rulings.describe(entities_of(linked, knowledge))


def _by_type(tellings: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield tellings by event type, so that memory holds what is compared and described of one type at a time."""
    for kind in sorted(tellings["event_type"].unique()) or [""]:
        yield tellings.filter(pl.col("event_type") == kind)


def _compared(read: Read, told: pl.DataFrame, parties: pl.DataFrame) -> list[Telling]:
    return tellings_of(told, parties, read.sentences, read.dated, read.duplicates)


def _told(tellings: pl.DataFrame, linked: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """Tellings with the entities of their place and source."""
    entity_of = linked.select("mention_id", "entity_id").join(
        entities.select("entity_id", "country"), on="entity_id", how="left"
    )
    places = entity_of.rename({"mention_id": "place", "entity_id": "place_id", "country": "place_country"})
    sources = entity_of.select(pl.col("mention_id").alias("source"), pl.col("entity_id").alias("_source_id"))
    narrow = (
        tellings.select("place", "source", "source_country")
        .join(places, on="place", how="left", maintain_order="left")
        .join(sources, on="source", how="left", maintain_order="left")
        .select(
            "place_id", "place_country", pl.coalesce("_source_id", "source_country").alias("attributed_to")
        )
    )
    return tellings.with_columns(narrow)


def _parties(parties: pl.DataFrame, linked: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """Parties with their entity; a named party's country is that of its entity, an unnamed one's as told."""
    countries = entities.select("entity_id", pl.col("country").alias("_country"))
    return (
        parties.join(linked.select("mention_id", "entity_id", "thing"), on="mention_id", how="left")
        .join(countries, on="entity_id", how="left")
        .with_columns(pl.coalesce("_country", "country").alias("country"))
        .drop("_country")
    )


def _described(entities: pl.DataFrame, knowledge: Knowledge) -> dict[str, Thing]:
    """What headlines tell of things, by entity_id and, for unnamed parties, by country."""
    things = {
        key: Thing(Names(ar, en), code, is_country=True)
        for code, ar, en in country_codes(knowledge)
        for key in (code, f"gpe.{code}")  # a government may act that no mention names
    }
    rows = entities.select("entity_id", "name_ar", "name_en", "country").iter_rows()
    return things | {
        key: Thing(Names(ar, en or ar), country, is_country=key == f"gpe.{country}")
        for key, ar, en, country in rows
    }
