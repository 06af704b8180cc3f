"""Whatever the history of a folder, an incremental build gives the tables of a build from nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from flows import fingerprints
from flows.base import base_of
from flows.build import build_version, plan
from flows.publish.store import Store
from flows.settings import Settings
from flows.stages import dataset
from flows.status import status_of, status_text

TEXTS = (
    "زار وزير الخارجية الموريتاني الجزائر يوم الاثنين 7 مارس 2022 والتقى نظيره الجزائري.\n",
    "أعلن المغرب وإسبانيا يوم 7 أبريل 2022 استئناف الرحلات البحرية بين البلدين.\n",
    "نفت الرئاسة الجزائرية يوم 9 مارس 2022 ما تداولته مواقع عن زيارة الوزير.\n",
    "شارك هذا المقال\n\nاعتقلت الشرطة المغربية ثلاثة أشخاص في طنجة أمس.\n\nاقرأ أيضا\n",
    "شارك هذا المقال\n\nوصل الوزير الموريتاني إلى الجزائر في 7 مارس 2022.\n\nاقرأ أيضا\n",
    "",
)
NAMES = ("a", "b", "dir/a", "dir/c", "later")
OVERLAY = (
    "key,type,name_ar,aliases,name_en,country\n"
    "org.test-league,ORG,رابطة الاختبار,الشرطة المغربية,Test League,MAR\n"
)
CORRECTIONS = (
    "event_reject,first,زار,,,\n",
    "article_date,first,,2022-03-09,,\narticle_outlet,a,,المرصد,,\n",
    "mention_add,first,وزير الخارجية الموريتاني,ORG,,\nentity_country,,,TUN,gpe.DZA,\n",
    "event_not_same_as,first,زار,,,والتقى\narticle_drop,b,,,,\n",
    "event_status,first,زار,denied,,\nevent_status,dir/a,اعتقلت,planned,,\n",
)
"""Rows for `kind,article,quote,value,id,other_quote`."""


def digests(output: Path) -> dict[str, str]:
    store = Store(output)
    latest = store.latest()
    assert latest is not None
    return {name: table["digest"] for name, table in store.manifest(latest)["tables"].items()}


def documents(output: Path) -> dict[str, bytes]:
    folder = output / "latest" / "json" / "documents"
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class Folder(RuleBasedStateMachine):
    """A curator's folder: articles come, change, move and go; knowledge rows and corrections come and go;
    builds happen between."""

    seeds = Bundle("seeds")

    @initialize()
    def start(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="marsad-history-"))
        self.folder = self.root / "seeds"
        self.folder.mkdir()
        (self.folder / "first.txt").write_text(TEXTS[0], encoding="utf-8")
        self.settings = Settings(self.folder, self.root / "output", workers=1)
        self.is_built = False
        self.code: dict[str, str] = {}

    @rule(target=seeds, name=st.sampled_from(NAMES), text=st.sampled_from(TEXTS))
    def write(self, name: str, text: str) -> str:
        path = self.folder / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return name

    @rule(name=consumes(seeds))
    def remove(self, name: str) -> None:
        (self.folder / f"{name}.txt").unlink(missing_ok=True)

    @rule(name=seeds, to=st.sampled_from(("moved", "dir/moved")))
    def move(self, name: str, to: str) -> None:
        path = self.folder / f"{name}.txt"
        if path.is_file():
            (self.folder / to).parent.mkdir(exist_ok=True)
            path.rename(self.folder / f"{to}.txt")

    @rule(name=seeds, published=st.sampled_from(("2022-03-08", "2023-01-01")))
    def tell_date(self, name: str, published: str) -> None:
        path = self.folder / f"{name}.meta.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'{{"published": "{published}"}}', encoding="utf-8")

    @rule(is_there=st.booleans())
    def teach(self, is_there: bool) -> None:
        table = self.folder / "curation" / "knowledge" / "organisations.csv"
        table.parent.mkdir(parents=True, exist_ok=True)
        if is_there:
            table.write_text(OVERLAY, encoding="utf-8")
        else:
            table.unlink(missing_ok=True)

    @rule(rows=st.sampled_from(("", *CORRECTIONS)))
    def correct(self, rows: str) -> None:
        table = self.folder / "curation" / "rows.csv"
        table.parent.mkdir(exist_ok=True)
        header = "kind,article,quote,value,id,other_quote,who,when,why\n"
        table.write_text(header + rows.replace("\n", ",w,2026-11-26,y\n"), encoding="utf-8")

    @rule(stage=st.sampled_from(("extract", "resolve", "publish")), text=st.sampled_from(("before", "after")))
    def change_code(self, stage: str, text: str) -> None:
        """Another fingerprint of a stage's code: what rests on it is made anew, and says the same."""
        self.code[stage] = text

    @rule()
    def build(self) -> None:
        self._build(self.settings)
        self.is_built = True

    def _build(self, settings: Settings) -> None:
        real = fingerprints._code
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(fingerprints, "_code", lambda: real() | self.code)
            build_version(settings)

    def teardown(self) -> None:
        if hasattr(self, "root"):
            self._compare()
            shutil.rmtree(self.root)

    @invariant()
    def latest_is_whole(self) -> None:
        if getattr(self, "is_built", False):
            assert digests(self.settings.output)

    def _compare(self) -> None:
        self._build(self.settings)
        fresh = Settings(self.folder, self.root / "fresh", workers=1)
        self._build(fresh)
        assert digests(self.settings.output) == digests(fresh.output)
        assert documents(self.settings.output) == documents(fresh.output)


