"""From candidates to events: each field is decided by learnt weights over what the rules see, in a fixed order.

The order matters: a mode helps to tell the status, the parties help to tell the place, and every event may look
back at those before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from flows.document import Published
from flows.extract.events.assign import Asked, assignments, expected_best, likeliest
from flows.extract.events.candidates import Candidate
from flows.extract.events.date_features import kinds_of, own_views, shared_by_dates
from flows.extract.events.dates import DateOption, best_date, date_options
from flows.extract.events.directions import directions
from flows.extract.events.draft import ACTOR, BOTH, RECIPIENT, Cast, Draft, Naming, cast, in_role
from flows.extract.events.heard import odds_heard, possible
from flows.extract.events.leaning import lean
from flows.extract.events.linear import View, share
from flows.extract.events.models import Models
from flows.extract.events.modes import NONE, mode_features, options
from flows.extract.events.parties import ROLES, party_options, told_by
from flows.extract.events.party_views import Setting, nobody_views, party_views, setting
from flows.extract.events.places import place_options, place_views
from flows.extract.events.realis import PRIOR, realis_rule
from flows.extract.events.reports import Report, find_reports
from flows.extract.events.same import same_options, same_views
from flows.extract.events.scene import Scene
from flows.extract.events.settle import settle
from flows.extract.events.sources import source_options, source_views
from flows.extract.events.status import STATUSES, status_views
from flows.extract.events.subjects import OTHER
from flows.extract.events.triggers import ANY, TRAP, trigger_views
from flows.extract.events.weighing import Weighing

BETWEEN_REACH = 4  # tokens from a noun over `بين` to the first of the two

JOINED = "joined"
"""What the method says of a party that has its role from the one it is joined with by `و`."""

USUAL = "parties:usual"
"""What the method says where what is usual in the news made another assignment the likeliest."""

PARTY_KINDS = {"GPE": "state", "NAT": "state", "PERS": "person", "ORG": "body"}

TRIGGER_BIAS = 0.6
"""Added to every candidate's log-odds: a higher one gives the best F1 in cross-validation on the training articles, but
those tell more events than other news."""
TRAP_PRIOR = 2.0  # taken from it in a sentence of another field that names nobody: 8 of 9 such candidates tell no event
STATUS_BIAS = (0.0, 0.2, 0.2, 0.8)  # likewise, for the macro F1 over the statuses


class Knowing(NamedTuple):
    """What an article's events are told from: `models` answer the questions."""

    scene: Scene
    cast: Cast
    reports: list[list[Report]]
    published: Published | None
    models: Models


def knowing(scene: Scene, published: Published | None, models: Models) -> Knowing:
    """Prepare an article for its events."""
    people = cast(scene)
    return Knowing(scene, people, find_reports(scene, people), published, models)


def read_events(known: Knowing) -> list[Draft]:
    """Return the events of an article, in order, with all fields."""
    told = read_each(known)
    settle(told, known.cast.country)
    return told


def read_each(known: Knowing) -> list[Draft]:
    """Return the events of an article, each as it is told by itself and in the light of those before it."""
    found = possible(known.scene)
    scores = [
        _scores(known, candidate, *told)
        for candidate, told in zip(found, trigger_views(known.scene, found), strict=True)
    ]
    drafts = [
        draft
        for candidate, own in zip(found, lean(found, scores), strict=True)
        if (draft := _event(known, candidate, own)) is not None
    ]
    if known.scene.heard is not None:
        known.scene.heard.look([(draft.candidate.first, draft.candidate.last) for draft in drafts])
    for number, draft in enumerate(drafts):
        fill(known, draft, drafts[:number])
    return drafts


def _scores(known: Knowing, candidate: Candidate, views: Sequence[View], words: Sequence[str]) -> list[float]:
    """Return for each of a candidate's types the log-odds that it is such an event, against its being none."""
    shared, *each = known.models.trigger.scores(views, words, (ANY, *candidate.types))
    if TRAP in words and candidate.types[each.index(max(each))] != "AID":
        shared -= TRAP_PRIOR
    return [shared + value for value in each]


def _event(known: Knowing, candidate: Candidate, scores: Sequence[float]) -> Draft | None:
    best = max(scores)
    if best + TRIGGER_BIAS <= 0:
        return None
    event_type = candidate.types[scores.index(best)]
    probability = 1 - share([0.0, *scores])[0]
    draft = Draft(candidate, known.scene.sentence_of[candidate.first], event_type, probability)
    sense = next(s for s in candidate.senses if s.entry.event_type == event_type)
    draft.notes.append(f"trigger:{sense.entry.key}")
    return draft


