"""What the events of one article say of each other: all of them, those of one type, and the tellings of one event.

An article is about something: its events lean towards one day, and those of a type towards one pair of parties. What is
told of one event in one place then holds in the others: its day and its place are those that all of its tellings
together make likeliest, they have one mode where those that tell one agree, and each has the parties that are likeliest
in the light of the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import log, sqrt
from typing import TypeVar

from flows.extract.events.assign import Bits, chances_of, countries_of, expected_best, likeliest
from flows.extract.events.dates import agree
from flows.extract.events.draft import Days, Draft
from flows.extract.events.linear import share

FLOOR = 0.05
"""Probability that a telling leaves to a date, a place or parties that it does not offer: it may just not say so."""

_OTHERS = 0.6
"""What the log-odds of another telling's parties count in a telling, less the more others there are."""

_PARTIES, _DATES = 0.3, 0.3
"""What the mean of the article's other events counts in an event: of the log-odds of its parties, the mean of its type,
of its day that of all. On 410 kept articles both sides were right in .599 of the events without and .604 with 0.2 (with
the reader .694 and .699; 0.3 and 0.4 are a little better), days in .696 and .710 (.780 and .803). Places, sources,
modes and statuses gained nothing on annotated articles."""
_RARELY = 0.1  # probability that the others leave to what they do not have
_LEAST = 1e-6  # of a chance whose logarithm is taken


def chains(drafts: Sequence[Draft]) -> list[list[Draft]]:
    """Return the events that are told more than once, each with its tellings in order."""
    found: dict[int, list[Draft]] = {}
    root: dict[int, int] = {}
    for draft in drafts:
        top = id(draft) if draft.same is None else root[id(draft.same)]
        root[id(draft)] = top
        found.setdefault(top, []).append(draft)
    return [chain for chain in found.values() if len(chain) > 1]


def settle(drafts: Sequence[Draft], country: Callable[[str], str | None]) -> None:
    """Settle what the events of an article say of each other.

    Args:
        drafts: the events of an article.
        country: returns a party's country (ISO 3166-1 alpha-3), None if it has none.
    """
    for kin in _of_one_type(drafts):
        _lean_to_parties(kin, country)
    _lean_to_day(drafts)
    for chain in chains(drafts):
        _settle_mode(chain)
        _settle_roles(chain, country)
        precisions = {days: told for draft in chain for days, told in draft.precisions.items()}
        days = _likeliest([_dates(draft) for draft in chain])
        place = _likeliest([_places(draft) for draft in chain])
        for draft in chain:
            _put_days(draft, days, precisions, "same")
            _put_place(draft, place, "same")


def _of_one_type(drafts: Sequence[Draft]) -> list[list[Draft]]:
    """Return the events of each type that has several."""
    found: dict[str, list[Draft]] = {}
    for draft in drafts:
        found.setdefault(draft.event_type, []).append(draft)
    return [kin for kin in found.values() if len(kin) > 1]


def _lean_to_parties(kin: Sequence[Draft], country: Callable[[str], str | None]) -> None:
    """Make those parties likelier whose countries the other events of a type make likely in the same roles."""
    masks, likely = _countries(kin, country)
    total: Counter[int] = Counter()
    for chances in likely:
        total.update(chances)
    for draft, own, chances in zip(kin, masks, likely, strict=True):
        others = {mask: (total[mask] - chance) / (len(kin) - 1) for mask, chance in chances.items()}
        _choose(draft, [_PARTIES * log(max(others[mask], _RARELY)) for mask in own], "type", country)


