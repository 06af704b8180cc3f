"""From a head's scores to spans of words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def best_tags(scores: Floats, tags: Sequence[str]) -> list[int]:
    """Return the likeliest row of BIO tags in which a name never starts with an I.

    Args:
        scores: log-probabilities, one row a word, one column a tag.
        tags: `O`, then `B-x` and `I-x` of each type side by side.
    """
    if not len(scores):
        return []
    inner = np.arange(2, len(tags), 2)  # an I may follow its own B or itself
    total = scores[0].copy()
    total[inner] = -np.inf
    back = []
    for row in scores[1:]:
        top = int(total.argmax())
        origin = np.full(len(tags), top)
        is_begun = total[inner - 1] >= total[inner]
        origin[inner] = np.where(is_begun, inner - 1, inner)
        total = total[origin] + row
        back.append(origin)
    path = [int(total.argmax())]
    for origin in reversed(back):
        path.append(int(origin[path[-1]]))
    return path[::-1]


def tag_spans(path: Sequence[int], tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return the spans of a row of tags: first word, one past the last, type; a stray I starts one, too."""
    found: list[tuple[int, int, str]] = []
    for at, number in enumerate(path):
        part, _, kind = tags[number].partition("-")
        if part == "I" and found and found[-1][1] == at and found[-1][2] == kind:
            found[-1] = (found[-1][0], at + 1, kind)
        elif part != "O":
            found.append((at, at + 1, kind))
    return found
