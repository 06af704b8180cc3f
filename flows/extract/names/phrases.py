"""Names that a word opens: bodies, parties, buildings, seas, agreements, wars (`head_words.csv`)."""

from __future__ import annotations

from collections.abc import Iterator

from flows.extract.names.body_names import (
    body_name,
    country_name,
    court_name,
    national_name,
    titled_name,
    unit_name,
)
from flows.extract.names.context import Context
from flows.extract.names.matching import Found
from flows.extract.names.pieces import (
    adjectives_end,
    goes_on,
    honoured_end,
    is_definite,
    is_proper,
    numbered,
    quotation_end,
    stops,
    unknown_end,
)
from flows.knowledge.knowledge import Head

SMALL = 100_000
"""A party is not called after a town of fewer people."""

_OF_CITIES = frozenset(["اتفاق", "اتفاقيه", "اتفاقيات", "معاهده", "بروتوكول", "ميثاق", "حرب"])
"""Words that make a name with a city (`اتفاق الطائف`), and a plain genitive with a country (`اتفاق إيران`)."""


def phrases(context: Context) -> Iterator[Found]:
    """Yield the names that a word opens, in the order of their first word."""
    for at, found in enumerate(context.heads):
        if found is None:
            continue
        last, cut, keys = found
        head = context.knowledge.head_words[keys[0]]
        if head.follow != "seat" and _is_known(context, at, last):
            continue
        reached = _READERS[head.follow](context, last + 1, head)
        if reached is None or _describes(context, at, last, reached):
            continue
        outer = head.follow in ("outlet", "place", "region") or _is_outside(context, last + 1, head)
        first = last + 1 if outer else at
        weight = 0.7 if head.follow in ("national", "country") else 0.55
        yield Found(
            first, reached, 0 if first != at else cut, head.type, (), None, f"phrase:{head.follow}", 2, weight
        )


def _is_outside(context: Context, at: int, head: Head) -> bool:
    """Whether a quotation opens behind a word that belongs to unquoted names only."""
    return context.words.opened[at] and context.has_rule("unquoted", head.word)


def _describes(context: Context, at: int, last: int, reached: int) -> bool:
    """Whether a definite noun has nothing but an adjective that any such body may have: `المنظمة الحقوقية`."""
    return (
        reached == last + 1
        and is_definite(context, at)
        and context.has_rule("describing", context.words.forms[reached])
    )


def _is_known(context: Context, at: int, last: int) -> bool:
    """Whether a known name starts with the word that opens names: it is whole without what follows."""
    known, body = context.known[at], context.bodies[at]
    if known is not None and known[0] > last:
        return True
    national = context.national_after(body[0]) if body is not None else None
    return body is not None and national is not None and context.agrees(body[0], national)


def _proper(context: Context, at: int, head: Head) -> int | None:
    """A proper name, quoted or known or unknown, and the adjectives of its type."""
    if not goes_on(context, at):
        return None
    reading = "place" if head.type in ("FAC", "LOC") else ""
    last = quotation_end(context, at) or honoured_end(context, at)
    if last is None and not stops(context, at):
        known = context.known[at] or context.shy[at]
        if known is not None and not known[1]:
            thing = context.knowledge.things[known[2][0]]
            if not _may_hold(context, head, thing.type):
                # `حزب الخضر` is no village of that name.
                is_small = 0 < thing.population < SMALL and context.words.forms[at].startswith("ال")
                return _definite(context, at, head) if is_small else None
            last = known[0]
        elif context.nationals[at] is not None:
            return None
        elif context.words.forms[at].startswith("ال") and len(context.words.forms[at]) > 4:
            return _definite(context, at, head)
        elif not (context.has_rule("party", head.word) and context.is_namelike(at)):
            last = unknown_end(context, at, 4)
            if last is None and head.type == "FAC" and goes_on(context, at + 1):
                # An ordinary word is a building's name where the building's adjective follows: `مطار قرطاج الدولي`.
                last = at + 1 if context.has_rule("place", context.words.forms[at + 1]) else None
    if last is None:
        return None
    last = adjectives_end(context, last, reading)
    return _purpose_end(context, last) if head.type == "FAC" else last


def _purpose_end(context: Context, last: int) -> int:
    """Return the last word of a name with what it is for: `سجن منوبة للنساء`; or a second name: `تونس قرطاج الدولي`."""
    words = context.words
    if goes_on(context, last + 1) and words.plain[last + 1] and words.forms[last + 1].startswith("لل"):
        return last + 1
    if (
        goes_on(context, last + 2)
        and is_proper(context, last + 1)
        and context.has_rule("place", words.forms[last + 2])
    ):
        return last + 2
    return last


