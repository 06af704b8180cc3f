"""When an event happened: the time expression that governs it, the article's day, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from flows.document import Published
from flows.extract.events.draft import Days, Draft
from flows.extract.events.linear import View
from flows.extract.events.scene import Scene

_BACK = 2  # sentences before the event's own whose times may govern it
_LEAD = 3  # sentences at the article's head whose times may hold for all of it
_EVE = timedelta(days=1)


RULES = frozenset(("clause", "before", "lead", "since", "told", "kin", "article", "eve"))


class Clue(NamedTuple):
    """What offers a date: `rule` is one of `RULES`.

    `time` is the position of the time expression and `token` its first token, `distance` the sentences between it
    and the event.
    """

    rule: str
    time: int | None = None
    token: int = -1
    distance: int = 0


class DateOption(NamedTuple):
    """A date that an event may have, None for none, with all the clues that offer it.

    `standing` are views of how the events told before stand to it.
    """

    days: Days | None
    clues: tuple[Clue, ...]
    standing: tuple[View, ...] = ()


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
    counts = Counter(earlier.days for earlier in told)
    return [
        DateOption(None, (), _standing(None, draft, told, counts)),
        *(
            DateOption(days, tuple(found), _standing(days, draft, told, counts))
            for days, found in clues.items()
        ),
    ]


def _standing(
    days: Days | None, draft: Draft, told: Sequence[Draft], counts: Counter[Days | None]
) -> tuple[View, ...]:
    """Tell how many of the events before have this date, and whether the first and the last one have it."""
    if not told:
        return ("so-",)
    same = {other: count for other, count in counts.items() if agree(other, days)}
    share = int(4 * sum(same.values()) / len(told))
    last = told[-1]
    is_last = last.days in same
    here = "s" if last.number == draft.number else "f"
    views: tuple[View, ...] = (
        (_shared, share, told[0].days in same, days is None),
        (_lasting, is_last, here, last.status, draft.status, last.event_type, draft.event_type),
    )
    return (*views, f"sk{here}{last.candidate.kind}{draft.candidate.kind}") if is_last else views


def _shared(share: int, is_first: bool, is_untold: bool) -> tuple[str, ...]:
    return f"so{share}{is_untold}", f"sf{is_first}{is_untold}"


def _lasting(
    is_last: bool, here: str, earlier: str, status: str, earlier_type: str, t: str
) -> tuple[str, ...]:
    return f"sl{is_last}{here}{earlier}{status}", f"st{is_last}{here}{earlier_type}{t}"


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
            if agree(option.days, options[j].days):
                agreeing[i].append(chances[j])
                agreeing[j].append(chances[i])
    supports = [sum(found) for found in agreeing]
    return options[supports.index(max(supports))]


def agree(a: Days | None, b: Days | None) -> bool:
    """Whether two dates are taken for the same: both untold, or half of their days shared."""
    return a == b or (a is not None and b is not None and overlap_share(a, b) >= HALF)


HALF = 0.5
"""Dates that share half of their days are taken for the same."""
