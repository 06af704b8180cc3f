"""What the weights learn from: the decisions of an annotated article, each with its options and the right one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from flows.extract.events.assign import assignments
from flows.extract.events.candidates import Candidate
from flows.extract.events.date_features import date_features
from flows.extract.events.dates import HALF, DateOption, agree, date_options, overlap_share
from flows.extract.events.draft import ACTOR, BOTH, RECIPIENT, Cast, Days, Draft, in_role
from flows.extract.events.heard import possible
from flows.extract.events.interpret import (
    Knowing,
    ask_parties,
    completed,
    decide_date,
    decide_mode,
    decide_parties,
    decide_place,
    decide_source,
    decide_status,
)
from flows.extract.events.learn import Example, Key
from flows.extract.events.linear import features_of
from flows.extract.events.models import CHOSEN, NAMES
from flows.extract.events.modes import NONE, mode_features, options
from flows.extract.events.parties import FIRST_ACTOR, FIRST_RECIPIENT, ROLES, Option, party_options
from flows.extract.events.party_views import nobody_views, party_views, setting
from flows.extract.events.places import place_options, place_views
from flows.extract.events.same import same_options, same_views
from flows.extract.events.sources import source_options, source_views
from flows.extract.events.status import STATUSES, status_views
from flows.extract.events.triggers import ANY, trigger_views
from flows.extract.events.weighing import Weighing


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotated event: its trigger's characters and its fields; parties, place and source are keys of namings.

    `root` names the article's first telling of the same event; empty where nobody says.
    """

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
    root: str = ""


Examples = dict[str, list[Example]]

PARTIES_SHARE = 0.5
"""What the parties themselves count beside their countries, where assignments of roles are compared."""


def examples(known: Knowing, annotated: Sequence[Annotated], read: Sequence[Draft] | None = None) -> Examples:
    """Return the decisions of an article by model, with the right answers that the annotation gives.

    Args:
        known: the article; its weights are used only with `read`.
        annotated: its annotated events.
        read: the events that weights learnt from other articles find in it. What a decision looks back at is then
            what was read, errors included, as it will be in use; else it is the annotation.
    """
    found: Examples = {name: [] for name in NAMES}
    seen = possible(known.scene)
    told: list[Draft] = []
    for candidate, (views, words) in zip(seen, trigger_views(known.scene, seen), strict=True):
        event = _of(candidate, annotated)
        if event is None or event.event_type in candidate.types:
            right = 0 if event is None else 1 + candidate.types.index(event.event_type)
            features = features_of(views, words)
            classes: list[list[Key]] = [
                [key(f, name) for f in features for name in (ANY, t)] for t in candidate.types
            ]
            found["trigger"].append(Example([[], *classes], right))
        if event is not None:
            draft = Draft(candidate, known.scene.sentence_of[candidate.first], event.event_type, 1.0)
            if read is not None:
                told = [earlier for earlier in read if earlier.candidate.first < candidate.first]
            _decisions(known, draft, event, told, found, read is not None)
            _note_same(known, draft, told, annotated, found)
            told.append(draft)
    return found


_KEYS: dict[Key, Key] = {}


def key(feature: str, name: str) -> Key:
    """Return the key of a feature and a class, the same object each time: examples hold tens of millions of them."""
    found = (feature, name)
    return _KEYS.setdefault(found, found)


def _of(candidate: Candidate, annotated: Sequence[Annotated]) -> Annotated | None:
    return next((e for e in annotated if e.start < candidate.end and candidate.start < e.end), None)


def _decisions(
    known: Knowing, draft: Draft, event: Annotated, told: Sequence[Draft], found: Examples, is_read: bool
) -> None:
    """Note each field's decision, then fill the field in: as read, or as annotated."""
    for note, decide, settle in _FIELDS:
        note(known, draft, event, told, found)
        if is_read and decide is decide_parties:
            _note_assignment(known, draft, event, told, found)
        if is_read:
            decide(known, draft, told)
        else:
            settle(draft, event)


def _note_mode(
    known: Knowing, draft: Draft, event: Annotated, _told: Sequence[Draft], found: Examples
) -> None:
    modes = options(event.event_type)
    if len(modes) > 1:
        right = modes.index(f"{event.event_type}.{event.mode or NONE}")
        found["mode"].append(_labelled(mode_features(known.scene, draft), modes, right))


