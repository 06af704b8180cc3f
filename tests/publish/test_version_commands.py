"""The commands on versions, as a person and a script call them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from flows.cli import app
from flows.errors import InputError, MarsadError
from flows.publish.store import Store


def run(output: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(app, [*arguments, "--output", str(output)])
    if isinstance(result.exception, MarsadError):
        raise result.exception
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def told(output: Path, *arguments: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run(output, *arguments, "--json").stdout)
    return found


def test_versions_lists_them_newest_first_with_tags_and_what_readers_see(own_output: Path) -> None:
    run(own_output, "tag", "v1.0.0", "stable")
    run(own_output, "rollback", "stable")
    lines = run(own_output, "versions").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["version", "v1.1.0", "v1.0.0"]
    assert lines[2].endswith("stable, held by a rollback")
    run(own_output, "release")
    assert run(own_output, "versions").stdout.splitlines()[1].endswith("latest")


def test_versions_of_an_empty_output_says_so(tmp_path: Path) -> None:
    assert "Nothing is published yet" in run(tmp_path, "versions").stdout


def test_diff_without_names_compares_the_latest_with_the_one_before(changed_output: Path) -> None:
    assert run(changed_output, "diff").stdout == run(changed_output, "diff", "v1.0.0", "v1.1.0").stdout
    assert run(changed_output, "diff").stdout.startswith("v1.0.0 → v1.1.0\n")


def test_diff_backwards_is_the_other_way_round(changed_output: Path) -> None:
    there = told(changed_output, "diff", "v1.0.0", "v1.1.0")["summary"]
    back = told(changed_output, "diff", "v1.1.0", "v1.0.0")["summary"]
    assert isinstance(there, list)
    assert isinstance(back, list)
    assert [(row["added"], row["removed"]) for row in there] == [
        (row["removed"], row["added"]) for row in back
    ]


def test_diff_shows_the_tables_that_are_asked_for(changed_output: Path) -> None:
    text = run(changed_output, "diff", "--table", "dyads", "--limit", "0").stdout
    assert "\nDyads\n" in text
    assert "\nEntities\n" not in text
    with pytest.raises(InputError, match="no table gossip"):
        run(changed_output, "diff", "--table", "gossip")


def test_diff_of_the_first_version_says_that_there_is_none_before(own_output: Path) -> None:
    run(own_output, "rollback", "v1.0.0")
    with pytest.raises(InputError, match="first version"):
        run(own_output, "diff")


def test_verify_ends_with_zero_or_six(own_output: Path) -> None:
    assert "v1.1.0 is sound" in run(own_output, "verify").stdout
    assert told(own_output, "verify", "v1.0.0")["is_sound"] is True
    (own_output / "versions" / "v1.1.0" / "DICTIONARY.md").write_text("mine")
    result = run(own_output, "verify")
    assert result.exit_code == 6
    assert "size: DICTIONARY.md" in result.stdout


def test_a_tag_moves_and_goes(own_output: Path) -> None:
    run(own_output, "tag", "v1.0.0", "stable")
    assert "before: v1.0.0" in run(own_output, "tag", "v1.1.0", "stable").stdout
    assert told(own_output, "verify", "stable")["version"] == "v1.1.0"
    run(own_output, "tag", "stable", "--delete")
    assert Store(own_output).tags() == {}
    with pytest.raises(InputError, match="no name is given"):
        run(own_output, "tag", "v1.1.0")


def test_prune_shows_first_and_does_it_when_told(own_output: Path) -> None:
    shown = run(own_output, "prune", "--keep", "1").stdout
    assert "would remove 1 version(s)" in shown
    assert len(Store(own_output).versions()) == 2
    assert told(own_output, "prune", "--keep", "1", "--yes")["removed"] == ["v1.0.0"]
    assert [str(number) for number in Store(own_output).versions()] == ["v1.1.0"]
    assert run(own_output, "verify").exit_code == 0, "what stays is whole"
    assert "No version would go" in run(own_output, "prune", "--keep", "1").stdout


def test_export_writes_where_it_is_told(changed_output: Path, tmp_path: Path) -> None:
    found = told(
        changed_output, "export", "parquet", str(tmp_path / "out"), "--table", "events", "--without-text"
    )
    assert found["written"] == [str(tmp_path / "out" / "events.parquet")]
    assert len(pl.read_parquet(tmp_path / "out" / "events.parquet")) > 0


@pytest.mark.parametrize(
    "command",
    ["versions --help", "diff --help", "verify --help", "versions", "prune --keep 1", "tag v1.0.0 x"],
)
def test_an_answer_that_needs_no_rows_imports_neither_prefect_nor_polars(
    own_output: Path, command: str
) -> None:
    probe = (
        "import sys\nfrom flows.cli import app\n"
        f"sys.argv = ['marsad', *{command.split()!r}, '--output', {str(own_output)!r}]\n"
        "try:\n    app()\nexcept SystemExit as stop:\n    assert not stop.code, stop.code\n"
        "heavy = {'prefect', 'polars', 'pandera', 'pyarrow', 'duckdb'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", ["diff", "verify", "export csv there"])
def test_no_command_on_versions_imports_prefect(own_output: Path, tmp_path: Path, command: str) -> None:
    probe = (
        "import sys\nfrom flows.cli import app\n"
        f"sys.argv = ['marsad', *{command.split()!r}, '--output', {str(own_output)!r}]\n"
        "try:\n    app()\nexcept SystemExit as stop:\n    assert not stop.code, stop.code\n"
        "assert 'prefect' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
