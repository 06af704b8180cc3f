"""Names that a word opens: bodies, parties, buildings, seas, agreements, wars (`head_words.csv`)."""

from __future__ import annotations

from collections.abc import Iterator

from flows.extract.names.context import Context
from flows.extract.names.matching import Found
from flows.knowledge.knowledge import Head

MOST_WORDS = 9
"""No name that a word opens is longer than this; a longer run of definite words is a sentence."""

QUOTED_WORDS = 6
"""A quotation of more words behind `حركة` is speech, not a name."""

_COMMANDS = frozenset(["قياده", "قوات", "رياسه", "لجنه", "مكتب", "هييه", "مركز", "مجلس", "اداره"])
"""Behind these a person's, party's or country's name is its owner and no part of the name: `قيادة حماس`."""


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
        if reached is None:
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


def _is_known(context: Context, at: int, last: int) -> bool:
    """Whether a known name starts with the word that opens names: it is whole without what follows."""
    known, body = context.known[at], context.bodies[at]
    if known is not None and known[0] > last:
        return True
    national = context.national_after(body[0]) if body is not None else None
    return body is not None and national is not None and context.agrees(body[0], national)


def _inside(context: Context, at: int) -> bool:
    return at < len(context.words) and context.words.glued[at]


def _quoted(context: Context, at: int) -> int | None:
    return context.quotation(at, QUOTED_WORDS)


def _stops(context: Context, at: int) -> bool:
    """Whether a word cannot go on a name: a relative, a time word, a title."""
    form = context.words.forms[at]
    if context.has_rule("stop", form) or not context.words.plain[at]:
        return True
    title = context.titles[at]
    return title is not None and not title[1] and form.startswith("ال")


def _adjectives(context: Context, last: int, reading: str = "") -> int:
    """Return the last word of the adjectives behind word `last`: country adjectives and those of a reading."""
    told = False
    while _inside(context, last + 1):
        national = context.national_after(last)
        if national is not None:
            last, told = national.last, True
        elif not told and reading and context.has_rule(reading, context.words.forms[last + 1]):
            last += 1
        else:
            break
    return last


def _body(context: Context, at: int, head: Head) -> int | None:
    """A genitive or adjectives: `وزارة الخارجية المغربية`, `المرصد السوري لحقوق الإنسان`."""
    if not _inside(context, at):
        return None
    quoted = _quoted(context, at)
    if quoted is not None:
        return _adjectives(context, quoted)
    last: int | None = None
    national = False
    while _inside(context, at) and not _stops(context, at) and (last is None or at - last <= 1):
        if last is not None and last - at > MOST_WORDS:
            break
        step = _body_step(context, at, last is None, national)
        if step is None:
            break
        national = context.nationals[at] is not None and not context.nationals[at].cut  # type: ignore[union-attr]
        last, at = step, step + 1
    return last


def _body_step(context: Context, at: int, is_first: bool, after_national: bool) -> int | None:
    """Return the last word of the next piece of a body's name, or None where the name ends."""
    form = context.words.forms[at]
    national = context.nationals[at]
    if national is not None and not national.cut and national.national.is_definite:
        return national.last
    if form.startswith("ال"):
        return None if after_national else at
    if form.startswith("لل") and len(form) > 4:
        return None if is_first else at
    if form.startswith("وال") and len(form) > 5:
        return at if not is_first and not after_national and _joins(context, at) else None
    known = context.known[at]
    if is_first and known is not None and not known[1] and not _is_definite(context, at - 1):
        return known[0] if context.words.forms[at - 1] not in _COMMANDS else None
    return _genitive(context, at, is_first)


def _joins(context: Context, at: int) -> bool:
    """Whether a word with `و` goes on a body's name (`وزارة الصناعة والتجارة`) rather than naming another thing."""
    others = (context.heads[at], context.known[at], context.nationals[at])
    return all(other is None for other in others) and not context.has_rule(
        "stop", context.words.forms[at][1:]
    )


