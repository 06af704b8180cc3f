"""One article as the event rules look at it: tokens with what was found on them, sentence by sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from flows.arabic import Token
from flows.document import Document, Sentence
from flows.extract.reader.heard import Heard
from flows.extract.readings import AmountSpan, NameSpan, NationalSpan, TimeSpan

Span = NameSpan | NationalSpan | TimeSpan | AmountSpan

STOPS = frozenset(".،؛:!؟?,;")


@dataclass(frozen=True, slots=True)
class Scene:
    """An article's tokens with their labels.

    `labels[i]` is the type of the name on token i (PERS, GPE ...), NAT for a nationality, TIME, AMOUNT, or empty.
    `spans[i]` is the position of that span in its list. `words[i]` is the token's form, or its label in `<>`.
    `bounds[n]` are the first token and one past the last of `document.sentences[n]`; `sentence_of[i]` is its
    sentence's number there, -1 for a token that no sentence holds. `quoted[i]` tells an odd number of quotation
    marks before it in its paragraph. `timed[n]` are the first tokens of the sentence's
    time expressions. `stops[i]` is how many punctuation marks stand before token i. `heard` is what the reader hears,
    None without one.
    """

    document: Document
    names: Sequence[NameSpan]
    nationals: Sequence[NationalSpan]
    times: Sequence[TimeSpan]
    amounts: Sequence[AmountSpan]
    tokens: tuple[Token, ...]
    words: list[str]
    labels: list[str]
    spans: list[int]
    bounds: list[tuple[int, int]]
    sentence_of: list[int]
    quoted: list[bool]
    timed: list[list[int]]
    stops: list[int]
    heard: Heard | None = None

    def sentence(self, token: int) -> Sentence:
        """Return the sentence that holds a token."""
        return self.document.sentences[self.sentence_of[token]]


def scene(
    document: Document,
    names: Sequence[NameSpan],
    nationals: Sequence[NationalSpan],
    times: Sequence[TimeSpan],
    amounts: Sequence[AmountSpan],
    heard: Heard | None = None,
) -> Scene:
    """Lay what was found in an article over its tokens; a name hides what lies under it."""
    tokens = document.tokens
    starts = [token.start for token in tokens]
    labels, spans = [""] * len(tokens), [-1] * len(tokens)
    layers: tuple[tuple[str, Sequence[Span]], ...] = (
        ("AMOUNT", amounts),
        ("TIME", times),
        ("NAT", nationals),
        ("", names),
    )
    for label, layer in layers:
        for position, span in enumerate(layer):
            first = max(bisect_right(starts, span.start) - 1, 0)
            for i in range(first, bisect_left(starts, span.end)):
                labels[i] = label or getattr(span, "type", "")
                spans[i] = position
    words = [f"<{label}>" if label else token.form for token, label in zip(tokens, labels, strict=True)]
    bounds = [(bisect_left(starts, s.start), bisect_left(starts, s.end)) for s in document.sentences]
    sentence_of = [-1] * len(tokens)
    for number, (first, last) in enumerate(bounds):
        sentence_of[first:last] = [number] * (last - first)
    return Scene(
        document, names, nationals, times, amounts, tokens, words, labels, spans, bounds, sentence_of,
        _quoted(document, tokens, bounds), [_timed(labels, spans, *bound) for bound in bounds],
        list(accumulate(map(STOPS.__contains__, words), initial=0)), heard,
    )  # fmt: skip


def _timed(labels: list[str], spans: list[int], low: int, high: int) -> list[int]:
    if "TIME" not in labels[low:high]:
        return []
    return [i for i in range(low, high) if labels[i] == "TIME" and (i == low or spans[i] != spans[i - 1])]


def _quoted(document: Document, tokens: tuple[Token, ...], bounds: list[tuple[int, int]]) -> list[bool]:
    quoted = [False] * len(tokens)
    paragraph, is_open = -1, False
    if '"' not in document.folded:
        return quoted
    for sentence, (first, last) in zip(document.sentences, bounds, strict=True):
        if sentence.paragraph != paragraph:
            paragraph, is_open = sentence.paragraph, False
        for i in range(first, last):
            if tokens[i].form == '"':
                is_open = not is_open
            quoted[i] = is_open
    return quoted
