"""The last version as the ground of a build: where only seeds changed, what they do not touch is taken from it.

Everything that a build makes of a corpus is a function of its seeds, corrections, knowledge and code. Where all but
seeds are those of the last version, its tables and its `state/` say what a build from nothing would say of the articles
that did not change; stages then make anew what the changed ones touch. Otherwise there is no ground and all is made
anew, by the same functions.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.fingerprints import Inputs
from flows.publish.parts import bucket_count, buckets_of, is_whole
from flows.publish.store import Store
from flows.publish.tables import FAILING, WRITER
from flows.settings import Settings
from schemas import VERSION

_PLACE = "base.json"


@dataclass(frozen=True)
class Base:
    """A version on which a build stands; tables are called by their names, frames of its state `state/NAME`.

    `buckets` is how many parts a table of articles has.
    """

    folder: Path
    buckets: int

    def read(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Return a table or frame, in the order of its parts."""
        return pl.read_parquet(self.folder / name / "*.parquet", columns=list(columns) if columns else None)

    def rows(
        self,
        name: str,
        column: str,
        values: Collection[str] | pl.Series,
        columns: Sequence[str] | None = None,
    ) -> pl.DataFrame:
        """Return the rows whose `column` holds one of these values; of articles, only their parts are read."""
        wanted = pl.Series(sorted(values), dtype=pl.String)
        parts: list[Path] | Path = self.folder / name / "*.parquet"
        if column == "article_id" and self.buckets > 1:
            numbers = sorted(set(buckets_of(wanted, self.buckets)["bucket"])) or [0]
            parts = [self.folder / name / f"part-{number:03}.parquet" for number in numbers]
        found = pl.scan_parquet(parts).filter(pl.col(column).is_in(wanted.implode()))
        return (found.select(columns) if columns else found).collect()

    def serves(self, articles: int) -> bool:
        """Whether a version of so many articles has as many parts."""
        return bucket_count(articles) == self.buckets


def base_of(settings: Settings, inputs: Inputs) -> Base | None:
    """Return the last version if a build from these inputs can stand on it.

    Not where corrections are made: what they rule is not told by the tables alone. Not where a file is damaged.
    """
    store = Store(settings.output)
    last = store.last()
    if last is None or settings.rebuild or settings.only or inputs.corrections:
        return None
    told, manifest = store.inputs(last), store.manifest(last)
    same = all(told[kind] == inputs.parts()[kind] for kind in ("corrections", "knowledge", "code"))
    written = (manifest["writer"], manifest["contract"], manifest.get(FAILING)) == (WRITER, VERSION, 0)
    if not (same and written):
        return None
    if not is_whole(store.folder(last), manifest):
        return None
    return Base(store.folder(last), len(manifest["tables"]["articles"]["parts"]))


def keep_base(work: Path, base: Base | None) -> None:
    """Tell the later stages which version the build stands on."""
    told = None if base is None else {"folder": str(base.folder), "buckets": base.buckets}
    (work / _PLACE).write_text(json.dumps(told), encoding="utf-8")


def kept_base(work: Path) -> Base | None:
    """Return the version on which the build stands, if it stands on one."""
    told = json.loads((work / _PLACE).read_text("utf-8"))
    return None if told is None else Base(Path(told["folder"]), told["buckets"])
