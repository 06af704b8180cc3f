"""Rules for people counted."""

from __future__ import annotations

from flows.extract.amounts.context import harm
from flows.extract.amounts.lexicon import SOMEBODY, CountNoun, count_nouns, harm_words
from flows.extract.amounts.money import Amount
from flows.extract.times.numerals import Number
from flows.extract.times.reader import Reader

_OTHERS = ("اخرين", "اخرون", "اخران", "منهم", "منهن", "اخر", "اخري")
_ENDS = (
    ".",
    "،",
    ",",
    "؛",
    ":",
    "!",
    "؟",
    "في",
    "علي",
    "بينهم",
    "منها",
    "جراء",
    "اثر",
    "خلال",
    "بسبب",
    "و",
    "اثناء",
)
_SOME = ("عده", "بضع", "بضعه")
_REACHED = ("الي", "بلغ", "بلغت", "بلغوا", "عند")
_HARM_NOUNS = ("مقتل", "مصرع", "وفاه", "اصابه", "توقيف", "اعتقال", "جرح", "ايقاف", "استشهاد")
_NO_DUALS = ("طالبان",)
_FIRST_GROUP, _LAST_GROUP = 3, 10  # `الثلاثة` to `العشرة` stand for people told before


def unit_of(reader: Reader, noun: CountNoun, first: int, behind: int) -> str | None:
    """Return what a noun counts: its own unit, else what became of the people at tokens `[first, behind)`."""
    return (
        noun.unit if noun.unit != "people" else harm(reader.tokens, first, behind, reader.start, reader.end)
    )


def count_noun(reader: Reader, i: int) -> CountNoun | None:
    """Return the count noun at token `i` if no particle is attached to it."""
    noun = count_nouns().get(reader.form(i))
    return noun if noun is not None and not noun.cut else None


def people(reader: Reader, i: int, number: Number) -> Amount | None:
    """Read a number and its noun: `40 شخصا`, `ثمانية من أفراد`, `(12) تاجر`, `مئات الأشخاص`, `100 آخرين`."""
    at = number.next
    if reader.form(at) == ")" and reader.form(i - 1) == "(":
        at += 1
    if reader.form(at) in ("من", "عشره"):
        at += 1
    noun = count_noun(reader, at)
    is_whole = number.value is None or number.value == int(number.value)
    if noun is None or not is_whole or (noun.definite and number.value is not None and at == number.next):
        return None
    unit = unit_of(reader, noun, i, at + 1)
    if number.value is None and (unit is None or reader.form(i) in _SOME):
        return None
    return Amount(i, number.cut, at + 1, number.value, unit or "people")


def dual_people(reader: Reader, i: int) -> Amount | None:
    """Read two people in one word (`شرطيان`), or one or more without a number (`مصرع شخص`, `حالة وفاة واحدة`)."""
    noun = count_nouns().get(reader.form(i))
    if noun is None or noun.definite or reader.form(i) in _NO_DUALS:
        return None
    if reader.form(i).endswith("تي") and count_noun(reader, i + 1) is None:  # `إصابتي`: my injury
        return None
    if noun.number == 2 and noun.alone:
        unit = unit_of(reader, noun, i, i + 1)
        inner = count_noun(reader, i + 1)
        if unit is None and inner is not None and inner.unit != "people":
            return Amount(i, noun.cut, i + 2, 2.0, inner.unit)
        return Amount(i, noun.cut, i + 1, 2.0, unit or "people")
    return None


def somebody(reader: Reader, i: int) -> Amount | None:
    """Read one person without a number right behind what became of him: `مصرع شخص`, `إصابة آخر`, `اعتقال شخص سابع`."""
    before = reader.form(i - 1)
    unit = harm_words().get(before)
    if reader.form(i) not in SOMEBODY or unit in (None, "people") or not before.endswith(_HARM_NOUNS):
        return None
    behind = i + 1 + ("ordinal" in reader.bare(i + 1))
    return Amount(i, 0, behind, 1.0, str(unit))


def victims(reader: Reader, i: int, number: Number) -> Amount | None:
    """Read a number without a noun that counts people harmed: `قتل 36 من القوات`, `29 منهم تم إيقافهم`, `9 آخرين`."""
    behind = reader.form(number.next)
    if reader.form(i) in _SOME or reader.kinds(number.next).get("unit"):
        return None
    is_counted = (
        behind in _OTHERS or behind == "من" or _is_toll(reader, i) or _is_after_harm(reader, i, behind)
    )
    if number.value is not None and not is_counted:
        return None
    if number.value is not None and (number.value != int(number.value) or number.value > 1_000_000):
        return None
    if reader.form(number.next + 1) == "العمر":
        return None
    unit = harm(reader.tokens, i, number.next, reader.start, reader.end)
    if unit is None:
        return None
    return Amount(i, number.cut, number.next + (behind in _OTHERS), number.value, unit)


def _is_after_harm(reader: Reader, i: int, behind: str) -> bool:
    """Whether a number without a noun stands right behind what became of people: `مقتل خمسة وإصابة 10 في هجوم`."""
    unit = harm_words().get(reader.form(i - 1))
    return unit not in (None, "people") and (
        behind in _ENDS or not behind or harm_words().get(behind) is not None
    )


def _is_toll(reader: Reader, i: int) -> bool:
    """Whether the number at token `i` is what a toll has come to: `عدد القتلى إلى 20`."""
    return reader.form(i - 1) in _REACHED and any(reader.form(n).endswith("عدد") for n in range(i - 5, i - 1))


def group(reader: Reader, i: int, number: Number) -> Amount | None:
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
            Amount(i, number.cut, number.next, number.value, min(map(str, near)))
            if near and not is_counted
            else None
        )
    unit = unit_of(reader, before, i - 1, number.next)
    return Amount(i - 1, before.cut, number.next, number.value, unit or "people")
