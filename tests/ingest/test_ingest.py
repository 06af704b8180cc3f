import gzip
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import zstandard

from flows.frames import REJECTED, SOURCES
from flows.ingest.discover import discover
from flows.ingest.stage import MAX_LINES, Ingested, ingest, read, settle
from flows.ingest.told import MAX_DEPTH, as_day

BODY = "وصل وفد من الخبراء إلى طنجة صباح أمس، وبحث مع المسؤولين سبل دعم الصيد التقليدي في المنطقة."


def run(folder: Path) -> Ingested:
    return ingest(folder, discover(folder).files)


def article(folder: Path) -> dict[str, Any]:
    found = run(folder)
    assert found.rejected.rows() == []
    assert found.sources.height == 1
    return found.sources.row(0, named=True)


def refused(folder: Path) -> list[tuple[str, str]]:
    return run(folder).rejected.select("id", "check").rows()


def test_frames_have_their_columns_even_when_empty(tmp_path: Path) -> None:
    found = ingest(tmp_path, ())
    assert found.sources.schema == pl.Schema(SOURCES)
    assert found.rejected.schema == pl.Schema(REJECTED)


def test_a_text_file_is_its_own_source_text(tmp_path: Path) -> None:
    text = f"عنوان\r\n\r\n{BODY}\r\n"
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    row = article(tmp_path)
    assert (row["article_id"], row["source_text"], row["encoding"], row["format"]) == (
        "a",
        text,
        "utf-8-sig",
        "txt",
    )


def test_a_sidecar_tells_what_the_text_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "a.meta.json").write_text(
        json.dumps({"outlet": "صحيفة", "published": "05/03/2021", "page": 4})
    )
    row = article(tmp_path)
    assert (row["outlet"], row["published"], row["metadata"]) == ("صحيفة", "2021-03-05", '{"page":4}')


@pytest.mark.parametrize("content", ["{", "[]", "3", '{"a": ' * 200])
def test_a_bad_sidecar_is_rejected_and_its_article_stays(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "a.meta.json").write_text(content)
    found = run(tmp_path)
    assert found.sources["article_id"].to_list() == ["a"]
    assert found.rejected["id"].to_list() == ["a.meta.json"]


def test_a_json_article_is_title_and_body(tmp_path: Path) -> None:
    fields = {
        "Title": "عنوان الخبر",
        "content": BODY,
        "date": "2020-01-02",
        "source": "منبر",
        "authors": ["س", "ص"],
        "n": 1,
    }
    (tmp_path / "a.json").write_text(json.dumps(fields))
    row = article(tmp_path)
    assert row["article_id"] == "a"
    assert row["record"] is None
    assert row["source_text"] == f"عنوان الخبر\n\n{BODY}"
    assert (row["title"], row["outlet"], row["author"], row["metadata"]) == (
        "عنوان الخبر",
        "منبر",
        "س، ص",
        '{"n":1}',
    )


def test_a_body_that_begins_with_its_title_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"title": "عنوان  الخبر", "text": f"عنوان الخبر\n{BODY}"}))
    assert article(tmp_path)["source_text"] == f"عنوان الخبر\n{BODY}"


def test_a_site_name_behind_the_title_does_not_make_it_another_title(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        json.dumps({"title": "وفد في طنجة | منبر", "text": f"وفد في طنجة\n{BODY}"})
    )
    assert article(tmp_path)["source_text"] == f"وفد في طنجة\n{BODY}"


@pytest.mark.parametrize("pack", ["", ".gz", ".zst"])
def test_records_have_the_path_and_their_id_or_number(tmp_path: Path, pack: str) -> None:
    lines = [json.dumps({"text": BODY + "1"}), "", json.dumps({"id": "x7", "text": BODY + "2"})]
    raw = "\n".join(lines).encode()
    packed = {"": raw, ".gz": gzip.compress(raw), ".zst": zstandard.compress(raw)}[pack]
    (tmp_path / f"n.jsonl{pack}").write_bytes(packed)
    found = run(tmp_path).sources
    assert found["article_id"].to_list() == ["n#1", "n#x7"]
    assert found["record"].to_list() == ["#1", "#x7"]
    assert found["source_file"].unique().to_list() == [f"n.jsonl{pack}"]


