"""What the reader's probabilities say about a decision, as features beside those of the rules.

A probability becomes the thresholds that it passes, so that a weight for each gives a curve. Without a reader there
are no such features, and the weights are those that were learnt without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log
from typing import TYPE_CHECKING

from flows.extract.events.candidates import Candidate, candidates
from flows.extract.events.lexicon import Entry, Sense
from flows.extract.events.scene import Scene
from flows.extract.morphology import Form, Stem
from flows.extract.reader.heard import HeardEvent
from flows.extract.reader.labels import (
    ARGUMENTS,
    DATINGS,
    EVENT_TYPES,
    MODE_CLASSES,
    SHAPES,
    SOURCINGS,
    STATUSES,
)

if TYPE_CHECKING:
    from flows.extract.events.draft import Draft
    from flows.extract.events.parties import Option

STEPS = (0.02, 0.08, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97)

_COSTS = (0.05, 0.3, 0.8, 1.5, 2.5, 4.0, 6.0, 9.0)  # steps of a sum of log-odds
_LEAST = 1e-4  # probability

UNLISTED = 0.5  # probability from which a word that no table lists may be a trigger
_LIKELY = 0.15  # probability of a type from which it is offered for such a word


def steps(name: str, chance: float) -> list[str]:
    """Return a feature for each threshold that a probability passes."""
    return [f"{name}>{step}" for step in STEPS if chance > step]


def trigger_heard(scene: Scene, candidate: Candidate) -> list[str]:
    """Return what the reader hears at a candidate: whether it is an event, of which type."""
    heard = scene.heard
    row = -1 if heard is None else int(heard.row[candidate.first])
    if heard is None or row < 0:
        return []
    features = ["heard", *steps("ht", float(heard.triggers[row]))]
    for kind, chance in zip(EVENT_TYPES, heard.types[row].tolist(), strict=True):
        features += steps(f"hy={kind}", chance)
    return features


def event_heard(scene: Scene, draft: Draft) -> HeardEvent | None:
    """Return what the reader hears of an event; None without a reader."""
    return None if scene.heard is None else scene.heard.event(draft.candidate.first, draft.candidate.last)


def status_heard(scene: Scene, draft: Draft) -> list[str]:
    """Return how real the reader hears an event to be."""
    heard = event_heard(scene, draft)
    return [] if heard is None else _classes("hs", STATUSES, heard.statuses.tolist())


def mode_heard(scene: Scene, draft: Draft) -> list[str]:
    """Return which mode the reader hears, among those of the event's type and none."""
    heard = event_heard(scene, draft)
    if heard is None:
        return []
    told = zip(MODE_CLASSES, heard.modes.tolist(), strict=True)
    mine = [(name, chance) for name, chance in told if name == "-" or name.startswith(draft.event_type)]
    total = sum(chance for _, chance in mine)
    return [feature for name, chance in mine for feature in steps(f"hm={name}", chance / total)]


def role_heard(scene: Scene, draft: Draft, option: Option, places: Sequence[int]) -> list[str]:
    """Return as what the reader hears an option, at the best of its places (tokens) in the event's window."""
    heard = event_heard(scene, draft)
    if heard is None:
        return []
    features = []
    if option.key[0] == "@":
        for role, side in (("actor", 0), ("recipient", 1)):
            features += steps(f"hu{role}{option.where}", _side_chance(heard, side, "@"))
    chances = {}
    for role in ("actor", "recipient"):
        found = [chance for place in places if (chance := heard.chance(place, role)) is not None]
        if found:
            chances[role] = max(found)
            features += steps(f"hr={role}", max(found)) + steps(f"hr={role}{option.where}", max(found))
    if chances:
        features.append(f"hr={chances['actor'] > chances['recipient']}")
    return features


def nobody_heard(scene: Scene, draft: Draft) -> list[str]:
    """Return how likely the reader hears nobody to act in an event, and nobody to receive it."""
    heard = event_heard(scene, draft)
    if heard is None:
        return []
    return [f for side, name in enumerate("ar") for f in steps(f"h0{name}", _side_chance(heard, side, "-"))]


def _side_chance(heard: HeardEvent, side: int, sort: str) -> float:
    """Return the probability that a side of an event (0 who acts, 1 who receives) is filled by one of `SIDES`."""
    return float(sum(chance for name, chance in zip(SHAPES, heard.shapes, strict=True) if name[side] == sort))


def odds_heard(
    scene: Scene, draft: Draft, places: Mapping[str, Sequence[int]]
) -> dict[str, tuple[float, float]]:
    """Return the log-odds with which the reader hears each party to act and to receive; none of those it doesn't see.

    Args:
        scene: the article.
        draft: the event.
        places: the tokens at which each party, by its key, is named.
    """
    heard = event_heard(scene, draft)
    if heard is None:
        return {}
    found = {}
    for key, tokens in places.items():
        rows = [heard.arguments[token] for token in tokens if token in heard.arguments]
        if rows:
            best = (max(float(row[ARGUMENTS.index(role)]) for row in rows) for role in ("actor", "recipient"))
            acts, receives = (log(max(chance, _LEAST) / max(1 - chance, _LEAST)) for chance in best)
            found[key] = acts, receives
    return found


