"""What one short line is, by its own words: a stamp, a credit, a byline, a dateline."""

from __future__ import annotations

import re

from flows.arabic import LETTER
from flows.clean.lines import Line
from flows.clean.phrases import agencies, given_names, squeeze, stamp_words, words_of

_NUMERIC_DATE = re.compile(r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b")
_NUMBER = re.compile("[0-9]+")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\bgmt\b|منذ \d|قبل \d")
_STAMP_TOKENS = 16
"""Words and numbers: a stamp in both calendars with weekday and time has fourteen."""

_BYLINE = re.compile(
    r"^\W*(?:بقلم|بقلم الكاتب|كتب|كتبت|كتبها|كتبه|اعداد|اعدته|اعده|تحرير|حرره|حررته|تقرير|ترجمه|حاوره|حاورته|"
    r"مراسل|مراسله|الكاتب|الكاتبه|المحرر|by)(?!\w)(?: وتصوير)?\s*[:/|-]?\s*(?P<name>.+?)\W*$"
)
_LABELLED_BYLINE = re.compile(r"^\W*(?:بقلم|[^\s:/|]+\s*[:/|-])")
_NAME_START = frozenset(("عبد", "ابو", "ابن", "بن", "ايت", "سيدي", "مولاي", "د", "الدكتور", "الدكتوره"))
_NAME_WORDS = 3
_NOT_IN_NAMES = frozenset(
    ("في", "من", "علي", "الي", "عن", "مع", "بين", "بعد", "قبل", "ضد", "لا", "لم", "لن", "ان", "او", "ثم", "قد",
     "كان", "هذا", "هذه", "التي", "الذي", "حول", "يوم", "عام", "خلال", "عند", "هل", "كيف", "لماذا", "ما")
)  # fmt: skip
_DASH = re.compile(r"\s*[-/|]+\s*")
_PARTS = re.compile(r"[/،,()|\-+؛;:*\[\]]|\s+و\s*(?=ال|ا\b)|\s\.\s")
_LINK = re.compile(r"\s*(?:https?://|www\.)\S+\s*")
_SITE = re.compile(
    r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|ma|info|inf|tv|eg|sa|dz|tn|ae|fr|press|news)"
)
_HAS_TEXT = re.compile(rf"[{LETTER}a-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u05ff]")


def is_separator(line: Line) -> bool:
    """Whether a line has signs only."""
    return bool(line.folded) and not _HAS_TEXT.search(line.folded)


def is_link(line: Line) -> bool:
    """Whether a line is an address only."""
    return bool(_LINK.fullmatch(line.folded))


def is_stamp(line: Line) -> bool:
    """Whether a line is nothing but a date or a time, with the words that stand around one."""
    words = line.words
    if not _NUMBER.search(line.folded) or len(line.folded.split(None, _STAMP_TOKENS)) > _STAMP_TOKENS:
        return False
    known = stamp_words()
    if not all(word in known for word in words):
        return False
    kinds = {known[word] for word in words}
    has_day = "day" in kinds or len(_NUMBER.findall(line.folded)) > 1  # a month and a year are a heading
    has_date = _NUMERIC_DATE.search(line.folded) or (kinds - {"around"} and has_day)
    return bool(has_date or (_CLOCK.search(line.folded) and len(words) <= 4))


def has_clock(line: Line) -> bool:
    """Whether a line tells a time of the day."""
    return bool(_CLOCK.search(line.folded))


def is_credit(line: Line, outlet: str | None) -> bool:
    """Whether a line is nothing but names of agencies or outlets, the article's own or well-known ones."""
    known = agencies()
    whole = squeeze(line.folded)
    if whole in known or _is_outlet(whole, outlet) or _SITE.fullmatch(line.folded.strip(" .")):
        return True
    parts = [squeeze(part) for part in _PARTS.split(line.folded) if squeeze(part)]
    unknown = sum(part not in known for part in parts)
    in_brackets = line.folded.startswith("(") and line.folded.endswith(")")
    return bool(parts) and (unknown == 0 or (in_brackets and unknown < len(parts) / 2))


_LEAST_OUTLET = 5
"""Letters: from here a line that begins an outlet's name (or is begun by it) is the outlet."""


