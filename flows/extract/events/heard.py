"""What the reader's probabilities say about a decision, as features beside those of the rules.

A probability becomes the thresholds that it passes, so that a weight for each gives a curve. Without a reader there
are no such features, and the weights are those that were learnt without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.extract.events.candidates import Candidate, candidates
from flows.extract.events.lexicon import Entry, Sense
from flows.extract.events.scene import Scene
from flows.extract.morphology import Form, Stem
from flows.extract.reader.labels import EVENT_TYPES, ROLES, STATUSES

if TYPE_CHECKING:
    from flows.extract.events.draft import Draft
    from flows.extract.events.parties import Option

STEPS = (0.02, 0.08, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97)

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


def status_heard(scene: Scene, draft: Draft) -> list[str]:
    """Return how real the reader hears an event to be."""
    heard = scene.heard
    row = -1 if heard is None else int(heard.row[draft.candidate.first])
    if heard is None or row < 0:
        return []
    told = zip(STATUSES, heard.statuses[row].tolist(), strict=True)
    return [feature for status, chance in told for feature in steps(f"hs={status}", chance)]


def role_heard(scene: Scene, draft: Draft, option: Option) -> list[str]:
    """Return as what the reader hears an option's naming in the sentence or the one before."""
    if scene.heard is None or option.naming is None or option.where not in ("s", "p"):
        return []
    chances = scene.heard.roles(draft.candidate.first, option.naming.first).tolist()
    told = zip(ROLES, chances, strict=True)
    return [feature for role, chance in told for feature in steps(f"hr={role}{option.where}", chance)]


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
