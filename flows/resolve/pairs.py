"""What two tellings have in common: the features from which the learnt weights judge whether they are of one event."""

from __future__ import annotations

from collections.abc import Iterator

from flows.resolve.tellings import Telling

_FAR = (0, 1, 2, 4, 8)  # sentences between two tellings: bounds of the steps that are told apart

_DAYS = (1, 3, 7, 31, 92)  # between two articles or two dates: bounds of the steps that are told apart
_MANY = 4  # shared words or names: more say no more

SOON = 31
"""Days between two articles whose undated tellings may be of one event; a month, as a narrow date is."""


def features(a: Telling, b: Telling, *, within: bool) -> list[str]:
    """Return the features of a pair of one type; `a` stands before `b`.

    Args:
        a: the earlier telling.
        b: the later one.
        within: whether both are of one article, so that their places in it count.
    """
    kind = a.event_type
    word = _word(a, b)
    days = _days(a, b)
    if days == "none" and not within and is_soon(a, b):
        days = "now"
    who = _parties(a, b)
    where = _place(a, b)
    status = a.status if a.status == b.status else f"{a.status}>{b.status}"
    mode = _mode(a, b)
    found = [
        "bias", f"type={kind}", f"word={word}", f"days={days}", f"who={who}", f"where={where}", f"status={status}",
        f"mode={mode}", f"word={word}&who={who}", f"days={days}&who={who}", f"word={word}&days={days}",
        f"type={kind}&word={word}", f"type={kind}&who={who}", f"status={status}&word={word}",
        f"where={where}&days={days}", f"side={_sides(a, b)}", f"land={_lands(a, b)}", f"land={_lands(a, b)}&who={who}",
        f"say={_source(a, b)}", f"ctx={_contexts(a, b)}", f"type={kind}&status={status}",
    ]  # fmt: skip
    found += _told_alike(a, b, word, who, days)
    if not within:
        found += _apart_in_time(a, b, word, who, days)
    if word == "other":
        found.append(f"words={'+'.join(sorted((a.root, b.root)))}")
    else:
        found.append(f"root={a.root}")
    if within:
        found += _near(a, b, word, who)
    return found


def _told_alike(a: Telling, b: Telling, word: str, who: str, days: str) -> Iterator[str]:
    """Yield what words around the triggers share: it tells where a party or a date was not read."""
    names = (a.named & b.named).bit_count()
    fewest = min(a.named.bit_count(), b.named.bit_count())
    words = min((a.said & b.said).bit_count(), _MANY)
    lands = len(a.countries & b.countries), min(len(a.countries), len(b.countries))
    yield f"names={min(names, _MANY)}"
    yield f"names={min(names, _MANY)}/{min(fewest, _MANY)}"
    yield f"names={min(names, _MANY)}&word={word}"
    yield f"names={min(names, _MANY)}&who={who}"
    yield f"words shared={words}"
    yield f"words shared={words}&word={word}"
    yield f"words shared={words}&who={who}"
    yield f"words shared={words}&days={days}"
    yield f"lands={min(lands[0], 3)}/{min(lands[1], 3)}"


def _apart_in_time(a: Telling, b: Telling, word: str, who: str, days: str) -> Iterator[str]:
    """Yield how far apart the articles came out, and the dates of the events where they do not meet."""
    gap = _steps(abs(a.published - b.published)) if a.published and b.published else "?"
    yield f"out={gap}"
    yield f"out={gap}&word={word}"
    yield f"out={gap}&days={days}"
    yield f"out={gap}&who={who}"
    if a.first and b.first and (off := max(a.first, b.first) - min(a.last, b.last)) > 0:
        yield f"off={_steps(off)}"
        yield f"off={_steps(off)}&word={word}"


def _steps(days: int) -> str:
    return next((str(bound) for bound in _DAYS if days <= bound), "far")


def _near(a: Telling, b: Telling, word: str, who: str) -> Iterator[str]:
    gap = b.number - a.number
    step = next((i for i, bound in enumerate(_FAR) if gap <= bound), len(_FAR))
    yield f"gap={step}"
    yield f"gap={step}&word={word}"
    yield f"gap={step}&who={who}"
    yield f"gap={step}&type={a.event_type}"
    definite = f"{a.is_definite:d}{b.is_definite:d}"
    yield f"the={definite}&word={word}"
    yield f"the={definite}&type={a.event_type}"
    yield f"the={definite}&gap={step}"
    if a.is_title:
        yield "title"
        yield f"title&who={who}"
        yield f"title&word={word}"


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
