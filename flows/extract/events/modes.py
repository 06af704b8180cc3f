"""The mode of an event: how it was done, among the modes of its type."""

from __future__ import annotations

from functools import cache

from flows.extract.events.draft import Draft
from flows.extract.events.frame import word_at
from flows.extract.events.heard import mode_heard
from flows.extract.events.scene import Scene
from flows.extract.events.triggers import bare
from flows.extract.reader.labels import MODES

NONE = "-"
_REACH = 8  # tokens on either side that can tell a means or an object


@cache
def options(event_type: str) -> tuple[str, ...]:
    """Return the classes that the weights choose among: `TYPE.mode`, and `TYPE.-` for none."""
    return tuple(f"{event_type}.{mode}" for mode in (NONE, *MODES.get(event_type, ())))


def mode_features(scene: Scene, draft: Draft) -> list[str]:
    """Return what bears on an event's mode."""
    candidate = draft.candidate
    low, high = scene.bounds[draft.number]
    told = sorted({s.entry.mode for s in candidate.senses if s.entry.event_type == draft.event_type})
    features = [
        "bias",
        f"l={candidate.lemma}",
        f"k={candidate.kind}",
        *(f"lex={mode}" for mode in told),
        f"lexs={'+'.join(told)}",
        f"n1={word_at(scene, candidate.last, low, high)}",
        f"n2={word_at(scene, candidate.last + 1, low, high)}",
        f"p1={word_at(scene, candidate.first - 1, low, high)}",
    ]
    first, last = candidate.first - _REACH, candidate.last + _REACH
    words = set(map(bare, scene.words[max(first, low) : min(last, high)]))
    if first < low or last > high:
        words.add("<>")
    features += [f"w={word}" for word in words]
    return features + mode_heard(scene, draft)
