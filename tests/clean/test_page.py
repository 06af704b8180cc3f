"""A whole page as somebody copies it from a browser: menus, buttons, links, a thread of comments."""

from flows.clean.article import clean_article

PAGE = """الرئيسية
سياسة
اقتصاد
مجتمع
رياضة
فن وثقافة
تمازيغت
كتاب وآراء
صوت وصورة
القائمة
بحث
الرئيسية
|
مجتمع
مجلس المدينة يوافق على توسيع الميناء القديم
كريم بنعلي
الأربعاء 13 مارس 2019 - 09:30
شارك
فيسبوك
تويتر
واتساب
طباعة
وافق مجلس المدينة في جلسة عقدها مساء الثلاثاء على مشروع توسيع الميناء القديم بعد نقاش استمر أربع ساعات كاملة.
وقال رئيس المجلس إن الأشغال ستبدأ في الربيع المقبل، وإن كلفتها لن تتجاوز ما رصد لها في ميزانية السنة الجارية.
إعلان
اقرأ أيضا
وزير النقل يزور ورش السكة الجديدة
وطالبت جمعيات الصيادين بضمان أرصفة بديلة للقوارب الصغيرة طوال مدة الأشغال التي قد تمتد إلى سنتين ونصف السنة.
الميناء
الصيد البحري
مجلس المدينة
تعليقات الزوار (3)
1
مواطن غيور
الأربعاء 13 مارس 2019 - 10:11
هذا مشروع جيد ونتمنى أن ينجز في وقته المحدد دون تأخير كما حصل في مشاريع أخرى بالمدينة.
2
عبد الله
الأربعاء 13 مارس 2019 - 11:40
وأين حق الصيادين يا مجلس المدينة
أضف تعليقك
الاسم
البريد الإلكتروني
التعليق
إرسال
انشر
مستجدات
ارتفاع أسعار السمك في أسواق الشمال
الأكثر قراءة
النشرة البريدية
اشترك
© 2019 جميع الحقوق محفوظة
"""
FIRST = "وافق مجلس المدينة"
LAST = "إلى سنتين ونصف السنة."


def test_of_a_copied_page_the_title_and_the_story_are_left() -> None:
    found = clean_article(PAGE)
    lines = [line for line in found.text.split("\n") if line]
    assert len(lines) == 4
    assert found.title == lines[0] == "مجلس المدينة يوافق على توسيع الميناء القديم"
    assert lines[1].startswith(FIRST)
    assert lines[3].endswith(LAST)
    assert found.author == "كريم بنعلي"


def test_what_readers_wrote_is_cut_as_theirs() -> None:
    reasons = {PAGE[row.source_start : row.source_end]: row.reason for row in clean_article(PAGE).removed}
    assert reasons["وأين حق الصيادين يا مجلس المدينة"] == "comments"
    assert reasons["مواطن غيور"] == "comments"
    assert reasons["اقرأ أيضا"] == "related"


def test_the_time_of_a_comment_says_nothing_of_the_article() -> None:
    assert [hint.text for hint in clean_article(PAGE).hints] == ["الأربعاء 13 مارس 2019 - 09:30"]


def test_a_counter_of_comments_above_the_story_takes_nothing_of_it() -> None:
    title, _, story = PAGE[PAGE.index("مجلس") :].partition("\n")
    story = story[story.index(FIRST) : story.index("إعلان")]
    paragraphs = [f"{story.strip()} {number}." for number in range(4)]
    page = "\n".join([title, paragraphs[0], "3 تعليقات", "شارك", *paragraphs[1:], "جميع الحقوق محفوظة"])
    found = clean_article(page)
    assert all(paragraph.split("\n")[0] in found.text for paragraph in paragraphs)
    assert found.text.count(FIRST) == len(paragraphs)


def test_a_story_about_comments_is_no_thread() -> None:
    title, _, story = PAGE[PAGE.index("مجلس") :].partition("\n")
    story = story[story.index(FIRST) : story.index("إعلان")]
    page = f"{title}\n{story}التعليقات\n{story}"
    assert clean_article(page).text.count(FIRST) == 2
