"""Normalisation that knows where every character came from.

Marks, elongation and invisible characters go, presentation forms and stray letters become the ordinary ones,
runs of spaces become one space. Afterwards `flows.arabic.fold` is a plain one-to-one translation.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff\ufe20-\ufe2f"
"""Arabic vowel and Quranic marks, as the inside of a character class. A composed hamza or madda is no mark."""

INVISIBLE = (
    "\u0001-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\u0000"
)
"""Controls, zero-width and direction marks, as the inside of a character class; the joiners are apart."""

JOINERS = "\u200c\u200d"
"""Zero-width joiner and non-joiner: noise in Arabic, spelling in Persian and Urdu."""

SPACES = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Spaces other than the plain one, as the inside of a character class."""

LETTERS = {
    "ی": "ي", "ۍ": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ګ": "گ", "ہ": "ه", "ھ": "ه", "ۂ": "ه", "ۀ": "ه", "ۃ": "ة",
}  # fmt: skip
"""Letters of other languages' keyboards in Arabic words. `گ ڭ پ ڤ چ` stay: they carry a sound."""


def _presentation_forms() -> dict[str, str]:
    """Map each presentation form to ordinary letters, by Unicode's own compatibility table."""
    drop = re.compile(f"[{MARKS}\u0640]")
    table = {}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
        char = chr(code)
        plain = unicodedata.normalize("NFKC", char)
        if plain != char:
            table[char] = drop.sub("", plain).strip()
    return table


_LONE_TATWEEL = re.compile(f"[ {SPACES}](\u0640+)[ {SPACES}]")
"""Elongation between spaces is a dash that somebody typed with the wrong key."""

_UNSEEN = re.compile(f"[{INVISIBLE}{JOINERS}]")


def visible(text: str) -> str:
    """Return a text as it is written, without what cannot be seen."""
    return _UNSEEN.sub("", text)


class Run(NamedTuple):
    """`piece[offset:offset+length]` came from `source[source_start:source_start+length]`."""

    offset: int
    source_start: int
    length: int


class Normaliser:
    """The rules of one script: those of Arabic, or of any other language, whose letters stay as they are."""

    def __init__(self, *, is_arabic: bool) -> None:
        dropped = f"{MARKS}\u0640{INVISIBLE}{JOINERS if is_arabic else ''}"
        self._letters = _presentation_forms() | (LETTERS if is_arabic else {})
        space = f" {SPACES}{dropped}"
        mapped = "".join(sorted(set(self._letters)))
        self._has_space = re.compile(f"[ {SPACES}]")
        simple = f"[{space}]{{2,}}|[{SPACES}{dropped}]|[{mapped}]"
        self._odd = re.compile(simple)
        combining = "\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20f0"
        self._odd_decomposed = re.compile(
            f"[^{space}{combining}\n][{combining}{dropped}]*[{combining}{MARKS}]|{simple}"
        )
        self._dropped = re.compile(f"[{dropped}]")

    def piece(self, source: str, start: int, end: int) -> tuple[str, list[Run]]:
        """Normalise `source[start:end]`, which holds no line break.

        Returns:
            The text without spaces at its ends, and its runs in order, which cover it.
        """
        if unicodedata.is_normalized("NFC", source[start:end]):
            text, runs = self._apply(self._odd, source, start, end)
            if unicodedata.is_normalized("NFC", text):
                return _trimmed(text, runs)
        return _trimmed(*self._apply(self._odd_decomposed, source, start, end))

    def _apply(self, odd: re.Pattern[str], source: str, start: int, end: int) -> tuple[str, list[Run]]:
        """Replace each odd stretch of `source[start:end]`."""
        parts: list[str] = []
        runs: list[Run] = []
        length, at = 0, start
        for match in odd.finditer(source, start, end):
            first, last = match.span()
            if first > at:
                parts.append(source[at:first])
                runs.append(Run(length, at, first - at))
                length += first - at
            for char, origin in self._replace(match.group(), first):
                parts.append(char)
                runs.append(Run(length, origin, 1))
                length += 1
            at = last
        if at < end:
            parts.append(source[at:end])
            runs.append(Run(length, at, end - at))
        return "".join(parts), runs

    def _replace(self, found: str, start: int) -> list[tuple[str, int]]:
        """Return the characters that stand for an odd stretch, each with the source character it came from."""
        if found in self._letters:
            return [(char, start) for char in self._letters[found]]
        if space := self._has_space.search(found):
            first = (" ", start + space.start())
            if (dash := _LONE_TATWEEL.search(found)) is None:
                return [first]
            return [first, ("-", start + dash.start(1)), (" ", start + dash.end() - 1)]
        kept = self._dropped.sub("", unicodedata.normalize("NFC", found))
        plain = unicodedata.normalize("NFC", kept)
        return [(char, start) for letter in plain for char in self._letters.get(letter, letter)]


def _trimmed(text: str, runs: list[Run]) -> tuple[str, list[Run]]:
    """Cut spaces off a piece's ends, and its runs with them; join runs that go on in the source."""
    bare = text.strip(" ")
    lead = len(text) - len(text.lstrip(" ")) if bare else 0
    end = lead + len(bare)
    kept: list[Run] = []
    for offset, source_start, length in runs:
        first, last = max(offset, lead), min(offset + length, end)
        if first >= last:
            continue
        run = Run(first - lead, source_start + first - offset, last - first)
        if kept and run.source_start - kept[-1].source_start == run.offset - kept[-1].offset:
            kept[-1] = kept[-1]._replace(length=kept[-1].length + run.length)
        else:
            kept.append(run)
    return bare, kept


ARABIC = Normaliser(is_arabic=True)
OTHER = Normaliser(is_arabic=False)
