"""What names that a word opens are made of: quotations, adjectives, unknown words, numbers."""

from __future__ import annotations

from flows.extract.names.context import Context
from flows.knowledge.knowledge import Head

QUOTED_WORDS = 6
"""A quotation of more words behind `حركة` is speech, not a name."""


def goes_on(context: Context, at: int) -> bool:
    """Whether a word stands right behind the one before it, in the same sentence."""
    return at < len(context.words) and context.words.glued[at]


def quotation_end(context: Context, at: int) -> int | None:
    """Return the last word of the quotation that opens right before a word, if it can be a name."""
    return context.quotation(at, QUOTED_WORDS)


def stops(context: Context, at: int) -> bool:
    """Whether a word cannot go on a name: a relative, a time word, a title."""
    form = context.words.forms[at]
    if context.has_rule("stop", form) or not context.words.plain[at]:
        return True
    title = context.titles[at]
    return title is not None and not title[1] and form.startswith("ال")


def adjectives_end(context: Context, last: int, reading: str = "") -> int:
    """Return the last word of the adjectives behind word `last`: country adjectives and those of a reading."""
    told = False
    while goes_on(context, last + 1):
        national = context.national_after(last)
        if national is not None:
            last, told = national.last, True
        elif not told and reading and context.has_rule(reading, context.words.forms[last + 1]):
            last += 1
        else:
            break
    return last


def is_definite(context: Context, at: int) -> bool:
    """Whether a word has the article: then no genitive follows it."""
    form = context.words.forms[at]
    return form.startswith(("ال", "لل", "وال", "بال", "فال", "كال", "ولل"))


def honoured_end(context: Context, at: int) -> int | None:
    """Return the last word of a title and a person after whom something is called: `جامعة الملك سعود`."""
    title = context.titles[at] if at < len(context.words) else None
    if title is None or title[1] or not context.has_rule("honour", context.words.forms[at]):
        return None
    first = last = title[0] + 1
    known = context.known[first] if goes_on(context, first) else None
    if known is not None and not known[1] and context.knowledge.things[known[2][0]].type == "PERS":
        return known[0]
    while goes_on(context, last) and (
        context.is_namelike(last) or context.has_rule("joiner", context.words.forms[last])
    ):
        last += 1
    return last - 1 if last > first else None


def unknown_end(context: Context, at: int, most: int) -> int | None:
    """Return the last of at most `most` words that are no ordinary ones."""
    last = at
    while (
        goes_on(context, last) and context.words.plain[last] and last - at < most and is_proper(context, last)
    ):
        last += 1
    return last - 1 if last > at else None


def is_proper(context: Context, at: int) -> bool:
    """Whether a word is no ordinary one: a name that no table has, perhaps."""
    form = context.words.forms[at]
    if len(form) < 2 or form.isdigit() or context.is_common(form) or context.nationals[at] is not None:
        return False
    return form in context.knowledge.name_words or not context.has_particle(form)


def numbered(context: Context, at: int, head: Head) -> int | None:
    """A number, perhaps behind `رقم` or `عام`: `القرار 2254`."""
    words = context.words
    if goes_on(context, at) and words.forms[at] in ("رقم", "عام", "عدد", "سنه"):
        at += 1
    if goes_on(context, at) and words.forms[at] == "ال":  # `القناة الـ12`
        at += 1
    return at if goes_on(context, at) and words.forms[at].isdigit() else None
