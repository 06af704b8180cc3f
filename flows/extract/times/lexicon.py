"""The words of time and number, as they are written with attached particles, and the fixed phrases.

Every form of every table row is spelled out once at first use (`وبالشهر`, `للسبت`), so that reading a text costs
one dictionary look-up for each token.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from flows.arabic import Token, fold, tokenize
from flows.document import Document, Sentence
from flows.knowledge.tables import rows

_START = attrgetter("start")
_PREFIXES = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل", "وك")
_BEFORE_ARTICLE = ("و", "ف", "ب", "ك", "وب", "فب", "وك")
NUMERAL_KINDS = frozenset(
    ("digits", "ones", "teen", "ten", "tens", "hundred", "number", "scale", "many", "fraction")
)
"""The kinds of words with which a number can begin."""
IDLE_KINDS = frozenset(
    (
        "teen", "number", "scale", "many", "fraction", "ordinaltens", "shift", "same", "samefirst",
        "approx", "morethan", "lessthan", "few", "era", "at", "corresponding", "ending",
        "notday", "schoolword", "surname", "prayer", "general", "namesake", "counted", "edition",
    )
)  # fmt: skip
"""The kinds of words with which no time expression begins; they matter inside of one, or beside it."""
_BEHIND_DIGITS = ":"  # digits and a few signs sort before it, letters behind: a cheap first test
_LONGEST_NUMBER = 30  # characters: a longer run of digits is a code, not a number or a date


class Phrase(NamedTuple):
    """A fixed run of words: what follows the first token, its meaning, and the letters cut from the first."""

    rest: tuple[str, ...]
    meaning: str
    cut: int


class Word(NamedTuple):
    """What a token can be.

    `kinds` maps a kind (`month`, `weekday`, `unit`...) to its value; `cut` counts the letters of attached
    particles before the word itself; `definite` tells the article, `joined` an attached `و`. `phrases` are the
    fixed phrases that begin with it, by their second token (empty: of one token), longest first. `may_start`:
    whether a time expression can begin here; `may_count`: whether a number can.
    """

    kinds: dict[str, str]
    cut: int = 0
    definite: bool = False
    joined: bool = False
    phrases: Mapping[str, tuple[Phrase, ...]] = MappingProxyType({})
    may_start: bool = False
    may_count: bool = False


def written(form: str, article: str = "both") -> Iterator[tuple[str, int, bool, bool]]:
    """Yield the ways in which a word is written: the form, letters cut, whether definite, whether joined by `و`.

    Args:
        form: a folded word without the article.
        article: `no`, `only` or `both`: whether it stands with the article.
    """
    if article != "only":
        yield form, 0, False, False
        for prefix in _PREFIXES:
            yield prefix + form, len(prefix), False, prefix[0] == "و"
    if article != "no":
        yield "ال" + form, 0, True, False
        for prefix in _BEFORE_ARTICLE:
            yield prefix + "ال" + form, len(prefix), True, prefix[0] == "و"
        for prefix in ("ل", "ول", "فل"):
            yield prefix + "ل" + form, len(prefix) + 1, True, prefix[0] == "و"


@cache
def words() -> dict[str, Word]:
    """Return every written form of the rows, with what it can be: those of one word, and phrases by their first."""
    found: dict[str, Word] = {}
    for form, article, kind, value in _entries():
        for text, cut, definite, joined in written(form, article):
            known = found.get(text)
            if known is None or known.cut > cut:
                found[text] = Word({kind: value}, cut, definite, joined)
            elif known.cut == cut:
                known.kinds.setdefault(kind, value)
    for text, choices in _phrases().items():
        found[text] = found.get(text, Word({}))._replace(phrases=_by_second(choices))
    return {text: _with_uses(word) for text, word in found.items()}


def _by_second(choices: list[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    seconds = dict.fromkeys(phrase.rest[0] if phrase.rest else "" for phrase in choices)
    return {
        second: tuple(p for p in choices if (p.rest[0] if p.rest else "") == second) for second in seconds
    }


def _with_uses(word: Word) -> Word:
    kinds = word.kinds.keys()
    return word._replace(
        may_start=bool(word.phrases) or not kinds <= IDLE_KINDS, may_count=not kinds.isdisjoint(NUMERAL_KINDS)
    )


def _entries() -> Iterator[tuple[str, str, str, str]]:
    """Yield form, article, kind and value of the tables' one-word rows."""
    for row in rows("months"):
        if " " not in row["name"]:
            yield fold(row["name"]), "both", "month", f"{row['calendar']}:{row['month']}:{row['caution']}"
    for row in rows("weekdays"):
        yield fold(row["name"]), "both", "weekday", row["weekday"]
    for row in rows("time_units"):
        yield fold(row["form"]), "both", "unit", f"{row['unit']}:{row['number']}"
    for row in rows("time_words"):
        yield fold(row["form"]), row["article"], row["kind"], row["value"]
    for row in rows("count_nouns"):
        for form in (row["noun"], row["noun"] + "ا"):
            yield fold(form), "no", "counted", "1"
    for row in rows("numbers"):
        yield fold(row["form"]), "both", row["kind"], row["value"]


def _phrases() -> dict[str, list[Phrase]]:
    """Return the fixed phrases by first token, longest first."""
    found: dict[str, list[Phrase]] = {}
    for text, meaning in _phrase_rows():
        first, *rest = (token.form for token in tokenize(fold(text)))
        for form, cut in _attached(first):
            found.setdefault(form, []).append(Phrase(tuple(rest), meaning, cut))
    for choices in found.values():
        choices.sort(key=lambda phrase: (-len(phrase.rest), phrase.cut))
    return found


def _phrase_rows() -> Iterator[tuple[str, str]]:
    for row in rows("time_phrases"):
        yield row["phrase"], row["meaning"]
    for row in rows("holidays"):
        yield row["name"], f"holiday:{row['calendar']}:{row['month']}:{row['day']}:{row['days']}"
    for row in rows("months"):
        if " " in row["name"]:
            yield row["name"], f"month:{row['calendar']}:{row['month']}:{row['caution']}"


def _attached(first: str) -> Iterable[tuple[str, int]]:
    """Return the written forms of a phrase's first token, with the letters cut."""
    if first.startswith("ال") and len(first) > 3:
        return [(text, cut) for text, cut, _, _ in written(first[2:], "only")]
    return [(text, cut) for text, cut, _, _ in written(first, "no")]


@lru_cache(maxsize=4096)
def numeric(form: str) -> Word | None:
    """Return what a token of digits can be: `digits`; None for signs, and what is too long for a number or a date."""
    if not form[0].isdigit() or len(form) > _LONGEST_NUMBER:
        return None
    return Word({"digits": form}, may_start=True, may_count=True)


def lex(tokens: tuple[Token, ...]) -> list[Word | None]:
    """Return for each token what it can be, None where it is no word of time or number."""
    known = words().get
    return [known(form) or (numeric(form) if form < _BEHIND_DIGITS else None) for form, _, _ in tokens]


def token_ranges(document: Document) -> Iterator[tuple[Sentence, int, int]]:
    """Yield each sentence with its first token and the one behind its last."""
    tokens = document.tokens
    at = 0
    for sentence in document.sentences:
        first = bisect_left(tokens, sentence.start, at, key=_START)
        at = bisect_left(tokens, sentence.end, first, key=_START)
        yield sentence, first, at