def fill(known: Knowing, draft: Draft, told: Sequence[Draft]) -> None:
    """Decide an event's fields; `told` are the events before it."""
    decide_mode(known, draft, told)
    decide_status(known, draft, told)
    decide_parties(known, draft, told)
    decide_date(known, draft, told)
    decide_place(known, draft, told)
    decide_source(known, draft, told)
    decide_same(known, draft, told)


def decide_mode(known: Knowing, draft: Draft, _told: Sequence[Draft]) -> None:
    """Choose among the modes of the event's type, and none."""
    classes = options(draft.event_type)
    if len(classes) > 1:
        scores = known.models.mode.scores((), mode_features(known.scene, draft), classes)
        mode = classes[scores.index(max(scores))].partition(".")[2]
        draft.mode = None if mode == NONE else mode


def decide_status(known: Knowing, draft: Draft, told: Sequence[Draft]) -> None:
    """Choose among the four statuses."""
    rule = realis_rule(known.scene, draft)
    scores = known.models.status.scores(*status_views(known.scene, draft, told, known.published, rule))
    raised = [sum(parts) for parts in zip(scores, STATUS_BIAS, PRIOR[rule], strict=True)]
    draft.status = STATUSES[raised.index(max(raised))]
    draft.notes.append(f"status:{draft.status}" if rule == "-" else f"status:{rule}")


def decide_parties(known: Knowing, draft: Draft, told: Sequence[Draft]) -> None:
    """Choose the assignment of roles that is expected to be most like the right one."""
    shared = setting(known.scene, known.cast, draft, told)
    asked = ask_parties(known, draft, told, shared)
    found = assignments(asked, completed(known, draft, told))
    ask = known.models.assign.score
    weighing = Weighing(known.scene, known.cast, draft, shared)
    told_alone = [option.score + ask(weighing.views(option)) for option in found]
    scores = [score + weighing.usual(option) for score, option in zip(told_alone, found, strict=True)]
    draft.role_chances = likeliest([option.roles for option in found], share(scores))
    draft.roles = expected_best(draft.role_chances, known.cast.country)
    where = {option.key: told_by(option) for option in asked.options}
    draft.notes += [f"{role}:{where.get(key, JOINED)}" for key, role in draft.roles.items()]
    if scores.index(max(scores)) != told_alone.index(max(told_alone)):
        draft.notes.append(USUAL)


def ask_parties(known: Knowing, draft: Draft, told: Sequence[Draft], shared: Setting) -> Asked:
    """Ask of each option alone whether it acts or receives."""
    ask = known.models.party.scores
    reports = known.reports[draft.number]
    offered = party_options(known.cast, draft, told)
    rows = [ask(*party_views(known.scene, known.cast, draft, shared, option, reports)) for option in offered]
    nobody = ask(*nobody_views(known.scene, draft, shared))[len(ROLES) :]
    places = {option.key: known.cast.tokens.get(option.key, ()) for option in offered}
    odds = None if known.scene.heard is None else odds_heard(known.scene, draft, places)
    return Asked(offered, rows, nobody, odds)


def completed(
    known: Knowing, draft: Draft, told: Sequence[Draft]
) -> Callable[[dict[str, str]], dict[str, str]]:
    """Return what makes roles such as syntax and lists of names demand."""
    here = known.cast.by_sentence[draft.number]
    settled = directions(known.scene, here, draft, told)
    between = _between(known, draft)
    named, pairs = {naming.key: naming.country for naming in here}, _joined(here)

    def whole(roles: dict[str, str]) -> dict[str, str]:
        return dict(between) if between else _shared(pairs, _settled(named, settled, roles))

    return whole


def _settled(
    named: Mapping[str, str | None], settled: Mapping[str, str], given: Mapping[str, str]
) -> dict[str, str]:
    """Let syntax overrule the weights; who is only implied gives way to a recipient that is named."""
    roles = dict(given)
    for key, role in settled.items():
        if role != OTHER:
            roles[key] = role
        elif roles.get(key) in (ACTOR, BOTH):
            roles[key] = RECIPIENT
    received = in_role(roles, RECIPIENT)
    implied = [key for key in received if key[0] == "@" and key not in named]
    if implied and len(implied) < len(received):
        acting = {named.get(key, key[1:]) for key in in_role(roles, ACTOR)}
        if {named[key] for key in received if key in named} - acting:
            for key in implied:
                if key[1:] in acting:
                    if roles[key] == BOTH:
                        roles[key] = ACTOR
                    else:
                        del roles[key]
    return roles


