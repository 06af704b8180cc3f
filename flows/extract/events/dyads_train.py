"""Count `knowledge/event_dyads.csv`: which country does what to which, in annotated and labelled articles.

usage: python -m flows.extract.events.dyads_train SHARED

SHARED holds `gold/train` and `corpus` as `flows.extract.events.labelled` reads them.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from flows.extract.events.annotated import Article
from flows.extract.events.dyads import TABLE
from flows.extract.events.labelled import annotated, read_labelled
from flows.knowledge.tables import FOLDER

Dyad = tuple[str, str, str]
"""An event type, the country that acts, the country that receives."""

FEWEST = 5  # events between two countries of a type, in either direction: of fewer nothing is told
CARD = """\
# Which country does what to which: events of a type by who acts and who receives (ISO 3166-1 alpha-3), where there are
#   {fewest} of the two countries at least. Counted by flows.extract.events.dyads_train in {annotated} annotated and
#   {labelled} labelled Arabic news articles, most of them of 2018; only the directions are used.
# key: event type, actor, recipient; count: events.
key,count
"""


def dyads_of(articles: Iterable[Article]) -> Counter[Dyad]:
    """Return how many events of a type one country does to another one."""
    found: Counter[Dyad] = Counter()
    for article in articles:
        home = {name.thing: name.country for name in article.names}
        for event in article.events:
            actors, recipients = (
                {_country(key, home) for key in keys} for keys in (event.actors, event.recipients)
            )
            found.update(
                (event.event_type, actor, recipient)
                for actor in actors
                for recipient in recipients
                if actor and recipient and actor != recipient
            )
    return found


def _country(key: str, home: dict[str, str | None]) -> str | None:
    """Return a party's country: `@MAR` are unnamed ones of a country, `@?` of one that is not told."""
    if key[0] == "@":
        return None if key == "@?" else key[1:]
    return home.get(key)


def table(counts: Counter[Dyad]) -> str:
    """Return the rows of the table."""
    rows = [
        f"{' '.join(dyad)},{count}\n"
        for dyad, count in sorted(counts.items())
        if count + counts[dyad[0], dyad[2], dyad[1]] >= FEWEST
    ]
    return "".join(rows)


def main(arguments: Sequence[str]) -> int:
    """Count, write."""
    shared = Path(arguments[0])
    told, labelled = annotated(shared), list(read_labelled(shared / "corpus"))
    card = CARD.format(fewest=FEWEST, annotated=len(told), labelled=len(labelled))
    (FOLDER / f"{TABLE}.csv").write_text(card + table(dyads_of([*told, *labelled])), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
