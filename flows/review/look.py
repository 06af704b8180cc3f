"""What a correction points at in a published version, and what stands there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from flows.curate.corrections import Correction, Untargeted
from flows.curate.target import Rows, Texts, folded
from flows.publish.readers import read_tables

_FIELDS = {
    "event_type": "event_type",
    "event_mode": "mode",
    "event_status": "status",
    "entity_name_ar": "name_ar",
    "entity_name_en": "name_en",
    "entity_country": "country",
    "entity_wikidata": "wikidata_id",
    "article_outlet": "outlet",
}
"""Kinds that give one column of the row another value."""


class Seen(NamedTuple):
    """What a correction points at.

    `target` names it, `shown` says what stands there, `value` is what the correction's field says (null where it
    has none or says nothing).
    """

    target: str
    shown: str
    value: str | None


class Version:
    """A published version, as corrections point into it: `tables` by name."""

    def __init__(self, folder: Path) -> None:
        """Read the version in this folder."""
        self.name = folder.name
        self.tables = read_tables(folder)

    @cached_property
    def texts(self) -> Texts:
        """The articles' texts."""
        return Texts(self.tables["articles"])

    def look(self, correction: Correction) -> Seen:
        """Return what a correction points at.

        Raises:
            Untargeted: it is not there, or in doubt.
        """
        c = correction
        if c.kind.target == "spelling":
            where = self.texts.article(c.article) if c.article else "*"
            return Seen(f"{where} {folded(c.quote or '')}", f"{c.quote} in {where}", None)
        if c.kind.target == "words":
            where = self.texts.article(c.article or "")
            start, end = self.texts.only_span(where, c.quote or "", c.occurrence)
            return Seen(f"{where} {start}-{end}", f"{c.quote} in {where}", None)
        row = self._row(c.kind.target, c.id, c.article, c.quote, c.occurrence)
        column = _FIELDS.get(c.kind.name)
        value = None if column is None else row[column] or "none"
        if not c.kind.is_pair:
            return Seen(row["_target"], row["_shown"], value)
        other = self._row(
            c.kind.target, c.value, c.other_article or c.article, c.other_quote, c.other_occurrence
        )
        return Seen(pair(row["_target"], other["_target"]), f"{row['_shown']} / {other['_shown']}", None)

    def _row(
        self, target: str, row_id: str | None, article: str | None, quote: str | None, occurrence: int | None
    ) -> dict[str, Any]:
        match target:
            case "article":
                where = self.texts.article(article or "")
                found = self._one("articles", "article_id", where)
                return found | {"_target": where, "_shown": f"{where}: {found['title'] or ''}"}
            case "entity":
                return self._entity(row_id, article, quote, occurrence)
            case "mention":
                found = self._find("mentions", "mention_id", row_id, article, quote, occurrence)
                return found | {"_target": found["mention_id"], "_shown": found["sentence"]}
            case _:
                found = self._find("event_mentions", "event_mention_id", row_id, article, quote, occurrence)
                told = " ".join(found[c] for c in ("event_type", "mode", "status") if found[c])
                shown = f"{found['surface']} ({told}): {found['sentence']}"
                return found | {"_target": found["event_mention_id"], "_shown": shown}

    def _entity(
        self, row_id: str | None, article: str | None, quote: str | None, occurrence: int | None
    ) -> dict[str, Any]:
        if row_id is None or row_id.startswith("m-"):
            row_id = self._find("mentions", "mention_id", row_id, article, quote, occurrence)["entity_id"]
        found = self._one("entities", "entity_id", row_id or "")
        return found | {"_target": row_id, "_shown": f"{found['name_ar']} ({found['name_en']}, {row_id})"}

    def _one(self, table: str, key: str, value: str) -> dict[str, Any]:
        found = self.tables[table].filter(pl.col(key) == value)
        if found.is_empty():
            raise Untargeted(f"the version has no {value}")
        return found.row(0, named=True)

    def _find(
        self,
        table: str,
        key: str,
        row_id: str | None,
        article: str | None,
        quote: str | None,
        occurrence: int | None,
    ) -> dict[str, Any]:
        rows = self.tables[table]
        if row_id is None:
            own = rows.filter(pl.col("article_id") == self.texts.article(article or ""))
        else:
            own = rows.filter(pl.col("event_id" if row_id.startswith("ev-") else key) == row_id).head(1)
            row_id = own[key][0] if len(own) else row_id
        what = "name" if table == "mentions" else "event"
        return Rows(self.texts, own.to_dicts(), key, what).find(row_id, article, quote, occurrence)

    def quoted(self, row: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
        """Return the cells that point at a naming or a telling by its words, which outlast its id.

        Args:
            row: of `mentions` or `event_mentions`.
            prefix: `other_` for a second target.
        """
        article, span = row["article_id"], (row["start"], row["end"])
        key = "mention_id" if "mention_id" in row else "event_mention_id"
        table = self.tables["mentions" if "mention_id" in row else "event_mentions"]
        same = table.filter(article_id=article, start=span[0], end=span[1])
        try:
            places = self.texts.spans(article, row["surface"], None)
        except Untargeted:
            places = []
        if span not in places or len(same) > 1:
            return {"value" if prefix else "id": row[key]}
        cells = {f"{prefix}article": article, f"{prefix}quote": " ".join(row["surface"].split())}
        return cells | ({f"{prefix}occurrence": str(places.index(span) + 1)} if len(places) > 1 else {})

    def targets(self, corrections: Iterable[Correction]) -> dict[tuple[str, str], Correction]:
        """Return what corrections are about, as (kind, target), so far as it is in the version."""
        found: dict[tuple[str, str], Correction] = {}
        for correction in corrections:
            try:
                found.setdefault((correction.kind.name, self.look(correction).target), correction)
            except Untargeted:
                continue
        return found


def pair(one: str, other: str) -> str:
    """Return the name of two targets, whatever their order."""
    return "+".join(sorted((one, other)))
