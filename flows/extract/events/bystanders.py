"""Who is named beside an event and takes no part: the state of those who act."""

from __future__ import annotations

from collections.abc import Sequence

from flows.extract.readings import EventSpan, NameSpan, Party

TO_OWN = frozenset({"REQUEST"})
"""Types of what people ask of the state that is their own."""


def parties_of_others(event: EventSpan, names: Sequence[NameSpan]) -> tuple[Party, ...]:
    """Return an event's parties without a recipient that is the state, or a city, of a named actor.

    A minister does not threaten, and an army does not attack, the state that it is of: that is named beside them for
    another reason. Of some 170 such recipients of the training articles 18 are of the actor's own country, 11 of
    them of demands.
    """
    if event.event_type in TO_OWN:
        return event.parties
    own = {p.country for p in event.parties if p.role == "actor" and p.name is not None and p.country}
    return tuple(
        p
        for p in event.parties
        if p.role != "recipient" or p.name is None or names[p.name].type != "GPE" or p.country not in own
    )
