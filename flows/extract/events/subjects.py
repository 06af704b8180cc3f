"""Who acts on whom where a verb's own syntax tells it: its subject, its object, a relative pronoun, a host."""

from __future__ import annotations

from collections.abc import Sequence

from flows.extract.events.candidates import VERBAL
from flows.extract.events.clause import RELATIVES, STOPS, is_verb
from flows.extract.events.cues import words_of
from flows.extract.events.draft import ACTOR, Draft, Naming, in_role
from flows.extract.events.scene import Scene

Roles = dict[str, str]
OTHER = "other"
"""The role of who does not act, whether or not it receives."""
MUTUAL = frozenset(("CONSULT", "COOPERATE"))
"""Types in which all parties act, as a rule."""
OBJECT_REACH = 6  # tokens from a trigger to what it is done to
PARTNER_REACH = 12  # tokens from a mutual act to `مع`, from a host's verb to its guest
HEAD_GAP = 3  # tokens from a relative pronoun back to what it means
_TITLE = 3  # tokens of a title before its state: `وزير الصحة اليمني`
_PLACED = frozenset(("في", "ب"))


def prep_of(scene: Scene, naming: Naming) -> str:
    """Return the preposition right before a naming or attached to it, else nothing."""
    letters = naming.attached.removeprefix("و").removeprefix("ف")
    if letters[:1] in ("ل", "ب", "ك"):
        return letters[0]
    return scene.words[naming.first - 1] if naming.first and not scene.labels[naming.first - 1] else ""


def behind_of(parties: Sequence[Naming], draft: Draft, reach: int) -> list[Naming]:
    """Return the parties that stand within `reach` tokens behind a trigger, in order."""
    last = draft.candidate.last
    return [n for n in parties if last <= n.first < last + reach]


def is_open(scene: Scene, start: int, end: int) -> bool:
    """Whether neither stop nor verb stands between two tokens."""
    return not any(
        scene.words[i] in STOPS or scene.words[i] in "،," or (not scene.labels[i] and is_verb(scene.words[i]))
        for i in range(start, end)
    )


def relative(scene: Scene, parties: Sequence[Naming], draft: Draft) -> Roles:
    """`س التي اتهمتها ع`: the verb's pronoun is what the relative pronoun means; without one it acts itself."""
    candidate = draft.candidate
    if (
        candidate.kind not in VERBAL
        or not candidate.first
        or scene.words[candidate.first - 1] not in RELATIVES
    ):
        return {}
    head = next((n for n in reversed(parties) if 0 <= candidate.first - 1 - n.last < HEAD_GAP), None)
    if head is None:
        return {}
    behind = [n for n in behind_of(parties, draft, OBJECT_REACH) if n.key != head.key]
    if candidate.senses[0].form.has_pronoun:
        subject = {n.key: "actor" for n in behind[:1] if n.first - candidate.last <= 1}
        return {head.key: "recipient"} | subject if subject else {}
    if head.last != candidate.first - 1:
        return {}
    objects = {n.key: "recipient" for n in behind[:1] if prep_of(scene, n) not in ("في", "ب", "مع")}
    return {head.key: "actor"} | (objects if draft.event_type not in MUTUAL else {})


def host(scene: Scene, parties: Sequence[Naming], draft: Draft) -> Roles:
    """`استقبل س ع`: the subject right behind the verb is the host and receives, whom it hosts acts."""
    candidate = draft.candidate
    is_host = candidate.senses[0].entry.roles == "host" and draft.event_type == "CONSULT"
    form = candidate.senses[0].form
    if not is_host or form.kind not in ("past", "present") or form.has_pronoun:
        return {}
    ahead = _right_ahead(parties, draft)
    behind = [*([ahead] if ahead else []), *behind_of(parties, draft, PARTNER_REACH)]
    if (
        len(behind) < 2
        or prep_of(scene, behind[0]) in _PLACED
        or behind[0].first - candidate.last >= HEAD_GAP
    ):
        return {}
    guests = (n for n in behind[1:] if n.country != behind[0].country and prep_of(scene, n) not in _PLACED)
    guest = next(guests, None)
    return {} if guest is None else {behind[0].key: "recipient", guest.key: "actor"}


def subject(scene: Scene, parties: Sequence[Naming], draft: Draft) -> Roles:
    """`أدانت مصر ...`: a state right behind a verb acts where the genders agree, and receives where they do not.

    Where one stands right before the verb, it acts on the one right behind. A second state right behind the first, or
    behind a title's adjective, is the object. Who stands behind the subject, not joined to it, does not act.
    """
    candidate = draft.candidate
    form = candidate.senses[0].form
    is_direct = candidate.senses[0].entry.roles != "host" and draft.event_type not in MUTUAL
    behind = behind_of(parties, draft, OBJECT_REACH)
    if not is_direct or form.kind not in ("past", "present") or form.has_pronoun or not behind:
        return {}
    first = behind[0]
    roles: Roles = {}
    ahead = _right_ahead(parties, draft)
    if first.first == candidate.last and first.label == "GPE" and not first.attached:
        if ahead is not None:
            return {ahead.key: "actor", first.key: "recipient"} if ahead.country != first.country else {}
        if form.person == "3ms" and first.country not in words_of("masculine"):
            return {first.key: "recipient"}
        if len({n.country for n in parties}) > 1:
            others = [n for n in behind[1:] if n.attached != "و" and n.key != first.key]
            roles = dict.fromkeys((n.key for n in others), OTHER) | {first.key: "actor"}
    if len(behind) > 1 and first.first - candidate.last <= _TITLE:
        second = behind[1]
        is_object = second.first == first.last and second.label == "GPE" and not second.attached
        if is_object and second.country != first.country and first.label in ("NAT", "GPE"):
            return {first.key: "actor", second.key: "recipient"}
    return roles


def _right_ahead(parties: Sequence[Naming], draft: Draft) -> Naming | None:
    """Return the party right before a verb, its subject as a rule: `روسيا تتهم ...`."""
    return next((n for n in parties if n.last == draft.candidate.first), None)


def joined(scene: Scene, draft: Draft, told: Sequence[Draft]) -> Roles:
    """`دخلت القوات س واحتلت ...`: a verb joined to the one before it, with no name right behind, has its subject."""
    candidate = draft.candidate
    if not told or told[-1].number != draft.number or candidate.stem.conjunction != "و":
        return {}
    form, previous = candidate.senses[0].form, told[-1].candidate.senses[0].form
    same = form.kind in VERBAL and (form.kind, form.person) == (previous.kind, previous.person)
    behind = scene.words[candidate.last] if candidate.last < len(scene.words) else ""
    if not same or behind.startswith(("<", "ال")):
        return {}
    return dict.fromkeys(in_role(told[-1].roles, ACTOR), ACTOR)
