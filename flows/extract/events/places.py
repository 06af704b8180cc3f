"""Where an event happened: a place named near it, the place of the event before, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flows.extract.events.clause import is_verb
from flows.extract.events.draft import PLACES, Cast, Draft, Naming
from flows.extract.events.frame import belongs, bucket, governor, relation, stops_between, word_at
from flows.extract.events.heard import place_heard
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


def place_features(
    scene: Scene, cast: Cast, draft: Draft, option: PlaceOption, told: Sequence[Draft]
) -> list[str]:
    """Return what bears on whether an option is the event's place."""
    t, kind, rule = draft.event_type, draft.candidate.kind, option.rule
    mode, status = draft.mode or "-", draft.status
    features = [
        f"r={rule}",
        f"rt={rule}{t}",
        f"rm={rule}{t}{mode}",
        f"rs={rule}{status}",
        f"rk={rule}{kind}",
        f"rl={rule}{draft.candidate.lemma}",
    ]
    naming = option.naming
    features += place_heard(scene, draft, cast.tokens.get(option.key or "", ()))
    if naming is None or option.key is None:
        return features + _nowhere(scene, cast, draft, told)
    role = draft.roles.get(option.key, "-")
    features += [
        f"l={rule}{naming.label}",
        f"ro={rule}{role}",
        f"rot={role}{t}{mode}",
        f"c={rule}{min(cast.counts[option.key], 4)}",
        f"lt={rule}{naming.label}{t}",
    ]
    if told and told[-1].place == option.key:
        features.append(f"last={rule}{draft.number - told[-1].number < 2}")
    same = [earlier.place == option.key for earlier in told]
    if same:
        features += [f"so={rule}{int(4 * sum(same) / len(same))}", f"sl={same[-1]}{told[-1].event_type}{t}"]
    sides = sorted(
        {r for key, r in draft.roles.items() if naming.country and cast.country(key) == naming.country}
    )
    features += [f"cr={rule}{'+'.join(sides)}{t}", f"cl={naming.label}{'+'.join(sides)}"]
    if rule == "here":
        features += _near(scene, draft, naming, role)
    else:
        prep = governor(scene, naming, scene.bounds[scene.sentence_of[naming.first]][0])
        features += [f"bp={rule}{prep}", f"bpt={rule}{prep in IN}{t}"]
    return features


def _nowhere(scene: Scene, cast: Cast, draft: Draft, told: Sequence[Draft]) -> list[str]:
    """Tell what bears on an event's having no place: how many are named here, whether the event before has one."""
    t = draft.event_type
    low, _ = scene.bounds[draft.number]
    here = [n for n in cast.by_sentence[draft.number] if n.label in PLACES]
    inside = sum(1 for n in here if governor(scene, n, low) in IN)
    features = [
        f"nh={min(len(here), 3)}",
        f"nht={min(len(here), 2)}{t}",
        f"ni={min(inside, 2)}",
        f"nit={min(inside, 1)}{t}",
    ]
    if told:
        near = min(draft.number - told[-1].number, 2)
        features += [
            f"nl={told[-1].place is None}{near}",
            f"nlt={told[-1].place is None}{told[-1].event_type}{t}",
        ]
        share = sum(1 for earlier in told if earlier.place is None) / len(told)
        features.append(f"ns={int(4 * share)}")
    features.append(f"na={min(draft.number, 4)}{scene.document.sentences[draft.number].kind}")
    return features


def _near(scene: Scene, draft: Draft, naming: Naming, role: str) -> list[str]:
    low, high = scene.bounds[draft.number]
    side, distance = relation(scene, draft, naming)
    candidate = draft.candidate
    between = (candidate.last, naming.first) if side == "A" else (naming.last, candidate.first)
    stops = stops_between(scene, *between)
    prep = governor(scene, naming, low)
    verbs = min(sum(1 for i in range(*between) if not scene.labels[i] and is_verb(scene.words[i])), 2)
    t = draft.event_type
    return [
        f"g={side}{bucket(distance)}",
        f"s={side}{stops}",
        f"p={side}{prep}",
        f"pl={side}{prep}{naming.label}",
        f"ps={prep}{side}{stops}",
        f"pt={prep}{t}",
        f"pr={prep}{role}",
        f"pg={prep}{side}{min(bucket(distance), 4)}",
        f"b={word_at(scene, naming.first - 1, low, high)}",
        f"n={word_at(scene, naming.last, low, high)}",
        f"h={naming.first == low}",
        f"v={side}{verbs}",
        f"vp={side}{prep}{verbs}{t}",
        f"hd={side}{prep}{belongs(scene, draft, naming.first, low)}",
    ]