def _note_status(
    known: Knowing, draft: Draft, event: Annotated, told: Sequence[Draft], found: Examples
) -> None:
    features = features_of(*status_views(known.scene, draft, told, known.published))
    found["status"].append(_labelled(features, STATUSES, STATUSES.index(event.status)))


def _note_parties(
    known: Knowing, draft: Draft, event: Annotated, told: Sequence[Draft], found: Examples
) -> None:
    """Note for each option which role it has, and for each role which option has it best."""
    scene, people = known.scene, known.cast
    shared = setting(scene, people, draft, told)
    offered = party_options(people, draft, told)
    actors = _meant(offered, event.actors, people)
    recipients = _meant(offered, event.recipients, people)
    rows = []
    for option in offered:
        reports = known.reports[draft.number]
        features = features_of(*party_views(scene, people, draft, shared, option, reports))
        role = "actor" if option.key in actors else "recipient" if option.key in recipients else "none"
        found["party"].append(_labelled(features, ROLES, ROLES.index(role)))
        rows.append(features)
    nobody = features_of(*nobody_views(scene, draft, shared))
    for chosen, name in ((actors, FIRST_ACTOR), (recipients, FIRST_RECIPIENT)):
        right = [i for i, option in enumerate(offered) if option.key in chosen]
        others = [[key(f, name) for f in row] for i, row in enumerate(rows) if i not in right]
        none = [key(f, name) for f in nobody]
        if not right:
            found["party"].append(Example([none, *others], 0))
        for i in right:
            found["party"].append(
                Example([[key(f, name) for f in rows[i]], none, *others], 0, 1 / len(right))
            )


def _note_assignment(
    known: Knowing, draft: Draft, event: Annotated, told: Sequence[Draft], found: Examples
) -> None:
    """Note which assignment is most like the annotated one; others that are as like are left out."""
    scene, people = known.scene, known.cast
    shared = setting(scene, people, draft, told)
    offered = assignments(ask_parties(known, draft, told, shared), completed(known, draft, told))
    right = _roles(event)
    likeness = [_likeness(people, option.roles, right) for option in offered]
    best = likeness.index(max(likeness))
    kept = [i for i, value in enumerate(likeness) if i == best or value < likeness[best]]
    weighing = Weighing(scene, people, draft, shared)
    rows = [features_of(weighing.views(offered[i])) for i in kept]
    if len(kept) > 1 and likeness[best] > 0:
        options = [[key(f, CHOSEN) for f in row] for row in rows]
        before = [offered[i].score for i in kept]
        found["assign"].append(Example(options, kept.index(best), before=before))


def _likeness(people: Cast, roles: Mapping[str, str], right: Mapping[str, str]) -> float:
    """Return how like two assignments are: F1 of the countries in their roles, then of the parties themselves."""
    countries, parties = [], []
    for told in (roles, right):
        pairs = {(role, key) for role in (ACTOR, RECIPIENT) for key in in_role(told, role)}
        parties.append(pairs)
        known = {
            (role, key if key[0] != "@" and not people.country(key) else people.country(key))
            for role, key in pairs
        }
        countries.append(known - {(role, unknown) for role in (ACTOR, RECIPIENT) for unknown in (None, "?")})
    return _f1(*countries) + PARTIES_SHARE * _f1(*parties)


