import pytest

from flows.clean.article import clean_article
from flows.clean.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text, title_start=None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("عاد الوفد. ثم غادر! هل يعود؟ ربما…", ["عاد الوفد.", "ثم غادر!", "هل يعود؟", "ربما…"]),
        ("عاد الوفد.وغادر ليلا", ["عاد الوفد.", "وغادر ليلا"]),
        ("بلغت النسبة 3.5 في المائة. ثم تراجعت", ["بلغت النسبة 3.5 في المائة.", "ثم تراجعت"]),
        ("زار د. سعيد م. كمال المصنع. وعاد", ["زار د. سعيد م. كمال المصنع.", "وعاد"]),
        ("نقلت أ.ف.ب عن مصدر. ونفى آخر", ["نقلت أ.ف.ب عن مصدر.", "ونفى آخر"]),
        ("نقلت و.م.ع. أن اللقاء تم", ["نقلت و.م.ع. أن اللقاء تم"]),
        ("قال لقناة بي. إف. إم. أمس إنه باق. ثم رحل", ["قال لقناة بي. إف. إم. أمس إنه باق.", "ثم رحل"]),
        ("انتهى الكلام. ”", ["انتهى الكلام."]),
        ("كتب على موقع منبر.كوم أمس. وصمت", ["كتب على موقع منبر.كوم أمس.", "وصمت"]),
        ("وقال: «لن نرحل. هذا بيتنا. هنا نبقى». ثم جلس", ["وقال: «لن نرحل. هذا بيتنا. هنا نبقى».", "ثم جلس"]),
        ('وقال "نعم. سنعود." وغادر', ['وقال "نعم. سنعود."', "وغادر"]),
        ("«اقتباس لم يغلق. وجملة أخرى. وثالثة", ["«اقتباس لم يغلق.", "وجملة أخرى.", "وثالثة"]),
        ("1. الرصيف\n2. الحوض", ["1. الرصيف", "2. الحوض"]),
        ("- بند\n- بند آخر. وشرحه", ["- بند", "- بند آخر.", "وشرحه"]),
        ("... ثم سكت. ؟! . وعاد", ["ثم سكت.", "وعاد"]),
        ("سطر\n\nسطر", ["سطر", "سطر"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_text_without_stops_is_cut_at_commas() -> None:
    text = "، ".join(["ثم مضى القطار نحو المحطة التالية"] * 80)
    parts = cut(text)
    assert max(map(len, parts)) <= 700
    assert all(part.endswith("،") for part in parts[:-1])
    assert " ".join(parts) == text


def test_a_text_without_even_spaces_ends() -> None:
    assert "".join(cut("ا" * 5000)) == "ا" * 5000


def test_numbers_and_paragraphs_count_from_zero() -> None:
    found = sentences("أول. ثان\nثالث", title_start=None)
    assert [(s.number, s.paragraph) for s in found] == [(0, 0), (1, 0), (2, 1)]


def test_a_title_is_one_sentence_whatever_stops_it_has() -> None:
    text = "الميناء يتوسع. والصيادون يعترضون\nوقال الرئيس نعم. وعاد"
    assert [s.kind for s in sentences(text, title_start=0)] == ["title", "body", "body"]


def test_a_paragraph_told_twice_is_marked_and_stays() -> None:
    paragraph = "وقال رئيس المجلس إن الأشغال ستبدأ في الربيع. وأضاف أن الكلفة معروفة للجميع منذ شهور."
    other = "وطالب الصيادون بأرصفة بديلة لقواربهم الصغيرة طوال مدة الأشغال التي قد تمتد إلى سنتين."
    source = f"{paragraph}\n{other}\n{paragraph.replace('المجلس', 'المجلـس')}\n"
    found = clean_article(source)
    assert [s.repeat_of for s in found.sentences] == [None, None, None, 0, 1]
    (row,) = found.removed
    assert row.reason == "duplicate"
    assert source[row.source_start : row.source_end].startswith("وقال رئيس المجلـس")
    assert source[row.source_start : row.source_end].endswith("شهور.")


def test_headings_that_come_twice_are_no_repeats() -> None:
    found = clean_article("خلفية\nنص أول عن الميناء القديم.\nخلفية\nنص ثان عن المدينة.")
    assert all(sentence.repeat_of is None for sentence in found.sentences)