def _joined(namings: Sequence[Naming]) -> list[tuple[str, str]]:
    """Return the pairs of a list: `س وع`."""
    return [
        (left.key, right.key)
        for left, right in pairwise(namings)
        if right.attached == "و"
        and right.first == left.last
        and PARTY_KINDS.get(left.label) == PARTY_KINDS.get(right.label)
    ]


def _shared(pairs: Sequence[tuple[str, str]], roles: dict[str, str]) -> dict[str, str]:
    """Give both of `س وع` the role that one of them has, along the whole list; where they differ, the first one's."""
    for left, right in pairs:
        if left in roles:
            roles[right] = roles[left]
    for left, right in reversed(pairs):
        if right in roles:
            roles.setdefault(left, roles[right])
    return roles


def _between(known: Knowing, draft: Draft) -> dict[str, str]:
    """Read `مفاوضات بين س وع`: they alone act, whoever hosts or reports stands before."""
    start = draft.candidate.last
    here = [n for n in known.cast.by_sentence[draft.number] if n.first > start]
    if len(here) < 2 or draft.candidate.kind not in ("noun", "fixed"):
        return {}
    words = known.scene.words[start : min(here[0].first, start + BETWEEN_REACH)]
    pair = here[1].attached == "و" and here[1].first == here[0].last and here[0].label in PARTY_KINDS
    if "بين" in words and here[0].first - start <= BETWEEN_REACH and pair:
        return dict.fromkeys(sorted({here[0].key, here[1].key}), ACTOR)
    return {}


def decide_date(known: Knowing, draft: Draft, told: Sequence[Draft]) -> None:
    """Choose the best of the dates on offer."""
    found = date_options(known.scene, draft, told, known.published)
    shared = shared_by_dates(known.scene, draft, found, known.published)
    scores = known.models.date.scores(
        shared,
        ((kinds_of(option, known.published), own_views(known.scene, draft, option)) for option in found),
    )
    chances = share(scores)
    draft.date_chances = [(option.days, chance) for option, chance in zip(found, chances, strict=True)]
    draft.precisions = {option.days: _precision(known, option) for option in found}
    option = best_date(found, chances)
    draft.days, draft.precision = option.days, draft.precisions[option.days]
    draft.notes.append(f"date:{_rule(option)}")


def _rule(option: DateOption) -> str:
    return option.clues[0].rule if option.clues else "none"


def _precision(known: Knowing, option: DateOption) -> str | None:
    if option.days is None:
        return None
    if _rule(option) == "since":
        return "range"
    time = option.clues[0].time
    return None if time is None else known.scene.times[time].precision


def decide_place(known: Knowing, draft: Draft, told: Sequence[Draft]) -> None:
    """Choose the best of the places on offer."""
    found = place_options(known.cast, draft, told)
    ask = known.models.place.score
    scores = [ask(place_views(known.scene, known.cast, draft, option, told)) for option in found]
    chances = share(scores)
    draft.place_chances = [(option.key, chance) for option, chance in zip(found, chances, strict=True)]
    option = found[scores.index(max(scores))]
    draft.place = option.key
    if option.key is not None:
        draft.notes.append(f"place:{option.rule}")


def decide_same(known: Knowing, draft: Draft, told: Sequence[Draft]) -> None:
    """Choose the earlier event that this one tells again, or none."""
    found = same_options(draft, told)
    if len(found) > 1:
        ask = known.models.same.score
        scores = [ask(same_views(known.scene, known.cast, draft, option, found)) for option in found]
        draft.same = found[scores.index(max(scores))]


def decide_source(known: Knowing, draft: Draft, told: Sequence[Draft]) -> None:
    """Choose the best of the sources on offer."""
    found = source_options(known.reports, known.cast, draft, told)
    ask = known.models.source.score
    scores = [ask(source_views(known.scene, draft, option, found, known.cast, told)) for option in found]
    option = found[scores.index(max(scores))]
    draft.source = option.key
    if option.key is not None:
        draft.notes.append(f"source:{option.rule}")
