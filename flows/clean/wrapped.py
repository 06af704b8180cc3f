"""Texts whose lines were broken at a margin, as in mails and old archives: their paragraphs put together again."""

from __future__ import annotations

from collections.abc import Sequence

from flows.clean.lines import Line, ends_sentence
from flows.clean.normalise import Run

_LEAST_LINES = 8
_MARGINS = (40, 110)
"""Characters of the widest line of a text with a margin: narrower is verse, wider is paragraphs."""

_FULL_WITHIN = 15
"""Characters by which a full line falls short of the margin: the next word did not fit."""

_FULL_SHARE = 0.5

Lines = tuple[list[Line], dict[int, list[Run]]]
"""Lines, and the runs of each by its number."""


def unwrap(lines: Sequence[Line], runs: dict[int, list[Run]]) -> Lines | None:
    """Join the lines of each paragraph of a text that has a margin; null for a text that has none.

    A joined line has the number and start of its first and the end of its last; a space stands for each break.
    Its `folded` and `words` are left empty.
    """
    margin = _margin(lines)
    if margin is None:
        return None
    joined: list[Line] = []
    joined_runs: dict[int, list[Run]] = {}
    last: Line | None = None
    for line in lines:
        if last is not None and _goes_on(last, line, margin):
            whole = joined[-1]
            at = len(whole.text)
            joined[-1] = whole._replace(end=line.end, text=f"{whole.text} {line.text}", folded="", words=[])
            into = joined_runs[whole.number]
            into.append(Run(at, last.end, 1))
            into.extend(run._replace(offset=at + 1 + run.offset) for run in runs[line.number])
        else:
            joined.append(line)
            joined_runs[line.number] = list(runs[line.number])
        last = line
    return joined, joined_runs


def _margin(lines: Sequence[Line]) -> int | None:
    """Return the width at which a text's lines were broken, or null if they were not."""
    if len(lines) < _LEAST_LINES:
        return None
    margin = max(len(line.text) for line in lines)
    full = [line for line in lines if len(line.text) >= margin - _FULL_WITHIN]
    is_wrapped = len(full) >= _FULL_SHARE * len(lines) and sum(
        ends_sentence(line.text) for line in full
    ) * 2 < len(full)
    return margin if is_wrapped and _MARGINS[0] <= margin <= _MARGINS[1] else None


def _goes_on(line: Line, following: Line, margin: int) -> bool:
    """Whether a line was broken at the margin: it ends nothing, and the next word had no room on it."""
    if following.number != line.number + 1 or ends_sentence(line.text):
        return False
    return len(line.text) + 1 + len(following.text.split(" ", 1)[0]) > margin - 3
