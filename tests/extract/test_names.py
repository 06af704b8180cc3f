"""Names are found whole and only where they are names, in sentences written for these tests.

In each sentence the names that must be found stand in square brackets with their type, and nothing else
may be found: `[GPE|المغرب]`.
"""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from flows.document import Document, Segment, Sentence
from flows.extract.names import find_names
from flows.extract.readings import NameSpan, NationalSpan
from flows.knowledge.knowledge import load

_MARK = re.compile(r"\[([A-Z]+)\|([^\]]*)\]")


def document(text: str) -> Document:
    lines, at = [], 0
    for number, line in enumerate(text.split("\n")):
        lines.append(Sentence(number, at, at + len(line), number))
        at += len(line) + 1
    return Document("a", text, text, tuple(lines), (Segment(0, 0, len(text)),))


def read(text: str) -> tuple[tuple[NameSpan, ...], tuple[NationalSpan, ...]]:
    return find_names(document(text), load())


def names_of(text: str) -> dict[str, NameSpan]:
    return {text[name.start : name.end]: name for name in read(text)[0]}


def check(marked: str) -> None:
    text, wanted, at = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        wanted.append((mark[1], len(text), len(text) + len(mark[2])))
        text += mark[2]
        at = mark.end()
    text += marked[at:]
    found = [(name.type, name.start, name.end) for name in read(text)[0]]
    assert [(kind, text[a:b]) for kind, a, b in found] == [(kind, text[a:b]) for kind, a, b in wanted]
    assert found == wanted


@pytest.mark.parametrize(
    "marked",
    [
        "وصل الوفد إلى [GPE|المغرب] ثم غادر نحو [GPE|إسبانيا].",
        "جرت المحادثات ب[GPE|الرباط] و[GPE|تونس] وشملت [GPE|ليبيا] كذلك.",
        "قدمت الشكر لل[GPE|مغرب] ول[GPE|قطر] على الوساطة.",
        "شارك في اللقاء ممثلون عن [GPE|الإمارات] و[GPE|البحرين] و[GPE|السودان].",
        "زار رئيس [GPE|الولايات المتحدة الأمريكية] العاصمة قبل عام.",
        "تقع المنشأة قرب مدينة [GPE|بركان] على الحدود.",
        "ثار بركان قديم بعد عقود من الهدوء.",
        "صدر بيان مشترك في إطار التعاون القائم.",
        "كان الاجتماع قصيرا وتناول الدعم المالي.",
        "انسحبت القوات الأجنبية من [GPE|مالي] نهاية السنة.",
        "عبرت السفينة [LOC|مضيق هرمز] نحو [LOC|البحر الأحمر].",
        "تراجعت الهجرة عبر [LOC|البحر الأبيض المتوسط] نحو [LOC|أوروبا].",
        "افتتح [GPE|دولة الكويت] فرعا جديدا.",
    ],
)
def test_places(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "قالت [ORG|وزارة الخارجية المغربية] إن الزيارة ناجحة.",
        "نفى [ORG|الجيش الإسرائيلي] علمه بالحادث.",
        "التقى وزير الخارجية المغربي نظيره الفرنسي.",
        "أصدرت [ORG|المديرية العامة للأمن الوطني] بلاغا.",
        "دعا [ORG|حزب العدالة والتنمية] إلى الحوار.",
        'ذكرت صحيفة "[ORG|واشنطن بوست]" أن الاتفاق قريب.',
        "قال مصدر ل[ORG|وكالة فرانس برس] إن المحادثات توقفت.",
        "استنكرت [ORG|منظمة العفو الدولية] القرار.",
        'انتقدت منظمة "[ORG|بتسيلم]" عمليات الهدم.',
        "رحب [ORG|الاتحاد الأوروبي] بالإعلان، كما رحبت به [ORG|الأمم المتحدة].",
        "أعلن [ORG|مجلس الأمن الدولي] عقد جلسة طارئة.",
        "أفادت [ORG|الوكالة الدولية للطاقة الذرية] بأن التفتيش انتهى.",
        'نظمت [ORG|جمعية "نور الغد"] حملة تبرع.',
        "أكدت [ORG|وزارة الصناعة والتجارة] ارتفاع الصادرات.",
        "انتشرت وحدات من [ORG|حرس الحدود السعودي] في المنطقة.",
        "قررت الحكومة تعليق العمل وأيد الجيش ذلك.",
    ],
)
def test_organisations(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "قال وزير الخارجية المغربي [PERS|ناصر بوريطة] إن الحوار مستمر.",
        "استقبل الملك [PERS|محمد السادس] ضيفه في القصر.",
        "صرح المتحدث باسم الوزارة [PERS|سمير الوردي] بذلك.",
        "أوضح الدكتور [PERS|يوسف بن حمدان] أن الدراسة أولية.",
        "التقى [PERS|إيمانويل ماكرون] ب[PERS|فلاديمير بوتين] مطولا.",
        "اتفق [PERS|ترامب] و[PERS|نتنياهو] على اللقاء.",
        "وأكد المشرف على البرنامج أن العمل سيستمر.",
        "حصل على جائزة كبيرة واعترض على القرار.",
    ],
)
def test_people(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "وقع الطرفان [LAW|اتفاقيات أوسلو] قبل عقود.",
        "صادق البرلمان على [LAW|اتفاق الصخيرات].",
        "هبطت الطائرة في [FAC|مطار قرطاج الدولي] ليلا.",
        "اندلعت [EVENT|الحرب العالمية الثانية] بعد ذلك.",
        "تظاهر المئات في محيط [FAC|المسجد الأقصى].",
    ],
)
def test_laws_buildings_and_events(marked: str) -> None:
    check(marked)


