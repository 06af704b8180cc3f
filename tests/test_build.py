"""A build: complete, grounded, pure, and with nothing to do where nothing changed."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import polars as pl
import pytest

from flows.build import build_version
from flows.errors import InputError, OutputError
from flows.publish.store import Number, Store
from flows.settings import Settings
from schemas.package import TABLES, polars_schema


def tables_of(version: Path) -> dict[str, pl.DataFrame]:
    return {name: pl.read_parquet(version / name / "*.parquet") for name in TABLES}


def digests(settings: Settings) -> dict[str, str]:
    report = build_version(settings)
    assert report.version is not None
    tables: dict[str, Any] = Store(settings.output).manifest(report.version)["tables"]
    return {name: table["digest"] for name, table in tables.items()}


def test_the_sample_articles_fill_every_table_and_every_row_is_grounded(built: Path) -> None:
    tables = tables_of(built)
    assert all(len(tables[name]) > 0 for name in TABLES if name != "rejected")
    assert tables["rejected"].is_empty(), tables["rejected"]
    texts = dict(tables["articles"].select("article_id", "source_text").iter_rows())
    for name, model in TABLES.items():
        if model.is_grounded():
            columns = tables[name].select("article_id", "source_start", "source_end", "surface")
            for article_id, start, end, surface in columns.iter_rows():
                assert texts[article_id][start:end] == surface, (name, article_id, start)


def test_a_table_has_exactly_the_columns_of_its_contract(built: Path) -> None:
    for name, table in tables_of(built).items():
        assert dict(table.schema) == polars_schema(TABLES[name]), name


def test_json_lines_say_what_parquet_says(built: Path) -> None:
    for name, table in tables_of(built).items():
        lines = (built / "json" / name / "part-000.jsonl").read_text("utf-8").splitlines()
        assert len(lines) == len(table), name
        if lines:
            assert list(json.loads(lines[0])) == table.columns


def test_no_path_clock_or_host_stands_in_a_published_table(built: Path) -> None:
    here = str(built.parents[2])
    for path in built.glob("json/*/*.jsonl"):
        assert here not in path.read_text("utf-8"), path


def test_a_second_build_finds_nothing_to_do(settings: Settings) -> None:
    first = build_version(settings)
    second = build_version(settings)
    assert (first.version, first.is_new) == (Number(1, 0, 0), True)
    assert (second.version, second.is_new) == (Number(1, 0, 0), False)
    assert Store(settings.output).versions() == [Number(1, 0, 0)]


def test_a_new_article_raises_the_minor_number_and_the_old_version_stays(settings: Settings) -> None:
    build_version(settings)
    before = {p: p.read_bytes() for p in settings.output.glob("versions/v1.0.0/**/*") if p.is_file()}
    (settings.seeds / "more.txt").write_text(
        "التقى الوزير نظيره في الرباط يوم 3 مارس 2021.\n", encoding="utf-8"
    )
    report = build_version(settings)
    assert report.version == Number(1, 1, 0)
    assert report.seeds == {"new": ["more.txt"], "changed": [], "removed": []}
    assert {p: p.read_bytes() for p in before} == before


def test_reading_the_same_anew_raises_the_patch_number(settings: Settings) -> None:
    build_version(settings)
    assert build_version(replace(settings, rebuild=True)).version == Number(1, 0, 1)


def test_tables_depend_on_no_folder_order_worker_count_or_history(settings: Settings, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "articles"
    other.mkdir(parents=True)
    for path in sorted(settings.seeds.iterdir(), reverse=True):
        shutil.copy(path, other / path.name)
    passing = other / "passing.txt"
    passing.write_text("زار الرئيس التونسي الجزائر يوم 15 ديسمبر 2021.\n", encoding="utf-8")
    there = Settings(other, tmp_path / "other-output", workers=2)
    build_version(there)
    passing.unlink()
    assert digests(there) == digests(settings)


def test_batches_change_nothing(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = digests(settings)
    monkeypatch.setattr("flows.stages.articles.ARTICLES_A_BATCH", 1)
    assert digests(replace(settings, output=tmp_path / "by-one")) == whole


def test_a_bad_file_is_one_rejected_row_and_the_rest_goes_on(settings: Settings) -> None:
    (settings.seeds / "empty.txt").write_bytes(b"")
    (settings.seeds / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (settings.seeds / "talks.md").write_text("نص آخر له اسم المقال نفسه.\n", encoding="utf-8")
    report = build_version(settings)
    assert report.version is not None
    tables = tables_of(Store(settings.output).folder(report.version))
    assert set(tables["articles"]["article_id"]) == {"visit", "talks"}
    assert len(tables["rejected"]) == 3
    assert all(reason for reason in tables["rejected"]["reason"])


def test_a_word_file_is_an_article_whose_encoding_is_null(settings: Settings) -> None:
    document = docx.Document()
    document.add_paragraph("زار وزير الخارجية الموريتاني الجزائر يوم الاثنين 7 مارس 2022.")
    document.save(str(settings.seeds / "word.docx"))
    report = build_version(settings)
    assert report.version is not None
    tables = tables_of(Store(settings.output).folder(report.version))
    assert tables["rejected"].is_empty()
    (row,) = tables["articles"].filter(pl.col("article_id") == "word").to_dicts()
    assert (row["format"], row["encoding"]) == ("docx", None)


@pytest.mark.parametrize("only", ["visit", "visit.txt"])
def test_a_preview_publishes_nothing_and_hands_back_the_article(settings: Settings, only: str) -> None:
    report = build_version(replace(settings, only=(only,)))
    assert report.version is None
    assert report.preview["articles"]["article_id"].to_list() == ["visit"]
    assert Store(settings.output).versions() == []


def test_a_preview_of_an_unknown_article_is_an_error_that_says_what_an_id_is(settings: Settings) -> None:
    with pytest.raises(InputError, match=r"No article nowhere .* path in the seeds"):
        build_version(replace(settings, only=("nowhere",)))


@pytest.mark.parametrize("kind", ["missing", "empty", "file"])
def test_bad_seeds_are_an_error_with_path_and_remedy_and_nothing_is_written(
    tmp_path: Path, kind: str
) -> None:
    seeds = tmp_path / "seeds"
    if kind == "empty":
        seeds.mkdir()
    if kind == "file":
        seeds.write_text("نص")
    with pytest.raises(InputError, match="seeds") as caught:
        build_version(Settings(seeds, tmp_path / "output"))
    assert caught.value.remedy
    assert not (tmp_path / "output").exists()


def test_an_output_that_cannot_be_written_is_an_error(settings: Settings) -> None:
    settings.output.write_text("a file")
    with pytest.raises(OutputError, match="is a file"):
        build_version(settings)


def test_an_output_inside_the_seeds_is_refused(settings: Settings) -> None:
    with pytest.raises(InputError, match="lies in the seeds"):
        build_version(replace(settings, output=settings.seeds / "output"))


def test_a_full_disk_is_a_clear_error_and_changes_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_version(settings)
    before = sorted(p.relative_to(settings.output) for p in settings.output.rglob("*"))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("flows.publish.tables.pq.write_table", full)
    (settings.seeds / "more.txt").write_text(
        "التقى الوزير نظيره في الرباط يوم 3 مارس 2021.\n", encoding="utf-8"
    )
    with pytest.raises(OutputError, match=r"No space left on device.*Make room"):
        build_version(settings)
    after = sorted(p.relative_to(settings.output) for p in settings.output.rglob("*"))
    assert [p for p in after if p.name not in {".lock", ".seeds-cache.json"}] == [
        p for p in before if p.name not in {".lock", ".seeds-cache.json"}
    ]


def test_the_manifest_knows_every_file_of_the_version(built: Path) -> None:
    manifest = json.loads((built / "manifest.json").read_text("utf-8"))
    there = {p.relative_to(built).as_posix() for p in built.rglob("*") if p.is_file()}
    assert set(manifest["files"]) == there - {"manifest.json"}


def test_a_repeated_paragraph_is_read_twice_and_told_once(tmp_path: Path) -> None:
    told = "زار وزير الخارجية الموريتاني الجزائر يوم الاثنين 7 مارس 2022 والتقى نظيره الجزائري.\n"
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    middle = "وتأتي الزيارة في وقت تسعى فيه دول المنطقة إلى تنسيق أوسع في ملفات الطاقة والنقل.\n"
    (seeds / "twice.txt").write_text(told + middle + told, encoding="utf-8")
    settings = Settings(seeds, tmp_path / "output", workers=1)
    report = build_version(settings)
    assert report.version is not None
    tables = tables_of(Store(settings.output).folder(report.version))
    repeats = tables["event_mentions"].filter(pl.col("is_repeat"))
    firsts = tables["event_mentions"].filter(~pl.col("is_repeat"))
    assert len(repeats) > 0
    assert set(repeats["event_id"]) <= set(firsts["event_id"])
    assert tables["events"]["mention_count"].sum() == len(firsts)
