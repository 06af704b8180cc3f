"""One article on a curator's desk: its rows, and what a correction does to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flows.arabic import fold
from flows.curate.corrections import Correction, Ledger, Untargeted, marked
from flows.curate.kinds import type_and_mode
from flows.curate.parties import Parties
from flows.curate.target import Row, Rows, Texts
from flows.curate.telling import old_and_new, set_value
from flows.document import Document
from flows.extract.readings import EventSpan, NameSpan, Reading
from flows.extract.rows import ReadingRows
from flows.knowledge.knowledge import Knowledge

_SURE = 1.0
"""Confidence of what a person added."""


class Desk:
    """The rows of one article while corrections are applied to them: `rows` holds them by their frame's name."""

    def __init__(
        self, article: str, rows: dict[str, list[Row]], texts: Texts, knowledge: Knowledge, ledger: Ledger
    ) -> None:
        """Take the article's uncorrected rows of names, tellings, parties and amounts."""
        self.article, self.rows = article, rows
        self._texts, self._knowledge, self._ledger = texts, knowledge, ledger
        self._parties = Parties(article, rows, texts, knowledge)

    def correct(self, corrections: Iterable[Correction], document: Callable[[], Document]) -> None:
        """Apply corrections in their order, rejected events last, so that what contradicts a rejection is seen.

        Args:
            corrections: the article's.
            document: makes the article itself, where something is added to it.
        """
        rejected = []
        for correction in corrections:
            try:
                if correction.kind.name == "mention_add":
                    self._add_name(correction, document())
                elif correction.kind.name == "event_add":
                    self._add_telling(correction, document())
                elif (row := self._change(correction)) is not None:
                    rejected.append(row["event_mention_id"])
            except Untargeted as error:
                self._ledger.lost(correction, error)
        for key in rejected:
            self._remove_telling(key)

    def _change(self, correction: Correction) -> Row | None:
        """Apply a correction to the row that it points at; a telling that it rejects is handed back."""
        is_name = correction.kind.target == "mention"
        table, key, what = (
            ("names", "mention_id", "name") if is_name else ("tellings", "event_mention_id", "event")
        )
        rows = Rows(self._texts, self.rows[table], key, what)
        row = rows.find(correction.id, self.article, correction.quote, correction.occurrence)
        old, new = old_and_new(correction, row, self._parties, self.rows["names"])
        claimed = self._ledger.claim(correction, row[key], new or "*")
        if not (claimed and self._ledger.judge(correction, row[key], old, new)):
            return None
        self._ledger.applied(correction, row[key], old, new)
        if correction.kind.name == "event_reject":
            return row
        if is_name:
            self._replace_names(correction, [row], None)
        elif correction.kind.table == "participants":
            self._parties.correct(correction, row)
        else:
            set_value(correction, row, self._parties)
        return None

    def _add_name(self, correction: Correction, document: Document) -> None:
        """Add a name at the quoted words, in the place of those that it overlaps."""
        row = self._name_row(correction, document)
        overlapped = [r for r in self.rows["names"] if r["start"] < row["end"] and row["start"] < r["end"]]
        key, value = row["mention_id"], correction.value or ""
        old = "\n".join(t for r in overlapped for t in _read_as(r)) or None
        place = f"{self.article} {row['start']}-{row['end']}"  # two types at one place contradict each other
        self._ledger.earlier(correction, key, value)
        if self._ledger.claim(correction, place, value) and self._ledger.judge(
            correction, key, old, f"{row['surface']} {value}"
        ):
            self._ledger.applied(correction, key, old, f"{row['surface']} {value}")
            self._replace_names(correction, overlapped, row)
            self.rows["names"].append(row)

    def _name_row(self, correction: Correction, document: Document) -> Row:
        start, end = self._texts.only_span(self.article, correction.quote or "", correction.occurrence)
        value = correction.value or ""
        thing = self._knowledge.thing(value)
        if thing is None and "." in value:
            raise Untargeted(f"the knowledge tables have no thing {value}: give a type, or add a row to them")
        kind, key, country = (thing.type, value, thing.country) if thing else (value, None, None)
        told = key or fold(document.text[start:end])
        span = NameSpan(start, end, kind, told, key, country, correction.mark, _SURE)
        return next(ReadingRows(document, Reading((), (), (span,), (), ())).names())

    def _add_telling(self, correction: Correction, document: Document) -> None:
        """Add an event whose trigger are the quoted words."""
        start, end = self._texts.only_span(self.article, correction.quote or "", correction.occurrence)
        kind, mode = type_and_mode(correction.value or "")
        mark = correction.mark
        event = EventSpan(
            start, end, kind, mode, "happened", None, None, None, None, (), None, (), (), mark, _SURE
        )
        row = next(ReadingRows(document, Reading((), (), (), (), (event,))).tellings())
        if not self._ledger.claim(correction, row["event_mention_id"], correction.value or ""):
            return
        for other in self.rows["tellings"]:
            if other["event_type"] == kind and other["start"] < end and start < other["end"]:
                reason = f"already right: the program reads {kind} there by itself; remove the row"
                self._ledger.stale(correction, reason, other["event_mention_id"], kind)
                return
        self._ledger.applied(correction, row["event_mention_id"], None, correction.value)
        self.rows["tellings"].append(row)

    def _replace_names(self, correction: Correction, gone: list[Row], heir: Row | None) -> None:
        """Take names out; in events their heir stands where they stood, or nobody does."""
        ids = {row["mention_id"] for row in gone}
        new = heir["mention_id"] if heir else None
        self.rows["names"] = [row for row in self.rows["names"] if row["mention_id"] not in ids]
        for telling in self.rows["tellings"]:
            for column in ("place", "source"):
                if telling[column] in ids:
                    telling[column] = new
                    telling["method"] = marked(telling["method"], correction)
        kept: dict[tuple[str, str, str | None, str | None], Row] = {}
        for party in self.rows["parties"]:
            if party["mention_id"] in ids:
                if heir is None:
                    continue
                party["mention_id"], party["country"] = new, heir["country"]
            place = (party["event_mention_id"], party["role"], party["mention_id"], party["country"])
            kept.setdefault(place, party)
        self.rows["parties"] = list(kept.values())

    def _remove_telling(self, key: str) -> None:
        for name in ("tellings", "parties"):
            self.rows[name] = [row for row in self.rows[name] if row["event_mention_id"] != key]
        for amount in self.rows["amounts"]:
            if amount["event_mention_id"] == key:
                amount["event_mention_id"] = None


def _read_as(row: Row) -> list[str]:
    """How a name was read: its words with its key and with its type."""
    return [f"{row['surface']} {told}" for told in (row["key"], row["type"]) if told]
