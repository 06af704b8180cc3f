"""Who takes part in an event, and as what: each naming within reach is asked whether it acts, receives, or neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.extract.events.cues import cue_table
from flows.extract.events.draft import PARTIES, Cast, Draft, Naming
from flows.extract.events.frame import bucket, governor, relation, stops_between, word_at
from flows.extract.events.heard import nobody_heard, role_heard
from flows.extract.events.reports import Report
from flows.extract.events.scene import Scene

ROLES = ("none", "actor", "recipient")
FIRST_ACTOR, FIRST_RECIPIENT = "A", "R"
"""The classes whose weights rank the options of an event for each role; nobody is an option too."""

_SAME, _BEFORE, _TITLE, _TOLD, _IMPLIED = "s", "p", "h", "d", "i"
_MOST = 14  # options an event has at most; sentences with more names are lists
_HOME = 2  # countries of the article that an unnamed party may belong to


@dataclass(slots=True)  # not frozen: made by the thousand, and a frozen one takes three times as long
class Option:
    """Somebody who may take part.

    `where` is s (same sentence), p (the one before), h (title), d (in an earlier event), i (an unnamed party of a
    country that the article tells of).
    """

    key: str
    naming: Naming | None
    country: str | None
    where: str


def party_options(cast: Cast, draft: Draft, told: Sequence[Draft]) -> list[Option]:
    """Return who may take part in an event; `told` are the events before it, with their roles."""
    options: dict[str, Option] = {}
    here = cast.by_sentence[draft.number]
    for naming in _nearest(here, draft):
        options[naming.key] = Option(naming.key, naming, naming.country, _SAME)
    if draft.number:
        for naming in cast.by_sentence[draft.number - 1]:
            if naming.label in PARTIES:
                options.setdefault(naming.key, Option(naming.key, naming, naming.country, _BEFORE))
    for earlier in _kin(draft, told):
        for key in earlier.roles:
            options.setdefault(key, Option(key, cast.best.get(key), cast.country(key), _TOLD))
    for key in sorted(cast.title):
        naming = cast.best[key]
        if naming.label in PARTIES:
            options.setdefault(key, Option(key, naming, naming.country, _TITLE))
    countries = [n.country for n in here if n.country and n.label in ("GPE", "FAC", "LOC", "ORG")]
    for country in dict.fromkeys((*cast.home[:_HOME], *countries)):
        options.setdefault(f"@{country}", Option(f"@{country}", None, country, _IMPLIED))
    return list(options.values())[:_MOST]


def _nearest(here: Sequence[Naming], draft: Draft) -> list[Naming]:
    """Return one naming a key, the nearest to the trigger, in order of the text."""
    first = draft.candidate.first
    best: dict[str, Naming] = {}
    for naming in here:
        if naming.label in PARTIES or naming.label in ("LOC", "FAC"):
            other = best.get(naming.key)
            if other is None or abs(naming.first - first) < abs(other.first - first):
                best[naming.key] = naming
    return sorted(best.values(), key=lambda naming: naming.first)


def _kin(draft: Draft, told: Sequence[Draft]) -> list[Draft]:
    """Return the events whose parties may be these: the last two, and the last of the same lemma and type."""
    kin = list(told[-2:])
    for match in ("lemma", "type"):
        for earlier in reversed(told):
            if earlier.event_type == draft.event_type and (
                match == "type" or earlier.candidate.lemma == draft.candidate.lemma
            ):
                kin.append(earlier)
                break
    return kin


@dataclass(frozen=True, slots=True)
class Setting:
    """What all options of one event share: words for the features of each."""

    what: str
    kind: str
    frame: str
    lemma: str
    next_sort: str
    low: int
    high: int


def setting(scene: Scene, draft: Draft) -> Setting:
    """Return the shared part of an event's party features."""
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
    return Setting(draft.event_type, kind, frame, candidate.lemma, nearest, low, high)


def party_features(
    scene: Scene,
    cast: Cast,
    draft: Draft,
    shared: Setting,
    option: Option,
    told: Sequence[Draft],
    reports: Sequence[Report],
) -> list[str]:
    """Return what bears on whether an option acts in an event or receives it."""
    naming = option.naming
    label = naming.label if naming else "-"
    where = option.where
    t, kind = shared.what, shared.kind
    features = [
        f"w={where}",
        f"w={where}{label}",
        f"wt={where}{t}",
        f"wk={where}{kind}",
        f"wl={where}{shared.lemma}",
    ]
    if where == _SAME and naming is not None:
        features += _in_sentence(scene, cast, draft, shared, naming)
    features += _history(draft, option, told, t)
    features.append(f"c={where}{min(cast.counts[option.key], 5)}")
    rank = cast.home.index(option.country) if option.country in cast.home else -1
    features += [
        f"h={where}{min(rank, 3)}",
        f"ns={where}{shared.next_sort}{min(rank, 1)}",
        f"nst={where}{shared.next_sort}{t}",
    ]
    if option.key in cast.title:
        features += [f"ti={where}", f"ti={where}{t}"]
    for report in reports:
        if report.key == option.key:
            features += [f"r={where}{report.kind}", f"rt={t}{report.kind}{label}"]
    return features + role_heard(scene, draft, option, cast.tokens.get(option.key, ()))


