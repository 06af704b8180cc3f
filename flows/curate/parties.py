"""Who does it, to whom, and where, as a correction names them: words of the article, a key, or an unnamed party."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flows.arabic import fold
from flows.curate.corrections import Correction, Untargeted, marked
from flows.curate.kinds import NOTHING, parties_of
from flows.curate.target import Row, Rows, Texts, folded
from flows.ids import make_id
from flows.knowledge.knowledge import Knowledge

_COUNTRY = "gpe."


def shown_place(mention_id: str | None, names: Iterable[Row]) -> str | None:
    """Return how an event's place is named: its words and, behind a newline, its key."""
    for row in names:
        if row["mention_id"] == mention_id:
            return f"{row['surface']}\n{row['key']}" if row["key"] else str(row["surface"])
    return None


class Parties:
    """The parties of one article's events."""

    def __init__(self, article: str, rows: dict[str, list[Row]], texts: Texts, knowledge: Knowledge) -> None:
        """Take the article's rows, which corrections change, by the frame's name."""
        self._article, self._rows, self._texts, self._knowledge = article, rows, texts, knowledge

    def place(self, value: str, telling: Row) -> Row | None:
        """Return the naming of a place; null for `none`.

        Raises:
            Untargeted: the article does not name it.
        """
        return None if value in NOTHING else self._naming(value, telling)

    def now_and_then(self, correction: Correction, telling: Row) -> tuple[str | None, str]:
        """Return the parties of a role as they are (by words and, behind a newline, by keys) and as they would be.

        Raises:
            Untargeted: the article does not name one of them.
        """
        names = {row["mention_id"]: row for row in self._rows["names"]}
        own = [p for p in self._rows["parties"] if self._is_of(p, correction, telling)]

        def shown(by: Callable[[Row], str]) -> str:
            told = [by(names[p["mention_id"]]) if p["mention_id"] else f"@{p['country'] or '?'}" for p in own]
            return " | ".join(sorted(told)) or "none"

        then = [
            f"@{country or '?'}" if naming is None else naming["surface"]
            for naming, country in self._named(correction, telling)
        ]
        now = shown(lambda row: row["surface"]) + "\n" + shown(lambda row: row["key"] or row["surface"])
        return now, " | ".join(sorted(then)) or "none"

    def correct(self, correction: Correction, telling: Row) -> None:
        """Put the parties that a correction names in place of the role's others."""
        role, key = correction.kind.column, telling["event_mention_id"]
        kept = [p for p in self._rows["parties"] if not self._is_of(p, correction, telling)]
        for naming, country in self._named(correction, telling):
            mention = naming and naming["mention_id"]
            place = naming["country"] if naming else country
            kept.append(
                {
                    "participant_id": make_id("pt", key, role, mention, place),
                    "event_mention_id": key,
                    "article_id": self._article,
                    "role": role,
                    "mention_id": mention,
                    "country": place,
                }
            )
        self._rows["parties"] = kept
        telling["method"] = marked(telling["method"], correction)

    def _is_of(self, party: Row, correction: Correction, telling: Row) -> bool:
        return bool(
            party["event_mention_id"] == telling["event_mention_id"]
            and party["role"] == correction.kind.column
        )

    def _named(self, correction: Correction, telling: Row) -> list[tuple[Row | None, str | None]]:
        """Each party as its naming, or without one as its country."""
        found: dict[str, tuple[Row | None, str | None]] = {}
        for party in parties_of(correction.value or ""):
            if party.startswith("@"):
                found[party] = (None, party[1:] if party != "@?" else None)
            else:
                naming, country = self._party(party, telling)
                found[naming["mention_id"] if naming else f"@{country}"] = (naming, country)
        return list(found.values())

    def _party(self, told: str, telling: Row) -> tuple[Row | None, str | None]:
        try:
            return self._naming(told, telling), None
        except Untargeted:
            country = told.removeprefix(_COUNTRY)
            if told.startswith(_COUNTRY) and self._knowledge.country(country) is not None:
                return None, country  # a country that the article tells by its adjective alone
            raise

    def _naming(self, told: str, telling: Row) -> Row:
        """Return the naming nearest to the trigger that has this key or stands at these words."""
        names = self._rows["names"]
        same = [row for row in names if row["key"] == told or fold(row["surface"]) == folded(told)]
        if not same and "." not in told:
            rows = Rows(self._texts, names, "mention_id", "name")
            same = rows.at(self._article, self._texts.spans(self._article, told, None))
        if not same:
            raise Untargeted(f"{self._article} has no name {told!r}: add it with mention_add first")
        return min(same, key=lambda row: (abs(row["start"] - telling["start"]), row["start"]))
