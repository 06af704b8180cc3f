"""Who acts on whom where syntax alone tells it: agents of passives, relative clauses, prepositions, hosts, exchanges.

`directions` looks only at constructions that leave no choice; what it says overrules the learnt weights.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.extract.events.candidates import VERBAL
from flows.extract.events.clause import STOPS
from flows.extract.events.cues import words_of
from flows.extract.events.draft import PARTIES, Draft, Naming
from flows.extract.events.scene import Scene
from flows.extract.events.subjects import (
    HEAD_GAP,
    MUTUAL,
    OBJECT_REACH,
    PARTNER_REACH,
    Roles,
    behind_of,
    host,
    is_open,
    joined,
    prep_of,
    relative,
    subject,
)

_AGENTS = frozenset((("من", "قبل"), ("من", "طرف"), ("من", "لدن"), ("علي", "يد"), ("علي", "ايدي")))
_AGENT_REACH = 14  # tokens from a trigger to `من قبل`
_AGENT_GAP = 4  # tokens from there to its name: `من قبل الشرطة الفرنسية`
_RECEIVE_REACH = 6  # tokens from such a verb to the noun that it takes
_ON = frozenset(("علي", "ضد", "بحق", "الي", "لصالح"))
"""Prepositions of whom a noun is done to."""
_DONE_TO = frozenset(("ASSAULT", "SANCTION", "AID", "COERCE", "ACCUSE", "THREATEN"))


def directions(scene: Scene, here: Sequence[Naming], draft: Draft, told: Sequence[Draft]) -> Roles:
    """Return the roles that syntax settles, by key: those of a passive's agent, a relative clause and so on.

    Args:
        scene: the article.
        here: the namings of the event's sentence, in order.
        draft: the event; of its fields only type and mode are looked at.
        told: the events before it.
    """
    parties = [n for n in here if n.label in PARTIES]
    roles = joined(scene, draft, told)
    for rule in (
        _agent,
        relative,
        _received,
        _adjective,
        _object,
        _genitive,
        _partner,
        _exchange,
        host,
        subject,
    ):
        for key, role in rule(scene, parties, draft).items():
            roles.setdefault(key, role)
    return roles


def _agent(scene: Scene, parties: Sequence[Naming], draft: Draft) -> Roles:
    """`اعتقل س من قبل ع`, `قتل س على يد ع`: the one behind acts, the one between receives."""
    last = draft.candidate.last
    _, high = scene.bounds[draft.number]
    for i in range(last, min(last + _AGENT_REACH, high - 1)):
        if scene.words[i] in STOPS or scene.words[i] in "،,":
            break
        if (scene.words[i], scene.words[i + 1]) in _AGENTS:
            agent = next((n for n in parties if 0 <= n.first - i - 2 < _AGENT_GAP), None)
            if agent is None or not is_open(scene, i + 2, agent.first):
                return {}
            between = [n for n in parties if last <= n.first < i and prep_of(scene, n) not in ("في", "ب")]
            roles = {n.key: "recipient" for n in between[:1] if n.key != agent.key}
            return {agent.key: "actor"} | roles
    return {}


def _received(scene: Scene, parties: Sequence[Naming], draft: Draft) -> Roles:
    """`تلقى س مساعدات من ع`, `تعرض س لهجوم من ع`: the verb's subject receives, whom `من` names acts."""
    first = draft.candidate.first
    low, _ = scene.bounds[draft.number]
    start = next(
        (
            i
            for i in range(first - 1, max(first - _RECEIVE_REACH, low) - 1, -1)
            if scene.words[i] in words_of("receives")
        ),
        None,
    )
    if start is None or draft.candidate.kind in VERBAL:
        return {}
    role = "actor" if draft.event_type in MUTUAL else "recipient"
    roles = {n.key: role for n in parties if start < n.first < first}
    givers = [
        n
        for n in behind_of(parties, draft, OBJECT_REACH)
        if prep_of(scene, n) == "من" or _of(scene, n) == "من"
    ]
    return roles | {n.key: "actor" for n in givers[:1] if n.key not in roles}


def _of(scene: Scene, naming: Naming) -> str:
    """Return the preposition before a party's common noun: `من الرئيس الإيراني`."""
    i = naming.first - 2
    return scene.words[i] if naming.label == "NAT" and i >= 0 and not scene.labels[i] else ""


