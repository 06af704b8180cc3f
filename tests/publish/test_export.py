"""Exports: each says what the version says, in a form that its readers open without harm."""

from __future__ import annotations

import csv
import importlib
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from flows.errors import InputError, OutputError
from flows.publish import excel
from flows.publish.excel import fitted
from flows.publish.export import KINDS, export, formula_safe
from flows.publish.readers import read_table, read_tables
from flows.publish.textfree import TEXT, without_text
from flows.publish.views import VIEWS
from schemas.package import TABLES


@pytest.fixture
def version(two: tuple[Path, Path]) -> Path:
    """A published version."""
    return two[1]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_has_an_apostrophe_before_it(start: str) -> None:
    table = pl.DataFrame({"text": [f"{start}1+1", "plain", None, ""], "number": [-1, 2, 3, 4]})
    assert formula_safe(table)["text"].to_list() == [f"'{start}1+1", "plain", None, ""]
    assert formula_safe(table)["number"].to_list() == [-1, 2, 3, 4]


def test_csv_has_every_row_opens_in_excel_and_keeps_nulls_apart_from_empty(
    version: Path, tmp_path: Path
) -> None:
    export("csv", version, tmp_path / "csv")
    for name in TABLES:
        table = read_table(version, name)
        path = tmp_path / "csv" / f"{name}.csv"
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel takes it for UTF-8 by this mark"
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        assert len(rows) == len(table)
        assert not any(value.startswith(tuple("=+@\t\r")) for row in rows for value in row.values())
    read = pd.read_csv(tmp_path / "csv" / "events.csv")
    assert read["headline"].to_list() == read_table(version, "events")["headline"].to_list()


