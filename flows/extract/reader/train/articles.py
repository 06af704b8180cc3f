"""Annotated articles as samples with the labels of every head."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from flows.extract.events.annotated import Article
from flows.extract.events.dates import HALF, overlap_share
from flows.extract.events.draft import shape
from flows.extract.events.examples import Annotated
from flows.extract.events.nationalities import nationality_words
from flows.extract.reader.labels import (
    ARGUMENTS,
    CUTS,
    DATINGS,
    EVENT_TYPES,
    MODE_CLASSES,
    SHAPES,
    SOURCINGS,
    STATUSES,
)
from flows.extract.reader.pieces import Pieces
from flows.extract.reader.train.samples import ANY_TAG, OPEN, TAG, Look, Sample
from flows.extract.reader.windows import Window, around, windows


def samples(article: Article, pieces: Pieces) -> list[Sample]:
    """Return an article's windows with their labels, in order."""
    tokens, text = article.document.tokens, article.document.text
    made = []
    for window in windows(article.document, pieces):
        words = [text[tokens[t].start : tokens[t].end] for t in window.tokens]
        spaced = [tokens[t].start == 0 or text[tokens[t].start - 1].isspace() for t in window.tokens]
        size = len(words)
        sample = Sample(words, spaced, [1 << TAG["O"]] * size, triggers=[0] * size, tokens=window.tokens)
        places = _Places(article, window)
        namings = _mark_names(article, places, sample)
        if not article.is_named:
            sample.names = [ANY_TAG] * size
        _mark_events(article, places, sample, namings)
        made.append(sample)
    return made


class _Places:
    """Where characters lie among a window's words."""

    def __init__(self, article: Article, window: Window) -> None:
        tokens = article.document.tokens
        self.window = window
        self.starts = [tokens[t].start for t in window.tokens]
        self.ends = [tokens[t].end for t in window.tokens]

    def words(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first and one past the last word of a span, None if it lies outside."""
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1) - 1
        if first < 0 or last < 0 or start >= self.ends[first]:
            return None
        return first, last + 1

    def cut(self, first: int, start: int) -> int:
        """Return how many letters of a word stand before a span that starts in it."""
        return min(start - self.starts[first], CUTS - 1)


Namings = Sequence[tuple[int, str]]
"""The first word of each naming in a window, and whom it names: a key, or `@` and a country."""


def _mark_names(article: Article, places: _Places, sample: Sample) -> Namings:
    namings = []
    for name in article.names:
        found = places.words(name.start, name.end)
        if found is not None:
            first, end = found
            sample.names[first:end] = [1 << TAG[f"I-{name.type}"]] * (end - first)
            sample.names[first] = 1 << TAG[f"B-{name.type}"]
            sample.cuts[first] = places.cut(first, name.start)
            namings.append((first, name.thing))
    for nation in nationality_words(article.document, article.names):
        found = places.words(nation.start, nation.end)
        if found is not None:
            namings.append((found[0], f"@{nation.country}"))
    return namings


def _mark_events(article: Article, places: _Places, sample: Sample, namings: Namings) -> None:
    for event in article.events:
        found = places.words(event.start, event.end)
        if found is None:
            continue
        first, end = found
        sample.triggers[first:end] = [2] * (end - first)
        sample.triggers[first] = 1
        sample.types[first] = EVENT_TYPES.index(event.event_type)
        sample.cuts[first] = places.cut(first, event.start)
        sample.looks.append(_look(article, places, event, found, namings))


def _look(article: Article, places: _Places, event: Annotated, at: tuple[int, int], namings: Namings) -> Look:
    countries = {name.thing: name.country for name in article.names}
    arguments = []
    for word, key in namings:
        meant = _roles(event, key, countries)
        arguments += [(word, i, int(name in meant)) for i, name in enumerate(ARGUMENTS) if name != "time"]
    is_told = False
    for time in article.times:
        found = places.words(time.start, time.end)
        if found is not None and time.date_start and time.date_end:
            is_date = bool(event.days and overlap_share((time.date_start, time.date_end), event.days) >= HALF)
            is_told = is_told or is_date
            arguments.append((found[0], ARGUMENTS.index("time"), int(is_date)))
    seen = around(places.window.sentences, at[0])
    arguments = [argument for argument in arguments if argument[0] in seen]
    return Look(
        seen.start, seen.stop, at[0], min(at[1], seen.stop), STATUSES.index(event.status), _mode(event),
        _dating(article, event, is_told=is_told),
        SOURCINGS.index("own" if event.source is None else "unnamed" if event.source == "?" else "named"),
        SHAPES.index(shape(event.actors, event.recipients, countries.get)),
        tuple(arguments),
    )  # fmt: skip


def _roles(event: Annotated, key: str, countries: Mapping[str, str | None]) -> set[str]:
    found = set()
    for role, keys in (("actor", event.actors), ("recipient", event.recipients), ("source", (event.source,))):
        if key in keys or (key[0] == "@" and key[1:] in {countries.get(k or "") for k in keys}):
            found.add(role)
    return found | {"place"} if key == event.place else found


def _mode(event: Annotated) -> int:
    name = f"{event.event_type}.{event.mode}"
    return MODE_CLASSES.index(name) if name in MODE_CLASSES else 0


def _dating(article: Article, event: Annotated, *, is_told: bool) -> int:
    """Return how an event's date is told; OPEN where the article's own day is not known."""
    if event.days is None:
        # where the article's own day is not known, an event of that day has none either
        return OPEN if article.published is None else DATINGS.index("none")
    if is_told:
        return DATINGS.index("told")
    if article.published is None:
        return OPEN
    day = article.published.start, article.published.end
    return DATINGS.index("article" if overlap_share(day, event.days) >= HALF else "told")
