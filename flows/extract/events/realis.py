"""The grammar of what is not so, not yet or not surely so: one rule a construction that governs a trigger.

Each rule looks at the words before the trigger within its clause. The learnt status model takes the rule's name
as a feature; `PRIOR` adds what grammar says by itself, for constructions too rare to be learnt well.
"""

from __future__ import annotations

from collections.abc import Mapping

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

_VERBS = ("past", "present", "jussive", "passive")
_CLAUSE = 6  # tokens before the trigger that can still govern it
_STOPS = frozenset(".؛!؟?:")
_DENY = frozenset("نفي نفت ينفي تنفي نافيا نافيه انكر انكرت ينكر تنكر كذب كذبت".split())
_FUTURE = frozenset("سوف سيتم ستتم المقرر المزمع المرتقب المنتظر مقرر مزمع يعتزم تعتزم يعتزمون".split())
_INTENT = frozenset(
    "يعتزم تعتزم يعتزمون اعتزم اعتزمت ينوي تنوي يخطط تخطط تستعد يستعد عزم عزمه عزمها عزمهم اعتزامه اعتزامها تعهد "
    "تعهدت تعهدوا يتعهد تتعهد وعد وعدت يعد استعداده استعدادها نيته نيتها".split()
)
_CONDITION = frozenset("اذا لو حال حاله شريطه بشرط لولا متي".split())
_POSSIBLE = frozenset(
    "ربما يمكن احتمال احتمالات امكانيه يحتمل محتمل محتمله المحتمل المحتمله لعل عسي مخاوف خشيه خوفا مخافه".split()
)
_PURPOSE = frozenset("بهدف بغيه بغرض قصد بقصد لكي كي اجل رامي راميه الراميه".split())
_WISH = frozenset("يامل تامل امل امله املها ياملون تمني تمنت يتمني يريد تريد يسعي تسعي يتطلع تتطلع رغبته رغبتها".split())
_DEMAND = frozenset(
    "دعا دعت يدعو تدعو داعيا داعيه طالب طالبت يطالب تطالب مطالبا مطالبه حث حثت ناشد ناشدت طلب طلبت ضروره يجب ينبغي "
    "المطالبه للمطالبه اقترح اقترحت امر امرت اوصي اوصت".split()
)
_FAR: tuple[tuple[str, frozenset[str]], ...] = (
    ("condition", _CONDITION),
    ("possible", _POSSIBLE),
    ("purpose", _PURPOSE),
    ("intent", _INTENT),
    ("future", _FUTURE),
    ("wish", _WISH),
    ("demand", _DEMAND),
)


def realis_rule(scene: Scene, draft: Draft) -> str:
    """Return the construction that governs a trigger, `-` for none."""
    candidate = draft.candidate
    low, _ = scene.bounds[draft.number]
    is_verb = candidate.kind in _VERBS
    before = [_plain(scene.words[i]) for i in range(candidate.first - 1, low - 1, -1)[:_CLAUSE]]
    near = before[0] if before else ""
    if is_verb and near == "لم":
        return "lam"
    if is_verb and near == "لن":
        return "lan"
    if candidate.stem.particle == "س":
        return "future"
    if near in ("قد", "فقد") and candidate.kind == "present":
        return "possible"
    if not is_verb and near in ("عدم", "دون", "بدون"):
        return "lack"
    if not is_verb and _is_denied(before):
        return "denial"
    return _far(before, is_verb)


def _is_denied(before: list[str]) -> bool:
    reach = before[:4]
    return any(word in _DENY for word in reach) or ("صحه" in reach and "لا" in before)


def _far(before: list[str], is_verb: bool) -> str:
    """Return the nearest governing word's rule; a verb needs its governor next to it or an `أن` between."""
    for distance, word in enumerate(before):
        if word in _STOPS:
            return "-"
        for rule, words in _FAR:
            if word not in words:
                continue
            if rule == "condition" or distance == 0 or (not is_verb and distance <= 2):
                return rule
            if is_verb and before[0] in ("ان", "بان", "الي"):
                return rule
    return "-"


def _plain(word: str) -> str:
    return word[1:] if word[0] in "وف" and len(word) > 3 else word
