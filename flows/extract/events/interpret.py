"""From candidates to events: each field is decided by learnt weights over what the rules see, in a fixed order.

The order matters: a mode helps to tell the status, the parties help to tell the place, and every event may look
back at those before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from flows.document import Published
from flows.extract.events.candidates import Candidate, candidates
from flows.extract.events.dates import date_features, date_options
from flows.extract.events.draft import Cast, Draft, cast
from flows.extract.events.linear import Weights, score, share
from flows.extract.events.modes import NONE, mode_features, options
from flows.extract.events.parties import ROLES, party_features, party_options, setting
from flows.extract.events.places import place_features, place_options
from flows.extract.events.reports import Report, find_reports
from flows.extract.events.scene import Scene
from flows.extract.events.sources import source_features, source_options
from flows.extract.events.status import STATUSES, status_features
from flows.extract.events.triggers import ANY, trigger_features

CHOSEN = ("+",)
"""The one class of the models that rank options."""

TRIGGER_BIAS = (
    0.6  # added to every candidate's log-odds: best F1 in cross-validation on the training articles
)
PARTY_BIAS = {"actor": 0.4, "recipient": 0.4}  # likewise, for the F1 of parties
STATUS_BIAS = (0.0, 0.3, 0.3, 1.0)  # likewise, for the macro F1 over the statuses


class Knowing(NamedTuple):
    """What an article's events are told from: `look` gives a model's weights."""

    scene: Scene
    cast: Cast
    reports: list[list[Report]]
    published: Published | None
    look: Callable[[str], Weights]


def knowing(scene: Scene, published: Published | None, look: Callable[[str], Weights]) -> Knowing:
    """Prepare an article for its events."""
    people = cast(scene)
    return Knowing(scene, people, find_reports(scene, people), published, look)


def interpret(known: Knowing) -> list[Draft]:
    """Return the events of an article, in order, with all fields."""
    found = candidates(known.scene)
    told: list[Draft] = []
    for candidate, features in zip(found, trigger_features(known.scene, found), strict=True):
        draft = _event(known, candidate, features)
        if draft is not None:
            fill(known, draft, told)
            told.append(draft)
    return told


def _event(known: Knowing, candidate: Candidate, features: Sequence[str]) -> Draft | None:
    shared, *own = score(known.look("trigger"), features, (ANY, *candidate.types))
    best = max(range(len(own)), key=own.__getitem__)
    if shared + own[best] + TRIGGER_BIAS <= 0:
        return None
    probability = 1 - share([0.0, *(shared + value for value in own)])[0]
    event_type = candidate.types[best]
    draft = Draft(candidate, known.scene.sentence_of[candidate.first], event_type, probability)
    sense = next(s for s in candidate.senses if s.entry.event_type == event_type)
    draft.notes.append(f"trigger:{sense.entry.key}")
    return draft


def fill(known: Knowing, draft: Draft, told: Sequence[Draft]) -> None:
    """Decide an event's fields; `told` are the events before it."""
    _mode(known, draft)
    _status(known, draft, told)
    _parties(known, draft, told)
    _date(known, draft, told)
    _place(known, draft, told)
    _source(known, draft, told)


def previous_here(draft: Draft, told: Sequence[Draft]) -> Draft | None:
    """Return the event before, if it stands in the same sentence."""
    return told[-1] if told and told[-1].number == draft.number else None


def _mode(known: Knowing, draft: Draft) -> None:
    classes = options(draft.event_type)
    if len(classes) > 1:
        scores = score(known.look("mode"), mode_features(known.scene, draft), classes)
        mode = classes[scores.index(max(scores))].partition(".")[2]
        draft.mode = None if mode == NONE else mode


def _status(known: Knowing, draft: Draft, told: Sequence[Draft]) -> None:
    features = status_features(known.scene, draft, previous_here(draft, told), known.published)
    scores = score(known.look("status"), features, STATUSES)
    raised = [value + bias for value, bias in zip(scores, STATUS_BIAS, strict=True)]
    draft.status = STATUSES[raised.index(max(raised))]
    draft.notes.append(f"status:{draft.status}")


def _parties(known: Knowing, draft: Draft, told: Sequence[Draft]) -> None:
    shared = setting(known.scene, draft)
    look = known.look("party")
    reports = known.reports[draft.number]
    for option in party_options(known.cast, draft, told):
        features = party_features(known.scene, known.cast, draft, shared, option, told, reports)
        none, actor, recipient = score(look, features, ROLES)
        actor += PARTY_BIAS["actor"]
        recipient += PARTY_BIAS["recipient"]
        if max(actor, recipient) > none:
            draft.roles[option.key] = "actor" if actor >= recipient else "recipient"
            draft.notes.append(f"{draft.roles[option.key]}:{option.where}")


def _date(known: Knowing, draft: Draft, told: Sequence[Draft]) -> None:
    found = date_options(known.scene, draft, told, known.published)
    look = known.look("date")
    scores = [
        score(look, date_features(known.scene, known.cast, draft, option, found, known.published), CHOSEN)[0]
        for option in found
    ]
    option = found[scores.index(max(scores))]
    draft.days = option.days
    if option.days is not None:
        draft.precision = _precision(known, option.time, option.rule)
    draft.notes.append(f"date:{option.rule}")


def _precision(known: Knowing, time: int | None, rule: str) -> str | None:
    if rule == "since":
        return "range"
    return None if time is None else known.scene.times[time].precision


def _place(known: Knowing, draft: Draft, told: Sequence[Draft]) -> None:
    found = place_options(known.cast, draft, told)
    look = known.look("place")
    scores = [
        score(look, place_features(known.scene, known.cast, draft, option, told), CHOSEN)[0]
        for option in found
    ]
    option = found[scores.index(max(scores))]
    draft.place = option.key
    if option.key is not None:
        draft.notes.append(f"place:{option.rule}")


def _source(known: Knowing, draft: Draft, told: Sequence[Draft]) -> None:
    found = source_options(known.reports, known.cast, draft, told)
    look = known.look("source")
    scores = [
        score(look, source_features(known.scene, draft, option, found, known.cast, told), CHOSEN)[0]
        for option in found
    ]
    option = found[scores.index(max(scores))]
    draft.source = option.key
    if option.key is not None:
        draft.notes.append(f"source:{option.rule}")
