"""Which of the checkpoint's 250,000 pieces Arabic news needs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.extract.reader.pieces import SPACE, UNKNOWN

_ARABIC = re.compile("[\u0600-\u06ff]")
_LONGEST_LATIN = 3  # letters of a Latin piece: names and sites in Latin letters are cut small


def kept(pieces: Sequence[tuple[str, float]]) -> list[int]:
    """Return the numbers of the pieces to keep: Arabic letters, short Latin ones, digits and signs."""
    return [i for i, (piece, _) in enumerate(pieces) if i <= UNKNOWN or _is_needed(piece.replace(SPACE, ""))]


def _is_needed(piece: str) -> bool:
    if _ARABIC.search(piece):
        return True
    if piece.isascii():
        return len(piece) <= _LONGEST_LATIN
    return len(piece) == 1 and (ord(piece) < 0x250 or 0x2000 <= ord(piece) < 0x2100)
