"""At the desk: one correction by command, and the queue of questions with its answers."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.build import build_version
from flows.cli import app
from flows.curate.load import load
from flows.errors import InputError
from flows.explain import explain_row, explanation_text
from flows.publish.store import Store
from flows.review import terminal
from flows.review.queue import REASONS, queue
from flows.review.visual import visual
from flows.review.write import FILE, append
from flows.settings import Settings

SAYS = {"kind": "event_status", "article": "rabat/talks", "quote": "سيوقع", "value": "denied"}
SIGNED = {"who": "Amina", "when": "2026-11-26", "why": "read it"}


@pytest.fixture
def own(desk: Settings, tmp_path: Path) -> Settings:
    """The three articles and their version, with a curator's folder of the test's own."""
    return replace(desk, corrections=tmp_path / "curation")


def marsad(settings: Settings, *arguments: str) -> str:
    folders = ["--seeds", str(settings.seeds), "--output", str(settings.output)]
    result = CliRunner().invoke(app, [*arguments, *folders, "--corrections", str(settings.curation)])
    if isinstance(result.exception, InputError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def rows(settings: Settings) -> list[str]:
    return (settings.curation / FILE).read_text("utf-8-sig").splitlines()


def options(**cells: str) -> list[str]:
    return [part for name, value in cells.items() for part in (f"--{name.replace('_', '-')}", value)]


def test_a_correction_is_looked_up_written_with_what_it_corrects_and_told(own: Settings) -> None:
    told = marsad(own, "correct", "event_status", *options(article="rabat/talks", quote="سيوقع", value="denied",
                                                           who="Amina", why="read it"))  # fmt: skip
    assert "line 2" in told
    assert "المغرب سيوقع اتفاقا" in told
    (correction,), refused = load(own.curation, [FILE])
    assert not refused
    assert (correction.value, correction.expect, correction.who) == ("denied", "planned", "Amina")
    assert (own.curation / FILE).read_bytes().startswith(b"\xef\xbb\xbf")  # or a spreadsheet shows noise


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"value": "dened"}, "is none of happened"),
        ({"quote": "كلام لم يقله أحد", "value": "denied"}, "not in the text"),
        ({"article": "rabat/walks", "value": "denied"}, "no article"),
        ({"value": "planned"}, "says planned already"),
        ({"value": "denied", "file": "a.yaml"}, "is no CSV file"),
    ],
)
def test_a_correction_that_makes_no_sense_is_an_error_and_nothing_is_written(
    own: Settings, cells: dict[str, str], says: str
) -> None:
    told = {"article": "rabat/talks", "quote": "سيوقع", "why": "y"} | cells
    with pytest.raises(InputError, match=says):
        marsad(own, "correct", "event_status", *options(**told))
    assert not (own.curation / FILE).exists()


def test_a_second_correction_of_the_same_is_refused_with_the_line_of_the_first(own: Settings) -> None:
    append(own.curation, SAYS | SIGNED)
    with pytest.raises(InputError, match=r"curation/corrections\.csv:2 corrects this already"):
        marsad(own, "correct", "event_status",
               *options(article="rabat/talks", quote="يوقع اتفاقا", value="happened", why="y"))  # fmt: skip


def test_the_kinds_are_listed_with_what_their_values_are(own: Settings) -> None:
    told = CliRunner().invoke(app, ["correct", "--kinds"]).output
    assert "event_not_same_as" in told
    assert "happened, planned, hypothetical or denied" in told


def test_a_row_is_written_in_the_files_own_columns_separator_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(
        "why;who;when;value;quote;article;kind\r\nread;A;2026-11-26;denied;وصل;a;event_status".encode()
    )
    written = append(tmp_path, SAYS | SIGNED, "mine.csv")
    assert written.line == 3
    assert path.read_bytes().endswith(
        "\nread it;Amina;2026-11-26;denied;سيوقع;rabat/talks;event_status\r\n".encode()
    )
    assert [c.line for c in load(tmp_path, ["mine.csv"])[0]] == [2, 3]
    with pytest.raises(InputError, match="no column 'occurrence'"):
        append(tmp_path, SAYS | SIGNED | {"occurrence": "2"}, "mine.csv")


def test_the_queue_asks_what_matters_first_and_each_question_has_its_sentence(own: Settings) -> None:
    items = queue(own)
    assert [i.weight for i in items] == sorted((i.weight for i in items), reverse=True)
    assert {i.reason for i in items} <= set(REASONS)
    name = next(i for i in items if i.reason == "name")
    assert "سالم القرطبي" in name.question
    assert "⟦سالم القرطبي⟧" in name.sentences[0]
    assert "its own; its English name is" in [a.label for a in name.answers]
    with pytest.raises(InputError, match="doubtful, conflict"):
        queue(own, ("nonsense",))


def test_every_row_that_an_answer_writes_is_a_correction_that_points_at_something(own: Settings) -> None:
    from flows.review.look import Version
    from flows.review.write import checked

    version = Version(Store(own.output).folder(Store(own.output).find(None)))
    typed = {"event_type": "AGREE", "event_date": "none", "entity_same_as": "gpe.MAR", "entity_name_en": "Salem",
             "alias_of": "gpe.MAR"}  # fmt: skip
    for item in queue(own):
        for answer in item.answers:
            for row in answer.rows:
                value = {"value": typed[row["kind"]]} if answer.asks else {}
                version.look(checked(dict(row) | SIGNED | value))


def test_answers_are_on_the_disk_before_the_next_question_and_are_not_asked_again(
    own: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    items = queue(own, ("name",))
    number = next(n for n, answer in enumerate(items[0].answers, 1) if "English name" in answer.label)

    class PowerCutError(Exception):
        pass

    class Keyboard(io.StringIO):
        def readline(self, *size: int) -> str:  # type: ignore[override]
            line = super().readline(*size)
            if not line:
                raise PowerCutError
            return line

    monkeypatch.setattr("sys.stdin", Keyboard(f"x\n{number}\nSalem El Qortobi\nhis book\n"))
    with pytest.raises(PowerCutError):
        terminal.ask(own.curation, [items[0], items[0]], "Amina", FILE)
    assert "one of" in capsys.readouterr().out
    (correction,), _ = load(own.curation, [FILE])
    assert (correction.kind.name, correction.value, correction.why) == (
        "entity_name_en",
        "Salem El Qortobi",
        "his book",
    )
    assert items[0].key not in [item.key for item in queue(own)]


def test_skip_and_quit_write_nothing(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    items = queue(own)
    monkeypatch.setattr("sys.stdin", io.StringIO("s\nq\n"))
    assert terminal.ask(own.curation, [items[0], items[0], items[0]], "Amina", FILE) == 0
    assert not own.curation.exists()


def test_the_queue_is_told_to_scripts_in_json(own: Settings) -> None:
    told = json.loads(marsad(own, "review", "--json", "--reason", "name"))
    assert told[0]["answers"][-1]["rows"][0]["kind"] == "mention_reject"


def test_arabic_is_turned_round_for_a_terminal_that_cannot_and_numbers_and_latin_words_are_not() -> None:
    assert visual("plain 12") == "plain 12"
    assert visual("زار (الوزير) 24 مدينة CONSULT") == "CONSULT ةنيدم 24 (ريزولا) راز"


def test_a_published_correction_is_explained_from_the_row_that_it_touched(
    tmp_path: Path, desk: Settings
) -> None:
    settings = replace(desk, output=tmp_path / "output", corrections=tmp_path / "curation")
    append(settings.curation, SAYS | SIGNED)
    append(
        settings.curation,
        SIGNED | {"kind": "entity_name_en", "id": "gpe.MAR", "value": "The Kingdom of Morocco"},
    )
    report = build_version(settings)
    assert report.version is not None
    folder = Store(settings.output).folder(report.version)
    import polars as pl

    told = pl.read_parquet(folder / "corrections" / "*.parquet")
    assert set(told["state"]) == {"applied"}
    telling = told.filter(kind="event_status")["target_id"][0]
    text = explanation_text(explain_row(folder, telling))
    assert (
        "correction corrections.csv:2 (applied): event_status planned -> denied, by Amina on 2026-11-26: read it"
        in text
    )
    assert "correction:corrections.csv:2" in text
    event = pl.read_parquet(folder / "event_mentions" / "*.parquet").filter(event_mention_id=telling)[
        "event_id"
    ][0]
    assert "corrections.csv:2" in explanation_text(explain_row(folder, event))
    assert "corrections.csv:3" in explanation_text(explain_row(folder, "gpe.MAR"))


def test_a_correction_makes_a_version_and_reads_no_article_again(tmp_path: Path, desk: Settings) -> None:
    settings = replace(desk, output=tmp_path / "output", corrections=tmp_path / "curation")
    first = build_version(settings)
    append(settings.curation, SAYS | SIGNED)
    second = build_version(settings)
    assert second.stages["survey"]["unchanged articles"] == 3
    assert str(first.version) == "v1.0.0"
    assert str(second.version) == "v1.1.0"
    append(
        settings.curation, SIGNED | {"kind": "article_date", "article": "rabat/talks", "value": "2022-04-09"}
    )
    assert build_version(settings).stages["survey"]["unchanged articles"] == 2
