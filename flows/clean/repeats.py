"""Paragraphs that an article tells twice: they stay in the text, and their sentences know whom they repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from flows.arabic import fold
from flows.document import Sentence

_SHORTEST = 40
"""Letters: shorter paragraphs (headings, bullets) come twice without telling anything twice."""


_BEGINNING = 24
_SIGNS = re.compile(r"[\W_]+")


def mark_repeats(
    text: str, sentences: Sequence[Sentence], titles: frozenset[int] = frozenset()
) -> tuple[list[Sentence], list[tuple[int, int]]]:
    """Mark the sentences of paragraphs that were told before in the same words.

    Args:
        text: the text.
        sentences: its sentences.
        titles: where paragraphs start that tell the title again, however short they are.

    Returns:
        The sentences, with `repeat_of` told, and the spans of `text` that are repeats, in order.
    """
    paragraphs = [list(group) for _, group in groupby(sentences, key=lambda sentence: sentence.paragraph)]
    if not titles and not _may_repeat(text, paragraphs):
        return list(sentences), []
    told: dict[str, list[Sentence]] = {}
    marked: list[Sentence] = []
    spans: list[tuple[int, int]] = []
    for paragraph in paragraphs:
        start, end = paragraph[0].start, paragraph[-1].end
        is_title = paragraph[0].kind == "title" or start in titles
        form = _letters(text[start:end]) if is_title or end - start >= _SHORTEST else ""
        first = told.setdefault(form, paragraph) if is_title or len(form) >= _SHORTEST else paragraph
        if first is paragraph:
            marked.extend(paragraph)
            continue
        spans.append((start, end))
        for position, sentence in enumerate(paragraph):
            same = first[min(position, len(first) - 1)]
            marked.append(replace(sentence, repeat_of=same.number))
    return marked, spans


def _letters(text: str) -> str:
    return _SIGNS.sub("", fold(text))


def _may_repeat(text: str, paragraphs: Sequence[Sequence[Sentence]]) -> bool:
    """Whether two paragraphs begin alike: a quick look that spares most articles the long one."""
    starts = [_letters(text[p[0].start : p[0].start + 2 * _BEGINNING])[:_BEGINNING] for p in paragraphs]
    return len(set(starts)) < len(starts)
