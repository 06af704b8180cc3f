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

from flows.extract.events.assign import Bits, chances_of, countries_of, expected_best, likeliest, parties_of
from flows.extract.events.dates import agree
from flows.extract.events.draft import Days, Draft
from flows.extract.events.linear import share

Country = Callable[[str], str | None]
"""Tells a party's country (ISO 3166-1 alpha-3), None if it has none."""

FLOOR = 0.05
"""Probability that a telling leaves to a date, a place or parties that it does not offer: it may just not say so."""

_OTHERS = 0.3, 0.3
"""What the log-odds of another telling's parties count in a telling, less the more others there are: that they are of
the same countries, and that they are the same."""

_OF_TYPE = 0.2, 0.3
"""What the mean of the article's other events of a type counts in an event, in the same two ways. On 410 kept articles
parties by entity came out at F1 .531 by countries alone and .543 so, with the reader .662 and .671, on the annotated
articles .546 and .561; both sides by country were right in .607 of the events and .612 (.710 and .713; .645 both)."""

_DATES = 0.3
"""What the mean of the article's other events counts in the log-odds of an event's day: days right .696 without and
.710 (.780 and .803). Places, sources, modes and statuses gained nothing on annotated articles."""
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


def settle(drafts: Sequence[Draft], country: Country) -> None:
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


def _lean_to_parties(kin: Sequence[Draft], country: Country) -> None:
    """Make those parties likelier that the other events of a type make likely in the same roles."""
    support = [[0.0] * len(draft.role_chances) for draft in kin]
    for weight, (masks, likely) in zip(_OF_TYPE, _told(kin, country), strict=True):
        total: Counter[int] = Counter()
        for chances in likely:
            total.update(chances)
        for more, own, chances in zip(support, masks, likely, strict=True):
            others = {mask: (total[mask] - chance) / (len(kin) - 1) for mask, chance in chances.items()}
            _add(more, weight, [max(others[mask], _RARELY) for mask in own])
    for draft, more in zip(kin, support, strict=True):
        _choose(draft, more, "type", country)


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


def _settle_roles(chain: Sequence[Draft], country: Country) -> None:
    """Choose each telling's parties anew, those likelier that the other tellings make likely, too."""
    support = [[0.0] * len(draft.role_chances) for draft in chain]
    for weight, (masks, likely) in zip(_OTHERS, _told(chain, country), strict=True):
        for i, (more, own) in enumerate(zip(support, masks, strict=True)):
            for chances in likely[:i] + likely[i + 1 :]:
                _add(more, weight / sqrt(len(chain) - 1), [max(chances.get(m, 0.0), FLOOR) for m in own])
    for draft, more in zip(chain, support, strict=True):
        _choose(draft, more, "same", country)


def _add(support: list[float], weight: float, chances: Sequence[float]) -> None:
    for n, chance in enumerate(chances):
        support[n] += weight * log(chance)


Masks = tuple[list[list[int]], list[dict[int, float]]]
"""The sets of bits that the roles on offer come to, event by event, and how likely each event makes each."""


def _told(drafts: Sequence[Draft], country: Country) -> tuple[Masks, Masks]:
    """Return the roles that each event offers by the countries of its parties, and by the parties themselves."""
    bits: tuple[Bits, Bits] = {}, {}
    lands = [[countries_of(roles, country, bits[0]) for roles, _ in draft.role_chances] for draft in drafts]
    parties = [[parties_of(roles, bits[1]) for roles, _ in draft.role_chances] for draft in drafts]
    chances = [[chance for _, chance in draft.role_chances] for draft in drafts]
    return (lands, list(map(chances_of, lands, chances))), (parties, list(map(chances_of, parties, chances)))


def _choose(draft: Draft, support: Sequence[float], told_by: str, country: Country) -> None:
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
