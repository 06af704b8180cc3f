"""An article's lines as the page laid them out: what comes before the story, what behind it, and what is noise.

Nothing of the story goes: a line is cut only where its own words, its place or the outlet's other articles
say what it is. In doubt it stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.clean.lines import Layout, Line, Told, ends_sentence, is_paragraph
from flows.clean.links import cut_links
from flows.clean.phrases import phrases
from flows.clean.signs import (
    byline,
    has_clock,
    is_agency,
    is_bare,
    is_credit,
    is_dateline,
    is_link,
    is_name,
    is_separator,
    is_stamp,
)
from flows.clean.thread import cut_thread

_HEAD_LINES = 30
"""Lines that the furniture before a story takes at most."""

_TITLE_CHARS = (12, 180)
_TITLE_WORDS = 3
_REPEATED_BY = 5
"""Articles of an outlet from which a short line at the edge is the outlet's own and not a story's."""

_ONLY_SHORT = 60
_SHORT_REPEATED_BY = 3
_SIGN = re.compile(r"[^\w\s]|\d")
_FRAGMENT_WORDS = 5
_FRAGMENTS = 4
"""Lines of a form or a menu behind a story; more of them are a table or a list that belongs to it."""

_LEAST_LINES = 3
"""Lines of a story below which its end cannot be told."""


def lay_out(lines: Sequence[Line], told: Told) -> Layout:
    """Say what each of an article's lines is; blank lines are not among them."""
    layout = Layout()
    if not lines:
        return layout
    lines = cut_thread(lines, layout)
    head = _head_end(lines)
    tail = _tail_start(lines, head)
    _cut_by_words(lines, layout, head, tail, told)
    _find_title(lines, layout, head, told)
    _read_head(lines, layout, head, told)
    _read_tail(lines, layout, tail, told)
    cut_links(lines, layout, head, told)
    if layout.author is None:
        signed = (line for line in lines if layout.cuts.get(line.number) == "agency" and is_agency(line))
        layout.author = next((line.text.strip(" ()*") for line in signed), None)
    return layout


def _head_end(lines: Sequence[Line]) -> int:
    """Return the position of the first paragraph; a long title above shorter lines is none."""
    for position, line in enumerate(lines[:_HEAD_LINES]):
        if is_paragraph(line) and not (position <= 1 and _is_long_title(lines, position)):
            return position
    return min(len(lines), _HEAD_LINES)


def _is_long_title(lines: Sequence[Line], position: int) -> bool:
    """Whether a line of a paragraph's length is a title: no end of a sentence, and a longer paragraph behind it."""
    line = lines[position]
    following = [other for other in lines[position + 1 : position + 6] if is_paragraph(other)]
    is_open = not line.text.rstrip(' "”»').endswith(".") or line.text.endswith("..")
    return len(line.text) <= _TITLE_CHARS[1] and is_open and bool(following)


def _tail_start(lines: Sequence[Line], head: int) -> int:
    """Return the position behind the last paragraph."""
    for position in range(len(lines) - 1, head - 1, -1):
        if is_paragraph(lines[position]):
            return position + 1
    return len(lines)


def _cut_by_words(lines: Sequence[Line], layout: Layout, head: int, tail: int, told: Told) -> None:
    """Cut what its own words call noise, wherever it stands, and stamps and the outlet's own lines at the edges."""
    known = phrases()
    for position, line in enumerate(lines):
        if not line.folded:
            continue
        at_edge = position < head or position >= tail
        reason = known.reason(line.folded, line.words, at_edge=at_edge)
        if reason is None:
            reason = _by_form(line, layout, at_edge=at_edge)
        if reason is None and at_edge:
            reason = _by_count(line, told)
        if reason is not None:
            layout.cuts[line.number] = reason


def _by_form(line: Line, layout: Layout, *, at_edge: bool) -> str | None:
    if is_separator(line):
        return "separator"
    if is_link(line):
        return "link"
    if is_stamp(line) and (at_edge or has_clock(line)):
        layout.stamps.add(line.number)
        return "stamp"
    return None


def _by_count(line: Line, told: Told) -> str | None:
    count = told.counts.get(line.number, 0)
    least = _SHORT_REPEATED_BY if len(line.text) <= _ONLY_SHORT else _REPEATED_BY
    is_own = count >= least and not is_dateline(line) and byline(line, told.outlet) is None
    return "boilerplate" if is_own else None


def same_words(line: Line, title: str) -> bool:
    """Whether a line is a title, but for spaces and what a page adds to its name (` | منبر الساحل`)."""
    words, told = line.text.split(), title.split()
    added = told[len(words) : len(words) + 1]
    return told[: len(words)] == words and (
        not added or (len(words) >= _TITLE_WORDS and not added[0].isalnum())
    )