def _genitive(context: Context, at: int, is_first: bool) -> int | None:
    """Return the last word of a noun and its definite genitive: `حقوق الإنسان`, and behind `ل` `لمكافحة الإرهاب`."""
    words = context.words
    form = words.forms[at]
    if not _inside(context, at + 1) or not words.forms[at + 1].startswith("ال") or _stops(context, at + 1):
        return None
    if is_first:
        wrong = (
            form.startswith(("ي", "ت", "و", "ف"))
            or context.has_rule("joiner", form)
            or context.has_rule("stop", form)
        )
        return None if wrong or _is_definite(context, at - 1) else at + 1
    return at + 1 if form.startswith("ل") and len(form) > 3 and form not in ("لدي", "لكن", "لان") else None


def _is_definite(context: Context, at: int) -> bool:
    """Whether a word has the article: then no genitive follows it."""
    form = context.words.forms[at]
    return form.startswith(("ال", "لل", "وال", "بال", "فال", "كال", "ولل"))


def _national(context: Context, at: int, head: Head) -> int | None:
    """A country adjective, perhaps with others: `الجيش الوطني الليبي`."""
    last = _adjectives(context, at - 1, "own")
    if last < at:
        return None
    national = context.national_after(at - 1)
    if national is not None:
        return last if context.agrees(at - 1, national) else None
    told = any(context.nationals[word] is not None for word in range(at, last + 1))
    return last if told or context.has_rule("naming", context.words.forms[last]) else None


def _court(context: Context, at: int, head: Head) -> int | None:
    """A court, perhaps with its city: `المحكمة الابتدائية بتونس`."""
    known = context.known[at] if _inside(context, at) else None
    return known[0] if known is not None and known[1] == 1 else at - 1


def _unit(context: Context, at: int, head: Head) -> int | None:
    """A number or adjectives: `الفرقة 30`."""
    return _number(context, at, head) or _body(context, at, head)


def _country(context: Context, at: int, head: Head) -> int | None:
    """A country's or city's name: `حكومة إسرائيل`, `شرطة نيويورك`."""
    if not _inside(context, at):
        return None
    known = context.known[at]
    if known is None or known[1]:
        return None
    thing = context.knowledge.thing(known[2][0])
    return known[0] if thing is not None and thing.type == "GPE" else None


def _proper(context: Context, at: int, head: Head) -> int | None:
    """A proper name, quoted or known or unknown, and the adjectives of its type."""
    if not _inside(context, at):
        return None
    reading = "place" if head.type in ("FAC", "LOC") else ""
    last = _quoted(context, at)
    if last is None and not _stops(context, at):
        known = context.known[at] or context.shy[at]
        if known is not None and not known[1]:
            if not _may_hold(context, head, context.knowledge.things[known[2][0]].type):
                return None
            last = known[0]
        elif context.nationals[at] is not None:
            return None
        elif context.words.forms[at].startswith("ال") and len(context.words.forms[at]) > 4:
            return _definite(context, at, head)
        elif not (context.has_rule("party", head.word) and context.is_namelike(at)):
            last = _unknown(context, at, 4)
            if last is None and head.type == "FAC" and _inside(context, at + 1):
                # An ordinary word is a building's name where the building's adjective follows: `مطار قرطاج الدولي`.
                last = at + 1 if context.has_rule("place", context.words.forms[at + 1]) else None
    return None if last is None else _adjectives(context, last, reading)


def _may_hold(context: Context, head: Head, inner: str) -> bool:
    """Whether a known name of a type goes on the name that a word opens, rather than being one of its own."""
    if inner == "ORG":
        return not context.has_rule("loose", head.word)
    return not context.has_rule("party", head.word)


def _definite(context: Context, at: int, head: Head) -> int | None:
    """Return the last of at most four definite words: `حزب العدالة والتنمية`; one ordinary word is no name."""
    words = context.words
    last = at
    while _inside(context, last + 1) and not _stops(context, last + 1) and last - at < 3:
        following = words.forms[last + 1]
        if not following.startswith("ال") and not (
            following.startswith("وال") and context.known[last + 1] is None
        ):
            break
        last += 1
    is_party = context.has_rule("party", head.word) and head.word != "حزب"
    return None if last == at and is_party and context.is_common(words.forms[at]) else last


