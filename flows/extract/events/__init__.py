"""The events of one article: who did what to whom, when, where, how real it is and who says so.

`find_events` is the room's face. The order inside: `scene` lays names and times over the tokens, `candidates` asks
the lexicon, `triggers` and `interpret` decide with learnt weights, and one module a field says what is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.document import Document, Published
from flows.extract.events.bystanders import parties_of_others
from flows.extract.events.contexts import article_contexts, contexts
from flows.extract.events.draft import ACTOR, RECIPIENT, Cast, Draft, in_role
from flows.extract.events.interpret import knowing, read_events
from flows.extract.events.models import Models, shipped
from flows.extract.events.offices import holders_told, with_offices
from flows.extract.events.scene import Scene, scene
from flows.extract.events.sums import link_amounts
from flows.extract.reader.heard import Heard
from flows.extract.readings import (
    AmountSpan,
    EventSpan,
    NameSpan,
    NationalSpan,
    Party,
    Source,
    TimeSpan,
)

__all__ = ["events_in", "find_events"]

UNNAMED = "?"
"""The key of a party or source of whom nothing is told."""


def find_events(
    document: Document,
    names: Sequence[NameSpan],
    nationals: Sequence[NationalSpan],
    times: Sequence[TimeSpan],
    amounts: Sequence[AmountSpan],
    published: Published | None,
    heard: Heard | None = None,
) -> tuple[EventSpan, ...]:
    """Return the events that an article tells, in the order of their triggers.

    Args:
        document: the cleaned article.
        names: what it names, in order; an event's parties and place are positions here.
        nationals: its nationality words, in order, for parties without a name.
        times: its time expressions, resolved.
        amounts: its amounts; an event's are positions here.
        published: the days on which it can have come out, or None.
        heard: what the reader hears in it; None to go by the rules alone.
    """
    seen = scene(document, names, nationals, times, amounts, heard)
    return events_in(seen, published, shipped(with_reader=heard is not None))


def events_in(seen: Scene, published: Published | None, models: Models) -> tuple[EventSpan, ...]:
    """Return the events that an article tells, as given weights see them.

    Args:
        seen: the article with all that was found in it.
        published: the days on which it can have come out, or None.
        models: the weights.
    """
    known = knowing(seen, published, models)
    drafts = read_events(known)
    if not drafts:
        return ()
    fields = article_contexts(seen)
    linked = link_amounts(seen, drafts)
    events = tuple(
        _span(
            draft, known.cast, contexts(draft, fields), tuple(a for a, e in sorted(linked.items()) if e == i)
        )
        for i, draft in enumerate(drafts)
    )
    holders = holders_told(seen)
    events = tuple(_without_others(event, seen.names) for event in events)
    return tuple(
        with_offices(event, seen, known.cast, draft, holders)
        for event, draft in zip(events, drafts, strict=True)
    )


def _without_others(event: EventSpan, names: Sequence[NameSpan]) -> EventSpan:
    parties = parties_of_others(event, names)
    return event if parties == event.parties else replace(event, parties=parties)


def _span(draft: Draft, cast: Cast, fields: tuple[str, ...], amounts: tuple[int, ...]) -> EventSpan:
    start, end = draft.days or (None, None)
    return EventSpan(
        start=draft.candidate.start,
        end=draft.candidate.end,
        event_type=draft.event_type,
        mode=draft.mode,
        status=draft.status,
        date_start=start,
        date_end=end,
        precision=draft.precision,
        place=cast.nearest(draft.place, draft.candidate.first).name if draft.place else None,
        parties=_parties(draft, cast),
        source=_source(draft, cast),
        contexts=fields,
        amounts=amounts,
        method=" ".join(draft.notes),
        confidence=round(draft.confidence, 3),
    )


def _parties(draft: Draft, cast: Cast) -> tuple[Party, ...]:
    """Return the parties; an unnamed one of a country gives way to a named one of that country in the same role."""
    parties = []
    told = ((key, role) for role in (ACTOR, RECIPIENT) for key in in_role(draft.roles, role))
    for key, role in told:
        if key[0] == "@" and key not in cast.best:
            parties.append(Party(role, None, key[1:]))
        else:
            naming = cast.nearest(key, draft.candidate.first)
            parties.append(Party(role, naming.name, naming.country))
    named = {(party.role, party.country) for party in parties if party.name is not None}
    return tuple(p for p in parties if p.name is not None or (p.role, p.country) not in named)


def _source(draft: Draft, cast: Cast) -> Source | None:
    if draft.source is None:
        return None
    if draft.source == UNNAMED:
        return Source(None, None)
    naming = cast.nearest(draft.source, draft.candidate.first)
    return Source(naming.name, naming.country)