def _may_hold(context: Context, head: Head, inner: str) -> bool:
    """Whether a known name of a type goes on the name that a word opens, rather than being one of its own."""
    if inner == "ORG":
        return not context.has_rule("loose", head.word)
    return not context.has_rule("party", head.word)


def _definite(context: Context, at: int, head: Head) -> int | None:
    """Return the last of at most four definite words: `حزب العدالة والتنمية`; one ordinary word is no name."""
    words = context.words
    last = at
    while goes_on(context, last + 1) and not stops(context, last + 1) and last - at < 3:
        following = words.forms[last + 1]
        if not following.startswith("ال") and not (
            following.startswith("وال") and context.known[last + 1] is None
        ):
            break
        last += 1
    is_party = context.has_rule("party", head.word) and head.word != "حزب"
    return None if last == at and is_party and context.is_common(words.forms[at]) else last


def _outlet(context: Context, at: int, head: Head) -> int | None:
    """A newspaper's or channel's name: quoted, or unknown words."""
    if not goes_on(context, at):
        return None
    quoted = quotation_end(context, at)
    if quoted is not None:
        return quoted
    known = context.known[at] or context.shy[at]
    if known is not None and not known[1]:
        return known[0]
    last = at
    while goes_on(context, last) and context.words.plain[last] and last - at < 3 and is_proper(context, last):
        last += 1
    return last - 1 if last > at else None


def _region(context: Context, at: int, head: Head) -> int | None:
    """A known place's name."""
    known = (context.known[at] or context.shy[at]) if goes_on(context, at) else None
    return known[0] if known is not None and not known[1] else None


def _place(context: Context, at: int, head: Head) -> int | None:
    """A place's name, even one that is an ordinary word elsewhere."""
    if not goes_on(context, at):
        return None
    known = context.known[at] or context.shy[at]
    if known is not None and not known[1]:
        return known[0]
    quoted = quotation_end(context, at)
    if quoted is not None:
        return quoted
    if stops(context, at) or not is_proper(context, at):
        return None
    last = at
    while goes_on(context, last + 1) and last - at < 1 and context.words.plain[last + 1]:
        following = context.words.forms[last + 1]
        if not is_proper(context, last + 1) or following[0] in "وفبل":
            break
        last += 1
    return last


def _dated(context: Context, at: int, head: Head) -> int | None:
    """A place, a quotation or a year: `اتفاق الطائف`, `مؤتمر برلين`, `حرب عام 1967`."""
    if not goes_on(context, at):
        return None
    quoted = quotation_end(context, at)
    if quoted is not None:
        return quoted
    known = context.known[at]
    if known is not None and not known[1]:
        thing = context.knowledge.things[known[2][0]]
        is_country = thing.key == f"gpe.{thing.country}"
        fits = thing.type in ("GPE", "LOC", "FAC") and not (is_country and head.word in _OF_CITIES)
        return known[0] if fits else None
    return numbered(context, at, head)


def _only_quoted(context: Context, at: int, head: Head) -> int | None:
    return quotation_end(context, at) if goes_on(context, at) else None


def _seat(context: Context, at: int, head: Head) -> int | None:
    """The seat of a body: `مقر وزارة الدفاع` is one building."""
    if not goes_on(context, at):
        return None
    inner = context.heads[at]
    known = context.known[at]
    if known is not None and not known[1]:
        thing = context.knowledge.thing(known[2][0])
        if thing is not None and thing.type == "ORG":
            return adjectives_end(context, known[0])
    if inner is None or inner[1]:
        return None
    head = context.knowledge.head_words[inner[2][0]]
    reader = body_name if head.follow == "seated" else _READERS[head.follow]
    return reader(context, inner[0] + 1, head) if head.type == "ORG" else None


def _seated(context: Context, at: int, head: Head) -> int | None:
    """Nothing: the word opens a name behind `مقر` only."""
    return None


_READERS = {
    "body": body_name, "national": national_name, "country": country_name, "court": court_name, "unit": unit_name,
    "proper": _proper, "outlet": _outlet, "region": _region, "place": _place, "dated": _dated, "number": numbered,
    "quoted": _only_quoted, "seat": _seat, "seated": _seated, "titled": titled_name,
}  # fmt: skip
