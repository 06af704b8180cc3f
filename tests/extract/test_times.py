"""Times: what is found, what is left, what counts from what, and how it moves with the article's date."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.document import Document, Published, Segment, Sentence
from flows.extract.readings import TimeSpan
from flows.extract.times import find_times, grammar, resolve_times
from flows.extract.times.calendars import add_months, easter, hijri_day, unit_around
from flows.extract.times.lexicon import IDLE_KINDS, words

WEDNESDAY = date(2021, 11, 24)


def document_of(*sentences: str) -> Document:
    text = "\n".join(sentences)
    spans, at = [], 0
    for number, sentence in enumerate(sentences):
        spans.append(Sentence(number, at, at + len(sentence), number))
        at += len(sentence) + 1
    return Document("a", text, text, tuple(spans), (Segment(0, 0, len(text)),))


def read(
    *sentences: str, start: date | None = WEDNESDAY, end: date | None = None
) -> list[tuple[str, TimeSpan]]:
    document = document_of(*sentences)
    published = None if start is None else Published(start, end or start, "test")
    spans = resolve_times(find_times(document), published)
    return [(document.text[span.start : span.end], span) for span in spans]


def one(*sentences: str, start: date | None = WEDNESDAY, end: date | None = None) -> TimeSpan:
    found = read(*sentences, start=start, end=end)
    assert len(found) == 1, found
    return found[0][1]


@pytest.mark.parametrize(
    "sentence",
    [
        "دامت الزيارة خمسة أيام في العاصمة.",
        "قتل أكثر من 400 شخص خلال خمسة أيام من القصف.",
        "يبلغ المتهم من العمر 34 عاما.",
        "حكم عليه بالسجن لمدة ثلاث سنوات نافذة.",
        "تجري الحركة القطار ثلاث مرات يوميا.",
        "الحرب المستمرة منذ أربع سنوات في البلاد.",
        "التقى الأمين العام السابق للحزب عددا من النواب.",
        "عين المدير العام الحالي للشركة مستشارا.",
        "قال دي مايو إن الحكومة ستدرس المقترح.",
        "صرحت تيريزا ماي للصحافة البريطانية.",
        "مارس الضغط على خصومه في البرلمان.",
        "فاز الفريق بكأس العالم 2022 في ملعب لوسيل.",
        "أقر البرلمان دستور 2011 بالأغلبية.",
        "تأهل المنتخب إلى كأس الأمم الإفريقية 2019 بسهولة.",
        "يندرج المشروع ضمن رؤية السعودية 2030 الطموحة.",
        "رحلت السلطات أكثر من 2000 مهاجر.",
        "حضر الحفل نحو 2000 من السكان.",
        "شهدت ثورة 25 يناير مظاهرات حاشدة.",
        "القانون رقم 52 لسنة 1992 يعاقب على ذلك.",
        "أدى المصلون صلاة الجمعة في المسجد.",
        "أضاف أبو محمد أن الأب رجب غادر القرية.",
        "خسر البلد 2 في المئة من ناتجه.",
        "وقع العقد الحالي مع النادي.",
        "جاء ذلك بعد ساعات من إعلان النتائج.",
    ],
)
def test_durations_ages_frequencies_and_names_are_no_times(sentence: str) -> None:
    assert read(sentence) == []


def test_a_year_beside_last_or_this_year_is_one_expression_with_it() -> None:
    for text in ("العام الماضي 2017", "هذا العام 2017", "نهاية العام الحالي 2017"):
        [(surface, span)] = read(f"أعلنت الوزارة ذلك في {text} بالعاصمة.")
        assert surface == text
        assert span.date_end == date(2017, 12, 31)
        assert span.anchor == "none"


def test_a_year_of_the_islamic_calendar_is_told_by_its_sign_or_its_size() -> None:
    assert one("صدر النظام عام 1436 بالرياض.").date_start == date(2014, 10, 25)
    assert one("صدر النظام عام 1370 هـ بالرياض.").date_start == date(1950, 10, 13)
    assert one("بني القصر عام 1500 بالمدينة.").date_start == date(1500, 1, 1)


def test_the_newspaper_in_quotes_is_no_day() -> None:
    assert read('وقال لصحيفة "اليوم" إن المباراة انتهت.') == []


def test_attached_letters_stay_outside_of_the_span() -> None:
    assert [text for text, _ in read("وفي أغسطس الماضي، وبالأمس، وللسبت المقبل مواعيد.")] == [
        "أغسطس الماضي",
        "الأمس",
        "سبت المقبل",
    ]


def test_spans_are_in_order_and_do_not_overlap() -> None:
    spans = [
        span
        for _, span in read(
            "من 28 أفريل إلى 04 ماي 2021، ثم بين عامي 2018 و2020، وصباح اليوم الأربعاء 24 نوفمبر 2021.",
            "وفي السادس والعشرين من الشهر الحالي، وأواخر عام 2014، وقبل نحو سنة ونصف.",
        )
    ]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert len(spans) == 6


def test_an_article_without_a_date_leaves_relative_days_null() -> None:
    for expression in (
        "أمس",
        "الثلاثاء",
        "الشهر الماضي",
        "قبل عامين",
        "7 أغسطس",
        "عيد الفطر",
        "الموسم الماضي",
    ):
        span = one(f"أعلنت الوزارة قرارها في {expression} بالعاصمة.", start=None)
        assert (span.date_start, span.date_end, span.precision) == (None, None, None), expression


def test_what_names_its_own_year_needs_no_article_date() -> None:
    span = one("أعلنت الوزارة قرارها في أواخر شهر مارس 2021 بالعاصمة.", start=None)
    assert (span.date_start, span.date_end, span.anchor) == (date(2021, 3, 21), date(2021, 3, 31), "none")


def test_three_possible_days_of_the_article_give_three_days_of_yesterday() -> None:
    span = one("وصل الوفد أمس.", start=WEDNESDAY, end=WEDNESDAY + timedelta(days=2))
    assert (span.date_start, span.date_end) == (date(2021, 11, 23), date(2021, 11, 25))


def test_the_weekday_that_the_text_names_narrows_a_range() -> None:
    span = one("وصل الوفد اليوم الخميس.", start=date(2021, 11, 22), end=date(2021, 11, 28))
    assert (span.date_start, span.date_end) == (date(2021, 11, 25), date(2021, 11, 25))


def test_a_range_over_which_not_even_the_year_can_be_told_gives_null() -> None:
    span = one("وصل الوفد اليوم الخميس.", start=date(2020, 1, 1), end=date(2021, 10, 31))
    assert span.date_start is None


def test_the_weekday_in_the_text_wins_over_a_date_that_is_a_day_off() -> None:
    assert one("وصل الوفد اليوم الأربعاء.", start=date(2021, 11, 25)).date_start == WEDNESDAY


def test_a_bare_weekday_of_the_article_is_the_article_s_day_and_the_last_one_is_a_week_before() -> None:
    assert one("أعلنت الوزارة الأربعاء خطتها.").date_start == WEDNESDAY
    assert one("أعلنت الوزارة الأربعاء الماضي خطتها.").date_start == date(2021, 11, 17)


def test_the_tense_decides_where_no_word_says_last_or_next() -> None:
    assert one("ومن المقرر أن يعقد الاجتماع الجمعة.").date_start == date(2021, 11, 26)
    assert one("وعقد الاجتماع الجمعة.").date_start == date(2021, 11, 19)
    assert one("ستجرى الانتخابات في سبتمبر.").date_start == date(2022, 9, 1)
    assert one("جرت الانتخابات في سبتمبر.").date_start == date(2021, 9, 1)


def test_anchors_say_what_a_time_counts_from() -> None:
    anchors = [span.anchor for _, span in read("اعتقل يوم 16 يوليوز 2016 ونقل في اليوم التالي وحوكم أمس.")]
    assert anchors == ["none", "told", "article"]


def test_a_year_just_told_reaches_to_the_next_date() -> None:
    spans = read("بدأت المعارك في 5 مارس 2011 وانتهت في 20 أكتوبر.")
    assert spans[1][1].date_start == date(2011, 10, 20)


def test_vague_and_approximate_times_say_so() -> None:
    assert one("توفي مؤخرا في المدينة.").is_approximate
    assert one("توفي قبل نحو شهرين في المدينة.").is_approximate
    assert not one("توفي قبل شهرين في المدينة.").is_approximate


def test_about_is_wider_than_exact() -> None:
    exact = one("توفي قبل شهرين في المدينة.", start=date(2021, 6, 15))
    more = one("توفي قبل أكثر من شهرين في المدينة.", start=date(2021, 6, 15))
    assert exact.date_start is not None
    assert exact.date_end is not None
    assert more.date_start is not None
    assert more.date_start < exact.date_start


def test_distances_beyond_the_calendar_are_null() -> None:
    assert one("عاشوا قبل 900 سنة في المدينة.", start=date(900, 1, 1)).date_start is None


def test_the_same_document_gives_the_same_expressions() -> None:
    document = document_of("وصل الوفد مساء الاثنين 22 نوفمبر 2021 وغادر أمس.")
    assert find_times(document) == find_times(document)


def test_every_kind_of_word_either_begins_an_expression_or_is_known_to_begin_none() -> None:
    kinds = {kind for word in words().values() for kind in word.kinds} | {"digits"}
    assert kinds - IDLE_KINDS == set(grammar._RULES)


def test_easter_and_hijri_days_are_those_of_the_calendars() -> None:
    assert [easter(year) for year in (2016, 2018, 2021, 2024)] == [
        date(2016, 3, 27),
        date(2018, 4, 1),
        date(2021, 4, 4),
        date(2024, 3, 31),
    ]
    assert hijri_day(1436, 10, 1) == date(2015, 7, 17)
    assert hijri_day(1200, 1, 1) is None


DAYS = st.dates(date(1995, 1, 1), date(2040, 1, 1))
SHIFTS = st.integers(-4000, 4000)
DAY_COUNTING = (
    "وصل الوفد اليوم.", "وصل الوفد أمس.", "وصل الوفد أول أمس.", "سيصل الوفد غدا.", "سيصل الوفد بعد غد.",
    "وصل الوفد قبل ثلاثة أيام.", "وصل الوفد منذ أسبوعين.", "وصل الوفد قبل أسبوع.", "ستصل المساعدات في غضون 6 أيام.",
    "وصل الوفد مؤخرا.", "وصل الوفد الليلة الماضية.", "تحسن الوضع في الأيام الأخيرة.", "وصل الوفد قبل أكثر من أسبوعين.",
)  # fmt: skip
WEEK_COUNTING = (
    "وصل الوفد الثلاثاء.", "وصل الوفد الثلاثاء الماضي.", "سيصل الوفد الثلاثاء المقبل.", "وصل الوفد مساء السبت.",
    "وصل الوفد الأسبوع الماضي.", "سيصل الوفد الأسبوع المقبل.", "وصل الوفد هذا الأسبوع.", "وصل الوفد يومي السبت والأحد.",
    "اجتمعوا في عطلة نهاية الأسبوع.",
)  # fmt: skip
MONTH_COUNTING = {
    "وصل الوفد الشهر الماضي.": 1, "سيصل الوفد الشهر المقبل.": 1, "وصل الوفد قبل شهرين.": 1, "وصل الوفد هذا الشهر.": 1,
    "وصل الوفد العام الماضي.": 12, "وصل الوفد قبل ثلاث سنوات.": 12, "وصل الوفد هذا العام.": 12,
    "وصل الوفد نهاية العام الماضي.": 12, "وصل الوفد في مارس الماضي.": 12, "وصل الوفد يوم 16 مارس الماضي.": 12,
    "وصل الوفد في الموسم الماضي.": 12,
}  # fmt: skip


def days_of(sentence: str, day: date) -> tuple[date, date]:
    span = one(sentence, start=day)
    assert span.date_start is not None
    assert span.date_end is not None
    return span.date_start, span.date_end


@settings(max_examples=60, deadline=None)
@given(DAYS, SHIFTS)
def test_what_counts_in_days_moves_with_the_article_day_by_day(day: date, shift: int) -> None:
    moved = timedelta(days=shift)
    for sentence in DAY_COUNTING:
        first, last = days_of(sentence, day)
        assert days_of(sentence, day + moved) == (first + moved, last + moved), sentence


@settings(max_examples=60, deadline=None)
@given(DAYS, SHIFTS)
def test_what_counts_in_weekdays_moves_by_whole_weeks_and_never_jumps_further(day: date, shift: int) -> None:
    """A shift by n weeks moves it by n weeks; within a week it stays or moves to the next such weekday."""
    weeks = timedelta(weeks=shift // 7)
    for sentence in WEEK_COUNTING:
        first, last = days_of(sentence, day)
        assert days_of(sentence, day + weeks) == (first + weeks, last + weeks), sentence
        assert days_of(sentence, day + timedelta(days=1))[0] - first in (timedelta(0), timedelta(days=7)), (
            sentence
        )


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(-120, 120))
def test_months_and_years_move_by_their_own_unit_and_not_by_days(day: date, count: int) -> None:
    """Invariant: they depend on the article's month (or year) alone, so a shift by n of them moves both ends by n.

    Named months and days (`مارس الماضي`) and school years move so under whole years. The article's day is
    kept within every month (1 to 28); last days of months move to last days.
    """
    day = day.replace(day=min(day.day, 28))
    for sentence, months in MONTH_COUNTING.items():
        first, last = days_of(sentence, day)
        moved = days_of(sentence, add_months(day, count * months))
        assert moved[0] == add_months(first, count * months), sentence
        assert moved[1] + timedelta(days=1) == add_months(last + timedelta(days=1), count * months), sentence


@settings(max_examples=200, deadline=None)
@given(DAYS, st.sampled_from(["day", "week", "month", "quarter", "half", "year", "decade", "century"]))
def test_units_hold_their_day_and_follow_each_other_without_gaps(day: date, unit: str) -> None:
    first, last = unit_around(unit, day)
    assert first <= day <= last
    assert unit_around(unit, day, 1)[0] == last + timedelta(days=1)
    assert unit_around(unit, day, -1)[1] == first - timedelta(days=1)


WORDS = [
    *(
        "من",
        "إلى",
        "بين",
        "و",
        "في",
        "يوم",
        "يومي",
        "12",
        "15",
        "2021",
        "24/11/2021",
        "سبتمبر",
        "كانون",
        "الثاني",
        "الأول",
    ),
    *(
        "الثلاثاء",
        "الماضي",
        "المقبل",
        "نفسه",
        "هذا",
        "العام",
        "الشهر",
        "النصف",
        "الربع",
        "نهاية",
        "أواخر",
        "قبل",
        "بعد",
    ),
    *(
        "منذ",
        "غضون",
        "نحو",
        "أكثر",
        "ثلاثة",
        "عشرون",
        "ألفا",
        "ونصف",
        "سنوات",
        "أيام",
        "شهر",
        "،",
        "-",
        "/",
        "(",
        ")",
    ),
    *(
        "ليلة",
        "الساعة",
        "صباحا",
        "وقت",
        "سابق",
        "عيد",
        "الفطر",
        "رمضان",
        "القرن",
        "التاسع",
        "عشر",
        "ثمانينيات",
        "صيف",
    ),
    *("فصل", "الموسم", "غدا", "أمس", "أول", "اليوم", "والأحد", "هـ", "1436", "99999", "20-15", "31"),
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=14,
    ),
    st.none() | DAYS,
)
def test_no_order_of_words_breaks_the_grammar(parts: list[str], day: date | None) -> None:
    document = document_of(" ".join(parts))
    published = None if day is None else Published(day, day, "test")
    spans = resolve_times(find_times(document), published)
    assert all(0 <= span.start < span.end <= len(document.text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    for span in spans:
        assert (span.date_start is None) == (span.date_end is None)
        assert span.date_start is None or span.date_end is None or span.date_start <= span.date_end