def against(costs: Sequence[float]) -> list[str]:
    """Return what speaks in the reader's hearing against who acts and who receives, log-odds, as steps."""
    told = (("ha", costs[0]), ("hb", costs[1]), ("hc", sum(costs)))
    return [f"{name}>{step}" for name, cost in told for step in _COSTS if cost > step]


def shape_heard(scene: Scene, draft: Draft, filled: str) -> list[str]:
    """Return how likely the reader hears an event's roles to be filled in one of `SHAPES`: as a whole, and by side."""
    heard = event_heard(scene, draft)
    if heard is None:
        return []
    chances = dict(zip(SHAPES, heard.shapes.tolist(), strict=True))
    acting, receiving, shared = filled[0], filled[1], filled[2:]
    features = [*steps("hw", chances[filled]), *steps(f"hw{filled}", chances[filled])]
    for name, side, like in (
        ("a", acting, [shape for shape in SHAPES if shape[0] == acting]),
        ("r", receiving, [shape for shape in SHAPES if shape[1] == receiving]),
        ("s", shared, [shape for shape in SHAPES if shape[2:] == shared]),
    ):
        features += steps(f"hw{name}{side}", sum(chances[shape] for shape in like))
    return features


def place_heard(scene: Scene, draft: Draft, places: Sequence[int]) -> list[str]:
    """Return whether the reader hears an option to be the event's place, at the best of its tokens in the window."""
    return _best("hp", event_heard(scene, draft), "place", places)


def source_heard(scene: Scene, draft: Draft, key: str | None, places: Sequence[int]) -> list[str]:
    """Return whether the reader hears an option as the source: nobody, somebody unnamed, a naming at some tokens."""
    heard = event_heard(scene, draft)
    if heard is None:
        return []
    kind = "own" if key is None else "unnamed" if key == "?" else "named"
    chance = float(heard.sourcings[SOURCINGS.index(kind)])
    return [*steps(f"hv={kind}", chance), *_best("ho", heard, "source", places)]


def time_heard(scene: Scene, draft: Draft, rule: str, token: int) -> list[str]:
    """Return whether the reader hears an event to have the date of a clue: a time expression at a token, or another."""
    heard = event_heard(scene, draft)
    if heard is None:
        return []
    features = _classes(f"hd{rule}", DATINGS, heard.datings.tolist())
    return [*features, *steps(f"ht{rule}", heard.chance(token, "time") or 0.0)] if token >= 0 else features


def undated_heard(scene: Scene, draft: Draft) -> list[str]:
    """Return whether the reader hears an event to have no date."""
    heard = event_heard(scene, draft)
    return [] if heard is None else _classes("hn", DATINGS, heard.datings.tolist())


def _best(name: str, heard: HeardEvent | None, argument: str, places: Sequence[int]) -> list[str]:
    if heard is None:
        return []
    found = [chance for place in places if (chance := heard.chance(place, argument)) is not None]
    return steps(name, max(found)) if found else [f"{name}-"]


def _classes(name: str, classes: Sequence[str], chances: Sequence[float]) -> list[str]:
    return [f for kind, chance in zip(classes, chances, strict=True) for f in steps(f"{name}={kind}", chance)]


def possible(scene: Scene) -> list[Candidate]:
    """Return the lexicon's candidates and the words that the reader alone hears as triggers, in order."""
    heard, listed = scene.heard, candidates(scene)
    if heard is None:
        return listed
    taken = {i for candidate in listed for i in range(candidate.first, candidate.last)}
    more = []
    for first, last in scene.bounds:
        for i in range(first, last):
            row = int(heard.row[i])
            if row >= 0 and i not in taken and not scene.labels[i] and heard.triggers[row] > UNLISTED:
                more.append(_unlisted(scene, i, heard.types[row].tolist(), int(heard.cuts[row])))
    return sorted((*listed, *more), key=lambda candidate: candidate.first)


def _unlisted(scene: Scene, i: int, chances: list[float], cut: int) -> Candidate:
    token = scene.tokens[i]
    cut = min(cut, len(token.form) - 1)
    letters = token.form[cut:]
    order = sorted(range(len(EVENT_TYPES)), key=lambda k: -chances[k])
    types = tuple(EVENT_TYPES[k] for k in order if chances[k] > _LIKELY) or (EVENT_TYPES[order[0]],)
    senses = tuple(
        Sense(Entry("heard", "noun", "<heard>", kind, "", "direct"), Form(letters, "noun", "sg"))
        for kind in types
    )
    stem = Stem(letters, cut, "", "", letters.startswith("ال"))
    return Candidate(i, i + 1, token.start + cut, token.end, stem, senses, types)
