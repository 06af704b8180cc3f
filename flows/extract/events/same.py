"""Which earlier event of the article is told again, and what the tellings of one event settle together.

An event is told several times in an article: in the title, the lead, the quotes. Each telling is asked which earlier
one it repeats, or whether it is new. What is told of the event in one place then holds in the others: its day and its
place are those that all of its tellings together make likeliest, they have one mode where those that tell one agree,
and each has the parties that are likeliest in the light of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log, sqrt
from typing import TypeVar

from flows.extract.events.assign import Bits, chances_of, countries_of, expected_best, likeliest
from flows.extract.events.dates import HALF, agree, overlap_share
from flows.extract.events.draft import Cast, Days, Draft, in_role
from flows.extract.events.frame import word_at
from flows.extract.events.linear import View, share
from flows.extract.events.scene import Scene

_MOST = 12  # earlier events of the same type that an event is compared with, the latest
FLOOR = 0.05
"""Probability that a telling leaves to a date, a place or parties that it does not offer: it may just not say so."""

_OTHERS = 0.6
"""What the log-odds of another telling's parties count in a telling, less the more others there are."""
_LEAST = 1e-6  # of a chance whose logarithm is taken


def same_options(draft: Draft, told: Sequence[Draft]) -> list[Draft | None]:
    """Return what an event may repeat: nothing, then the earlier events of its type, the latest first."""
    kin = [earlier for earlier in reversed(told) if earlier.event_type == draft.event_type]
    return [None, *kin[:_MOST]]


def same_views(
    scene: Scene, cast: Cast, draft: Draft, option: Draft | None, options: Sequence[Draft | None]
) -> list[View]:
    """Return what bears on whether an event is the one told before; None stands for a new one."""
    t, kind, lemma = draft.event_type, _kind(draft), draft.candidate.lemma
    low, high = scene.bounds[draft.number]
    before = word_at(scene, draft.candidate.first - 1, low, high)
    if option is None:
        kin = [o for o in options if o is not None]
        lemmas = any(o.candidate.lemma == lemma for o in kin)
        return [
            (_new, t, kind, draft.mode, draft.status),
            (_new_among, kind, min(len(kin), 4), lemmas, min(draft.number, 3)),
            f"0l={lemma}", f"0p={before}",
        ]  # fmt: skip
    same = "s" if option.candidate.lemma == lemma else "o"
    parties = "".join(_parties(cast, option, draft, role) for role in ("actor", "recipient"))
    days = _days(option.days, draft.days)
    place, mode = _alike(option.place, draft.place), _alike(option.mode, draft.mode)
    return [
        (_worded, same, kind, _kind(option), t, mode),
        (_far, same, min(draft.number - option.number, 6), min(options.index(option), 4)),
        (_real, same, option.status, draft.status, option.number == 0, draft.number == 1),
        (_of_parties, same, parties, t),
        (_of_days, same, days, parties, place),
        f"p={before}", f"ll={'|'.join(sorted((option.candidate.lemma, lemma)))}",
        f"so={_alike(option.source, draft.source)}",
    ]  # fmt: skip


def _new(t: str, kind: str, mode: str | None, status: str) -> tuple[str, ...]:
    return "0", f"0t={t}", f"0k={kind}", f"0m={mode}", f"0s={status}"


def _new_among(kind: str, kin: int, is_lemma: bool, number: int) -> tuple[str, ...]:
    return f"0kn={kind}{min(kin, 3)}", f"0n={kin}{is_lemma}", f"0at={number}{kin > 0}"


def _worded(same: str, kind: str, other: str, t: str, mode: str) -> tuple[str, ...]:
    return (
        f"l={same}",
        f"lk={same}{kind}",
        f"kk={other}{kind}",
        f"t={t}{same}",
        f"m={mode}",
        f"mt={t}{mode}{same}",
    )


def _far(same: str, gap: int, rank: int) -> tuple[str, ...]:
    return f"g={gap}", f"gl={same}{gap}", f"r={rank}{same}"


def _real(same: str, earlier: str, status: str, is_title: bool, is_lead: bool) -> tuple[str, ...]:
    return f"st={earlier}{status}", f"stl={earlier}{status}{same}", f"ti={is_title}{is_lead}"


def _of_parties(same: str, parties: str, t: str) -> tuple[str, ...]:
    return f"a={parties[0]}", f"b={parties[1]}", f"ab={parties}", f"abl={parties}{same}", f"abt={parties}{t}"


def _of_days(same: str, days: str, parties: str, place: str) -> tuple[str, ...]:
    return (
        f"d={days}", f"dl={days}{same}", f"da={days}{parties}", f"pl={place}", f"pll={place}{same}",
        f"dp={days}{place}{same}",
    )  # fmt: skip


def _kind(draft: Draft) -> str:
    stem, form = draft.candidate.stem, draft.candidate.senses[0].form
    return f"{form.kind}{'d' if stem.is_definite else ''}{'p' if form.has_pronoun else ''}"


def _alike(a: str | None, b: str | None) -> str:
    return "=" if a == b and a else "0" if not a and not b else "?" if not a or not b else "x"


def _days(a: Days | None, b: Days | None) -> str:
    if a is None or b is None:
        return "0" if a is b else "?"
    return "=" if overlap_share(a, b) >= HALF else "~" if overlap_share(a, b) > 0 else "x"


def _parties(cast: Cast, a: Draft, b: Draft, role: str) -> str:
    """Tell how the parties in a role agree: the same, of one country, other ones, or none in one or in both."""
    first, second = (set(in_role(draft.roles, role)) for draft in (a, b))
    if not first or not second:
        return "0" if not first and not second else "?"
    if first & second:
        return "="
    countries = [{cast.country(key) for key in keys} - {None} for keys in (first, second)]
    return "c" if countries[0] & countries[1] else "x"


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
    """Give all tellings of one event its mode, and the day and the place that they make likeliest together.

    Who acts and who receives is settled for each telling, in the light of the others: one may tell of more parties.

    Args:
        drafts: the events of an article.
        country: returns a party's country (ISO 3166-1 alpha-3), None if it has none.
    """
    for chain in chains(drafts):
        _settle_mode(chain)
        _settle_roles(chain, country)
        days = _likeliest([_dates(draft) for draft in chain])
        for draft in chain:
            if draft.days != days:
                teller = next((d for d in chain if d.days == days and d.precision), None)
                draft.precision = teller.precision if teller else None
                draft.notes.append("date:same")
            draft.days = days
        place = _likeliest([_places(draft) for draft in chain])
        for draft in chain:
            if draft.place != place:
                draft.notes.append("place:same")
            draft.place = place


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
    bits: Bits = {}
    masks = [[countries_of(roles, country, bits) for roles, _ in draft.role_chances] for draft in chain]
    likely = [
        chances_of(own, [p for _, p in draft.role_chances]) for own, draft in zip(masks, chain, strict=True)
    ]
    trust = _OTHERS / sqrt(len(chain) - 1)
    for i, draft in enumerate(chain):
        others = [chances for j, chances in enumerate(likely) if j != i]
        scores = [
            log(max(p, _LEAST)) + trust * sum(log(max(chances.get(mask, 0.0), FLOOR)) for chances in others)
            for mask, (_, p) in zip(masks[i], draft.role_chances, strict=True)
        ]
        roles = expected_best(likeliest([roles for roles, _ in draft.role_chances], share(scores)), country)
        if roles != draft.roles:
            draft.notes.append("parties:same")
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
