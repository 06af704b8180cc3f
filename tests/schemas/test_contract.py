"""The contract: every column is described, refers to something, and does not change in silence."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import polars as pl
import pytest

import schemas
from schemas.descriptors import dictionary, table_schema
from schemas.package import TABLES, arrow_schema, code_lists, ontology, polars_schema

STORED = Path(__file__).parent / "contract.json"

DESIGN = {
    "articles": "article_id source_file source_sha256 format encoding title author outlet url language rights "
    "published_start published_end published_basis text source_text duplicate_of",
    "removed": "article_id source_start source_end surface reason",
    "entities": "entity_id type name_ar name_en wikidata_id country latitude longitude article_count mention_count",
    "aliases": "entity_id surface mention_count",
    "mentions": "mention_id article_id entity_id type surface start end source_start source_end sentence method "
    "confidence",
    "events": "event_id event_type mode quad_class score status date_start date_end date_precision place_id country "
    "latitude longitude headline headline_en article_count mention_count outlet_count confidence",
    "event_mentions": "event_mention_id event_id article_id event_type mode status surface start end source_start "
    "source_end sentence date_start date_end date_precision place_id attributed_to method confidence",
    "participants": "participant_id event_mention_id event_id article_id role entity_id country mention_id",
    "event_contexts": "event_id context",
    "dyads": "event_id actor_country recipient_country date_start event_type status score",
    "times": "time_id article_id surface start end source_start source_end date_start date_end precision",
    "amounts": "amount_id article_id surface start end source_start source_end value unit event_mention_id",
    "codes": "list code label_ar label_en",
    "rejected": "id table column value check reason source_file",
}
"""The names that readers of the dataset rely on."""


@pytest.mark.parametrize("name", DESIGN)
def test_a_table_has_the_columns_that_readers_rely_on(name: str) -> None:
    assert set(DESIGN[name].split()) <= set(TABLES[name].columns())


@pytest.mark.parametrize("name", TABLES)
def test_a_column_has_title_description_example_and_a_code_list_that_exists(name: str) -> None:
    derived = {"country", "removal_reason"}
    for column_name, column in TABLES[name].columns().items():
        assert column.title, column_name
        assert column.description.endswith("."), column_name
        assert column.metadata["example"] is not None, column_name
        if column.metadata["codes"]:
            assert column.metadata["codes"] in code_lists().keys() | derived, column_name


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_a_key_and_refers_to_tables_with_one_key_column(name: str) -> None:
    model = TABLES[name]
    assert model.primary_key()
    for column, other in model.foreign_keys().items():
        assert len(TABLES[other].primary_key()) == 1, column


def test_every_mode_of_the_ontology_has_a_label_and_every_type_a_class() -> None:
    lists = code_lists()
    for (event_type, mode), (quad_class, score) in ontology().items():
        assert event_type in lists["event_type"]
        assert mode is None or mode in lists["mode"]
        assert str(quad_class) in lists["quad_class"]
        assert score is None or -10 <= score <= 10


def test_the_arrow_schema_is_plain() -> None:
    for model in TABLES.values():
        schema = arrow_schema(model)
        assert schema.names == list(polars_schema(model))
        assert {str(field.type) for field in schema} <= {"string", "int64", "double", "bool", "date32[day]"}


def test_the_dictionary_tells_every_column_of_every_table() -> None:
    text = dictionary()
    for name, model in TABLES.items():
        section = text.split(f"## {name}\n", 1)[1].split("\n## ", 1)[0]
        for column in model.columns():
            assert f"| `{column}` |" in section, (name, column)


def test_a_changed_contract_has_a_raised_version() -> None:
    """`schemas.VERSION` is the major number of what is published; a reader must see that a column changed."""
    told = json.dumps([[name, table_schema(model)] for name, model in TABLES.items()], sort_keys=True)
    now = {"version": schemas.VERSION, "digest": hashlib.sha256(told.encode()).hexdigest()}
    stored = json.loads(STORED.read_text("utf-8"))
    assert now == stored, (
        f"raise schemas.VERSION if what is published changes its meaning, then store {json.dumps(now)}"
    )


def test_an_example_has_the_type_of_its_column() -> None:
    python: dict[object, tuple[type, ...]] = {
        pl.String: (str,),
        pl.Int64: (int,),
        pl.Float64: (int, float),
        pl.Boolean: (bool,),
        pl.Date: (str,),
    }
    for model in TABLES.values():
        for name, kind in polars_schema(model).items():
            assert isinstance(model.columns()[name].metadata["example"], python[kind]), name
