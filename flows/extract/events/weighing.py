"""What bears on whether an assignment of an event's roles is right as a whole.

Whether both sides are of one state, whether somebody near is left over, whether the event before had the same parties.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from flows.extract.events.assign import Assignment
from flows.extract.events.draft import ACTOR, PARTIES, RECIPIENT, Cast, Draft, in_role, shape
from flows.extract.events.dyads import usual
from flows.extract.events.frame import bucket, relation
from flows.extract.events.heard import against, shape_heard
from flows.extract.events.linear import View
from flows.extract.events.party_views import Setting
from flows.extract.events.party_words import acting_and_receiving, party_word
from flows.extract.events.scene import Scene


@dataclass(slots=True)  # not frozen: made by the thousand, and a frozen one takes three times as long
class Side:
    """Those who have one role in an assignment: how many, their countries, and words for what they are.

    `sorts`, `rank` and `stands` are as the functions of this module name them. `acted` and `received` say of the event
    before and of the last one of the same type how like they are to who acted and received there, `turned` whether
    somebody of them acted there. `acts` and `receives` are what the words for them say of their acting and receiving.
    """

    count: int
    countries: Set[str | None]
    sorts: str
    rank: str
    stands: str
    acted: list[str]
    received: list[str]
    turned: list[bool]
    acts: float
    receives: float


class Weighing:
    """What bears on whether an assignment is right as a whole; what a side comes to is found once an event.

    Args:
        scene: the article.
        cast: its namings.
        draft: the event.
        shared: what its party features share.
    """

    def __init__(self, scene: Scene, cast: Cast, draft: Draft, shared: Setting) -> None:
        self._scene, self._cast, self._draft, self._shared = scene, cast, draft, shared
        here = [(naming, *relation(scene, draft, naming)) for naming in cast.by_sentence[draft.number]]
        self._near = sorted(here, key=lambda told: (told[2], told[0].first))
        self._named = {naming.key for naming, _, _ in here}
        before = [(name, told) for name, told in (("b", shared.last), ("k", shared.kin)) if told is not None]
        self._before = [(name, *self._told(earlier)) for name, earlier in before]
        self._acted = [set(in_role(earlier.roles, ACTOR)) for _, earlier in before]
        self._received = [set(in_role(earlier.roles, RECIPIENT)) for _, earlier in before]
        self._sides: dict[tuple[str, ...], Side] = {}
        self._rest: dict[frozenset[str], View] = {}

    def _told(self, earlier: Draft) -> tuple[int, str, str]:
        """Return how far off an event is, up to 2, whether it has the same lemma, and its type."""
        lemma = "l" if earlier.candidate.lemma == self._draft.candidate.lemma else ""
        return min(self._draft.number - earlier.number, 2), lemma, earlier.event_type

    def views(self, chosen: Assignment) -> list[View]:
        """Return the views of an assignment."""
        t, kind, frame = self._shared.what, self._shared.kind, self._shared.frame
        draft = self._draft
        acting, receiving = map(self._side, chosen.sides)
        same = "=" if acting.countries & receiving.countries else ""
        form = f"{min(acting.count, 2)}{min(receiving.count, 2)}{same}"
        best, alone, other, alone_other = chosen.margins
        return [
            (_shaped, form, t, kind, frame, self._shared.next_sort, draft.mode, draft.status),
            (_shaped_by, form, self._shared.lemma),
            (_sorted, acting.sorts, receiving.sorts, acting.rank + receiving.rank, same, t),
            (_standing, acting.stands + receiving.stands, kind, frame, t),
            (_margins, best, other, form, t),
            (_lone, alone, acting.count, alone_other, receiving.count),
            self._left(frozenset(chosen.roles)),
            *self._like(acting, receiving),
            *self._heard(chosen),
        ]

    def usual(self, chosen: Assignment) -> float:
        """Return what speaks for an assignment in the news at large, a log-odds: who they are, and the direction."""
        acting, receiving = map(self._side, chosen.sides)
        return (
            usual(self._shared.what, acting.countries, receiving.countries) + acting.acts + receiving.receives
        )

    def _side(self, keys: tuple[str, ...]) -> Side:
        found = self._sides.get(keys)
        if found is None:
            found = self._sides[keys] = self._made(keys)
        return found

    def _made(self, keys: Sequence[str]) -> Side:
        cast, having = self._cast, set(keys)
        countries = {cast.country(key) for key in keys}
        words = [party_word(self._scene, cast.best[key]) for key in keys if key in cast.best]
        acts, receives = acting_and_receiving(self._shared.what, words)
        return Side(
            count=len(keys),
            countries=countries - {None, "?"},
            sorts="+".join(sorted({_sort(cast, key, key in self._named) for key in keys})) or "-",
            rank=_rank(cast, countries),
            stands=self._stands(keys),
            acted=[_like(had, having) for had in self._acted],
            received=[_like(had, having) for had in self._received],
            turned=[not having.isdisjoint(had) for had in self._acted],
            acts=acts,
            receives=receives,
        )

    def _stands(self, keys: Sequence[str]) -> str:
        """Tell on which side of the trigger the nearest of some parties stands, and how many others are nearer."""
        nearer = {"A": 0, "B": 0}
        for naming, side, _ in self._near:
            if naming.key in keys:
                return f"{side}{min(nearer[side], 2)}"
            nearer[side] += naming.label in PARTIES
        return "-"

    def _left(self, keys: frozenset[str]) -> View:
        """Tell who of the sentence is left without a role."""
        found = self._rest.get(keys)
        if found is None:
            left = [told for told in self._near if told[0].label in PARTIES and told[0].key not in keys]
            count = min(len({naming.key for naming, _, _ in left}), 3)
            t, kind = self._shared.what, self._shared.kind
            if left:
                naming, side, distance = left[0]
                found = _left, count, t, side, bucket(distance), naming.label, kind
            else:
                found = _left, count, t, "", 0, "", ""
            self._rest[keys] = found
        return found

    def _like(self, acting: Side, receiving: Side) -> Iterator[View]:
        """Tell how the parties are to those of the event before, and of the last one of the same type."""
        for i, (name, near, lemma, earlier) in enumerate(self._before):
            like = acting.acted[i] + receiving.received[i]
            yield _before, name, like, near, lemma, earlier, self._shared.what, receiving.turned[i]

    def _heard(self, chosen: Assignment) -> list[str]:
        """Tell what the reader hears against an assignment, and how likely it hears the roles filled in its way."""
        if chosen.against is None:
            return []
        filled = shape(*chosen.sides, self._cast.country)
        return [*against(chosen.against), *shape_heard(self._scene, self._draft, filled)]


def _shaped(
    form: str, t: str, kind: str, frame: str, next_sort: str, mode: str | None, status: str
) -> tuple[str, ...]:
    return (
        f"s={form}",
        f"st={form}{t}",
        f"stk={form}{t}{kind}",
        f"sf={form}{frame}{kind}",
        f"sn={form}{next_sort}{t}",
        f"sm={form}{t}{mode}",
        f"ss={form}{status}{t}",
    )


def _shaped_by(form: str, lemma: str) -> tuple[str, ...]:
    return (f"sl={form}{lemma}",)


def _sorted(acting: str, receiving: str, ranks: str, same: str, t: str) -> tuple[str, ...]:
    pair = f"{acting}>{receiving}"
    return (
        f"p={pair}{same}",
        f"pt={pair}{same}{t}",
        f"a={acting}{t}{same}",
        f"r={receiving}{t}{same}",
        f"h={ranks}{same}",
        f"ht={ranks}{same}{t}",
    )


def _standing(stands: str, kind: str, frame: str, t: str) -> tuple[str, ...]:
    return f"o={stands}{kind}", f"of={stands}{frame}{kind}", f"ot={stands}{t}"


def _margins(best: int, other: int, form: str, t: str) -> tuple[str, ...]:
    return (
        f"ma={best}",
        f"mas={best}{form}",
        f"mat={best}{t}",
        f"mr={other}",
        f"mrs={other}{form}",
        f"mrt={other}{t}",
        f"mar={best},{other}",
    )


def _lone(alone: int, count: int, alone_other: int, count_other: int) -> tuple[str, ...]:
    return f"la={alone}{count}", f"lr={alone_other}{count_other}"


def _left(count: int, t: str, side: str, gap: int, label: str, kind: str) -> tuple[str, ...]:
    found = f"l={count}", f"lt={count}{t}"
    if not count:
        return found
    return (
        *found, f"ln={side}{gap}{label}", f"lnk={side}{gap}{kind}", f"lnt={side}{min(gap, 4)}{label}{t}",
    )  # fmt: skip


def _before(
    name: str, like: str, near: int, lemma: str, earlier: str, t: str, turned: bool
) -> tuple[str, ...]:
    return f"{name}={like}{near}{lemma}", f"{name}t={like}{earlier}{t}", f"{name}u={turned}{like}{lemma}"


def _sort(cast: Cast, key: str, is_here: bool) -> str:
    """Return what somebody is (a name's type, or unnamed), and whether the event's sentence names it."""
    naming = cast.best.get(key)
    label = "@" if key[0] == "@" else naming.label if naming else "-"
    return label if is_here else label.lower()


def _rank(cast: Cast, countries: Iterable[str | None]) -> str:
    ranks = [cast.home.index(country) for country in countries if country in cast.home]
    return str(min(*ranks, 3)) if ranks else "-"


def _like(first: Set[str], second: Set[str]) -> str:
    return "=" if first == second else "0" if not second else "~" if first & second else "x"