def _lean_to_day(drafts: Sequence[Draft]) -> None:
    """Make the days likelier with which those agree that the article's other events make likely."""
    if len(drafts) < 2:
        return
    total: Counter[Days | None] = Counter()
    for draft in drafts:
        total.update(dict(draft.date_chances))
    agreeing = {days: [other for other in total if agree(days, other)] for days in total}
    whole = {days: sum(total[other] for other in found) for days, found in agreeing.items()}
    for draft in drafts:
        own = dict(draft.date_chances)
        others = {
            days: (whole[days] - sum(own.get(other, 0.0) for other in agreeing[days])) / (len(drafts) - 1)
            for days in own
        }
        scores = [
            log(max(chance, _LEAST)) + _DATES * log(max(others[days], _RARELY))
            for days, chance in draft.date_chances
        ]
        draft.date_chances = [
            (days, chance) for (days, _), chance in zip(draft.date_chances, share(scores), strict=True)
        ]
        likeliest_days, _ = max(draft.date_chances, key=lambda offered: offered[1])
        _put_days(draft, likeliest_days, draft.precisions, "others")


def _put_days(
    draft: Draft, days: Days | None, precisions: Mapping[Days | None, str | None], told_by: str
) -> None:
    if draft.days != days:
        draft.days, draft.precision = days, precisions.get(days)
        draft.notes.append(f"date:{told_by}")


def _put_place(draft: Draft, place: str | None, told_by: str) -> None:
    if draft.place != place:
        draft.place = place
        draft.notes.append(f"place:{told_by}")


def _settle_mode(chain: Sequence[Draft]) -> None:
    """Give the mode of the tellings that tell one, where they agree, to those that just do not say how it was done."""
    told = {draft.mode for draft in chain if draft.mode is not None}
    if len(told) == 1:
        (mode,) = told
        for draft in chain:
            if draft.mode is None:
                draft.mode = mode
                draft.notes.append("mode:same")


def _settle_roles(chain: Sequence[Draft], country: Callable[[str], str | None]) -> None:
    """Choose each telling's parties anew, those likelier whose countries the other tellings make likely, too."""
    masks, likely = _countries(chain, country)
    trust = _OTHERS / sqrt(len(chain) - 1)
    for i, (draft, own) in enumerate(zip(chain, masks, strict=True)):
        others = [chances for j, chances in enumerate(likely) if j != i]
        support = [trust * sum(log(max(chances.get(mask, 0.0), FLOOR)) for chances in others) for mask in own]
        _choose(draft, support, "same", country)


def _countries(
    drafts: Sequence[Draft], country: Callable[[str], str | None]
) -> tuple[list[list[int]], list[dict[int, float]]]:
    """Return the countries of each of the roles that each event offers, as bits, and how likely it makes them."""
    bits: Bits = {}
    masks = [[countries_of(roles, country, bits) for roles, _ in draft.role_chances] for draft in drafts]
    likely = [
        chances_of(own, [p for _, p in draft.role_chances]) for own, draft in zip(masks, drafts, strict=True)
    ]
    return masks, likely


def _choose(
    draft: Draft, support: Sequence[float], told_by: str, country: Callable[[str], str | None]
) -> None:
    """Choose an event's roles anew, given what speaks for each of those that it offers beside itself, log-odds."""
    offered = [roles for roles, _ in draft.role_chances]
    scores = [log(max(p, _LEAST)) + more for (_, p), more in zip(draft.role_chances, support, strict=True)]
    draft.role_chances = likeliest(offered, share(scores))
    roles = expected_best(draft.role_chances, country)
    if roles != draft.roles:
        draft.notes.append(f"parties:{told_by}")
    draft.roles = roles


Offered = TypeVar("Offered")
Support = tuple[Sequence[Offered], Callable[[Offered], float]]
"""What a telling offers, and how likely it makes each."""


def _dates(draft: Draft) -> Support[Days | None]:
    chances = draft.date_chances

    def likely(days: Days | None) -> float:
        return sum(chance for option, chance in chances if agree(option, days))

    return [option for option, _ in chances], likely


def _places(draft: Draft) -> Support[str | None]:
    chances = dict(draft.place_chances)
    return list(chances), lambda key: chances.get(key, 0.0)


def _likeliest(supports: Sequence[Support[Offered]]) -> Offered:
    values = dict.fromkeys(value for offered, _ in supports for value in offered)
    return max(values, key=lambda value: sum(log(max(likely(value), FLOOR)) for _, likely in supports))
