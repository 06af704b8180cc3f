"""The contexts of an event: the fields that the words around it tell of, three at most."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain

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


def article_contexts(scene: Scene) -> tuple[list[list[str]], Counter[str]]:
    """Return the contexts that each sentence's words tell, once a word, and how often the whole article tells each."""
    table = cue_table("context_cues", "context")
    found = [table[form] for form, _, _ in scene.tokens]
    by_sentence = [list(filter(None, found[low:high])) for low, high in scene.bounds]
    return by_sentence, Counter(chain.from_iterable(by_sentence))


def contexts(draft: Draft, told: tuple[list[list[str]], Counter[str]]) -> tuple[str, ...]:
    """Return an event's contexts, the strongest first."""
    by_sentence, whole = told
    scores: defaultdict[str, float] = defaultdict(float)
    for context, count in Counter(by_sentence[draft.number]).items():
        scores[context] += min(count, 2) * _IN_SENTENCE
    for context, count in whole.items():
        scores[context] += min(count, _CAP) * _IN_ARTICLE
    for context, value in _BY_TYPE.get(draft.event_type, {}).items():
        scores[context] += value
    if draft.mode in _BY_MODE:
        scores[_BY_MODE[draft.mode]] += 1
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return tuple(context for context, value in ranked[:_MOST] if value >= _ENOUGH)
