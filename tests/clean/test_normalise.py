import unicodedata

import pytest

from flows.arabic import fold
from flows.clean.normalise import ARABIC, OTHER, Normaliser


def text(source: str, normaliser: Normaliser = ARABIC) -> str:
    return normaliser.piece(source, 0, len(source))[0]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("مُحَمَّدٌ", "محمد"),
        ("المـــغرب", "المغرب"),
        ("ﻻ ﺷﻲﺀ", "لا شيء"),
        ("ﷲ", "الله"),
        ("کابل و ایران", "كابل و ايران"),
        ("گانتس وڤيينا وپاريس وتشاد", "گانتس وڤيينا وپاريس وتشاد"),
        ("\u200fقال\u200e \u202bنعم\u202c\ufeff", "قال نعم"),
        ("بيت\u200cنا", "بيتنا"),
        ("في\u00a0 \t الرباط", "في الرباط"),
        ("  طرف  ", "طرف"),
        ("ا\u0653ن ا\u0654خذ ي\u0654س", "آن أخذ ئس"),
        ("ا\u064e\u0654خذ", "أخذ"),
        ("cafe\u0301", "café"),
        ("الرباط ـ وكالات", "الرباط - وكالات"),
        ("لـCNN", "لCNN"),
        ("٣ أيام و«قول» – “قول”", "٣ أيام و«قول» – “قول”"),
        ("أ\0ب", "أب"),
        ("\u200f \u00a0", ""),
        ("", ""),
    ],
)
def test_a_text_becomes_pleasant_to_read(source: str, expected: str) -> None:
    assert text(source) == expected


def test_persian_keeps_its_letters_and_joiners() -> None:
    assert text("می\u200cکند", OTHER) == "می\u200cکند"


@pytest.mark.parametrize(
    "source",
    ["مُحـَمّد  ﻻ ﷺ ا\u0654 cafe\u0301\u0323 ـ ک", "ا\u0655\u0654\u064b", "x\u0301\u0640\u0301 \u0640 \u0640"],
)
def test_the_result_is_composed_and_folds_one_to_one(source: str) -> None:
    result = text(source)
    assert unicodedata.is_normalized("NFC", result)
    assert len(fold(result)) == len(result)
    assert text(result) == result


def test_runs_cover_the_text_and_tell_where_each_character_came_from() -> None:
    source = "--قَال  ﻻ ک"
    result, runs = ARABIC.piece(source, 2, len(source))
    assert result == "قال لا ك"
    origins = [run.source_start + i for run in runs for i in range(run.length)]
    assert [source[at] for at in origins] == ["ق", "ا", "ل", " ", "ﻻ", "ﻻ", " ", "ک"]
    assert [run.offset for run in runs] == [sum(r.length for r in runs[:i]) for i in range(len(runs))]
