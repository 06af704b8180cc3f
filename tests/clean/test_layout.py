"""What is cut from an article, and what stays: every sentence here is written for these tests."""

from collections.abc import Mapping

import pytest

from flows.clean.article import CleanArticle, clean_article
from flows.clean.phrases import removal_reasons
from flows.knowledge.tables import rows

TITLE = "مجلس المدينة يوافق على توسيع الميناء القديم"
FIRST = "وافق مجلس المدينة في جلسة عقدها مساء الثلاثاء على مشروع توسيع الميناء القديم بعد نقاش استمر أربع ساعات كاملة."
SECOND = "وقال رئيس المجلس إن الأشغال ستبدأ في الربيع المقبل، وإن كلفتها لن تتجاوز ما رصد لها في ميزانية السنة الجارية."
THIRD = "وطالبت جمعيات الصيادين بضمان أرصفة بديلة للقوارب الصغيرة طوال مدة الأشغال التي قد تمتد إلى سنتين ونصف السنة."
STORY = (FIRST, SECOND, THIRD)


def cleaned(
    *lines: str, title: str | None = None, outlet: str | None = None, counts: Mapping[str, int] | None = None
) -> CleanArticle:
    return clean_article("\n".join(lines), title=title, outlet=outlet, counts=counts)


def cuts(found: CleanArticle, *lines: str) -> dict[str, str]:
    source = "\n".join(lines)
    return {source[row.source_start : row.source_end]: row.reason for row in found.removed}


def reason(line: str, *, before: bool = False, counts: Mapping[str, int] | None = None) -> str | None:
    """The reason for which a line before (behind the title) or after the story is cut."""
    lines = (TITLE, line, *STORY) if before else (TITLE, *STORY, line)
    return cuts(cleaned(*lines, counts=counts), *lines).get(line)


def test_a_plain_article_loses_nothing() -> None:
    found = cleaned(TITLE, "", *STORY)
    assert found.title == TITLE
    assert found.text == "\n".join((TITLE, "", *STORY))
    assert [row.reason for row in found.removed] == ["title"]


def test_a_text_that_starts_with_its_story_has_no_title() -> None:
    found = cleaned(*STORY)
    assert found.title is None
    assert found.removed == ()
    assert {sentence.kind for sentence in found.sentences} == {"body"}


def test_a_single_line_is_no_title() -> None:
    assert cleaned(TITLE).title is None


def test_the_told_title_is_found_in_the_text() -> None:
    found = cleaned("ملف", TITLE, *STORY, title=f"  {TITLE} ")
    assert found.title == TITLE
    assert "ملف" not in found.text


def test_a_told_title_may_have_the_sites_name_behind_it() -> None:
    assert cleaned(TITLE, *STORY, title=f"{TITLE} | منبر الساحل").title == TITLE


def test_a_told_title_that_the_text_does_not_hold_is_still_the_title() -> None:
    found = cleaned(*STORY, title=TITLE)
    assert found.title == TITLE
    assert not any(sentence.kind == "title" for sentence in found.sentences)


@pytest.mark.parametrize(
    "title", [f"{TITLE}؟", f"{TITLE}.. والصيادون يعترضون", f'{TITLE} و"الأرصفة" تنتظر', f"  {TITLE} - منبر"]
)
def test_questions_quotes_and_outlets_belong_to_a_title(title: str) -> None:
    assert cleaned(title, *STORY).title == title.strip()


def test_a_title_is_shown_as_it_is_written_without_what_cannot_be_seen() -> None:
    assert (
        cleaned("\u202bمجلسُ  المديـنة يوافق على التوسيع\u202c", *STORY).title
        == "مجلسُ المديـنة يوافق على التوسيع"
    )