def _find_title(lines: Sequence[Line], layout: Layout, head: int, told: Told) -> None:
    """Find the title: the one told, else a line that the head holds twice, else its first line that reads like one."""
    top = lines[: max(head, 1)]
    if told.title and (found := next((line for line in top if same_words(line, told.title)), None)):
        layout.title = found.number
    elif (twice := _told_twice(top)) is not None:
        layout.title = twice
    else:
        layout.title = _first_like_title(lines, layout, head, told)
    if layout.title is not None:
        layout.cuts.pop(layout.title, None)
        layout.stamps.discard(layout.title)


def _told_twice(top: Sequence[Line]) -> int | None:
    seen: dict[str, int] = {}
    for line in top:
        if len(line.words) >= _TITLE_WORDS and len(line.text) >= _TITLE_CHARS[0]:
            if line.folded in seen:
                return seen[line.folded]
            seen[line.folded] = line.number
    return None


def _first_like_title(lines: Sequence[Line], layout: Layout, head: int, told: Told) -> int | None:
    for position, line in enumerate(lines[:head]):
        if line.number in layout.cuts:
            continue
        if byline(line, told.outlet) or is_credit(line, told.outlet) or is_dateline(line):
            continue
        if len(line.words) < _TITLE_WORDS and not ends_sentence(line.text):
            continue  # a rubric, a menu's word
        is_like = _TITLE_CHARS[0] <= len(line.text) <= _TITLE_CHARS[1] and len(line.words) >= _TITLE_WORDS
        has_story = any(len(other.text) > len(line.text) for other in lines[position + 1 :])
        return line.number if is_like and has_story and not line.text.endswith(("،", "؛")) else None
    return None


def _read_head(lines: Sequence[Line], layout: Layout, head: int, told: Told) -> None:
    """Read the short lines before the story: author, credits, section, the title told again."""
    title = next((line for line in lines if line.number == layout.title), None)
    for line in lines[:head]:
        if line.number == layout.title or line.number in layout.cuts:
            continue
        if title is not None and line.folded == title.folded:
            layout.repeated_titles.add(line.number)
        elif (author := byline(line, told.outlet)) is not None:
            layout.author = layout.author or author
            layout.cuts[line.number] = "author"
        elif is_credit(line, told.outlet):
            layout.cuts[line.number] = "agency"
        elif is_dateline(line):
            layout.datelines.add(line.number)
        elif _is_debris(line):
            layout.cuts[line.number] = "script"
        elif title is not None and line.number < title.number and len(line.words) <= _TITLE_WORDS:
            layout.cuts[line.number] = "section"
    if title is not None:
        _read_names([line for line in lines[:head] if line.number > title.number], layout, told)


def _is_rubric(line: Line) -> bool:
    """Whether bare words begin with the article, as a rubric does (`المشهد المحلي`) and few given names do."""
    return line.words[0].startswith("ال") and not is_name(line.words)


def _read_names(lines: Sequence[Line], layout: Layout, told: Told) -> None:
    """Read bare words between title and story where the page has furniture there: the author's name or the outlet's.

    What other articles of the outlet hold too is the outlet's.
    """
    is_furnished = bool(layout.repeated_titles) or any(line.number in layout.cuts for line in lines)
    known = layout.cuts.keys() | layout.repeated_titles
    left = [line for line in lines if line.number not in known]
    names = [line for line in left if is_bare(line) and line.number not in layout.datelines]
    for line in names if is_furnished else ():
        is_author = told.counts.get(line.number, 0) < 2 and not _is_rubric(line)
        layout.cuts[line.number] = "author" if is_author else "boilerplate"
        if is_author:
            layout.author = layout.author or line.text


def _is_debris(line: Line) -> bool:
    """Whether a line is one short word of one letter told over and over, as scripts and forms leave behind."""
    return len(line.words) == 1 and len(line.words[0]) <= 4 and len(set(line.words[0])) == 1


def _read_tail(lines: Sequence[Line], layout: Layout, tail: int, told: Told) -> None:
    """Read the short lines behind the story: credits, author, and what is too short to belong to it."""
    for line in lines[tail:]:
        if line.number in layout.cuts or line.number == layout.title:
            continue
        if is_credit(line, told.outlet):
            layout.cuts[line.number] = "agency"
        elif layout.author is None and (name := byline(line, told.outlet)):
            layout.author = name
            layout.cuts[line.number] = "author"
    rest = [line for line in lines[tail:] if line.number not in layout.cuts]
    has_story = tail > _LEAST_LINES and ends_sentence(lines[tail - 1].text)
    if has_story and len(rest) <= _FRAGMENTS and all(_is_fragment(line) for line in rest):
        layout.cuts.update((line.number, "menu") for line in rest if line.number != layout.title)


def _is_fragment(line: Line) -> bool:
    """Whether a line is a few words without an end, as on a button or in a form."""
    is_open = not _SIGN.search(line.folded)
    return bool(line.words) and len(line.text.split()) <= _FRAGMENT_WORDS and is_open
