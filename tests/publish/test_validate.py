"""Validation: every failing row is rejected with its reason, what depends on it goes too, the rest is clean."""

from __future__ import annotations

import polars as pl
import pytest

from flows.errors import SchemaError
from flows.publish.validate import Tables, validate
from flows.resolve.counts import recount
from schemas.package import TABLES, code_lists, empty, polars_schema

SOURCE = "زار الوزير الرباط."
LISTS = {name: frozenset(codes) for name, codes in code_lists().items()} | {
    "country": frozenset({"MAR"}),
    "removal_reason": frozenset({"menu"}),
}


def article(article_id: str) -> dict[str, object]:
    return {
        "article_id": article_id, "source_file": f"{article_id}.txt", "source_sha256": "0" * 64, "format": "txt",
        "encoding": "utf-8", "text": SOURCE, "source_text": SOURCE,
    }  # fmt: skip


def mention(number: int, **changed: object) -> dict[str, object]:
    return {
        "mention_id": f"m-{number}", "article_id": "a", "sentence_id": "s-1", "entity_id": "gpe.rabat", "type": "GPE",
        "surface": "الرباط", "start": 11, "end": 17, "source_start": 11, "source_end": 17, "sentence": SOURCE,
        "method": "knowledge", "confidence": 0.9,
    } | changed  # fmt: skip


ENTITY = {
    "entity_id": "gpe.rabat", "type": "GPE", "name_ar": "الرباط", "country": "MAR", "article_count": 1,
    "mention_count": 1,
}  # fmt: skip
SENTENCE = {
    "sentence_id": "s-1", "article_id": "a", "number": 0, "paragraph": 0, "kind": "body", "start": 0, "end": 18,
    "source_start": 0, "source_end": 18,
}  # fmt: skip


def tables(**rows: list[dict[str, object]]) -> Tables:
    """Tables with these rows; null where a row says nothing."""
    made = {name: empty(model) for name, model in TABLES.items()}
    for name, found in rows.items():
        schema = polars_schema(TABLES[name])
        made[name] = pl.DataFrame([{c: row.get(c) for c in schema} for row in found], schema=schema)
    return made


def checked(**rows: list[dict[str, object]]) -> Tables:
    base: dict[str, list[dict[str, object]]] = {"articles": [article("a")], "sentences": [SENTENCE]}
    return validate(tables(**(base | rows)), LISTS, recount)


def test_good_rows_pass_and_nothing_is_rejected() -> None:
    valid = checked(mentions=[mention(1)], entities=[ENTITY])
    assert len(valid["mentions"]) == 1
    assert valid["rejected"].is_empty()


@pytest.mark.parametrize(
    ("changed", "check"),
    [
        ({"confidence": 1.5}, "less_than_or_equal_to(1)"),
        ({"method": None}, "not_nullable"),
        ({"type": "NONSENSE"}, "code"),
        ({"surface": "طنجة"}, "grounded"),
        ({"source_end": 11}, "span"),
        ({"sentence_id": "s-9"}, "foreign_key"),
    ],
)
def test_a_failing_row_is_rejected_with_its_check_and_a_remedy(
    changed: dict[str, object], check: str
) -> None:
    valid = checked(mentions=[mention(1), mention(2, **changed)], entities=[ENTITY])
    assert valid["mentions"]["mention_id"].to_list() == ["m-1"]
    rejected = valid["rejected"].filter(pl.col("id") == "m-2")
    assert check in rejected["check"].to_list()
    assert rejected["source_file"].to_list() == ["a.txt"] * len(rejected)
    assert all(len(reason) > 20 for reason in rejected["reason"])


def test_all_failures_of_all_rows_are_told_not_the_first_ones() -> None:
    bad = [mention(n, confidence=2.0) for n in range(500)]
    valid = checked(mentions=[*bad, mention(900)], entities=[ENTITY])
    assert valid["rejected"].filter(pl.col("column") == "confidence").height == 500


def test_of_two_rows_with_one_key_the_first_is_kept() -> None:
    valid = checked(mentions=[mention(1), mention(1, confidence=0.1)], entities=[ENTITY])
    assert valid["mentions"]["confidence"].to_list() == [0.9]
    assert valid["rejected"]["check"].to_list() == ["unique"]


def test_what_depends_on_a_rejected_row_goes_with_it() -> None:
    bad = article("b") | {"source_sha256": "no digest"}
    sentence = SENTENCE | {"sentence_id": "s-2", "article_id": "b"}
    lost = mention(2, article_id="b", sentence_id="s-2", entity_id="gpe.lost")
    valid = checked(
        articles=[article("a"), bad],
        sentences=[SENTENCE, sentence],
        mentions=[mention(1), lost],
        entities=[ENTITY, ENTITY | {"entity_id": "gpe.lost"}],
    )
    assert valid["articles"]["article_id"].to_list() == ["a"]
    assert valid["mentions"]["mention_id"].to_list() == ["m-1"]
    assert valid["entities"]["entity_id"].to_list() == ["gpe.rabat"]
    assert {"b", "s-2", "m-2"} <= set(valid["rejected"]["id"])


def test_counts_are_made_anew_from_what_is_left() -> None:
    entity = ENTITY | {"mention_count": 2}
    valid = checked(mentions=[mention(1), mention(2, confidence=7.0)], entities=[entity])
    assert valid["entities"]["mention_count"].to_list() == [1]


def test_a_wrong_type_stops_the_run_and_names_the_table() -> None:
    made = tables(articles=[article("a")])
    made["mentions"] = made["mentions"].with_columns(pl.col("start").cast(pl.String))
    with pytest.raises(SchemaError, match="mentions"):
        validate(made, LISTS, recount)


def test_a_missing_column_stops_the_run() -> None:
    made = tables(articles=[article("a")])
    made["times"] = made["times"].drop("precision")
    with pytest.raises(SchemaError, match="times"):
        validate(made, LISTS, recount)
