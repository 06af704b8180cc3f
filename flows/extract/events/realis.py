"""The grammar of what is not so, not yet or not surely so: one rule a construction that governs a trigger.

Each rule looks at the words before the trigger within its clause. The learnt status model takes the rule's name
as a feature; `PRIOR` adds what grammar says by itself, for constructions too rare to be learnt well.
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.extract.events.candidates import VERBAL
from flows.extract.events.clause import (
    LINKS,
    NEGATIONS,
    PREPOSITIONS,
    RELATIVES,
    Step,
    is_conditional_in,
    is_future_verb,
    rule_of,
    walk,
)
from flows.extract.events.draft import Draft
from flows.extract.events.scene import Scene

PRIOR: Mapping[str, tuple[float, float, float, float]] = {
    "lam": (0.0, 0.0, 0.0, 2.0),
    "denial": (0.0, 0.0, 0.0, 2.5),
    "lack": (0.0, 0.0, 0.0, 1.0),
    "lan": (0.0, 0.0, 0.0, 1.5),
    "future": (0.0, 1.0, 0.0, 0.0),
    "condition": (0.0, 0.0, 1.0, 0.0),
    "possible": (0.0, 0.0, 0.7, 0.0),
    "question": (0.0, 0.0, 1.5, 0.0),
    "purpose": (0.0, 0.0, 0.5, 0.0),
    "wish": (0.0, 0.0, 0.7, 0.0),
    "intent": (0.0, 1.0, 0.3, 0.0),
    "demand": (0.0, 0.0, 0.7, 0.0),
    "threat": (0.0, 0.0, 0.5, 0.0),
    "prevent": (0.0, 0.0, 0.3, 0.0),
    "decide": (0.0, 0.5, 0.0, 0.0),
    "any": (0.0, 0.0, 0.5, 0.0),
    "fact": (0.7, 0.0, 0.0, 0.0),
    "relative": (0.3, 0.0, 0.0, 0.0),
    "-": (0.0, 0.0, 0.0, 0.0),
}
"""What a rule adds to the log-odds of happened, planned, hypothetical and denied."""

_LINK_REACH = 4  # words between a verb and the `أن` that introduces its clause: its subject may stand between
_OUTER_REACH = 6  # words between that `أن` and what governs it
_NEAR = 2  # words between a noun and what governs it
_FAR = 7  # the same where a preposition links the two: a subject may stand between
_AHEAD = 8  # words behind a noun in which its denial stands
_OPENS = frozenset(
    ("ان", "بان", "انه", "انها", "انهم", "حيث", "بينما", "فيما", "كما", "لان", "لكن", "لكنه", "لكنها")
)
_TWICE = {"prevent": "fact", "denial": "fact", "fact": "lack", "possible": "lack"}
"""What the negation of a governing verb makes of its rule: who did not deny it, did it."""
_PLANS = frozenset(("intent", "decide"))
"""Rules whose nouns, where they are definite, are rather the subject of another verb: `ترمي الخطة إلى`."""
_KEEPS_PURPOSE = frozenset(("fact", "carrier", ""))


def realis_rule(scene: Scene, draft: Draft) -> str:
    """Return the construction that governs a trigger, `-` for none."""
    candidate = draft.candidate
    low, high = scene.bounds[draft.number]
    steps = list(walk(scene, candidate.first, low))
    if candidate.stem.particle == "س":
        return "future"
    if candidate.kind in VERBAL:
        near = scene.words[candidate.first - 1] if candidate.first > low else ""
        return _verb_rule(scene, steps, near, candidate.kind, candidate.first == low + 1)
    return _denied_ahead(scene, candidate.last, high) or _noun_rule(scene, draft, steps)


_PARTICLES: Mapping[str, str] = {"لم": "lam", "لن": "lan", "هل": "question", "ليت": "wish", "سوف": "future"}
"""What a particle makes of the verb right behind it."""


def _verb_rule(scene: Scene, steps: list[Step], near: str, kind: str, is_second: bool) -> str:
    plain = near[1:] if near[:1] in ("و", "ف") and len(near) > 2 else near
    if plain in _PARTICLES:
        return _PARTICLES[plain]
    if plain == "ما" and kind == "past" and is_second:
        return "lam"
    if plain == "قد" and kind == "present":
        return "possible"
    return "relative" if near in RELATIVES else _clause_rule(scene, steps, plain, kind)


def _clause_rule(scene: Scene, steps: list[Step], plain: str, kind: str) -> str:
    """Return the rule of a verb's clause: of what governs its `أن`, of a condition, or of an adverb before it."""
    link = next((n for n, step in enumerate(steps[:_LINK_REACH]) if step.word in LINKS), None)
    if link is not None and not is_conditional_in(scene, steps[link].token):
        return _linked_rule(scene, steps[link + 1 :], kind)
    if link is not None or (plain != "قد" and any(step.rule == "condition" for step in steps)):
        return "condition"
    first = steps[0].rule if steps and steps[0].distance == 0 else ""
    return first if first in PRIOR and first != "fact" else "-"


