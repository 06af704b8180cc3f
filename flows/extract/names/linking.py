"""What each name names: homonyms by the countries told, short forms by the full name, bodies by their country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial

from flows.extract.names.affiliation import Told, affiliation
from flows.extract.names.context import Context
from flows.extract.names.matching import Found, match
from flows.extract.readings import NameSpan
from flows.knowledge.knowledge import Thing, index, words_of

SMALLEST_HOMONYM = 0.05
"""A city this much smaller than its namesake is not meant, whatever country the article tells."""

BARE = "body:bare"
"""The method of a body that each country has, told without its country."""

LIKELIEST = "country:likeliest"
"""What a name's method says where its country is the likeliest of those that the article tells."""

_NO_STATE = ("LAW", "EVENT")
"""Types of things that belong to no country."""


Decide = Callable[[Context, Told, Sequence[Found], Collection[str]], str | None]
"""Tells the country of a thing, as `affiliation` does."""


def link(context: Context, chosen: list[Found], decide: Decide = affiliation) -> tuple[NameSpan, ...]:
    """Turn what was found into names of things, and find the other namings of the same things.

    Args:
        context: the article.
        chosen: the names found so far, without overlaps, in order.
        decide: how the country of a thing is decided that neither a table nor its name tells.
    """
    counts = Told(context, chosen).counts
    resolved = [_resolve(context, found, counts) for found in chosen]
    told = Told(context, resolved)
    resolved = [
        _with_owner(context, found, told, decide) if found.method == BARE else found for found in resolved
    ]
    owners = _owners(context, resolved)
    resolved = [_in_full(context, found, owners) for found in resolved]
    things = {id(found): _thing_of(context, found, owners) for found in resolved}
    resolved += _again(context, resolved, owners, things)
    resolved.sort(key=lambda found: found.first)
    countries = _countries_of_things(resolved, things, partial(decide, context, told))
    return tuple(
        _span(context, found, things[id(found)], *countries[things[id(found)]]) for found in resolved
    )


def _countries_of_things(
    resolved: list[Found],
    things: dict[int, str],
    decide: Callable[[Sequence[Found], Collection[str]], str | None],
) -> dict[str, tuple[str | None, bool]]:
    """Give each thing one country: that of its first naming which tells one, else the likeliest of those told.

    With it goes whether it is the likeliest only.
    """
    countries: dict[str, str | None] = {}
    unknown: dict[str, list[Found]] = {}
    for found in resolved:
        thing = things[id(found)]
        countries[thing] = countries.get(thing) or found.country
        if not found.keys and found.type not in _NO_STATE:
            unknown.setdefault(thing, []).append(found)
    likeliest: dict[str, str | None] = {}
    for thing, namings in unknown.items():
        if countries[thing] is None or namings[0].type == "PERS":
            likeliest[thing] = decide(namings, ())
    return {
        thing: (likeliest.get(thing, country), thing in likeliest) for thing, country in countries.items()
    }


def _resolve(context: Context, found: Found, told: Counter[str]) -> Found:
    knowledge = context.knowledge
    if found.keys and found.keys[0] in knowledge.things:
        return _choose_homonym(context, found, told)
    if not found.keys and found.method.startswith(("phrase", "reader")):
        return _phrase(context, found, told)
    return found


def _with_owner(context: Context, found: Found, told: Told, decide: Decide) -> Found:
    """Return a body told without its country as that with which it is told elsewhere, else as the likeliest one's."""
    (body,) = found.keys
    elsewhere = [key for key in told.bodies if key.startswith(f"{body}.")]
    if len(elsewhere) == 1:
        country: str | None = elsewhere[0].rpartition(".")[2]
    else:
        having = context.knowledge.national_bodies[body.removeprefix("org.")].countries
        country = decide(context, told, [found], having)
    return replace(found, keys=(f"{body}.{country}",) if country else (), country=country)


def _choose_homonym(context: Context, found: Found, told: Counter[str]) -> Found:
    things = [context.knowledge.things[key] for key in found.keys]
    largest = max(thing.population for thing in things)
    things = [thing for thing in things if not 0 < thing.population < SMALLEST_HOMONYM * largest]
    best = things[0]
    if len(things) > 1:
        weights = [told[thing.country or ""] for thing in things]
        best = max(zip(weights, range(0, -len(things), -1), things, strict=True), key=lambda way: way[:2])[2]
    if (found.type, found.keys, found.country) == (best.type, (best.key,), best.country):
        return found
    return replace(found, type=best.type, keys=(best.key,), country=best.country)


def _phrase(context: Context, found: Found, told: Counter[str]) -> Found:
    """Link a name that a word opens to the thing inside it, or give it the country that is told inside it."""
    knowledge, words = context.knowledge, context.words
    head = words.forms[found.first][found.cut :]
    starts = [found.first] if _starts_inside(found) else []
    if context.has_rule("inner", head):
        starts.append(found.first + 1)
    for start in starts:
        inner = context.known[start] or context.shy[start]
        if (
            inner is not None
            and not inner[1]
            and inner[0] <= found.last
            and (inner[0] == found.last or start > found.first)
        ):
            thing = knowledge.things.get(inner[2][0])
            if thing is not None and thing.type == found.type:
                return _choose_homonym(context, replace(found, keys=inner[2]), told)
    return replace(found, country=_country_inside(context, found))


def _starts_inside(found: Found) -> bool:
    """Whether the word that opened the name is left out of it."""
    return found.method in ("phrase:outlet", "phrase:place", "phrase:region", "phrase:proper", "phrase:body")


