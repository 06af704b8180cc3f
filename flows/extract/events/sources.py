"""To whom the text ascribes an event's report: a named source, a country's, an unnamed one, or the article itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flows.extract.events.clause import LINKS
from flows.extract.events.draft import Cast, Draft
from flows.extract.events.frame import bucket
from flows.extract.events.heard import source_heard
from flows.extract.events.linear import View
from flows.extract.events.reports import OPENS_SPEECH, Report
from flows.extract.events.scene import Scene

_BACK = 2  # sentences before the event's own whose reports may still speak
SPOKEN = frozenset(("REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONCEDE"))
"""Types whose actor may be the one who speaks, and then is no source."""


class SourceOption(NamedTuple):
    """A source that an event may have: `rule` is null, here, before or told; `key` is `?` for an unnamed one."""

    rule: str
    key: str | None
    report: Report | None = None
    distance: int = 0


def source_options(
    reports: Sequence[Sequence[Report]], cast: Cast, draft: Draft, told: Sequence[Draft]
) -> list[SourceOption]:
    """Return the sources that an event may have, each once, the nearest rule first."""
    options: dict[str | None, SourceOption] = {None: SourceOption("null", None)}
    first = draft.candidate.first
    here = sorted(reports[draft.number], key=lambda report: (abs(report.token - first), report.token))
    for report in here:
        options.setdefault(report.key, SourceOption("here", report.key, report))
    if told and told[-1].source is not None and draft.number - told[-1].number <= _BACK:
        options.setdefault(
            told[-1].source, SourceOption("told", told[-1].source, None, draft.number - told[-1].number)
        )
    for number in range(draft.number - 1, max(draft.number - _BACK, 0) - 1, -1):
        for report in reversed(reports[number]):
            options.setdefault(report.key, SourceOption("before", report.key, report, draft.number - number))
    for naming in cast.by_sentence[draft.number]:
        if naming.label in ("PERS", "ORG"):
            options.setdefault(naming.key, SourceOption("name", naming.key))
    return list(options.values())


def source_views(
    scene: Scene,
    draft: Draft,
    option: SourceOption,
    options: Sequence[SourceOption],
    cast: Cast,
    told: Sequence[Draft],
) -> list[View]:
    """Return what bears on whether an option is the event's source."""
    candidate = draft.candidate
    t, kind, rule, key = draft.event_type, candidate.kind, option.rule, option.key
    quoted = "q" if scene.quoted[candidate.first] else ""
    here = [o.report for o in options if o.rule == "here" and o.report is not None]
    has = "h" if here else ""
    what = f"{rule}{option.distance}"
    role = draft.roles.get(key or "", "-")
    title = scene.document.sentences[draft.number].kind
    views: list[View] = [
        (_ruled, rule, option.distance, quoted, has),
        (_of_event, rule, t, kind, draft.status),
        (_placed, rule, title, min(draft.number, 4), key == "?"),
        (_having, rule, role, t),
        f"rl={rule}{candidate.lemma}",
    ]
    if told:
        same = told[-1].source == key
        views.append(f"lt={rule}{same}{'s' if told[-1].number == draft.number else ''}{quoted}")
    report = option.report
    if report is not None:
        side = "A" if report.token > candidate.first else "B"
        gap = bucket(abs(report.token - candidate.first)) if rule == "here" else 0
        views += [
            (_reported, rule, option.distance, report.kind, report.sense, side, quoted),
            f"g={rule}{side}{gap}",
            f"w={rule}{scene.words[report.token]}",
        ]
        if rule == "here":
            linked = _is_linked(scene, report.token, candidate.first)
            ahead = sum([report.token < other.token < candidate.first for other in here])
            views += [
                (_linked, side, report.kind, linked, t, ahead),
                (_linked_so, side, linked, kind, quoted, role, t in SPOKEN),
            ]
        elif rule == "before":
            opens = scene.words[scene.bounds[draft.number][0]][0] in "وف"
            views += [f"bo={report.kind}{opens}{quoted}", f"bc={what}{report.kind}{has}{quoted}"]
    if key is None:
        first = candidate.first
        is_linked = any(r.token < first and _is_linked(scene, r.token, first) for r in here)
        views += [f"nl={is_linked}", f"nr={min(len(here), 2)}{t in SPOKEN}"]
    elif key in cast.best:
        views.append(f"l={rule}{cast.best[key].label}")
    if scene.heard is not None:
        views += source_heard(scene, draft, key, cast.tokens.get(key or "", ()))
    return views


def _ruled(rule: str, distance: int, quoted: str, has: str) -> tuple[str, ...]:
    what = f"{rule}{distance}"
    return f"r={what}", f"rq={what}{quoted}", f"rqh={what}{quoted}{has}"


def _of_event(rule: str, t: str, kind: str, status: str) -> tuple[str, ...]:
    return f"rt={rule}{t}", f"rk={rule}{kind}", f"s={rule}{status}"


def _placed(rule: str, title: str, number: int, is_unnamed: bool) -> tuple[str, ...]:
    return f"ti={rule}{title}", f"n={rule}{number}", f"un={rule}{is_unnamed}"


def _having(rule: str, role: str, t: str) -> tuple[str, ...]:
    return f"ro={rule}{role}", f"rot={role}{t}{rule}"


def _reported(rule: str, distance: int, report: str, sense: str, side: str, quoted: str) -> tuple[str, ...]:
    return f"k={rule}{distance}{report}{sense}", f"kg={rule}{side}{report}{quoted}"


def _linked(side: str, report: str, is_linked: bool, t: str, ahead: int) -> tuple[str, ...]:
    return (
        f"lk={side}{report}{is_linked}",
        f"lkt={side}{report}{is_linked}{t}",
        f"ah={side}{report}{ahead}{is_linked}",
    )


def _linked_so(
    side: str, is_linked: bool, kind: str, quoted: str, role: str, is_spoken: bool
) -> tuple[str, ...]:
    return f"lkk={side}{is_linked}{kind}{quoted}", f"lkr={side}{is_linked}{role}{is_spoken}"


def _is_linked(scene: Scene, start: int, end: int) -> bool:
    """Whether what is said begins between a reporting verb and a trigger: `أن`, a colon, a quotation mark."""
    return any(scene.words[i] in LINKS or scene.words[i] in OPENS_SPEECH for i in range(start + 1, end))
