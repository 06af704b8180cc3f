"""Links to other articles between an article's paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from flows.clean.lines import Layout, Line, Told, ends_sentence, is_paragraph

_LABEL_WORDS = 3
"""Words of a label such as `اقرأ أيضا`; a line with more holds the link itself."""

_LISTED = 3
"""Links that one label stands over between two paragraphs; behind the story it can be any number."""

_HEADLINE_WORDS = 5
"""Words: a shorter line that other articles hold too is a heading (`خلفية`), from here another article's title."""

_LONGEST = 100
"""Characters of a headline."""

_HALF_A_LINE = 40
_LEAST_PARAGRAPHS = 3
_ENDED_SHARE = 0.8
"""Of an article's paragraphs, how many end with a full stop where its editor sets them; fewer of them tell nothing."""


def cut_links(lines: Sequence[Line], layout: Layout, head: int, told: Told) -> None:
    """Cut links to other articles: what follows a label without a text of its own, and other articles' titles.

    Args:
        lines: the article's lines.
        layout: what is known of them; links are added to its cuts.
        head: position of the first paragraph.
        told: what is known beside the text.
    """
    rows = _are_links(lines[head:], layout)
    last_paragraph = max((position for position, line in enumerate(lines) if is_paragraph(line)), default=-1)
    listed = 0  # links that may still follow the label before
    for position, line in enumerate(lines):
        if line.number in layout.cuts:
            is_label = layout.cuts[line.number] == "related" and len(line.words) <= _LABEL_WORDS
            listed = (_LISTED if position < last_paragraph else len(lines)) if is_label else 0
            continue
        is_headline = bool(line.folded) and not ends_sentence(line.text) and not is_paragraph(line)
        listed = listed - 1 if is_headline else 0
        if position < head or not is_headline or line.text.endswith((":", "،", "؛")):
            continue
        count = told.counts.get(line.number, 0)
        is_link = listed >= 0 and is_headline and len(line.words) > _LABEL_WORDS
        if is_link or line.number in rows or (count > 1 and len(line.words) >= _HEADLINE_WORDS):
            layout.cuts[line.number] = "related"


def _are_links(lines: Sequence[Line], layout: Layout) -> set[int]:
    """Return the lines that are two or more headlines in a row amid paragraphs that all end as sentences do."""
    if not _are_ended(lines):
        return set()
    found: set[int] = set()
    row: list[Line] = []
    is_list = False
    for position, line in enumerate(lines):
        if _is_headline(line) and line.number not in layout.cuts:
            is_list = is_list or (not row and _opens_list(lines, position))
            row.append(line)
            continue
        if len(row) > 1 and not is_list:
            found.update(other.number for other in row)
        row, is_list = [], False
    return found


def _are_ended(lines: Sequence[Line]) -> bool:
    """Whether an article's lines end as sentences do. Lines broken at the margin do not, nor does a list."""
    ended = [ends_sentence(line.text) for line in lines if is_paragraph(line)]
    long = [ends_sentence(line.text) for line in lines if len(line.text) > _HALF_A_LINE]
    return (
        len(ended) >= _LEAST_PARAGRAPHS
        and sum(ended) >= _ENDED_SHARE * len(ended)
        and sum(long) * 2 >= len(long)
    )


def _opens_list(lines: Sequence[Line], position: int) -> bool:
    return position == 0 or lines[position - 1].text.endswith((":", "؛", "،"))


def _is_headline(line: Line) -> bool:
    """Whether a line reads like another article's title: some words, no end, no bullet."""
    is_open = not line.text.rstrip(' "”»').endswith((".", "!", "…", ":", "،", "؛"))
    return (
        is_open
        and len(line.words) >= _HEADLINE_WORDS
        and len(line.text) <= _LONGEST
        and line.folded[0] not in "-*•0123456789"
    )
