"""The reader: what the network hears in one article, word by word and as spans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from flows.document import Document
from flows.extract.reader.encoder import Encoder, LookScores, Scores
from flows.extract.reader.files import MODEL
from flows.extract.reader.heads import best_tags, tag_spans
from flows.extract.reader.heard import Floats, Heard, HeardEvent, HeardName, Span, shares
from flows.extract.reader.labels import CUTS, EVENT_TYPES, NAME_TAGS, NAME_TYPES, TRIGGER_TAGS
from flows.extract.reader.pieces import Pieces
from flows.extract.reader.windows import Window, around, windows


class Reader:
    """A loaded model. The same document gives the same result, whatever was read before."""

    def __init__(self, folder: Path = MODEL) -> None:
        """Load a model's files.

        Raises:
            FileNotFoundError: one of `FILES` is missing.
        """
        self._pieces = Pieces.read(folder / "pieces.tsv")
        self._encoder = Encoder(folder / "lower.onnx", folder / "upper.onnx")

    def hear(self, document: Document) -> Heard:
        """Read an article."""
        rows = windows(document, self._pieces)
        found = [self._encoder.score(window) for window in rows]
        row = np.full(len(document.tokens), -1, dtype=np.int64)
        order = [token for window in rows for token in window.tokens]
        row[order] = np.arange(len(order))
        place = {token: (n, i) for n, window in enumerate(rows) for i, token in enumerate(window.tokens)}

        def ask(spans: Sequence[Span]) -> list[HeardEvent | None]:
            return self._look(rows, found, place, spans)

        return Heard(
            row,
            np.array([number for window in rows for number in window.sentences], dtype=np.int64),
            shares(_joined(found, "names", len(NAME_TAGS))),
            shares(_joined(found, "triggers", len(TRIGGER_TAGS)))[:, 1],
            shares(_joined(found, "types", len(EVENT_TYPES))),
            _joined(found, "cuts", CUTS).argmax(1),
            tuple(_names(document, rows, found)),
            ask,
        )

    def _look(
        self,
        rows: Sequence[Window],
        found: Sequence[Scores],
        place: Mapping[int, tuple[int, int]],
        spans: Sequence[Span],
    ) -> list[HeardEvent | None]:
        """Look at events; those that share the words around them go through together."""
        groups: dict[tuple[int, range], list[tuple[Span, list[int]]]] = {}
        for first, last in spans:
            if first in place:
                number, word = place[first]
                inside = [place[t][1] for t in range(first, last) if t in place and place[t][0] == number]
                group = groups.setdefault((number, around(rows[number].sentences, word)), [])
                group.append(((first, last), inside))
        heard: dict[Span, HeardEvent] = {}
        for (number, words), group in groups.items():
            triggers = [inside for _, inside in group]
            seen = self._encoder.look(rows[number], found[number].half, words, triggers)
            tokens = [rows[number].tokens[i] for i in words]
            for (span, _), scores in zip(group, seen, strict=True):
                heard[span] = _heard(tokens, scores)
        return [heard.get(span) for span in spans]


def _heard(tokens: Sequence[int], seen: LookScores) -> HeardEvent:
    chances = 1 / (1 + np.exp(-seen.arguments))
    return HeardEvent(
        dict(zip(tokens, chances, strict=True)),
        shares(seen.statuses),
        shares(seen.modes),
        shares(seen.datings),
        shares(seen.sourcings),
        shares(seen.shapes),
    )


def _joined(found: Sequence[Scores], name: str, width: int) -> Floats:
    return np.concatenate([np.zeros((0, width), np.float32), *(getattr(scores, name) for scores in found)])


def _names(document: Document, rows: Sequence[Window], found: Sequence[Scores]) -> list[HeardName]:
    heard = []
    for window, scores in zip(rows, found, strict=True):
        chances = shares(scores.names)
        path = best_tags(np.log(np.maximum(chances, 1e-9)), NAME_TAGS)
        for first, last, kind in _inside(window, tag_spans(path, NAME_TAGS)):
            column = 1 + 2 * NAME_TYPES.index(kind)
            confidence = float(chances[first:last, column : column + 2].sum(1).min())
            start, end = document.tokens[window.tokens[first]], document.tokens[window.tokens[last - 1]]
            cut = min(int(scores.cuts[first].argmax()), len(start.form) - 1)
            at = (window.tokens[first], window.tokens[last - 1] + 1)
            heard.append(HeardName(*at, start.start + cut, end.end, kind, confidence))
    return heard


def _inside(window: Window, spans: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Keep of each span what lies in the sentence in which it starts."""
    kept = []
    for first, last, kind in spans:
        inside = sum(number == window.sentences[first] for number in window.sentences[first:last])
        kept.append((first, first + inside, kind))
    return kept


@cache
def shipped_reader() -> Reader:
    """Return the shipped model, loaded once a process."""
    return Reader()
