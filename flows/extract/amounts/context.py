"""What the words around an amount tell: whose dinar it is, and what became of the people counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from flows.arabic import Token
from flows.document import Document
from flows.extract.amounts.lexicon import Currency, country_words, harm_words
from flows.knowledge.outlets import outlet_country

_BACK, _AHEAD = 8, 6
"""Tokens: as far before and behind a count as the word stands that tells what became of those counted."""
_STOPS = frozenset(".؛!؟:")


class AmountContext:
    """The article around amounts: made once an article, and read only where a currency or a harm is not told."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def _most_told(self) -> list[str]:
        """The article's countries, the most told first; ties in the order of first naming."""
        known = country_words().get
        return [
            country
            for country, _ in Counter(
                filter(None, (known(t.form) for t in self._document.tokens))
            ).most_common()
        ]

    @cached_property
    def _outlet(self) -> str | None:
        return outlet_country(self._document.outlet)

    def currency_code(self, currency: Currency, i: int, start: int, end: int) -> str | None:
        """Return the ISO 4217 code of a currency named at token `i` of the sentence `[start, end)`, None if untold.

        The nearest country word in the sentence decides, then the outlet's country, then the country that the
        article names most, of those that have such a currency.
        """
        tokens, known = self._document.tokens, country_words()
        if currency.code:
            return currency.code
        near = sorted(range(start, end), key=lambda at: (abs(at - i), at))
        told = (known.get(tokens[at].form) for at in near)
        for country in (*told, self._outlet, *self._most_told):
            if country in currency.countries:
                return currency.countries[country]
        return None


def harm(tokens: Sequence[Token], first: int, behind: int, start: int, end: int) -> str | None:
    """Return what became of the people counted at tokens `[first, behind)`: killed, injured...; None if untold.

    The nearest telling word behind them in the same clause comes first where it is a verb's remainder
    (`لقوا حتفهم`), else the nearest before them.
    """
    known = harm_words()
    before = _before(tokens, first, start)
    if before == "people":
        return None
    for i in range(behind, min(end, behind + _AHEAD)):
        form = tokens[i].form
        if form in _STOPS or form in ("،", ",", "و") or form.startswith(("واص", "وجر", "وقت")):
            break
        if form == "بجروح":
            return "injured"
        if (unit := known.get(form)) and form[0] not in "بل":
            return unit if unit != "people" else before
    return before


def _before(tokens: Sequence[Token], first: int, start: int) -> str | None:
    known = harm_words()
    for i in range(first - 1, max(start, first - _BACK) - 1, -1):
        form = tokens[i].form
        if form in _STOPS:
            return None
        if unit := known.get(form):
            return unit
    return None
