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

STOP = frozenset(
    [
        "الذي",
        "التي",
        "الذين",
        "اللذين",
        "اللتين",
        "اللواتي",
        "اللاتي",
        "اليوم",
        "امس",
        "الاثنين",
        "الاحد",
        "الثلاثاء",
        "الاربعاء",
        "الخميس",
        "الجمعه",
        "السبت",
        "الماضي",
        "الماضيه",
        "المقبل",
        "المقبله",
        "القادم",
        "القادمه",
        "الجاري",
        "الجاريه",
        "الحالي",
        "الحاليه",
        "السابق",
        "السابقه",
        "الاسبق",
        "نفسه",
        "نفسها",
        "ذاته",
        "ذاتها",
        "المذكور",
        "المذكوره",
        "الجديد",
        "الجديده",
        "المختصه",
        "المعنيه",
        "المعني",
        "المحتمل",
        "المحتمله",
        "الاخير",
        "الاخيره",
        "الان",
        "الي",
        "الا",
        "الثلاثا",
        "الاربعا",
        "المنتهيه",
        "ولايته",
        "الكبير",
        "الكبيره",
        "الراحل",
        "الرسمي",
        "الرسميه",
        "القائم",
        "التابع",
        "التابعه",
        "الموجوده",
        "الموقع",
        "المنعقد",
        "المكلف",
        "المكلفه",
        "المنتدب",
        "الواقع",
        "الواقعه",
        "المقرر",
        "المقرره",
        "المزمع",
        "الشهر",
        "العام_الماضي",
        "الاسبوع",
        "المتواجد",
        "المتمركزه",
        "المنتشره",
        "المشاركه",
        "الموالي",
        "المواليه",
        "المدعوم",
        "المدعومه",
        "المسووله",
        "المعتمد",
        "المعتمده",
        "الشقيق",
        "الشقيقه",
        "الصديق",
        "الصديقه",
    ]
)
"""Definite words that go on a sentence behind a name, and not the name."""

OWN_ADJECTIVES = frozenset(
    [
        "الوطني",
        "الوطنيه",
        "الشعبي",
        "الشعبيه",
        "الملكي",
        "الملكيه",
        "الثوري",
        "الجمهوري",
        "العام",
        "العامه",
        "المسلحه",
        "الجويه",
        "البحريه",
        "البريه",
        "الامني",
        "الامنيه",
        "العسكريه",
        "القضاييه",
        "الخاصه",
        "الخاص",
        "المدني",
        "المدنيه",
        "الشرعيه",
        "الجنايي",
        "الجناييه",
        "السلطاني",
        "السلطانيه",
        "الاميري",
        "الحضري",
        "الداخلي",
        "الداخليه",
        "الخارجي",
        "الخارجيه",
        "العليا",
        "الاعلي",
        "المركزي",
        "المركزيه",
        "الموحده",
        "الانتقالي",
        "الانتقاليه",
        "الاتحادي",
        "الاتحاديه",
        "الفيدرالي",
        "الفيدراليه",
    ]
)
"""Adjectives that belong to an army's, a government's or a guard's name."""

PLACE_ADJECTIVES = frozenset(
    [
        "الدولي",
        "الدوليه",
        "الجوي",
        "الجويه",
        "العسكري",
        "العسكريه",
        "البحري",
        "البحريه",
        "المدني",
        "المركزي",
        "المركزيه",
        "الجامعي",
        "الشرقي",
        "الشرقيه",
        "الغربي",
        "الغربيه",
        "الشمالي",
        "الشماليه",
        "الجنوبي",
        "الجنوبيه",
        "الكبري",
        "الكبير",
        "القديم",
        "القديمه",
        "الرياضي",
    ]
)
"""Adjectives that belong to a building's or a landscape's name."""


def phrases(context: Context) -> Iterator[Found]:
    """Yield the names that a word opens, in the order of their first word."""
    for at, found in enumerate(context.heads):
        if found is None:
            continue
        last, cut, keys = found
        head = context.knowledge.head_words[keys[0]]
        reached = _READERS[head.follow](context, last + 1, head)
        if reached is None:
            continue
        first = last + 1 if head.follow in ("outlet", "place") else at
        weight = 0.7 if head.follow in ("national", "country") else 0.55
        yield Found(
            first, reached, 0 if first != at else cut, head.type, (), None, f"phrase:{head.follow}", 2, weight
        )


def _inside(context: Context, at: int) -> bool:
    return at < len(context.words) and context.words.glued[at]


