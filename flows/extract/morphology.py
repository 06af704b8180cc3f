"""The forms that an Arabic verb, noun or participle takes, by rule, in folded letters.

A verb is told by its past and present of the third person masculine singular, a noun by its singular and
its broken plurals. The forms come without conjunctions, prepositions and the article: `stems` cuts those off a token.
Rules: W. Wright, A Grammar of the Arabic Language, on the strong, doubled, hollow and defective verb.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flows.arabic import fold

PRONOUNS = ("ه", "ها", "هم", "هما", "نا", "ك", "كم", "ني", "هن")
"""Object pronouns; a noun's possessives are the same, with ي for ني."""

_WEAK = "اوي"
_SHORTEST_STEM = 2  # letters that must be left once a particle is cut off


class Form(NamedTuple):
    """One form: its letters, and what it tells.

    `kind` is past, present, jussive, passive, noun or participle; `person` is 3ms, 3fs, 3mp, 3d, 1 for verbs, sg, du or
    pl for nouns; `has_pronoun` where a pronoun is attached; `is_indefinite` for an accusative alef.
    """

    letters: str
    kind: str
    person: str
    has_pronoun: bool = False
    is_indefinite: bool = False


class Stem(NamedTuple):
    """A token without what is attached in front: `token == conjunction + particle + article + letters` (written)."""

    letters: str
    offset: int
    conjunction: str
    particle: str
    is_definite: bool


def verb_forms(past: str, present: str) -> Iterator[Form]:
    """Yield the forms of a verb: past and present of all persons in news use, jussive, passive where it is spelt apart.

    Args:
        past: third person masculine singular, any spelling (`التقى`).
        present: the same of the present (`يلتقي`).
    """
    is_defective = past[-1] in "اىي"  # not the hamza of `هنأ`, which the folding makes an alef
    past, present = fold(past), fold(present)
    yield from _past(past, is_defective)
    yield from _present(present)
    yield from _passive(past, present)


def _past(past: str, is_defective: bool) -> Iterator[Form]:
    root = past[:-1] if is_defective else past
    yield from _with_pronouns(past, "past", "3ms", (past[:-1] + "ا",) if is_defective else ())
    for feminine in {root + "ت", past + "ت"} if past[-1] == "ي" else {root + "ت"}:
        yield from _with_pronouns(feminine, "past", "3fs")
        yield Form(feminine + "ا", "past", "3d")
    yield Form(root + "وا", "past", "3mp")
    yield from (Form(root + "و" + pronoun, "past", "3mp", True) for pronoun in PRONOUNS)
    dual = past[:-1] + "و" if past[-1] == "ا" else past
    yield Form(dual + "ا", "past", "3d")
    yield Form(_short_past(past) + "نا", "past", "1")
    yield Form(_short_past(past) + "ت", "past", "1")


def _short_past(past: str) -> str:
    """The stem before a consonant: hollow verbs lose the alef, doubled ones show the second radical."""
    if past[-1] in "اي":
        return past[:-1] + ("و" if past[-1] == "ا" and len(past) == 3 else "ي")
    if len(past) == 2:
        return past + past[-1]
    return past[:-2] + past[-1] if past[-2] == "ا" and _is_hollow(past) else past


def _is_hollow(past: str) -> bool:
    """Whether the alef before the last radical is the weak radical: `زار`, `أدان`, `اغتال`, `استعاد`, not `حاول`."""
    return past[-2] == "ا" and (len(past) == 3 or past[0] == "ا")


def _present(present: str) -> Iterator[Form]:
    stem = present[1:]
    is_defective = stem[-1] in _WEAK
    root = stem[:-1] if is_defective else stem
    shortened = (
        root if is_defective else (stem[:-2] + stem[-1] if len(stem) > 2 and stem[-2] in _WEAK else stem)
    )
    for prefix, person in (("ي", "3ms"), ("ت", "3fs"), ("ن", "1"), ("ا", "1")):
        joined = (prefix + root + "ا",) if stem[-1] == "ي" else ()
        yield from _with_pronouns(prefix + stem, "present", person, joined)
        if shortened != stem:
            yield from _with_pronouns(prefix + shortened, "jussive", person)
    for prefix in "يت":
        yield from _with_pronouns(prefix + root + "ون", "present", "3mp")
        yield Form(prefix + root + "وا", "jussive", "3mp")
        yield from (Form(prefix + root + "و" + p, "jussive", "3mp", True) for p in PRONOUNS)
        yield Form(prefix + stem + "ان", "present", "3d")
        yield Form(prefix + stem + "ا", "jussive", "3d")


def _passive(past: str, present: str) -> Iterator[Form]:
    """Passives that unvowelled writing tells from the active: hollow and defective verbs."""
    if _is_hollow(past) and len(past) > 3:
        for ending, person in (("", "3ms"), ("ت", "3fs"), ("وا", "3mp")):
            yield Form(past[:-2] + "ي" + past[-1] + ending, "passive", person)
    if present[-2] in "وي" and len(present) > 3 and _is_hollow(past):
        for prefix, person in (("ي", "3ms"), ("ت", "3fs")):
            yield Form(prefix + present[1:-2] + "ا" + present[-1], "passive", person)
    if past[-1] == "ا":
        yield Form(past[:-1] + "ي", "passive", "3ms")
        yield Form(past[:-1] + "يت", "passive", "3fs")


