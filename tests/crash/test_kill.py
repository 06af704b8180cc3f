"""Kills: at every step of a build, `latest` reads whole and the next build ends as if nothing had happened."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from flows.build import build_version
from flows.publish.store import Number, Store
from flows.settings import Settings

VISIT = "وصل وزير الخارجية الموريتاني، يوم الاثنين 7 مارس 2022، إلى الجزائر في زيارة رسمية.\n"

DRIVER = """
import os, signal, sys
from pathlib import Path
import flows.build, flows.stages, flows.publish.stage as stage, flows.publish.store as store
from flows.settings import Settings
seeds, output, place, when = sys.argv[1:]
owner, name = {
    "ingest": (flows.stages, "ingest_step"),
    "clean": (flows.stages, "clean_step"),
    "resolve": (flows.stages, "resolve_step"),
    "validate": (flows.stages, "validate_step"),
    "tables": (stage, "edit_tables"),
    "papers": (stage, "write_papers"),
    "manifest": (stage, "_write_manifest"),
    "sync": (stage, "sync_tree"),
    "rename": (store.Store, "publish"),
    "show": (store.Store, "show"),
    "pointer": (store, "replace_text"),
}[place]
real = getattr(owner, name)
def struck(*args, **named):
    if when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    result = real(*args, **named)
    os.kill(os.getpid(), signal.SIGKILL)
    return result
setattr(owner, name, struck)
flows.build.build_version(Settings(Path(seeds), Path(output), workers=1))
"""

PLACES = (
    "ingest", "clean", "resolve", "validate", "tables", "papers", "manifest", "sync", "rename", "show", "pointer",
)  # fmt: skip

SCRATCH = (".staging", ".work", ".latest-")


def is_whole(store: Store, number: Number) -> bool:
    """Whether a version's files are those of its manifest, to the byte."""
    folder = store.folder(number)
    files = store.manifest(number)["files"]
    return all(
        hashlib.sha256((folder / path).read_bytes()).hexdigest() == f["sha256"] for path, f in files.items()
    )


def digests(store: Store) -> dict[str, str]:
    latest = store.latest()
    assert latest is not None
    return {name: table["digest"] for name, table in store.manifest(latest)["tables"].items()}


def add_article(seeds: Path) -> None:
    (seeds / "later.txt").write_text(
        "التقى الوزير المغربي نظيره التونسي في تونس يوم 3 مارس 2021.\n", encoding="utf-8"
    )


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A folder with seeds and a published version, and the digests that one more article must lead to."""
    folder = tmp_path_factory.mktemp("published")
    seeds = folder / "seeds"
    seeds.mkdir()
    (seeds / "visit.txt").write_text(VISIT, encoding="utf-8")
    build_version(Settings(seeds, folder / "output", workers=1))
    undisturbed = tmp_path_factory.mktemp("undisturbed") / "seeds"
    shutil.copytree(seeds, undisturbed)
    add_article(undisturbed)
    other = Settings(undisturbed, undisturbed.parent / "output", workers=1)
    build_version(other)
    return folder, digests(Store(other.output))


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("place", PLACES)
def test_a_kill_leaves_latest_whole_and_the_next_build_undisturbed(
    published: tuple[Path, dict[str, str]], tmp_path: Path, place: str, when: str
) -> None:
    folder, wanted = published
    shutil.copytree(folder, tmp_path / "there", symlinks=True)
    settings = Settings(tmp_path / "there" / "seeds", tmp_path / "there" / "output", workers=1)
    store = Store(settings.output)
    add_article(settings.seeds)
    command = [sys.executable, "-c", DRIVER, str(settings.seeds), str(settings.output), place, when]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    latest = store.latest()
    assert latest is not None
    assert is_whole(store, latest)
    assert json.loads((settings.output / "latest.json").read_text())["version"] in {"v1.0.0", "v1.1.0"}
    report = build_version(settings)
    assert report.version == Number(1, 1, 0)
    assert store.versions() == [Number(1, 0, 0), Number(1, 1, 0)]
    assert json.loads((settings.output / "latest.json").read_text())["version"] == "v1.1.0"
    assert digests(store) == wanted
    assert not [p.name for p in settings.output.iterdir() if p.name.startswith(SCRATCH)]


@pytest.mark.slow
def test_kills_at_random_times_with_workers_leave_no_process_and_no_debris(settings: Settings) -> None:
    """A tenth of the kills in an ordinary run; all fifty where MARSAD_SOAK is set."""
    rounds = 50 if os.environ.get("MARSAD_SOAK") else 5
    for number in range(40):
        text = f"زار الوزير رقم {number} مدينة الرباط يوم {number % 27 + 1} مارس 2021 والتقى نظيره المغربي.\n"
        (settings.seeds / f"n{number}.txt").write_text(text, encoding="utf-8")
    run = (
        "import sys; from pathlib import Path; from flows.stages import articles; articles.ARTICLES_A_BATCH = 5\n"
        "from flows.build import build_version; from flows.settings import Settings\n"
        "build_version(Settings(Path(sys.argv[1]), Path(sys.argv[2]), workers=2, rebuild=True))"
    )
    chance = random.Random(20211124)
    store = Store(settings.output)
    build_version(settings)
    wanted = digests(store)
    for _ in range(rounds):
        process = subprocess.Popen(
            [sys.executable, "-c", run, str(settings.seeds), str(settings.output)], start_new_session=True
        )
        time.sleep(chance.uniform(0.3, 4.0))
        process.kill()
        process.wait()
        latest = store.latest()
        assert latest is not None
        assert is_whole(store, latest)
        _wait_for_group(process.pid)
    report = build_version(replace(settings, rebuild=True))
    assert report.is_new
    assert digests(store) == wanted
    assert not [p.name for p in settings.output.iterdir() if p.name.startswith(SCRATCH)]


def _wait_for_group(group: int) -> None:
    """Wait until no process of the killed one's session is left; fail if its workers outlive it."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("worker processes outlive a killed build")
