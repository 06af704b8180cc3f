"""The shipped reader: what it hears in sentences written for this, that it is steady, and that one can do without."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from flows.build import WITHOUT_READER, build_version, look
from flows.document import Document, Segment, Sentence
from flows.extract.reader.files import FILES, MODEL, NO_READER, fingerprint, is_there
from flows.extract.reader.labels import EVENT_TYPES, STATUSES
from flows.extract.reader.reader import Reader
from flows.settings import Settings

pytestmark = pytest.mark.skipif(not is_there(), reason="the model's files are absent")

MOST_BYTES = 35_000_000  # of the model's files together

LINES = (
    "اعتقلت الشرطة التونسية أمس الناشط سامي الورغي في مدينة صفاقس.",
    "وأدان الاتحاد الأوروبي توقيفه، مطالبا بالإفراج عنه فورا.",
    "ومن المقرر أن يزور وزير الخارجية الفرنسي تونس الأسبوع المقبل.",
    "ونفت الحكومة أن تكون قد قطعت علاقاتها مع منظمة العفو الدولية.",
)


def document(*lines: str) -> Document:
    text = "\n".join(lines)
    sentences, at = [], 0
    for number, line in enumerate(lines):
        sentences.append(Sentence(number, at, at + len(line), number))
        at += len(line) + 1
    return Document("a", text, text, tuple(sentences), (Segment(0, 0, len(text)),))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def test_names_come_with_their_types_and_without_attached_letters(reader: Reader) -> None:
    found = document(*LINES, "والتقى المسؤول بالرباط وفدا من البنك الدولي.")
    names = {(found.text[name.start : name.end], name.type) for name in reader.hear(found).names}
    assert ("سامي الورغي", "PERS") in names
    assert ("صفاقس", "GPE") in names
    assert ("الاتحاد الأوروبي", "ORG") in names
    assert ("الرباط", "GPE") in names


def test_a_trigger_stands_out_with_its_type_and_status(reader: Reader) -> None:
    found = document(*LINES)
    heard = reader.hear(found)

    def at(word: str) -> int:
        return next(
            int(heard.row[i]) for i, t in enumerate(found.tokens) if found.text[t.start : t.end] == word
        )

    assert heard.triggers[at("اعتقلت")] > 0.5 > heard.triggers[at("الشرطة")]
    assert EVENT_TYPES[heard.types[at("اعتقلت")].argmax()] == "COERCE"
    assert STATUSES[heard.statuses[at("اعتقلت")].argmax()] == "happened"
    assert STATUSES[heard.statuses[at("يزور")].argmax()] == "planned"


def test_who_arrests_acts_and_who_is_arrested_receives(reader: Reader) -> None:
    found = document(*LINES)
    heard = reader.hear(found)
    forms = [found.text[t.start : t.end] for t in found.tokens]
    police, person = (heard.roles(forms.index("اعتقلت"), forms.index(word)) for word in ("الشرطة", "سامي"))
    assert police[1] > police[2]
    assert person[2] > person[1]


def test_an_article_reads_the_same_in_any_company(reader: Reader) -> None:
    first = Reader().hear(document(*LINES))
    for other in ("قصير.", "طويل " * 150):
        reader.hear(document(other))
    again = reader.hear(document(*LINES))
    assert first.names == again.names
    assert np.array_equal(first.tags, again.tags)
    assert np.array_equal(first.asked, again.asked)


def test_threads_that_the_environment_offers_change_nothing(reader: Reader) -> None:
    code = (
        "from tests_reader import document, LINES\nfrom flows.extract.reader.reader import Reader\n"
        "import hashlib\nprint(hashlib.sha256(Reader().hear(document(*LINES)).tags.tobytes()).hexdigest())"
    ).replace(
        "from tests_reader import document, LINES",
        f"import runpy\nglobals().update(runpy.run_path({__file__!r}))",
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=dict(os.environ) | {"OMP_NUM_THREADS": threads},
            cwd=Path(__file__).parents[2], check=True, capture_output=True, text=True,
        ).stdout
        for threads in ("1", "4")
    }  # fmt: skip
    assert len(digests) == 1


def test_an_article_without_sentences_is_heard_as_silence(reader: Reader) -> None:
    heard = reader.hear(Document("a", "", "", (), ()))
    assert heard.names == ()
    assert len(heard.tags) == 0


def test_the_model_is_small_enough() -> None:
    assert sum((MODEL / name).stat().st_size for name in FILES) < MOST_BYTES


def test_without_the_reader_a_build_says_so_and_its_rows_do_not_name_it(settings: Settings) -> None:
    report = build_version(replace(settings, reader=NO_READER))
    assert WITHOUT_READER in report.notes


def test_with_the_reader_a_build_says_nothing_of_its_absence(settings: Settings) -> None:
    assert WITHOUT_READER not in build_version(settings).notes


def test_to_change_the_reader_is_to_change_the_inputs(settings: Settings, tmp_path: Path) -> None:
    build_version(settings)
    assert look(settings).current is not None
    assert look(replace(settings, reader=NO_READER)).current is None
    assert fingerprint("auto", tmp_path) == NO_READER  # a folder without a model
