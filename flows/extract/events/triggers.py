"""Whether a candidate tells an event, and of which type: what the learnt weights are asked about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from flows.extract.events.candidates import Candidate
from flows.extract.events.cues import cue_table
from flows.extract.events.heard import trigger_heard
from flows.extract.events.lexicon import Senses
from flows.extract.events.linear import View, together
from flows.extract.events.scene import Scene
from flows.extract.morphology import Stem, skeleton

ANY = "*"
"""The class whose weights count for every type."""

TRAP = "trap"
"""The feature of a candidate in a sentence of another field."""

_REACH = 5  # tokens on either side in which a party's name is looked for
_DOMAIN_WORDS = 3  # words of one field that make it the article's


def domains(scene: Scene) -> tuple[dict[int, Counter[str]], set[str]]:
    """Return the fields that trap words tell: by sentence number, and for the whole article."""
    table = cue_table("traps", "domain")
    by_sentence: dict[int, Counter[str]] = {}
    counts: Counter[str] = Counter()
    found = map(table.__getitem__, scene.words)
    for i, domain in enumerate(found):
        if domain:
            by_sentence.setdefault(scene.sentence_of[i], Counter())[domain] += 1
            counts[domain] += 1
    return by_sentence, {domain for domain, count in counts.items() if count >= _DOMAIN_WORDS}


TRAPPING = frozenset(("sport", "market", "culture", "memory", "weather", "science", "accident"))


def is_trapped(scene: Scene, number: int, by_sentence: dict[int, Counter[str]]) -> bool:
    """Whether a sentence speaks of another field: then words of conflict are meant otherwise.

    One word of it tells where nobody is named, else two of the same field do.
    """
    most = max(
        (count for domain, count in by_sentence.get(number, {}).items() if domain in TRAPPING), default=0
    )
    if most != 1:
        return most > 1
    low, high = scene.bounds[number]
    return not any(label and label not in ("TIME", "AMOUNT") for label in scene.labels[low:high])


def trigger_views(scene: Scene, found: Sequence[Candidate]) -> list[tuple[list[View], list[str]]]:
    """Return the views of each candidate of an article, and its features of words, `TRAP` among them."""
    by_sentence, whole = domains(scene)
    counts = Counter(candidate.lemma for candidate in found)
    seen: set[str] = set()
    result = []
    previous: Candidate | None = None
    before = -1
    here: View = ()
    trap: list[str] = []
    for candidate in found:
        number, lemma = scene.sentence_of[candidate.first], candidate.lemma
        is_new = number != before
        if is_new:
            here = _in_sentence(scene, number, by_sentence, whole)
            trap = [TRAP] if is_trapped(scene, number, by_sentence) else []
        views, words = _around(scene, candidate)
        words += [*trap, f"n={min(counts[lemma], 4)}"]
        if lemma in seen:
            words.append("again")
        seen.add(lemma)
        if previous is not None and not is_new:
            words.append(f"pc={previous.lemma}" if candidate.first - previous.last < 2 else "pc")
        if scene.heard is not None:
            words += trigger_heard(scene, candidate)
        result.append(([own(candidate), *views, here], words))
        previous, before = candidate, number
    return result


def _in_sentence(scene: Scene, number: int, by_sentence: dict[int, Counter[str]], whole: set[str]) -> View:
    """What all candidates of one sentence share."""
    low, high = scene.bounds[number]
    names = sum([1 for label in scene.labels[low:high] if label and label not in ("TIME", "AMOUNT")])
    told: Mapping[str, int] = by_sentence.get(number, {})
    features = [f"dom={d}" for d in sorted(told)]
    features += [f"dom2={d}" for d in sorted(told) if told[d] > 1]
    features += [f"doc={d}" for d in sorted(whole)]
    features.append(f"sn={min(names, 4)}")
    features.append(f"who={names > 0 or _has_party_noun(scene, low, high)}")
    features.append(_place_in_article(scene, number))
    return (together, *features)


def own(candidate: Candidate) -> View:
    """Return the view of a candidate's letters, whatever stands around it."""
    return _own(candidate.stem, candidate.senses)


