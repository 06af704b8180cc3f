"""When an event happened: the time expression that governs it, the article's day, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flows.document import Published
from flows.extract.events.draft import Days, Draft, days_back
from flows.extract.events.frame import bucket, stops_between, word_at
from flows.extract.events.heard import time_heard, undated_heard
from flows.extract.events.scene import Scene

_BACK = 2  # sentences before the event's own whose times may govern it
_LEAD = 3  # sentences at the article's head whose times may hold for all of it
_EVE = timedelta(days=1)
_WIDTHS = ((0, "0"), (1, "d"), (2, "e"), (8, "w"), (31, "m"), (366, "y"))
"""Days that a range covers, at most, and the name of its class."""


@dataclass(frozen=True, slots=True)
class Clue:
    """What offers a date: `rule` is clause, before, lead, since, told, kin, article or eve.

    `time` is the position of the time expression and `token` its first token, `distance` the sentences between it
    and the event.
    """

    rule: str
    time: int | None = None
    token: int = -1
    distance: int = 0


@dataclass(frozen=True, slots=True)
class DateOption:
    """A date that an event may have, None for none, with all the clues that offer it."""

    days: Days | None
    clues: tuple[Clue, ...]


def date_options(
    scene: Scene, draft: Draft, told: Sequence[Draft], published: Published | None
) -> list[DateOption]:
    """Return the dates that an event may have, each once, none first."""
    clues: dict[Days, list[Clue]] = {}
    for days, clue in (
        *_times(scene, draft, published),
        *_earlier(draft, told),
        *_article(published),
    ):
        clues.setdefault(days, []).append(clue)
    return [DateOption(None, ()), *(DateOption(days, tuple(found)) for days, found in clues.items())]


def _times(scene: Scene, draft: Draft, published: Published | None) -> Iterator[tuple[Days, Clue]]:
    numbers = dict.fromkeys(
        (draft.number, *range(max(draft.number - _BACK, 0), draft.number), *range(min(_LEAD, draft.number)))
    )
    for number in numbers:
        distance = draft.number - number
        for i in scene.timed[number]:
            time = scene.times[scene.spans[i]]
            if time.date_start is None or time.date_end is None:
                continue
            days = time.date_start, time.date_end
            rule = "clause" if not distance else "before" if distance <= _BACK else "lead"
            yield days, Clue(rule, scene.spans[i], i, min(distance, _BACK))
            if published and not distance and days[0] < published.start and days[1] < published.end:
                yield (days[0], published.end), Clue("since", scene.spans[i], i)


def _earlier(draft: Draft, told: Sequence[Draft]) -> Iterator[tuple[Days, Clue]]:
    if told and told[-1].days:
        yield told[-1].days, Clue("told", distance=min(draft.number - told[-1].number, 3))
    for earlier in reversed(told):
        if earlier.event_type == draft.event_type and earlier.days:
            same = earlier.candidate.lemma == draft.candidate.lemma
            yield earlier.days, Clue("kin", distance=int(same))
            break


def _article(published: Published | None) -> Iterator[tuple[Days, Clue]]:
    if published is not None:
        yield (published.start, published.end), Clue("article")
        yield (published.start - _EVE, published.end), Clue("eve")


def date_features(
    scene: Scene,
    draft: Draft,
    option: DateOption,
    options: Sequence[DateOption],
    published: Published | None,
    shared: Sequence[str] | None = None,
) -> list[str]:
    """Return what bears on whether an option is the event's date; `shared` as `shared_by_dates` gives it."""
    width = days_back(option.days) or 0
    wide = next((name for limit, name in _WIDTHS if width <= limit), "l")
    side = "-"
    if option.days and published:
        side = "f" if option.days[0] > published.end else "p" if option.days[1] < published.start else "s"
    if shared is None:
        shared = shared_by_dates(scene, draft, options, published)
    features = [f"{feature}={wide}{side}" for feature in shared]
    for clue in option.clues:
        rule = clue.rule
        features.append(f"{rule}{clue.distance}")
        features += [f"{rule}:{feature}" for feature in shared]
        features += time_heard(scene, draft, rule, clue.token)
        if rule in ("clause", "since"):
            features += _near(scene, draft, clue)
    return features if option.clues else features + undated_heard(scene, draft)


def shared_by_dates(
    scene: Scene, draft: Draft, options: Sequence[DateOption], published: Published | None
) -> list[str]:
    """Return what all dates of one event share."""
    candidate = draft.candidate
    form = candidate.senses[0].form
    status = draft.status
    kind = scene.document.sentences[draft.number].kind
    at = kind if kind != "body" else str(min(draft.number, 5))
    has_time = "t" if any(clue.rule == "clause" for option in options for clue in option.clues) else ""
    article = days_back((published.start, published.end)) if published else 0
    tense = f"{form.kind}{candidate.stem.particle}{'d' if candidate.stem.is_definite else ''}"
    return [
        f"b{has_time}",
        f"s{status}{has_time}",
        f"k{tense}{status}",
        f"k{tense}{has_time}",
        f"t{draft.event_type}",
        f"a{at}{status}{has_time}",
        f"l{candidate.lemma}",
        f"q{scene.quoted[candidate.first]}{status}",
        f"p{word_at(scene, candidate.first - 1, *scene.bounds[draft.number])}",
        f"w{min(article or 0, 4)}",
    ]


def _near(scene: Scene, draft: Draft, clue: Clue) -> list[str]:
    candidate = draft.candidate
    low, high = scene.bounds[draft.number]
    behind = clue.token >= candidate.last
    start, end = (candidate.last, clue.token) if behind else (clue.token + 1, candidate.first)
    side = "A" if behind else "B"
    stops = stops_between(scene, start, end)
    others = sum(1 for i in range(start, end) if scene.labels[i] == "TIME" and scene.spans[i] != clue.time)
    rule = clue.rule
    return [
        f"n={rule}{side}{bucket(end - start)}",
        f"ns={rule}{side}{stops}",
        f"no={rule}{side}{min(others, 2)}",
        f"nk={rule}{side}{draft.candidate.kind}{stops}",
        f"nb={rule}{word_at(scene, clue.token - 1, low, high)}",
        f"nf={rule}{clue.token == low}",
    ]


def overlap_share(a: Days, b: Days) -> float:
    """Return the days that two ranges share, as a part of the days that either covers."""
    if a[1] < b[0] or b[1] < a[0]:
        return 0.0
    both = (min(a[1], b[1]) - max(a[0], b[0])).days + 1
    either = (max(a[1], b[1]) - min(a[0], b[0])).days + 1
    return max(both, 0) / either


def best_date(options: Sequence[DateOption], chances: Sequence[float]) -> DateOption:
    """Return the option that most of the probability agrees with: that of all dates that share half their days."""
    agreeing: list[list[float]] = [[] for _ in options]
    for i, option in enumerate(options):
        agreeing[i].append(chances[i])
        for j in range(i + 1, len(options)):
            if _agree(option.days, options[j].days):
                agreeing[i].append(chances[j])
                agreeing[j].append(chances[i])
    supports = [sum(found) for found in agreeing]
    return options[supports.index(max(supports))]


def _agree(a: Days | None, b: Days | None) -> bool:
    return a == b if a is None or b is None else overlap_share(a, b) >= HALF


HALF = 0.5
"""Dates that share half of their days are taken for the same."""
