"""Every kind of correction: what it changes, when it is stale, what contradicts it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.curate.kinds import KINDS
from flows.errors import InputError

Tables = Mapping[str, pl.DataFrame]
Cells = Mapping[str, str]
Read = Callable[..., Tables]

TALKS, VISIT, AGAIN = "rabat/talks", "algiers/visit", "madrid/again"


def telling(tables: Tables, article: str, surface: str, number: int = 0) -> dict[str, Any]:
    """The n-th telling of an article with these words."""
    found = tables["event_mentions"].filter(pl.col("article_id") == article, pl.col("surface") == surface)
    return found.sort("start").row(number, named=True)


def entity(tables: Tables, article: str, surface: str) -> dict[str, Any]:
    """The thing that an article's words name."""
    mention = (
        tables["mentions"]
        .filter(pl.col("article_id") == article, pl.col("surface") == surface)
        .row(0, named=True)
    )
    return tables["entities"].filter(pl.col("entity_id") == mention["entity_id"]).row(0, named=True)


def sides(tables: Tables, article: str, surface: str, role: str) -> set[str | None]:
    """Who has a role in a telling: ids, else countries."""
    key = telling(tables, article, surface)["event_mention_id"]
    found = tables["participants"].filter(pl.col("event_mention_id") == key, pl.col("role") == role)
    return set(found.select(pl.coalesce("entity_id", "country")).to_series())


def surfaces(tables: Tables, article: str) -> set[str]:
    return set(tables["mentions"].filter(pl.col("article_id") == article)["surface"])


def events_of(tables: Tables, *where: tuple[str, str]) -> list[str]:
    return [telling(tables, article, words)["event_id"] for article, words in where]


def published(tables: Tables, article: str) -> tuple[date, date]:
    row = tables["articles"].filter(pl.col("article_id") == article).row(0, named=True)
    return row["published_start"], row["published_end"]


def outlet(tables: Tables, article: str) -> str | None:
    told: str | None = tables["articles"].filter(pl.col("article_id") == article)["outlet"][0]
    return told


@dataclass(frozen=True)
class Case:
    """A correction, what it makes true that was not, a row that is already right, and a row that contradicts it."""

    row: Cells
    is_so: Callable[[Tables], bool]
    right: Cells | None = None
    against: Cells | None = None
    after: tuple[Cells, ...] = field(default=())


def at(article: str, quote: str, occurrence: int | None = None) -> dict[str, str]:
    return {"article": article, "quote": quote, "occurrence": str(occurrence or "")}


MEETING = at(VISIT, "التقى")
SIGNING = at(TALKS, "سيوقع")
EXPERT = at(TALKS, "سالم القرطبي")

