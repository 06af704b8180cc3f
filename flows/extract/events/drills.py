"""The drill sentences of `knowledge/event_drills.csv` as annotated articles of one sentence each, for training."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flows.document import Document, Segment, Sentence
from flows.extract.events.annotated import Article
from flows.extract.events.examples import Annotated
from flows.extract.readings import NameSpan
from flows.knowledge import tables

PAIRS = (("المغرب", "MAR", "فرنسا", "FRA"), ("تركيا", "TUR", "العراق", "IRQ"))
"""The countries that A and B stand for, one article each."""

_MARK = re.compile(r"\{([^:}]+):([A-Z]+)(?::([a-z-]+))?\}|\b([AB])\b|(?<=[وبل])([AB])\b")


def drill_articles() -> Iterator[Article]:
    """Yield every drill, with each pair of countries if it names any."""
    for row in tables.rows("event_drills"):
        named = re.search(
            r"[AB](?![A-Z])", _MARK.sub(lambda m: m.group(4) or m.group(5) or "", row["sentence"])
        )
        for first, first_code, second, second_code in PAIRS if named else PAIRS[:1]:
            yield _article(row, {"A": (first, first_code), "B": (second, second_code)})


def _article(row: Mapping[str, str], countries: Mapping[str, tuple[str, str]]) -> Article:
    text = ""
    last = 0
    names: list[NameSpan] = []
    triggers: list[tuple[int, int, str, str | None]] = []
    for match in _MARK.finditer(row["sentence"]):
        text += row["sentence"][last : match.start()]
        letter = match.group(4) or match.group(5)
        if letter:
            name, code = countries[letter]
            names.append(NameSpan(len(text), len(text) + len(name), "GPE", name, name, code, "drill", 1.0))
            text += name
        else:
            triggers.append((len(text), len(text) + len(match.group(1)), match.group(2), match.group(3)))
            text += match.group(1)
        last = match.end()
    text += row["sentence"][last:] + "."
    document = Document("drill", text, text, (Sentence(0, 0, len(text), 0),), (Segment(0, 0, len(text)),))
    statuses = row["status"].split()
    actors, recipients = (
        tuple(countries[letter][0] for letter in row[role].split()) for role in ("actors", "recipients")
    )
    told = None, None, None
    events = tuple(
        Annotated(start, end, event_type, mode, statuses[min(i, len(statuses) - 1)], actors, recipients, *told)
        for i, (start, end, event_type, mode) in enumerate(triggers)
    )  # fmt: skip
    return Article(document, tuple(names), (), (), events, None)
