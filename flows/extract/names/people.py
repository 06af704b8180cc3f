"""People that no table knows: a name behind a title, or a run of words that are used in people's names."""

from __future__ import annotations

from collections.abc import Iterator

from flows.extract.names.context import Context
from flows.extract.names.matching import Found

MOST_WORDS = 6
"""Names of people are no longer: `تميم بن حمد بن خليفة آل ثاني` has seven, and is known."""

REACH = 7
"""How many words of a body's name may stand between a title and the person: `وزير ... المغربي ناصر بوريطة`."""

INNER = frozenset(
    [
        "بن",
        "ابن",
        "بنت",
        "ولد",
        "ابو",
        "ابي",
        "ام",
        "ال",
        "آل",
        "عبد",
        "دي",
        "دو",
        "دا",
        "فان",
        "فون",
        "ديل",
        "لا",
        "بو",
        "ذو",
        "نور",
    ]
)
"""Words that join the parts of a name and never end one."""


def people(context: Context) -> Iterator[Found]:
    """Yield people's names, in the order of their first word."""
    taken = -1
    for at in range(len(context.words)):
        title = context.titles[at]
        if title is not None:
            found = _titled(context, title[0] + 1, context.knowledge.title_kinds[title[2][0]])
            if found is not None:
                yield found
                taken = max(taken, found.last)
        if at > taken:
            last = _run(context, at, is_sure=False)
            if last is not None and last > at:
                yield Found(at, last, 0, "PERS", (), None, "person:words", 1, 0.5)
                taken = last


def _titled(context: Context, at: int, kind: str) -> Found | None:
    """Return the person behind a title; between them its body, country and adjectives may stand."""
    words = context.words
    if kind == "weak":
        last = _run(context, at, is_sure=False)
        return (
            Found(at, last, 0, "PERS", (), None, "person:title", 1, 0.5)
            if last is not None and last > at
            else None
        )
    country = None
    for start in range(at, min(at + (REACH if kind == "office" else 3), len(words))):
        if not words.glued[start] and not words.opened[start]:
            return None
        national = context.nationals[start]
        if national is not None and country is None:
            country = national.national.country
        last = _run(context, start, is_sure=start > at or kind == "rank")
        if last is not None:
            return Found(start, last, 0, "PERS", (), country, "person:title", 3, 0.75)
        if not _goes_on(context, start):
            return None
    return None


def _goes_on(context: Context, at: int) -> bool:
    """Whether a word may stand between a title and the person: a definite word, a country, a word of a body's name."""
    form = context.words.forms[at]
    if form.startswith(("ال", "لل", "وال", "بال")) or context.nationals[at] is not None:
        return True
    return context.known[at] is not None or form in (
        "السابق",
        "مجلس",
        "اركان",
        "هييه",
        "وزاره",
        "حزب",
        "حقوق",
        "لدي",
        "باسم",
    )


def _run(context: Context, at: int, is_sure: bool) -> int | None:
    """Return the last word of a person's name that starts at a word.

    Args:
        context: the article.
        at: the name's first word.
        is_sure: a title says that a person follows: the first word need only be no ordinary one.
    """
    words = context.words
    if at >= len(words) or not _opens(context, at, is_sure):
        return None
    last = at
    while last + 1 < len(words) and words.plain[last + 1] and last - at + 1 < MOST_WORDS:
        if not _continues(context, last + 1):
            break
        last += 1
    while last > at and words.forms[last] in INNER:
        last -= 1
    if words.forms[last] in INNER:
        return None
    return last if last > at or is_sure else None


def _opens(context: Context, at: int, is_sure: bool) -> bool:
    form = context.words.forms[at]
    if form in INNER:
        return form not in ("ال", "لا", "دو", "نور", "ام")
    if len(form) < 2 or not form.isalpha() or form.isascii() or context.is_common(form):
        return False
    if context.known[at] is not None or context.nationals[at] is not None or form.startswith("ال"):
        return False
    return form in context.knowledge.name_words or (is_sure and not _has_particle(context, form))


def _continues(context: Context, at: int) -> bool:
    form = context.words.forms[at]
    if form in INNER or form in context.knowledge.name_words:
        return True
    if len(form) < 2 or not form.isalpha() or form.isascii() or context.is_common(form):
        return False
    known = context.known[at]
    if known is not None and not form.startswith("ال") and len(form) > 2:
        return False
    return not _has_particle(context, form)


def _has_particle(context: Context, form: str) -> bool:
    """Whether a word reads as a particle and an ordinary word, a name or a country."""
    knowledge = context.knowledge
    if form[0] in "وفبلكس" and len(form) > 3:
        rest = form[1:]
        if rest in knowledge.common_words or rest in knowledge.names.entries or rest.startswith("ال"):
            return True
        return form[0] in "وف" and rest in knowledge.name_words
    return False