HISTORIES = 200 if os.environ.get("MARSAD_SOAK") else 12

TestHistories: Any = Folder.TestCase
TestHistories.settings = hypothesis_settings(
    max_examples=HISTORIES,
    stateful_step_count=8,
    deadline=None,
    derandomize=not os.environ.get("MARSAD_SOAK"),
    suppress_health_check=list(HealthCheck),
)
TestHistories = pytest.mark.slow(TestHistories)


def test_only_what_changed_is_read_again(settings: Settings) -> None:
    build_version(settings)
    (settings.seeds / "more.txt").write_text(TEXTS[1], encoding="utf-8")
    report = build_version(settings)
    assert report.stages["survey"]["unchanged articles"] == 2
    assert report.stages["clean"]["articles"] == 1


def teach(settings: Settings, table: str, text: str) -> None:
    path = settings.seeds / "curation" / "knowledge" / f"{table}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_changed_name_makes_only_articles_that_can_tell_it_be_read_again(settings: Settings) -> None:
    build_version(settings)
    header = "key,type,name_ar,aliases,name_en,country\n"
    teach(settings, "organisations", header + "org.test-league,ORG,رابطة الاختبار,,Test League,MAR\n")
    report = build_version(settings)
    assert report.stages["survey"]["unchanged articles"] == 2
    teach(
        settings,
        "organisations",
        header + "org.test-league,ORG,رابطة الاختبار,الرحلات البحرية,Test League,MAR\n",
    )
    report = build_version(settings)
    assert report.stages["survey"]["unchanged articles"] == 1
    assert report.stages["clean"]["articles"] == 1


def test_a_changed_table_of_grammar_makes_every_article_be_read_again(settings: Settings) -> None:
    build_version(settings)
    teach(settings, "titles", "key,kind\nالمشرف العام,office\n")
    assert build_version(settings).stages["clean"]["articles"] == 2


def test_a_build_stands_on_the_last_version_where_only_seeds_changed(settings: Settings) -> None:
    build_version(settings)
    (settings.seeds / "more.txt").write_text(TEXTS[1], encoding="utf-8")
    assert base_of(settings, plan(settings).inputs) is not None
    first = build_version(settings)
    assert first.stages["resolve"]["events"] < first.rows["events"]
    teach(settings, "titles", "key,kind\nالمشرف العام,office\n")
    assert base_of(settings, plan(settings).inputs) is None


def test_a_damaged_version_is_no_ground(settings: Settings) -> None:
    build_version(settings)
    part = settings.output / "latest" / "mentions" / "part-000.parquet"
    part.write_bytes(part.read_bytes()[:-4])
    (settings.seeds / "more.txt").write_text(TEXTS[1], encoding="utf-8")
    assert base_of(settings, plan(settings).inputs) is None
    build_version(settings)
    fresh = replace(settings, output=settings.output.parent / "fresh")
    build_version(fresh)
    assert digests(settings.output) == digests(fresh.output)


def test_a_row_that_breaks_the_contract_makes_the_build_begin_again_without_ground(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_version(settings)
    (settings.seeds / "more.txt").write_text(TEXTS[1], encoding="utf-8")
    monkeypatch.setattr(dataset, "failing", lambda *_: 1)
    report = build_version(settings)
    assert report.stages["resolve"]["events"] == report.rows["events"]
    fresh = replace(settings, output=settings.output.parent / "fresh")
    build_version(fresh)
    assert digests(settings.output) == digests(fresh.output)


def test_status_says_how_many_articles_a_changed_table_makes_be_read_again(settings: Settings) -> None:
    build_version(settings)
    teach(settings, "organisations", OVERLAY.replace("الشرطة المغربية", "الرحلات البحرية"))
    found = status_of(settings)
    assert found["read_again"]["organisations"] == sum(
        "الرحلات" in path.read_text("utf-8") for path in settings.seeds.glob("*.txt")
    )
    assert "organisations table changed" in status_text(found)
