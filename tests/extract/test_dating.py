"""The article's date: records weighed against the text, and the text alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.document import Document, Published, Segment, Sentence
from flows.extract.dating import date_article
from flows.extract.times import find_times
from flows.knowledge.chronology import Chronology

NEUTRAL = "أعلنت الوزارة خطتها الجديدة."


NOTHING = Chronology([])
ROWS = [
    {
        "key": "a",
        "start": "2031-03-04",
        "end": "2031-03-05",
        "all_of": "البستاني & الرباط & زيارة|وصل & الصيد",
    },
    {"key": "b", "start": "2031-06-10", "end": "", "all_of": "ميناء & طانطان & حريق|احترق"},
]  # a Tuesday and a Wednesday; another Tuesday
MEMORY = Chronology(ROWS)


def dated(
    *sentences: str,
    told: str | None = None,
    hints: tuple[str, ...] = (),
    memory: Chronology = NOTHING,
    is_titled: bool = False,
) -> Published | None:
    text = "\n".join(sentences)
    spans, at = [], 0
    for number, sentence in enumerate(sentences):
        kind = "title" if is_titled and number == 0 else "body"
        spans.append(Sentence(number, at, at + len(sentence), number, kind))
        at += len(sentence) + 1
    document = Document("a", text, text, tuple(spans), (Segment(0, 0, len(text)),))
    return date_article(document, told, hints, find_times(document), memory)


def days(published: Published | None) -> tuple[str, str] | None:
    return None if published is None else (str(published.start), str(published.end))


def test_metadata_is_taken_where_nothing_speaks_against_it() -> None:
    found = dated(NEUTRAL, told="2021-11-24")
    assert found == Published(date(2021, 11, 24), date(2021, 11, 24), "metadata")


@pytest.mark.parametrize("told", ["2021-11-24T10:39:00+01:00", "2021-11-24 10:39", "2021-11-24"])
def test_a_time_of_day_in_metadata_is_left_aside(told: str) -> None:
    assert days(dated(NEUTRAL, told=told)) == ("2021-11-24", "2021-11-24")


@pytest.mark.parametrize("told", [None, "", "yesterday", "0001-01-01", "1970-01-01", "2021-13-45"])
def test_metadata_that_is_no_date_is_no_date(told: str | None) -> None:
    assert dated(NEUTRAL, told=told) is None


@pytest.mark.parametrize(
    "hint",
    [
        "الخميس 23 أكتوبر 2025 - 09:34",
        "آخر تحديث: الخميس, 23 أكتوبر/ تشرين الأول, 2025, 10:39 GMT",
        "23/10/2025",
        "2025-10-23 12:00",
        "Thu, 23 Oct 2025 15:17:34 GMT",
        "October 23, 2025",
        "نشر في ٢٣ أكتوبر ٢٠٢٥",
    ],
)
def test_a_stamp_is_read(hint: str) -> None:
    found = dated(NEUTRAL, hints=("سياسة", hint))
    assert found == Published(date(2025, 10, 23), date(2025, 10, 23), "stamp")


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/world/2024/04/08/title-of-it",
        "http://paper.example/new/20240408/Con20240408.htm",
    ],
)
def test_the_address_tells_the_day_before_the_crawl(address: str) -> None:
    found = dated(NEUTRAL, told="2024-04-13", hints=(address,))
    assert found == Published(date(2024, 4, 8), date(2024, 4, 8), "address")


def test_numbers_in_an_address_that_are_no_date_are_left_aside() -> None:
    assert (
        dated(NEUTRAL, hints=("https://news.example/2024/99/08/x", "https://news.example/article/20241"))
        is None
    )


def test_the_earliest_record_is_taken() -> None:
    found = dated(NEUTRAL, told="2017-05-02", hints=("Fri, 11 Aug 2017 15:17:34 GMT",))
    assert days(found) == ("2017-05-02", "2017-05-02")


def test_a_weekday_a_day_before_the_record_leaves_both_possible() -> None:
    found = dated("وصل الوفد اليوم الأربعاء.", told="2021-11-25")
    assert days(found) == ("2021-11-24", "2021-11-25")
    assert found is not None
    assert found.basis == "metadata; text: the weekday before"


def test_a_weekday_long_before_the_record_shows_it_to_be_the_crawl_s() -> None:
    found = dated("وصل الوفد أمس الأحد.", told="2021-11-26")
    assert days(found) == ("2021-11-22", "2021-11-22")
    assert found is not None
    assert "text" in found.basis


def test_weekdays_that_contradict_each_other_decide_nothing() -> None:
    found = dated("وصل الوفد اليوم الأربعاء.", "وقال اليوم الأحد إنه سيغادر.", told="2021-11-26")
    assert days(found) == ("2021-11-26", "2021-11-26")


def test_a_record_of_a_year_before_the_past_that_the_text_tells_is_wrong() -> None:
    found = dated("وقع الهجوم وقتل فيه شرطي في 5 مارس 2018.", told="2011-01-01")
    assert days(found) == ("2018-03-05", "2018-04-04")


def test_a_day_to_come_is_no_contradiction() -> None:
    found = dated("ستعقد القمة في 5 مارس 2022.", told="2021-11-26")
    assert days(found) == ("2021-11-26", "2021-11-26")


def test_today_with_its_date_is_the_article_s_day() -> None:
    for told in (None, "2021-12-01"):
        found = dated("وصل الوفد اليوم الأربعاء 24 نوفمبر 2021.", told=told)
        assert found == Published(date(2021, 11, 24), date(2021, 11, 24), "text: today with its date")


def test_the_event_in_the_lead_and_the_weekday_tell_the_day() -> None:
    found = dated("وقع الهجوم يوم 21 نوفمبر 2021.", "وقالت الشرطة اليوم الأربعاء إنها تحقق.")
    assert days(found) == ("2021-11-24", "2021-11-24")


def test_the_event_in_the_lead_alone_tells_a_month() -> None:
    found = dated("أسفر الاقتراع الذي جرى في 7 أكتوبر 2016 عن تجديد المجلس.")
    assert found == Published(date(2016, 10, 7), date(2016, 11, 6), "text: the latest event dated in full")


def test_an_event_to_come_and_the_weekday_tell_the_day() -> None:
    found = dated("سيعود الوفد يوم الجمعة 24 مارس 2017.", "وقد وصل إلى دمشق اليوم الأربعاء.")
    assert days(found) == ("2017-03-22", "2017-03-22")


def test_a_weekday_stands_for_the_year_of_a_day_where_a_year_is_told_before() -> None:
    found = dated("وقعا الاتفاق يوم الأربعاء 24 نوفمبر بعد اتصالات بدأت عام 2020.")
    assert found is not None
    assert found.start == date(2021, 11, 24)


def test_background_dates_tell_nothing() -> None:
    assert dated(NEUTRAL, NEUTRAL, NEUTRAL, "وقعت الاتفاقية في 21 يوليوز 2006 بالرباط.") is None
    assert dated("وقعت الاتفاقية في 21 يوليوز 2006 وعدلت عام 2019.") is None


def test_this_year_is_not_the_latest_year_that_the_text_tells() -> None:
    assert dated("تنظم الرباط هذا العام معرضها.", "وهي عاصمة الثقافة سنة 2022.") is None


def test_no_evidence_is_no_date() -> None:
    for sentence in (NEUTRAL, "وصل الوفد أمس الثلاثاء.", "انتهت الحرب عام 1945.", "وقع الهجوم في 5 مارس."):
        assert dated(sentence) is None


@given(st.dates(date(1995, 1, 1), date(2040, 1, 1)), st.integers(-2, 1))
def test_a_weekday_that_agrees_with_the_record_changes_nothing(day: date, off: int) -> None:
    word = {-2: "أول أمس", -1: "أمس", 0: "اليوم", 1: "غدا"}[off]
    names = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
    weekday = names[(day + timedelta(days=off)).weekday()]
    assert days(dated(f"وصل الوفد {word} {weekday}.", told=day.isoformat())) == (str(day), str(day))


VISIT = "البستاني في زيارة للرباط"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("وصل الوزير البستاني، الثلاثاء، إلى الرباط لبحث الصيد.", ("2031-03-04", "2031-03-05")),
        ("التقى البستاني في الرباط اليوم الخميس مهنيي الصيد.", ("2031-03-06", "2031-03-06")),
        ("أنهى البستاني اليوم الأربعاء زيارته إلى الرباط بعد بحث الصيد.", ("2031-03-05", "2031-03-05")),
    ],
)
def test_a_known_event_that_the_article_opens_with_tells_its_day(
    sentence: str, expected: tuple[str, str]
) -> None:
    assert days(dated(VISIT, sentence, memory=MEMORY, is_titled=True)) == expected


def test_without_a_title_one_sentence_tells_all_of_a_known_event() -> None:
    whole = "وصل الوزير البستاني، الثلاثاء، إلى الرباط لبحث الصيد."
    assert days(dated(whole, NEUTRAL, memory=MEMORY)) == ("2031-03-04", "2031-03-05")
    assert days(dated(NEUTRAL, whole, memory=MEMORY)) == ("2031-03-04", "2031-03-05")
    assert dated(NEUTRAL, NEUTRAL, whole, memory=MEMORY) is None
    assert (
        dated("وصل البستاني، الثلاثاء، إلى الرباط.", "بحث البستاني في الرباط الصيد.", memory=MEMORY) is None
    )


@pytest.mark.parametrize(
    "sentences",
    [
        (VISIT, "وصل الوزير البستاني إلى الرباط لبحث الصيد."),  # no weekday agrees
        (VISIT, "وصل الوزير البستاني، الأحد، إلى الرباط لبحث الصيد."),
        (
            NEUTRAL,
            "وصل البستاني، الثلاثاء، إلى الرباط في زيارة لبحث الصيد.",
        ),  # the title is about something else
        (VISIT, "وصل البستاني، الثلاثاء، إلى الرباط لبحث الصيد.", "وقع الاتفاق في 5 يناير 2032."),
        (
            VISIT,
            "ذكر البستاني، الثلاثاء، في الرباط بالصيد.",
            "وكان ميناء طانطان قد احترق.",
        ),  # a later known event
    ],
)
def test_a_known_event_in_the_background_tells_nothing(sentences: tuple[str, ...]) -> None:
    found = dated(*sentences, memory=MEMORY, is_titled=True)
    assert found is None or found.basis != "text: a known event"


def test_a_known_event_of_another_time_than_the_words_of_the_article_tells_nothing() -> None:
    sentence = "وصل الوزير البستاني، الثلاثاء، إلى الرباط لبحث الصيد مع ماجد وسلمى في طانطان والداخلة."
    others = [
        {
            "key": f"{year}-{day}",
            "start": f"{year}-03-{day:02}",
            "end": "",
            "all_of": "ماجد & سلمى & طانطان & الداخلة & حريق" if year == 2012 else "مصنع & حريق",
        }
        for year in range(2012, 2033)
        for day in range(1, 20)
    ]
    assert days(dated(VISIT, sentence, memory=MEMORY, is_titled=True)) == ("2031-03-04", "2031-03-05")
    assert dated(VISIT, sentence, memory=Chronology([*ROWS, *others]), is_titled=True) is None


def test_a_record_goes_before_a_known_event() -> None:
    sentence = "وصل الوزير البستاني، الثلاثاء، إلى الرباط لبحث الصيد."
    found = dated(VISIT, sentence, told="2031-03-05", memory=MEMORY)
    assert found is not None
    assert found.basis.startswith("metadata")


def test_the_month_that_the_text_calls_its_own_goes_before_a_late_record() -> None:
    found = dated("عقدت اللجنة اجتماعها في 16 أكتوبر الجاري.", told="2009-11-16")
    assert days(found) == ("2009-10-01", "2009-10-31")


def test_a_date_that_opens_a_line_of_the_lead_is_a_stamp() -> None:
    found = dated(NEUTRAL, "الأربعاء 25 جويلية 2012 الجزائر", NEUTRAL)
    assert found == Published(date(2012, 7, 25), date(2012, 7, 25), "stamp")
