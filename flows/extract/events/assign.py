"""Who acts and who receives, decided together: the likely assignments of the roles, each to be weighed as a whole.

`party_views` asks of each option alone whether it acts or receives; `weighing` asks what only shows in the whole.
The assignment that is taken is not the likeliest but the one that is expected to be most like the right one (minimum
Bayes risk): those that name other parties of the same countries speak for each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import NamedTuple

from flows.extract.events.draft import ACTOR, BOTH, RECIPIENT, in_role
from flows.extract.events.parties import Option

Roles = dict[str, str]

Bits = dict[tuple[str, str], int]
"""A role and a country, and the bit that stands for them."""

_SINGLE = 4  # options that are tried alone in a role, and in pairs that act together: the likeliest
_TRUST = 0.15  # what the options' own scores count by themselves; the features weigh their steps
_STEP = 0.7  # of a margin between scores: the width of its classes
_WIDEST = 5  # and how many of them there are on each side of zero
_WHOLE = (
    0.3  # what being right in all countries counts; the rest is for the F1 of the countries in their roles
)
_SAME = 0.3  # and what being right in the parties themselves counts on top
_LIKELY = 10  # assignments that are compared, the likeliest
_SURE = 0.8  # a chance from which on no other can be expected to be more like the right one


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of an event's options one by one.

    `rows` have a score for each of `PARTY_CLASSES`: none, actor, recipient, best actor, best recipient. `nobody` are
    the scores of there being no best actor and no best recipient. `odds` are the log-odds with which the reader hears
    parties to act and to receive, by their keys; None without a reader.
    """

    options: Sequence[Option]
    rows: Sequence[Sequence[float]]
    nobody: Sequence[float]
    odds: Mapping[str, tuple[float, float]] | None = None


@dataclass(slots=True)  # not frozen: made by the thousand, and a frozen one takes three times as long
class Assignment:
    """Roles by key, and what the options' own scores give for them, a log-odds.

    `sides` are the keys of those who act and of those who receive. `margins` are those of the best actor and the best
    recipient over the best of the others and nobody; of nobody over the best where nobody has the role; and the sums of
    what each says alone. In classes. `against` is what the reader's hearing says against who acts and who receives,
    log-odds; None without a reader.
    """

    roles: Roles
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    score: float
    margins: tuple[int, ...]
    against: tuple[float, float] | None


def assignments(asked: Asked, completed: Callable[[Roles], Roles]) -> list[Assignment]:
    """Return the likely assignments of an event's roles, the one that the options' own scores favour first.

    Args:
        asked: the options and their scores.
        completed: makes the roles what syntax and lists of names demand.
    """
    actor, recipient = _Role(asked, 1), _Role(asked, 2)
    found: dict[frozenset[tuple[str, str]], Assignment] = {}
    # meetings, accords, trade: done with each other, to nobody
    together = ((pair, ()) for pair in actor.pairs())
    for actors, recipients in chain(product(actor.sets(), recipient.sets()), together):
        shared = [key for key in actors if key in recipients]
        if any(key[0] != "@" for key in shared):
            continue
        whole = completed(
            dict.fromkeys(actors, ACTOR) | dict.fromkeys(recipients, RECIPIENT) | dict.fromkeys(shared, BOTH)
        )
        told = frozenset(whole.items())
        if told not in found:
            sides = tuple(in_role(whole, ACTOR)), tuple(in_role(whole, RECIPIENT))
            acting, receiving = actor.bid(sides[0]), recipient.bid(sides[1])
            score, margins = _TRUST * (acting.score + receiving.score), acting.margins + receiving.margins
            against = None if asked.odds is None else (acting.against, receiving.against)
            found[told] = Assignment(whole, sides, score, margins, against)
    return sorted(found.values(), key=lambda option: (-option.score, sorted(option.roles.items())))


def likeliest(found: Sequence[Roles], chances: Sequence[float]) -> list[tuple[Roles, float]]:
    """Return the likeliest of some roles with their chances, the first one first."""
    return sorted(zip(found, chances, strict=True), key=lambda option: -option[1])[:_LIKELY]


def expected_best(offered: Sequence[tuple[Roles, float]], country: Callable[[str], str | None]) -> Roles:
    """Return the roles that are expected to be most like the right ones.

    Args:
        offered: roles with their chances, as `likeliest` returns them.
        country: returns a party's country (ISO 3166-1 alpha-3), None if it has none.
    """
    if offered[0][1] >= _SURE:
        return offered[0][0]
    bits: Bits = {}
    masks = [countries_of(roles, country, bits) for roles, _ in offered]
    shared = chances_of(masks, [chance for _, chance in offered])
    worth = {
        mask: _WHOLE * chance + (1 - _WHOLE) * sum([_alike(mask, other) * p for other, p in shared.items()])
        for mask, chance in shared.items()
    }
    values = [worth[mask] + _SAME * chance for mask, (_, chance) in zip(masks, offered, strict=True)]
    return offered[values.index(max(values))][0]


