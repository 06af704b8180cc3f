"""Finding the amounts of a document: money, percentages, people counted."""

from __future__ import annotations

from collections.abc import Iterator

from flows.document import Document
from flows.extract.amounts.context import AmountContext
from flows.extract.amounts.lexicon import currencies, lone_words
from flows.extract.amounts.money import Amount, dual_money, money, percent
from flows.extract.amounts.people import (
    count_noun,
    dual_people,
    group,
    people,
    somebody,
    unit_of,
    victims,
)
from flows.extract.readings import AmountSpan
from flows.extract.times.lexicon import Word, lex, token_ranges
from flows.extract.times.numerals import Number, digits_value, read_number
from flows.extract.times.reader import Reader

_TO = ("الي", "و", "-", "او", "حتي")
_NOMINATIVE_DUALS = ("الفا", "مليونا", "مليارا")
_BETWEEN = ("بين", "مابين", "يتراوح", "تتراوح")
_APPROXIMATE = frozenset(
    ("نحو", "حوالي", "قرابه", "زهاء", "بنحو", "بحوالي", "تقارب", "يقارب", "يناهز", "اكثر", "ازيد", "اقل")
)


def find_amounts(document: Document, words: list[Word | None] | None = None) -> tuple[AmountSpan, ...]:
    """Return the amounts of an article's sentences, in order, without overlaps.

    National currencies are told by the words around them; where they cannot be told there is no amount. A number
    without a value (`عشرات`) has none; of a range, `value` is the lower end.

    Args:
        document: the cleaned article.
        words: what `lex` gives for its tokens, where it is known already.
    """
    tokens = document.tokens
    words = lex(tokens) if words is None else words
    lone = lone_words()
    heads = [
        i
        for i, (word, token) in enumerate(zip(words, tokens, strict=True))
        if (word is not None and word.may_count) or token.form in lone
    ]
    if not heads:
        return ()
    context = AmountContext(document)
    found: list[AmountSpan] = []
    head = 0
    for _, first, behind in token_ranges(document):
        while head < len(heads) and heads[head] < first:
            head += 1
        if head == len(heads):
            break
        if heads[head] < behind:
            found.extend(
                _read_sentence(document, context, Reader(tokens, words, first, behind), heads[head:])
            )
    return tuple(found)


def _read_sentence(
    document: Document, context: AmountContext, reader: Reader, heads: list[int]
) -> Iterator[AmountSpan]:
    """Yield the amounts of one sentence."""
    free = reader.start
    for i in heads:
        if i >= reader.end:
            return
        amount = _read(reader, context, i) if i >= free else None
        if amount is not None and amount.first >= free:
            yield _span(document, amount, reader.start)
            free = amount.next


def _span(document: Document, amount: Amount, sentence: int) -> AmountSpan:
    tokens = document.tokens
    before = {tokens[i].form for i in range(max(sentence, amount.first - 2), amount.first)}
    behind = {tokens[i].form for i in range(amount.next, min(len(tokens), amount.next + 2))}
    is_approximate = amount.value is None or not before.isdisjoint(_APPROXIMATE) or "الاقل" in behind
    return AmountSpan(
        tokens[amount.first].start + amount.cut,
        tokens[amount.next - 1].end,
        amount.value,
        amount.unit,
        amount.high,
        is_approximate,
    )


def _read(reader: Reader, context: AmountContext, i: int) -> Amount | None:
    number = read_number(reader.tokens, reader.words, i, reader.end)
    if number is None:
        return dual_money(reader, context, i) or dual_people(reader, i) or somebody(reader, i)
    if _is_nominative_dual(reader, i, number):
        number = number._replace(value=2 * (number.value or 0))
    if number.value == 1 and (single := _one(reader, context, i)) is not None:
        return single
    if number.is_definite and number.value is not None and not number.in_digits:
        return percent(reader, i, number) or money(reader, context, i, number) or group(reader, i, number)
    return (
        percent(reader, i, number)
        or money(reader, context, i, number)
        or people(reader, i, number)
        or _range(reader, context, i, number)
        or victims(reader, i, number)
    )


def _is_nominative_dual(reader: Reader, i: int, number: Number) -> bool:
    """Whether `مليونا دولار` is two million: the noun counted follows at once; before `و` it is one million."""
    following = reader.form(number.next)
    is_dual = number.next == i + 1 and reader.form(i)[number.cut :] in _NOMINATIVE_DUALS
    return is_dual and (following in currencies() or count_noun(reader, number.next) is not None)


def _one(reader: Reader, context: AmountContext, i: int) -> Amount | None:
    """Read one thing with its number behind it: `دولارا واحدا`, `شخص واحد`, `حالة وفاة واحدة`."""
    if not reader.form(i).startswith("واحد"):
        return None
    before, earlier = count_noun(reader, i - 1), count_noun(reader, i - 2)
    currency = currencies().get(reader.form(i - 1))
    if currency is not None:
        code = context.currency_code(currency, i - 1, reader.start, reader.end)
        return Amount(i - 1, 0, i + 1, currency.factor, code) if code else None
    if before is None or before.definite or before.number != 1:
        return None
    first = i - 2 if earlier is not None and reader.form(i - 2).startswith("حال") else i - 1
    return Amount(first, 0, i + 1, 1.0, unit_of(reader, before, first, i + 1) or "people")


def _range(reader: Reader, context: AmountContext, i: int, number: Number) -> Amount | None:
    """Read a range whose unit stands at its upper end: `بين 10 و15 في المائة`, `20 إلى 30 قتيلا`."""
    at = number.next
    if number.value is None or reader.form(at) not in _TO:
        return None
    upper = read_number(reader.tokens, reader.words, at + 1, reader.end)
    if upper is None or upper.value is None or upper.value <= number.value or not upper.in_digits:
        return None
    if reader.form(at) == "و" and not any(reader.form(n) in _BETWEEN for n in range(i - 3, i)):
        return None
    high = (
        percent(reader, at + 1, upper)
        or money(reader, context, at + 1, upper)
        or people(reader, at + 1, upper)
    )
    if high is None or high.value is None:
        return None
    plain = digits_value(reader.digits(at + 1))
    factor = (
        high.value / plain if plain and number.next == i + 1 else 1.0
    )  # `10 إلى 15 مليون`: both are millions
    return Amount(i, number.cut, high.next, number.value * factor, high.unit, high.value)
