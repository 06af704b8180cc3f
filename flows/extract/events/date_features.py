"""What bears on whether a date is an event's: how its time stands to the trigger, and to the article's day."""

from __future__ import annotations

from collections.abc import Sequence

from flows.document import Published
from flows.extract.events.clause import LINKS, RELATIVES, is_verb
from flows.extract.events.dates import RULES, Clue, DateOption
from flows.extract.events.draft import Days, Draft, days_back
from flows.extract.events.frame import belongs, bucket, stops_between, word_at
from flows.extract.events.heard import time_heard, undated_heard
from flows.extract.events.linear import View, features_of
from flows.extract.events.scene import Scene

_WIDTHS = ((0, "0"), (1, "d"), (2, "e"), (8, "w"), (31, "m"), (366, "y"))
"""Days that a range covers, at most, and the name of its class."""
_WIDEST = "l"
_SPANS = frozenset(wide + side for wide in (*(name for _, name in _WIDTHS), _WIDEST) for side in "fps-")
_PLUPERFECT = 4  # tokens before a verb in which `كان` makes it earlier than the rest
_WAS = frozenset(("كان", "كانت", "وكان", "وكانت", "كانوا", "وكانوا"))
_OPENERS = frozenset(
    ("يذكر", "ويذكر", "يشار", "ويشار", "وسبق", "سبق", "جدير", "وتجدر", "تجدر", "ومنذ", "منذ", "وفي")
)
"""Words that open a sentence of background."""


def date_features(
    scene: Scene,
    draft: Draft,
    option: DateOption,
    options: Sequence[DateOption],
    published: Published | None,
) -> list[str]:
    """Return what bears on whether an option is the event's date."""
    shared = features_of(shared_by_dates(scene, draft, options, published))
    pairs = [pair(feature, kind) for kind in kinds_of(option, published) for feature in shared]
    return pairs + features_of(own_views(scene, draft, option))


def pair(shared: str, kind: str) -> str:
    """Name the feature that joins what all dates of an event share with what one of them is."""
    return f"{kind}:{shared}" if kind in RULES else f"{shared}={kind}"


def unpair(feature: str) -> tuple[str, str] | None:
    """Return what `pair` joined; None for a feature that it did not make."""
    rule, _, shared = feature.partition(":")
    if rule in RULES:
        return shared, rule
    shared, _, kind = feature.rpartition("=")
    return (shared, kind) if kind in _SPANS else None


def kinds_of(option: DateOption, published: Published | None) -> list[str]:
    """Return what a date is: how wide, and on which side of the article's day; and which rule each clue follows."""
    side = "-"
    if option.days and published:
        side = "f" if option.days[0] > published.end else "p" if option.days[1] < published.start else "s"
    return [f"{_wide(option.days)}{side}", *(clue.rule for clue in option.clues)]


def own_views(scene: Scene, draft: Draft, option: DateOption) -> list[View]:
    """Return what bears on whether an option is the event's date, beside what it shares with the others."""
    views: list[View] = [
        *option.standing,
        (_offered, *[(clue.rule, clue.distance) for clue in option.clues]),
    ]
    for clue in option.clues:
        if clue.rule in ("clause", "since"):
            views += _near(scene, draft, clue)
    if scene.heard is not None:
        for clue in option.clues:
            views += time_heard(scene, draft, clue.rule, clue.token)
        if not option.clues:
            views += undated_heard(scene, draft)
    return views


def _offered(*clues: tuple[str, int]) -> tuple[str, ...]:
    """Tell which rules offer a date, and from how far."""
    rules = "+".join(sorted({rule for rule, _ in clues}))
    return f"cl{rules}", *(f"{rule}{distance}" for rule, distance in clues)


def _wide(days: Days | None) -> str:
    width = days_back(days) or 0
    return next((name for limit, name in _WIDTHS if width <= limit), _WIDEST)


def shared_by_dates(
    scene: Scene, draft: Draft, options: Sequence[DateOption], published: Published | None
) -> list[View]:
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
        (_reality, has_time, status, at, scene.quoted[candidate.first]),
        (_tensed, tense, status, has_time),
        (_behind, _background(scene, draft), form.kind, has_time),
        f"t{draft.event_type}",
        f"l{candidate.lemma}",
        f"p{word_at(scene, candidate.first - 1, *scene.bounds[draft.number])}",
        f"w{min(article or 0, 4)}",
    ]


