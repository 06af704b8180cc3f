"""People that no table knows: a name behind a title or a verb of speech, or a run of words used in people's names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.extract.names.context import Context
from flows.extract.names.matching import Found

MOST_WORDS = 6
"""People's names that have more words are known: `تميم بن حمد بن خليفة آل ثاني`."""

REACH = 7
"""How many words may stand between an office and its holder: `وزير الشؤون الخارجية والتعاون المغربي ناصر بوريطة`."""

SMALL_CITY = 100_000
"""A city of fewer people may be a person in a run of names: `حسن كركوك` is not, `علي الباب` is."""

NEAR = 2
"""How many words may stand between a rank and the person: `العميد الركن المتقاعد`."""

_OPENERS = frozenset(["ابو", "ابي", "بن", "ابن", "عبد"])
"""Joining words with which a name starts where no title says that one follows; `ولد` and `ام` are words as well."""

_PLURALS = ("ون", "تان", "يات")
"""Endings of definite words that are plurals or duals, and no family's name unless name lists have it: `المجتمعون`."""

_CLAUSES = frozenset(["فإن", "فأن"])
"""`so that`, which folding makes the `فان` of Dutch names."""

LONGEST_GIVEN = 12
"""Letters of the longest word that may be a name: longer ones are verbs and nouns with all their particles."""


def people(context: Context) -> Iterator[Found]:
    """Yield people's names, in the order of their first word."""
    taken = -1
    starts = dict(_starts(context))
    for at in range(len(context.words)):
        title = context.titles[at]
        if title is not None and not _inside_known(context, at, title[0]):
            found = _titled(context, title[0] + 1, context.knowledge.title_kinds[title[2][0]])
            if found is not None:
                yield found
                taken = max(taken, found.last)
        if at > taken and at in starts:
            found = _untitled(context, at, starts[at])
            if found is not None:
                yield found
                taken = found.last


def _inside_known(context: Context, at: int, last: int) -> bool:
    """Whether a title is part of a known name: `شرم الشيخ`."""
    before = context.known[at - 1] if at else None
    here = context.known[at]
    return (before is not None and before[0] >= last) or (here is not None and here[0] > last)


def _starts(context: Context) -> Iterator[tuple[int, Iterable[tuple[int, str]]]]:
    """Yield the words with which a person's name can start where no title stands before, and the ways to read them."""
    words, verbs, before = context.words, context.knowledge.rules["speech"], ""
    for at, form in enumerate(words.forms):
        ways = words.cuts[at] if before in verbs and words.plain[at] else context.openings(form)
        if ways:
            yield at, ways
        before = form


def _is_spoken(context: Context, at: int) -> bool:
    """Whether a word stands right behind a verb of speech."""
    words = context.words
    return at > 0 and words.plain[at] and context.has_rule("speech", words.forms[at - 1])


def _untitled(context: Context, at: int, ways: Iterable[tuple[int, str]]) -> Found | None:
    """Return the person whose name starts at a word with no title before it: two words at least."""
    words = context.words
    spoken = _is_spoken(context, at)
    for cut, rest in ways:
        if cut and (
            rest not in context.knowledge.name_words or len(rest) < 3 or words.forms[at].startswith("ال")
        ):
            continue
        if cut and (context.is_common(words.forms[at]) or words.forms[at] in context.knowledge.name_words):
            continue
        last = _run(context, at, rest, is_sure=spoken and not cut)
        if last is not None and last > at and not _only_known(context, at, last, cut):
            method = "person:speech" if spoken else "person:words"
            return Found(at, last, cut, "PERS", (), None, method, 1, 0.6 if spoken else 0.5)
    return None


def _only_known(context: Context, first: int, last: int, cut: int) -> bool:
    """Whether every word names a place: a list of cities is no person."""
    return all(
        context.known[at] is not None and context.known[at][0] == at  # type: ignore[index]
        for at in range(first, last + 1)
    )


def _titled(context: Context, at: int, kind: str) -> Found | None:
    """Return the person behind a title; between them its body, country and adjectives may stand."""
    words = context.words
    country = None
    for start in range(at, min(at + (REACH if kind == "office" else NEAR), len(words))):
        if not words.glued[start]:
            return None
        national = context.nationals[start]
        if national is not None and country is None:
            country = national.national.country
        last = _run(context, start, words.forms[start], is_sure=start > at or kind == "rank")
        if last is not None and (last > start or kind != "weak"):
            return Found(start, last, 0, "PERS", (), country, "person:title", 3, 0.75)
        if not _may_stand_between(context, start):
            return None
        known = context.known[start]
        if known is not None and country is None:
            country = context.knowledge.things[known[2][0]].country
    return None


