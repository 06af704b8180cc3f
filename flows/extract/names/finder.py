"""From an article to its names: candidates of every kind, the best of those that overlap, and what each names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.document import Document
from flows.extract.names.context import Context
from flows.extract.names.linking import link
from flows.extract.names.matching import Found
from flows.extract.names.people import people
from flows.extract.names.phrases import phrases
from flows.extract.names.words import Words
from flows.extract.readings import NameSpan, NationalSpan
from flows.knowledge.knowledge import Knowledge

_BARE_BODIES = ("وزاره", "مجلس", "رياسه", "المحكمه", "البنك", "النيابه", "البرلمان", "هييه")
"""First words of bodies that are named without a country as well; `الحكومة` alone is a common noun."""


def find_names(
    document: Document, knowledge: Knowledge
) -> tuple[tuple[NameSpan, ...], tuple[NationalSpan, ...]]:
    """Find the names of an article, and the words that tell a nationality outside of them.

    Args:
        document: the article; what lies outside of its sentences is not read.
        knowledge: as `flows.knowledge.knowledge.load` returns it.

    Returns:
        The names and the nationalities, each in the order of the text and without overlaps.
    """
    context = Context(Words(document), knowledge)
    chosen = choose((*known(context), *bodies(context), *phrases(context), *people(context)))
    names = link(context, chosen)
    return names, _nationals(context, names)


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
    """Yield the names that the tables know; a country's adjective behind an organisation belongs to its name."""
    for at, found in enumerate(context.known):
        if found is None:
            continue
        last, cut, keys = found
        thing = context.knowledge.things[keys[0]]
        if thing.type == "ORG":
            following = context.national_after(last)
            last = following.last if following is not None else last
        yield Found(at, last, cut, thing.type, keys, thing.country, "known", 4, 0.95)


def bodies(context: Context) -> Iterator[Found]:
    """Yield the bodies that each country has: `وزارة الخارجية المغربية`, `جيش إسرائيل`, and bare `وزارة الدفاع`."""
    words = context.words
    for at, found in enumerate(context.bodies):
        if found is None:
            continue
        last, cut, (slug,) = found
        national = context.national_after(last)
        if national is not None:
            iso3 = national.national.country
            yield Found(
                at, national.last, cut, "ORG", (f"org.{slug}.{iso3}",), iso3, "body:adjective", 4, 0.9
            )
            continue
        following = context.known[last + 1] if last + 1 < len(words) and words.glued[last + 1] else None
        if following is not None and not following[1] and following[2][0].startswith("gpe."):
            iso3 = following[2][0].removeprefix("gpe.")
            if context.knowledge.country(iso3) is not None and not words.forms[at].startswith("ال"):
                yield Found(
                    at, following[0], cut, "ORG", (f"org.{slug}.{iso3}",), iso3, "body:country", 4, 0.9
                )
                continue
        if words.forms[at][cut:].startswith(_BARE_BODIES) and last > at:
            yield Found(at, last, cut, "ORG", (f"org.{slug}",), None, "body:bare", 4, 0.7)


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