def _country_inside(context: Context, found: Found) -> str | None:
    for at in range(found.first, found.last + 1):
        national, known = context.nationals[at], context.known[at]
        if national is not None and national.last <= found.last:
            return national.national.country
        if known is not None and not known[1] and known[0] <= found.last:
            country = context.knowledge.things[known[2][0]].country
            if country is not None:
                return country
    return None


def _thing(context: Context, found: Found) -> str:
    return found.keys[0] if found.keys else _form(context, found)


def _thing_of(context: Context, found: Found, owners: dict[str, Found]) -> str:
    """Return the thing of a name: its key, else the fullest name by which the article tells it."""
    owner = owners.get(_form(context, found))
    return _thing(
        context, owner if owner is not None and not found.keys and owner.type == found.type else found
    )


def _form(context: Context, found: Found) -> str:
    forms = context.words.forms[found.first : found.last + 1]
    first = forms[0][found.cut :]
    lam = context.words.forms[found.first][: found.cut].endswith("لل")
    return " ".join((("ال" if lam else "") + first, *forms[1:]))


def _owners(context: Context, resolved: list[Found]) -> dict[str, Found]:
    """Map each name by which an article may tell a thing again to its fullest telling, the first of equals."""
    owners: dict[str, Found] = {}
    for found in sorted(resolved, key=lambda found: (not found.keys, -found.length, found.first)):
        for name in _other_names(context, found):
            owners.setdefault(name, found)
    return owners


def _in_full(context: Context, found: Found, owners: dict[str, Found]) -> Found:
    """Link a name that no table knows to the thing that a fuller name of the article names."""
    owner = owners.get(_form(context, found))
    if found.keys or owner is None or owner.type != found.type:
        return found
    return replace(found, keys=owner.keys, country=found.country or owner.country)


def _again(
    context: Context, resolved: list[Found], owners: dict[str, Found], things: dict[int, str]
) -> list[Found]:
    """Find the words that name a thing told elsewhere in the article, in full or in short."""
    taken = {at for found in resolved for at in range(found.first, found.last + 1)}
    local = index({name: (name,) for name in owners})
    more = _told_shy(context, resolved, taken, things)
    openers = local.lengths
    for at, ways in enumerate(context.words.cuts):
        for _, rest in ways:
            if rest in openers:
                break
        else:
            continue
        if at in taken:
            continue
        way = match(context.words, at, local, ways)
        if way is None or not taken.isdisjoint(range(at, way[0] + 1)):
            continue
        owner = owners[way[2][0]]
        again = replace(
            owner, first=at, last=way[0], cut=way[1], method="told", confidence=owner.confidence * 0.9
        )
        taken.update(range(at, way[0] + 1))
        things[id(again)] = _thing(context, owner)
        more.append(again)
    return more


def _told_shy(
    context: Context, resolved: list[Found], taken: set[int], things: dict[int, str]
) -> list[Found]:
    """Find the names that are ordinary words too, of things that the article tells by another name."""
    told = {key for found in resolved for key in found.keys}
    more = []
    for at, way in enumerate(context.shy):
        key = next((key for key in way[2] if key in told), None) if way is not None else None
        if way is None or key is None or not taken.isdisjoint(range(at, way[0] + 1)):
            continue
        thing = context.knowledge.things[key]
        again = Found(at, way[0], way[1], thing.type, (key,), thing.country, "told:shy", 1, 0.8)
        taken.update(range(at, way[0] + 1))
        things[id(again)] = key
        more.append(again)
    return more


def _other_names(context: Context, found: Found) -> Iterator[str]:
    """Yield the names by which an article may tell the thing again."""
    form = _form(context, found)
    words = form.split()
    if not found.keys or len(words) > 1:
        yield form
    if found.type == "PERS":
        yield from _short_names(context, words)
        thing = context.knowledge.things.get(found.keys[0]) if found.keys else None
        if thing is not None:
            yield from _short_names(context, _known_words(thing))
    elif context.has_rule("inner", words[0]) and len(words) > 1:
        rest = words[1:]
        if len(rest) > 1 or not context.is_common(rest[0]):
            yield " ".join(rest)


def _known_words(thing: Thing) -> list[str]:
    return words_of(thing.name_ar).split()


def _short_names(context: Context, words: list[str]) -> Iterator[str]:
    if len(words) < 2:
        return
    start = len(words) - 1
    while start > 1 and context.has_rule("family", words[start - 1]):
        start -= 1
    if start == len(words) - 1:
        if (
            len(words[-1]) > 2
            and not context.is_common(words[-1])
            and words[-1] not in context.knowledge.title_kinds
        ):
            yield words[-1]
    else:
        yield " ".join(words[start:])
    if len(words) > 2:
        yield " ".join(words[:2])
        yield f"{words[0]} {words[-1]}"


def _span(context: Context, found: Found, thing: str, country: str | None, is_likeliest: bool) -> NameSpan:
    words = context.words
    method = f"{found.method} {LIKELIEST}" if is_likeliest and country is not None else found.method
    end = words.ends[found.last]
    opens = any(words.opened[found.first + 1 : found.last + 1])
    if words.closed[found.last] and opens:
        end = words.closed[found.last]
    key = thing if found.keys else None
    start = words.starts[found.first] + found.cut
    return NameSpan(start, end, found.type, thing, key, country, method, found.confidence)
