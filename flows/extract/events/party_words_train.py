"""Learn `knowledge/event_party_words.csv`: what the word that tells what a party is says of its acting or receiving.

usage: python -m flows.extract.events.party_words_train SHARED

SHARED holds `gold/train` and `corpus` as `flows.extract.events.labelled` reads them.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log
from pathlib import Path

from flows.extract.events.linear import SCALE
from flows.extract.events.party_words import ANY_TYPE, TABLE, party_word
from flows.extract.events.train import Lesson, lessons
from flows.knowledge.tables import FOLDER

Counts = Counter[tuple[str, str, str]]
"""Event type, a party's word or the type of its name, and its role: actor, recipient, or neither (empty)."""

FEWEST = 6  # parties of a word in events of a type: of fewer nothing is told
WIDEST = 2.0  # log-odds are cut here
SMALLEST = 0.15  # of rows whose both log-odds are nearer to zero nothing is told
_LIKE_OTHERS = 6.0  # parties that a word counts as having beside its own: as it is in events of any type
_LIKE_ANY = 3.0  # and as others of its name's type are
_ROLES = ("actor", "recipient", "")
CARD = """\
# What the word that tells what a party is says of its acting in events of a type, and of its receiving them: log-odds
#   in hundredths, against other parties of its name's type. The word is the first of a body's name, the one before a
#   person's, or the country (ISO 3166-1 alpha-3) of a place or nationality. Learnt by
#   flows.extract.events.party_words_train from {articles} annotated and labelled Arabic news articles: counts,
#   smoothed. Of their text only these words are kept.
# key: event type (* for any), the name's type, the word; actor, recipient: log-odds in hundredths.
key,actor,recipient
"""


def counted(articles: Iterable[Lesson]) -> Counts:
    """Count the parties that the sentences of events name, by their words and roles."""
    found: Counts = Counter()
    for lesson in articles:
        scene, cast = lesson.known.scene, lesson.known.cast
        starts = [sentence.start for sentence in scene.document.sentences]
        for event in lesson.events:
            number = bisect_right(starts, event.start) - 1
            for key in dict.fromkeys(naming.key for naming in cast.by_sentence[max(number, 0)]):
                word = party_word(scene, cast.best[key])
                if word is None:
                    continue
                role = "actor" if key in event.actors else "recipient" if key in event.recipients else ""
                for event_type in (event.event_type, ANY_TYPE):
                    found[event_type, word, role] += 1
                    found[event_type, word.partition(" ")[0], role] += 1
    return found


def log_odds(counts: Counts, event_type: str, word: str, role: str) -> float:
    """Return what a word says of having a role in events of a type, against the others of its name's type."""
    kind = word.partition(" ")[0]
    base, anyhow = (_share(counts, some, kind, role, 1 / 3, 3.0) for some in (event_type, ANY_TYPE))
    own = _share(counts, ANY_TYPE, word, role, anyhow, _LIKE_ANY)
    if event_type != ANY_TYPE:
        own = _share(counts, event_type, word, role, min(0.95, base * own / anyhow), _LIKE_OTHERS)
    return max(-WIDEST, min(WIDEST, _logit(own) - _logit(base)))


def _share(counts: Counts, event_type: str, word: str, role: str, prior: float, weight: float) -> float:
    whole = sum(counts[event_type, word, other] for other in _ROLES)
    return (counts[event_type, word, role] + weight * prior) / (whole + weight)


def _logit(share: float) -> float:
    share = min(max(share, 1e-3), 1 - 1e-3)
    return log(share / (1 - share))


def table(counts: Counts) -> str:
    """Return the rows of the table."""
    rows = []
    for event_type, word in sorted({(event_type, word) for event_type, word, _ in counts if " " in word}):
        if sum(counts[event_type, word, role] for role in _ROLES) >= FEWEST:
            odds = [log_odds(counts, event_type, word, role) for role in _ROLES[:2]]
            if max(map(abs, odds)) >= SMALLEST:
                rows.append(
                    ",".join([f"{event_type} {word}", *(str(round(value * SCALE)) for value in odds)])
                )
    return "\n".join(rows) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Count, write."""
    articles = lessons(Path(arguments[0]), None)
    text = CARD.format(articles=len(articles)) + table(counted(articles))
    (FOLDER / f"{TABLE}.csv").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
