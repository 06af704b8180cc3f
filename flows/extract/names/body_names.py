"""How the names of bodies go on: `وزارة` + genitive + country adjective, `الجيش` + country adjective, courts, units."""

from __future__ import annotations

from flows.extract.names.context import Context
from flows.extract.names.pieces import (
    adjectives_end,
    goes_on,
    honoured_end,
    is_definite,
    numbered,
    quotation_end,
    stops,
)
from flows.knowledge.knowledge import Head

MOST_WORDS = 9
"""No name that a word opens is longer than this; a longer run of definite words is a sentence."""

_COMMANDS = frozenset(["قياده", "قوات", "رياسه", "لجنه", "مكتب", "هييه", "مركز", "مجلس", "اداره"])
"""Behind these a person's, party's or country's name is its owner and no part of the name: `قيادة حماس`."""


def body_name(context: Context, at: int, head: Head) -> int | None:
    """A genitive or adjectives: `وزارة الخارجية المغربية`, `المرصد السوري لحقوق الإنسان`."""
    if not goes_on(context, at):
        return None
    quoted = quotation_end(context, at)
    if quoted is not None:
        return adjectives_end(context, quoted)
    honoured = honoured_end(context, at)
    if honoured is not None and not is_definite(context, at - 1):
        return honoured
    start, last = at, at - 1
    national = False
    while goes_on(context, at) and not stops(context, at) and last - start < MOST_WORDS:
        step = _body_step(context, start, at, national)
        if step is None:
            break
        told = context.nationals[at]
        national = told is not None and not told.cut
        last, at = step, step + 1
    return last if last >= start else None


def _body_step(context: Context, start: int, at: int, after_national: bool) -> int | None:
    """Return the last word of the next piece, from `at`, of a body's name from `start`; None where the name ends."""
    is_first = at == start
    form = context.words.forms[at]
    national = context.nationals[at]
    if national is not None and not national.cut and national.national.is_definite:
        return national.last
    if form.startswith("ال"):
        return None if after_national else at
    if form.startswith("لل") and len(form) > 4:
        return None if is_first else at
    if form.startswith("وال") and len(form) > 5:
        return at if not is_first and not after_national and _joins(context, start, at) else None
    known = context.known[at]
    if is_first and known is not None and not known[1] and not is_definite(context, at - 1):
        return known[0] if context.words.forms[at - 1] not in _COMMANDS else None
    return _genitive(context, at, is_first)


def _joins(context: Context, start: int, at: int) -> bool:
    """Whether a word with `و` goes on a body's name (`وزارة الصناعة والتجارة`) rather than naming another thing."""
    has_genitive = not is_definite(context, start - 1) or any(
        form.startswith("ل") for form in context.words.forms[start:at]
    )
    others = (context.heads[at], context.known[at], context.nationals[at])
    return (
        has_genitive
        and all(other is None for other in others)
        and not context.has_rule("stop", context.words.forms[at][1:])
    )


def _genitive(context: Context, at: int, is_first: bool) -> int | None:
    """Return the last word of a noun and its definite genitive: `حقوق الإنسان`, and behind `ل` `لمكافحة الإرهاب`."""
    words = context.words
    form = words.forms[at]
    if not goes_on(context, at + 1) or not words.forms[at + 1].startswith("ال") or stops(context, at + 1):
        return None
    if is_first:
        wrong = (
            form.startswith(("ي", "ت", "و", "ف"))
            or context.has_rule("joiner", form)
            or context.has_rule("stop", form)
        )
        return None if wrong or is_definite(context, at - 1) else at + 1
    return at + 1 if form.startswith("ل") and len(form) > 3 and form not in ("لدي", "لكن", "لان") else None


def titled_name(context: Context, at: int, head: Head) -> int | None:
    """As a body's name, but the first word must say whose or of what reach it is: `المنتدى العالمي لحقوق الإنسان`."""
    if not goes_on(context, at):
        return None
    national = context.national_after(at - 1)
    reaches = national is not None or context.has_rule("reach", context.words.forms[at])
    last = body_name(context, at, head) if reaches else None
    # `المؤتمر الوطني` alone is any; `المؤتمر الوطني السابع للحزب` is one.
    return last if last is not None and (last > at or national is not None) else None


def national_name(context: Context, at: int, head: Head) -> int | None:
    """A country adjective, perhaps with others: `الجيش الوطني الليبي`."""
    last = adjectives_end(context, at - 1, "own")
    if last < at:
        return None
    national = context.national_after(at - 1)
    if national is not None:
        return last if context.agrees(at - 1, national) else None
    told = any(context.nationals[word] is not None for word in range(at, last + 1))
    return last if told or context.has_rule("naming", context.words.forms[last]) else None


def court_name(context: Context, at: int, head: Head) -> int | None:
    """A court, perhaps with its city: `المحكمة الابتدائية بتونس`."""
    known = context.known[at] if goes_on(context, at) else None
    return known[0] if known is not None and known[1] == 1 else at - 1


def unit_name(context: Context, at: int, head: Head) -> int | None:
    """A number or adjectives: `الفرقة 30`."""
    return numbered(context, at, head) or body_name(context, at, head)


def country_name(context: Context, at: int, head: Head) -> int | None:
    """A country's or city's name: `حكومة إسرائيل`, `شرطة نيويورك`."""
    if not goes_on(context, at):
        return None
    known = context.known[at]
    if known is None or known[1]:
        return None
    thing = context.knowledge.thing(known[2][0])
    return known[0] if thing is not None and thing.type == "GPE" else None
