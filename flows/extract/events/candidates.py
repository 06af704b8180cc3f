"""The places in an article where the lexicon sees a possible event, in one pass over the tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from flows.extract.events.lexicon import Sense, Senses, lexicon
from flows.extract.events.scene import Scene
from flows.extract.morphology import Stem, stems

_REMEMBERED = 65536  # words whose readings are kept
_LONGEST_WORD = 14  # letters; longer tokens are no Arabic words with their clitics


@dataclass(slots=True)  # not frozen: made by the thousand, and a frozen one takes three times as long
class Candidate:
    """A possible trigger: tokens `first` to before `last`, `text[start:end]` without attached letters.

    `types` are the event types that its senses allow, in the lexicon's order. `lemma` is the lexicon form of its first
    sense, in folded letters, and `kind` what that is: past, present, jussive, passive, noun, participle or fixed.
    """

    first: int
    last: int
    start: int
    end: int
    stem: Stem
    senses: Senses
    types: tuple[str, ...]
    lemma: str = field(init=False)
    kind: str = field(init=False)

    def __post_init__(self) -> None:
        self.lemma, self.kind = self.senses[0].entry.lemma, self.senses[0].form.kind


def candidates(scene: Scene) -> list[Candidate]:
    """Return the possible triggers of an article, in order; none lies on a name, a time or an amount."""
    found: list[Candidate] = []
    words = scene.words
    for first, last in scene.bounds:
        behind = first
        for i, readings in enumerate(map(_readings, words[first:last]), first):  # a label in `<>` has none
            if readings is None or i < behind:
                continue
            candidate = _at(scene, i, last, readings)
            if candidate is not None:
                behind = candidate.last
                if candidate.types != NO_EVENT:
                    found.append(candidate)
    return found


def _at(scene: Scene, i: int, limit: int, readings: Readings) -> Candidate | None:
    token = scene.tokens[i]
    expressions, word = readings
    for stem, others, sense in expressions:
        last = i + 1 + len(others)
        if last <= limit and all(_is_word(scene.words[i + 1 + k], other) for k, other in enumerate(others)):
            end = scene.tokens[last - 1].end
            start = token.start + stem.offset
            return Candidate(i, last, start, end, stem, (sense,), (sense.entry.event_type,))
    if word is None:
        return None
    stem, senses, types = word
    if len(senses) > 1 and senses[0].form.kind in VERBAL and senses[-1].form.kind == "noun":
        senses = _by_place(scene, i, stem, senses)
    return Candidate(i, i + 1, token.start + stem.offset, token.end, stem, senses, types)


def _by_place(scene: Scene, i: int, stem: Stem, senses: Senses) -> Senses:
    """Put noun senses first where a verb can hardly stand: behind a word that is neither particle, name nor stop."""
    low, _ = scene.bounds[scene.sentence_of[i]]
    before = scene.words[i - 1] if i > low else ""
    is_verb = (
        not before or stem.conjunction or scene.labels[i - 1] or before in BEFORE_VERBS or before in STOPS
    )
    if is_verb and not stem.is_definite and not stem.particle:
        return senses
    return tuple(sorted(senses, key=lambda sense: sense.form.kind in VERBAL))


NO_EVENT = ("",)
"""The types of an idiom."""

VERBAL = ("past", "present", "jussive", "passive")
STOPS = frozenset('.،؛:!؟?,;"()-')
BEFORE_VERBS = frozenset(
    (
        "قد", "وقد", "فقد", "لقد", "كما", "حيث", "الذي", "التي", "الذين", "ما", "لم", "لن", "لا", "سوف", "عندما",
        "بعدما", "حين", "كان", "كانت", "ثم", "انه", "انها", "انهم", "فيما", "بينما", "اذ", "اذا", "لو", "وكان", "وكانت",
        "ولم", "الا", "منذ", "هل", "ليت", "وما", "قط", "لئلا", "كي", "لكي", "ان", "بان", "وان", "لكنه", "لكنها", "ومن",
    )
)  # fmt: skip
"""Words that stand before a verb more often than before a verbal noun of the same letters."""

Expression = tuple[Stem, tuple[str, ...], Sense]
Word = tuple[Stem, Senses, tuple[str, ...]]
Readings = tuple[tuple[Expression, ...], Word | None]


@lru_cache(maxsize=_REMEMBERED)
def _readings(form: str) -> Readings | None:
    """Return the expressions that a token can begin, and what it is as a single word, by its letters alone."""
    if len(form) > _LONGEST_WORD:
        return None
    book = lexicon()
    expressions: list[Expression] = []
    word: Word | None = None
    for stem in stems(form):
        expressions += [(stem, others, sense) for others, sense in book.expressions.get(stem.letters, ())]
        # `الحكم` is the verdict rather than `he urged you`: the article goes before an object's pronoun
        is_doubtful = word is not None and stem.is_definite and all(s.form.has_pronoun for s in word[1])
        if (word is None or is_doubtful) and (senses := _fitting(book.words.get(stem.letters, ()), stem)):
            word = stem, senses, tuple(dict.fromkeys(sense.entry.event_type for sense in senses))
    return (tuple(expressions), word) if expressions or word is not None else None


def _is_word(written: str, other: str) -> bool:
    """Whether a written word is the expression's, with or without article, preposition or possessive."""
    at = written.find(other)
    return 0 <= at <= 3 and len(written) - at - len(other) <= 3


def _fitting(senses: Senses, stem: Stem) -> Senses:
    """Keep the senses that can stand behind the letters cut off in front."""
    if not senses or not (stem.particle or stem.is_definite):
        return senses
    return tuple(sense for sense in senses if _fits(sense, stem))


def _fits(sense: Sense, stem: Stem) -> bool:
    form = sense.form
    if stem.particle == "س":
        return form.kind == "present" and not stem.is_definite
    if form.kind in ("noun", "participle", "fixed"):
        return not (stem.is_definite and form.has_pronoun)
    return stem.particle == "ل" and form.kind in ("present", "jussive") and not stem.is_definite
