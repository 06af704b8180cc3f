"""What bears on whether somebody acts in an event, receives it, or neither: each option is asked alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from flows.extract.events.cues import cue_table
from flows.extract.events.draft import Cast, Draft, Naming
from flows.extract.events.frame import bucket, governor, relation, stops_between, word_at
from flows.extract.events.heard import nobody_heard, role_heard
from flows.extract.events.linear import View
from flows.extract.events.parties import SAME, Option
from flows.extract.events.reports import Report
from flows.extract.events.scene import Scene


@dataclass(slots=True)  # not frozen: made once an event
class Setting:
    """What all options of one event share: words for the features of each.

    `firsts` are the first tokens of the sentence's namings. `last` is the event before and `near` how far off it is;
    `kin` is the last one of the same type and `same` tells whether it has the same lemma.
    """

    what: str
    kind: str
    frame: str
    lemma: str
    next_sort: str
    low: int
    high: int
    firsts: list[int]
    last: Draft | None
    near: str
    kin: Draft | None
    same: str


def setting(scene: Scene, cast: Cast, draft: Draft, told: Sequence[Draft]) -> Setting:
    """Return the shared part of an event's party features; `told` are the events before it, with their roles."""
    candidate = draft.candidate
    low, high = scene.bounds[draft.number]
    frame = next(
        (s.entry.roles for s in candidate.senses if s.entry.event_type == draft.event_type), "direct"
    )
    form = candidate.senses[0].form
    table = cue_table("party_nouns", "sort")
    sorts = [table[scene.words[i]] or "-" for i in range(candidate.last, min(candidate.last + 3, high))]
    nearest = next((sort for sort in sorts if sort != "-"), "-")
    kind = (
        f"{form.kind}{'p' if form.has_pronoun else ''}{form.person if form.person in ('3fs', '3mp') else ''}"
    )
    last = told[-1] if told else None
    back = None if last is None else draft.number - last.number
    kin = next((earlier for earlier in reversed(told) if earlier.event_type == draft.event_type), None)
    return Setting(
        what=draft.event_type,
        kind=kind,
        frame=frame,
        lemma=candidate.lemma,
        next_sort=nearest,
        low=low,
        high=high,
        firsts=[naming.first for naming in cast.by_sentence[draft.number]],
        last=last,
        near="s" if back == 0 else "p" if back == 1 else "f",
        kin=kin,
        same="l" if kin is not None and kin.candidate.lemma == candidate.lemma else "t",
    )


def party_views(
    scene: Scene, cast: Cast, draft: Draft, shared: Setting, option: Option, reports: Sequence[Report]
) -> tuple[list[View], list[str]]:
    """Return what bears on whether an option acts in an event or receives it: views, and features of words."""
    naming, where, key = option.naming, option.where, option.key
    label = naming.label if naming else "-"
    t = shared.what
    rank = min(cast.home.index(option.country), 3) if option.country in cast.home else -1
    views: list[View] = [
        (_placed, where, label, t, shared.kind),
        (_counted, where, min(cast.counts[key], 5), rank, shared.next_sort, t),
    ]
    words = [f"wl={where}{shared.lemma}"]
    if where == SAME and naming is not None:
        seen, beside = _in_sentence(scene, draft, shared, naming)
        views += seen
        words += beside
    if shared.last is not None:
        role = shared.last.roles.get(key, "-")
        views.append((_previous, role, shared.near, where, shared.last.event_type, t))
    if shared.kin is not None:
        views.append((_of_kin, shared.kin.roles.get(key, "-"), shared.same, where, t))
    if key in cast.title:
        views.append((_titled, where, t))
    views += [(_reporting, where, report.kind, t, label) for report in reports if report.key == key]
    if scene.heard is not None:
        words += role_heard(scene, draft, option, cast.tokens.get(key, ()))
    return views, words


def _placed(where: str, label: str, t: str, kind: str) -> tuple[str, ...]:
    return f"w={where}", f"w={where}{label}", f"wt={where}{t}", f"wk={where}{kind}"


def _counted(where: str, count: int, rank: int, next_sort: str, t: str) -> tuple[str, ...]:
    return (
        f"c={where}{count}",
        f"h={where}{rank}",
        f"ns={where}{next_sort}{min(rank, 1)}",
        f"nst={where}{next_sort}{t}",
    )


def _previous(role: str, near: str, where: str, earlier: str, t: str) -> tuple[str, ...]:
    """Tell what an option was in the event before."""
    return f"pv={role}{near}{where}", f"pvt={role}{earlier}{t}"


def _of_kin(role: str, same: str, where: str, t: str) -> tuple[str, ...]:
    """Tell what an option was in the last event of the type."""
    return f"sm={role}{same}{where}", f"smt={role}{same}{t}"


def _titled(where: str, t: str) -> tuple[str, ...]:
    return f"ti={where}", f"ti={where}{t}"


