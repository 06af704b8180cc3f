"""To whom the text ascribes an event's report: a named source, a country's, an unnamed one, or the article itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.extract.events.draft import Cast, Draft
from flows.extract.events.frame import bucket
from flows.extract.events.heard import source_heard
from flows.extract.events.reports import Report
from flows.extract.events.scene import Scene

_BACK = 2  # sentences before the event's own whose reports may still speak
SPOKEN = frozenset(("REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONCEDE"))
"""Types whose actor may be the one who speaks, and then is no source."""


@dataclass(frozen=True, slots=True)
class SourceOption:
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
    if option.key is not None and option.key in cast.best:
        features.append(f"l={rule}{cast.best[option.key].label}")
    return features + source_heard(scene, draft, option.key, cast.tokens.get(option.key or "", ()))