def test_excel_has_a_sheet_a_table_with_dates_as_dates_and_no_formula(version: Path, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    (path,) = export("excel", version, tmp_path / "excel")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["about", *TABLES]
    events = read_table(version, "events")
    sheet = book["events"]
    assert [cell.value for cell in sheet[1]] == events.columns
    assert sheet.max_row == len(events) + 1
    place = events.columns.index("date_start") + 1
    days = [sheet.cell(row, place).value for row in range(2, len(events) + 2)]
    assert [day and day.date() for day in days] == events["date_start"].to_list()
    assert not [
        c for one in book for row in one.iter_rows() for c in row if c.data_type == "f" or c.hyperlink
    ]


def test_a_formula_in_an_article_stays_text_in_excel(tmp_path: Path) -> None:
    openpyxl, xlsxwriter = pytest.importorskip("openpyxl"), pytest.importorskip("xlsxwriter")
    rows = {
        "list": ["a", "b"],
        "code": ["=1+1", "https://example.org"],
        "label_ar": [None, ""],
        "label_en": ["x", "y"],
    }
    excel.write_excel(xlsxwriter, {"codes": pl.DataFrame(rows)}, tmp_path / "book.xlsx", "v1.0.0")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["codes"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")
    assert sheet["B3"].hyperlink is None


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    openpyxl, xlsxwriter = pytest.importorskip("openpyxl"), pytest.importorskip("xlsxwriter")
    monkeypatch.setattr(excel, "MOST_ROWS", 2)
    table = pl.DataFrame({"event_id": [f"ev-{n}" for n in range(5)], "context": ["legal"] * 5})
    excel.write_excel(xlsxwriter, {"event_contexts": table}, tmp_path / "book.xlsx", "v1.0.0")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert book.sheetnames == ["about", "event_contexts 1", "event_contexts 2", "event_contexts 3"]
    assert book["event_contexts 3"]["A2"].value == "ev-4"


def test_text_longer_than_a_cell_is_cut_where_a_reader_sees_it() -> None:
    assert fitted("ن" * 32_767) == "ن" * 32_767
    cut = fitted("ن" * 40_000)
    assert len(cut) == 32_767
    assert cut.endswith("[…]")
    pairs = fitted("😀" * 20_000)
    assert len(pairs.encode("utf-16-le")) // 2 <= 32_767


def test_duckdb_has_the_tables_their_comments_and_views_that_answer(version: Path, tmp_path: Path) -> None:
    (path,) = export("duckdb", version, tmp_path / "duckdb")
    with duckdb.connect(str(path), read_only=True) as held:
        for name in TABLES:
            assert held.sql(f"SELECT * FROM {name}").pl().equals(read_table(version, name)), name
        for view in VIEWS:
            held.sql(f"SELECT * FROM {view}").fetchall()
        assert held.execute("SELECT count(*) FROM event_list").fetchone() == (
            len(read_table(version, "events")),
        )
        commented = "SELECT count(*) FROM duckdb_columns() WHERE comment IS NOT NULL AND NOT internal"
        (count,) = held.execute(commented).fetchall()[0]
        assert count >= sum(len(model.columns()) for model in TABLES.values())


def test_delta_holds_the_rows_and_a_second_export_is_a_second_version(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    deltalake = pytest.importorskip("deltalake")
    for each in two:
        export("delta", each, tmp_path / "lake")
    for name in TABLES:
        table = deltalake.DeltaTable(str(tmp_path / "lake" / name))
        assert table.version() == 1
        held = pl.DataFrame(table.to_pyarrow_table()).sort(TABLES[name].primary_key(), nulls_last=True)
        wanted = read_table(two[1], name).sort(TABLES[name].primary_key(), nulls_last=True)
        assert held.equals(wanted), name
    past = deltalake.DeltaTable(str(tmp_path / "lake" / "events"), version=0)
    assert past.to_pyarrow_table().num_rows == len(read_table(two[0], "events"))


def test_parquet_in_one_piece_is_the_table(version: Path, tmp_path: Path) -> None:
    for path in export("parquet", version, tmp_path / "parquet", ("events", "dyads")):
        assert pl.read_parquet(path).equals(read_table(version, path.stem))
    assert sorted(p.name for p in (tmp_path / "parquet").iterdir()) == ["dyads.parquet", "events.parquet"]


def test_the_edition_without_text_holds_no_words_of_an_article(version: Path) -> None:
    """Any run of five words of an article in any column is a leak, unless it is a thing's name."""
    tables = read_tables(version)
    runs: set[str] = set()
    for text in tables["articles"]["source_text"]:
        words = text.split()
        runs.update(" ".join(words[i : i + 5]) for i in range(len(words) - 4))
    bare = without_text(tables)
    names = {name for column in ("name_ar", "name_en") for name in tables["entities"][column].drop_nulls()}
    runs -= {" ".join(name.split()[i : i + 5]) for name in names for i in range(len(name.split()) - 4)}
    for name, table in bare.items():
        for column in table.select(pl.col(pl.String)).columns if name not in ("aliases", "naming") else ():
            for value in table[column].drop_nulls().unique():
                words = value.split()
                found = {" ".join(words[i : i + 5]) for i in range(len(words) - 4)} & runs
                assert not found, (name, column, found)
    assert {"source_file", "source_sha256", "url"} <= set(bare["articles"].columns)
    assert {"source_start", "source_end"} <= set(bare["mentions"].columns)


@pytest.mark.parametrize("kind", KINDS)
def test_every_export_can_leave_the_text_out(version: Path, tmp_path: Path, kind: str) -> None:
    for package in {"excel": ["xlsxwriter"], "delta": ["deltalake"]}.get(kind, []):
        pytest.importorskip(package)
    assert export(kind, version, tmp_path / kind, text=False)
    article = read_table(version, "articles")["text"][0]
    clue = article[40:100].encode()
    for path in (tmp_path / kind).rglob("*"):
        if path.is_file() and kind == "csv":
            assert clue not in path.read_bytes()
    if kind == "parquet":
        assert not set(TEXT["articles"]) & set(pl.read_parquet(tmp_path / kind / "articles.parquet").columns)


def test_a_missing_package_is_named_with_its_extra_and_nothing_is_left(
    version: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.import_module

    def absent(name: str, package: str | None = None) -> object:
        if name in ("xlsxwriter", "duckdb", "deltalake"):
            raise ModuleNotFoundError(name)
        return real(name, package)

    monkeypatch.setattr("flows.publish.export.importlib.import_module", absent)
    for kind in ("excel", "duckdb"):
        with pytest.raises(InputError, match=r"pip install 'marsad\[export\]'"):
            export(kind, version, tmp_path / kind)
        assert not (tmp_path / kind).exists()


def test_a_folder_that_holds_something_is_not_written_over(version: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="not empty"):
        export("csv", version, tmp_path)
    with pytest.raises(InputError, match="is a file"):
        export("csv", version, tmp_path / "mine.txt")
    with pytest.raises(InputError, match="no table"):
        export("csv", version, tmp_path / "out", ("gossip",))
    with pytest.raises(InputError, match="no export"):
        export("xml", version, tmp_path / "out")
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_a_full_disk_leaves_no_half_an_export(
    version: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = pq.write_table, [0]

    def full(table: object, path: Path, **how: object) -> None:
        calls[0] += 1
        if calls[0] == 3:
            raise OSError(28, "No space left on device")
        real(table, path, **how)

    monkeypatch.setattr("flows.publish.export.pq.write_table", full)
    with pytest.raises(OutputError, match="No space left"):
        export("parquet", version, tmp_path / "out")
    assert calls == [3]
    assert list(tmp_path.iterdir()) == []
