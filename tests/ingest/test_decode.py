import codecs

import pytest

from flows.ingest.decode import decode, mojibake
from flows.ingest.errors import Unreadable

TEXT = (
    "قال الوزير في الرباط إن بلاده تعمل مع شركائها على مشروع جديد من أجل المدن الصغيرة.\r\nوأضاف أن العمل بدأ.\n"
    * 3
)


@pytest.mark.parametrize(
    ("codec", "mark", "name"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("cp1256", b"", "windows-1256"),
        ("iso8859-6", b"", "iso-8859-6"),
    ],
)
def test_each_encoding_is_told_and_line_ends_stay(codec: str, mark: bytes, name: str) -> None:
    assert decode(mark + TEXT.encode(codec)) == (TEXT, name)


def test_french_in_a_one_byte_encoding_keeps_its_accents() -> None:
    text = "Le ministre a déclaré que l'accord était prêt à être signé."
    assert decode(text.encode("cp1252")).text == text


def test_what_a_page_declares_counts_before_a_guess() -> None:
    text = "Президент прибыл в столицу и провёл переговоры."
    assert decode(text.encode("koi8-r"), "koi8-r") == (text, "koi8-r")


def test_a_wrong_declaration_does_not_spoil_utf_8() -> None:
    assert decode(TEXT.encode(), "windows-1256").encoding == "utf-8"


def test_a_declaration_of_nonsense_is_passed_over() -> None:
    assert decode(TEXT.encode("cp1256"), "no-such-thing").text == TEXT


def test_a_file_cut_inside_a_character_is_read() -> None:
    found = decode(TEXT.encode()[:-3])
    assert found.encoding == "utf-8 (damaged)"
    assert found.text.startswith(TEXT[:100])


@pytest.mark.parametrize(
    "text",
    [
        TEXT.encode().decode("cp1252", "replace"),
        TEXT.encode().decode("latin-1"),
        TEXT.encode().decode("cp1256", "replace"),
        TEXT.encode("cp1256").decode("latin-1"),
        TEXT.encode("ascii", "replace").decode(),
        "قال " + "\ufffd" * 40,
    ],
)
def test_mojibake_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        decode(text.encode())
    assert caught.value.check == "encoding"
    assert ":" in caught.value.reason


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, bytes(range(32)) * 20])
def test_what_is_no_text_is_refused(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(raw)


@pytest.mark.parametrize(
    "text", ["", "a", "\0", "خبر", "كتب: «ظل §3 قائما»", "L'été à Tanger", "Что? Где?", "؟؟؟"]
)
def test_short_and_odd_texts_pass(text: str) -> None:
    assert mojibake(text) is None
