"""What the weights learn from: the decisions of an annotated article, each with its options and the right one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.extract.events.candidates import Candidate, candidates
from flows.extract.events.dates import DateOption, date_features, date_options
from flows.extract.events.draft import Days, Draft
from flows.extract.events.interpret import CHOSEN, Knowing, previous_here
from flows.extract.events.learn import Example, Key
from flows.extract.events.modes import NONE, mode_features, options
from flows.extract.events.parties import ROLES, Option, party_features, party_options, setting
from flows.extract.events.places import place_features, place_options
from flows.extract.events.sources import source_features, source_options
from flows.extract.events.status import STATUSES, status_features
from flows.extract.events.triggers import ANY, trigger_features


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotated event: its trigger's characters and its fields; parties, place and source are keys of namings."""

    start: int
    end: int
    event_type: str
    mode: str | None
    status: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    days: Days | None
    place: str | None
    source: str | None


Examples = dict[str, list[Example]]


def examples(known: Knowing, annotated: Sequence[Annotated]) -> Examples:
    """Return the decisions of an article by model, with the right answers that the annotation gives."""
    found: Examples = {
        "trigger": [],
        "mode": [],
        "status": [],
        "party": [],
        "date": [],
        "place": [],
        "source": [],
    }
    seen = candidates(known.scene)
    told: list[Draft] = []
    for candidate, features in zip(seen, trigger_features(known.scene, seen), strict=True):
        event = _of(candidate, annotated)
        if event is None or event.event_type in candidate.types:
            right = 0 if event is None else 1 + candidate.types.index(event.event_type)
            classes: list[list[Key]] = [
                [(f, name) for f in features for name in (ANY, t)] for t in candidate.types
            ]
            found["trigger"].append(Example([[], *classes], right))
        if event is not None:
            draft = Draft(candidate, known.scene.sentence_of[candidate.first], event.event_type, 1.0)
            _decisions(known, draft, event, told, found)
            told.append(draft)
    return found


def _of(candidate: Candidate, annotated: Sequence[Annotated]) -> Annotated | None:
    return next((e for e in annotated if e.start < candidate.end and candidate.start < e.end), None)


def _decisions(
    known: Knowing, draft: Draft, event: Annotated, told: Sequence[Draft], found: Examples
) -> None:
    scene, people = known.scene, known.cast
    modes = options(event.event_type)
    if len(modes) > 1:
        right = modes.index(f"{event.event_type}.{event.mode or NONE}")
        found["mode"].append(_labelled(mode_features(scene, draft), modes, right))
    draft.mode = event.mode
    features = status_features(scene, draft, previous_here(draft, told), known.published)
    found["status"].append(_labelled(features, STATUSES, STATUSES.index(event.status)))
    draft.status = event.status
    shared = setting(scene, draft)
    for option in party_options(people, draft, told):
        role = _role(option, event, known)
        features = party_features(scene, people, draft, shared, option, told, known.reports[draft.number])
        found["party"].append(_labelled(features, ROLES, ROLES.index(role)))
    draft.roles.update(dict.fromkeys(event.recipients, "recipient") | dict.fromkeys(event.actors, "actor"))
    dates = date_options(scene, draft, told, known.published)
    right = _right_date(dates, event.days)
    rows = [date_features(scene, people, draft, option, dates, known.published) for option in dates]
    _ranked(rows, right, found["date"])
    draft.days = event.days
    places = place_options(people, draft, told)
    rows = [place_features(scene, people, draft, option, told) for option in places]
    _ranked(rows, _index([o.key for o in places], event.place), found["place"])
    draft.place = event.place
    sources = source_options(known.reports, people, draft, told)
    rows = [source_features(scene, draft, option, sources, people, told) for option in sources]
    _ranked(rows, _index([o.key for o in sources], event.source), found["source"])
    draft.source = event.source


def _labelled(features: Sequence[str], classes: Sequence[str], right: int) -> Example:
    return Example([[(f, name) for f in features] for name in classes], right)


def _ranked(rows: Sequence[Sequence[str]], right: int | None, into: list[Example]) -> None:
    if right is not None and len(rows) > 1:
        into.append(Example([[(f, CHOSEN[0]) for f in row] for row in rows], right))


def _index(keys: Sequence[str | None], wanted: str | None) -> int | None:
    return keys.index(wanted) if wanted in keys else None


def _role(option: Option, event: Annotated, known: Knowing) -> str:
    if option.key in event.actors:
        return "actor"
    return "recipient" if option.key in event.recipients else "none"


def _right_date(found: Sequence[DateOption], days: Days | None) -> int | None:
    if days is None:
        return 0
    return max(
        (i for i, option in enumerate(found) if option.days and overlap_share(option.days, days) >= 0.5),
        key=lambda i: (overlap_share(found[i].days or days, days), -i),
        default=None,
    )


def overlap_share(a: Days, b: Days) -> float:
    """Return the days that two ranges share, as a part of the days that either covers."""
    both = (min(a[1], b[1]) - max(a[0], b[0])).days + 1
    either = (max(a[1], b[1]) - min(a[0], b[0])).days + 1
    return max(both, 0) / either


def merged(parts: Sequence[Mapping[str, Sequence[Example]]]) -> Examples:
    """Join the examples of several articles, by model."""
    return {model: [example for part in parts for example in part[model]] for model in parts[0]}
