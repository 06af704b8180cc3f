"""One article's source to its text, its cuts and its sentences."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.arabic import fold
from flows.clean.language import language_of
from flows.clean.layout import lay_out
from flows.clean.lines import Layout, Line, Told
from flows.clean.normalise import ARABIC, OTHER, Run, visible
from flows.clean.phrases import words_of
from flows.clean.repeats import mark_repeats
from flows.clean.sentences import sentences
from flows.clean.signs import dated_prefix
from flows.clean.wrapped import unwrap
from flows.document import Segment, Sentence
from flows.survey.lines import line_form


@dataclass(frozen=True, slots=True)
class Removed:
    """A span of the source, half open, and the reason for which it is not in the text, or is marked there."""

    source_start: int
    source_end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Hint:
    """A line that may tell the article's date: `kind` is `stamp` or `dateline`."""

    text: str
    source_start: int
    source_end: int
    kind: str


@dataclass(frozen=True, slots=True)
class CleanArticle:
    """An article's text and all that is known of how it came out of its source."""

    text: str
    title: str | None
    author: str | None
    language: str | None
    segments: tuple[Segment, ...]
    sentences: tuple[Sentence, ...]
    removed: tuple[Removed, ...]
    hints: tuple[Hint, ...]


def clean_article(
    source: str,
    *,
    title: str | None = None,
    outlet: str | None = None,
    counts: Mapping[str, int] | None = None,
) -> CleanArticle:
    """Clean one article.

    Args:
        source: its source text.
        title: its title as the file tells it.
        outlet: its outlet.
        counts: for lines in the form of `flows.survey.lines.line_form`, how many of the outlet's articles hold them.
    """
    language = language_of(source)
    lines, runs = _lines(source, is_arabic=language in ("ar", None))
    told = Told(" ".join(title.split()) if title else None, outlet, _counted(source, lines, counts or {}))
    layout = lay_out(lines, told)
    kept = [line for line in lines if line.number not in layout.cuts]
    text, segments, starts = _join(source, kept, runs)
    by_number = {line.number: line for line in kept}
    title_line = by_number.get(layout.title) if layout.title is not None else None
    found = sentences(
        text,
        title_start=starts[title_line.number] if title_line else None,
        datelines=frozenset(starts[number] for number in layout.datelines if number in starts),
    )
    again = frozenset(starts[number] for number in layout.repeated_titles if number in starts)
    marked, repeats = mark_repeats(text, found, again)
    removed = [
        Removed(line.start, line.end, layout.cuts[line.number])
        for line in lines
        if line.number in layout.cuts
    ]
    if title_line is not None:
        removed.append(Removed(title_line.start, title_line.end, "title"))
    removed.extend(_source_spans(segments, repeats))
    removed.sort(key=lambda row: (row.source_start, row.source_end))
    return CleanArticle(
        text=text,
        title=_written(source, title_line) if title_line else told.title,
        author=layout.author,
        language=language,
        segments=segments,
        sentences=tuple(marked),
        removed=tuple(removed),
        hints=_hints(lines, layout),
    )


def _lines(source: str, *, is_arabic: bool) -> tuple[list[Line], dict[int, list[Run]]]:
    """Return the lines that hold something, normalised, and the runs of each by its number."""
    normaliser = ARABIC if is_arabic else OTHER
    bare: list[Line] = []
    runs: dict[int, list[Run]] = {}
    start = 0
    for number, full in enumerate(source.splitlines(keepends=True)):
        end = start + len(full.rstrip(_BREAKS))
        text, line_runs = normaliser.piece(source, start, end) if end > start else ("", [])
        if text:
            runs[number] = line_runs
            bare.append(Line(number, start, end, text, "", []))
        start += len(full)
    bare, runs = unwrap(bare, runs) or (bare, runs)
    return [_with_words(line) for line in bare], runs


_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""What `str.splitlines` breaks at."""

_FOLDED_CHARS = 250
"""Characters of a line whose words are looked at; a copyright notice of 45 words fits."""


def _with_words(line: Line) -> Line:
    if len(line.text) > _FOLDED_CHARS:
        return line
    folded = fold(line.text)
    return line._replace(folded=folded, words=words_of(folded))


def _counted(source: str, lines: Sequence[Line], counts: Mapping[str, int]) -> dict[int, int]:
    if not counts:
        return {}
    forms = ((line.number, line_form(source[line.start : line.end])) for line in lines if line.folded)
    return {number: counts[form] for number, form in forms if form is not None and form in counts}


def _join(
    source: str, kept: Sequence[Line], runs: Mapping[int, Sequence[Run]]
) -> tuple[str, tuple[Segment, ...], dict[int, int]]:
    """Join lines to the text, with at most one blank line between two.

    Returns:
        The text, its segments, and where each line, by number, starts in it.
    """
    parts: list[str] = []
    segments: list[Segment] = []
    starts: dict[int, int] = {}
    length = 0
    for position, line in enumerate(kept):
        if position:
            before = kept[position - 1]
            breaks = min(2, len(source[before.end : line.start].splitlines()))
            # The first break is the one behind the line before, the second the one in front of this line.
            origins = (before.end, line.start - 1)[:breaks]
            for origin in origins:
                _append(segments, Segment(length, origin, 1))
                length += 1
            parts.append("\n" * breaks)
        starts[line.number] = length
        for run in runs[line.number]:
            _append(segments, Segment(length + run.offset, run.source_start, run.length))
        parts.append(line.text)
        length += len(line.text)
    return "".join(parts), tuple(segments), starts


def _append(segments: list[Segment], segment: Segment) -> None:
    """Add a segment, joined to the last where it goes on from it."""
    if segments:
        last = segments[-1]
        if segment.source_start - last.source_start == segment.start - last.start:
            segments[-1] = Segment(last.start, last.source_start, last.length + segment.length)
            return
    segments.append(segment)


def _source_spans(segments: Sequence[Segment], spans: Sequence[tuple[int, int]]) -> list[Removed]:
    """Return the source's characters behind spans of the text that are repeats."""
    starts = [segment.start for segment in segments] if spans else []

    def source(offset: int) -> int:
        segment = segments[bisect_right(starts, offset) - 1]
        return segment.source_start + min(offset - segment.start, segment.length - 1)

    return [Removed(source(start), source(end - 1) + 1, "duplicate") for start, end in spans]


def _written(source: str, line: Line) -> str:
    """Return a title as it is written, but for invisible characters, runs of spaces and Markdown's sign of a title."""
    return " ".join(visible(source[line.start : line.end]).split()).removeprefix("# ")


def _hints(lines: Sequence[Line], layout: Layout) -> tuple[Hint, ...]:
    found = []
    for line in lines:
        if (span := dated_prefix(line.text)) is not None:
            found.append(Hint(line.text[:span], line.start, line.end, "dateline"))
        elif line.number in layout.stamps and line.number in layout.cuts:
            found.append(Hint(line.text, line.start, line.end, "stamp"))
        elif line.number in layout.datelines and any(char.isdigit() for char in line.text):
            found.append(Hint(line.text, line.start, line.end, "dateline"))
    return tuple(found)