def _reporting(where: str, report: str, t: str, label: str) -> tuple[str, ...]:
    return f"r={where}{report}", f"rt={t}{report}{label}"


def nobody_views(scene: Scene, draft: Draft, shared: Setting) -> tuple[list[View], list[str]]:
    """Return what bears on whether an event has nobody known in a role: views, and features of words."""
    views: list[View] = [(_nobody, shared.what, shared.kind, shared.frame, shared.next_sort)]
    words = [f"0l={shared.lemma}", f"0lk={shared.lemma}{shared.kind}"]
    return views, words + nobody_heard(scene, draft)


def _nobody(t: str, kind: str, frame: str, next_sort: str) -> tuple[str, ...]:
    return (
        "0",
        f"0t={t}",
        f"0k={kind}",
        f"0tk={t}{kind}",
        f"0f={frame}{kind}",
        f"0s={next_sort}",
        f"0st={next_sort}{t}",
    )


def _in_sentence(scene: Scene, draft: Draft, shared: Setting, naming: Naming) -> tuple[list[View], list[str]]:
    """Tell how a naming of the event's own sentence stands to the trigger, and the words about it."""
    t, kind, frame, low, high = shared.what, shared.kind, shared.frame, shared.low, shared.high
    candidate = draft.candidate
    side, distance = relation(scene, draft, naming)
    gap = bucket(distance)
    label = naming.label
    before = word_at(scene, naming.first - 1, low, high)
    prep = governor(scene, naming, low)
    if side == "A":
        stops = stops_between(scene, candidate.last, naming.first)
        nearer = _count(shared.firsts, candidate.last, naming.first)
    else:
        stops = stops_between(scene, naming.last, candidate.first)
        nearer = _count(shared.firsts, naming.last, candidate.first)
    place = f"{side}{min(nearer, 3)}"
    joined = "j" if naming.attached.startswith("و") or scene.words[naming.first - 1] == "و" else ""
    views: list[View] = [
        (_stands, place, label, kind, frame, t),
        (_apart, place, stops, joined, kind),
        (_far, side, gap, t),
        (_governed, side, prep, kind, frame, t),
        (_governed_across, side, prep, label, stops),
    ]
    words = [
        f"kg={kind}{side}{gap}{label}",
        f"lp={shared.lemma}{side}{prep}",
        f"l={shared.lemma}{place}",
        f"b={side}{before}",
        f"bt={t}{side}{before}",
        f"n={side}{word_at(scene, naming.last, low, high)}",
    ]
    if naming.first == low:
        views.append((_heading, t, kind))
    following = naming.last
    if following < high and scene.labels[following] and scene.labels[following] not in ("TIME", "AMOUNT"):
        words.append(f"nx={label}{scene.labels[following]}")
    if naming.is_again:
        views.append((_noun_again, place, label, t))
    if label == "NAT":
        views.append((_national, side, _sort(scene, naming, low), t))
    return views, words


def _noun_again(place: str, label: str, t: str) -> tuple[str, ...]:
    return f"ag={label}", f"ag={label}{place}", f"ag={label}{t}"


def _count(firsts: Sequence[int], low: int, high: int) -> int:
    """Return how many namings begin between two tokens."""
    return max(bisect_left(firsts, high) - bisect_left(firsts, low), 0)


def _stands(place: str, label: str, kind: str, frame: str, t: str) -> tuple[str, ...]:
    return f"p={place}", f"p={place}{label}", f"fk={frame}{kind}{place}", f"tk={t}{kind}{place}"


def _apart(place: str, stops: int, joined: str, kind: str) -> tuple[str, ...]:
    side = place[0]
    return f"st={side}{stops}", f"ks={kind}{place}{stops}", f"j={joined}{side}{kind}"


def _far(side: str, gap: int, t: str) -> tuple[str, ...]:
    return f"sg={side}{gap}", f"tg={t}{side}{gap}"


def _governed(side: str, prep: str, kind: str, frame: str, t: str) -> tuple[str, ...]:
    base = kind.removesuffix("p")
    return (
        f"fkp={frame}{kind}{side}{prep}",
        f"kp={base}{side}{prep}",
        f"tkp={t}{base}{side}{prep}",
        f"tpr={t}{side}{prep}",
    )


def _governed_across(side: str, prep: str, label: str, stops: int) -> tuple[str, ...]:
    return f"pr={side}{prep}{label}", f"prs={side}{prep}{stops}"


def _heading(t: str, kind: str) -> tuple[str, ...]:
    return "head", f"headt={t}", f"headk={kind}"


def _national(side: str, sort: str, t: str) -> tuple[str, ...]:
    return f"sort={side}{sort}", f"sortt={t}{side}{sort}"


def _sort(scene: Scene, naming: Naming, low: int) -> str:
    """Return what sort of party the noun before a nationality names."""
    if naming.first - 1 < low:
        return "-"
    return cue_table("party_nouns", "sort")[scene.words[naming.first - 1]] or "-"
