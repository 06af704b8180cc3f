"""Where a word stands towards a trigger: the positions that all questions about an event share."""

from __future__ import annotations

from bisect import bisect_left

from flows.extract.events.clause import is_verb
from flows.extract.events.draft import Draft, Naming
from flows.extract.events.scene import STOPS, Scene
from flows.extract.events.triggers import bare

_BUCKETS = (0, 1, 2, 3, 5, 8, 13, 21)
PREPOSITIONS = frozenset(
    [
        "من",
        "في",
        "علي",
        "الي",
        "عن",
        "مع",
        "ضد",
        "بين",
        "لدي",
        "نحو",
        "تجاه",
        "ازاء",
        "حول",
        "قبل",
        "طرف",
        "لدن",
        "يد",
        "امام",
        "عبر",
        "ضمن",
        "داخل",
        "خارج",
        "بعد",
        "خلال",
        "جانب",
        "حق",
        "بحق",
        "لصالح",
        "نظيره",
        "نظيرها",
        "نظيرته",
        "برفقه",
        "رفقه",
        "بين",
        "وبين",
    ]
)


def bucket(distance: int) -> int:
    """Return a distance in tokens as the number of its class."""
    return bisect_left(_BUCKETS, distance)


def relation(scene: Scene, draft: Draft, naming: Naming) -> tuple[str, int]:
    """Return on which side of the trigger a naming stands (A behind, B before), and how many tokens away."""
    candidate = draft.candidate
    if naming.first >= candidate.last:
        return "A", naming.first - candidate.last
    return "B", candidate.first - naming.last


def governor(scene: Scene, naming: Naming, low: int) -> str:
    """Return the preposition that governs a naming of a sentence that begins at `low`: looked for once a naming."""
    if naming.governor is None:
        naming.governor = _governor(scene, naming, low)
    return naming.governor


def _governor(scene: Scene, naming: Naming, low: int) -> str:
    """Return a naming's attached letters, else the nearest of three words before."""
    if naming.attached:
        letters = naming.attached.removeprefix("و").removeprefix("ف")
        if letters and letters != "ال":
            return letters[0]
    for back in range(1, 4):
        i = naming.first - back
        if i < low:
            break
        word = scene.words[i]
        if word in STOPS:
            break
        plain = word[1:] if word[0] in "وف" and word[1:] in PREPOSITIONS else word
        if plain in PREPOSITIONS:
            return plain if back == 1 else f"{plain}{back}"
        if back == 1 and (word.startswith(("لل", "بال")) or word in ("له", "به")):
            return word[0] + "+"
    return "-"


def stops_between(scene: Scene, start: int, end: int) -> int:
    """Return how many punctuation marks lie between two tokens, up to 2."""
    return min(scene.stops[end] - scene.stops[start], 2) if start < end else 0


def word_at(scene: Scene, i: int, low: int, high: int) -> str:
    """Return the word at a position of the sentence, without article and conjunction, or `<>` outside."""
    return bare(scene.words[i]) if low <= i < high else "<>"


def belongs(scene: Scene, draft: Draft, token: int, low: int) -> str:
    """Tell what a time or place at a token hangs on: the trigger itself, a verb before or behind it, or none.

    It is the nearest one before the token; `low` is the first token of the sentence.
    """
    for i in range(token - 1, low - 1, -1):
        if draft.candidate.first <= i < draft.candidate.last:
            return "self"
        if not scene.labels[i] and is_verb(scene.words[i]):
            return "behind" if i >= draft.candidate.last else "before"
    return "none"
