"""Which earlier event of the article is told again.

An event is told several times in an article: in the title, the lead, the quotes. Each telling is asked which earlier
one it repeats, or whether it is new; what those of one event then settle together is in `settle`.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.extract.events.dates import HALF, overlap_share
from flows.extract.events.draft import Cast, Days, Draft, in_role
from flows.extract.events.frame import word_at
from flows.extract.events.linear import View
from flows.extract.events.scene import Scene

_MOST = 12  # earlier events of the same type that an event is compared with, the latest


def same_options(draft: Draft, told: Sequence[Draft]) -> list[Draft | None]:
    """Return what an event may repeat: nothing, then the earlier events of its type, the latest first."""
    kin = [earlier for earlier in reversed(told) if earlier.event_type == draft.event_type]
    return [None, *kin[:_MOST]]


def same_views(
    scene: Scene, cast: Cast, draft: Draft, option: Draft | None, options: Sequence[Draft | None]
) -> list[View]:
    """Return what bears on whether an event is the one told before; None stands for a new one."""
    t, kind, lemma = draft.event_type, _kind(draft), draft.candidate.lemma
    low, high = scene.bounds[draft.number]
    before = word_at(scene, draft.candidate.first - 1, low, high)
    if option is None:
        kin = [o for o in options if o is not None]
        lemmas = any(o.candidate.lemma == lemma for o in kin)
        return [
            (_new, t, kind, draft.mode, draft.status),
            (_new_among, kind, min(len(kin), 4), lemmas, min(draft.number, 3)),
            f"0l={lemma}", f"0p={before}",
        ]  # fmt: skip
    same = "s" if option.candidate.lemma == lemma else "o"
    parties = "".join(_parties(cast, option, draft, role) for role in ("actor", "recipient"))
    days = _days(option.days, draft.days)
    place, mode = _alike(option.place, draft.place), _alike(option.mode, draft.mode)
    return [
        (_worded, same, kind, _kind(option), t, mode),
        (_far, same, min(draft.number - option.number, 6), min(options.index(option), 4)),
        (_real, same, option.status, draft.status, option.number == 0, draft.number == 1),
        (_of_parties, same, parties, t),
        (_of_days, same, days, parties, place),
        f"p={before}", f"ll={'|'.join(sorted((option.candidate.lemma, lemma)))}",
        f"so={_alike(option.source, draft.source)}",
    ]  # fmt: skip


def _new(t: str, kind: str, mode: str | None, status: str) -> tuple[str, ...]:
    return "0", f"0t={t}", f"0k={kind}", f"0m={mode}", f"0s={status}"


def _new_among(kind: str, kin: int, is_lemma: bool, number: int) -> tuple[str, ...]:
    return f"0kn={kind}{min(kin, 3)}", f"0n={kin}{is_lemma}", f"0at={number}{kin > 0}"


def _worded(same: str, kind: str, other: str, t: str, mode: str) -> tuple[str, ...]:
    return (
        f"l={same}",
        f"lk={same}{kind}",
        f"kk={other}{kind}",
        f"t={t}{same}",
        f"m={mode}",
        f"mt={t}{mode}{same}",
    )


def _far(same: str, gap: int, rank: int) -> tuple[str, ...]:
    return f"g={gap}", f"gl={same}{gap}", f"r={rank}{same}"


def _real(same: str, earlier: str, status: str, is_title: bool, is_lead: bool) -> tuple[str, ...]:
    return f"st={earlier}{status}", f"stl={earlier}{status}{same}", f"ti={is_title}{is_lead}"


def _of_parties(same: str, parties: str, t: str) -> tuple[str, ...]:
    return f"a={parties[0]}", f"b={parties[1]}", f"ab={parties}", f"abl={parties}{same}", f"abt={parties}{t}"


def _of_days(same: str, days: str, parties: str, place: str) -> tuple[str, ...]:
    return (
        f"d={days}", f"dl={days}{same}", f"da={days}{parties}", f"pl={place}", f"pll={place}{same}",
        f"dp={days}{place}{same}",
    )  # fmt: skip


def _kind(draft: Draft) -> str:
    stem, form = draft.candidate.stem, draft.candidate.senses[0].form
    return f"{form.kind}{'d' if stem.is_definite else ''}{'p' if form.has_pronoun else ''}"


def _alike(a: str | None, b: str | None) -> str:
    return "=" if a == b and a else "0" if not a and not b else "?" if not a or not b else "x"


def _days(a: Days | None, b: Days | None) -> str:
    if a is None or b is None:
        return "0" if a is b else "?"
    return "=" if overlap_share(a, b) >= HALF else "~" if overlap_share(a, b) > 0 else "x"


def _parties(cast: Cast, a: Draft, b: Draft, role: str) -> str:
    """Tell how the parties in a role agree: the same, of one country, other ones, or none in one or in both."""
    first, second = (set(in_role(draft.roles, role)) for draft in (a, b))
    if not first or not second:
        return "0" if not first and not second else "?"
    if first & second:
        return "="
    countries = [{cast.country(key) for key in keys} - {None} for keys in (first, second)]
    return "c" if countries[0] & countries[1] else "x"
