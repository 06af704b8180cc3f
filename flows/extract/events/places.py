"""Where an event happened: a place named near it, the place of the event before, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flows.extract.events.clause import is_verb
from flows.extract.events.draft import PLACES, Cast, Draft, Naming
from flows.extract.events.frame import belongs, bucket, governor, relation, stops_between, word_at
from flows.extract.events.heard import place_heard
from flows.extract.events.linear import View
from flows.extract.events.scene import Scene

IN = frozenset(("في", "ب", "داخل", "في2"))
"""Prepositions of a place in which something happens."""
_BACK = 1  # sentences before the event's own whose places count


class PlaceOption(NamedTuple):
    """A place that an event may have: `rule` is null, here, before, told, kin or lead."""

    rule: str
    key: str | None
    naming: Naming | None = None


def place_options(cast: Cast, draft: Draft, told: Sequence[Draft]) -> list[PlaceOption]:
    """Return the places that an event may have, each once, the nearest rule first."""
    options: dict[str | None, PlaceOption] = {None: PlaceOption("null", None)}
    first = draft.candidate.first
    here = [n for n in cast.by_sentence[draft.number] if n.label in PLACES]
    for naming in sorted(here, key=lambda n: (abs(n.first - first), n.first)):
        options.setdefault(naming.key, PlaceOption("here", naming.key, naming))
    for earlier, rule in _earlier(draft, told):
        if earlier.place is not None:
            options.setdefault(earlier.place, PlaceOption(rule, earlier.place, cast.best.get(earlier.place)))
    for number in range(max(draft.number - _BACK, 0), draft.number):
        for naming in cast.by_sentence[number]:
            if naming.label in PLACES:
                options.setdefault(naming.key, PlaceOption("before", naming.key, naming))
    for key, role in draft.roles.items():
        naming_told = cast.best.get(key)
        if naming_told is not None and naming_told.label in PLACES:
            options.setdefault(key, PlaceOption(role, key, naming_told))
    for naming in (n for namings in cast.by_sentence[:2] for n in namings):
        if naming.label in PLACES:
            options.setdefault(naming.key, PlaceOption("lead", naming.key, naming))
    return list(options.values())


def _earlier(draft: Draft, told: Sequence[Draft]) -> list[tuple[Draft, str]]:
    found = [(told[-1], "told")] if told else []
    for earlier in reversed(told):
        if earlier.event_type == draft.event_type:
            same = earlier.candidate.lemma == draft.candidate.lemma
            return [(earlier, "kinl" if same else "kin"), *found]
    return found


def place_views(
    scene: Scene, cast: Cast, draft: Draft, option: PlaceOption, told: Sequence[Draft]
) -> list[View]:
    """Return what bears on whether an option is the event's place."""
    t, rule, key, naming = draft.event_type, option.rule, option.key, option.naming
    views: list[View] = [
        (_ruled, rule, t, draft.mode or "-", draft.status, draft.candidate.kind),
        f"rl={rule}{draft.candidate.lemma}",
    ]
    if scene.heard is not None:
        views += place_heard(scene, draft, cast.tokens.get(key or "", ()))
    if naming is None or key is None:
        return views + _nowhere(scene, cast, draft, told)
    role = draft.roles.get(key, "-")
    sides = sorted(
        {r for other, r in draft.roles.items() if naming.country and cast.country(other) == naming.country}
    )
    views += [
        (_named, rule, naming.label, t, min(cast.counts[key], 4)),
        (_having, rule, role, t, draft.mode or "-"),
        (_of_country, rule, naming.label, "+".join(sides), t),
    ]
    if told:
        last = told[-1]
        is_last = last.place == key
        share = int(4 * sum([earlier.place == key for earlier in told]) / len(told))
        views.append((_told, rule, share, is_last, last.event_type, t))
        if is_last:
            views.append(f"last={rule}{draft.number - last.number < 2}")
    if rule == "here":
        return views + _near(scene, draft, naming, role)
    prep = governor(scene, naming, scene.bounds[scene.sentence_of[naming.first]][0])
    return [*views, (_led_elsewhere, rule, prep, t)]


