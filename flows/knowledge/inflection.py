"""The forms of words that the tables give once: country adjectives, titles, spellings of foreign names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.arabic import fold

_PLURAL_ENDINGS = ("ون", "ين", "ات")
_OTHER_ENDINGS = ("", "ه", "ان", "تان", "تين")
_G_LETTERS = "غجقك"
"""What writers put for the g of foreign names; `fold` has turned the Farsi and Maghrebi letters into `ك`."""


def definite(adjective: str) -> str:
    """Return an adjective with the article before each of its words."""
    return " ".join("ال" + word for word in adjective.split())


def demonym_forms(
    adjectives: Iterable[str], peoples: Iterable[str], ambiguous: Iterable[str]
) -> Iterator[tuple[str, bool, bool]]:
    """Yield every form of a country's adjectives and peoples: folded form, is it plural, is it definite.

    Args:
        adjectives: masculine singular without the article: `مغربي`; of two words both are inflected: `كوري جنوبي`.
        peoples: irregular plurals: `مغاربة`.
        ambiguous: adjectives that are ordinary words too; only their plurals are given.
    """
    unclear = set(filter(None, ambiguous))
    for adjective in filter(None, adjectives):
        words = fold(adjective).split()
        for ending in (*_OTHER_ENDINGS, *_PLURAL_ENDINGS):
            if adjective in unclear and ending not in _PLURAL_ENDINGS:
                continue
            parts = [word + ending for word in words]
            yield " ".join(parts), ending in _PLURAL_ENDINGS, False
            yield definite(" ".join(parts)), ending in _PLURAL_ENDINGS, True
    for people in filter(None, peoples):
        yield fold(people), True, False
        yield definite(fold(people)), True, True


def title_forms(title: str) -> list[str]:
    """Return a title's folded forms: with and without the article, feminine, sound plural and dual."""
    words = fold(title)
    if " " in words or words.startswith("ال"):
        return [words]
    forms = [words, "ال" + words]
    if not words.endswith("ه"):
        forms += [words + "ه", "ال" + words + "ه"]
        forms += [prefix + words + ending for prefix in ("", "ال") for ending in ("ين", "ان", "ون")]
        forms.append(words + "ي")
    return forms


def spellings(words: str) -> list[str]:
    """Return the spellings of a foreign name by rule, the given one first: g as غ, ج, ق or ك; ت for ط; final ا for ه.

    Args:
        words: folded words joined by blanks. Short single words are left as they are: a letter changed makes
            another word of them.
    """
    found = [words]
    if " " not in words and len(words) < 5:
        return found
    if "غ" in words:
        found += [words.replace("غ", letter) for letter in _G_LETTERS if letter != "غ"]
    if words.endswith("ا"):
        found += [form[:-1] + "ه" for form in tuple(found)]
    if " " in words:
        found += [form.replace("عبد ال", "عبدال") for form in tuple(found) if "عبد ال" in form]
        found += [form.replace("ابو ", "ابي ") for form in tuple(found) if form.startswith("ابو ")]
    return list(dict.fromkeys(found))