def test_a_title_told_again_stays_and_is_marked_as_a_repeat() -> None:
    lines = (
        "سياسة",
        "|",
        "الأحد 3 مارس 2019 - 10:15",
        TITLE,
        "ليلى العمراني",
        "ليلى العمراني",
        TITLE,
        *STORY,
    )
    found = cleaned(*lines)
    assert found.title == TITLE
    assert found.author == "ليلى العمراني"
    assert found.text.count(TITLE) == 2
    title, again = found.sentences[:2]
    assert (title.kind, again.repeat_of) == ("title", title.number)
    assert [row.reason for row in found.removed] == [
        "section",
        "separator",
        "stamp",
        "title",
        "author",
        "author",
        "duplicate",
    ]
    assert [(hint.kind, hint.text) for hint in found.hints] == [("stamp", "الأحد 3 مارس 2019 - 10:15")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("شارك هذا الخبر على فيسبوك", "share"),
        ("فيسبوك", "share"),
        ("تابعونا على تويتر ويوتيوب", "follow"),
        ("اترك تعليقاً", "comments"),
        ("3 تعليقات", "comments"),
        ("اقرأ أيضا: كيف كان الميناء قبل قرن؟", "related"),
        ("للمزيد: صور من الميناء القديم", "related"),
        ("مواضيع ذات صلة", "related"),
        ("جميع الحقوق محفوظة © منبر الساحل 2019", "copyright"),
        ("الوسوم: الميناء، المجلس، الصيد", "tags"),
        ("(أ ف ب، رويترز)", "agency"),
        ("و.م.ع", "agency"),
        ("المصدر: وكالات", "agency"),
        ("fbpx", "script"),
        ("window.dataLayer = window.dataLayer || [];", "script"),
        ("https://example.org/port", "link"),
        ("* * *", "separator"),
        ("×××", "separator"),
        ('(أ ف ب، رويترز، "لجنة الصيادين")', "agency"),
        ("عدد المشاهدات: 1520", "counter"),
        ("آخر تحديث: 12/03/2019 - 18:40", "stamp"),
        ("Tue, 12 Mar 2019 18:40:00 GMT", "stamp"),
    ],
)
def test_noise_behind_the_story_is_cut_with_its_reason(line: str, expected: str) -> None:
    assert reason(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("الثلاثاء 12 مارس 2019", "stamp"),
        ("تاريخ النشر: 12 مارس 2019", "stamp"),
        ("بقلم: سمير الوزاني", "author"),
        ("كتبت هدى القاسمي:", "author"),
        ("سمير الوزاني", "author"),
        ("هسبريس - سمير الوزاني", "author"),
        ("سمير الوزاني ـ طنجة", "author"),
        ("رويترز", "agency"),
        ("صورة: أرشيف", "photo"),
    ],
)
def test_furniture_before_the_story_is_cut_with_its_reason(line: str, expected: str) -> None:
    assert reason(line, before=True) == expected


@pytest.mark.parametrize(
    "line",
    [
        "فيسبوك: أرباحنا في الميناء تراجعت هذا العام",
        "وشارك في الجلسة ممثلون عن الصيادين.",
        "والسبب أن الميناء ضيق.",
        "تعليق الرحلات البحرية",
        "رئيس المجلس: لن نؤجل الأشغال",
        "مارس 2019",
        "1- الأرصفة",
        "- توسيع الحوض الشرقي",
        "«لن نرحل»",
    ],
)
def test_what_may_belong_to_the_story_stays(line: str) -> None:
    lines = (TITLE, FIRST, line, SECOND, THIRD)
    assert line not in cuts(cleaned(*lines), *lines)


def test_a_dateline_stays_and_is_known_as_one() -> None:
    found = cleaned(TITLE, "طنجة - رويترز", *STORY)
    assert "طنجة - رويترز" in found.text
    assert [sentence.kind for sentence in found.sentences][:3] == ["title", "dateline", "body"]


def test_a_dateline_with_a_day_hints_at_the_articles_date() -> None:
    found = cleaned(TITLE, "جدة 26 شوال 1436 هـ الموافق 11 أغسطس 2015 م واس", *STORY)
    assert [(hint.kind, hint.text[:4]) for hint in found.hints] == [("dateline", "جدة ")]


