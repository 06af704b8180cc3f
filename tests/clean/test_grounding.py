"""Every offset grounds, whatever marks, elongation and invisible characters somebody's keyboard or converter left."""

import unicodedata
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.arabic import fold
from flows.clean.article import CleanArticle, clean_article
from flows.clean.normalise import ARABIC, OTHER
from flows.document import Document

BASE = """أخبار
وفد من خبراء الصيد يزور ميناء العرائش القديم
رويترز
وصل 12 خبيرا إلى العرائش يوم 3 مارس 2019، وبحثوا مع "جمعية الصيادين" سبل دعم القوارب الصغيرة في المنطقة كلها.

وقال رئيس الوفد إن كلفة المشروع تبلغ 4.5 مليون درهم (نحو 450 ألف دولار)، والأشغال ستمتد 18 شهرا. وأضاف: «سنعود قريبا».
وقال رئيس الوفد إن كلفة المشروع تبلغ 4.5 مليون درهم (نحو 450 ألف دولار)، والأشغال ستمتد 18 شهرا. وأضاف: «سنعود قريبا».
اقرأ أيضا: كيف كان الميناء قبل قرن؟
"""
DROPPED = "\u0640\u064b\u064e\u0651\u0652\u0670\u200b\u200c\u200f\u202b\u202c\u2067\ufeff\u00ad\u061c\u0001\0"
DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
LETTER_ENDS = [i + 1 for i, char in enumerate(BASE) if char.isalpha()]

insertions = st.lists(
    st.tuples(st.sampled_from(LETTER_ENDS), st.text(DROPPED, min_size=1, max_size=4)), max_size=25
)


def edited(changes: list[tuple[int, str]], *, swap: bool, breaks: str) -> str:
    text = BASE
    for at, inserted in sorted(changes, reverse=True):
        text = text[:at] + inserted + text[at:]
    return (text.translate(DIGITS) if swap else text).replace("\n", breaks)


def document(source: str, found: CleanArticle) -> Document:
    return Document("a", found.text, source, found.sentences, found.segments)


def bare(text: str) -> str:
    """Letters without what was composed into them: an accent can stand apart from its letter in odd texts."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def check_grounding(source: str, found: CleanArticle, form: Callable[[str], str] = str) -> None:
    told = document(source, found)
    normaliser = ARABIC if found.language in ("ar", None) else OTHER
    assert [segment.start for segment in found.segments] == sorted(
        segment.start for segment in found.segments
    )
    assert sum(segment.length for segment in found.segments) == len(found.text)
    for token in told.tokens:
        if unicodedata.combining(
            token.form[0]
        ):  # an accent that composes with nothing: part of the letter before
            continue
        start, end = told.source_span(token.start, token.end)
        if token.form == "-" and source[start] == "\u0640":  # elongation that stood for a dash
            continue
        surface, _ = normaliser.piece(source, start, end)
        assert form(found.text[token.start : token.end]) in form(
            surface
        )  # a ligature can hold more than one word
    for sentence in found.sentences:
        start, end = told.source_span(sentence.start, sentence.end)
        assert 0 <= start < end <= len(source)
    for row in found.removed:
        assert 0 <= row.source_start < row.source_end <= len(source)
    assert len(fold(found.text)) == len(found.text)
    assert unicodedata.is_normalized("NFC", found.text)


@settings(max_examples=150, deadline=None)
@given(insertions, st.booleans(), st.sampled_from(["\n", "\r\n", "\u2028"]))
def test_insertions_move_no_offset_off_its_characters(
    changes: list[tuple[int, str]], swap: bool, breaks: str
) -> None:
    source = edited(changes, swap=swap, breaks=breaks)
    found = clean_article(source)
    check_grounding(source, found)
    plain = clean_article(BASE)
    assert fold(found.text) == fold(plain.text)
    assert [row.reason for row in found.removed] == [row.reason for row in plain.removed]
    assert [(s.start, s.end, s.repeat_of) for s in found.sentences] == [
        (s.start, s.end, s.repeat_of) for s in plain.sentences
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        st.sampled_from('اأبتةىيو ﻻﷺکگ\u0654\u0653\u064e\u0640\u200f\u00a0 \t\n\r.،؟!"«»-:|()0٣aé\u0301\0'),
        max_size=200,
    )
)
def test_any_text_grounds(source: str) -> None:
    check_grounding(source, clean_article(source), bare)
