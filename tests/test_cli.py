"""The command line as a person and as a script meet it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.build import build_version
from flows.cli import app
from flows.settings import Settings

ROOT = Path(__file__).parents[1]

HEAVY = "prefect polars pandera pyarrow trafilatura"


def marsad(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from flows.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=120, check=False)


def test_every_command_is_in_the_readme() -> None:
    told = (ROOT / "README.md").read_text("utf-8")
    for command in app.registered_commands:
        assert command.callback is not None
        assert f"marsad {command.callback.__name__}" in told


def test_every_exit_code_is_in_the_readme() -> None:
    told = (ROOT / "README.md").read_text("utf-8")
    for code in ("0", "2", "3", "4", "5", "6"):
        assert re.search(rf"^\| {code} \|", told, re.M), code


@pytest.mark.parametrize(
    "command",
    [["status"], ["build"], ["status", "--json"]],
)
def test_an_answer_that_needs_no_tables_imports_nothing_heavy(settings: Settings, command: list[str]) -> None:
    """The build before finds nothing changed; a person waits for neither Prefect nor Polars."""
    build_version(settings)
    probe = (
        "import sys\n"
        "from flows.cli import app\n"
        "try:\n    app(sys.argv[1:])\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        f"print('HEAVY', [m for m in {HEAVY.split()!r} if m in sys.modules], file=sys.stderr)\n"
    )
    options = ["--seeds", str(settings.seeds), "--output", str(settings.output)]
    done = subprocess.run(
        [sys.executable, "-c", probe, *command, *options],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert "HEAVY []" in done.stderr
    assert "v1.0.0" in done.stdout


def test_help_imports_nothing_heavy() -> None:
    probe = f"import sys, flows.cli; print([m for m in {HEAVY.split()!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_a_missing_folder_is_two_lines_and_exit_code_2(tmp_path: Path) -> None:
    done = marsad("build", "--seeds", tmp_path / "none", "--output", tmp_path / "output")
    assert done.returncode == 2
    assert str(tmp_path / "none") in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 2
    assert not (tmp_path / "output").exists()


def test_a_build_that_another_one_holds_off_ends_with_code_3(settings: Settings) -> None:
    from flows.publish.lock import only_build

    settings.output.mkdir()
    with only_build(settings.output, 0):
        done = marsad(
            "build", "--plain", "--wait", 0.2, "--seeds", settings.seeds, "--output", settings.output
        )
    assert done.returncode == 3
    assert "Another build holds" in done.stderr


def test_build_status_show_and_explain_tell_scripts_in_json(settings: Settings) -> None:
    folders = ["--seeds", settings.seeds, "--output", settings.output]
    status = json.loads(marsad("status", "--json", *folders).stdout)
    assert status["version"] is None
    assert status["changes"]["new"] == ["talks.txt", "visit.txt"]
    built = json.loads(marsad("build", "--plain", "--json", *folders).stdout)
    assert (built["version"], built["is_new"]) == ("v1.0.0", True)
    rows = marsad("show", "mentions", "--json", "--article", "visit", "--output", settings.output).stdout
    mention = json.loads(rows.splitlines()[0])
    told = json.loads(marsad("explain", mention["mention_id"], "--json", "--output", settings.output).stdout)
    assert told["source_file"] == "visit.txt"
    assert f"⟦{mention['surface']}⟧" in told["around"]


def test_explain_walks_each_kind_of_row_back_to_its_file(built: Path) -> None:
    import polars as pl

    from flows.explain import explain_row, explanation_text

    keys = {
        "events": "event_id", "event_mentions": "event_mention_id", "entities": "entity_id", "mentions": "mention_id",
        "participants": "participant_id", "times": "time_id", "amounts": "amount_id", "sentences": "sentence_id",
        "articles": "article_id", "naming": "naming_id", "conflicts": "conflict_id",
    }  # fmt: skip
    for table, key in keys.items():
        row_id = pl.read_parquet(built / table / "*.parquet")[key][0]
        told = explain_row(built, row_id)
        assert told["table"] == table
        text = explanation_text(told)
        assert re.search(r"\.(txt|html|jsonl)", text), table
        if table == "event_mentions":
            assert "rules: " in text


def test_explain_of_an_unknown_id_says_where_ids_are(settings: Settings) -> None:
    build_version(settings)
    done = marsad("explain", "ev-0000", "--output", settings.output)
    assert done.returncode == 2
    assert "marsad show" in done.stderr


def test_show_of_an_unknown_table_lists_the_tables(settings: Settings) -> None:
    build_version(settings)
    done = marsad("show", "nonsense", "--output", settings.output)
    assert done.returncode == 2
    assert "event_mentions" in done.stderr


def test_piped_output_is_plain_text(settings: Settings) -> None:
    build_version(settings)
    done = marsad("show", "articles", "--output", settings.output)
    assert "\x1b" not in done.stdout
    assert done.stdout.splitlines()[0].split("\t")[0] == "article_id"


def test_preview_prints_what_it_found_and_publishes_nothing(settings: Settings) -> None:
    runner = CliRunner()
    options = ["--seeds", str(settings.seeds), "--output", str(settings.output), "--workers", "1"]
    result = runner.invoke(app, ["build", "--only", "visit", *options])
    assert result.exit_code == 0, result.output
    assert "nothing was published" in result.output
    assert not (settings.output / "latest").exists()
