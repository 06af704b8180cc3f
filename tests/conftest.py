"""What tests share: the annotated articles beside the project, small seeds, a build of the sample articles."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.build import build_version
from flows.publish.store import Store
from flows.settings import Settings

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

VISIT = (
    "وزير الخارجية الموريتاني يزور الجزائر\n\n"
    "وصل وزير الخارجية الموريتاني، يوم الاثنين 7 مارس 2022، إلى الجزائر في زيارة رسمية.\n"
    "والتقى الوزير نظيره الجزائري رمطان لعمامرة وبحث معه التعاون بين البلدين.\n"
)
TALKS = (
    "مباحثات مغربية إسبانية في الرباط\n\n"
    "أجرى وزير الخارجية المغربي ناصر بوريطة محادثات مع نظيره الإسباني في الرباط يوم 7 أبريل 2022.\n"
    "وأعلن الجانبان استئناف الرحلات البحرية بين البلدين.\n"
)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated and plain articles beside the project."""
    if not (SHARED / "gold" / "score.py").is_file():
        pytest.skip("../shared is absent: the annotated articles cannot be read")
    return SHARED


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A seeds folder with two short articles."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "visit.txt").write_text(VISIT, encoding="utf-8")
    (folder / "talks.txt").write_text(TALKS, encoding="utf-8")
    return folder


@pytest.fixture
def settings(seeds: Path, tmp_path: Path) -> Settings:
    """Settings of a build of the two short articles, in this process."""
    return Settings(seeds, tmp_path / "output", workers=1)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published version of the sample articles: its folder."""
    output = tmp_path_factory.mktemp("built") / "output"
    report = build_version(Settings(ROOT / "seeds", output, workers=1))
    assert report.version is not None
    return Store(output).folder(report.version)


@pytest.fixture
def run_env(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """The environment of a process of its own: a fresh Prefect home, and what else is given."""

    def environment(**more: str) -> dict[str, str]:
        return dict(os.environ) | {"PREFECT_HOME": str(tmp_path / "prefect"), "NO_COLOR": "1"} | more

    return environment
