"""From an article to its names: candidates of every kind, the best of those that overlap, and what each names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.document import Document
from flows.extract.names.context import Context
from flows.extract.names.judge import judge
from flows.extract.names.linking import link
from flows.extract.names.matching import Found
from flows.extract.names.people import people
from flows.extract.names.phrases import phrases
from flows.extract.names.words import Words
from flows.extract.reader.heard import Heard
from flows.extract.readings import NameSpan, NationalSpan
from flows.knowledge.knowledge import Knowledge, Thing, words_of

_MINISTERS = frozenset(["وزير", "وزيره", "وزراء", "وزيري", "وزيرا"])
_OFFICES = _MINISTERS | frozenset(["كاتب", "رييس", "رييسه", "نظيره", "نظيرته"])
"""Behind these a ministry's or army's name without its first word is the rest of a title: `وزير الخارجية المغربي`."""

_TITLE_PARTS = frozenset(
    ["mfa", "moi", "mof", "government", "pmo", "presidency", "parliament", "general-staff"]
)


def find_names(
    document: Document, knowledge: Knowledge, heard: Heard | None = None
) -> tuple[tuple[NameSpan, ...], tuple[NationalSpan, ...]]:
    """Find the names of an article, and the words that tell a nationality outside of them.

    Args:
        document: the article; what lies outside of its sentences is not read.
        knowledge: as `flows.knowledge.knowledge.load` returns it.
        heard: what the reader hears in it; None to go by knowledge alone.

    Returns:
        The names and the nationalities, each in the order of the text and without overlaps.
    """
    context = Context(Words(document), knowledge)
    chosen = choose(candidates(context))
    if heard is not None:
        chosen = judge(context.words, heard, chosen)
    names = link(context, chosen)
    return names, _nationals(context, names)


def candidates(context: Context) -> list[Found]:
    """Return all that knowledge takes for a name; candidates may overlap."""
    return [*known(context), *bodies(context), *quoted(context), *phrases(context), *people(context)]


def choose(candidates: Iterable[Found]) -> list[Found]:
    """Return the candidates that overlap no better one: more words first, then the higher rank, then the earlier."""
    taken: set[int] = set()
    chosen = []
    for found in sorted(candidates, key=lambda f: (-f.length, -f.rank, f.first, f.cut)):
        span = range(found.first, found.last + 1)
        if taken.isdisjoint(span):
            taken.update(span)
            chosen.append(found)
    return sorted(chosen, key=lambda f: f.first)


def known(context: Context) -> Iterator[Found]:
    """Yield the names that the tables know, without titles and words of kind, with what else belongs to them."""
    for at, found in enumerate(context.known):
        if found is None:
            continue
        last, cut, keys = found
        thing = context.knowledge.things[keys[0]]
        if _is_adjective(context, at, thing) or _is_title_part(context, at, cut):
            continue
        inner = _quoted_inside(context, at, cut, last)
        first, cut = (at + 1, 0) if inner is not None else _own_first(context, at, last, cut, thing)
        last = last if inner is None else inner
        if thing.type == "ORG":
            last = _with_adjective(context, first, last, thing)
        yield Found(first, last, cut, thing.type, keys, thing.country, "known", 4, 0.95)
    yield from _shy_countries(context)


def _quoted_inside(context: Context, at: int, cut: int, last: int) -> int | None:
    """Return the last word of a known name in quotation marks behind a word that then is no part of it."""
    words = context.words
    if last == at or not words.opened[at + 1]:
        return None
    form = words.forms[at][cut:]
    inner = context.known[at + 1] or context.shy[at + 1]
    outer = context.has_rule("outer", form) or context.has_rule("unquoted", form)
    return inner[0] if outer and inner is not None and words.closed[inner[0]] else None


def _own_first(context: Context, at: int, last: int, cut: int, thing: Thing) -> tuple[int, int]:
    """Return the first word of the name itself, and the letters to cut from it."""
    words = context.words
    title = context.titles[at] if thing.type == "PERS" else None
    if title is not None and title[0] < last:
        return title[0] + 1, 0
    form = words.forms[at][cut:]
    if thing.type in ("ORG", "GPE", "LOC") and last > at and context.has_rule("outer", form):
        inner = context.known[at + 1] or context.shy[at + 1]
        if inner is not None and inner[0] == last and words_of(thing.name_ar).split()[0] != form:
            return at + 1, 0
    if thing.key == f"gpe.{thing.country}" and at and words.plain[at]:
        for before, rest in words.cuts[at - 1]:
            if context.has_rule("state", rest):
                return at - 1, before
    return at, cut


def _with_adjective(context: Context, first: int, last: int, thing: Thing) -> int:
    """Return the last word of an organisation's name: its country's adjective belongs to it: `حزب الله اللبناني`."""
    following = context.national_after(last)
    form = context.words.forms[first]
    opens = form.startswith("ال") or form in context.knowledge.head_words
    if (
        following is None
        or not opens
        or not context.words.plain[last + 1]
        or thing.country not in (None, following.national.country)
    ):
        return last
    return following.last


def _is_adjective(context: Context, at: int, thing: Thing) -> bool:
    """Whether `السعودية` is the adjective of the word before it."""
    words = context.words
    if at == 0 or not words.plain[at] or thing.key != "gpe.SAU" or words.forms[at] != "السعوديه":
        return False
    before = words.forms[at - 1]
    return before.startswith(("ال", "وال", "بال", "لل")) and context.known[at - 1] is None


def _is_title_part(context: Context, at: int, cut: int) -> bool:
    words = context.words
    body = context.bodies[at]
    if at == 0 or cut or body is None or not words.plain[at]:
        return False
    before = {rest for _, rest in words.cuts[at - 1]}
    is_named = words.forms[at].startswith("وزار")
    return not is_named and (
        (not before.isdisjoint(_OFFICES) and body[2][0] in _TITLE_PARTS) or not before.isdisjoint(_MINISTERS)
    )


def _shy_countries(context: Context) -> Iterator[Found]:
    """Yield the countries whose names are ordinary words, behind a preposition: `في مالي`."""
    words = context.words
    for at, found in enumerate(context.shy):
        if found is None or found[2][0] not in context.knowledge.things:
            continue
        thing = context.knowledge.things[found[2][0]]
        if thing.key != f"gpe.{thing.country}":
            continue
        before = {rest for _, rest in words.cuts[at - 1]} if at and words.plain[at] else set()
        if words.forms[at][: found[1]].endswith(("ب", "ل")) or any(
            context.has_rule("before", w) for w in before
        ):
            yield Found(
                at, found[0], found[1], thing.type, found[2][:1], thing.country, "known:preposition", 4, 0.8
            )


def quoted(context: Context) -> Iterator[Found]:
    """Yield names in quotation marks: known ones that are ordinary words otherwise, and outlets: `قال لـ"الوطن"`."""
    words = context.words
    for at in range(len(words)):
        if not words.opened[at]:
            continue
        found = context.shy[at]
        if found is not None and not found[1] and words.closed[found[0]]:
            thing = context.knowledge.things[found[2][0]]
            if thing.type == "ORG":
                yield Found(at, found[0], 0, thing.type, found[2], thing.country, "known:quoted", 4, 0.85)
        elif at and words.forms[at - 1] == "ل" and words.glued[at]:
            last = context.quotation(at, 3)
            if last is not None:
                yield Found(at, last, 0, "ORG", (), None, "quoted:outlet", 2, 0.6)


def bodies(context: Context) -> Iterator[Found]:
    """Yield the bodies that each country has: `وزارة الخارجية المغربية`, `جيش إسرائيل`, and bare `وزارة الدفاع`."""
    for at, found in enumerate(context.bodies):
        if found is None or _is_title_part(context, at, found[1]):
            continue
        last, cut, (slug,) = found
        national = context.national_after(last)
        if national is not None and context.agrees(last, national):
            iso3 = national.national.country
            yield Found(
                at, national.last, cut, "ORG", (f"org.{slug}.{iso3}",), iso3, "body:adjective", 4, 0.9
            )
            continue
        owned = _owned(context, at, last, cut, slug)
        if owned is not None:
            yield owned
            continue
        if last > at and context.has_rule("alone", _first_word(context, at, cut)):
            yield Found(at, last, cut, "ORG", (f"org.{slug}",), None, "body:bare", 4, 0.7)


def _owned(context: Context, at: int, last: int, cut: int, slug: str) -> Found | None:
    """Return the body of a country or city that is named behind it: `جيش إسرائيل`, `شرطة نيويورك`."""
    words = context.words
    following = context.known[last + 1] if last + 1 < len(words) and words.glued[last + 1] else None
    if following is None or following[1] or words.forms[at].startswith("ال"):
        return None
    thing = context.knowledge.things[following[2][0]]
    if thing.type != "GPE" or thing.country is None:
        return None
    end = _seat_abroad(context, following[0]) if slug in ("embassy", "consulate") else following[0]
    keys = (f"org.{slug}.{thing.country}",) if thing.key == f"gpe.{thing.country}" else ()
    return Found(at, end, cut, "ORG", keys, thing.country, "body:country", 4, 0.9)


def _seat_abroad(context: Context, last: int) -> int:
    """Return the last word of an embassy's name, with the place where it is: `سفارة الجزائر بفرنسا`."""
    words = context.words
    known = context.known[last + 1] if last + 1 < len(words) and words.plain[last + 1] else None
    return known[0] if known is not None and known[1] == 1 and words.forms[last + 1][0] == "ب" else last


def _first_word(context: Context, at: int, cut: int) -> str:
    form = context.words.forms[at]
    return f"ال{form[cut:]}" if form[:cut].endswith("لل") else form[cut:]


def _nationals(context: Context, names: tuple[NameSpan, ...]) -> tuple[NationalSpan, ...]:
    words = context.words
    found: list[NationalSpan] = []
    spans = iter(names)
    name = next(spans, None)
    for at, national in enumerate(context.nationals):
        if national is None:
            continue
        start, end = words.starts[at] + national.cut, words.ends[national.last]
        while name is not None and name.end <= start:
            name = next(spans, None)
        if (name is not None and name.start < end) or (found and found[-1].end > start):
            continue
        told = national.national
        found.append(NationalSpan(start, end, told.country, told.is_plural, told.is_definite))
    return tuple(found)
