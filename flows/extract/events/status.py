"""How real an event is told to be: happened, planned, hypothetical or denied."""

from __future__ import annotations

from datetime import date

from flows.document import Published
from flows.extract.events.cues import cue_table
from flows.extract.events.draft import Draft
from flows.extract.events.frame import bucket, word_at
from flows.extract.events.heard import status_heard
from flows.extract.events.realis import realis_rule
from flows.extract.events.scene import Scene

STATUSES = ("happened", "planned", "hypothetical", "denied")

_BACK = 9  # tokens before the trigger in which a governing word is looked for
_AHEAD = 5  # tokens behind it, for `المزمع` and the like
_STOPS = frozenset(".؛!؟?")


def status_features(
    scene: Scene, draft: Draft, previous: Draft | None, published: Published | None
) -> list[str]:
    """Return what bears on an event's status; `previous` is the event before it in the same sentence, if any."""
    candidate = draft.candidate
    low, high = scene.bounds[draft.number]
    form = candidate.senses[0].form
    kind = f"{form.kind}{candidate.stem.particle}"
    features = [
        "bias",
        f"k={kind}",
        f"t={draft.event_type}",
        f"tk={draft.event_type} {kind}",
        f"m={draft.mode}",
        f"l={candidate.lemma}",
        f"d={kind}{'d' if candidate.stem.is_definite else ''}{'i' if form.is_indefinite else ''}",
        f"at={scene.document.sentences[draft.number].kind}",
    ]
    rule = realis_rule(scene, draft)
    features += [f"g={rule}", f"gk={rule}{form.kind}", f"gt={rule}{draft.event_type}"]
    for back in (1, 2, 3):
        word = word_at(scene, candidate.first - back, low, high)
        features.append(f"p{back}={word}")
        features.append(f"pp={word}")
    features.append(f"n1={word_at(scene, candidate.last, low, high)}")
    features.append(f"n2={word_at(scene, candidate.last + 1, low, high)}")
    features += _cues(scene, draft, low, high, form.kind)
    if scene.quoted[candidate.first]:
        features.append("quoted")
    if previous is not None:
        gap = bucket(candidate.first - previous.candidate.last)
        features += [
            f"pe={previous.event_type}",
            f"pe={previous.event_type}{gap}",
            f"ps={previous.status}{gap}",
        ]
        features.append(f"pes={previous.event_type}{previous.status}")
        if previous.event_type == "AGREE":
            features.append(f"pa={previous.candidate.lemma}")
    features += _times(scene, draft.number, published)
    return features + status_heard(scene, draft)


def _cues(scene: Scene, draft: Draft, low: int, high: int, kind: str) -> list[str]:
    table = cue_table("status_cues", "cue")
    features: list[str] = []
    first = draft.candidate.first
    seen: set[str] = set()
    for back in range(1, _BACK + 1):
        i = first - back
        if i < low or scene.words[i] in _STOPS:
            break
        cue = table[scene.words[i]]
        if cue and cue not in seen:
            distance = bucket(back - 1)
            features += [f"c={cue}", f"c={cue}{distance}", f"ck={cue}{distance}{kind}"]
            if not seen:
                features.append(f"c1={cue}")
            seen.add(cue)
    for i in range(draft.candidate.last, min(draft.candidate.last + _AHEAD, high)):
        if cue := table[scene.words[i]]:
            features.append(f"a={cue}")
    return features


def _times(scene: Scene, number: int, published: Published | None) -> list[str]:
    if published is None:
        return ["time=?"]
    features = []
    for i in scene.timed[number]:
        start = scene.times[scene.spans[i]].date_start
        if start is not None:
            features.append("time=" + _side(start, published))
    return features or ["time=-"]


def _side(day: date, published: Published) -> str:
    if day > published.end:
        return "future"
    return "past" if day < published.start else "same"
