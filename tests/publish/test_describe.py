"""A version's papers are true for the tools that read them: frictionless, mlcroissant, a JSON Schema validator."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.publish import tables as written_tables
from flows.publish.describe import describe
from flows.publish.documents import write_documents
from flows.publish.readers import read_table, read_tables
from flows.publish.tables import write_tables
from schemas.croissant import croissant
from schemas.jsonschema import json_schema, json_schemas
from schemas.package import TABLES


@pytest.fixture(scope="module", params=[1, 8])
def described(
    changed_output: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Path:
    """A version's tables in one bucket and in eight, with the papers."""
    folder = tmp_path_factory.mktemp("described")
    tables = read_tables(changed_output / "versions" / "v1.1.0")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(written_tables, "bucket_count", lambda articles: request.param)
        written = write_tables(tables, folder)
    papers = write_documents(tables, folder, request.param)
    describe(folder, "v1.1.0", written, {"rejected": 0, "documents": papers, "published": "2026-01-01"})
    return folder


def test_frictionless_finds_the_package_and_every_row_valid(described: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    pytest.importorskip("jsonlines")
    report = frictionless.Package(str(described / "datapackage.json")).validate()
    assert report.valid, [(t.name, [e.message for e in t.errors[:3]]) for t in report.tasks if not t.valid]
    rows = {task.name: task.stats["rows"] for task in report.tasks if task.name in TABLES}
    assert rows == {name: len(read_table(described, name)) for name in TABLES}


def test_frictionless_finds_a_broken_reference(described: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    pytest.importorskip("jsonlines")
    folder = Path(shutil.copytree(described, tmp_path / "version"))
    for path in (folder / "json" / "entities").iterdir():
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))
    assert not frictionless.Package(str(folder / "datapackage.json")).validate().valid


def test_croissant_s_own_reader_finds_no_fault_and_loads_every_record(described: Path) -> None:
    mlcroissant = pytest.importorskip("mlcroissant")
    dataset = mlcroissant.Dataset(jsonld=str(described / "croissant.json"))
    issues = dataset.metadata.issues
    assert not issues.errors
    assert not issues.warnings
    assert {record_set.name for record_set in dataset.metadata.record_sets} == set(TABLES)
    for name in TABLES:
        table = read_table(described, name)
        records = list(dataset.records(name))
        assert len(records) == len(table), name
        if name == "events":
            found = {
                record["events/event_id"].decode(): record["events/headline"].decode() for record in records
            }
            assert found == dict(table.select("event_id", "headline").iter_rows())


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_the_json_lines_is_valid_by_its_json_schema(described: Path, name: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((described / "schema" / f"{name}.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    for path in sorted((described / "json" / name).iterdir()):
        for line in path.open("rb"):
            errors = [error.message for error in validator.iter_errors(json.loads(line))]
            assert not errors, (name, errors[:3])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("confidence", 1.5),
        ("confidence", None),
        ("event_type", "GOSSIP"),
        ("date_start", "yesterday"),
        ("quad_class", 1.5),
        ("mode", 7),
    ],
)
def test_a_json_schema_refuses_what_the_contract_refuses(described: Path, column: str, value: object) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    row: dict[str, Any] = (
        read_table(described, "events").with_columns(pl.col(pl.Date).cast(pl.String)).to_dicts()[0]
    )
    validator = jsonschema.Draft202012Validator(
        json_schema(TABLES["events"]), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    assert validator.is_valid(row)
    assert not validator.is_valid(row | {column: value})
    assert not validator.is_valid(row | {"unknown": 1})
    assert not validator.is_valid({k: v for k, v in row.items() if k != "headline"})


def test_a_code_list_that_is_spelt_out_is_whole(described: Path) -> None:
    codes = read_table(described, "codes")
    for schema in json_schemas().values():
        for column in schema["properties"].values():
            if "enum" in column:
                there = set(codes.filter(pl.col("list") == column["x-codes"])["code"])
                assert there == set(column["enum"]) - {None}, column["x-codes"]


def test_there_is_a_json_schema_for_every_table() -> None:
    assert list(json_schemas()) == list(TABLES)


def test_the_package_names_every_parquet_file(described: Path) -> None:
    package = json.loads((described / "datapackage.json").read_text("utf-8"))
    named = {path for resource in package["resources"] for path in resource.get("marsad:parquet", ())}
    assert named == {p.relative_to(described).as_posix() for p in described.rglob("*.parquet")}
    assert package["resources"][-1]["name"] == "documents"


def test_a_croissant_is_the_same_however_many_files_a_table_has() -> None:
    told = {"title": "T", "description": "D.", "license": "L"}
    found = croissant("1.0.0", ["events"], told)
    assert "datePublished" not in found
    assert found["distribution"][0]["includes"] == "events/*.parquet"


def test_the_readme_names_each_paper_that_lies_in_the_version(described: Path) -> None:
    text = (described / "README.md").read_text("utf-8")
    for paper in ("DICTIONARY.md", "datapackage.json", "croissant.json", "schema/NAME.json", "CHANGES.md"):
        assert paper in text