def _ruled(rule: str, t: str, mode: str, status: str, kind: str) -> tuple[str, ...]:
    return f"r={rule}", f"rt={rule}{t}", f"rm={rule}{t}{mode}", f"rs={rule}{status}", f"rk={rule}{kind}"


def _named(rule: str, label: str, t: str, count: int) -> tuple[str, ...]:
    return f"l={rule}{label}", f"lt={rule}{label}{t}", f"c={rule}{count}"


def _having(rule: str, role: str, t: str, mode: str) -> tuple[str, ...]:
    return f"ro={rule}{role}", f"rot={role}{t}{mode}"


def _of_country(rule: str, label: str, sides: str, t: str) -> tuple[str, ...]:
    return f"cr={rule}{sides}{t}", f"cl={label}{sides}"


def _told(rule: str, share: int, is_last: bool, earlier: str, t: str) -> tuple[str, ...]:
    return f"so={rule}{share}", f"sl={is_last}{earlier}{t}"


def _led_elsewhere(rule: str, prep: str, t: str) -> tuple[str, ...]:
    return f"bp={rule}{prep}", f"bpt={rule}{prep in IN}{t}"


def _nowhere(scene: Scene, cast: Cast, draft: Draft, told: Sequence[Draft]) -> list[View]:
    """Tell what bears on an event's having no place: how many are named here, whether the event before has one."""
    t = draft.event_type
    low, _ = scene.bounds[draft.number]
    here = [n for n in cast.by_sentence[draft.number] if n.label in PLACES]
    inside = sum([governor(scene, n, low) in IN for n in here])
    views: list[View] = [
        (_placed, min(len(here), 3), min(inside, 2), t),
        f"na={min(draft.number, 4)}{scene.document.sentences[draft.number].kind}",
    ]
    if told:
        near = min(draft.number - told[-1].number, 2)
        share = sum([earlier.place is None for earlier in told]) / len(told)
        views += [
            (_placed_before, told[-1].place is None, near, told[-1].event_type, t),
            f"ns={int(4 * share)}",
        ]
    return views


def _placed(here: int, inside: int, t: str) -> tuple[str, ...]:
    return f"nh={here}", f"nht={min(here, 2)}{t}", f"ni={inside}", f"nit={min(inside, 1)}{t}"


def _placed_before(is_nowhere: bool, near: int, earlier: str, t: str) -> tuple[str, ...]:
    return f"nl={is_nowhere}{near}", f"nlt={is_nowhere}{earlier}{t}"


def _near(scene: Scene, draft: Draft, naming: Naming, role: str) -> list[View]:
    low, high = scene.bounds[draft.number]
    side, distance = relation(scene, draft, naming)
    candidate = draft.candidate
    start, end = (candidate.last, naming.first) if side == "A" else (naming.last, candidate.first)
    prep = governor(scene, naming, low)
    verbs = sum([not scene.labels[i] and is_verb(scene.words[i]) for i in range(start, end)])
    t = draft.event_type
    return [
        (_apart, side, bucket(distance), stops_between(scene, start, end), prep),
        (_led, side, prep, naming.label),
        (_led_to, prep, t, role),
        (_over, side, prep, min(verbs, 2), t),
        f"b={word_at(scene, naming.first - 1, low, high)}",
        f"n={word_at(scene, naming.last, low, high)}",
        f"h={naming.first == low}",
        f"hd={side}{prep}{belongs(scene, draft, naming.first, low)}",
    ]


def _apart(side: str, gap: int, stops: int, prep: str) -> tuple[str, ...]:
    return f"g={side}{gap}", f"s={side}{stops}", f"ps={prep}{side}{stops}", f"pg={prep}{side}{min(gap, 4)}"


def _led(side: str, prep: str, label: str) -> tuple[str, ...]:
    return f"p={side}{prep}", f"pl={side}{prep}{label}"


def _led_to(prep: str, t: str, role: str) -> tuple[str, ...]:
    return f"pt={prep}{t}", f"pr={prep}{role}"


def _over(side: str, prep: str, verbs: int, t: str) -> tuple[str, ...]:
    return f"v={side}{verbs}", f"vp={side}{prep}{verbs}{t}"
