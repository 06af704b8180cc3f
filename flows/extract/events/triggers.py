"""Whether a candidate tells an event, and of which type: what the learnt weights are asked about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from flows.extract.events.candidates import Candidate
from flows.extract.events.cues import cue_table
from flows.extract.events.heard import trigger_heard
from flows.extract.events.scene import Scene
from flows.extract.morphology import skeleton

ANY = "*"
"""The class whose weights count for every type."""

TRAP = "trap"
"""The feature of a candidate in a sentence of another field that names nobody."""

_REACH = 5  # tokens on either side in which a party's name is looked for
_DOMAIN_WORDS = 3  # words of one field that make it the article's


def domains(scene: Scene) -> tuple[dict[int, set[str]], set[str]]:
    """Return the fields that trap words tell: by sentence number, and for the whole article."""
    table = cue_table("traps", "domain")
    by_sentence: dict[int, set[str]] = {}
    counts: Counter[str] = Counter()
    for i, word in enumerate(scene.words):
        if word[0] != "<" and (domain := table[word]):
            by_sentence.setdefault(scene.sentence_of[i], set()).add(domain)
            counts[domain] += 1
    return by_sentence, {domain for domain, count in counts.items() if count >= _DOMAIN_WORDS}


TRAPPING = frozenset(("sport", "market", "culture", "memory", "weather"))


def is_trapped(scene: Scene, number: int, by_sentence: dict[int, set[str]]) -> bool:
    """Whether a sentence speaks of another field and names nobody: then words of conflict are meant otherwise."""
    if not by_sentence.get(number, set()) & TRAPPING:
        return False
    low, high = scene.bounds[number]
    return not any(label and label not in ("TIME", "AMOUNT") for label in scene.labels[low:high])


def trigger_features(scene: Scene, found: Sequence[Candidate]) -> list[list[str]]:
    """Return the features of each candidate of an article."""
    by_sentence, whole = domains(scene)
    counts = Counter(candidate.lemma for candidate in found)
    seen: Counter[str] = Counter()
    result = []
    for position, candidate in enumerate(found):
        number = scene.sentence_of[candidate.first]
        features = [*_own(candidate), *_around(scene, candidate), *_parties(scene, candidate)]
        features += [f"dom={d}" for d in sorted(by_sentence.get(number, ()))]
        features += [f"doc={d}" for d in sorted(whole)]
        if is_trapped(scene, number, by_sentence):
            features.append(TRAP)
        features.append(f"n={min(counts[candidate.lemma], 4)}")
        if seen[candidate.lemma]:
            features.append("again")
        seen[candidate.lemma] += 1
        previous = found[position - 1] if position else None
        if previous is not None and scene.sentence_of[previous.first] == number:
            features.append(f"pc={previous.lemma}" if candidate.first - previous.last < 2 else "pc")
        features.append(_place_in_article(scene, number))
        features += trigger_heard(scene, candidate)
        result.append(features)
    return result


def _own(candidate: Candidate) -> list[str]:
    stem, form = candidate.stem, candidate.senses[0].form
    kinds = "+".join(sorted({sense.form.kind for sense in candidate.senses}))
    lemmas = sorted({sense.entry.lemma for sense in candidate.senses})
    marks = "d" * stem.is_definite + "p" * form.has_pronoun + "i" * form.is_indefinite
    what = f"{form.kind}{marks}"
    return [
        "bias",
        f"s={stem.letters}",
        f"k={kinds}",
        f"f={what}",
        f"pa={stem.particle}",
        f"s={stem.letters}{'D' if stem.is_definite else ''}",
        f"pe={form.kind}{form.person}",
        f"nt={len(candidate.types)}",
        f"sk={skeleton(candidate.lemma)}",
        f"sk={skeleton(candidate.lemma)}{form.kind}",
        *(f"l={lemma}" for lemma in lemmas),
        *(f"l={lemma}:{kinds}" for lemma in lemmas),
        *(f"lex={sense.entry.event_type}{sense.form.kind}" for sense in candidate.senses),
    ]


@lru_cache(maxsize=65536)
def bare(word: str) -> str:
    """Return a word without conjunction and article, as context features name it."""
    if word[0] in "وف" and len(word) > 3:
        word = word[1:]
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _around(scene: Scene, candidate: Candidate) -> list[str]:
    low, high = scene.bounds[scene.sentence_of[candidate.first]]
    words = scene.words

    def word(i: int) -> str:
        return words[i] if low <= i < high else "<>"

    before, after = word(candidate.first - 1), word(candidate.last)
    second, third = word(candidate.last + 1), word(candidate.first - 2)
    lemma = candidate.lemma
    features = [
        f"p1={before}",
        f"p1b={bare(before)}",
        f"p2={third}",
        f"n1={after}",
        f"n1b={bare(after)}",
        f"n2={second}",
        f"lp={lemma} {bare(before)}",
        f"ln={lemma} {bare(after)}",
        f"i{after[0]}={after[:2]}" if after[0] in "بلال" else "i",
        f"lq={lemma} {after[0]}" if after[0] in "بلع" else "lq",
    ]
    if scene.quoted[candidate.first]:
        features.append("quoted")
    return features


def _parties(scene: Scene, candidate: Candidate) -> list[str]:
    low, high = scene.bounds[scene.sentence_of[candidate.first]]
    labels, kind = scene.labels, candidate.kind
    after = [labels[i] for i in range(candidate.last, min(candidate.last + _REACH, high)) if labels[i]]
    first = candidate.first - 1
    before = [labels[i] for i in range(first, max(first - _REACH, low - 1), -1) if labels[i]]
    behind, ahead = (after[0] if after else "-"), (before[0] if before else "-")
    names = sum(1 for i in range(low, high) if labels[i] and labels[i] not in ("TIME", "AMOUNT"))
    return [
        f"a={behind}",
        f"b={ahead}",
        f"am={'AMOUNT' in after}",
        f"bm={'AMOUNT' in before}",
        f"la={candidate.lemma}{behind}",
        f"ka={kind}{behind}",
        f"kb={kind}{ahead}",
        f"kab={kind}{ahead}{behind}",
        f"sn={min(names, 4)}",
        f"who={names > 0 or _has_party_noun(scene, low, high)}",
    ]


def _has_party_noun(scene: Scene, low: int, high: int) -> bool:
    table = cue_table("party_nouns", "sort")
    return any(table[scene.words[i]] for i in range(low, high))


def _place_in_article(scene: Scene, number: int) -> str:
    kind = scene.document.sentences[number].kind
    return f"at={kind}" if kind != "body" else f"at={min(number, 6)}"