def countries_of(roles: Roles, country: Callable[[str], str | None], bits: Bits) -> int:
    """Return the countries of those who act and who receive as a set of bits, the same for equal ones of one `bits`.

    A named party without a country stands for itself, an unnamed one for nobody.
    """
    named = [(country(key) or ("" if key[0] == "@" else key), role) for key, role in roles.items()]
    return _bits_of([(told, role) for told, role in named if told and told != "?"], bits)


def parties_of(roles: Roles, bits: Bits) -> int:
    """Return those who act and who receive as a set of bits, the same for equal ones of one `bits`."""
    return _bits_of(roles.items(), bits)


def _bits_of(told: Iterable[tuple[str, str]], bits: Bits) -> int:
    mask = 0
    for who, role in told:
        for side in (ACTOR, RECIPIENT):
            if role in (side, BOTH):
                mask |= 1 << bits.setdefault((side, who), len(bits))
    return mask


def chances_of(masks: Sequence[int], chances: Sequence[float]) -> dict[int, float]:
    """Return how likely each set of countries or parties is, with whatever else it goes."""
    shared: dict[int, float] = {}
    for mask, chance in zip(masks, chances, strict=True):
        shared[mask] = shared.get(mask, 0.0) + chance
    return shared


def _alike(a: int, b: int) -> float:
    """Return the F1 of two sets of bits, 1 for two empty ones."""
    size = a.bit_count() + b.bit_count()
    return 2 * (a & b).bit_count() / size if size else 1.0


class _Bid(NamedTuple):
    """What speaks for some of the options as all who have a role: see `Assignment`."""

    score: float
    margins: tuple[int, int]
    against: float


class _Role:
    """One role of an event (1 actor, 2 recipient): who may have it, and what speaks for them, found once for each."""

    def __init__(self, asked: Asked, role: int) -> None:
        rows = {option.key: row for option, row in zip(asked.options, asked.rows, strict=True)}
        self._asked, self._role = asked, role
        self._gains = {key: row[role] - row[0] for key, row in rows.items()}
        self._best = {key: row[2 + role] for key, row in rows.items()}
        self._order = sorted(self._best, key=self._best.__getitem__, reverse=True)
        self._clear = tuple([key for key, row in rows.items() if row[role] > max(row[0], row[3 - role])])
        self._bids: dict[tuple[str, ...], _Bid] = {}

    def sets(self) -> list[tuple[str, ...]]:
        """Return who may have the role together: nobody, one alone, all that clearly have it."""
        return list(dict.fromkeys([(), *((key,) for key in self._order[:_SINGLE]), self._clear]))

    def pairs(self) -> list[tuple[str, ...]]:
        """Return which two may have the role together though neither clearly has it."""
        return list(combinations(self._order[:_SINGLE], 2))

    def bid(self, keys: tuple[str, ...]) -> _Bid:
        """Return what speaks for those with these keys as all who have the role."""
        found = self._bids.get(keys)
        if found is None:
            found = self._bids[keys] = self._made(keys)
        return found

    def _made(self, keys: tuple[str, ...]) -> _Bid:
        nobody = self._asked.nobody[self._role - 1]
        chosen = [key for key in keys if key in self._best]  # in order, as floats are added up
        alone = sum([self._gains[key] for key in chosen])
        best = max([self._best[key] for key in chosen], default=nobody)
        least = best - _WIDEST
        other = next((self._best[key] for key in self._order if key not in chosen), least)
        margin = best - max(other, nobody if chosen else least, least)
        margins = _class(margin), _class(alone) if chosen else -_WIDEST
        return _Bid(alone + best - nobody, margins, self._against(keys))

    def _against(self, keys: tuple[str, ...]) -> float:
        """Return the log-odds that the reader hears against who has the role, over those it sees.

        It hears of the word for a nationality whether anybody of that country acts or receives.
        """
        if not self._asked.odds:
            return 0.0
        country = {option.key: option.country for option in self._asked.options}
        meant = {*keys, *(f"@{key[1:] if key[0] == '@' else country.get(key)}" for key in keys)}
        odds = [(key, told[self._role - 1]) for key, told in self._asked.odds.items()]
        return sum(max(0.0, -chance if key in meant else chance) for key, chance in odds)


def _class(margin: float) -> int:
    return max(-_WIDEST, min(_WIDEST, round(margin / _STEP)))