def _adjective(scene: Scene, parties: Sequence[Naming], draft: Draft) -> Roles:
    """`غارات إسرائيلية`, `الهجوم الإيراني`, `مشاورات تونسية إيطالية`: whose act it is, if not the victim's."""
    candidate = draft.candidate
    if candidate.kind not in ("noun", "fixed") or candidate.lemma in words_of("victims"):
        return {}
    roles: Roles = {}
    at = candidate.last
    for naming in (n for n in parties if n.first >= candidate.last):
        gap = naming.first - at
        if naming.label != "NAT" or naming.attached.startswith(("و", "ل", "ب")) or gap > (0 if roles else 1):
            break
        if (
            gap
            and scene.words[at][-1] != scene.words[candidate.first][-1]
            and not scene.words[at].endswith("ه")
        ):
            break
        is_definite = naming.attached.endswith("ال") or scene.tokens[naming.first].form.startswith("ال")
        if is_definite != candidate.stem.is_definite:
            break
        roles[naming.key] = "actor"
        at = naming.last
    return roles


def _object(scene: Scene, parties: Sequence[Naming], draft: Draft) -> Roles:
    """`هجوم على س`, `مساعدات لس`, `مساعدات من س`: prepositions behind a noun tell whom it is done to, and who gives."""
    candidate = draft.candidate
    if candidate.kind not in ("noun", "fixed") or draft.event_type not in _DONE_TO:
        return {}
    if draft.event_type == "AID":
        goal = [n for n in parties if 0 <= candidate.first - n.last < HEAD_GAP and prep_of(scene, n) == "الي"]
        if goal:
            return {goal[-1].key: "recipient"}
    for naming in behind_of(parties, draft, OBJECT_REACH):
        if not is_open(scene, candidate.last, naming.first):
            break
        prep = prep_of(scene, naming)
        if prep in _ON or prep == "ل":
            return {naming.key: "recipient"}
        if prep == "من" and draft.event_type == "AID":
            return {naming.key: "actor"}
    return {}


def _genitive(scene: Scene, parties: Sequence[Naming], draft: Draft) -> Roles:
    """`دعم س لع`, `طلب س من ع`: a state right behind a noun acts where a preposition names whom it is done to."""
    candidate = draft.candidate
    if candidate.kind != "noun" or draft.event_type in MUTUAL or candidate.lemma in words_of("victims"):
        return {}
    behind = behind_of(parties, draft, OBJECT_REACH)
    if (
        not behind
        or behind[0].first != candidate.last
        or behind[0].attached
        or behind[0].label not in ("GPE", "ORG")
    ):
        return {}
    follows = scene.words[behind[0].last] if behind[0].last < len(scene.words) else ""
    if not (
        follows in ("من", "علي", "ضد")
        or follows.startswith("لل")
        or (behind[1:] and behind[1].attached[:1] == "ل")
    ):
        return {}
    objects = behind[1:2] if follows == "من" and draft.event_type == "REQUEST" else []
    return {behind[0].key: "actor"} | {n.key: "recipient" for n in objects}


def _partner(scene: Scene, parties: Sequence[Naming], draft: Draft) -> Roles:
    """`محادثات مع س`, `اتفق مع س`, `التقى نظيره س`: in mutual acts the partner acts too."""
    if (
        not (draft.event_type in MUTUAL or draft.candidate.lemma in words_of("mutual"))
        or draft.mode == "visit"
    ):
        return {}
    for naming in behind_of(parties, draft, PARTNER_REACH):
        words = scene.words[max(naming.first - 3, draft.candidate.last) : naming.first]
        if prep_of(scene, naming) == "مع" or any(word in words_of("peer") for word in words):
            return {naming.key: "actor"}
    return {}


def _exchange(scene: Scene, parties: Sequence[Naming], draft: Draft) -> Roles:
    """`تبادلت س وع الاتهامات`: all act."""
    low, _ = scene.bounds[draft.number]
    first = draft.candidate.first
    start = next(
        (
            i
            for i in range(first - 1, max(first - _RECEIVE_REACH, low) - 1, -1)
            if scene.words[i] in words_of("exchange")
        ),
        None,
    )
    between = [n for n in parties if start is not None and start < n.first < first]
    return {n.key: "actor" for n in between} if len(between) > 1 else {}
