"""Arabic for a terminal that writes every line from left to right."""

from __future__ import annotations

import re

_MIRRORED = str.maketrans("()[]{}<>«»⟦⟧", ")(][}{><»«⟧⟦")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_RUN = re.compile(
    r"[0-9A-Za-z\u00c0-\u024f\u0660-\u0669\u06f0-\u06f9]+(?:[./:,_#@-]+[0-9A-Za-z\u0660-\u0669\u06f0-\u06f9]+)*"
)
"""Numbers and Latin words, which are read from left to right among Arabic ones."""


def visual(line: str) -> str:
    """Return a line with its characters in the order in which the eye meets them from the left.

    A line without Arabic stays as it is. Letters are not joined: that is the terminal's to do.
    """
    if not _RIGHT_TO_LEFT.search(line):
        return line
    runs = _RUN.findall(line)
    words = iter(reversed(runs))
    turned = _RUN.sub("\0", line)[::-1].translate(_MIRRORED)
    return "".join(next(words) if char == "\0" else char for char in turned)
