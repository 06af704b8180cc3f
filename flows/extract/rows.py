"""A reading as rows: ids from characters, surfaces from the source, the sentence around each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from flows.document import Document, Sentence
from flows.extract.readings import EventSpan, Reading
from flows.ids import make_id


def sentence_id(article_id: str, number: int) -> str:
    """Return the id of an article's sentence."""
    return make_id("s", article_id, number)


class ReadingRows:
    """The rows of one article's reading, for the frames that `flows.frames` names."""

    def __init__(self, document: Document, reading: Reading) -> None:
        self._document = document
        self._reading = reading
        self._starts = [sentence.start for sentence in document.sentences]
        self._sources: dict[tuple[int, int], tuple[int, int]] = {}
        self._told: dict[int, dict[str, Any]] = {}
        self._mentions = [self._id("m", name.start, name.end, name.type) for name in reading.names]
        self._tellings = [
            self._id("em", event.start, event.end, event.event_type) for event in reading.events
        ]

    def dated(self) -> Iterator[dict[str, Any]]:
        """The article's date, where it can be told."""
        if (published := self._document.published) is not None:
            yield {
                "article_id": self._document.article_id,
                "published_start": published.start,
                "published_end": published.end,
                "published_basis": published.basis,
            }

    def times(self) -> Iterator[dict[str, Any]]:
        """One row a time expression."""
        for time in self._reading.times:
            yield self._span(time.start, time.end) | {
                "time_id": self._id("t", time.start, time.end),
                "date_start": time.date_start,
                "date_end": time.date_end,
                "precision": time.precision,
                "anchor": time.anchor,
                "is_approximate": time.is_approximate,
            }

    def amounts(self) -> Iterator[dict[str, Any]]:
        """One row an amount, with the telling that it belongs to."""
        telling = {a: self._tellings[n] for n, e in enumerate(self._reading.events) for a in e.amounts}
        for number, amount in enumerate(self._reading.amounts):
            yield self._span(amount.start, amount.end) | {
                "amount_id": self._id("a", amount.start, amount.end),
                "value": amount.value,
                "value_max": amount.value_max,
                "unit": amount.unit,
                "is_approximate": amount.is_approximate,
                "event_mention_id": telling.get(number),
            }

    def names(self) -> Iterator[dict[str, Any]]:
        """One row a naming."""
        for mention_id, name in zip(self._mentions, self._reading.names, strict=True):
            yield self._span(name.start, name.end) | {
                "mention_id": mention_id,
                "type": name.type,
                "thing": name.thing,
                "key": name.key,
                "country": name.country,
                "method": name.method,
                "confidence": name.confidence,
            }

    def tellings(self) -> Iterator[dict[str, Any]]:
        """One row an event's telling."""
        for telling_id, event in zip(self._tellings, self._reading.events, strict=True):
            yield self._span(event.start, event.end) | {
                "event_mention_id": telling_id,
                "event_type": event.event_type,
                "mode": event.mode,
                "status": event.status,
                "date_start": event.date_start,
                "date_end": event.date_end,
                "date_precision": event.precision,
                "place": self._mention(event.place),
                "source": self._mention(event.source.name) if event.source else None,
                "source_country": _unnamed_source(event),
                "contexts": list(event.contexts),
                "is_repeat": self._sentence(event.start).repeat_of is not None,
                "method": event.method,
                "confidence": event.confidence,
            }

    def parties(self) -> Iterator[dict[str, Any]]:
        """One row a party of a telling; the same party in the same role stands once."""
        for telling_id, event in zip(self._tellings, self._reading.events, strict=True):
            for party in dict.fromkeys(event.parties):
                mention_id = self._mention(party.name)
                yield {
                    "participant_id": make_id("pt", telling_id, party.role, mention_id, party.country),
                    "event_mention_id": telling_id,
                    "article_id": self._document.article_id,
                    "role": party.role,
                    "mention_id": mention_id,
                    "country": party.country,
                    "office": party.office,
                }

    def _mention(self, position: int | None) -> str | None:
        return None if position is None else self._mentions[position]

    def _id(self, prefix: str, start: int, end: int, *more: str) -> str:
        return make_id(prefix, self._document.article_id, *self._source(start, end), *more)

    def _source(self, start: int, end: int) -> tuple[int, int]:
        span = start, end
        found = self._sources.get(span)
        if found is None:
            found = self._sources[span] = self._document.source_span(start, end)
        return found

    def _sentence(self, offset: int) -> Sentence:
        return self._document.sentences[max(0, bisect_right(self._starts, offset) - 1)]

    def _span(self, start: int, end: int) -> dict[str, Any]:
        sentence = self._sentence(start)
        told = self._told.get(sentence.number)
        if told is None:
            told = self._told[sentence.number] = self._of_sentence(sentence)
        source_start, source_end = self._source(start, end)
        return told | {
            "surface": self._document.source_text[source_start:source_end],
            "start": start,
            "end": end,
            "source_start": source_start,
            "source_end": source_end,
        }

    def _of_sentence(self, sentence: Sentence) -> dict[str, Any]:
        """What all rows of a sentence share."""
        document = self._document
        return {
            "article_id": document.article_id,
            "sentence_id": sentence_id(document.article_id, sentence.number),
            "sentence": document.text[sentence.start : sentence.end].strip(),
        }


def _unnamed_source(event: EventSpan) -> str | None:
    """ISO3 of a source that is told by nationality alone, `unnamed` for one told by neither."""
    if event.source is None or event.source.name is not None:
        return None
    return event.source.country or "unnamed"
