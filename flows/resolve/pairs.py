"""What two tellings have in common: the features from which the learnt weights judge whether they are of one event."""

from __future__ import annotations

from collections.abc import Callable

from flows.resolve.tellings import Telling

_FAR = (0, 1, 2, 4, 8)  # sentences between two tellings: bounds of the steps that are told apart

_DAYS = (1, 3, 7, 31, 92)  # between two articles or two dates: bounds of the steps that are told apart
_MANY = 4  # shared words or names: more say no more

SOON = 31
"""Days between two articles whose undated tellings may be of one event; a month, as a narrow date is."""


View = Callable[..., list[str]]
"""A part of a pair's features, from few small values: of millions of pairs it is asked for the same few thousand."""


def features(a: Telling, b: Telling, *, within: bool) -> list[str]:
    """Return the features of a pair of one type; `a` stands before `b`.

    Args:
        a: the earlier telling.
        b: the later one.
        within: whether both are of one article, so that their places in it count.
    """
    views, words = seen(a, b, within=within)
    return [feature for view, told in views for feature in view(*told)] + [words]


def seen(a: Telling, b: Telling, *, within: bool) -> tuple[list[tuple[View, tuple[object, ...]]], str]:
    """Return what a pair's features are made from: views and the values that they are given, and a feature of words.

    Args:
        a: the earlier telling.
        b: the later one.
        within: as for `features`.
    """
    word = _word(a, b)
    days = _days(a, b)
    if days == "none" and not within and is_soon(a, b):
        days = "now"
    who = _parties(a, b)
    views: list[tuple[View, tuple[object, ...]]] = [
        (_what, (a.event_type, word, days, who, _place(a, b), (a.status, b.status), _mode(a, b))),
        (_sides_of, (who, _sides(a, b), _lands(a, b), _source(a, b), _contexts(a, b))),
        (_told_alike, (word, who, days, *_shared(a, b))),
    ]
    if within:
        views.append((_near, (word, who, a.event_type, *_places(a, b))))
    else:
        views.append((_apart_in_time, (word, who, days, *_gaps(a, b))))
    if word == "other":
        roots = (a.root, b.root) if a.root < b.root else (b.root, a.root)
        return views, f"words={roots[0]}+{roots[1]}"
    return views, f"root={a.root}"


def _what(
    kind: str, word: str, days: str, who: str, where: str, statuses: tuple[str, str], mode: str
) -> list[str]:
    status = statuses[0] if statuses[0] == statuses[1] else ">".join(statuses)
    return [
        "bias", f"type={kind}", f"word={word}", f"days={days}", f"who={who}", f"where={where}", f"status={status}",
        f"mode={mode}", f"word={word}&who={who}", f"days={days}&who={who}", f"word={word}&days={days}",
        f"type={kind}&word={word}", f"type={kind}&who={who}", f"status={status}&word={word}",
        f"where={where}&days={days}", f"type={kind}&status={status}",
    ]  # fmt: skip


def _sides_of(who: str, sides: str, lands: str, said: str, contexts: str) -> list[str]:
    return [f"side={sides}", f"land={lands}", f"land={lands}&who={who}", f"say={said}", f"ctx={contexts}"]


def _shared(a: Telling, b: Telling) -> tuple[int, int, int, tuple[int, int]]:
    """How many words, other words and countries two tellings share, and how many they could."""
    return (
        min((a.named & b.named).bit_count(), _MANY),
        min(a.named.bit_count(), b.named.bit_count(), _MANY),
        min((a.said & b.said).bit_count(), _MANY),
        (min(len(a.countries & b.countries), 3), min(len(a.countries), len(b.countries), 3)),
    )


def _told_alike(
    word: str, who: str, days: str, names: int, fewest: int, words: int, lands: tuple[int, int]
) -> list[str]:
    """What words around the triggers share: it tells where a party or a date was not read."""
    return [
        f"names={names}", f"names={names}/{fewest}", f"names={names}&word={word}", f"names={names}&who={who}",
        f"words shared={words}", f"words shared={words}&word={word}", f"words shared={words}&who={who}",
        f"words shared={words}&days={days}", f"lands={lands[0]}/{lands[1]}",
    ]  # fmt: skip


def _gaps(a: Telling, b: Telling) -> tuple[str, str | None]:
    """Steps of days between two articles, and between the dates of the events where they do not meet."""
    gap = _steps(abs(a.published - b.published)) if a.published and b.published else "?"
    off = max(a.first, b.first) - min(a.last, b.last) if a.first and b.first else 0
    return gap, _steps(off) if off > 0 else None