@lru_cache(maxsize=65536)
def _own(stem: Stem, senses: Senses) -> View:
    form, entry = senses[0].form, senses[0].entry
    kinds = "+".join(sorted({sense.form.kind for sense in senses}))
    lemmas = sorted({sense.entry.lemma for sense in senses})
    marks = "d" * stem.is_definite + "p" * form.has_pronoun + "i" * form.is_indefinite
    what = f"{form.kind}{marks}"
    bones = skeleton(entry.lemma)
    return (
        together,
        "bias",
        f"s={stem.letters}",
        f"k={kinds}",
        f"f={what}",
        f"pa={stem.particle}",
        f"s={stem.letters}{'D' if stem.is_definite else ''}",
        f"pe={form.kind}{form.person}",
        f"nt={len({sense.entry.event_type for sense in senses})}",
        f"sk={bones}",
        f"sk={bones}{form.kind}",
        *(f"l={lemma}" for lemma in lemmas),
        *(f"l={lemma}:{kinds}" for lemma in lemmas),
        *(f"lex={sense.entry.event_type}{sense.form.kind}" for sense in senses),
    )


@lru_cache(maxsize=65536)
def bare(word: str) -> str:
    """Return a word without conjunction and article, as context features name it."""
    if word[0] in "وف" and len(word) > 3:
        word = word[1:]
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _around(scene: Scene, candidate: Candidate) -> tuple[list[View], list[str]]:
    """What stands around a candidate: views of the words and names next to it, features of words further off."""
    first, last = candidate.first, candidate.last
    low, high = scene.bounds[scene.sentence_of[first]]
    words = scene.words
    before = words[first - 1] if first > low else "<>"
    third = words[first - 2] if first - 1 > low else "<>"
    after = words[last] if last < high else "<>"
    second = words[last + 1] if last + 1 < high else "<>"
    lemma = candidate.lemma
    near, behind = _parties(scene, candidate)
    features = [
        f"p2={third}",
        f"n2={second}",
        f"lp={lemma} {bare(before)}",
        f"ln={lemma} {bare(after)}",
        f"lq={lemma} {after[0]}" if after[0] in "بلع" else "lq",
        f"la={lemma}{behind}",
    ]
    if scene.quoted[first]:
        features.append("quoted")
    return [(_before, before), (_after, after), near], features


def _before(word: str) -> tuple[str, ...]:
    return f"p1={word}", f"p1b={bare(word)}"


def _after(word: str) -> tuple[str, ...]:
    begins = f"i{word[0]}={word[:2]}" if word[0] in "بلال" else "i"
    return f"n1={word}", f"n1b={bare(word)}", begins


def _parties(scene: Scene, candidate: Candidate) -> tuple[View, str]:
    """What is named near a candidate, and what the nearest behind it is."""
    low, high = scene.bounds[scene.sentence_of[candidate.first]]
    labels, kind = scene.labels, candidate.kind
    first, last = candidate.first, candidate.last
    after = [label for label in labels[last : min(last + _REACH, high)] if label]
    before = [label for label in labels[max(first - _REACH, low) : first] if label]
    behind, ahead = (after[0] if after else "-"), (before[-1] if before else "-")
    return (_near, kind, ahead, behind, "AMOUNT" in before, "AMOUNT" in after), behind


def _near(kind: str, ahead: str, behind: str, is_counted: bool, counts: bool) -> tuple[str, ...]:
    return (
        f"a={behind}",
        f"b={ahead}",
        f"am={counts}",
        f"bm={is_counted}",
        f"ka={kind}{behind}",
        f"kb={kind}{ahead}",
        f"kab={kind}{ahead}{behind}",
    )


def _has_party_noun(scene: Scene, low: int, high: int) -> bool:
    table = cue_table("party_nouns", "sort")
    return any(map(table.__getitem__, scene.words[low:high]))


def _place_in_article(scene: Scene, number: int) -> str:
    kind = scene.document.sentences[number].kind
    return f"at={kind}" if kind != "body" else f"at={min(number, 6)}"
