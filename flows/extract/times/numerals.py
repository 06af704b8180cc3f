"""Numbers in a text: digits, words, and both at once (`16 ألفا و250`, `مليون ونصف مليون`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from flows.arabic import Token
from flows.extract.times.lexicon import Word

_GROUPED = re.compile(r"\d{1,3}(?:[.,٬]\d{3}){2,}|\d{1,3}[,٬]\d{3}")
_DOTTED = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_DECIMAL = re.compile(r"\d+[.,٫]\d+")
_HUNDRED, _THOUSAND = 100.0, 1000.0
_Group = tuple[float, int, float]
"""A value, the token behind it, and its last multiplier (1 without)."""


class Number(NamedTuple):
    """A number at tokens `[first, next)`.

    `value` is None where no count is told (`عشرات`). `cut` counts the particles' letters of its first token.
    """

    value: float | None
    next: int
    cut: int = 0
    in_digits: bool = False
    is_definite: bool = False


@lru_cache(maxsize=4096)
def digits_value(form: str) -> float | None:
    """Return the value of a token of digits: `1.250.000`, `3,5`, `2500`; None for dates, ratios and the like."""
    if form.isdigit():
        return float(form)
    if _GROUPED.fullmatch(form) or _DOTTED.fullmatch(form):
        return float(re.sub(r"[.,٬]", "", form))
    if _DECIMAL.fullmatch(form):
        return float(re.sub(r"[,٫]", ".", form))
    return None


def read_number(tokens: Sequence[Token], words: Sequence[Word | None], i: int, end: int) -> Number | None:
    """Read the longest number that starts at token `i` and ends before token `end`.

    Args:
        tokens: the text's tokens.
        words: for each token what it can be, as `lex` returns it.
        i: the number's first token.
        end: one past the last token that it may hold.
    """
    first = words[i] if i < end else None
    if first is None:
        return None
    if "many" in first.kinds:
        return Number(None, _uncounted(words, i, end), first.cut, is_definite=first.definite)
    group = _group(words, i, end)
    if group is None:
        return None
    total, at, scale = group
    while scale >= _THOUSAND and at < end:
        more = _group_behind(tokens, words, at, end, scale)
        if more is None:
            break
        total, at, scale = total + more[0], more[1], more[2]
    return Number(total, at, first.cut, "digits" in first.kinds, first.definite)


def _group(words: Sequence[Word | None], i: int, end: int) -> _Group | None:
    """Read what stands before one multiplier, and the multipliers: `ثلاثة وعشرون ألفا`, `3.5 مليون`, `مليون`."""
    kinds = _kinds(words[i])
    scale = 1.0
    if "digits" in kinds:
        value, at = digits_value(kinds["digits"]), i + 1
        if value is not None and at < end and _scale(words[at]) and _DOTTED.fullmatch(kinds["digits"]):
            value = float(kinds["digits"])
    elif "fraction" in kinds:
        value, at = float(kinds["fraction"]), i + 1
        if at >= end or not _scale(words[at]):
            return None
    elif "scale" in kinds or ("number" in kinds and float(kinds["number"]) >= _THOUSAND):
        value, at = float(kinds.get("scale") or kinds["number"]), i + 1
        scale = float(10 ** (len(str(int(value))) - 1))
    else:
        value, at = _below_thousand(words, i, end)
    if value is None:
        return None
    while at < end and (factor := _scale(words[at])) > scale:
        value, scale, at = value * factor, factor, at + 1
    return value, at, scale


def _below_thousand(words: Sequence[Word | None], i: int, end: int) -> tuple[float | None, int]:
    """Read number words below a thousand: `ثلاثة وعشرون`, `أربع مئة وخمسة عشر`; value and next token."""
    value, at = _small(words, i, end)
    if value is None:
        return None, i
    least = value
    while at < end and (word := words[at]) is not None and word.joined and not word.definite:
        more, following = _small(words, at, end)
        if more is None or not (
            (more < least and least >= _HUNDRED) or (least < 10 <= more < _HUNDRED and not more % 10)
        ):
            break
        value, at, least = value + more, following, more
    return value, at


def _small(words: Sequence[Word | None], i: int, end: int) -> tuple[float | None, int]:
    """Read one part of a number below a thousand: a unit, a teen, tens or hundreds; value and next token."""
    kinds = _kinds(words[i])
    following = _bare(words[i + 1]) if i + 1 < end else {}
    if "ten" in following and ("ones" in kinds or "teen" in kinds):
        return float(kinds.get("ones") or kinds["teen"]) + 10, i + 2
    if "hundred" in following and "ones" in kinds:
        return float(kinds["ones"]) * _HUNDRED, i + 2
    for kind in ("ones", "ten", "tens", "hundred", "number"):
        if kind in kinds and float(kinds[kind]) < _THOUSAND:
            return float(kinds[kind]), i + 1
    return None, i


def _group_behind(
    tokens: Sequence[Token], words: Sequence[Word | None], i: int, end: int, scale: float
) -> _Group | None:
    """Read what `و` adds below a multiplier: `وأربعمئة`, `و250`, `و500 ألف`, `ونصف`."""
    word = words[i]
    at = i
    if tokens[i].form == "و" and i + 1 < end and "digits" in _kinds(words[i + 1]):
        at = i + 1
    elif word is None or not word.joined:
        return None
    group = _group(words, at, end)
    if group is not None:
        return group if group[0] < scale else None
    if "fraction" in _kinds(words[at]):
        return float(_kinds(words[at])["fraction"]) * scale, at + 1, 1.0
    return None


def _uncounted(words: Sequence[Word | None], i: int, end: int) -> int:
    """Return the token behind a number without a value: `مئات`, `عشرات الآلاف`, `بضعة آلاف`."""
    at = i + 1
    while at < end and ("many" in _kinds(words[at]) or "scale" in _kinds(words[at])):
        at += 1
    return at


def _scale(word: Word | None) -> float:
    """Return the multiplier that a word without attached particle is, 0 if it is none."""
    kinds = _bare(word)
    return float(kinds["scale"]) if "scale" in kinds else 0.0


def _kinds(word: Word | None) -> dict[str, str]:
    return word.kinds if word is not None else {}


def _bare(word: Word | None) -> dict[str, str]:
    return word.kinds if word is not None and not word.cut else {}


def read_ordinal(words: Sequence[Word | None], i: int, end: int) -> Number | None:
    """Read an ordinal at token `i`: `الثامن`, `السادس والعشرين`, `الثالث عشر`, `فاتح`."""
    word = words[i] if i < end else None
    if word is None:
        return None
    following = words[i + 1] if i + 1 < end else None
    if "ordinal" in word.kinds:
        value = float(word.kinds["ordinal"])
        if following is not None and "ten" in _bare(following) and not following.definite:
            return Number(value + 10, i + 2, word.cut)
        if following is not None and following.joined and "tens" in following.kinds:
            return Number(value + float(following.kinds["tens"]), i + 2, word.cut)
        return Number(value, i + 1, word.cut, is_definite=word.definite)
    if word.definite and "tens" in word.kinds:
        return Number(float(word.kinds["tens"]), i + 1, word.cut, is_definite=True)
    return None
