"""Two versions compared: rows, values, ids that became others, and why."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.publish.changes import upserts
from flows.publish.compare import Comparison, compare
from flows.publish.diff_text import diff_json, diff_text
from flows.publish.readers import read_table
from schemas.package import TABLES

MakeVersion = Callable[..., Path]

SEEDS = {"seeds": {"a.txt": "1", "b.txt": "2"}}


def mention(number: int, entity: str, article: str = "a", **more: object) -> dict[str, Any]:
    return {
        "mention_id": f"m-{number}", "article_id": article, "entity_id": entity, "type": "ORG",
        "surface": f"اسم {number}", "source_start": number, "sentence": f"جملة {number}", "confidence": 0.9,
    } | more  # fmt: skip


def entity(entity_id: str, **more: object) -> dict[str, Any]:
    return {"entity_id": entity_id, "type": "ORG", "name_ar": "اسم"} | more


def changes(found: Comparison, table: str) -> set[tuple[str, str]]:
    rows = found.rows.filter(pl.col("table") == table)
    return set(rows.select("key", "change").iter_rows())


def became(found: Comparison) -> set[tuple[str, str, str, str]]:
    return set(found.ids.select("table", "old_id", "new_id", "change").iter_rows())


def test_a_version_and_itself_say_the_same(two: tuple[Path, Path]) -> None:
    found = compare(two[0], two[0])
    assert found.is_empty
    assert "They say the same" in diff_text(found)


def test_every_count_agrees_with_the_tables_themselves(two: tuple[Path, Path]) -> None:
    found = compare(*two)
    for table, added, removed, _, _ in found.summary.iter_rows():
        old, new = (read_table(version, table) for version in two)
        assert len(new) - len(old) == added - removed, table
        key = list(TABLES[table].primary_key())
        assert added == len(new.join(old, on=key, how="anti"))


def test_a_changed_value_is_told_with_its_column_old_and_new(make_version: MakeVersion) -> None:
    old = make_version("v1.0.0", {"entities": [entity("org.x", name_en="Before"), entity("org.y")]})
    new = make_version("v1.1.0", {"entities": [entity("org.x", name_en="After"), entity("org.y")]})
    found = compare(old, new)
    assert changes(found, "entities") == {("org.x", "changed")}
    assert found.cells.rows() == [("entities", "org.x", "name_en", "Before", "After")]
    assert "name_en: Before → After" in diff_text(found)


def test_a_value_that_comes_or_goes_is_a_change_from_or_to_null(make_version: MakeVersion) -> None:
    old = make_version("v1.0.0", {"entities": [entity("org.x", country="MAR"), entity("org.y")]})
    new = make_version("v1.1.0", {"entities": [entity("org.x"), entity("org.y", country="DZA")]})
    cells = compare(old, new).cells.select("key", "old", "new").rows()
    assert sorted(cells) == [("org.x", "MAR", None), ("org.y", None, "DZA")]
    assert "country: MAR → null" in diff_text(compare(old, new))


@pytest.mark.parametrize(("before", "after", "differs"), [(0.9, 0.9004, False), (0.9, 0.901, True)])
def test_confidence_counts_to_three_places_as_in_the_digests(
    make_version: MakeVersion, before: float, after: float, differs: bool
) -> None:
    old = make_version("v1.0.0", {"mentions": [mention(1, "org.x", confidence=before)]})
    new = make_version("v1.1.0", {"mentions": [mention(1, "org.x", confidence=after)]})
    assert compare(old, new).is_empty is not differs


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({1: "org-1", 2: "org-2"}, {1: "org-1", 2: "org-1"}, {("org-2", "org-1", "merged")}),
        ({1: "org-1", 2: "org-1"}, {1: "org-1", 2: "org-2"}, {("org-1", "org-2", "split")}),
        ({1: "org-1", 2: "org-1"}, {1: "org-2", 2: "org-2"}, {("org-1", "org-2", "renamed")}),
        (
            {1: "org-1", 2: "org-2"},
            {1: "org-3", 2: "org-3"},
            {("org-1", "org-3", "merged"), ("org-2", "org-3", "merged")},
        ),
        (
            {1: "org-1", 2: "org-1"},
            {1: "org-2", 2: "org-3"},
            {("org-1", "org-2", "split"), ("org-1", "org-3", "split")},
        ),
        (
            {1: "org-1", 2: "org-2", 3: "org-1"},
            {1: "org-1", 2: "org-2", 3: "org-2"},
            {("org-1", "org-2", "joined")},
        ),
        ({1: "org-1"}, {2: "org-2"}, set()),
    ],
)  # fmt: skip
def test_an_id_is_followed_through_the_mentions_that_both_hold(
    make_version: MakeVersion, before: dict[int, str], after: dict[int, str], told: set[tuple[str, str, str]]
) -> None:
    def version(number: str, naming: dict[int, str]) -> Path:
        mentions = [mention(n, thing) for n, thing in naming.items()]
        things = [entity(thing) for thing in sorted(set(naming.values()))]
        return make_version(number, {"mentions": mentions, "entities": things})

    assert became(compare(version("v1.0.0", before), version("v1.1.0", after))) == {
        ("entities", *change) for change in told
    }


def test_an_id_that_became_another_is_shown_with_its_name_and_is_neither_added_nor_removed(
    make_version: MakeVersion,
) -> None:
    def version(number: str, thing: str) -> Path:
        things = [entity(thing, name_en="Council")]
        return make_version(number, {"mentions": [mention(1, thing)], "entities": things})

    found = compare(version("v1.0.0", "org-1"), version("v1.1.0", "org.council"))
    text = diff_text(found)
    assert "entities: org-1 → org.council renamed (1 shared)  اسم · Council" in text
    assert "+ org.council" not in text
    assert "- org-1" not in text
    assert found.summary.filter(pl.col("table") == "entities").row(0) == ("entities", 1, 1, 0, 1)


def test_a_thing_that_unread_parts_name_too_was_split_not_renamed(make_version: MakeVersion) -> None:
    """A part that did not change is not read: the other mentions of the thing are in it."""
    things = {"entities": [entity("org-1")]}
    old = make_version("v1.0.0", things | {"mentions": [mention(1, "org-1")]})
    new = make_version(
        "v1.1.0", {"entities": [entity("org-1"), entity("org-2")], "mentions": [mention(1, "org-2")]}
    )
    assert became(compare(old, new)) == {("entities", "org-1", "org-2", "split")}


def test_a_moved_file_moves_its_article_and_renames_what_it_tells(two: tuple[Path, Path]) -> None:
    found = compare(*two)
    moved = found.ids.filter(pl.col("change") == "moved")
    assert moved["new_id"].str.ends_with("/moved").to_list() == [True]
    old, new = moved.row(0)[1:3]
    renamed = dict(
        found.ids.filter((pl.col("table") == "events") & (pl.col("change") == "renamed"))
        .select("old_id", "new_id")
        .iter_rows()
    )
    tellings = [read_table(version, "event_mentions") for version in two]
    before = tellings[0].filter(pl.col("article_id") == old)["event_id"].unique()
    after = tellings[1].filter(pl.col("article_id") == new)["event_id"].unique()
    gone = set(before) - set(after)
    assert gone, "the event ids of a moved article hang on its path: else this test tests nothing"
    assert gone <= renamed.keys()
    text = diff_text(found, limit=0)
    assert not any(f"- {event} " in text for event in gone)


def test_parts_that_are_one_file_are_not_read(make_version: MakeVersion) -> None:
    old = make_version("v1.0.0", {"mentions": [mention(1, "org.x")]})
    new = make_version("v1.1.0", {"mentions": [mention(2, "org.x")]})
    for version, name in ((old, "entities"), (new, "entities")):
        (version / name / "part-000.parquet").unlink()
    (old / "entities" / "part-000.parquet").write_bytes(b"no Parquet at all")
    os.link(old / "entities" / "part-000.parquet", new / "entities" / "part-000.parquet")
    assert changes(compare(old, new), "mentions") == {("m-1", "removed"), ("m-2", "added")}


def test_rows_in_other_buckets_are_the_same_rows(make_version: MakeVersion) -> None:
    rows = [mention(n, "org.x") for n in range(9)]
    old, new = make_version("v1.0.0", {"mentions": rows}), make_version("v1.1.0", {"mentions": rows})
    table = pl.read_parquet(new / "mentions" / "part-000.parquet")
    for number in range(3):
        table.slice(number * 3, 3).write_parquet(new / "mentions" / f"part-{number:03}.parquet")
    assert compare(old, new).is_empty


def test_a_column_that_one_version_lacks_is_told_and_compared_as_null(make_version: MakeVersion) -> None:
    old = make_version("v1.0.0", {"entities": [entity("org.x", country="MAR")]})
    new = make_version("v2.0.0", {"entities": [entity("org.x", country="MAR")]})
    path = old / "entities" / "part-000.parquet"
    pl.read_parquet(path).drop("country").write_parquet(path)
    found = compare(old, new)
    assert found.contract.rows() == [("entities", "country", "added")]
    assert found.cells.select("column", "old", "new").rows() == [("country", None, "MAR")]


@pytest.mark.parametrize(
    ("inputs", "table", "cause"),
    [
        ({"seeds": {"a.txt": "9", "b.txt": "2"}}, "mentions", {"m-1": "seed", "m-2": "other seeds"}),
        (SEEDS | {"knowledge": {"people": "1"}}, "mentions", {"m-1": "knowledge", "m-2": "knowledge"}),
        (SEEDS | {"corrections": {"c.csv": "1"}}, "mentions", {"m-1": "correction", "m-2": "correction"}),
        (
            SEEDS | {"knowledge": {"people": "1"}, "code": {"clean": "1"}},
            "mentions",
            {"m-1": "knowledge or code", "m-2": "knowledge or code"},
        ),
        (
            {"seeds": {"a.txt": "9", "b.txt": "2"}, "code": {"clean": "1"}},
            "mentions",
            {"m-1": "seed", "m-2": "other seeds or code"},
        ),
        (SEEDS, "mentions", {"m-1": "unknown", "m-2": "unknown"}),
        ({"seeds": {"a.txt": "9", "b.txt": "2"}}, "entities", {"org.x": "seed"}),
    ],
)
def test_a_row_is_told_with_its_cause(
    make_version: MakeVersion, inputs: dict[str, Any], table: str, cause: dict[str, str]
) -> None:
    def rows(name: str) -> dict[str, Any]:
        mentions = [mention(1, "org.x", "a", surface=name), mention(2, "org.x", "b", surface=name)]
        return {"mentions": mentions, "entities": [entity("org.x", name_ar=name)]}

    old, new = make_version("v1.0.0", rows("قبل"), SEEDS), make_version("v1.1.0", rows("بعد"), inputs)
    found = compare(old, new).rows.filter(pl.col("table") == table)
    assert dict(found.select("key", "cause").iter_rows()) == cause


def test_a_record_of_a_changed_file_has_its_file_as_cause(make_version: MakeVersion) -> None:
    old = make_version(
        "v1.0.0", {"mentions": [mention(1, "org.x", "news/all#7")]}, {"seeds": {"news/all.jsonl": "1"}}
    )
    new = make_version("v1.1.0", {"mentions": []}, {"seeds": {"news/all.jsonl": "2"}})
    assert compare(old, new).rows["cause"].to_list() == ["seed"]


def test_causes_name_the_file_and_where_it_moved_from(make_version: MakeVersion) -> None:
    old = make_version("v1.0.0", {}, {"seeds": {"a.txt": "1", "b.txt": "2", "c.txt": "3"}})
    new = make_version("v1.1.0", {}, {"seeds": {"z.txt": "1", "b.txt": "9", "d.txt": "4"}})
    assert set(compare(old, new).causes.rows()) == {
        ("seed", "z.txt", "moved", "a.txt"),
        ("seed", "b.txt", "changed", None),
        ("seed", "c.txt", "removed", None),
        ("seed", "d.txt", "new", None),
    }


def test_more_rows_than_are_shown_are_counted(make_version: MakeVersion) -> None:
    old = make_version("v1.0.0", {})
    new = make_version("v1.1.0", {"entities": [entity(f"org.{n:02}") for n in range(30)]})
    text = diff_text(compare(old, new), limit=10)
    assert "and 20 more added" in text
    assert "org.29" not in text
    assert "org.29" in diff_text(compare(old, new), limit=0)


def test_a_long_value_is_shown_where_it_differs(make_version: MakeVersion) -> None:
    start = "كلام طويل لا يتغير " * 40
    old = make_version("v1.0.0", {"articles": [{"article_id": "a", "text": start + "قديم"}]})
    new = make_version("v1.1.0", {"articles": [{"article_id": "a", "text": start + "جديد"}]})
    (line,) = [one for one in diff_text(compare(old, new)).splitlines() if "text:" in one]
    assert "قديم" in line
    assert "جديد" in line
    assert len(line) < 200


def test_a_script_gets_everything(two: tuple[Path, Path]) -> None:
    found = compare(*two)
    told = diff_json(found)
    assert len(told["rows"]) == len(found.rows)
    assert {row["table"] for row in told["summary"]} == set(TABLES)
    assert told["before"] == "v1.0.0"


tables = st.dictionaries(
    st.sampled_from([f"org.{n}" for n in range(6)]), st.one_of(st.none(), st.sampled_from(["MAR", "DZA"]))
)


@given(before=tables, after=tables)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
def test_the_changes_laid_over_the_version_before_are_the_version_after(
    tmp_path_factory: pytest.TempPathFactory, before: dict[str, str | None], after: dict[str, str | None]
) -> None:
    folder = tmp_path_factory.mktemp("versions")
    for number, told in (("v1.0.0", before), ("v1.1.0", after)):
        (folder / number / "state").mkdir(parents=True)
        (folder / number / "state" / "inputs.json").write_text("{}")
        (folder / number / "entities").mkdir()
        rows = [{"entity_id": thing, "country": country} for thing, country in sorted(told.items())]
        schema = {"entity_id": pl.String, "country": pl.String}
        pl.DataFrame(rows, schema=schema).write_parquet(folder / number / "entities" / "part-000.parquet")
    found = compare(folder / "v1.0.0", folder / "v1.1.0")
    now = dict(before)
    if "entities" in found.sides:
        for change, thing, country in upserts("entities", found.sides["entities"], found.rows).iter_rows():
            if change == "removed":
                del now[thing]
            else:
                now[thing] = country
    assert now == after