def nobody_features(scene: Scene, draft: Draft, shared: Setting) -> list[str]:
    """Return what bears on whether an event has nobody known in a role."""
    t, kind, lemma = shared.what, shared.kind, shared.lemma
    return [
        "0",
        f"0t={t}",
        f"0k={kind}",
        f"0tk={t}{kind}",
        f"0f={shared.frame}{kind}",
        f"0l={lemma}",
        f"0lk={lemma}{kind}",
        f"0s={shared.next_sort}",
        f"0st={shared.next_sort}{t}",
        *nobody_heard(scene, draft),
    ]


def _in_sentence(scene: Scene, cast: Cast, draft: Draft, shared: Setting, naming: Naming) -> list[str]:
    t, kind, frame, low, high = shared.what, shared.kind, shared.frame, shared.low, shared.high
    candidate = draft.candidate
    side, distance = relation(scene, draft, naming)
    gap = bucket(distance)
    label = naming.label
    before = word_at(scene, naming.first - 1, low, high)
    prep = governor(scene, naming, low)
    between = (candidate.last, naming.first) if side == "A" else (naming.last, candidate.first)
    stops = stops_between(scene, *between)
    rank = sum(
        1
        for other in cast.by_sentence[draft.number]
        if (
            candidate.last <= other.first < naming.first
            if side == "A"
            else naming.last <= other.first < candidate.first
        )
    )
    place = f"{side}{min(rank, 3)}"
    base = kind.removesuffix("p")
    joined = "j" if naming.attached.startswith("و") or scene.words[naming.first - 1] == "و" else ""
    features = [
        f"p={place}",
        f"p={place}{label}",
        f"sg={side}{gap}",
        f"st={side}{stops}",
        f"fk={frame}{kind}{place}",
        f"fkp={frame}{kind}{side}{prep}",
        f"kp={base}{side}{prep}",
        f"tkp={t}{base}{side}{prep}",
        f"tk={t}{kind}{place}",
        f"tg={t}{side}{gap}",
        f"kg={kind}{side}{gap}{label}",
        f"pr={side}{prep}{label}",
        f"prs={side}{prep}{stops}",
        f"tpr={t}{side}{prep}",
        f"lp={shared.lemma}{side}{prep}",
        f"l={shared.lemma}{place}",
        f"b={side}{before}",
        f"bt={t}{side}{before}",
        f"n={side}{word_at(scene, naming.last, low, high)}",
        f"j={joined}{side}{kind}",
        f"ks={kind}{place}{stops}",
    ]
    if naming.first == low:
        features += ["head", f"headt={t}", f"headk={kind}"]
    following = naming.last
    if following < high and scene.labels[following] and scene.labels[following] not in ("TIME", "AMOUNT"):
        features.append(f"nx={label}{scene.labels[following]}")
    if label == "NAT":
        features += [f"sort={side}{_sort(scene, naming, low)}", f"sortt={t}{side}{_sort(scene, naming, low)}"]
    return features


def _sort(scene: Scene, naming: Naming, low: int) -> str:
    """Return what sort of party the noun before a nationality names."""
    if naming.first - 1 < low:
        return "-"
    return cue_table("party_nouns", "sort")[scene.words[naming.first - 1]] or "-"


def _history(draft: Draft, option: Option, told: Sequence[Draft], t: str) -> list[str]:
    """Tell what the option was in the event before, and in the last one of the same lemma or type."""
    features: list[str] = []
    where = option.where
    if told:
        last = told[-1]
        role = last.roles.get(option.key, "-")
        near = "s" if last.number == draft.number else "p" if last.number == draft.number - 1 else "f"
        features += [f"pv={role}{near}{where}", f"pvt={role}{last.event_type}{t}"]
    for earlier in reversed(told):
        if earlier.event_type == t:
            role = earlier.roles.get(option.key, "-")
            same = "l" if earlier.candidate.lemma == draft.candidate.lemma else "t"
            features += [f"sm={role}{same}{where}", f"smt={role}{same}{t}"]
            break
    return features