def _f1(a: Set[object], b: Set[object]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def _meant(offered: Sequence[Option], keys: Sequence[str], people: Cast) -> set[str]:
    """Return the options that are meant by annotated parties: themselves, else an unnamed one of their country."""
    by_key = {option.key for option in offered}
    meant = {key for key in keys if key in by_key}
    for key in keys:
        if key not in by_key and key[0] != "@" and key in people.best:
            country = people.best[key].country
            if country and f"@{country}" in by_key:
                meant.add(f"@{country}")
    return meant


def _note_date(
    known: Knowing, draft: Draft, event: Annotated, told: Sequence[Draft], found: Examples
) -> None:
    """Note the date; others that agree with the right one are left out, as they would be no mistake."""
    dates = date_options(known.scene, draft, told, known.published)
    right = _right_date(dates, event.days)
    if right is None:
        return
    kept = [i for i, option in enumerate(dates) if i == right or not agree(option.days, event.days)]
    rows = [date_features(known.scene, draft, dates[i], dates, known.published) for i in kept]
    _ranked(rows, kept.index(right), found["date"])


def _note_place(
    known: Knowing, draft: Draft, event: Annotated, told: Sequence[Draft], found: Examples
) -> None:
    places = place_options(known.cast, draft, told)
    rows = [features_of(place_views(known.scene, known.cast, draft, option, told)) for option in places]
    _ranked(rows, _index([o.key for o in places], event.place), found["place"])


def _note_source(
    known: Knowing, draft: Draft, event: Annotated, told: Sequence[Draft], found: Examples
) -> None:
    sources = source_options(known.reports, known.cast, draft, told)
    rows = [
        features_of(source_views(known.scene, draft, option, sources, known.cast, told)) for option in sources
    ]
    _ranked(rows, _index([o.key for o in sources], event.source), found["source"])


def _note_same(
    known: Knowing, draft: Draft, told: Sequence[Draft], annotated: Sequence[Annotated], found: Examples
) -> None:
    """Note the latest earlier telling of an event; others of it are left out, as they would be no mistake."""

    def root(some: Draft) -> str:
        event = _of(some.candidate, annotated)
        return "" if event is None else event.root

    options = same_options(draft, told)
    is_same = [option is not None and root(option) == root(draft) != "" for option in options]
    right = is_same.index(True) if True in is_same else 0
    kept = [i for i, same in enumerate(is_same) if i == right or not same]
    rows = [features_of(same_views(known.scene, known.cast, draft, options[i], options)) for i in kept]
    if root(draft):
        _ranked(rows, kept.index(right), found["same"])


def _settle_mode(draft: Draft, event: Annotated) -> None:
    draft.mode = event.mode


def _settle_status(draft: Draft, event: Annotated) -> None:
    draft.status = event.status


def _settle_parties(draft: Draft, event: Annotated) -> None:
    draft.roles = _roles(event)


def _roles(event: Annotated) -> dict[str, str]:
    both = set(event.actors) & set(event.recipients)
    return (
        dict.fromkeys(event.recipients, RECIPIENT)
        | dict.fromkeys(event.actors, ACTOR)
        | dict.fromkeys(both, BOTH)
    )


def _settle_date(draft: Draft, event: Annotated) -> None:
    draft.days = event.days


def _settle_place(draft: Draft, event: Annotated) -> None:
    draft.place = event.place


def _settle_source(draft: Draft, event: Annotated) -> None:
    draft.source = event.source


_FIELDS = (
    (_note_mode, decide_mode, _settle_mode),
    (_note_status, decide_status, _settle_status),
    (_note_parties, decide_parties, _settle_parties),
    (_note_date, decide_date, _settle_date),
    (_note_place, decide_place, _settle_place),
    (_note_source, decide_source, _settle_source),
)
"""Per field, in the order of `interpret.fill`: note its decision, decide it by weights, take it from the annotation."""


def _labelled(features: Sequence[str], classes: Sequence[str], right: int) -> Example:
    return Example([[key(f, name) for f in features] for name in classes], right)


def _ranked(rows: Sequence[Sequence[str]], right: int | None, into: list[Example]) -> None:
    if right is not None and len(rows) > 1:
        into.append(Example([[key(f, CHOSEN) for f in row] for row in rows], right))


def _index(keys: Sequence[str | None], wanted: str | None) -> int | None:
    return keys.index(wanted) if wanted in keys else None


def _right_date(found: Sequence[DateOption], days: Days | None) -> int | None:
    if days is None:
        return 0
    return max(
        (i for i, option in enumerate(found) if option.days and overlap_share(option.days, days) >= HALF),
        key=lambda i: (overlap_share(found[i].days or days, days), -i),
        default=None,
    )


def merged(parts: Sequence[Mapping[str, Sequence[Example]]]) -> Examples:
    """Join the examples of several articles, by model."""
    return {model: [example for part in parts for example in part[model]] for model in parts[0]}