CASES = {
    "article_date": Case(
        {"article": VISIT, "value": "2022-03-09"},
        lambda t: published(t, VISIT) == (date(2022, 3, 9), date(2022, 3, 9)),
        against={"article": f"{VISIT}.txt", "value": "2022-03-10"},
    ),
    "article_outlet": Case(
        {"article": VISIT, "value": "الميناء"},
        lambda t: outlet(t, VISIT) == "الميناء",
        {"article": VISIT, "value": "none"},
        {"article": VISIT, "value": "الشاطئ"},
    ),
    "article_drop": Case(
        {"article": VISIT},
        lambda t: VISIT not in set(t["articles"]["article_id"])
        and t["rejected"].filter(pl.col("check") == "dropped")["id"].to_list() == [f"{VISIT}.txt"],
        against={"kind": "article_outlet", "article": VISIT, "value": "الميناء"},
    ),
    "mention_add": Case(
        at(VISIT, "وزير الخارجية الموريتاني", 1) | {"value": "ORG"},
        lambda t: "وزير الخارجية الموريتاني" in surfaces(t, VISIT),
        at(VISIT, "رمطان لعمامرة") | {"value": "PERS"},
        at(VISIT, "وزير الخارجية الموريتاني", 1) | {"value": "FAC"},
    ),
    "mention_reject": Case(
        at(VISIT, "سالم القرطبي"),
        lambda t: "سالم القرطبي" not in surfaces(t, VISIT),
        against=at(VISIT, "سالم القرطبي") | {"kind": "mention_add", "value": "PERS"},
    ),
    "event_add": Case(
        at(TALKS, "استئناف") | {"value": "COOPERATE"},
        lambda t: telling(t, TALKS, "استئناف")["event_type"] == "COOPERATE",
        MEETING | {"value": "CONSULT"},
        at(TALKS, "استئناف") | {"kind": "event_reject"},
    ),
    "event_reject": Case(
        SIGNING,
        lambda t: "يوقع" not in set(t["event_mentions"]["surface"]),
        against=SIGNING | {"kind": "event_status", "value": "hypothetical"},
    ),
    "event_type": Case(
        SIGNING | {"value": "AGREE", "expect": "SUPPORT"},
        lambda t: telling(t, TALKS, "يوقع")["event_type"] == "AGREE",
        SIGNING | {"value": "SUPPORT"},
        SIGNING | {"value": "COOPERATE"},
    ),
    "event_mode": Case(
        MEETING | {"value": "visit"},
        lambda t: telling(t, VISIT, "التقى")["mode"] == "visit",
        at(VISIT, "زيارة", 1) | {"value": "visit"},
        MEETING | {"value": "phone"},
    ),
    "event_status": Case(
        SIGNING | {"value": "hypothetical"},
        lambda t: telling(t, TALKS, "يوقع")["status"] == "hypothetical",
        SIGNING | {"value": "planned", "expect": "planned"},
        SIGNING | {"value": "denied"},
    ),
    "event_date": Case(
        SIGNING | {"value": "2022-05"},
        lambda t: telling(t, TALKS, "يوقع")["date_end"] == date(2022, 5, 31)
        and telling(t, TALKS, "يوقع")["date_precision"] == "month",
        MEETING | {"value": "2022-03-07"},
        SIGNING | {"value": "none"},
    ),
    "event_place": Case(
        SIGNING | {"value": "الرباط"},
        lambda t: telling(t, TALKS, "يوقع")["place_id"] == entity(t, TALKS, "الرباط")["entity_id"],
        MEETING | {"value": "gpe.DZA"},
        SIGNING | {"value": "إسبانيا"},
    ),
    "event_actor": Case(
        SIGNING | {"value": "إسبانيا"},
        lambda t: sides(t, TALKS, "يوقع", "actor") == {"gpe.ESP"},
        MEETING | {"value": "رمطان لعمامرة"},
        SIGNING | {"value": "@MRT"},
    ),
    "event_recipient": Case(
        MEETING | {"value": "@MRT"},
        lambda t: sides(t, VISIT, "التقى", "recipient") == {"MRT"},
        MEETING | {"value": "none"},
        MEETING | {"value": "@?"},
    ),
    "event_confirm": Case(
        SIGNING,
        lambda t: telling(t, TALKS, "يوقع")["confidence"] == 1,
        against=SIGNING | {"kind": "event_reject"},
    ),
    "alias_of": Case(
        {"quote": "سالم القرطبي", "value": "pers.nasser-bourita"},
        lambda t: entity(t, VISIT, "سالم القرطبي")["entity_id"] == "pers.nasser-bourita",
        {"quote": "ناصر بوريطة", "value": "pers.nasser-bourita"},
        {"quote": "سالم القرطبي", "article": VISIT, "value": "pers.ramtane-lamamra"},
    ),
    "entity_same_as": Case(
        EXPERT | {"other_article": AGAIN, "other_quote": "خوسيه مانويل ألباريس"},
        lambda t: entity(t, VISIT, "سالم القرطبي")["entity_id"] == "pers.jose-manuel-albares",
        EXPERT | {"other_article": VISIT, "other_quote": "سالم القرطبي"},
        {"kind": "entity_not_same_as"} | EXPERT | {"value": "pers.jose-manuel-albares"},
    ),
    "entity_not_same_as": Case(
        EXPERT | {"other_article": VISIT, "other_quote": "سالم القرطبي"},
        lambda t: entity(t, TALKS, "سالم القرطبي")["entity_id"] != entity(t, VISIT, "سالم القرطبي")["entity_id"],
        against={"kind": "entity_same_as"} | EXPERT | {"other_article": VISIT, "other_quote": "سالم القرطبي"},
    ),
    "entity_name_ar": Case(
        EXPERT | {"value": "سالم بن القرطبي"},
        lambda t: entity(t, VISIT, "سالم القرطبي")["name_ar"] == "سالم بن القرطبي",
        EXPERT | {"value": "سالم القرطبي"},
        EXPERT | {"value": "سالم"},
    ),
    "entity_name_en": Case(
        EXPERT | {"value": "Salem El Qortobi"},
        lambda t: entity(t, VISIT, "سالم القرطبي")["name_en"] == "Salem El Qortobi",
        {"id": "gpe.MAR", "value": "Morocco"},
        at(VISIT, "سالم القرطبي") | {"value": "Salim Cordoba"},
    ),
    "entity_country": Case(
        EXPERT | {"value": "LBY"},
        lambda t: entity(t, VISIT, "سالم القرطبي")["country"] == "LBY",
        {"id": "gpe.MAR", "value": "MAR"},
        EXPERT | {"value": "none"},
    ),
    "entity_wikidata": Case(
        EXPERT | {"value": "Q4115189"},
        lambda t: entity(t, VISIT, "سالم القرطبي")["wikidata_id"] == "Q4115189",
        EXPERT | {"value": "none"},
        EXPERT | {"value": "Q13406268"},
    ),
    "entity_confirm": Case(EXPERT, lambda t: t["corrections"]["state"].to_list() == ["applied"]),
    "event_same_as": Case(
        at(TALKS, "مباحثات") | {"other_article": VISIT, "other_quote": "التقى"},
        lambda t: len(set(events_of(t, (TALKS, "مباحثات"), (VISIT, "التقى")))) == 1,
        at(VISIT, "التقى") | {"other_quote": "بحث معه"},
        {"kind": "event_not_same_as"} | at(TALKS, "مباحثات") | {"other_article": VISIT, "other_quote": "التقى"},
    ),
    "event_not_same_as": Case(
        at(VISIT, "التقى") | {"other_quote": "بحث معه"},
        lambda t: len(set(events_of(t, (VISIT, "التقى"), (VISIT, "بحث")))) == 2,
        against={"kind": "event_same_as"} | at(VISIT, "التقى") | {"other_quote": "بحث معه"},
    ),
}  # fmt: skip