@pytest.mark.parametrize("wrapper", ["articles", "items", "data"])
def test_a_list_inside_an_object_is_read(tmp_path: Path, wrapper: str) -> None:
    (tmp_path / "n.json").write_text(json.dumps({"count": 1, wrapper: [{"text": BODY}]}))
    assert article(tmp_path)["article_id"] == "n#1"


def test_a_bad_record_is_one_rejected_row(tmp_path: Path) -> None:
    (tmp_path / "n.jsonl").write_text(f'{{"text": "{BODY}"}}\n{{bad\n[]\n{{"text": ""}}\n{{"text": 5}}\n')
    found = run(tmp_path)
    assert found.sources["article_id"].to_list() == ["n#1"]
    assert found.rejected.select("id", "check", "source_file").rows() == [
        ("n.jsonl#2", "json", "n.jsonl"),
        ("n.jsonl#3", "json", "n.jsonl"),
        ("n.jsonl#4", "text", "n.jsonl"),
        ("n.jsonl#5", "text", "n.jsonl"),
    ]


def test_depth_is_limited_and_the_limit_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        '{"text": "' + BODY + '", "x": ' + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1) + "}"
    )
    (tmp_path / "b.json").write_text("[" * 100_000)
    found = run(tmp_path).rejected
    assert found.select("id", "check").rows() == [("a.json", "depth"), ("b.json", "depth")]
    assert str(MAX_DEPTH) in found["reason"][0]


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"text": "خبر \\ud800 طويل"}')
    assert refused(tmp_path) in ([("a.json", "encoding")], [("a.json", "json")])


def test_a_bomb_is_stopped_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.ingest import stage, unpack

    monkeypatch.setattr(stage, "unpack", lambda raw, kind: unpack.unpack(raw, kind, limit=1000))
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"a" * 1001))
    (tmp_path / "b.txt.zst").write_bytes(zstandard.compress(b"a" * 1001))
    (tmp_path / "c.txt.gz").write_bytes(gzip.compress(BODY.encode())[:-9])
    (tmp_path / "d.txt.zst").write_bytes(zstandard.compress(BODY.encode())[:-9])
    checks = refused(tmp_path)
    assert checks == [
        ("a.txt.gz", "max_bytes"),
        ("b.txt.zst", "max_bytes"),
        ("c.txt.gz", "unpack"),
        ("d.txt.zst", "unpack"),
    ]


def test_a_page_gives_its_article_and_what_it_tells_of_it(tmp_path: Path) -> None:
    page = f"""<html><head><meta charset="windows-1256"><title>وفد في طنجة | منبر</title>
    <meta property="og:site_name" content="منبر الشمال"><meta property="og:title" content="وفد في طنجة">
    <meta property="article:published_time" content="2021-03-04T10:00:00+01:00"></head><body>
    <nav><a href="/">الرئيسية</a> <a href="/x">اتصل بنا</a></nav>
    <article><h1>وفد في طنجة</h1><p>{BODY}</p><p>{BODY} ثم عاد الوفد.</p><p>{BODY} وانتهى الأمر.</p></article>
    <footer>جميع الحقوق محفوظة</footer></body></html>"""
    (tmp_path / "a.html").write_bytes(page.encode("cp1256"))
    row = article(tmp_path)
    assert row["encoding"] == "cp1256"
    assert (row["title"], row["outlet"], row["published"]) == ("وفد في طنجة", "منبر الشمال", "2021-03-04")
    assert row["source_text"].startswith("وفد في طنجة\n")
    assert BODY in row["source_text"]
    assert "محفوظة" not in row["source_text"]


