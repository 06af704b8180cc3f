"""Paragraphs that an article tells twice: they stay in the text, and their sentences know whom they repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from flows.arabic import fold
from flows.document import Sentence

_SHORTEST = 40
"""Letters: shorter paragraphs (headings, bullets) come twice without telling anything twice."""


def mark_repeats(text: str, sentences: Sequence[Sentence]) -> tuple[list[Sentence], list[tuple[int, int]]]:
    """Mark the sentences of paragraphs that were told before in the same words.

    Returns:
        The sentences, with `repeat_of` told, and the spans of `text` that are repeats, in order.
    """
    told: dict[str, list[Sentence]] = {}
    marked: list[Sentence] = []
    spans: list[tuple[int, int]] = []
    for _, group in groupby(sentences, key=lambda sentence: sentence.paragraph):
        paragraph = list(group)
        start, end = paragraph[0].start, paragraph[-1].end
        form = (
            "".join(char for char in fold(text[start:end]) if char.isalnum())
            if end - start >= _SHORTEST
            else ""
        )
        first = told.setdefault(form, paragraph) if len(form) >= _SHORTEST else paragraph
        if first is paragraph:
            marked.extend(paragraph)
            continue
        spans.append((start, end))
        for position, sentence in enumerate(paragraph):
            same = first[min(position, len(first) - 1)]
            marked.append(replace(sentence, repeat_of=same.number))
    return marked, spans
