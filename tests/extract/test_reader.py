"""The shipped reader: what it hears in sentences written for this, that it is steady, and that one can do without."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from flows.build import WITHOUT_READER, build_version
from flows.build import look as look_at
from flows.document import Document, Segment, Sentence
from flows.extract.reader.files import FILES, MODEL, NO_READER, fingerprint, is_there
from flows.extract.reader.heard import Heard, HeardEvent
from flows.extract.reader.labels import ARGUMENTS, EVENT_TYPES, STATUSES
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


def token(found: Document, word: str) -> int:
    """The position of a word among an article's tokens."""
    return next(i for i, t in enumerate(found.tokens) if found.text[t.start : t.end] == word)


def look(heard: Heard, found: Document, word: str) -> HeardEvent:
    """What is heard of the event that a word triggers."""
    at = token(found, word)
    event = heard.event(at, at + 1)
    assert event is not None
    return event


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

    arrest, police, visit = (int(heard.row[token(found, word)]) for word in ("اعتقلت", "الشرطة", "يزور"))
    assert heard.triggers[arrest] > 0.5 > heard.triggers[police]
    assert EVENT_TYPES[heard.types[arrest].argmax()] == "COERCE"
    assert EVENT_TYPES[heard.types[visit].argmax()] == "CONSULT"
    assert STATUSES[look(heard, found, "اعتقلت").statuses.argmax()] == "happened"
    assert STATUSES[look(heard, found, "يزور").statuses.argmax()] == "planned"


def test_who_arrests_acts_and_who_is_arrested_receives(reader: Reader) -> None:
    found = document(*LINES)
    heard = reader.hear(found)
    police, person = (
        {role: arrest.chance(token(found, word), role) or 0.0 for role in ARGUMENTS}
        for arrest in [look(heard, found, "اعتقلت")]
        for word in ("الشرطة", "سامي")
    )
    assert police["actor"] > police["recipient"]
    assert person["recipient"] > person["actor"]


def test_the_place_and_the_day_of_an_event_are_heard(reader: Reader) -> None:
    found = document(*LINES)
    arrest = look(reader.hear(found), found, "اعتقلت")
    assert (arrest.chance(token(found, "صفاقس"), "place") or 0.0) > 0.5
    assert (arrest.chance(token(found, "أمس"), "time") or 0.0) > 0.5
    assert arrest.chance(len(found.tokens), "place") is None


def test_an_article_reads_the_same_in_any_company(reader: Reader) -> None:
    first = Reader().hear(document(*LINES))
    for other in ("قصير.", "طويل " * 150):
        reader.hear(document(other))
    again = reader.hear(document(*LINES))
    assert first.names == again.names
    assert np.array_equal(first.tags, again.tags)
    at = token(document(*LINES), "اعتقلت")
    one, two = first.event(at, at + 1), again.event(at, at + 1)
    assert one is not None
    assert two is not None
    assert all(np.array_equal(one.arguments[t], two.arguments[t]) for t in one.arguments)


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
    assert look_at(settings).current is not None
    assert look_at(replace(settings, reader=NO_READER)).current is None
    assert fingerprint("auto", tmp_path) == NO_READER  # a folder without a model
