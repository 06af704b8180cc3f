"""Who does what to whom in the news at large: of two countries, which one rather does such a thing to the other.

`knowledge/event_dyads.csv` counts it; `flows.extract.events.dyads_train` writes it. A sentence that names both, and
does not say clearly who acts, is mostly meant as usual: sanctions of the United States against Iran.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from math import log

from flows.knowledge import tables

TABLE = "event_dyads"

_TRUST = 0.3
"""What the log-odds of the usual direction count in those of an assignment. Both sides were right on kept articles, by
rules alone, in .596 of the events without and in .604 with it, with the reader in .705 and .709; on the annotated ones,
by counts of the others alone, in .622 and .636."""
_UNTOLD = 2.0  # events that each direction counts as having beside those told: a few tell little


def usual(event_type: str, actors: Collection[str | None], recipients: Collection[str | None]) -> float:
    """Return what speaks for countries (ISO 3166-1 alpha-3) acting on others rather than the other way, a log-odds.

    That of their pairs, on the mean; what is of one country says nothing.
    """
    odds = [
        _odds(event_type, actor, recipient)
        for actor in actors
        for recipient in recipients
        if actor and recipient and actor != recipient
    ]
    return _TRUST * sum(odds) / len(odds) if odds else 0.0


@cache
def _odds(event_type: str, actor: str, recipient: str) -> float:
    counts = _counts()
    told, turned = (
        counts.get((event_type, actor, recipient), 0),
        counts.get((event_type, recipient, actor), 0),
    )
    return log((told + _UNTOLD) / (turned + _UNTOLD))


@cache
def _counts() -> Mapping[tuple[str, str, str], int]:
    return {
        (event_type, actor, recipient): int(row["count"])
        for row in tables.rows(TABLE)
        for event_type, actor, recipient in [row["key"].split(" ")]
    }
