"""Knowledge tables are read whole, a curator's are laid over them, and mistakes in those are told by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.errors import InputError
from flows.knowledge import tables


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.csv"
    path.write_text(text, "utf-8")
    return path


def test_every_shipped_table_says_what_it_is_and_can_be_read() -> None:
    for name in tables.names():
        text = (tables.FOLDER / f"{name}.csv").read_text("utf-8")
        assert text.startswith("#"), name
        assert len(tables.rows(name)) > 0, name


def test_a_shipped_table_has_its_columns_in_the_order_of_the_file() -> None:
    row = tables.rows("demonyms")[0]
    assert list(row)[:3] == ["key", "adjectives", "peoples"]


def test_an_overlay_row_replaces_the_shipped_one_of_its_key_and_new_ones_follow(tmp_path: Path) -> None:
    shipped = tables.rows("demonyms")
    write(tmp_path, "demonyms", f"key,adjectives\n{shipped[0]['key']},جديدي\nQQQ,قوقي\n")
    found = tables.rows("demonyms", tmp_path)
    assert len(found) == len(shipped) + 1
    assert {row["key"]: row["adjectives"] for row in found}[shipped[0]["key"]] == "جديدي"
    assert found[-1]["key"] == "QQQ"


def test_columns_that_an_overlay_leaves_out_are_empty(tmp_path: Path) -> None:
    write(tmp_path, "demonyms", "key,adjectives\nQQQ,قوقي\n")
    assert tables.rows("demonyms", tmp_path)[-1]["peoples"] == ""


def test_a_folder_without_the_table_changes_nothing(tmp_path: Path) -> None:
    assert tables.rows("demonyms", tmp_path) == tables.rows("demonyms")


def test_comments_blank_lines_and_a_byte_order_mark_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "demonyms", "\ufeff# mine\n\nkey,adjectives\n# one more\nQQQ, قوقي \n,\n")
    assert tables.rows("demonyms", tmp_path)[-1]["adjectives"] == "قوقي"


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("key,adjectivs\nQQQ,x\n", 1, "adjectivs"),
        ("# c\nkey,adjectives\nQQQ,a,b\n", 3, "3 cells"),
        ("adjectives\nx\n", 1, "'key' is missing"),
        ("key,adjectives\n\n,x\n", 3, "'key' is empty"),
        ("key,adjectives,adjectives\nQ,a,b\n", 1, "named twice"),
        ('key,adjectives\nQQQ,"a"b\n', 2, "expected after"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(tmp_path: Path, text: str, line: int, word: str) -> None:
    path = write(tmp_path, "demonyms", text)
    with pytest.raises(InputError) as caught:
        tables.rows("demonyms", tmp_path)
    message = str(caught.value)
    assert f"{path}, line {line}: " in message
    assert word in message
    assert caught.value.remedy


def test_a_file_in_another_encoding_is_refused_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "demonyms.csv").write_bytes("key,adjectives\nQQQ,قوقي\n".encode("cp1256"))
    with pytest.raises(InputError, match="UTF-8"):
        tables.rows("demonyms", tmp_path)


def test_the_fingerprint_of_an_overlay_changes_with_its_bytes_only(tmp_path: Path) -> None:
    assert tables.fingerprint(tmp_path) == tables.fingerprint()
    write(tmp_path, "demonyms", "key,adjectives\nQQQ,a\n")
    first = tables.fingerprint(tmp_path)
    write(tmp_path, "demonyms", "key,adjectives\nQQQ,b\n")
    second = tables.fingerprint(tmp_path)
    assert first["overlay/demonyms"] != second["overlay/demonyms"]
    assert {k: v for k, v in first.items() if k != "overlay/demonyms"} == tables.fingerprint()


def test_an_overlay_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "poeple", "key,name_ar\n")
    with pytest.raises(InputError, match="poeple") as caught:
        tables.fingerprint(tmp_path)
    assert "people" in caught.value.remedy
