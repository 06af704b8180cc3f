"""A text's paragraphs and sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from flows.arabic import LETTER
from flows.document import Sentence

_END = re.compile(rf"(?:[.!؟?…]+[\"”»’')\]]*)(?=\s|$)|(?<=[{LETTER}]{{2}})[.؟!](?=[{LETTER}\"«“]{{2}})")
_QUOTE = re.compile('["«»“”]')
_INITIAL = re.compile(rf"(?:^|[\s.(\"«])(?:[{LETTER}]|[A-Za-z])$")
_SHORT_FORM = re.compile(
    r"(?:^|[\s(])(?:د|م|أ|ا|ص|ب|ق|هـ|ه|ت|ج|ف|ش|س|ع|ل|ن|و|مج|تر|بي|سي|دي|تي|جي|يو|آي|إف|إم|إن|إس|آر|إل|إيه|جيه|كيو|دبليو|Dr|Mr|Mrs|St|No|vs|Jr|U\.S)$"
)
_WORD = re.compile(r"\w")
_NUMBERED = re.compile(r"^\W*[0-9٠-٩]{1,2}$")
_DOMAIN = re.compile(r"(?:كوم|نت|أورغ|أنفو|انفو|ما|تي في)(?:\W|$)")

_LONGEST_QUOTE = 400
"""Characters of a quotation that stay in one sentence with who says it; a longer one is a speech."""

_LONGEST = 700
"""Characters of a sentence: what runs on without an end is cut at its last comma before."""

_SOFT_END = re.compile(r"[،؛,;:]\s")


def sentences(
    text: str, *, title_start: int | None, datelines: frozenset[int] = frozenset()
) -> list[Sentence]:
    """Cut a text into sentences; a line is a paragraph, and no sentence goes beyond it.

    Args:
        text: as the cleaning leaves it.
        title_start: where the title's line starts; null if there is none.
        datelines: where lines start that are datelines.

    Returns:
        The sentences in order, without spaces at their ends; `repeat_of` is not yet told.
    """
    found: list[Sentence] = []
    paragraph = 0
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            if start == title_start:
                found.append(Sentence(len(found), start, end, paragraph, "title"))
            else:
                kind = "dateline" if start in datelines else "body"
                for first, last in _cut(text, start, end):
                    found.append(Sentence(len(found), first, last, paragraph, kind))
            paragraph += 1
        start = end + 1
    return found


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of one paragraph, `text[start:end]`."""
    quoted = _quotations(text, start, end)
    opened = [opening for opening, _ in quoted]
    first = start
    for match in _END.finditer(text, start, end):
        last = match.end()
        quotation = bisect_left(opened, match.start()) - 1
        if quotation >= 0 and last < quoted[quotation][1]:
            continue
        if _is_end(text, first, match, end):
            if _WORD.search(text, first, match.start()):
                yield from _shortened(text, first, last)
            first = last
    if _WORD.search(text, first, end):
        yield from _shortened(text, first, end)


def _is_end(text: str, first: int, match: re.Match[str], end: int) -> bool:
    """Whether a stop ends a sentence: not behind an initial, an abbreviation or a list's number, nor in an address."""
    if match.end() >= end:
        return True
    before = text[max(first, match.start() - 12) : match.start()]
    if match.group()[:1] == "." and len(match.group()) == 1:
        if _INITIAL.search(before) or _SHORT_FORM.search(before) or _NUMBERED.search(before):
            return False
        if not text[match.end()].isspace() and _DOMAIN.match(text, match.end()):
            return False
    return True


def _quotations(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the quotations of a paragraph in which no sentence is to end; unpaired signs open none."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    straight: int | None = None
    for match in _QUOTE.finditer(text, start, end):
        sign, at = match.group(), match.start()
        if sign == '"':
            if straight is None:
                straight = at
            else:
                found.append((straight, at + 1))
                straight = None
        elif sign in "«“":
            opened.append(at)
        elif opened:
            found.append((opened.pop(), at + 1))
    return _outermost(sorted((a, b) for a, b in found if b - a <= _LONGEST_QUOTE))


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans without those that lie in, or overlap, one before."""
    kept: list[tuple[int, int]] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _shortened(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield a stretch without spaces at its ends, cut where it is too long to be read as one."""
    while last - first > _LONGEST:
        stops = [match.end() for match in _SOFT_END.finditer(text, first + _LONGEST // 4, first + _LONGEST)]
        space = text.rfind(" ", first + 1, first + _LONGEST)
        stop = stops[-1] if stops else (space + 1 if space > first else first + _LONGEST)
        yield from _bare(text, first, stop)
        first = stop
    yield from _bare(text, first, last)


def _bare(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    while first < last and text[first] == " ":
        first += 1
    while last > first and text[last - 1] == " ":
        last -= 1
    if first < last:
        yield first, last
