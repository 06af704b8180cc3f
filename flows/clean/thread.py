"""What readers wrote below an article: the comments and all that the page has behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.clean.lines import Layout, Line, is_paragraph
from flows.clean.phrases import phrases
from flows.clean.signs import has_clock, is_stamp

_FURNITURE = frozenset(("comments", "share", "follow", "copyright", "menu", "counter"))
_NUMBER_ALONE = re.compile(r"\W*\d{1,4}\W*")
_LEAST_EVIDENCE = 2
"""Lines of a thread (forms, times, running numbers) behind its heading; the heading alone can be a story's own."""


def cut_thread(lines: Sequence[Line], layout: Layout) -> Sequence[Line]:
    """Cut the comments below a story.

    Returns:
        The lines before them.
    """
    start = _thread_start(lines)
    for line in lines[start:]:
        layout.cuts[line.number] = _reason(line) or "comments"
    return lines[:start]


def _thread_start(lines: Sequence[Line]) -> int:
    """Return the position of the heading of the comments; the end of the lines if there is none.

    Behind it there are at least as many lines of a thread as paragraphs: where a page has its counter of comments
    above or amid the story, the story is longer than that.
    """
    reasons = [_reason(line) for line in lines]
    start = len(lines)
    if "comments" not in reasons:
        return start
    evidence = paragraphs = 0
    first = next((position for position, line in enumerate(lines) if is_paragraph(line)), len(lines))
    for position in range(len(lines) - 1, first, -1):
        line, reason = lines[position], reasons[position]
        if reason == "comments" and evidence >= max(_LEAST_EVIDENCE, paragraphs):
            start = position
        evidence += reason in _FURNITURE or (is_stamp(line) and has_clock(line)) or _is_number(line)
        paragraphs += is_paragraph(line)
    return start


def _reason(line: Line) -> str | None:
    return phrases().reason(line.folded, line.words, at_edge=True) if line.folded else None


def _is_number(line: Line) -> bool:
    return bool(_NUMBER_ALONE.fullmatch(line.folded))