def test_a_short_name_is_the_same_thing_as_the_full_one_told_before() -> None:
    text = "قال الوزير فريد بلمنصور إن العمل بدأ.\nوأضاف بلمنصور أن الأشغال تتقدم."
    first, second = read(text)[0]
    assert (first.thing, second.thing) == ("فريد بلمنصور", "فريد بلمنصور")
    assert text[second.start : second.end] == "بلمنصور"


def test_spellings_of_one_person_are_one_thing() -> None:
    names = names_of("زار بيني غانتس المنطقة، وقال گانتس إن الزيارة مهمة، ثم غادر جانتس.")
    assert {name.thing for name in names.values()} == {"pers.benny-gantz"}
    assert len(names) == 3


def test_a_party_is_the_same_with_and_without_its_first_word() -> None:
    names = names_of("نفت حركة حماس الخبر.\nوقالت حماس إن الوفد لم يصل.")
    assert {name.thing for name in names.values()} == {"org.hamas"}


def test_an_alias_that_is_an_ordinary_word_is_a_name_once_the_full_name_is_told() -> None:
    assert "الاستقلال" not in names_of("نالت البلاد الاستقلال قبل عقود.")
    names = names_of("أعلن حزب الاستقلال مرشحيه.\nوخسر الاستقلال مقعدين.")
    assert names["الاستقلال"].thing == names["حزب الاستقلال"].thing


@pytest.mark.parametrize(("cue", "country"), [("لبنان", "LBN"), ("ليبيا", "LBY")])
def test_a_city_of_two_countries_is_that_of_the_country_told(cue: str, country: str) -> None:
    assert names_of(f"شهدت طرابلس هدوءا، وقالت السلطات في {cue} إن الوضع مستقر.")["طرابلس"].country == country


def test_a_ministry_without_its_country_is_that_of_the_country_the_article_is_about() -> None:
    names = names_of("اجتمع مسؤولون جزائريون في الجزائر.\nوقالت وزارة الداخلية إن الحركة عادية.")
    assert names["وزارة الداخلية"].key == "org.moi.DZA"
    assert names["وزارة الداخلية"].country == "DZA"


def test_the_country_of_an_unknown_person_is_that_of_the_office() -> None:
    assert (
        names_of("التقى وزير الزراعة الفرنسي جان مارك دوبريه وفدا من المغرب.")["جان مارك دوبريه"].country
        == "FRA"
    )


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("قال وزير النقل النرويجي، لارس هوفلاند، إن الأشغال مستمرة في تونس.", "لارس هوفلاند", "NOR"),
        ("استقبل الوزير في الرباط سفير اليابان، كينجي ماتسورا، وتباحثا.", "كينجي ماتسورا", "JPN"),
        ("تحدث هنري لودفيك، وزير خارجية بلجيكا، عن الوضع في مالي وليبيا.", "هنري لودفيك", "BEL"),
        ("زار ستيفان كوربر نائب وزير الدفاع النمساوي بغداد والبصرة.", "ستيفان كوربر", "AUT"),
        ("حلت البطلة الكينية سارة أوتيينو في المركز الأول بباريس.", "سارة أوتيينو", "KEN"),
    ],
)
def test_the_office_or_nationality_beside_a_person_tells_the_country(
    text: str, name: str, country: str
) -> None:
    found = names_of(text)
    assert found[name].country == country


