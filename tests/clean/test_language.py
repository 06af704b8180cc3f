import pytest

from flows.clean.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قال الوزير إن الأشغال بدأت في المدينة منذ شهر", "ar"),
        ("الحكومةُ تُقرّ الموازنةَ الجديدة", "ar"),
        ("وزیر خارجه در این دیدار گفت که کشورش از این طرح حمایت می‌کند", "fa"),
        ("وزیر خارجہ نے کہا کہ ملک میں اس کے بعد کوئی مسئلہ نہیں ہے", "ur"),
        ("Le ministre a déclaré que les travaux de la ville sont terminés", "fr"),
        ("The minister said that the work in the city is done", "en"),
        ("El ministro dijo que las obras de la ciudad terminaron", "es"),
        ("12:30 / 2020", None),
        ("", None),
        ("Qwxz Plmk Vbnr Tghj", None),
    ],
)
def test_the_language_is_told_by_script_and_common_words(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_foreign_names_do_not_make_an_arabic_text_foreign() -> None:
    assert language_of("أعلنت شركة The New York Company في بيان أن المصنع سيغلق") == "ar"