def test_every_kind_has_a_case() -> None:
    assert set(CASES) == set(KINDS)


@pytest.mark.parametrize("kind", CASES)
def test_a_correction_makes_true_what_it_says_and_is_told(kind: str, before: Tables, read: Read) -> None:
    case = CASES[kind]
    row = {"kind": kind} | dict(case.row)
    if kind != "entity_confirm":
        assert not _is_so(case, before)
    after = read([row])
    assert case.is_so(after)
    told = after["corrections"].row(0, named=True)
    assert (told["state"], told["kind"], told["made_by"], told["why"]) == (
        "applied",
        kind,
        "Amina",
        "read it",
    )
    assert told["correction_id"] == "rows.csv:2"
    assert told["made_date"] == date(2026, 11, 26)
    rejected = after["rejected"].filter(pl.col("check") != "dropped")
    assert rejected.is_empty(), rejected.to_dicts()


def _is_so(case: Case, tables: Tables) -> bool:
    try:
        return case.is_so(tables)
    except pl.exceptions.OutOfBoundsError:
        return False


def _gone(kind: str) -> Cells:
    row = {"kind": kind} | dict(CASES[kind].row)
    if kind.startswith("article_"):
        return row | {"article": "nowhere/at-all"}
    return row | {"quote": "كلام لم يقله أحد"}


def test_a_correction_whose_target_is_gone_is_told_as_stale_and_what_to_do(
    before: Tables, read: Read
) -> None:
    after = read([_gone(kind) for kind in CASES])
    assert after["corrections"]["kind"].sort().to_list() == sorted(CASES)
    assert set(after["corrections"]["state"]) == {"stale"}
    told = after["rejected"].filter(pl.col("table") == "corrections")
    assert set(told["id"]) == {f"rows.csv:{line}" for line in range(2, len(CASES) + 2)}
    assert set(told["check"]) == {"stale"}
    assert set(told["source_file"]) == {"curation/rows.csv"}
    for reason in told["reason"]:
        assert re.search("not in the text|no article|no name is spelt", reason), reason
    assert after["events"].equals(before["events"].sort("event_id"))


def test_a_correction_of_what_is_already_right_is_told_as_stale(before: Tables, read: Read) -> None:
    kinds = [kind for kind, case in CASES.items() if case.right]
    after = read([{"kind": kind} | dict(CASES[kind].right or {}) for kind in kinds])
    reasons = dict(after["rejected"].select("id", "reason").iter_rows())
    for line, kind in enumerate(kinds, 2):
        assert "already right" in reasons[f"rows.csv:{line}"], kind
    assert after["events"].equals(before["events"].sort("event_id"))


@pytest.mark.parametrize("kind", [kind for kind, case in CASES.items() if case.against])
def test_contradicting_corrections_stop_the_build_with_both_lines_named(kind: str, read: Read) -> None:
    case = CASES[kind]
    with pytest.raises(InputError, match=r"curation/rows\.csv:\d .*curation/rows\.csv:\d") as caught:
        read([{"kind": kind} | dict(case.row), {"kind": kind} | dict(case.against or {})])
    assert "remove the other" in caught.value.remedy


def test_a_date_that_the_program_finds_by_itself_is_stale_and_not_applied(before: Tables, read: Read) -> None:
    first, last = published(before, VISIT)
    after = read([{"kind": "article_date", "article": VISIT, "value": f"{first}/{last}"}])
    assert "already right" in after["rejected"]["reason"][0]
    basis = pl.col("article_id") == VISIT
    assert after["articles"].filter(basis)["published_basis"][0] != "correction"


