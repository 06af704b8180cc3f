"""The grammar of what is not so, not yet or not surely so: one rule a construction that governs a trigger.

Each rule looks at the words before the trigger within its clause. The learnt status model takes the rule's name
as a feature; `PRIOR` adds what grammar says by itself, for constructions too rare to be learnt well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.extract.events.candidates import VERBAL
from flows.extract.events.cues import cue_table
from flows.extract.events.draft import Draft
from flows.extract.events.scene import Scene

PRIOR: Mapping[str, tuple[float, float, float, float]] = {
    "lam": (0.0, 0.0, 0.0, 2.5),
    "denial": (0.0, 0.0, 0.0, 3.0),
    "lack": (0.0, 0.0, 0.0, 1.5),
    "lan": (0.0, 0.5, 0.0, 1.5),
    "future": (0.0, 2.0, 0.5, 0.0),
    "condition": (0.0, 0.0, 2.0, 0.0),
    "possible": (0.0, 0.0, 2.0, 0.0),
    "purpose": (0.0, 0.0, 1.5, 0.0),
    "wish": (0.0, 0.5, 1.5, 0.0),
    "intent": (0.0, 2.0, 0.5, 0.0),
    "demand": (0.0, 0.0, 1.5, 0.0),
    "-": (0.0, 0.0, 0.0, 0.0),
}
"""What a rule adds to the log-odds of happened, planned, hypothetical and denied."""

_CLAUSE = 6  # tokens before the trigger that can still govern it
_NEAR = 2  # tokens between a noun and the word that governs it, at most
_NEAR_WISH = 3  # the same where the wish's or fear's subject may stand between
_STOPS = frozenset(".؛!؟?:")
_LINKS = ("ان", "بان", "الي")
_WORDS: Mapping[str, str] = {"لم": "lam", "لن": "lan"}
_NOUNS: Mapping[str, str] = {"عدم": "lack", "دون": "lack", "بدون": "lack"}


def realis_rule(scene: Scene, draft: Draft) -> str:
    """Return the construction that governs a trigger, `-` for none."""
    candidate = draft.candidate
    low, _ = scene.bounds[draft.number]
    before = [_plain(scene.words[i]) for i in range(candidate.first - 1, low - 1, -1)[:_CLAUSE]]
    near = before[0] if before else ""
    if candidate.stem.particle == "س":
        return "future"
    if candidate.kind in VERBAL:
        if near in ("قد", "فقد") and candidate.kind == "present":
            return "possible"
        if _is_denied_clause(before):
            return "denial"
        return _WORDS.get(near) or _governed(before, _verb_reaches)
    return _NOUNS.get(near) or _noun_rule(before)


def _is_denied_clause(before: list[str]) -> bool:
    """Whether a verb stands in the clause that a denial governs: `نفت الجزائر أن تكون قد استدعت`."""
    table = cue_table("realis_words", "rule")
    denials = [distance for distance, word in enumerate(before) if table[word] == "denial"]
    return bool(denials) and any(word in ("ان", "بان") for word in before[: denials[0]])


def _noun_rule(before: list[str]) -> str:
    table = cue_table("realis_words", "rule")
    if any(table[word] == "denial" for word in before[:4]) or ("صحه" in before[:3] and "لا" in before):
        return "denial"
    if any(word[0] == "س" and table.rows.get(word[1:]) == "carrier" for word in before[:2]):
        return "future"
    return _governed(before, _noun_reaches)


def _governed(before: list[str], reaches: Callable[[str, int, list[str]], bool]) -> str:
    """Return the rule of the nearest word before the trigger, within its clause, that reaches it."""
    table = cue_table("realis_words", "rule")
    for distance, word in enumerate(before):
        if word in _STOPS:
            break
        rule = table[word]
        if rule in PRIOR and rule != "denial" and reaches(rule, distance, before):
            return rule
    return "-"


def _verb_reaches(rule: str, distance: int, before: list[str]) -> bool:
    return rule == "condition" or distance == 0 or before[0] in _LINKS


def _noun_reaches(rule: str, distance: int, _before: list[str]) -> bool:
    return rule == "condition" or distance <= (_NEAR_WISH if rule in ("wish", "possible") else _NEAR)


def _plain(word: str) -> str:
    return word[1:] if word[0] in "وف" and len(word) > 3 else word
