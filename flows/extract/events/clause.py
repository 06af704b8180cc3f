"""The clause around a trigger: which words before it govern it, and by which construction.

A walk goes from the trigger to the left. A named party counts one word, since subjects stand between a verb and what
it governs; full stops and relative pronouns end the walk, as what lies beyond them governs another clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from flows.arabic import fold
from flows.extract.events.lexicon import lexicon
from flows.extract.events.scene import Scene
from flows.extract.morphology import stems, verb_forms
from flows.knowledge import tables

VERBAL = ("past", "present", "jussive", "passive")
STOPS = frozenset(".؛!؟?:")
RELATIVES = frozenset(("الذي", "التي", "الذين", "اللذين", "اللتين", "اللذان", "اللتان", "اللواتي"))
LINKS = frozenset(("ان", "بان", "وان", "فان", "انه", "انها", "انهم", "بانه", "بانها", "الا", "بالا"))
"""What introduces a clause that another verb governs."""
PREPOSITIONS = frozenset(("علي", "الي", "من", "عن", "في", "بشان", "حول", "ب", "ل", "ضد"))
NEGATIONS = frozenset(
    ("لم", "لا", "ليس", "ليست", "لن", "ولم", "ولا", "ولن", "وليس", "فلم", "فلن", "فلا", "بالا")
)

_REACH = 12  # words, at most, that a walk goes through
_REMEMBERED = 65536  # words whose rule is kept


@dataclass(slots=True)  # not frozen: made by the thousand, and a frozen one takes three times as long
class Step:
    """A word before a trigger: its token, its rule (empty for none), and how many words lie between."""

    token: int
    word: str
    rule: str
    distance: int


@cache
def _rules() -> dict[str, str]:
    found: dict[str, str] = {}
    rows = list(tables.rows("realis_words"))
    for row in rows:
        found.setdefault(fold(row["word"]), row["rule"])
    for row in rows:
        if row["second"]:
            for form in verb_forms(row["word"], row["second"]):
                if form.kind in ("past", "present", "jussive"):
                    found.setdefault(form.letters, row["rule"])
    return found


@lru_cache(maxsize=_REMEMBERED)
def rule_of(word: str) -> str:
    """Return the rule of a folded word, attached letters allowed; a light verb's own `س` makes it a future."""
    table = _rules()
    for stem in stems(word):
        rule = table.get(stem.letters)
        if rule is not None:
            return "future" if stem.particle == "س" and rule == "carrier" else rule
    return ""


def walk(scene: Scene, first: int, low: int) -> Iterator[Step]:
    """Yield the words before a token within its clause, the nearest first; names are passed over."""
    distance, i = 0, first - 1
    while i >= low and distance < _REACH:
        word = scene.words[i]
        if word in STOPS or word in RELATIVES:
            return
        if scene.labels[i]:
            while (
                i - 1 >= low
                and scene.spans[i - 1] == scene.spans[i]
                and scene.labels[i - 1] == scene.labels[i]
            ):
                i -= 1
        elif word not in '"،,()-':
            yield Step(i, word, rule_of(word), distance)
        distance += 1
        i -= 1


@lru_cache(maxsize=_REMEMBERED)
def is_future_verb(word: str) -> bool:
    """Whether a folded word is a verb with `س` that the tables of governing words or of triggers know."""
    for stem in stems(word):
        if stem.particle == "س":
            senses = lexicon().words.get(stem.letters, ())
            if stem.letters in _rules() or any(sense.form.kind == "present" for sense in senses):
                return True
    return False


@lru_cache(maxsize=_REMEMBERED)
def is_verb(word: str) -> bool:
    """Whether a folded word can be a verb that the tables of triggers, reports or governing words know."""
    for stem in stems(word):
        if not stem.is_definite and stem.particle in ("", "س"):
            senses = lexicon().words.get(stem.letters, ())
            if stem.letters in _verbs() or (senses and senses[0].form.kind in VERBAL):
                return True
    return False


@cache
def _verbs() -> frozenset[str]:
    rows = (*tables.rows("reporting_verbs"), *tables.rows("realis_words"))
    pairs = [(row["word"], row["second"]) for row in rows if row["second"]]
    return frozenset(
        form.letters
        for pair in pairs
        for form in verb_forms(*pair)
        if form.kind != "passive" and not form.has_pronoun
    )


def is_conditional_in(scene: Scene, token: int) -> bool:
    """Whether `إن` at a token is a condition: written with its hamza below, where a clause begins."""
    raw = scene.document.text[scene.tokens[token].start : scene.tokens[token].end]
    if raw not in ("إن", "وإن", "فإن") or token + 1 >= len(scene.words):
        return False
    return scene.words[token + 1] in ("لم", "كان", "كانت") or (token > 0 and scene.words[token - 1] in "،,")
