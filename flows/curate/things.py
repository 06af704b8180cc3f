"""Corrections of things, on the namings that resolution has given a thing each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import polars as pl

from flows.arabic import fold
from flows.curate.corrections import Correction, Ledger, Untargeted
from flows.curate.kinds import NOTHING
from flows.curate.target import Row, Rows, Texts, folded
from flows.curate.unions import Unions
from flows.ids import make_id
from flows.knowledge.knowledge import Knowledge

_MENTION = "m-"

Override = dict[str, tuple[Correction, str | None]]
"""Thing -> the value that a correction gives it."""


class Things:
    """All namings with their things, while corrections are applied; `linked` is the result.

    `overrides` holds, by column of `entities`, the values that things are to have.
    """

    def __init__(self, linked: pl.DataFrame, texts: Texts, knowledge: Knowledge, ledger: Ledger) -> None:
        """Take `flows.frames.NAMES` with `entity_id`."""
        self.linked = linked
        self.overrides: dict[str, Override] = {}
        self._texts, self._knowledge, self._ledger = texts, knowledge, ledger
        self._unions = Unions(ledger)

    def rule(self, corrections: Iterable[Correction]) -> pl.DataFrame:
        """Return the namings as corrections, which come by kind, have them.

        Raises:
            InputError: two corrections contradict each other.
        """
        act = {"alias_of": self._alias, "entity_not_same_as": self._split, "entity_same_as": self._join}
        described = []
        for correction in corrections:
            if correction.kind.name not in act:
                described.append(correction)
                continue
            self._try(act[correction.kind.name], correction)
        for old, new in sorted(self._unions.names(self._best).items()):
            self._relabel(pl.col("entity_id") == old, new, self._unions.cause(old))
        for correction in described:
            self._try(self._describe, correction)
        return self.linked

    def _try(self, act: Callable[[Correction], None], correction: Correction) -> None:
        try:
            act(correction)
        except Untargeted as error:
            self._ledger.lost(correction, error)

    def _best(self, ids: Sequence[str]) -> str:
        """A thing that the tables know goes before one that they do not."""
        return min(ids, key=lambda key: (self._knowledge.thing(key) is None, key))

    def _relabel(self, which: pl.Expr, entity_id: str, correction: Correction) -> None:
        mark = f" {correction.mark}"
        known = self._knowledge.thing(entity_id)
        kind = pl.col("type") if known is None else pl.lit(known.type)
        self.linked = self.linked.with_columns(
            pl.when(which).then(pl.lit(entity_id)).otherwise(pl.col("entity_id")).alias("entity_id"),
            pl.when(which).then(pl.col("method") + mark).otherwise(pl.col("method")).alias("method"),
            pl.when(which).then(kind).otherwise(pl.col("type")).alias("type"),
        )

    def _alias(self, correction: Correction) -> None:
        """Give namings of one spelling a thing."""
        value = correction.value or ""
        if self._knowledge.thing(value) is None and not self._is_told(value):
            raise Untargeted(
                f"there is no thing {value}: give an id of the table entities, or a knowledge key"
            )
        rows = self._spelt(correction)
        old = sorted({row["entity_id"] for row in rows} - {value})
        earlier = {
            row["mention_id"]: self._ledger.earlier(correction, row["mention_id"], value) for row in rows
        }
        new = [mention for mention, same in earlier.items() if same is None]
        if not new:
            told = next(same.name for same in earlier.values() if same)
            self._ledger.stale(correction, f"{told} says the same: remove one of them", value)
        elif self._ledger.judge(correction, value, "\n".join(old) or value, value):
            self._ledger.applied(correction, value, ", ".join(old), value)
            self._relabel(pl.col("mention_id").is_in(new), value, correction)

    def _spelt(self, correction: Correction) -> list[Row]:
        """The namings of a correction's spelling: in one article, or in all where none is named."""
        form = folded(correction.quote or "")
        if correction.article is None:
            spellings = [s for s in self.linked["surface"].unique().to_list() if fold(s) == form]
            rows = self.linked.filter(pl.col("surface").is_in(spellings)).to_dicts()
        else:
            article = self._texts.article(correction.article)
            spans = self._texts.spans(article, correction.quote or "", correction.occurrence)
            own = self.linked.filter(pl.col("article_id") == article).to_dicts()
            rows = [row for row in own if (row["start"], row["end"]) in spans]
        if not rows:
            raise Untargeted(
                f"no name is spelt {correction.quote!r}: add it with mention_add, or as an alias in knowledge/"
            )
        return rows

    def _split(self, correction: Correction) -> None:
        """Make the first target's spelling a thing of its own, where both targets are one thing so far."""
        one, other = self._naming(correction), self._other_naming(correction)
        if one["mention_id"] == other["mention_id"]:
            raise Untargeted("both targets are one naming: quote another")
        if one["entity_id"] != other["entity_id"]:
            self._unions.keep_apart(one["entity_id"], other["entity_id"], correction)
            return
        same = self.linked.filter(pl.col("entity_id") == one["entity_id"])
        form = fold(one["surface"])
        group = [row for row in same.to_dicts() if fold(row["surface"]) == form]
        anchor = ["apart", form]
        if fold(other["surface"]) == form:
            group = [row for row in group if row["article_id"] == one["article_id"]]
            anchor.append(one["article_id"])
            if other["article_id"] == one["article_id"]:
                group = [one]
                anchor.append(one["mention_id"])
        new = make_id(one["type"].lower(), one["type"], one["entity_id"], *anchor)
        self._relabel(pl.col("mention_id").is_in([row["mention_id"] for row in group]), new, correction)
        self._unions.keep_apart(new, other["entity_id"], correction)

    def _join(self, correction: Correction) -> None:
        one, value = self._naming(correction)["entity_id"], correction.value
        is_known = value is not None and self._knowledge.thing(value) is not None
        other = value if value is not None and is_known else self._other_naming(correction)["entity_id"]
        self._unions.join(one, other, correction)

    def _describe(self, correction: Correction) -> None:
        """Keep the value that a thing is to have, for its row."""
        thing, kind = self._naming(correction)["entity_id"], correction.kind
        value = None if correction.value in NOTHING else correction.value
        if not self._ledger.claim(correction, thing, value or "none"):
            return
        if correction.value is None:  # it is right as it is
            self._ledger.applied(correction, thing)
        else:
            self.overrides.setdefault(kind.column, {})[thing] = (correction, value)

    def _is_told(self, entity_id: str) -> bool:
        return not self.linked.filter(pl.col("entity_id") == entity_id).is_empty()

    def _naming(self, correction: Correction) -> Row:
        return self._find(correction.id, correction.article, correction.quote, correction.occurrence)

    def _other_naming(self, correction: Correction) -> Row:
        article = correction.other_article or correction.article
        return self._find(correction.value, article, correction.other_quote, correction.other_occurrence)

    def _find(
        self, row_id: str | None, article: str | None, quote: str | None, occurrence: int | None
    ) -> Row:
        """Return the naming of that id, the first one of the thing of that id, or the one at the quoted words."""
        if row_id is None:
            where = self._texts.article(article or "")
            own = self.linked.filter(pl.col("article_id") == where).to_dicts()
            return Rows(self._texts, own, "mention_id", "name").find(None, where, quote, occurrence)
        column = "mention_id" if row_id.startswith(_MENTION) else "entity_id"
        found = self.linked.filter(pl.col(column) == row_id).sort("article_id", "start").head(1).to_dicts()
        if not found:
            raise Untargeted(f"nothing is called {row_id} any more: give article and quote")
        return found[0]
