"""Files of corrections as people write them: spreadsheets' CSV, YAML, slips, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import pytest

from flows.curate.check import COLUMNS
from flows.curate.corrections import Correction
from flows.curate.load import load, rows_of
from flows.errors import InputError

Read = Callable[..., Mapping[str, pl.DataFrame]]

HEADER = "kind,article,quote,value,who,when,why\n"
ROW = "event_status,rabat/talks,سيوقع,denied,أمينة,2026-11-26,قرأته\n"


def loaded(folder: Path, name: str, data: bytes) -> tuple[list[Correction], list[str]]:
    """The corrections of one file, and what is said of its other rows."""
    (folder / name).write_bytes(data)
    found, refused = load(folder, [name])
    return found, [str(row["outcome"]) for row in refused]


@pytest.mark.parametrize(
    "data",
    [
        (HEADER + ROW).encode(),
        (HEADER + ROW).encode("utf-8-sig"),
        (HEADER + ROW).replace(",", ";").encode("utf-8-sig"),
        (HEADER + ROW).replace(",", "\t").replace("\n", "\r\n").encode(),
        ("sep=;\n" + (HEADER + ROW).replace(",", ";")).encode(),
        ("# a comment, of mine\n\n" + HEADER.upper() + ",,,,,,\n" + ROW).encode(),
        (HEADER.strip() + ",,\n" + ROW.strip() + ",,\n").encode(),
    ],
    ids=["plain", "bom", "semicolons", "tabs-crlf", "sep", "comments", "empty-columns"],
)
def test_a_table_is_read_as_any_spreadsheet_saves_it(tmp_path: Path, data: bytes) -> None:
    found, refused = loaded(tmp_path, "a.csv", data)
    assert not refused
    (one,) = found
    assert (one.kind.name, one.article, one.quote, one.value) == (
        "event_status",
        "rabat/talks",
        "سيوقع",
        "denied",
    )
    assert (one.who, str(one.when), one.why) == ("أمينة", "2026-11-26", "قرأته")
    assert data.decode("utf-8-sig").splitlines()[one.line - 1].startswith("event_status")


def test_a_cell_over_several_lines_keeps_the_lines_of_later_rows_right(tmp_path: Path) -> None:
    long = ROW.replace("قرأته", '"قرأته\nمرتين"')
    found, _ = loaded(tmp_path, "a.csv", (HEADER + long + ROW).encode())
    assert [c.line for c in found] == [2, 4]


def test_yaml_says_the_same_and_dates_and_lists_are_read_as_written(tmp_path: Path) -> None:
    text = (
        "# mine\n"
        "- kind: event_actor\n  article: rabat/talks\n  quote: سيوقع\n  value: [gpe.MAR, إسبانيا]\n"
        "  who: أمينة\n  when: 2026-11-26\n  why: قرأته\n\n"
        "- kind: event_date\n  id: em-0\n  value: 2022-05\n  who: أمينة\n  when: 2026-11-26\n  why: قرأته\n"
    )
    found, refused = loaded(tmp_path, "a.yaml", text.encode())
    assert not refused
    assert [c.line for c in found] == [2, 10]
    assert [c.value for c in found] == ["gpe.MAR | إسبانيا", "2022-05"]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.csv", (HEADER + ROW).encode("cp1256"), "not UTF-8 .*Windows-1256.*CSV UTF-8"),
        ("a.csv", (HEADER + ROW).encode("utf-16"), "not UTF-8 .*UTF-16"),
        ("a.csv", ("kinds" + HEADER[4:] + ROW).encode(), "line 1: there is no column 'kinds'"),
        ("a.csv", (HEADER.replace("why", "") + ROW).encode(), "the column 'why' is missing"),
        ("a.csv", (HEADER.replace("value", "quote") + ROW).encode(), "a column is there twice"),
        ("a.csv", (HEADER + ROW.replace("denied", '"denied')).encode(), "line 2: .*quotation mark"),
        ("a.yaml", b"- kind: [", "line 1.*expected"),
        ("a.yaml", b"kind: event_status", "no list of corrections"),
    ],
)
def test_a_file_that_cannot_be_read_stops_the_build_and_says_how_to_save_it(
    tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    with pytest.raises(InputError, match=says) as caught:
        loaded(tmp_path, name, data)
    assert "curation/a." in caught.value.what
    assert caught.value.remedy


BAD = {
    "kind": ("no_such_kind,a,b,c,w,2026-11-26,y", "is no kind of correction"),
    "value": ("event_status,a,b,dened,w,2026-11-26,y", "'dened' is none of happened"),
    "mode": ("event_type,a,b,CONSULT/aerial,w,2026-11-26,y", "CONSULT has no mode 'aerial'"),
    "empty": ("event_status,a,b,,w,2026-11-26,y", "`value` is empty"),
    "too-much": ("event_reject,a,b,yes,w,2026-11-26,y", "takes no value"),
    "target": ("event_reject,a,,,w,2026-11-26,y", "`article` and `quote` must say"),
    "who": ("event_reject,a,b,,,2026-11-26,y", "`who` is empty"),
    "why": ("event_reject,a,b,,w,2026-11-26,", "`why` is empty"),
    "when": ("event_reject,a,b,,w,26/11/2026,y", "write the day as 2026-11-26"),
    "date": ("event_date,a,b,7/3/2022,w,2026-11-26,y", "is no date"),
    "no-day": ("event_date,a,b,2022-02-30,w,2026-11-26,y", "is no date"),
    "backwards": ("event_date,a,b,2022-03-07/2022-03-01,w,2026-11-26,y", "ends before it begins"),
    "country": ("entity_country,a,b,Morocco,w,2026-11-26,y", "alpha-3"),
    "script": ("entity_name_en,a,b,المغرب,w,2026-11-26,y", "not in Latin letters"),
    "party": ("event_actor,a,b,@Morocco,w,2026-11-26,y", "is no unnamed party"),
    "pair": ("event_same_as,a,b,,w,2026-11-26,y", "the second target is missing"),
    "cells": ("event_reject,a,b,,w,2026-11-26,y,more", "more cells than the header"),
}


@pytest.mark.parametrize("slip", BAD)
def test_a_malformed_row_is_refused_with_its_line_and_a_remedy_and_the_others_are_read(
    tmp_path: Path, slip: str
) -> None:
    row, says = BAD[slip]
    found, refused = loaded(tmp_path, "a.csv", (HEADER + row + "\n" + ROW).encode())
    assert [c.line for c in found] == [3]
    assert refused[0].startswith("curation/a.csv, line 2: ")
    assert says in refused[0]


def test_an_occurrence_that_is_no_number_and_two_ways_to_point_are_refused(tmp_path: Path) -> None:
    text = (
        "kind,article,quote,occurrence,id,who,when,why\n"
        "event_reject,a,b,first,,w,2026-11-26,y\n"
        "event_reject,a,b,,em-1,w,2026-11-26,y\n"
        "event_reject,,,,ev-1,w,2026-11-26,y\n"
        "event_add,,,,em-1,w,2026-11-26,y\n"
    )
    found, refused = loaded(tmp_path, "a.csv", text.encode())
    assert not found
    says = ("write 1 for the first place", "not both", "an event has several tellings", "takes no `id`")
    for told, expected in zip(refused, says, strict=True):
        assert expected in told


def test_a_malformed_row_is_in_rejected_and_in_corrections(read: Read) -> None:
    tables = read(a__csv=HEADER + "event_status,rabat/talks,سيوقع,dened,w,2026-11-26,y\n" + ROW)
    (told,) = tables["rejected"].iter_rows(named=True)
    assert (told["id"], told["table"], told["check"]) == ("a.csv:2", "corrections", "refused")
    assert tables["corrections"].select("correction_id", "state").rows() == [
        ("a.csv:2", "refused"),
        ("a.csv:3", "applied"),
    ]


def test_a_file_of_another_format_is_told_and_a_readme_is_none(read: Read) -> None:
    tables = read(a__xlsx=b"PK", README__md="what is what")
    (told,) = tables["rejected"].iter_rows(named=True)
    assert told["id"] == "a.xlsx:0"
    assert "save it as one of them" in told["reason"]


def test_corrections_in_two_files_contradict_each_other_by_name(read: Read) -> None:
    with pytest.raises(InputError, match=r"curation/a\.csv:2 .*curation/b\.yaml:1"):
        read(
            a__csv=HEADER + ROW,
            b__yaml="- {kind: event_status, article: rabat/talks, quote: سيوقع, value: happened, who: w, "
            "when: 2026-11-26, why: y}",
        )


def test_the_sample_file_is_read_whole() -> None:
    data = (Path(__file__).parents[2] / "seeds" / "curation" / "names.csv").read_bytes()
    rows = list(rows_of("names.csv", data))
    assert rows
    assert all(isinstance(cells, dict) and set(cells) <= set(COLUMNS) for _, cells in rows)