def _is_outlet(squeezed: str, outlet: str | None) -> bool:
    own = squeeze(outlet.casefold()) if outlet else ""
    if len(squeezed) < _LEAST_OUTLET or len(own) < _LEAST_OUTLET:
        return bool(own) and squeezed == own
    return own.startswith(squeezed) or (squeezed.startswith(own) and len(squeezed) <= len(own) + 4)


def is_name(words: list[str]) -> bool:
    """Whether words are a person's name: two or three of them besides `عبد`, `بن` and the like, first a given name."""
    if len(words) < 2 or any(word in _NOT_IN_NAMES for word in words):
        return False
    if sum(word not in _NAME_START for word in words) > _NAME_WORDS:
        return False
    return words[0] in given_names() or words[0] in _NAME_START


def is_bare(line: Line) -> bool:
    """Whether a line is two or three words without a sign, a number or a word that no name has."""
    words = line.folded.split()
    return words == line.words and 2 <= len(words) <= _NAME_WORDS and not _tells(words)


def is_agency(line: Line) -> bool:
    """Whether a line signs with a news agency, alone or beside an outlet."""
    known = agencies()
    return any(known.get(squeeze(part)) == "agency" for part in (line.folded, *_PARTS.split(line.folded)))


def byline(line: Line, outlet: str | None) -> str | None:
    """Return the author that a line names and does nothing else, in normalised letters, or null.

    `بقلم: فلان`, `المنبر - فلان`, `فلان - المدينة`, or a name alone.
    """
    if len(line.words) > 9 or any(char.isdigit() for char in line.folded):
        return None
    if match := _BYLINE.match(line.folded):
        name = line.text[match.start("name") : match.end("name")]
        words = words_of(match.group("name"))
        is_labelled = bool(_LABELLED_BYLINE.match(line.folded)) and 1 <= len(words) <= 5
        return name.strip() if is_name(words) or (is_labelled and not _tells(words)) else None
    parts = _spans(line.folded)
    if len(parts) == 1:
        return line.text.strip(" *.") if is_name(line.words) and not _ends_sentence(line.folded) else None
    if len(parts) == 2:
        first, second = (line.folded[a:b] for a, b in parts)
        for (start, end), other in ((parts[0], second), (parts[1], first)):
            words = words_of(line.folded[start:end])
            if (
                is_name(words)
                and len(words) == len(line.folded[start:end].split())
                and len(words_of(other)) <= 3
            ):
                return line.text[start:end]
    return None


def _tells(words: list[str]) -> bool:
    return any(word in _NOT_IN_NAMES for word in words)


def _ends_sentence(folded: str) -> bool:
    return folded.endswith((".", "!", "؟", "?", ":", "،"))


def _spans(folded: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for match in _DASH.finditer(folded):
        if match.start() > at:
            spans.append((at, match.start()))
        at = match.end()
    if at < len(folded):
        spans.append((at, len(folded)))
    return spans


_PLACE_WORDS = 3


def is_dateline(line: Line) -> bool:
    """Whether a line tells place and source, or place and date, as before a lead: `جدة - عين اليوم`."""
    if not 2 <= len(line.words) <= 12 or _ends_sentence(line.folded):
        return False
    known = agencies()
    parts = [line.folded[a:b] for a, b in _spans(line.folded)]
    if len(parts) > 1 and max(len(part.split()) for part in parts) <= _PLACE_WORDS:
        return any(squeeze(part) in known for part in parts)
    kinds = [stamp_words().get(word) for word in line.words]
    is_dated = "month" in kinds and len(_NUMBER.findall(line.folded)) > 1
    return is_dated and (kinds.count(None) <= _PLACE_WORDS or squeeze(line.words[-1]) in known)


_DATED_PREFIX = re.compile(r"\W*\d{3,4} ?\(gmt[^)]{0,8}\) ?- ?\d{1,2}/\d{1,2}/\d{2,4}", re.IGNORECASE)


def dated_prefix(text: str) -> int | None:
    """Return the length of the stamp that a story line begins with (`1601 (GMT+04:00) - 23/06/09`), or null."""
    match = _DATED_PREFIX.match(text)
    return match.end() if match else None
