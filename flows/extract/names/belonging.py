"""The state that a person belongs to, as the words beside the name tell it: an office or a nationality."""

from __future__ import annotations

from flows.extract.names.context import Context

REACH = 7
"""Words behind an office within which the state is told: `رئيس مجلس الشيوخ بجمهورية بولندا`."""

_PREPOSITIONS = frozenset(["في", "من", "الي", "لدي", "علي", "مع", "عن", "بين", "ضد"])
"""Behind these a state is where an office is held or whom it deals with, not whose it is: `السفير في مالي`."""

_BETWEEN = frozenset(["", "،", ",", "(", '"', '،"', "-"])
"""What may stand between a name and the apposition that tells of it."""


def state_before(context: Context, first: int) -> str | None:
    """Return the state of the nationality or office that ends right before a name: `وزير الطاقة اللبناني، فلان`."""
    if not _is_beside(context, first - 1, first):
        return None
    for at in (first - 1, first - 2):
        national = context.nationals[at] if at >= 0 else None
        if national is not None and national.last == first - 1 and not national.national.is_plural:
            return national.national.country
    for at in range(first - 1, max(first - REACH, 0) - 1, -1):
        title = context.titles[at]
        if title is not None and context.knowledge.title_kinds[title[2][0]] == "office":
            return _told_by(context, at + 1, first)
        if not context.words.glued[at]:
            return None
    return None


def _told_by(context: Context, start: int, end: int) -> str | None:
    """Return the state that the words of an office tell: `سفير اليابان`, `السفير الأمريكي بالرباط`."""
    for at in range(start, end):
        national, known = context.nationals[at], context.known[at]
        if (
            national is not None
            and national.last < end
            and not national.cut
            and not national.national.is_plural
        ):
            return national.national.country
        if known is not None and not known[1] and known[0] < end:
            thing = context.knowledge.things[known[2][0]]
            if thing.type == "PERS" or context.words.forms[at - 1] in _PREPOSITIONS:
                return None
            if thing.country is not None:
                return thing.country
    return None


def state_behind(context: Context, last: int) -> str | None:
    """Return the state that the office behind a name tells: `فلان، وزير خارجية فرنسا`."""
    at = last + 1
    title = context.titles[at] if _is_beside(context, last, at) else None
    if title is None or title[1]:
        return None
    end = title[0] + 1
    while end < len(context.words) and end - title[0] <= REACH and context.words.glued[end]:
        end += 1
    return _told_by(context, at, end)


def _is_beside(context: Context, left: int, right: int) -> bool:
    """Whether nothing but a blank, a comma or an opening sign stands between two words of one sentence."""
    words = context.words
    if left < 0 or right >= len(words) or words.sentences[left] != words.sentences[right]:
        return False
    between = words.document.text[words.ends[left] : words.starts[right]]
    return "".join(between.split()) in _BETWEEN
