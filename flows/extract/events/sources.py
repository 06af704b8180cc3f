"""To whom the text ascribes an event's report: a named source, a country's, an unnamed one, or the article itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flows.extract.events.clause import LINKS
from flows.extract.events.draft import Cast, Draft
from flows.extract.events.frame import bucket
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


def source_features(
    scene: Scene,
    draft: Draft,
    option: SourceOption,
    options: Sequence[SourceOption],
    cast: Cast,
    told: Sequence[Draft],
) -> list[str]:
    """Return what bears on whether an option is the event's source."""
    candidate = draft.candidate
    t, kind, rule = draft.event_type, candidate.kind, option.rule
    quoted = "q" if scene.quoted[candidate.first] else ""
    title = scene.document.sentences[draft.number].kind
    has = "h" if any(o.rule == "here" for o in options) else ""
    report = option.report
    what = f"{rule}{option.distance}"
    role = draft.roles.get(option.key or "", "-")
    features = [
        f"r={what}",
        f"rt={rule}{t}",
        f"rq={what}{quoted}",
        f"rqh={what}{quoted}{has}",
        f"rk={rule}{kind}",
        f"rl={rule}{candidate.lemma}",
        f"ti={rule}{title}",
        f"n={rule}{min(draft.number, 4)}",
        f"ro={rule}{role}",
        f"rot={role}{t}{rule}",
        f"s={rule}{draft.status}",
        f"un={rule}{option.key == '?'}",
    ]
    if told:
        same = told[-1].source == option.key
        features.append(f"lt={rule}{same}{'s' if told[-1].number == draft.number else ''}{quoted}")
    if report is not None:
        side = "A" if report.token > candidate.first else "B"
        gap = bucket(abs(report.token - candidate.first)) if rule == "here" else 0
        features += [
            f"k={what}{report.kind}{report.sense}",
            f"g={rule}{side}{gap}",
            f"kg={rule}{side}{report.kind}{quoted}",
            f"w={rule}{scene.words[report.token]}",
        ]
        if rule == "here":
            linked = _is_linked(scene, report.token, candidate.first)
            ahead = sum(
                1
                for o in options
                if o.report and o.rule == "here" and report.token < o.report.token < candidate.first
            )
            features += [
                f"lk={side}{report.kind}{linked}",
                f"lkt={side}{report.kind}{linked}{t}",
                f"lkk={side}{linked}{kind}{quoted}",
                f"ah={side}{report.kind}{ahead}{linked}",
                f"lkr={side}{linked}{role}{t in SPOKEN}",
            ]
        elif rule == "before":
            opens = scene.words[scene.bounds[draft.number][0]][0] in "وف"
            features += [f"bo={report.kind}{opens}{quoted}", f"bc={what}{report.kind}{has}{quoted}"]
    if option.key is None:
        here = [o.report for o in options if o.report and o.rule == "here"]
        features.append(
            f"nl={any(r.token < candidate.first and _is_linked(scene, r.token, candidate.first) for r in here)}"
        )
        features.append(f"nr={min(len(here), 2)}{t in SPOKEN}")
    if option.key is not None and option.key in cast.best:
        features.append(f"l={rule}{cast.best[option.key].label}")
    return features


def _is_linked(scene: Scene, start: int, end: int) -> bool:
    """Whether what is said begins between a reporting verb and a trigger: `أن`, a colon, a quotation mark."""
    return any(scene.words[i] in LINKS or scene.words[i] in OPENS_SPEECH for i in range(start + 1, end))
