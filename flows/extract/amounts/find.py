"""Finding the amounts of a document: money, percentages, people counted."""

from __future__ import annotations

from typing import NamedTuple

from flows.document import Document
from flows.extract.amounts.context import AmountContext, harm
from flows.extract.amounts.lexicon import CountNoun, count_nouns, country_words, currencies, harm_words
from flows.extract.readings import AmountSpan
from flows.extract.times.lexicon import lex
from flows.extract.times.numerals import Number, read_number
from flows.extract.times.reader import Reader

_PERCENT_SIGNS = ("%", "٪")
_PERCENT_WORDS = ("بالميه", "بالمايه", "بالماءه", "بالمءه")
_HUNDREDS = ("الميه", "المايه")
_TO = ("الي", "و", "-", "او", "حتي")
_OTHERS = ("اخرين", "اخرون", "اخران", "منهم", "منهن", "اخر", "اخري")
_SOME = ("عده", "بضع", "بضعه")
_SOMEBODY = ("شخص", "شخصا", "اخر", "اخرا")
_REACHED = ("الي", "بلغ", "بلغت", "بلغوا", "عند")
_NO_DUALS = ("طالبان",)
_FIRST_GROUP, _LAST_GROUP = 3, 10  # `الثلاثة` to `العشرة` stand for people told before
_NUMERAL_KINDS = ("digits", "ones", "teen", "ten", "tens", "hundred", "number", "scale", "many", "fraction")
_APPROXIMATE = (
    "نحو",
    "حوالي",
    "قرابه",
    "زهاء",
    "بنحو",
    "بحوالي",
    "تقارب",
    "يقارب",
    "يناهز",
    "اكثر",
    "ازيد",
    "اقل",
    "الاقل",
)


class _Amount(NamedTuple):
    """An amount at tokens `[first, next)`."""

    first: int
    cut: int
    next: int
    value: float | None
    unit: str
    high: float | None = None


def find_amounts(document: Document) -> tuple[AmountSpan, ...]:
    """Return the amounts of an article's sentences, in order, without overlaps.

    National currencies are told by the words around them; where they cannot be told there is no amount. A number
    without a value (`عشرات`) has none; of a range, `value` is the lower end.
    """
    tokens = document.tokens
    words = lex(tokens)
    nouns, money = count_nouns(), currencies()
    heads = [
        i for i, token in enumerate(tokens)
        if (words[i] is not None and not words[i].kinds.keys().isdisjoint(_NUMERAL_KINDS))  # type: ignore[union-attr]
        or ((noun := nouns.get(token.form)) is not None and noun.number == 2)
        or token.form in _SOMEBODY
        or (token.form in money and money[token.form].number == 2)
    ]  # fmt: skip
    context = AmountContext(document)
    found: list[AmountSpan] = []
    at = head = 0
    for sentence in document.sentences:
        while at < len(tokens) and tokens[at].start < sentence.start:
            at += 1
        first = at
        while at < len(tokens) and tokens[at].end <= sentence.end:
            at += 1
        while head < len(heads) and heads[head] < at:
            if heads[head] >= first and (
                amount := _read(Reader(tokens, words, first, at), context, heads[head])
            ):
                found.append(_span(document, amount, first))
                while head < len(heads) and heads[head] < amount.next:
                    head += 1
            else:
                head += 1
    return tuple(found)


def _span(document: Document, amount: _Amount, sentence: int) -> AmountSpan:
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


def _read(reader: Reader, context: AmountContext, i: int) -> _Amount | None:
    number = read_number(reader.tokens, reader.words, i, reader.end)
    if number is None:
        return _dual_money(reader, context, i) or _dual_people(reader, i) or _somebody(reader, i)
    if number.value == 1 and (one := _one(reader, context, i)) is not None:
        return one
    if number.is_definite and number.value is not None and not number.in_digits:
        return _percent(reader, i, number) or _money(reader, context, i, number) or _group(reader, i, number)
    return (
        _percent(reader, i, number)
        or _money(reader, context, i, number)
        or _people(reader, i, number)
        or _range(reader, context, i, number)
        or _victims(reader, i, number)
    )


