"""Bytes to text: which encoding a newsroom's file is in, and whether the text is one at all."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from flows.ingest.errors import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
)
"""Byte order marks: UTF-32 before UTF-16, whose mark its own begins with."""

_SAMPLE = 20_000
"""Characters that are looked at: enough to tell, however long the file."""

_DAMAGED_SHARE = 0.001
"""How many of a UTF-8 file's characters may be broken: a cut or a bad disk; beyond it is another encoding."""

_COMMON = ("ال", " من ", " في ", " على ", " و")
"""What every Arabic text is full of; tells Windows-1256 from ISO-8859-6, whose letters overlap."""

_UTF8_AS_1252 = re.compile("[ØÙÚÛ][\u0080-\u00bf\u0152-\u0192\u02c6-\u02dc\u2013-\u2122]")
_UTF8_AS_1256 = re.compile("[طظ][\u00a0-\u00bf\u0152-\u0192\u02c6\u200c-\u2122ءآأؤإئابةتثجحخدگچپٹژڈڑںھہے€]")
_LATIN_1 = re.compile("[\u00c0-\u00ff]")
_ASCII_LETTER = re.compile("[A-Za-z]")
_CONTROL = re.compile("[\u0001-\u0008\u000e-\u001f\u0080-\u0084\u0086-\u009f]")


class Decoded(NamedTuple):
    """A text without its byte order mark, and the encoding that it was in."""

    text: str
    encoding: str


def decode(raw: bytes, declared: str | None = None) -> Decoded:
    """Decode a file: line ends stay as they are, a byte order mark goes.

    UTF-8 and UTF-16 are recognised by their form; else the encoding that the file declares is taken, else
    the likelier of Windows-1256 and ISO-8859-6.

    Args:
        raw: the file's bytes.
        declared: the encoding that the file itself names, as an HTML page does.

    Raises:
        Unreadable: nothing gives a text; `reason` says what it looks like.
    """
    found = _by_mark(raw) or _by_form(raw) or _declared(raw, declared) or _legacy(raw)
    if trouble := mojibake(found.text):
        raise Unreadable("encoding", trouble, found.encoding)
    return found


def _by_mark(raw: bytes) -> Decoded | None:
    for mark, codec, name in _MARKS:
        if raw.startswith(mark):
            text = raw[len(mark) :].decode(codec, "replace")
            return Decoded(text, name)
    return None


def _by_form(raw: bytes) -> Decoded | None:
    """Decode what is UTF-8, or UTF-16 without a mark."""
    if codec := _utf_16_order(raw[:_SAMPLE]):
        return Decoded(raw.decode(codec, "replace"), codec)
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
    if (
        text.count("\ufffd") <= max(1, int(len(text) * _DAMAGED_SHARE))
        and not text.isascii()
        and len(text) > 1
    ):
        damage = text.count("\ufffd") * 2 < sum(map(len, re.findall("[^\x00-\x7f]", text)))
        return Decoded(text, "utf-8 (damaged)") if damage else None
    return None


def _utf_16_order(head: bytes) -> str | None:
    """Tell UTF-16 by its high bytes: every second byte is that of the Arabic or the Latin block, 6 or 0."""
    for start, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = head[start::2]
        if (
            len(high) > 1
            and (high.count(6) + high.count(0)) * 5 > len(high) * 4
            and 0 < head.count(0) < len(high)
        ):
            return codec
    return None


def _declared(raw: bytes, declared: str | None) -> Decoded | None:
    try:
        name = codecs.lookup(declared or "").name
        return Decoded(raw.decode(name), name)
    except (LookupError, UnicodeError, ValueError):
        return None


def _legacy(raw: bytes) -> Decoded:
    windows = Decoded(raw.decode("cp1256", "replace"), "windows-1256")
    try:
        iso = Decoded(raw.decode("iso8859-6"), "iso-8859-6")
    except UnicodeDecodeError:
        return windows
    return iso if _arabic_words(iso.text) > _arabic_words(windows.text) else windows


def _arabic_words(text: str) -> int:
    sample = text[:_SAMPLE]
    return sum(sample.count(word) for word in _COMMON)


def mojibake(text: str) -> str | None:
    """Say what a text that went through the wrong encoding looks like; null for one that reads well."""
    sample = text[:_SAMPLE]
    visible = len(sample) - sample.count(" ") - sample.count("\n")
    if visible <= 0:
        return None
    if (lost := sample.count("\ufffd")) > 1 and lost * 100 > visible:
        return "characters were lost (U+FFFD): save it again as UTF-8 from its source"
    if sample.isascii() and sample.count("?") * 3 > visible > 20:
        return "every letter became `?`: save it again as UTF-8 from its source"
    reads_well = sample.count("ا") * 50 > visible and sample.count("§") * 100 < visible
    wrong = None if reads_well or sample.isascii() else _wrong_codec(sample, visible)
    return f"{wrong} and saved so: convert it back, or fetch it again" if wrong else _binary(sample, visible)


def _wrong_codec(sample: str, visible: int) -> str | None:
    if len(_UTF8_AS_1252.findall(sample)) * 5 > visible:
        return "UTF-8 that was read as Windows-1252"
    if len(_UTF8_AS_1256.findall(sample)) * 5 > visible:
        return "UTF-8 that was read as Windows-1256"
    latin = len(_LATIN_1.findall(sample))
    if latin * 10 > visible * 3 and latin > len(_ASCII_LETTER.findall(sample)):
        return "Windows-1256 that was read as Latin-1"
    return None


def _binary(sample: str, visible: int) -> str | None:
    controls = len(_CONTROL.findall(sample)) + sample.count("\0")
    return "not text: it is full of control characters" if controls * 20 > visible and controls > 2 else None
