"""Rollback, release, tags and pruning: what readers see, and that no number is used twice."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from flows.errors import BusyError, InputError
from flows.publish.lock import only_build
from flows.publish.prune import plan_prune, prune, prune_text
from flows.publish.releases import release, rollback, tag, untag
from flows.publish.store import Number, Store


def number(text: str) -> Number:
    found = Number.parse(text)
    assert found is not None
    return found


def published(store: Store, *numbers: str) -> None:
    for text in numbers:
        staging = store.output / f".staging-{text}"
        staging.mkdir()
        (staging / "manifest.json").write_text(json.dumps({"version": text}), encoding="utf-8")
        (staging / "data").write_bytes(b"x" * 1000)
        store.publish(staging, number(text))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An output with four versions."""
    store = Store(tmp_path)
    store.prepare()
    published(store, "v1.0.0", "v1.1.0", "v1.2.0", "v1.3.0")
    return store


def test_a_rollback_holds_while_versions_are_made_and_a_release_shows_the_last(store: Store) -> None:
    rollback(store, "v1.1.0")
    published(store, "v1.4.0")
    store.sweep()
    assert store.latest() == number("v1.1.0")
    assert store.last() == number("v1.4.0")
    assert json.loads((store.output / "latest.json").read_text())["version"] == "v1.1.0"
    assert release(store) == number("v1.4.0")
    assert store.latest() == number("v1.4.0")
    assert not (store.output / "held.json").exists()


def test_a_rollback_killed_before_readers_saw_it_is_finished_by_the_next_sweep(store: Store) -> None:
    (store.output / "held.json").write_text('{"version": "v1.1.0"}')
    store.sweep()
    assert store.latest() == number("v1.1.0")


def test_a_release_killed_before_readers_saw_it_is_finished_by_the_next_sweep(store: Store) -> None:
    rollback(store, "v1.1.0")
    (store.output / "held.json").unlink()
    store.sweep()
    assert store.latest() == number("v1.3.0")


def test_a_release_where_nothing_is_held_says_so(store: Store) -> None:
    with pytest.raises(InputError, match="No rollback holds"):
        release(store)


def test_a_second_rollback_moves_the_first(store: Store) -> None:
    rollback(store, "v1.2.0")
    rollback(store, "v1.0.0")
    assert (store.latest(), store.held()) == (number("v1.0.0"), number("v1.0.0"))


def test_what_changes_versions_waits_for_a_build(store: Store) -> None:
    with only_build(store.output, 0):
        for act in (
            lambda: rollback(store, "v1.0.0"),
            lambda: tag(store, "v1.0.0", "stable"),
        ):
            with pytest.raises(BusyError):
                act()
    assert store.latest() == number("v1.3.0")


def test_a_tag_names_a_version_everywhere_and_moves(store: Store) -> None:
    assert tag(store, "v1.0.0", "stable") == (number("v1.0.0"), None)
    assert store.find("stable") == number("v1.0.0")
    assert tag(store, "latest", "stable") == (number("v1.3.0"), number("v1.0.0"))
    assert rollback(store, "stable") == number("v1.3.0")
    assert untag(store, "stable") == number("v1.3.0")
    with pytest.raises(InputError, match="no version stable"):
        store.find("stable")


@pytest.mark.parametrize("name", ["latest", "v1.0.0", "1.0", "", "a/b", "../x", "مستقر", "a" * 65])
def test_a_name_that_means_something_else_is_refused(store: Store, name: str) -> None:
    with pytest.raises(InputError, match="no name for a version"):
        tag(store, "v1.0.0", name)
    assert store.tags() == {}


def test_tags_live_outside_the_versions(store: Store) -> None:
    before = sorted(store.folder(number("v1.0.0")).rglob("*"))
    tag(store, "v1.0.0", "stable")
    assert sorted(store.folder(number("v1.0.0")).rglob("*")) == before


def test_pruning_shows_first_and_keeps_the_newest_the_tagged_and_what_readers_see(store: Store) -> None:
    tag(store, "v1.0.0", "paper")
    rollback(store, "v1.1.0")
    planned = plan_prune(store, 1)
    assert planned.remove == [number("v1.2.0")]
    assert planned.keep[number("v1.0.0")] == "tagged paper"
    assert planned.keep[number("v1.1.0")] == "readers see it"
    assert len(store.versions()) == 4, "planning removes nothing"
    assert "say it again with --yes" in prune_text(planned, done=False)
    prune(store, planned)
    assert store.versions() == [number("v1.0.0"), number("v1.1.0"), number("v1.3.0")]


def test_dropping_a_tagged_version_takes_its_tag(store: Store) -> None:
    tag(store, "v1.0.0", "paper")
    planned = plan_prune(store, 3, keep_tagged=False)
    assert planned.tags == {"paper": number("v1.0.0")}
    prune(store, planned)
    assert store.tags() == {}


def test_shared_files_stay_and_free_nothing_until_their_last_version_goes(store: Store) -> None:
    first, second = store.folder(number("v1.0.0")), store.folder(number("v1.1.0"))
    (second / "data").unlink()
    os.link(first / "data", second / "data")
    manifests = sum((folder / "manifest.json").stat().st_size for folder in (first, second))
    alone = plan_prune(store, 3)
    assert alone.freed == (first / "manifest.json").stat().st_size
    assert plan_prune(store, 2).freed == manifests + 1000
    prune(store, alone)
    assert (second / "data").read_bytes() == b"x" * 1000


def test_a_number_is_never_used_twice_also_when_its_version_is_gone(store: Store) -> None:
    rollback(store, "v1.0.0")
    for gone in ("v1.2.0", "v1.3.0"):
        for path in store.folder(number(gone)).iterdir():
            path.unlink()
        store.folder(number(gone)).rmdir()
    assert store.last() == number("v1.1.0")
    assert store.highest() == number("v1.3.0")


def test_an_old_output_without_its_numbers_still_knows_the_highest(store: Store) -> None:
    (store.output / "numbers.json").unlink()
    assert store.highest() == number("v1.3.0")
    prune(store, plan_prune(store, 1))
    assert store.highest() == number("v1.3.0")


def test_a_pruned_version_s_papers_stay_so_that_an_old_id_can_be_followed(store: Store) -> None:
    changes = store.folder(number("v1.0.0")) / "changes"
    changes.mkdir()
    (changes / "id_changes.parquet").write_bytes(b"ids")
    prune(store, plan_prune(store, 3))
    history = store.output / "history" / "v1.0.0"
    assert (history / "changes" / "id_changes.parquet").read_bytes() == b"ids"
    assert (history / "manifest.json").is_file()


def test_a_prune_killed_half_way_is_swept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(path: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("flows.publish.prune.shutil.rmtree", killed)
    with pytest.raises(KeyboardInterrupt):
        prune(store, plan_prune(store, 1))
    monkeypatch.undo()
    assert store.versions() == [number("v1.1.0"), number("v1.2.0"), number("v1.3.0")]
    store.sweep()
    assert not [p for p in store.output.iterdir() if p.name.startswith(".work-")]


def test_at_least_one_version_stays(store: Store) -> None:
    with pytest.raises(InputError, match="At least one"):
        plan_prune(store, 0)