def _percent(reader: Reader, i: int, number: Number) -> _Amount | None:
    at = number.next
    form = reader.form(at)
    if number.value is None:
        return None
    if form in _PERCENT_SIGNS or form in _PERCENT_WORDS:
        return _Amount(i, number.cut, at + 1, number.value, "%")
    if form == "في" and reader.form(at + 1) in _HUNDREDS:
        return _Amount(i, number.cut, at + 2, number.value, "%")
    if number.in_digits and reader.form(i - 1) in _PERCENT_SIGNS:
        return _Amount(i, number.cut, at, number.value, "%")
    return None


def _money(reader: Reader, context: AmountContext, i: int, number: Number) -> _Amount | None:
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
    return _Amount(first, number.cut if first == i else 0, max(behind, number.next), value, code)


def _dual_money(reader: Reader, context: AmountContext, i: int) -> _Amount | None:
    """Read `دولارين`: two of a currency in one word."""
    currency = currencies().get(reader.form(i))
    if currency is None or currency.number != 2:
        return None
    code = context.currency_code(currency, i, reader.start, reader.end)
    return _Amount(i, 0, i + 1, 2.0 * currency.factor, code) if code else None


def _noun(reader: Reader, i: int) -> CountNoun | None:
    noun = count_nouns().get(reader.form(i))
    return noun if noun is not None and not noun.cut else None


def _people(reader: Reader, i: int, number: Number) -> _Amount | None:
    """Read a number and its noun: `40 شخصا`, `ثمانية من أفراد`, `(12) تاجر`, `مئات الأشخاص`, `100 آخرين`."""
    at = number.next
    if reader.form(at) == ")" and reader.form(i - 1) == "(":
        at += 1
    if reader.form(at) in ("من", "عشره"):
        at += 1
    noun = _noun(reader, at)
    is_whole = number.value is None or number.value == int(number.value)
    if noun is None or not is_whole or (noun.definite and number.value is not None and at == number.next):
        return None
    unit = noun.unit if noun.unit != "people" else harm(reader.tokens, i, at + 1, reader.start, reader.end)
    if number.value is None and (unit is None or reader.form(i) in _SOME):
        return None
    return _Amount(i, number.cut, at + 1, number.value, unit or "people")


def _dual_people(reader: Reader, i: int) -> _Amount | None:
    """Read two people in one word (`شرطيان`), or one or more without a number (`مصرع شخص`, `حالة وفاة واحدة`)."""
    noun = count_nouns().get(reader.form(i))
    if noun is None or noun.definite or reader.form(i) in _NO_DUALS:
        return None
    if noun.number == 2 and noun.alone:
        unit = noun.unit if noun.unit != "people" else harm(reader.tokens, i, i + 1, reader.start, reader.end)
        inner = _noun(reader, i + 1)
        if unit is None and inner is not None and inner.unit != "people":
            return _Amount(i, noun.cut, i + 2, 2.0, inner.unit)
        return _Amount(i, noun.cut, i + 1, 2.0, unit or "people")
    return None


def _somebody(reader: Reader, i: int) -> _Amount | None:
    """Read one person without a number right behind what became of him: `مصرع شخص`, `إصابة آخر`, `اعتقال شخص سابع`."""
    if reader.form(i) not in _SOMEBODY:
        return None
    unit = harm_words().get(reader.form(i - 1))
    if unit in (None, "people"):
        return None
    behind = i + 1 + ("ordinal" in reader.bare(i + 1))
    return _Amount(i, 0, behind, 1.0, str(unit))