def _unknown(context: Context, at: int, most: int) -> int | None:
    """Return the last of at most `most` words that are no ordinary ones."""
    last = at
    while (
        _inside(context, last)
        and context.words.plain[last]
        and last - at < most
        and _is_proper(context, last)
    ):
        last += 1
    return last - 1 if last > at else None


def _is_proper(context: Context, at: int) -> bool:
    form = context.words.forms[at]
    return (
        len(form) > 1 and not context.is_common(form) and not form.isdigit() and context.nationals[at] is None
    )


def _outlet(context: Context, at: int, head: Head) -> int | None:
    """A newspaper's or channel's name: quoted, or unknown words."""
    if not _inside(context, at):
        return None
    quoted = _quoted(context, at)
    if quoted is not None:
        return quoted
    known = context.known[at] or context.shy[at]
    if known is not None and not known[1]:
        return known[0]
    last = at
    while (
        _inside(context, last) and context.words.plain[last] and last - at < 3 and _is_proper(context, last)
    ):
        last += 1
    return last - 1 if last > at else None


def _region(context: Context, at: int, head: Head) -> int | None:
    """A known place's name."""
    known = (context.known[at] or context.shy[at]) if _inside(context, at) else None
    return known[0] if known is not None and not known[1] else None


def _place(context: Context, at: int, head: Head) -> int | None:
    """A place's name, even one that is an ordinary word elsewhere."""
    if not _inside(context, at):
        return None
    known = context.known[at] or context.shy[at]
    if known is not None and not known[1]:
        return known[0]
    quoted = _quoted(context, at)
    if quoted is not None:
        return quoted
    if _stops(context, at) or not _is_proper(context, at):
        return None
    last = at
    while _inside(context, last + 1) and last - at < 1 and context.words.plain[last + 1]:
        following = context.words.forms[last + 1]
        if not _is_proper(context, last + 1) or following[0] in "وفبل":
            break
        last += 1
    return last


def _dated(context: Context, at: int, head: Head) -> int | None:
    """A place, a quotation or a year: `اتفاق الطائف`, `مؤتمر برلين`, `حرب عام 1967`."""
    if not _inside(context, at):
        return None
    quoted = _quoted(context, at)
    if quoted is not None:
        return quoted
    known = context.known[at]
    if known is not None and not known[1]:
        return known[0] if context.knowledge.things[known[2][0]].type in ("GPE", "LOC", "FAC") else None
    return _number(context, at, head)


def _number(context: Context, at: int, head: Head) -> int | None:
    """A number, perhaps behind `رقم` or `عام`: `القرار 2254`."""
    words = context.words
    if _inside(context, at) and words.forms[at] in ("رقم", "عام", "عدد", "سنه"):
        at += 1
    return at if _inside(context, at) and words.forms[at].isdigit() else None


def _only_quoted(context: Context, at: int, head: Head) -> int | None:
    return _quoted(context, at) if _inside(context, at) else None


def _seat(context: Context, at: int, head: Head) -> int | None:
    """The seat of a body: `مقر وزارة الدفاع` is one building."""
    if not _inside(context, at):
        return None
    inner = context.heads[at]
    known = context.known[at]
    if known is not None and not known[1]:
        thing = context.knowledge.thing(known[2][0])
        if thing is not None and thing.type == "ORG":
            return _adjectives(context, known[0])
    if inner is None or inner[1]:
        return None
    head = context.knowledge.head_words[inner[2][0]]
    return _READERS[head.follow](context, inner[0] + 1, head) if head.type == "ORG" else None


_READERS = {
    "body": _body, "national": _national, "country": _country, "region": _region, "proper": _proper, "outlet": _outlet,
    "place": _place, "dated": _dated, "number": _number, "quoted": _only_quoted,
    "seat": _seat, "court": _court, "unit": _unit,
}  # fmt: skip
