"""Amounts: numbers in digits and words, currencies by context, percentages, people and what became of them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.arabic import fold, tokenize
from flows.document import Document, Segment, Sentence
from flows.extract.amounts import find_amounts
from flows.extract.readings import AmountSpan
from flows.extract.times.lexicon import lex
from flows.extract.times.numerals import Number, digits_value, read_number, read_ordinal


def document_of(*sentences: str, outlet: str | None = None) -> Document:
    text = "\n".join(sentences)
    spans, at = [], 0
    for number, sentence in enumerate(sentences):
        spans.append(Sentence(number, at, at + len(sentence), number))
        at += len(sentence) + 1
    return Document("a", text, text, tuple(spans), (Segment(0, 0, len(text)),), outlet=outlet)


def read(*sentences: str, outlet: str | None = None) -> list[tuple[str, float | None, str]]:
    document = document_of(*sentences, outlet=outlet)
    return [(document.text[a.start : a.end], a.value, a.unit) for a in find_amounts(document)]


def one(sentence: str) -> AmountSpan:
    found = find_amounts(document_of(sentence))
    assert len(found) == 1, found
    return found[0]


def number(text: str) -> Number | None:
    tokens = tuple(tokenize(fold(text)))
    return read_number(tokens, lex(tokens), 0, len(tokens))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ثلاثة", 3),
        ("ثلاث", 3),
        ("ثماني", 8),
        ("عشرة", 10),
        ("أحد عشر", 11),
        ("احدى عشرة", 11),
        ("اثنا عشر", 12),
        ("اثنتي عشرة", 12),
        ("تسعة عشر", 19),
        ("عشرون", 20),
        ("ثلاثة وعشرون", 23),
        ("خمسة وثلاثين", 35),
        ("مئة", 100),
        ("مائة", 100),
        ("مئتان", 200),
        ("مائتي", 200),
        ("ثلاثمئة", 300),
        ("خمس مئة", 500),
        ("مئة وخمسون", 150),
        ("أربعمئة وثلاثة عشر", 413),
        ("تسعمائة وتسعة وتسعين", 999),
        ("ألف", 1000),
        ("ألفي", 2000),
        ("ألفا و200", 1200),
        ("ألف ومئتان وثلاثة وأربعون", 1243),
        ("ثلاثة آلاف", 3000),
        ("ثلاثة وعشرون ألفا", 23_000),
        ("ثلاثة وعشرين الفا واربعمئة", 23_400),
        ("16 ألفا و250", 16_250),
        ("408 آلاف", 408_000),
        ("مئة ألف", 100_000),
        ("ربع مليون", 250_000),
        ("نصف مليون", 500_000),
        ("مليون ونصف", 1_500_000),
        ("مليون ونصف مليون", 1_500_000),
        ("مليونا و500 ألف", 1_500_000),
        ("مليوني", 2_000_000),
        ("مليونين وثلاثمئة ألف", 2_300_000),
        ("3.5 مليون", 3_500_000),
        ("3,5 مليون", 3_500_000),
        ("1.250 مليار", 1_250_000_000),
        ("ملياري", 2_000_000_000),
        ("1.250.000", 1_250_000),
        ("1,250,000", 1_250_000),
        ("2,500", 2500),
        ("1317.91", 1317.91),
        ("٣٫٥", 3.5),
        ("١٢٣", 123),
    ],
)
def test_a_number_is_read_to_its_end(text: str, value: float) -> None:
    found = number(text)
    assert found is not None
    assert found.value == pytest.approx(value)
    assert found.next == len(tokenize(fold(text)))


@pytest.mark.parametrize("text", ["عشرات", "مئات الآلاف", "عشرات الآلاف", "ملايين", "بضعة آلاف"])
def test_a_number_that_is_none_has_no_value(text: str) -> None:
    found = number(text)
    assert found is not None
    assert found.value is None
    assert found.next == len(text.split())


def test_two_numbers_joined_by_and_stay_two() -> None:
    for text in ("15 و20", "ثلاثين وأربعين", "ثلاثة وأربعة"):
        found = number(text)
        assert found is not None
        assert found.next == 1


@pytest.mark.parametrize("form", ["2021/11/24", "10:39", "12-15", "1.2.3.4"])
def test_dates_and_ratios_are_no_numbers(form: str) -> None:
    assert digits_value(form) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("الثامن", 8), ("السادس والعشرين", 26), ("الثالث عشر", 13), ("فاتح", 1), ("الثلاثين", 30)],
)
def test_ordinals_are_read(text: str, value: int) -> None:
    tokens = tuple(tokenize(fold(text)))
    found = read_ordinal(lex(tokens), 0, len(tokens))
    assert found is not None
    assert (found.value, found.next) == (value, len(tokens))


@pytest.mark.parametrize(
    ("sentence", "surface", "value", "unit"),
    [
        ("تراجعت الصادرات بنسبة 64 في المائة.", "64 في المائة", 64, "%"),
        ("تراجعت الصادرات بنسبة 6.5 في المئة.", "6.5 في المئة", 6.5, "%"),
        ("تراجعت الصادرات ثلاثة بالمئة.", "ثلاثة بالمئة", 3, "%"),
        ("تراجعت الصادرات 10 بالمائة.", "10 بالمائة", 10, "%"),
        ("تراجعت الصادرات 60%.", "60%", 60, "%"),
        ("تراجعت الصادرات ٦٠٪.", "٦٠٪", 60, "%"),
        ("بلغت الخسائر 25 ألف دولار.", "25 ألف دولار", 25_000, "USD"),
        ("بلغت الخسائر مليار دولار.", "مليار دولار", 1e9, "USD"),
        ("بلغت الخسائر 3.57 مليار دولار أمريكي.", "3.57 مليار دولار أمريكي", 3.57e9, "USD"),
        ("بلغت الخسائر 3 ملايين دولار كندي.", "3 ملايين دولار كندي", 3e6, "CAD"),
        ("بلغت الخسائر ملياري يورو.", "ملياري يورو", 2e9, "EUR"),
        ("فقد البنك مليونا يورو.", "مليونا يورو", 2e6, "EUR"),
        ("فقد البنك مليونا و500 ألف يورو.", "مليونا و500 ألف يورو", 1.5e6, "EUR"),
        ("سقط 23 ألفا يورو.", "23 ألفا يورو", 23_000, "EUR"),
        ("بلغت الخسائر $500 بالضبط.", "$500", 500, "USD"),
        ("ارتفع السعر دولارين للبرميل.", "دولارين", 2, "USD"),
        ("ارتفع السعر 16 سنتا للبرميل.", "16 سنتا", 0.16, "USD"),
        ("لم يتسلم سوى دولارا واحدا منه.", "دولارا واحدا", 1, "USD"),
        ("غرامة قدرها 200 ألف دينار جزائري.", "200 ألف دينار جزائري", 200_000, "DZD"),
        ("غرامة قدرها 5 آلاف جنيه مصري.", "5 آلاف جنيه مصري", 5000, "EGP"),
        ("غرامة قدرها 5 آلاف جنيه إسترليني.", "5 آلاف جنيه إسترليني", 5000, "GBP"),
        ("غرامة قدرها 900 درهم مغربي.", "900 درهم مغربي", 900, "MAD"),
        ("غرامة قدرها 900 ريال قطري.", "900 ريال قطري", 900, "QAR"),
        ("غرامة قدرها 900 ليرة لبنانية.", "900 ليرة لبنانية", 900, "LBP"),
        ("القيمة بلغت (375.526.840) ريالا سعوديا.", "375.526.840) ريالا سعوديا", 375_526_840, "SAR"),
        ("سقط 31 قتيلا في الهجوم.", "31 قتيلا", 31, "killed"),
        ("خلف الهجوم أربعة قتلى.", "أربعة قتلى", 4, "killed"),
        ("أعلن مقتل 28 شخصا على الأقل.", "28 شخصا", 28, "killed"),
        ("أسفر القصف عن مصرع شخصين.", "شخصين", 2, "killed"),
        ("وذكر أن 11 إرهابيا لقوا مصرعهم في المدينة.", "11 إرهابيا", 11, "killed"),
        ("أدت الحادثة إلى إصابة 51 شخصا.", "51 شخصا", 51, "injured"),
        ("سقط في الهجوم 270 جريحا.", "270 جريحا", 270, "injured"),
        ("أصيب عشرة أشخاص بجروح.", "عشرة أشخاص", 10, "injured"),
        ("أدت الحادثة إلى إصابة آخر.", "آخر", 1, "injured"),
        ("تم توقيف ثلاثة أشخاص بالمدينة.", "ثلاثة أشخاص", 3, "arrested"),
        ("اعتقلت الشرطة نحو 30 متظاهرا.", "30 متظاهرا", 30, "arrested"),
        ("وأضاف أنه تم اعتقال شخص سابع في المدينة.", "شخص سابع", 1, "arrested"),
        ("كان القارب يقل 44 مهاجرا.", "44 مهاجرا", 44, "people"),
        ("تشمل العقوبات 19 روسيا.", "19 روسيا", 19, "people"),
        ("كان بينهم ثلاث نساء.", "ثلاث نساء", 3, "people"),
        ("كان بينهم طفلان.", "طفلان", 2, "people"),
        ("تم تسجيل حالة وفاة واحدة.", "حالة وفاة واحدة", 1, "killed"),
        ("استقبلت البلاد 1.8 مليون لاجئ.", "1.8 مليون لاجئ", 1_800_000, "people"),
        ("استقبلت البلاد 93 ألف نازح.", "93 ألف نازح", 93_000, "displaced"),
        ("ولا يزال 12 مفقودا تحت الأنقاض.", "12 مفقودا", 12, "missing"),
    ],
)
def test_an_amount_has_its_value_and_unit(sentence: str, surface: str, value: float, unit: str) -> None:
    found = read(sentence)
    assert [(text, code) for text, _, code in found] == [(surface, unit)]
    assert found[0][1] == pytest.approx(value)


@pytest.mark.parametrize(
    ("sentences", "code"),
    [
        (("فرضت محكمة تونس غرامة قدرها 900 دينار.",), "TND"),
        (("فرضت المحكمة غرامة قدرها 900 دينار.", "وقال وزير العدل الجزائري إن الحكم نهائي."), "DZD"),
        (("فرضت المحكمة غرامة قدرها 900 درهم.", "وتعد الإمارات من أكبر المستثمرين."), "AED"),
        (
            ("فرضت المحكمة غرامة قدرها 900 درهم.", "وأكد المغرب ذلك، وقالت صحيفة مغربية إن الإمارات رحبت."),
            "MAD",
        ),
        (("خصصت السعودية 5 ملايين ريال للمشروع.",), "SAR"),
        (("خصصت السودان 5 ملايين جنيه للمشروع.",), "SDG"),
    ],
)
def test_the_country_that_the_text_names_tells_whose_currency_it_is(
    sentences: tuple[str, ...], code: str
) -> None:
    assert [unit for _, _, unit in read(*sentences)] == [code]


def test_the_outlet_tells_whose_currency_it_is_where_the_sentence_does_not() -> None:
    sentence = "فرضت المحكمة غرامة قدرها 900 درهم."
    assert [unit for _, _, unit in read(sentence, outlet="Hespress")] == ["MAD"]
    assert [unit for _, _, unit in read(sentence, outlet="WAM")] == ["AED"]


def test_a_currency_that_cannot_be_told_is_no_amount() -> None:
    assert read("فرضت المحكمة غرامة قدرها 900 دينار.") == []


def test_a_range_has_a_lower_and_an_upper_end() -> None:
    span = one("تراوحت النسبة بين 10 و15 في المائة.")
    assert (span.value, span.value_max, span.unit) == (10, 15, "%")
    span = one("تقدر الكلفة من 20 إلى 30 مليون دولار.")
    assert (span.value, span.value_max, span.unit) == (20e6, 30e6, "USD")


def test_about_and_at_least_are_approximate() -> None:
    assert one("قتل نحو 30 شخصا.").is_approximate
    assert one("قتل أكثر من 30 شخصا.").is_approximate
    assert one("قتل 30 شخصا على الأقل.").is_approximate
    assert not one("قتل 30 شخصا في المدينة.").is_approximate


def test_dozens_of_people_harmed_are_an_amount_without_a_value() -> None:
    assert read("أصيب عشرات المتظاهرين في المواجهات.") == [("عشرات المتظاهرين", None, "injured")]


def test_what_the_release_concerns_is_neither_arrested_nor_killed() -> None:
    assert read("أطلقت السلطات سراح 80 معارضا.") == [("80 معارضا", 80, "people")]


def test_victims_without_a_noun_are_counted() -> None:
    assert read("قتل 36 من القوات الحكومية.") == [("36", 36, "killed")]
    assert read("مقتل خمسة وإصابة 10 في هجوم بالمدينة.") == [("خمسة", 5, "killed"), ("10", 10, "injured")]
    assert read("ارتفع عدد القتلى إلى 20 في المدينة.") == [("20", 20, "killed")]


def test_people_told_before_are_counted_by_their_number_alone() -> None:
    assert read("تم اعتقال الأشخاص الأربعة بالمدينة.") == [("الأشخاص الأربعة", 4, "arrested")]


@pytest.mark.parametrize(
    "sentence",
    [
        "زار لاجئين ونازحين في المخيم.",
        "أعلنت حركة طالبان ذلك.",
        "المفوضية السامية للاجئين في جنيف.",
        "اجتمع الرؤساء الثلاثة في القمة.",
        "عقد اللقاء في 24 نوفمبر 2021.",
        "تدوم الدورة ثلاثة أيام.",
        "يبلغ من العمر 34 عاما.",
        "حل في المرتبة 12 عالميا.",
    ],
)
def test_plurals_dates_and_ranks_are_no_amounts(sentence: str) -> None:
    assert read(sentence) == []


WORDS = [
    *(
        "قتل",
        "توقيف",
        "إصابة",
        "شخص",
        "شخصا",
        "شخصان",
        "آخر",
        "واحد",
        "ثلاثة",
        "الثلاثة",
        "وعشرون",
        "ألفا",
        "و",
        "250",
    ),
    *(
        "3.5",
        "%",
        "(",
        ")",
        "$",
        "دولار",
        "دينار",
        "جزائري",
        "بين",
        "إلى",
        "نصف",
        "مليون",
        "ملايين",
        "عشرات",
        "من",
        "في",
    ),
    *("المئة", "بالمئة", "قتلى", "منهم", "آخرين", "الأشخاص", "الأربعة", "نحو", "99999999999999999999", "."),
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=12,
    )
)
def test_no_order_of_words_breaks_the_amounts(parts: list[str]) -> None:
    document = document_of(" ".join(parts))
    spans = find_amounts(document)
    assert all(0 <= span.start < span.end <= len(document.text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.value is None or span.value > 0 for span in spans)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 999_999_999))
def test_whole_numbers_in_digits_keep_their_value_however_they_are_grouped(value: int) -> None:
    assert digits_value(str(value)) == value
    if value >= 1000:
        assert digits_value(f"{value:,}") == value
    if value >= 1_000_000:
        assert digits_value(f"{value:,}".replace(",", ".")) == value