def _linked_rule(scene: Scene, outer: list[Step], kind: str) -> str:
    """Return the rule of what governs `أن` and its clause: a past verb behind it is true unless denied."""
    for step in outer[:_OUTER_REACH]:
        if step.word == "يسبق" and scene.words[step.token - 1] in NEGATIONS:
            return "lam"
        if step.rule in ("denial", "lack", "fact", "condition"):
            return _negated(scene, step)
        if step.rule in PRIOR and kind != "past":
            return _negated(scene, step)
        if step.word in _OPENS:
            break
    return "-"


def _negated(scene: Scene, step: Step) -> str:
    is_negated = step.token > 0 and scene.words[step.token - 1] in NEGATIONS
    return _TWICE.get(step.rule, step.rule) if is_negated else step.rule


def _noun_rule(scene: Scene, draft: Draft, steps: list[Step]) -> str:
    stem = draft.candidate.stem
    is_linked = bool(stem.particle) or (bool(steps) and steps[0].word in PREPOSITIONS)
    is_purpose = stem.particle == "ل" and not stem.is_definite
    is_any = False
    for n, step in enumerate(steps):
        if step.distance > (_FAR if is_linked else _NEAR) or step.word in _OPENS:
            break
        if step.rule in {"any", "light"}:
            is_any = is_any or step.rule == "any"
            is_linked = is_linked or step.rule == "light" or step.word in PREPOSITIONS
            is_purpose = is_purpose or (step.rule == "light" and step.word.startswith("ل") and n < _NEAR)
        elif step.word in PREPOSITIONS:
            is_linked = True
        elif _denies(scene, step, is_any=is_any, is_near=n < _NEAR):
            return "lam"
        elif step.rule in PRIOR and not (step.rule in _PLANS and step.word.startswith("ال")):
            found = _negated(scene, step)
            return _purpose(steps) if is_purpose and found in _KEEPS_PURPOSE else found
    return _purpose(steps) if is_purpose else "any" if is_any else "-"


def _purpose(steps: list[Step]) -> str:
    """Return purpose, or future where what serves it is itself yet to come: `سيسافر لإجراء محادثات`."""
    return "future" if any(is_future_verb(step.word) for step in steps) else "purpose"


def _denies(scene: Scene, step: Step, *, is_any: bool, is_near: bool) -> bool:
    """Whether a word negates the noun behind it: itself (`لا مفاوضات`), or its verb (`لم يقدم أي اعتذار`)."""
    if step.word in NEGATIONS:
        behind = scene.words[step.token + 1] if step.token + 1 < len(scene.words) else ""
        return behind == "هناك" or step.distance == 0 or rule_of(behind) == "light"
    is_negated = step.token > 0 and scene.words[step.token - 1] in NEGATIONS
    return is_negated and (is_any or (is_near and step.rule == "carrier"))


def _denied_ahead(scene: Scene, last: int, high: int) -> str:
    """Return denial where what follows says that the report is untrue: `عار من الصحة`."""
    words = scene.words[last : min(last + _AHEAD, high)]
    for n, word in enumerate(words):
        if word == "الصحه" and n > 1 and words[n - 2].startswith("عار"):
            return "denial"
    return ""