def _may_stand_between(context: Context, at: int) -> bool:
    """Whether a word may stand between a title and the person: a definite word, a country, a body's name."""
    form = context.words.forms[at]
    if form.startswith(("ال", "لل", "وال", "بال")) or context.nationals[at] is not None:
        return True
    known = context.known[at]
    is_person = known is not None and context.knowledge.things[known[2][0]].type == "PERS"
    return (known is not None and not is_person) or context.has_rule("between", form)


def _run(context: Context, at: int, form: str, is_sure: bool) -> int | None:
    """Return the last word of a person's name that starts at a word.

    Args:
        context: the article.
        at: the name's first word.
        form: that word without attached particles.
        is_sure: a title or verb says that a person follows: the first word need only be no ordinary one.
    """
    words = context.words
    if not _opens(context, at, form, is_sure):
        return None
    known = context.known[at]
    is_person = known is not None and context.knowledge.things[known[2][0]].type == "PERS"
    last = (
        known[0] if known is not None and is_person and known[1] == len(words.forms[at]) - len(form) else at
    )
    while last + 1 < len(words) and words.plain[last + 1] and last - at + 1 < MOST_WORDS:
        if (
            is_person
            and not words.forms[last + 1].startswith("ال")
            and not context.has_rule("joiner", words.forms[last + 1])
        ):
            break
        half = form == "عبد" and last == at + 1
        if not _continues(context, last + 1, may_be_new=(last == at or half) and not is_person):
            break
        if last > at and _is_office(context, last + 1):
            break
        last += 1
    while last > at and context.has_rule("joiner", words.forms[last]):
        last -= 1
    if context.has_rule("joiner", form) and last == at:
        return None
    return last if last > at or (is_sure and form in context.knowledge.name_words) else None


def _opens(context: Context, at: int, form: str, is_sure: bool) -> bool:
    if context.has_rule("joiner", form):
        return is_sure or form in _OPENERS
    if not _is_word(form) or context.is_common(form):
        return False
    if form == context.words.forms[at] and (context.nationals[at] is not None or _is_place(context, at)):
        return False
    if form.startswith("ال"):
        return False
    return form in context.knowledge.name_words or (is_sure and not context.has_particle(form))


def _continues(context: Context, at: int, may_be_new: bool) -> bool:
    """Whether a word goes on a person's name; one that no name list has only `may_be_new`, or with the article."""
    form = context.words.forms[at]
    if context.has_rule("joiner", form):
        return True
    if not _is_word(form) or context.is_common(form) or _titles_another(context, at):
        return False
    if form in context.knowledge.name_words:
        return True
    if _is_place(context, at) and (not form.startswith("ال") or _is_large(context, at)):
        return False
    if form.startswith("ال") and form.endswith(_PLURALS):
        return False
    return (may_be_new or form.startswith("ال")) and not context.has_particle(form)


def _is_large(context: Context, at: int) -> bool:
    """Whether the known place that starts at a word is a country or a city that no family is called after."""
    known = context.known[at]
    thing = context.knowledge.things[known[2][0]] if known is not None else None
    return thing is not None and (thing.population >= SMALL_CITY or thing.key == f"gpe.{thing.country}")


def _is_office(context: Context, at: int) -> bool:
    """Whether an office starts at a word, with what it is of behind it: `... بن عبد العزيز أمير منطقة جازان`."""
    title = context.titles[at]
    after = at + 1
    return (
        title is not None
        and context.knowledge.title_kinds[title[2][0]] == "office"
        and not context.words.forms[at].startswith("ال")
        and after < len(context.words)
        and context.words.plain[after]
        and not context.is_namelike(after)
    )


def _titles_another(context: Context, at: int) -> bool:
    """Whether a word is the title of a person who follows, rather than a family name (`حسان الشيخ`)."""
    title = context.titles[at]
    if title is None:
        return False
    after = title[0] + 1
    return (
        not (after < len(context.words) and context.words.plain[after])
        or context.is_namelike(after)
        or title[0] > at
    )


def _is_word(form: str) -> bool:
    return 1 < len(form) <= LONGEST_GIVEN and form.isalpha() and not form.isascii() and form not in _CLAUSES


def _is_place(context: Context, at: int) -> bool:
    """Whether a known place starts at a word and its name is no person's."""
    known = context.known[at]
    if known is None or known[1]:
        return False
    thing = context.knowledge.things[known[2][0]]
    return thing.type != "PERS" and not (
        thing.population
        and context.words.forms[at] in context.knowledge.name_words
        and thing.population < SMALL_CITY
    )
