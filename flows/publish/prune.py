"""Remove old versions, and say first which, and how much room that makes.

Unchanged files are hard links shared between versions: removing one leaves the others whole. Of a removed version
its manifest and what it changed stay in `output/history/`, so that an old id can still be followed.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.errors import InputError
from flows.publish.durable import sync_folder, sync_tree
from flows.publish.listing import size
from flows.publish.releases import drop_tags
from flows.publish.store import Number, Store

KEPT_PAPERS = ("manifest.json", "CHANGES.md", "changes/summary.parquet", "changes/id_changes.parquet")
"""What stays of a removed version: a few kilobytes that tell where an id went."""


@dataclass(frozen=True, slots=True)
class Prune:
    """What pruning would do: `remove` in order, `keep` with why, `tags` that go, `freed` bytes."""

    remove: list[Number]
    keep: dict[Number, str]
    tags: dict[str, Number]
    freed: int


def plan_prune(store: Store, keep: int, *, keep_tagged: bool = True) -> Prune:
    """Say which versions would go.

    The version that readers see and the version made last always stay.

    Args:
        store: the output folder.
        keep: how many of the newest versions stay, at least 1.
        keep_tagged: whether versions that have a tag stay.

    Raises:
        InputError: `keep` is below 1.
    """
    if keep < 1:
        raise InputError("At least one version must stay.", "Give --keep 1 or more.")
    versions = store.versions()
    names: dict[Number, list[str]] = {}
    for name, told in store.tags().items():
        if (number := Number.parse(told)) is not None:
            names.setdefault(number, []).append(name)
    kept: dict[Number, str] = {}
    for number in versions:
        if number in versions[-keep:]:
            kept[number] = f"among the newest {keep}"
        elif number in (store.latest(), store.held()):
            kept[number] = "readers see it"
        elif keep_tagged and number in names:
            kept[number] = "tagged " + ", ".join(sorted(names[number]))
    remove = [number for number in versions if number not in kept]
    gone = {name: number for number in remove for name in sorted(names.get(number, ()))}
    return Prune(remove, kept, gone, _freed([store.folder(number) for number in remove]))


def prune(store: Store, planned: Prune) -> None:
    """Remove the planned versions; only the holder of the lock may call this.

    A version goes in one rename, so that no reader sees half of one, and a killed run's rest is swept by the next.
    """
    highest = store.highest()
    if highest is not None:
        store.remember(highest)
    drop_tags(store, set(planned.remove))
    for number in planned.remove:
        folder = store.folder(number)
        _keep_papers(folder, store.output / "history" / str(number))
        going = store.output / f".work-pruned-{number}-{os.getpid()}"
        folder.rename(going)
        sync_folder(store.versions_folder)
        shutil.rmtree(going)


def _keep_papers(folder: Path, history: Path) -> None:
    for name in KEPT_PAPERS:
        if (folder / name).is_file():
            target = history / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, target)
    if history.is_dir():
        sync_tree(history)


def _freed(folders: Iterable[Path]) -> int:
    """Bytes whose last link lies in these folders."""
    links: Counter[tuple[int, int]] = Counter()
    sizes: dict[tuple[int, int], tuple[int, int]] = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                told = path.stat()
                links[told.st_dev, told.st_ino] += 1
                sizes[told.st_dev, told.st_ino] = (told.st_nlink, told.st_size)
    return sum(size for file, (count, size) in sizes.items() if links[file] >= count)


def prune_text(planned: Prune, *, done: bool) -> str:
    """What pruning did, or would do, for a person."""
    if not planned.remove:
        return "No version would go." if not done else "No version went."
    verb = "removed" if done else "would remove"
    lines = [f"{verb} {len(planned.remove)} version(s), {size(planned.freed)}"]
    for number in planned.remove:
        names = ", ".join(name for name, version in planned.tags.items() if version == number)
        lines.append(f"  - {number}" + (f" and its tag {names}" if names else ""))
    lines += [f"  stays: {number}, {why}" for number, why in planned.keep.items()]
    return "\n".join(lines if done else [*lines, "nothing is removed yet: say it again with --yes"])


def prune_json(planned: Prune, *, done: bool) -> dict[str, Any]:
    """The same for a script."""
    return {
        "is_done": done,
        "removed": [str(number) for number in planned.remove],
        "kept": {str(number): why for number, why in planned.keep.items()},
        "tags": {name: str(number) for name, number in planned.tags.items()},
        "freed_bytes": planned.freed,
    }