@pytest.mark.parametrize(
    "marked",
    [
        "أدان المجتمعون التصعيد.",
        "زار سانشيز [GPE|الرباط] أمس.",
        "وصل [PERS|بيدرو سانشيز] [GPE|الرباط] صباحا.",
        "قالت المنظمة الحقوقية إن المحاكمة لم تكن عادلة.",
        "فإن قواتنا مستعدة.",
        "استقبل [PERS|خالد بن ناصر بن سعود] أمير منطقة حدودية ضيوفه.",
        "قدم [PERS|يونس عبد اللطيف] الوكيل العام للملك عرضا.",
    ],
)
def test_verbs_plurals_cities_and_offices_are_no_part_of_a_persons_name(marked: str) -> None:
    check(marked)


def test_nationalities_are_told_outside_of_names_only() -> None:
    text = "قال مسؤول إسرائيلي إن الجيش الإسرائيلي انسحب، وعاد المغاربة."
    nationals = read(text)[1]
    assert [(text[n.start : n.end], n.country, n.is_plural, n.is_definite) for n in nationals] == [
        ("إسرائيلي", "ISR", False, False),
        ("المغاربة", "MAR", True, True),
    ]


def test_names_do_not_run_over_sentences() -> None:
    names = names_of("زار الوفد وزارة\nالخارجية المغربية مغلقة")
    assert not any("\n" in surface for surface in names)


def test_nothing_is_read_outside_of_the_sentences() -> None:
    text = "المغرب\nتونس"
    only_second = Document("a", text, text, (Sentence(0, 7, 11, 0),), (Segment(0, 0, len(text)),))
    assert [text[n.start : n.end] for n in find_names(only_second, load())[0]] == ["تونس"]


def test_an_empty_article_has_no_names() -> None:
    assert read("") == ((), ())


def test_spans_are_in_order_apart_and_within_the_text() -> None:
    text = (
        'قال وزير الخارجية الجزائري رمطان لعمامرة، في تصريح لصحيفة "الخبر"، إن الاتحاد الأفريقي يدعم ليبيا.\n'
        'والتقى لعمامرة في نيويورك الأمين العام للأمم المتحدة أنطونيو غوتيريش ووفدا من حركة "النهضة" التونسية.'
    )
    names, nationals = read(text)
    spans = sorted([(n.start, n.end) for n in names] + [(n.start, n.end) for n in nationals])
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert list(names) == sorted(names, key=lambda name: name.start)


def test_one_thing_has_one_country_and_one_key() -> None:
    text = "استقبل وزير العدل التونسي كمال بن يونس وفدا.\nوقال بن يونس إن فرنسا وإيطاليا وإسبانيا شركاء."
    found = [name for name in read(text)[0] if name.type == "PERS"]
    assert len(found) == 2
    assert {(name.thing, name.key, name.country) for name in found} == {("كمال بن يونس", None, "TUN")}


def test_a_body_of_a_city_is_its_own_thing_in_the_citys_country() -> None:
    name = names_of("أعلنت شرطة نيويورك توقيف شخصين.")["شرطة نيويورك"]
    assert (name.key, name.thing, name.country) == (None, "شرطه نيويورك", "USA")


def test_every_key_that_is_told_is_one_that_the_knowledge_tells_about() -> None:
    text = (
        "قال جيش إسرائيل وحكومة لبنان وسفارة الجزائر بفرنسا ووزارة الدفاع الروسية إن شرطة نيويورك حضرت مع مرسي.\n"
        "وحضر ممثلون عن القدس وعمان وطرابلس ومالي وعن حزب الله اللبناني والاتفاق النووي."
    )
    keys = [name.key for name in read(text)[0] if name.key is not None]
    assert len(keys) > 8
    assert [key for key in keys if load().thing(key) is None] == []


def test_a_body_told_with_its_country_once_keeps_it_where_it_is_told_without() -> None:
    text = (
        "اجتمع وزراء من فرنسا وفرنسا وألمانيا.\nوقالت وزارة الدفاع التونسية إن العملية انتهت.\n"
        "وأضافت وزارة الدفاع أن فرنسا شاركت."
    )
    assert names_of(text)["وزارة الدفاع"].key == "org.mod.TUN"


def test_a_senate_is_that_of_a_country_that_has_one() -> None:
    text = "تحدثت إيران وإيران وإيران عن العقوبات.\nوصوت مجلس الشيوخ في الولايات المتحدة عليها."
    assert names_of(text)["مجلس الشيوخ"].country == "USA"