def _with_pronouns(letters: str, kind: str, person: str, joined: tuple[str, ...] = ()) -> Iterator[Form]:
    """Yield a form alone and with each object pronoun; `joined` are other spellings before a pronoun."""
    yield Form(letters, kind, person)
    for stem in (letters, *joined):
        yield from (Form(stem + pronoun, kind, person, True) for pronoun in PRONOUNS)


def noun_forms(singular: str, plurals: tuple[str, ...] = ()) -> Iterator[Form]:
    """Yield the forms of a noun: singular, dual and given plurals, with possessives and the accusative alef.

    Args:
        singular: any spelling (`زيارة`).
        plurals: broken and sound plurals as written (`هجمات`).
    """
    singular = fold(singular)
    yield from _noun(singular, "sg")
    base = singular[:-1] + "ت" if singular[-1] == "ه" else singular
    bases = (base, base[:-1] + "ي") if base.endswith("اء") else (base,)
    for ending in ("ان", "ين"):
        yield from (Form(stem + ending, "noun", "du") for stem in bases)
    regular = (singular[:-1] + "ات",) if singular[-1] == "ه" else ()
    for plural in dict.fromkeys((*regular, *map(fold, plurals))):
        yield from _noun(plural, "pl")


def _noun(letters: str, number: str) -> Iterator[Form]:
    yield Form(letters, "noun", number)
    if letters[-1] not in "هاي" and not letters.endswith(("اء", "ات")):
        yield Form(letters + "ا", "noun", number, False, True)
    stems = [letters[:-1] + "ت" if letters[-1] == "ه" else letters]
    if letters.endswith("اء"):
        stems += [letters[:-1] + "ي", letters[:-1] + "و"]
    for stem in stems:
        yield from (Form(stem + p, "noun", number, True) for p in (*PRONOUNS[:-2], "ي"))


def participle_forms(masculine: str) -> Iterator[Form]:
    """Yield the forms of a participle or adjective told by its masculine singular (`مطالب`)."""
    letters = fold(masculine)
    root = letters[:-1] if letters[-1] in "يه" else letters
    yield Form(letters, "participle", "sg")
    yield Form(letters + "ا", "participle", "sg", False, True)
    yield Form((root + "ي" if letters[-1] == "ي" else root) + "ه", "participle", "sg")
    for ending in ("ون", "ين", "ات"):
        yield Form((letters if ending == "ات" and letters[-1] == "ي" else root) + ending, "participle", "pl")


def active_participle(past: str, present: str) -> str:
    """Return a verb's active participle: `داعي` of `دعا`, `مطالب` of `طالب`, in folded letters."""
    past, present = fold(past), fold(present)
    if len(past) == 3 and not past.startswith("ا"):
        middle = "ي" if past[1] == "ا" else past[1]
        return past[0] + "ا" + middle + ("ي" if past[2] in "اي" else past[2])
    return "م" + present[1:]


def passive_participle(past: str, present: str) -> str:
    """Return a verb's passive participle: `مقتول` of `قتل`, `مدان` of `أدان`, in folded letters."""
    past, present = fold(past), fold(present)
    if len(past) == 3 and not past.startswith("ا") and past[1] != "ا" and past[2] not in "اي":
        return "م" + past[:2] + "و" + past[2]
    is_derived_hollow = _is_hollow(past) and len(past) > 3
    return "م" + (present[1:-2] + "ا" + present[-1] if is_derived_hollow else present[1:])


def skeleton(lemma: str) -> str:
    """Return what is left of a folded lemma without weak letters and the letters of derived forms.

    It stands for the root where words of one root are to share what is known of them (`هاجم`, `هجوم`); it is no
    root: `ن` and `ت` that belong to the root may be lost, alike in all of its words.
    """
    letters = "".join(char for char in lemma if char not in "اويءه")
    if len(letters) > 3 and letters[0] in "متنس":
        letters = letters[1:]
    if len(letters) > 3 and letters[-1] in "تن":
        letters = letters[:-1]
    return letters[0] + letters[2:] if len(letters) == 4 and letters[1] == "ت" else letters


def stems(token: str) -> Iterator[Stem]:
    """Yield the readings of a folded token, the whole first, then with ever more attached letters cut off."""
    yield Stem(token, 0, "", "", False)
    yield from _particles(token, 0, "")
    if token[0] in "وف" and len(token) > _SHORTEST_STEM:
        yield Stem(token[1:], 1, token[0], "", False)
        yield from _particles(token[1:], 1, token[0])


def _particles(rest: str, offset: int, conjunction: str) -> Iterator[Stem]:
    for particle, cut, is_definite in _CUTS.get(rest[0], ()):
        if rest.startswith(cut) and len(rest) - len(cut) >= _SHORTEST_STEM:
            yield Stem(rest[len(cut) :], offset + len(cut), conjunction, particle, is_definite)


_CUTS = {
    "ا": (("", "ال", True),),
    "ل": (("ل", "لل", True), ("ل", "ل", False)),
    "ب": (("ب", "بال", True), ("ب", "ب", False)),
    "ك": (("ك", "كال", True), ("ك", "ك", False)),
    "س": (("س", "س", False),),
}
"""Per first letter: the particle, the letters to cut, and whether the article is among them."""