@pytest.mark.parametrize("kind", ["article_date", "event_status", "entity_name_en", "event_actor"])
def test_a_correction_that_expects_something_else_is_stale_and_changes_nothing(
    kind: str, before: Tables, read: Read
) -> None:
    expect = "2020-01-01" if kind == "article_date" else "شيء آخر"
    after = read([{"kind": kind} | dict(CASES[kind].row) | {"expect": expect}])
    assert f"it expects '{expect}' and the program now says" in after["rejected"]["reason"][0]
    for table in ("event_mentions", "articles", "entities", "participants"):
        assert after[table].equals(before[table].sort(after[table].columns[0])) or after[table].equals(
            before[table]
        )


def test_the_same_correction_twice_is_applied_once_and_the_second_is_told(read: Read) -> None:
    row = {"kind": "event_status"} | SIGNING | {"value": "denied"}
    after = read([row, row])
    assert sorted(after["corrections"]["state"]) == ["applied", "stale"]
    assert "rows.csv:2 says the same" in after["rejected"]["reason"][0]


def test_an_added_event_gets_its_fields_from_further_rows(read: Read) -> None:
    its = at(TALKS, "استئناف")
    after = read(
        [
            {"kind": "event_actor"} | its | {"value": "@MAR|@ESP"},
            {"kind": "event_add"} | its | {"value": "COOPERATE"},
            {"kind": "event_status"} | its | {"value": "planned"},
            {"kind": "event_date"} | its | {"value": "2022-04-08/2022-04-12"},
        ]
    )
    row = telling(after, TALKS, "استئناف")
    assert (row["status"], str(row["date_start"]), row["date_precision"]) == (
        "planned",
        "2022-04-08",
        "range",
    )
    assert sides(after, TALKS, "استئناف", "actor") == {"MAR", "ESP"}
    assert row["method"] == " ".join(f"correction:rows.csv:{line}" for line in (3, 4, 5, 2))


def test_a_name_of_another_extent_takes_the_place_of_the_one_that_it_overlaps(read: Read) -> None:
    after = read(
        [{"kind": "mention_add"} | at(VISIT, "الجزائري رمطان لعمامرة") | {"value": "pers.ramtane-lamamra"}]
    )
    assert "رمطان لعمامرة" not in surfaces(after, VISIT)
    assert "pers.ramtane-lamamra" in sides(after, VISIT, "التقى", "actor")


def test_a_country_of_a_thing_is_that_of_its_parties_and_dyads(read: Read) -> None:
    after = read([{"kind": "entity_country", "id": "pers.ramtane-lamamra", "value": "TUN", "quote": ""}])
    key = pl.col("entity_id") == "pers.ramtane-lamamra"
    assert set(after["participants"].filter(key)["country"]) == {"TUN"}


def test_words_that_could_mean_several_events_are_refused_with_their_ids(read: Read) -> None:
    after = read([{"kind": "event_reject"} | at(VISIT, "التقى الوزير نظيره الجزائري رمطان لعمامرة وبحث معه")])
    reason = after["rejected"]["reason"][0]
    assert "could be meant" in reason
    assert reason.count("em-") == 2


def test_a_row_is_found_by_its_id_as_well(before: Tables, read: Read) -> None:
    key = telling(before, TALKS, "يوقع")["event_mention_id"]
    after = read([{"kind": "event_status", "id": key, "value": "denied"}])
    assert telling(after, TALKS, "يوقع")["status"] == "denied"
    assert telling(after, TALKS, "يوقع")["event_mention_id"] == key


def test_things_ruled_to_be_one_through_a_third_stay_one_and_a_known_thing_gives_the_id(read: Read) -> None:
    after = read(
        [
            {"kind": "entity_same_as"} | EXPERT | {"value": "pers.jose-manuel-albares", "other_quote": ""},
            {"kind": "entity_same_as", "id": "pers.ramtane-lamamra", "value": "pers.jose-manuel-albares"},
        ]
    )
    ids = {entity(after, a, s)["entity_id"] for a, s in ((VISIT, "رمطان لعمامرة"), (VISIT, "سالم القرطبي"))}
    assert len(ids) == 1
    assert ids.pop().startswith("pers.")


def test_a_preview_says_nothing_of_corrections_to_other_articles(read: Read) -> None:
    rows = [{"kind": kind} | dict(case.row) for kind, case in CASES.items() if kind == "event_status"]
    after = read(rows, only=(VISIT,))
    assert after["rejected"].is_empty()
    shown = read([{"kind": "event_mode"} | MEETING | {"value": "visit"}], only=(VISIT,))
    assert telling(shown, VISIT, "التقى")["mode"] == "visit"
