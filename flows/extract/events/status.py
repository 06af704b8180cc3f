"""How real an event is told to be: happened, planned, hypothetical or denied."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flows.document import Published
from flows.extract.events.clause import PREPOSITIONS, STOPS, is_future_verb, walk
from flows.extract.events.cues import cue_table
from flows.extract.events.draft import Draft
from flows.extract.events.frame import bucket, word_at
from flows.extract.events.heard import status_heard
from flows.extract.events.linear import View
from flows.extract.events.realis import realis_rule
from flows.extract.events.scene import Scene

STATUSES = ("happened", "planned", "hypothetical", "denied")

_BACK = 9  # tokens before the trigger in which a governing word is looked for
_AHEAD = 5  # tokens behind it, for `المزمع` and the like
_BEHIND = 8  # tokens behind it, or to the nearest time, that still speak of it
_STOPS = frozenset(".؛!؟?")
_COMING = frozenset(
    (
        "المقبل", "المقبله", "القادم", "القادمه", "المزمع", "المزمعه", "المرتقب", "المرتقبه", "المقرر", "المقرره",
        "المنتظر", "المنتظره", "المحتمل", "المحتمله", "محتمل", "محتمله", "المتوقع", "المتوقعه", "مقبل", "مقبله",
        "غدا", "وشيك", "وشيكه", "مفترض", "المفترض", "يعتزم", "تعتزم", "ينوي", "تنوي",
    )
)  # fmt: skip
"""Words that tell of the noun before them that it is yet to come, or may."""


def status_views(
    scene: Scene,
    draft: Draft,
    told: Sequence[Draft],
    published: Published | None,
    rule: str | None = None,
) -> tuple[list[View], list[str]]:
    """Return what bears on an event's status: views, and features of words.

    `told` are the events before it, `rule` is as `realis_rule` gives it.
    """
    candidate = draft.candidate
    low, high = scene.bounds[draft.number]
    form = candidate.senses[0].form
    kind = f"{form.kind}{candidate.stem.particle}"
    rule = rule or realis_rule(scene, draft)
    marks = f"{'d' if candidate.stem.is_definite else ''}{'i' if form.is_indefinite else ''}"
    views: list[View] = [
        (_formed, kind, draft.event_type, marks),
        (_of_event, draft.mode, scene.document.sentences[draft.number].kind),
        (_ruled, rule, form.kind, draft.event_type),
        *((_behind_word, back, word_at(scene, candidate.first - back, low, high)) for back in (1, 2, 3)),
        *_before(draft, told),
    ]
    words = [
        f"l={candidate.lemma}",
        f"n1={word_at(scene, candidate.last, low, high)}",
        f"n2={word_at(scene, candidate.last + 1, low, high)}",
    ]
    if scene.quoted[candidate.first]:
        words.append("quoted")
    words += _cues(scene, draft, low, high, form.kind)
    words += _history(draft, told)
    words += _walked(scene, draft, low, form.kind)
    words += _behind(scene, draft, high)
    words += _times(scene, draft, published)
    words += status_heard(scene, draft)
    return views, words


def _formed(kind: str, t: str, marks: str) -> tuple[str, ...]:
    return "bias", f"k={kind}", f"t={t}", f"tk={t} {kind}", f"d={kind}{marks}"


def _of_event(mode: str | None, title: str) -> tuple[str, ...]:
    return f"m={mode}", f"at={title}"


def _ruled(rule: str, kind: str, t: str) -> tuple[str, ...]:
    return f"g={rule}", f"gk={rule}{kind}", f"gt={rule}{t}"


def _behind_word(back: int, word: str) -> tuple[str, ...]:
    return f"p{back}={word}", f"pp={word}"


def _before(draft: Draft, told: Sequence[Draft]) -> list[View]:
    """Tell how real the event before it in the sentence is."""
    if not told or told[-1].number != draft.number:
        return []
    previous = told[-1]
    gap = bucket(draft.candidate.first - previous.candidate.last)
    return [(_previous, previous.event_type, previous.status, gap)]


def _history(draft: Draft, told: Sequence[Draft]) -> list[str]:
    """Tell what links the event before it in the sentence, and how real the last ones of its word and type are."""
    features: list[str] = []
    candidate = draft.candidate
    if told and told[-1].number == draft.number:
        previous = told[-1]
        gap = bucket(candidate.first - previous.candidate.last)
        if previous.event_type == "AGREE":
            features.append(f"pa={previous.candidate.lemma}")
        if candidate.stem.conjunction and previous.candidate.kind == candidate.kind:
            features.append(f"co={previous.status}{candidate.kind}{min(gap, 4)}")
    kin = [earlier for earlier in reversed(told) if earlier.event_type == draft.event_type]
    same = next((earlier for earlier in kin if earlier.candidate.lemma == candidate.lemma), None)
    if same is not None:
        features += [f"sl={same.status}", f"sld={same.status}{candidate.stem.is_definite}"]
    elif kin:
        features.append(f"st={kin[0].status}")
    return features


def _previous(earlier: str, status: str, gap: int) -> tuple[str, ...]:
    return f"pe={earlier}", f"pe={earlier}{gap}", f"ps={status}{gap}", f"pes={earlier}{status}"


def _walked(scene: Scene, draft: Draft, low: int, kind: str) -> list[str]:
    """Tell which words govern the trigger, whatever stands between: the nearest with a rule, and how it is linked."""
    features: list[str] = []
    links = draft.candidate.stem.particle
    for step in walk(scene, draft.candidate.first, low):
        if step.rule and step.rule != "light":
            features += [f"w={step.rule}{links}", f"wk={step.rule}{links}{kind}", f"ww={step.word}{links}"]
            break
        if step.word in PREPOSITIONS or step.word in ("ان", "بان"):
            links += "+" + step.word
        features.append(f"wi={step.word}")
    return features


def _behind(scene: Scene, draft: Draft, high: int) -> list[str]:
    """Tell the words of future and chance behind the trigger within its clause, and a verb with `س` there."""
    for n, i in enumerate(range(draft.candidate.last, min(draft.candidate.last + _BEHIND, high))):
        word = scene.words[i]
        if word in STOPS or word in "،,":
            break
        if word in _COMING:
            return [f"bh={word}", f"bh{bucket(n)}"]
        if word[0] == "س" and is_future_verb(word):
            return ["bh=س", f"bhs{bucket(n)}"]
    return []


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


def _times(scene: Scene, draft: Draft, published: Published | None) -> list[str]:
    """Tell on which side of the article's day the sentence's times lie, and the nearest one, with the form."""
    if published is None:
        return ["time=?"]
    features: dict[str, None] = {}
    nearest = ("", _BEHIND)
    for i in scene.timed[draft.number]:
        start = scene.times[scene.spans[i]].date_start
        if start is not None:
            side = _side(start, published)
            features["time=" + side] = None
            nearest = min(nearest, (side, abs(i - draft.candidate.first)), key=lambda pair: pair[1])
    kind = draft.candidate.kind
    if nearest[0]:
        features |= {f"tn={nearest[0]}": None, f"tnk={nearest[0]}{kind}": None}
    return list(features) or ["time=-"]


def _side(day: date, published: Published) -> str:
    if day > published.end:
        return "future"
    return "past" if day < published.start else "same"
