"""Who may take part in an event: those within reach whom `party_views` asks about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.extract.events.draft import PARTIES, Cast, Draft, Naming

ROLES = ("none", "actor", "recipient")
FIRST_ACTOR, FIRST_RECIPIENT = "A", "R"
"""The classes whose weights rank the options of an event for each role; nobody is an option too."""

SAME = "s"
"""Where an option is that the event's own sentence names."""
BY_NOUN = "noun"
"""Where it does so by a noun that stands for the name: `الحركة`."""
_BEFORE, _TITLE, _TOLD, _IMPLIED = "p", "h", "d", "i"
_MOST = 14  # options an event has at most; sentences with more names are lists
_HOME = 2  # countries of the article that an unnamed party may belong to


@dataclass(slots=True)  # not frozen: made by the thousand, and a frozen one takes three times as long
class Option:
    """Somebody who may take part.

    `where` is s (same sentence), p (the one before), h (title), d (in an earlier event), i (an unnamed party of a
    country that the article tells of).
    """

    key: str
    naming: Naming | None
    country: str | None
    where: str


def party_options(cast: Cast, draft: Draft, told: Sequence[Draft]) -> list[Option]:
    """Return who may take part in an event; `told` are the events before it, with their roles."""
    options: dict[str, Option] = {}
    here = cast.by_sentence[draft.number]
    for naming in _nearest(here, draft):
        options[naming.key] = Option(naming.key, naming, naming.country, SAME)
    if draft.number:
        for naming in cast.by_sentence[draft.number - 1]:
            if naming.label in PARTIES:
                options.setdefault(naming.key, Option(naming.key, naming, naming.country, _BEFORE))
    for earlier in _kin(draft, told):
        for key in earlier.roles:
            options.setdefault(key, Option(key, cast.best.get(key), cast.country(key), _TOLD))
    for key in sorted(cast.title):
        naming = cast.best[key]
        if naming.label in PARTIES:
            options.setdefault(key, Option(key, naming, naming.country, _TITLE))
    countries = [n.country for n in here if n.country and n.label in ("GPE", "FAC", "LOC", "ORG")]
    for country in dict.fromkeys((*cast.home[:_HOME], *countries)):
        options.setdefault(f"@{country}", Option(f"@{country}", None, country, _IMPLIED))
    return list(options.values())[:_MOST]


def told_by(option: Option) -> str:
    """Return how the text tells an option: where it is named, or that a noun of the event's sentence stands for it."""
    is_noun = option.where == SAME and option.naming is not None and option.naming.is_again
    return BY_NOUN if is_noun else option.where


def _nearest(here: Sequence[Naming], draft: Draft) -> list[Naming]:
    """Return one naming a key, the nearest to the trigger, in order of the text."""
    first = draft.candidate.first
    best: dict[str, Naming] = {}
    for naming in here:
        if naming.label in PARTIES or naming.label in ("LOC", "FAC"):
            other = best.get(naming.key)
            if other is None or abs(naming.first - first) < abs(other.first - first):
                best[naming.key] = naming
    return sorted(best.values(), key=lambda naming: naming.first)


def _kin(draft: Draft, told: Sequence[Draft]) -> list[Draft]:
    """Return the events whose parties may be these: the last two, and the last of the same lemma and type."""
    kin = list(told[-2:])
    for match in ("lemma", "type"):
        for earlier in reversed(told):
            if earlier.event_type == draft.event_type and (
                match == "type" or earlier.candidate.lemma == draft.candidate.lemma
            ):
                kin.append(earlier)
                break
    return kin