def test_word_files_are_read(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("عنوان الملف")
    document.add_paragraph(BODY)
    document.save(str(tmp_path / "a.docx"))
    assert article(tmp_path)["source_text"] == f"عنوان الملف\n{BODY}"


def test_files_that_are_not_what_their_name_says_are_rejected(tmp_path: Path) -> None:
    for name in ("a.docx", "b.pdf", "c.gif", "d.html", "e.txt.gz"):
        (tmp_path / name).write_text("لا شيء" if name != "d.html" else "<html></html>")
    assert [name for name, _ in refused(tmp_path)] == ["a.docx", "b.pdf", "c.gif", "d.html", "e.txt.gz"]


def test_a_pdf_without_text_says_so(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    buffer = io.BytesIO()
    writer.write(buffer)
    (tmp_path / "a.pdf").write_bytes(buffer.getvalue())
    assert refused(tmp_path) == [("a.pdf", "text")]


def test_the_same_text_twice_is_one_article_with_all_its_files(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(BODY)
    (tmp_path / "a.txt").write_text(BODY.replace(" ", "  ") + "\n")
    (tmp_path / "c.jsonl").write_text(json.dumps({"text": BODY}))
    row = article(tmp_path)
    assert row["article_id"] == "a"
    assert row["source_files"] == ["a.txt", "b.txt", "c.jsonl#1"]


def test_a_taken_id_rejects_the_later_path(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(BODY + " أول.")
    (tmp_path / "a.txt").write_text(BODY + " ثان.")
    found = run(tmp_path)
    assert found.sources["source_file"].to_list() == ["a.md"]
    assert found.rejected.select("id", "check", "value").rows() == [("a.txt", "unique_id", "a")]


def test_a_text_first_told_under_a_taken_id_lives_on_under_another_name(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(BODY + " أول.")
    (tmp_path / "a.txt").write_text(BODY + " ثان.")
    (tmp_path / "b.txt").write_text(BODY + " ثان.")
    found = run(tmp_path)
    assert found.sources["article_id"].to_list() == ["a", "b"]
    assert found.rejected["id"].to_list() == ["a.txt"]


def test_files_can_be_read_in_parts_and_settled_together(tmp_path: Path) -> None:
    for name, text in (("a.txt", "1"), ("b.txt", "2"), ("c.txt", "1"), ("a.md", "3"), ("d.xyz", "")):
        (tmp_path / name).write_text(BODY + text)
    files = discover(tmp_path).files
    parts = [read(tmp_path, (file,)) for file in reversed(files)]
    sources = pl.concat([part.sources for part in parts])
    together = settle(Ingested(sources, pl.concat([part.rejected for part in parts])))
    whole = ingest(tmp_path, files)
    assert together.sources.equals(whole.sources)
    assert together.rejected.equals(whole.rejected)


def test_a_file_that_changed_since_it_was_listed_is_left_for_the_next_run(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    files = discover(tmp_path).files
    (tmp_path / "a.txt").write_text(BODY + " زيادة")
    assert ingest(tmp_path, files).rejected["check"].to_list() == ["stable"]
    (tmp_path / "a.txt").unlink()
    assert ingest(tmp_path, files).rejected["check"].to_list() == ["readable"]


def test_a_file_of_endless_lines_is_not_one_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("سطر\n" * (MAX_LINES + 2))
    assert refused(tmp_path) == [("a.txt", "length")]


@pytest.mark.parametrize("content", ["", " \n\t\n", "…!", "\ufeff"])
def test_a_file_without_a_word_is_rejected(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.txt").write_text(content)
    assert refused(tmp_path) == [("a.txt", "text")]


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2020-05-06", "2020-05-06"),
        ("2020-05-06T07:08:09+01:00", "2020-05-06T07:08:09+01:00"),
        ("6/5/2020", "2020-05-06"),
        ("2020/5/6", "2020-05-06"),
        ("Fri, 11 Aug 2017 15:17:34 GMT", "2017-08-11T15:17:34+00:00"),
        (1588723200, "2020-05-06T00:00:00+00:00"),
        (1588723200000, "2020-05-06T00:00:00+00:00"),
        ("31/31/2020", "31/31/2020"),
        ("أمس", "أمس"),
        (7, "7"),
        (True, None),
        (None, None),
        ("", None),
    ],
)
def test_told_dates_become_iso_where_they_can_be_read(told: object, day: str | None) -> None:
    assert as_day(told) == day
