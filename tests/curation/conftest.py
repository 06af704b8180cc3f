"""Three short articles on a curator's desk: what is read of them with corrections, without publishing."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from flows import stages
from flows.build import build_version, plan
from flows.publish.readers import read_tables
from flows.publish.store import Store
from flows.settings import Settings

ARTICLES = {
    "rabat/talks": "مباحثات مغربية إسبانية في الرباط\n\n"
    "أجرى وزير الخارجية المغربي ناصر بوريطة محادثات مع نظيره الإسباني في الرباط يوم 7 أبريل 2022.\n"
    "وأعلن الجانبان استئناف الرحلات البحرية بين البلدين.\n"
    "وقال الخبير التونسي سالم القرطبي إن المغرب سيوقع اتفاقا مع إسبانيا الشهر المقبل.\n",
    "algiers/visit": "وزير الخارجية الموريتاني يزور الجزائر\n\n"
    "وصل وزير الخارجية الموريتاني، يوم الاثنين 7 مارس 2022، إلى الجزائر في زيارة رسمية.\n"
    "والتقى الوزير نظيره الجزائري رمطان لعمامرة وبحث معه التعاون بين البلدين.\n"
    "وقال الخبير التونسي سالم القرطبي إن الزيارة مهمة.\n",
    "madrid/again": "ناصر بوريطة يجري محادثات مع نظيره الإسباني\n\n"
    "أجرى وزير الخارجية المغربي ناصر بوريطة محادثات مع نظيره الإسباني خوسيه مانويل ألباريس في الرباط يوم 7 أبريل "
    "2022.\n",
}

Tables = Mapping[str, pl.DataFrame]
Cells = Mapping[str, str]
Read = Callable[..., Tables]


def as_csv(rows: Sequence[Cells]) -> str:
    """Rows as a file of corrections; who, when and why are given where they are not told."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO()
    writer = csv.DictWriter(
        text, [*columns, *(c for c in ("who", "when", "why") if c not in columns)], lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows({"who": "Amina", "when": "2026-11-26", "why": "read it"} | dict(row) for row in rows)
    return text.getvalue()


def write_articles(seeds: Path) -> None:
    """Write the three articles."""
    for name, text in ARTICLES.items():
        path = seeds / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The three articles, and a version of them without corrections."""
    root = tmp_path_factory.mktemp("desk")
    write_articles(root / "seeds")
    settings = Settings(root / "seeds", root / "output", workers=1, reader="none")
    build_version(settings)
    return settings


@pytest.fixture(scope="session")
def before(desk: Settings) -> Tables:
    """What is read without corrections."""
    return read_tables(Store(desk.output).folder(Store(desk.output).find(None)))


@pytest.fixture
def read(desk: Settings, tmp_path: Path) -> Read:
    """Return a function that reads the three articles with corrections: rows, or the text of a file by its name."""

    def read(rows: Sequence[Cells] = (), only: tuple[str, ...] = (), **files: str | bytes) -> Tables:
        curation = tmp_path / "curation"
        shutil.rmtree(curation, ignore_errors=True)
        curation.mkdir()
        told = files or {"rows.csv": as_csv(rows)}
        for name, content in told.items():
            data = content if isinstance(content, bytes) else content.encode()
            (curation / name.replace("__", ".")).write_bytes(data)
        return _tables(replace(desk, corrections=curation, only=only), tmp_path)

    return read


def _tables(settings: Settings, folder: Path) -> Tables:
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    planned = plan(settings)
    stages.keep_plan(work, planned.discovery, planned.inputs, settings)
    stages.ingest_step(work, settings)
    for batch in range(stages.survey_step(work, settings)["batches"]):
        stages.clean_step(work, batch, settings.overlay)
        stages.extract_step(work, batch, settings.overlay)
    stages.resolve_step(work, settings.overlay)
    stages.validate_step(work)
    return stages.read_tables(work)