def _reality(has_time: str, status: str, at: str, is_quoted: bool) -> tuple[str, ...]:
    return f"b{has_time}", f"s{status}{has_time}", f"a{at}{status}{has_time}", f"q{is_quoted}{status}"


def _tensed(tense: str, status: str, has_time: str) -> tuple[str, ...]:
    return f"k{tense}{status}", f"k{tense}{has_time}"


def _behind(background: str, kind: str, has_time: str) -> tuple[str, ...]:
    return f"g{background}", f"gk{background}{kind}{has_time}"


def _background(scene: Scene, draft: Draft) -> str:
    """Tell what sets an event apart from the day's news: `كان قد`, a word that opens background, a report's `أن`."""
    low, _ = scene.bounds[draft.number]
    first = draft.candidate.first
    words = scene.words[low:first]
    near = words[-_PLUPERFECT:]
    told = "k" if any(word in _WAS for word in near) else ""
    if words and words[0] in _OPENERS:
        told += "o"
    elif words and words[0] in _WAS:
        told += "w"
    link = max((i for i, word in enumerate(words) if word in LINKS), default=-1)
    told += "" if link < 0 else "l" if any(is_verb(word) for word in words[link + 1 :]) else "L"
    return told + ("r" if any(word in RELATIVES for word in near) else "")


def _near(scene: Scene, draft: Draft, clue: Clue) -> list[View]:
    candidate = draft.candidate
    low, high = scene.bounds[draft.number]
    behind = clue.token >= candidate.last
    start, end = (candidate.last, clue.token) if behind else (clue.token + 1, candidate.first)
    side = "A" if behind else "B"
    others = sum([scene.labels[i] == "TIME" and scene.spans[i] != clue.time for i in range(start, end)])
    rule, kind = clue.rule, candidate.kind
    return [
        (_apart, rule, side, bucket(end - start), min(others, 2)),
        (_stopped, rule, side, stops_between(scene, start, end), kind),
        (_led, rule, side, word_at(scene, clue.token - 1, low, high)),
        (_hung, rule, clue.token == low, belongs(scene, draft, clue.token, low)),
        (_over, rule, side, _between(scene, start, end), kind, _wide(_days_of(scene, clue))),
    ]


def _apart(rule: str, side: str, gap: int, others: int) -> tuple[str, ...]:
    return f"n={rule}{side}{gap}", f"no={rule}{side}{others}"


def _stopped(rule: str, side: str, stops: int, kind: str) -> tuple[str, ...]:
    return f"ns={rule}{side}{stops}", f"nk={rule}{side}{kind}{stops}"


def _led(rule: str, side: str, prep: str) -> tuple[str, ...]:
    return f"nb={rule}{prep}", f"nbs={rule}{prep}{side}"


def _hung(rule: str, is_head: bool, governor: str) -> tuple[str, ...]:
    return f"nf={rule}{is_head}", f"nh={rule}{governor}"


def _over(rule: str, side: str, between: str, kind: str, wide: str) -> tuple[str, ...]:
    return f"nv={rule}{side}{between}", f"nvk={rule}{side}{between}{kind}", f"nw={rule}{wide}{side}{between}"


def _days_of(scene: Scene, clue: Clue) -> Days | None:
    time = scene.times[clue.time] if clue.time is not None else None
    return (
        None
        if time is None or time.date_start is None or time.date_end is None
        else (time.date_start, time.date_end)
    )


def _between(scene: Scene, start: int, end: int) -> str:
    """Tell what stands between a time and a trigger: verbs, up to 2, a link like `أن`, a relative pronoun."""
    words = [scene.words[i] for i in range(start, end) if not scene.labels[i]]
    verbs = min(sum(1 for word in words if is_verb(word)), 2)
    return f"{verbs}{'l' if any(w in LINKS for w in words) else ''}{'r' if any(w in RELATIVES for w in words) else ''}"