def _apart_in_time(word: str, who: str, days: str, gap: str, off: str | None) -> list[str]:
    found = [f"out={gap}", f"out={gap}&word={word}", f"out={gap}&days={days}", f"out={gap}&who={who}"]
    return found if off is None else [*found, f"off={off}", f"off={off}&word={word}"]


def _steps(days: int) -> str:
    return next((str(bound) for bound in _DAYS if days <= bound), "far")


def _places(a: Telling, b: Telling) -> tuple[int, str, bool]:
    """The step of sentences between two tellings of an article, which are definite, whether one is the title."""
    gap = b.number - a.number
    step = next((i for i, bound in enumerate(_FAR) if gap <= bound), len(_FAR))
    return step, f"{a.is_definite:d}{b.is_definite:d}", a.is_title


def _near(word: str, who: str, kind: str, step: int, definite: str, is_title: bool) -> list[str]:
    found = [
        f"gap={step}", f"gap={step}&word={word}", f"gap={step}&who={who}", f"gap={step}&type={kind}",
        f"the={definite}&word={word}", f"the={definite}&type={kind}", f"the={definite}&gap={step}",
    ]  # fmt: skip
    return [*found, "title", f"title&who={who}", f"title&word={word}"] if is_title else found


def are_others(a: Telling, b: Telling) -> bool:
    """Whether two tellings name people and none in common: two visits of one day by two ministers are two."""
    return bool(a.people) and bool(b.people) and not a.people & b.people


def is_soon(a: Telling, b: Telling) -> bool:
    """Whether what two tellings leave undated can be of one time.

    Their articles came out within `SOON` days; or neither's date is known, and both name the same person.
    """
    if a.published and b.published:
        return abs(a.published - b.published) <= SOON
    return not a.published and not b.published and bool(a.people & b.people)


def _word(a: Telling, b: Telling) -> str:
    if a.word == b.word:
        return "same"
    if a.root == b.root:
        return "root"
    return "other"


def _days(a: Telling, b: Telling) -> str:
    if not a.first or not b.first:
        return "none" if not a.first and not b.first else "one"
    if (a.first, a.last) == (b.first, b.last):
        length = a.last - a.first
        return "day" if length == 0 else "span" if length <= 31 else "wide"
    if a.first > b.last or b.first > a.last:
        return "apart" if max(a.first, b.first) - min(a.last, b.last) > 1 else "next"
    nested = (a.first >= b.first and a.last <= b.last) or (b.first >= a.first and b.last <= a.last)
    return "inside" if nested else "overlap"


def _parties(a: Telling, b: Telling) -> str:
    if not a.parties or not b.parties:
        return "none" if not a.parties and not b.parties else "one"
    if a.parties == b.parties:
        return f"same{min(len(a.parties), 3)}"
    both = len(a.parties & b.parties)
    if not both:
        return "apart"
    if both == len(a.parties) or both == len(b.parties):
        return f"part{min(both, 2)}"
    return f"some{min(both, 2)}"


def _sides(a: Telling, b: Telling) -> str:
    if a.actors == b.actors and a.recipients == b.recipients:
        return "same"
    if a.actors and a.actors == b.recipients:
        return "turned"
    acting = _meet(a.actors, b.actors)
    return f"{acting}{_meet(a.recipients, b.recipients)}"


def _meet(a: frozenset[str], b: frozenset[str]) -> str:
    if not a or not b:
        return "-" if not a and not b else "o"
    return "=" if a == b else "+" if a & b else "x"


def _lands(a: Telling, b: Telling) -> str:
    return _meet(a.actor_countries, b.actor_countries) + _meet(a.countries, b.countries)


def _place(a: Telling, b: Telling) -> str:
    if a.place is None or b.place is None:
        return "none" if a.place is None and b.place is None else "one"
    if a.place == b.place:
        return "same"
    if a.place_country and a.place_country == b.place_country:
        return "land"
    return "apart"


def _mode(a: Telling, b: Telling) -> str:
    if a.mode == b.mode:
        return "same" if a.mode else "none"
    return "apart" if a.mode and b.mode else "one"


def _source(a: Telling, b: Telling) -> str:
    if a.source == b.source:
        return "same" if a.source else "none"
    return "apart" if a.source and b.source else "one"


def _contexts(a: Telling, b: Telling) -> str:
    if a.contexts == b.contexts:
        return "same"
    return "some" if a.contexts & b.contexts else "apart"