def test_a_list_or_a_table_at_the_end_stays() -> None:
    table = ("الحارس", "الدفاع", "الوسط", "الهجوم", "الاحتياط")
    assert cleaned(TITLE, *STORY, *table).text.endswith("\n".join(table))


def test_a_few_loose_words_behind_a_finished_story_are_buttons() -> None:
    lines = (TITLE, *STORY, "إلى الأعلى", "نسخة خفيفة من الموقع")
    assert set(cuts(cleaned(*lines), *lines).values()) == {"title", "menu"}


def test_headlines_in_a_row_amid_finished_paragraphs_are_links() -> None:
    links = (
        "وزير النقل يزور ورش السكة الجديدة",
        "ارتفاع أسعار السمك في أسواق الشمال",
        "الصيادون يحتجون أمام مقر الولاية",
    )
    lines = (TITLE, *STORY, *links, FIRST.replace("وافق", "صادق"))
    assert [cuts(cleaned(*lines), *lines).get(link) for link in links] == ["related"] * 3


def test_a_list_that_a_paragraph_announces_is_no_row_of_links() -> None:
    items = (
        "بناء رصيف جديد للقوارب الصغيرة",
        "تعميق الحوض الشرقي للميناء القديم",
        "فتح طريق نحو المنطقة الصناعية",
    )
    lines = (
        TITLE,
        FIRST,
        SECOND,
        THIRD.rstrip(".") + ":",
        *items,
        FIRST.replace("وافق", "صادق"),
        SECOND.replace("قال", "ذكر"),
    )
    found = cuts(cleaned(*lines), *lines)
    assert not any(item in found for item in items)


def test_a_label_stands_over_the_links_behind_it_and_no_further() -> None:
    links = ("الوزير في ورش السكة الجديدة", "أسعار السمك ترتفع في الشمال")
    items = ("رصيف القوارب الصغيرة أولا", "حوض السفن الكبيرة ثانيا", "طريق المنطقة الصناعية ثالثا")
    lines = (TITLE, FIRST, "اقرأ أيضا", *links, SECOND, *items[:1], THIRD)
    found = cuts(cleaned(*lines), *lines)
    assert [found.get(link) for link in links] == ["related", "related"]
    assert items[0] not in found
    longer = (TITLE, FIRST, "اقرأ أيضا", *links, *items, SECOND, THIRD)
    found = cuts(cleaned(*longer), *longer)
    assert items[2] not in found


def test_what_the_outlet_repeats_at_the_edge_is_cut() -> None:
    line = "منبر الساحل صوت من لا صوت له"
    assert reason(line) is None
    assert reason(line, counts={line: 9}) == "boilerplate"


def test_a_paragraph_that_many_articles_tell_is_background_and_stays() -> None:
    lines = (TITLE, *STORY)
    assert SECOND not in cuts(cleaned(*lines, counts={SECOND: 50}), *lines)


def test_another_articles_title_between_paragraphs_is_a_link() -> None:
    link = "وزير النقل يزور ورش السكة الجديدة"
    lines = (TITLE, FIRST, link, SECOND, THIRD)
    assert link not in cuts(cleaned(*lines), *lines)
    assert cuts(cleaned(*lines, counts={link: 2}), *lines)[link] == "related"


def test_lines_broken_at_a_margin_are_put_together_again() -> None:
    words = " ".join(STORY * 2).split()
    lines, line = [], ""
    for word in words:
        if len(line) + 1 + len(word) > 50:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    found = cleaned(*lines, line)
    assert found.title is None
    assert found.text == " ".join(STORY * 2)
    assert [row for row in found.removed if row.reason != "duplicate"] == []


def test_every_reason_in_the_tables_is_a_known_one() -> None:
    known = set(removal_reasons())
    assert {row["reason"] for row in rows("noise_phrases")} <= known
    assert {"title", "author", "duplicate", "stamp", "section", "boilerplate"} <= known


def test_phrases_say_how_they_match() -> None:
    for row in rows("noise_phrases"):
        assert row["match"] in ("line", "start", "part")
        assert row["zone"] in ("any", "edge")
        assert row["words"].isdigit() == (row["match"] != "line")
