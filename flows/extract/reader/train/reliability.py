"""Whether confidence means what it says: of what was told with so much, how much was right.

usage: python -m flows.extract.reader.train.reliability SHARED

Reads the articles that the network never saw and prints, for names and for events (trigger and type), a table and a
plot in letters for the model card. Needs no torch.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from flows.extract.events.annotated import Article
from flows.extract.events.interpret import read_events
from flows.extract.events.labelled import KEPT, annotated, kept
from flows.extract.events.models import shipped
from flows.extract.events.train import prepare
from flows.extract.names import find_names
from flows.extract.reader.reader import Reader
from flows.knowledge.knowledge import Knowledge, load

BINS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
"""Lower bounds of the classes of confidence."""

WIDE = 40  # letters of a bar that stands for 1

Judged = tuple[float, bool]
"""A confidence, and whether what it was told of is right."""


def names(articles: Iterable[Article], reader: Reader, knowledge: Knowledge) -> list[Judged]:
    """Return the confidence of each name that is found, and whether there is one of its type just so."""
    judged = []
    for article in articles:
        gold = {(name.start, name.end, name.type) for name in article.names}
        found, _ = find_names(article.document, knowledge, reader.hear(article.document))
        judged += [(name.confidence, (name.start, name.end, name.type) in gold) for name in found]
    return judged


def events(articles: Iterable[Article], reader: Reader) -> list[Judged]:
    """Return the confidence of each event that is found, and whether one of its type has a trigger there."""
    judged = []
    for article in articles:
        known = prepare(article, reader.hear(article.document))._replace(models=shipped(with_reader=True))
        for draft in read_events(known):
            start, end = draft.candidate.start, draft.candidate.end
            is_right = any(
                e.start < end and start < e.end and e.event_type == draft.event_type for e in article.events
            )
            judged.append((draft.confidence, is_right))
    return judged


def table(judged: Sequence[Judged]) -> str:
    """Return a line a class of confidence: its bounds, how many, how much was right, and a bar."""
    lines = []
    for low, high in zip(BINS, (*BINS[1:], 1.0001), strict=True):
        inside = [is_right for confidence, is_right in judged if low <= confidence < high]
        if inside:
            share = sum(inside) / len(inside)
            bar = "#" * round(share * WIDE)
            lines.append(f"{low:.2f}-{min(high, 1):.2f} {len(inside):6} {share:.2f} |{bar:{WIDE}}|")
    return "\n".join(lines)


def main() -> None:
    """Print both tables."""
    shared, reader = Path(sys.argv[1]), Reader()
    own = annotated(shared)[::KEPT]
    sys.stdout.write(f"names ({len(own)} annotated articles)\n{table(names(own, reader, load(None)))}\n")
    apart = kept(shared)
    sys.stdout.write(
        f"events ({len(apart)} articles, annotated and labelled)\n{table(events(apart, reader))}\n"
    )


if __name__ == "__main__":
    main()