def _quoted(context: Context, at: int) -> int | None:
    """Return the last word of the quotation that opens right before a word, if it is short enough for a name."""
    words = context.words
    if not words.opened[at]:
        return None
    for last in range(at, min(at + QUOTED_WORDS, len(words))):
        if last > at and not words.glued[last]:
            return None
        if words.closed[last]:
            return last
    return None


def _stops(context: Context, at: int) -> bool:
    """Whether a word cannot go on a name: a relative, a time word, a title."""
    form = context.words.forms[at]
    title = context.titles[at]
    return (
        form in STOP
        or not context.words.plain[at]
        or (title is not None and not title[1] and form.startswith("ال"))
    )


def _adjectives(context: Context, last: int, own: frozenset[str]) -> int:
    """Return the last word of the adjectives behind word `last`: country adjectives and those of `own`."""
    while _inside(context, last + 1):
        national = context.national_after(last)
        if national is not None:
            last = national.last
        elif context.words.forms[last + 1] in own:
            last += 1
        else:
            break
    return last


def _body(context: Context, at: int, head: Head) -> int | None:
    """A genitive or adjectives: `وزارة الخارجية المغربية`, `المرصد السوري لحقوق الإنسان`."""
    words = context.words
    if not _inside(context, at):
        return None
    quoted = _quoted(context, at)
    if quoted is not None:
        return _adjectives(context, quoted, frozenset())
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
    if last is None or (head.word.startswith("ال") and last == at and words.forms[last] in STOP):
        return None
    return last


def _body_step(context: Context, at: int, is_first: bool, after_national: bool) -> int | None:
    """Return the last word of the next piece of a body's name, or None where the name ends."""
    words = context.words
    form = words.forms[at]
    national = context.nationals[at]
    if national is not None and not national.cut and national.national.is_definite:
        return national.last
    if form.startswith("ال"):
        return at if not after_national else None
    if form.startswith("لل") and len(form) > 4:
        return None if is_first else at
    if form.startswith("وال") and len(form) > 5 and not is_first and not after_national:
        heads, known = context.heads[at], context.known[at]
        nationals = context.nationals[at]
        return at if heads is None and known is None and nationals is None and form[1:] not in STOP else None
    known = context.known[at]
    if is_first and known is not None and not known[1]:
        return known[0]
    has_article = (
        _inside(context, at + 1) and words.forms[at + 1].startswith("ال") and not _stops(context, at + 1)
    )
    if has_article and (
        is_first or (form.startswith("ل") and len(form) > 3 and form not in ("لدي", "لكن", "لان"))
    ):
        return at + 1 if not form.startswith(("ي", "ت", "و", "ف")) or not is_first else None
    return None


def _national(context: Context, at: int, head: Head) -> int | None:
    """A country adjective, perhaps with others: `الجيش الوطني الليبي`."""
    last = _adjectives(context, at - 1, OWN_ADJECTIVES)
    return last if last >= at else None


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
    words = context.words
    if not _inside(context, at):
        return None
    own = PLACE_ADJECTIVES if head.type in ("FAC", "LOC") else frozenset[str]()
    quoted = _quoted(context, at)
    if quoted is not None:
        return _adjectives(context, quoted, own)
    if _stops(context, at):
        return None
    known = context.known[at] or context.shy[at]
    if known is not None and not known[1]:
        return _adjectives(context, known[0], own)
    form = words.forms[at]
    if context.nationals[at] is not None:
        return None
    if form.startswith("ال") and len(form) > 4:
        last = at
        while _inside(context, last + 1) and not _stops(context, last + 1) and last - at < 3:
            following = words.forms[last + 1]
            if following.startswith("ال") or (
                following.startswith("وال") and context.known[last + 1] is None
            ):
                last += 1
            else:
                break
        return last
    last = at
    while _inside(context, last) and words.plain[last] and last - at < 4 and _is_proper(context, last):
        last += 1
    return _adjectives(context, last - 1, own) if last > at else None


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
        return known[0]
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
            return _adjectives(context, known[0], frozenset())
    if inner is None or inner[1]:
        return None
    head = context.knowledge.head_words[inner[2][0]]
    return _READERS[head.follow](context, inner[0] + 1, head) if head.type == "ORG" else None


_READERS = {
    "body": _body, "national": _national, "country": _country, "proper": _proper, "outlet": _outlet,
    "place": _place, "dated": _dated, "number": _number, "quoted": _only_quoted, "seat": _seat,
}  # fmt: skip
