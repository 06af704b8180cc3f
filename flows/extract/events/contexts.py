"""The contexts of an event: the fields that the words around it tell of, three at most."""

from __future__ import annotations

from collections import Counter, defaultdict

from flows.extract.events.cues import cue_table
from flows.extract.events.draft import Draft
from flows.extract.events.scene import Scene

_MOST = 3
_ENOUGH = 1.0  # score from which a context is told
_IN_SENTENCE = 1.0  # a cue word in the event's own sentence
_IN_ARTICLE = 0.2  # a cue word elsewhere, each up to five
_CAP = 5

_BY_TYPE = {
    "CONSULT": {"diplomatic": 1.0},
    "SUPPORT": {"diplomatic": 0.6},
    "AGREE": {"diplomatic": 0.4},
    "COOPERATE": {"diplomatic": 0.3},
    "ASSAULT": {"military": 0.6},
    "MOBILIZE": {"military": 1.2},
    "COERCE": {"legal": 0.4},
    "PROTEST": {"rights_freedoms": 0.6},
}
_BY_MODE = {
    "convict": "legal",
    "investigate": "legal",
    "arrest": "legal",
    "ceasefire": "military",
    "cyber": "cyber",
}


def article_contexts(scene: Scene) -> tuple[list[Counter[str]], Counter[str]]:
    """Return how often each context's words occur: in each sentence, and in the whole article."""
    table = cue_table("context_cues", "context")
    by_sentence: list[Counter[str]] = [Counter() for _ in scene.bounds]
    forms = [token.form for token in scene.tokens]
    for number, (low, high) in enumerate(scene.bounds):
        for context in filter(None, map(table.__getitem__, forms[low:high])):
            by_sentence[number][context] += 1
    whole: Counter[str] = Counter()
    for counts in by_sentence:
        whole.update(counts)
    return by_sentence, whole


def contexts(draft: Draft, told: tuple[list[Counter[str]], Counter[str]]) -> tuple[str, ...]:
    """Return an event's contexts, the strongest first."""
    by_sentence, whole = told
    scores: defaultdict[str, float] = defaultdict(float)
    for context, count in by_sentence[draft.number].items():
        scores[context] += min(count, 2) * _IN_SENTENCE
    for context, count in whole.items():
        scores[context] += min(count, _CAP) * _IN_ARTICLE
    for context, value in _BY_TYPE.get(draft.event_type, {}).items():
        scores[context] += value
    if draft.mode in _BY_MODE:
        scores[_BY_MODE[draft.mode]] += 1
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return tuple(context for context, value in ranked[:_MOST] if value >= _ENOUGH)