def _one(reader: Reader, context: AmountContext, i: int) -> _Amount | None:
    """Read one thing with its number behind it: `دولارا واحدا`, `شخص واحد`, `حالة وفاة واحدة`."""
    if not reader.form(i).startswith("واحد"):
        return None
    before, earlier = _noun(reader, i - 1), _noun(reader, i - 2)
    currency = currencies().get(reader.form(i - 1))
    if currency is not None:
        code = context.currency_code(currency, i - 1, reader.start, reader.end)
        return _Amount(i - 1, 0, i + 1, currency.factor, code) if code else None
    if before is None or before.definite or before.number != 1:
        return None
    first = i - 2 if earlier is not None and reader.form(i - 2).startswith("حال") else i - 1
    unit = (
        before.unit
        if before.unit != "people"
        else harm(reader.tokens, first, i + 1, reader.start, reader.end)
    )
    return _Amount(first, 0, i + 1, 1.0, unit or "people")


def _range(reader: Reader, context: AmountContext, i: int, number: Number) -> _Amount | None:
    """Read a range whose unit stands at its upper end: `بين 10 و15 في المائة`, `20 إلى 30 قتيلا`."""
    at = number.next
    if number.value is None or reader.form(at) not in _TO:
        return None
    upper = read_number(reader.tokens, reader.words, at + 1, reader.end)
    if upper is None or upper.value is None or upper.value <= number.value or not upper.in_digits:
        return None
    if reader.form(at) == "و" and not any(
        reader.form(n) in ("بين", "مابين", "يتراوح", "تتراوح") for n in range(i - 3, i)
    ):
        return None
    high = (
        _percent(reader, at + 1, upper)
        or _money(reader, context, at + 1, upper)
        or _people(reader, at + 1, upper)
    )
    if high is None or high.value is None:
        return None
    factor = high.value / upper.value if high.unit not in ("%",) else 1.0
    return _Amount(i, number.cut, high.next, number.value * factor, high.unit, high.value)


def _victims(reader: Reader, i: int, number: Number) -> _Amount | None:
    """Read a number without a noun that counts people harmed: `قتل 36 من القوات`, `29 منهم تم إيقافهم`, `9 آخرين`."""
    behind = reader.form(number.next)
    if reader.form(i) in _SOME or reader.kinds(number.next).get("unit"):
        return None
    if behind not in _OTHERS and behind != "من" and number.value is not None and not _is_toll(reader, i):
        return None
    if number.value is not None and (number.value != int(number.value) or number.value > 1_000_000):
        return None
    unit = harm(reader.tokens, i, number.next, reader.start, reader.end)
    if unit is None:
        return None
    return _Amount(i, number.cut, number.next + (behind in _OTHERS), number.value, unit)


def _is_toll(reader: Reader, i: int) -> bool:
    """Whether the number at token `i` is what a toll has come to: `عدد القتلى إلى 20`."""
    return reader.form(i - 1) in _REACHED and any(reader.form(n).endswith("عدد") for n in range(i - 5, i - 1))


def _group(reader: Reader, i: int, number: Number) -> _Amount | None:
    """Read people told before by their number alone: `الأميركيين الثلاثة`, `الأشخاص الأربعة`."""
    before = count_nouns().get(reader.form(i - 1))
    if (
        number.value is None
        or not _FIRST_GROUP <= number.value <= _LAST_GROUP
        or not reader.form(i).endswith("ه")
    ):
        return None
    if before is None or not before.definite:
        near = {harm_words().get(reader.form(n)) for n in (i - 2, i - 1, number.next)} - {None, "people"}
        is_counted = reader.unit(i - 1) or reader.unit(number.next)
        return (
            _Amount(i, number.cut, number.next, number.value, min(map(str, near)))
            if near and not is_counted
            else None
        )
    unit = (
        before.unit
        if before.unit != "people"
        else harm(reader.tokens, i - 1, number.next, reader.start, reader.end)
    )
    return _Amount(i - 1, before.cut, number.next, number.value, unit or "people")
