"""When an event happened: the time expression that governs it, the article's day, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flows.document import Published
from flows.extract.events.draft import Cast, Days, Draft, days_back
from flows.extract.events.frame import bucket, stops_between, word_at
from flows.extract.events.scene import Scene

_BACK = 2  # sentences before the event's own whose times may govern it
_EVE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DateOption:
    """A date that an event may have: `rule` is null, clause, before, after, article, eve, told, kin or since.

    `time` is the position of the time expression, `distance` the sentences between it and the event.
    """

    rule: str
    days: Days | None
    time: int | None = None
    token: int = -1
    distance: int = 0


def date_options(
    scene: Scene, draft: Draft, told: Sequence[Draft], published: Published | None
) -> list[DateOption]:
    """Return the dates that an event may have; two options may name the same days."""
    options = [DateOption("null", None)]
    for number in range(max(draft.number - _BACK, 0), draft.number + 1):
        low, high = scene.bounds[number]
        for i in range(low, high):
            if scene.labels[i] != "TIME" or (i > low and scene.spans[i] == scene.spans[i - 1]):
                continue
            time = scene.times[scene.spans[i]]
            if time.date_start is None or time.date_end is None:
                continue
            days = time.date_start, time.date_end
            distance = draft.number - number
            rule = "before" if distance else "clause"
            options.append(DateOption(rule, days, scene.spans[i], i, distance))
            if published and not distance and days[0] < published.start and days[1] < published.end:
                options.append(DateOption("since", (days[0], published.end), scene.spans[i], i))
    if told and told[-1].days:
        options.append(DateOption("told", told[-1].days, None, -1, min(draft.number - told[-1].number, 3)))
    for earlier in reversed(told):
        if earlier.event_type == draft.event_type and earlier.days:
            same = earlier.candidate.lemma == draft.candidate.lemma
            options.append(DateOption("kin", earlier.days, None, -1, int(same)))
            break
    if published is not None:
        options.append(DateOption("article", (published.start, published.end)))
        options.append(DateOption("eve", (published.start - _EVE, published.end)))
    return options


def date_features(
    scene: Scene,
    cast: Cast,
    draft: Draft,
    option: DateOption,
    options: Sequence[DateOption],
    published: Published | None,
) -> list[str]:
    """Return what bears on whether an option is the event's date."""
    candidate = draft.candidate
    form = candidate.senses[0].form
    status, t, rule = draft.status, draft.event_type, option.rule
    kind = scene.document.sentences[draft.number].kind
    at = kind if kind != "body" else str(min(draft.number, 5))
    has_time = "t" if any(o.rule == "clause" for o in options) else ""
    width = days_back(option.days) or 0
    wide = (
        "0"
        if not option.days
        else "d"
        if width == 1
        else "w"
        if width <= 8
        else "m"
        if width <= 31
        else "y"
        if width <= 366
        else "l"
    )
    side = "-"
    if option.days and published:
        side = "f" if option.days[0] > published.end else "p" if option.days[1] < published.start else "s"
    what = f"{rule}{option.distance}"
    article = days_back((published.start, published.end)) if published else 0
    features = [
        f"r={what}",
        f"rs={what}{status}",
        f"rk={what}{form.kind}",
        f"rks={rule}{form.kind}{status}{has_time}",
        f"rt={rule}{t}",
        f"rat={rule}{at}",
        f"rats={rule}{at}{status}{has_time}",
        f"rl={rule}{candidate.lemma}",
        f"w={what}{wide}",
        f"ws={rule}{wide}{status}",
        f"sd={rule}{side}{status}",
        f"sdk={rule}{side}{form.kind}{candidate.stem.particle}",
        f"h={rule}{has_time}",
        f"hs={rule}{has_time}{status}",
        f"q={rule}{scene.quoted[candidate.first]}",
        f"p1={rule}{word_at(scene, candidate.first - 1, *scene.bounds[draft.number])}",
        f"pub={rule}{min(article or 0, 4)}",
        f"d={rule}{'d' if candidate.stem.is_definite else 'i'}{form.kind}",
    ]
    if option.rule in ("clause", "since"):
        features += _near(scene, draft, option)
    return features


def _near(scene: Scene, draft: Draft, option: DateOption) -> list[str]:
    candidate = draft.candidate
    low, high = scene.bounds[draft.number]
    behind = option.token >= candidate.last
    start, end = (candidate.last, option.token) if behind else (option.token + 1, candidate.first)
    side = "A" if behind else "B"
    stops = stops_between(scene, start, end)
    others = sum(1 for i in range(start, end) if scene.labels[i] == "TIME" and scene.spans[i] != option.time)
    rule = option.rule
    return [
        f"n={rule}{side}{bucket(end - start)}",
        f"ns={rule}{side}{stops}",
        f"no={rule}{side}{min(others, 2)}",
        f"nk={rule}{side}{draft.candidate.kind}{stops}",
        f"nb={rule}{word_at(scene, option.token - 1, low, high)}",
        f"nf={rule}{option.token == low}",
    ]
