"""Rules for money and percentages."""

from __future__ import annotations

from typing import NamedTuple

from flows.extract.amounts.context import AmountContext
from flows.extract.amounts.lexicon import country_words, currencies
from flows.extract.times.numerals import Number
from flows.extract.times.reader import Reader

_PERCENT_SIGNS = ("%", "٪")
_PERCENT_WORDS = ("بالميه", "بالمايه", "بالماءه", "بالمءه")
_HUNDREDS = ("الميه", "المايه")


class Amount(NamedTuple):
    """An amount at tokens `[first, next)`."""

    first: int
    cut: int
    next: int
    value: float | None
    unit: str
    high: float | None = None


def percent(reader: Reader, i: int, number: Number) -> Amount | None:
    """Read what makes a number a percentage: `64 في المائة`, `60%`, `%60`, `ثلاثة بالمئة`."""
    at = number.next
    form = reader.form(at)
    if number.value is None:
        return None
    if form in _PERCENT_SIGNS or form in _PERCENT_WORDS:
        return Amount(i, number.cut, at + 1, number.value, "%")
    if form == "في" and reader.form(at + 1) in _HUNDREDS:
        return Amount(i, number.cut, at + 2, number.value, "%")
    if number.in_digits and reader.form(i - 1) in _PERCENT_SIGNS:
        return Amount(i, number.cut, at, number.value, "%")
    return None


def money(reader: Reader, context: AmountContext, i: int, number: Number) -> Amount | None:
    """Read a number and its currency: `50 ألف دينار`, `$3.5`, `200 ألف دينار جزائري`, `16 سنتا`."""
    at = number.next + (reader.form(number.next) == ")" and reader.form(i - 1) == "(")
    currency = currencies().get(reader.form(at))
    first = i
    if currency is None and number.in_digits:
        currency = currencies().get(reader.form(i - 1)) if reader.form(i - 1) in ("$", "€", "£") else None
        first, at = i - 1, at - 1
    if currency is None:
        return None
    behind = at + 1
    country = country_words().get(reader.form(behind))
    code = currency.countries.get(country or "")
    if code is not None:
        behind += 1
    elif reader.form(behind) in ("امريكي", "اميركي", "استرليني"):
        code = "GBP" if reader.form(behind) == "استرليني" else "USD"
        behind += 1
    else:
        code = context.currency_code(currency, at, reader.start, reader.end)
    if code is None:
        return None
    value = None if number.value is None else number.value * currency.factor
    return Amount(first, number.cut if first == i else 0, max(behind, number.next), value, code)


def dual_money(reader: Reader, context: AmountContext, i: int) -> Amount | None:
    """Read `دولارين`: two of a currency in one word."""
    currency = currencies().get(reader.form(i))
    if currency is None or currency.number != 2:
        return None
    code = context.currency_code(currency, i, reader.start, reader.end)
    return Amount(i, 0, i + 1, 2.0 * currency.factor, code) if code else None
