"""Damaged files of every kind: none stops a run, every one is accounted for.

`MARSAD_SOAK=1` tries ten thousand, otherwise a few hundred.
"""

import gzip
import io
import json
import os
import random
from pathlib import Path

import docx
import polars as pl
import zstandard
from pypdf import PdfWriter

from flows.clean.stage import clean
from flows.ingest.discover import discover
from flows.ingest.stage import ingest
from flows.survey.stage import survey

FILES = 10_000 if os.environ.get("MARSAD_SOAK") else 300
BATCH = 300
BODY = "أعلنت البلدية أمس إغلاق الجسر القديم لأسبوعين، وقالت إن الأشغال تبدأ يوم الاثنين. "


def whole(kind: str) -> bytes:
    """An undamaged file of a kind."""
    buffer = io.BytesIO()
    if kind == "docx":
        document = docx.Document()
        document.add_paragraph(BODY * 3)
        document.save(buffer)
        return buffer.getvalue()
    if kind == "pdf":
        writer = PdfWriter()
        writer.add_blank_page(200, 200)
        writer.write(buffer)
        return buffer.getvalue()
    texts = {
        "txt": BODY * 5,
        "html": f"<html><body><article><h1>جسر</h1><p>{BODY * 3}</p><p>{BODY * 2}</p></article></body></html>",
        "json": json.dumps(
            {"title": "جسر", "text": BODY * 4, "more": {"a": [1, 2, {"b": None}]}}, ensure_ascii=False
        ),
        "jsonl": "\n".join(json.dumps({"id": i, "text": BODY * 2 + str(i)}) for i in range(4)),
    }
    return texts[kind].encode("cp1256" if kind == "txt" and len(BODY) % 2 else "utf-8")


def damaged(chance: random.Random) -> tuple[str, bytes]:
    """A file's suffix and its damaged bytes."""
    kind = chance.choice(["txt", "html", "json", "jsonl", "docx", "pdf", "md"])
    raw = whole("txt" if kind == "md" else kind)
    harm = chance.randrange(9)
    if harm == 0:
        raw = raw[: chance.randrange(len(raw))]
    elif harm == 1:
        raw = bytes(chance.randrange(256) if chance.random() < 0.05 else byte for byte in raw)
    elif harm == 2:
        raw = chance.randbytes(chance.randrange(4000))
    elif harm == 3:
        raw = chance.choice([b"[", b'{"text":', b'{"a":[', b"<div>", b"<table><tr><td>"]) * chance.randrange(
            1, 20_000
        )
    elif harm == 4:
        raw = (chance.choice(["ا", "ًـ", ". ", "«", '"', "http://", "- ", "12/"]) * 100_000).encode()
    elif harm == 5:
        at = chance.randrange(len(raw))
        raw = raw[:at] + b"\0" * chance.randrange(1, 500) + raw[at:]
    elif harm == 6:
        raw = raw.decode("utf-8", "replace").encode(chance.choice(["utf-16", "utf-32", "utf-16-be"]))[
            chance.randrange(2) :
        ]
    elif harm == 7:
        raw = (chance.choice(["\n", "\r", "\u2028", "\x0b", " \n\u200f"]) * 20_000 + "كلمة").encode()
    suffix = kind
    if chance.random() < 0.2:
        pack = chance.choice(["gz", "zst"])
        raw = gzip.compress(raw) if pack == "gz" else zstandard.compress(raw)
        raw = raw[: -chance.randrange(1, 12)] if chance.random() < 0.5 else raw
        suffix = f"{kind}.{pack}"
    return suffix, raw


def test_no_damaged_file_stops_a_run_and_each_is_accounted_for(tmp_path: Path) -> None:
    chance = random.Random(20)
    for batch in range(FILES // BATCH):
        folder = tmp_path / str(batch)
        folder.mkdir()
        for number in range(BATCH):
            suffix, raw = damaged(chance)
            (folder / f"{number:04}.{suffix}").write_bytes(raw)
        found = discover(folder)
        result = ingest(folder, found.files)
        told = {name.partition("#")[0] for files in result.sources["source_files"] for name in files}
        assert told | set(result.rejected["source_file"]) == {file.path for file in found.files}
        assert result.rejected["reason"].null_count() == 0
        cleaned = clean(result.sources, survey(result.sources))
        assert cleaned.articles["article_id"].equals(result.sources["article_id"])
        _grounds(result.sources, cleaned.segments, cleaned.articles)


def _grounds(sources: pl.DataFrame, segments: pl.DataFrame, articles: pl.DataFrame) -> None:
    joined = segments.join(
        sources.select("article_id", pl.col("source_text").str.len_chars().alias("source_length")),
        "article_id",
    )
    assert (joined["source_start"] + joined["length"] <= joined["source_length"]).all()
    assert articles["text"].null_count() == 0
