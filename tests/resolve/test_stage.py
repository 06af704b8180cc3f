"""The whole stage on small made-up articles: one row for one real thing, the same for any order, batch and subset."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from flows import frames
from flows.extract.rows import sentence_id
from flows.ids import make_id
from flows.knowledge.knowledge import load
from flows.publish.validate import validate
from flows.resolve.counts import recount
from flows.resolve.idchanges import id_changes
from flows.resolve.stage import Read, compared, resolve
from schemas.package import TABLES

DAY = date(2031, 5, 12)
NEXT_WEEK = DAY + timedelta(days=7)
MONTH: dict[str, Any] = {
    "date_start": date(2031, 5, 1),
    "date_end": date(2031, 5, 31),
    "date_precision": "month",
}
UNDATED: dict[str, Any] = {"date_start": None, "date_end": None, "date_precision": None}


@dataclass
class World:
    """Rows of made-up articles; `read` turns them into the frames that resolution reads."""

    articles: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: list[dict[str, Any]] = field(default_factory=list)
    tellings: list[dict[str, Any]] = field(default_factory=list)
    parties: list[dict[str, Any]] = field(default_factory=list)
    amounts: list[dict[str, Any]] = field(default_factory=list)

    def article(self, article: str, published: date | None = DAY, **told: Any) -> str:  # noqa: ANN401
        """Add an article; `told` may hold `outlet` and `duplicate_of`."""
        self.articles[article] = {"published": published, "text": ""} | told
        return article

    def _write(self, article: str, surface: str) -> dict[str, Any]:
        """Put words at the end of an article's text, each in a sentence of its own."""
        text = self.articles[article]["text"]
        start = len(text)
        self.articles[article]["text"] = f"{text}{surface}.\n"
        span = {
            "start": start,
            "end": start + len(surface),
            "source_start": start,
            "source_end": start + len(surface),
        }
        return span | {
            "article_id": article, "surface": surface, "sentence": surface,
            "sentence_id": sentence_id(article, text.count("\n")),
        }  # fmt: skip

    def name(self, article: str, surface: str, kind: str = "PERS", **told: Any) -> str:  # noqa: ANN401
        """Add a naming; `told` may hold `key`, `country` and `thing` (else the surface)."""
        span = self._write(article, surface)
        mention = make_id("m", article, span["start"])
        thing = told.get("key") or surface
        row = {"mention_id": mention, "type": kind, "thing": thing, "method": "test", "confidence": 0.9}
        self.names.append(span | row | told)
        return mention

    def tell(
        self,
        article: str,
        word: str,
        actors: Sequence[str],
        recipients: Sequence[str] = (),
        **told: Any,  # noqa: ANN401
    ) -> str:
        """Add a telling of a visit on `DAY`; parties are mention ids, or `@` and a country."""
        span = self._write(article, word)
        telling = make_id("em", article, span["start"])
        self.tellings.append(
            span
            | {
                "event_mention_id": telling, "event_type": "CONSULT", "mode": "visit", "status": "happened",
                "date_start": DAY, "date_end": DAY, "date_precision": "day", "contexts": [], "is_repeat": False,
                "method": "test", "confidence": 0.5,
            }
            | told
        )  # fmt: skip
        for role, side in (("actor", actors), ("recipient", recipients)):
            self.parties += [self._party(article, telling, role, party) for party in side]
        return telling

    def _party(self, article: str, telling: str, role: str, party: str) -> dict[str, Any]:
        country = (
            party[1:]
            if party[0] == "@"
            else next(n.get("country") for n in self.names if n["mention_id"] == party)
        )
        return {
            "participant_id": make_id("pt", telling, role, party), "event_mention_id": telling, "article_id": article,
            "role": role, "mention_id": None if party[0] == "@" else party, "country": country,
        }  # fmt: skip

    def amount(self, telling: str, value: float, unit: str = "killed") -> None:
        """Add a figure that belongs to a telling."""
        told = next(t for t in self.tellings if t["event_mention_id"] == telling)
        span = self._write(told["article_id"], f"{value:.0f}")
        self.amounts.append(
            span
            | {
                "amount_id": make_id("a", telling, value),
                "value": value,
                "unit": unit,
                "is_approximate": False,
            }
            | {"event_mention_id": telling}
        )

    def read(
        self, articles: Iterable[str] | None = None, order: Callable[[list[Any]], None] | None = None
    ) -> Read:
        """Return the frames, of some of the articles only, with the rows of each in an order of the caller's."""
        kept = set(self.articles if articles is None else articles)

        def table(rows: Iterable[Mapping[str, Any]], schema: Mapping[str, Any]) -> pl.DataFrame:
            chosen = [row for row in rows if row["article_id"] in kept]
            if order is not None:
                order(chosen)
            return frames.frame(chosen, schema)

        told = [{"article_id": key} | article for key, article in self.articles.items()]
        return Read(
            sources=table((_source(a) for a in told), frames.SOURCES),
            cleaned=table((a | {"language": "ar"} for a in told), frames.CLEANED),
            removed=frames.frame([], frames.REMOVED),
            sentences=table((s for a in told for s in _sentences(a)), frames.SENTENCES),
            segments=table((_segment(a) for a in told), frames.SEGMENTS),
            dated=table((_dated(a) for a in told if a["published"]), frames.DATED),
            times=frames.frame([], frames.TIMES),
            amounts=table(self.amounts, frames.AMOUNTS),
            names=table(self.names, frames.NAMES),
            tellings=table(self.tellings, frames.TELLINGS),
            parties=table(self.parties, frames.PARTIES),
            duplicates=table(
                (a | {"similarity": 0.9} for a in told if a.get("duplicate_of")),
                {"article_id": pl.String, "duplicate_of": pl.String, "similarity": pl.Float64},
            ),
            file_hashes=pl.DataFrame(
                [(f"{a['article_id']}.txt", "0" * 64) for a in told],
                schema={"source_file": pl.String, "source_sha256": pl.String},
                orient="row",
            ),
            rejected=frames.frame([], frames.REJECTED),
        )


def _source(article: Mapping[str, Any]) -> dict[str, Any]:
    file = f"{article['article_id']}.txt"
    return {
        "article_id": article["article_id"], "source_file": file, "source_files": [file], "source_sha256": "0" * 64,
        "format": "txt", "encoding": "utf-8", "source_text": article["text"],
    }  # fmt: skip


def _sentences(article: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    at = 0
    for number, line in enumerate(article["text"].splitlines()):
        yield {
            "article_id": article["article_id"], "number": number, "start": at, "end": at + len(line),
            "paragraph": number, "kind": "body",
        }  # fmt: skip
        at += len(line) + 1


def _segment(article: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "article_id": article["article_id"],
        "start": 0,
        "source_start": 0,
        "length": max(1, len(article["text"])),
    }


def _dated(article: Mapping[str, Any]) -> dict[str, Any]:
    day = article["published"]
    return {
        "article_id": article["article_id"], "published_start": day, "published_end": day, "published_basis": "test",
    }  # fmt: skip


def visits(count: int) -> World:
    """A world of articles that each tell one of several visits, in varying words, and something of their own."""
    made = World()
    for number in range(count):
        article = made.article(f"outlet-{number % 3}/{number:02}", DAY + timedelta(days=number % 4))
        visitor = made.name(article, ("سمير الوادي", "نبيل الساحل", "منير الجبل")[number % 3], country="TUN")
        host = made.name(article, "الجزائر", "GPE", key="gpe.DZA", country="DZA")
        day = DAY + timedelta(days=7 * (number % 3))
        made.tell(
            article, ("زيارة", "زار", "الزيارة")[number % 3], [visitor], [host], date_start=day, date_end=day
        )
        made.tell(article, "لقاء", [visitor, host], mode=None, date_start=day, date_end=day)
        alone = made.name(article, f"شركة رقم {number}", "ORG", country="TUN")
        made.tell(
            article,
            "تعاون",
            [alone, "@DZA"],
            event_type="COOPERATE",
            mode=None,
            date_start=None,
            date_end=None,
        )
    return made


Tables = dict[str, pl.DataFrame]


def resolved(world: World, articles: Iterable[str] | None = None) -> Tables:
    return resolve(world.read(articles), load())


def event_of(tables: Tables) -> dict[str, str]:
    return dict(tables["event_mentions"].select("event_mention_id", "event_id").iter_rows())


def entity_of(tables: Tables) -> dict[str, str]:
    return dict(tables["mentions"].select("mention_id", "entity_id").iter_rows())


def visit(world: World, article: str, word: str = "زيارة", **told: Any) -> str:  # noqa: ANN401
    """An article of its own that tells of one visit."""
    world.article(article, outlet=told.pop("outlet", None), published=told.pop("published", DAY))
    visitor = world.name(article, told.pop("visitor", "سمير الوادي"), country="TUN")
    host = world.name(article, "الجزائر", "GPE", key="gpe.DZA", country="DZA")
    return world.tell(article, word, [visitor], [host], **told)


def is_one(world: World, *tellings: str) -> bool:
    events = event_of(resolved(world))
    return len({events[telling] for telling in tellings}) == 1


def test_one_visit_told_in_two_articles_is_one_event() -> None:
    world = World()
    assert is_one(world, visit(world, "a"), visit(world, "b"))


def test_what_is_read_without_a_doubt_is_not_taken_as_told_by_a_person() -> None:
    world = World()
    visit(world, "a", method="trigger:زار.verb.consult", confidence=1.0)
    told = visit(world, "b", method="annotation", confidence=1.0)
    right = visit(world, "c", method="trigger:زار.verb.consult correction:events.csv:2", confidence=1.0)
    assert {t.id for t in compared(world.read(), load()) if t.is_sure} == {told, right}


def test_a_verb_and_a_noun_of_one_root_are_one_event() -> None:
    world = World()
    assert is_one(world, visit(world, "a", "زيارة"), visit(world, "b", "يزور"))


def test_a_day_and_its_month_are_one_event() -> None:
    world = World()
    assert is_one(world, visit(world, "a"), visit(world, "b", **MONTH))


def test_a_visit_of_next_week_is_another_event() -> None:
    world = World()
    later = visit(world, "b", date_start=NEXT_WEEK, date_end=NEXT_WEEK)
    assert not is_one(world, visit(world, "a"), later)


def test_another_visitor_of_the_same_day_makes_another_event() -> None:
    world = World()
    other = visit(world, "b", visitor="نبيل الساحل")
    first = visit(world, "a")
    assert not is_one(world, first, other)


def test_another_type_is_another_event() -> None:
    world = World()
    assert not is_one(world, visit(world, "a"), visit(world, "b", event_type="SUPPORT", mode=None))


def test_what_two_articles_years_apart_leave_undated_is_two_events() -> None:
    world = World()
    long_ago = date(2021, 3, 1)
    first = visit(world, "a", status="hypothetical", published=long_ago, **UNDATED)
    assert not is_one(world, first, visit(world, "b", status="hypothetical", **UNDATED))


def test_what_two_articles_of_one_week_leave_undated_of_the_same_parties_is_one_event() -> None:
    world = World()
    first = visit(world, "a", status="planned", **UNDATED)
    assert is_one(world, first, visit(world, "b", status="planned", published=NEXT_WEEK, **UNDATED))


def test_a_repeated_paragraph_and_a_copied_article_tell_nothing_of_their_own() -> None:
    world = World()
    first = visit(world, "a", outlet="الأول", **UNDATED)
    again = visit(world, "b", outlet="الثاني", **UNDATED)
    world.articles["b"]["duplicate_of"] = "a"
    tables = resolved(world)
    assert event_of(tables)[first] == event_of(tables)[again]
    (event,) = tables["events"].to_dicts()
    assert (event["article_count"], event["outlet_count"]) == (2, 1)


def test_a_denial_is_kept_as_a_conflict_with_who_says_it() -> None:
    world = World()
    for article in ("a", "b"):
        visit(world, article, outlet="الأول")
    visit(world, "c", outlet="الثاني", status="denied", source_country="DZA")
    tables = resolved(world)
    assert tables["events"]["status"].to_list() == ["happened"]
    told = tables["conflicts"].filter(pl.col("field") == "status")
    assert set(told.select("value", "outlet", "attributed_to").rows()) == {
        ("happened", "الأول", None), ("denied", "الثاني", "DZA"),
    }  # fmt: skip


def test_figures_that_differ_are_a_conflict_and_equal_ones_are_none() -> None:
    world = World()
    for article, killed, injured in (("a", 55, 7), ("b", 58, 7)):
        telling = visit(world, article, "هجوم", event_type="ASSAULT", mode=None)
        world.amount(telling, killed)
        world.amount(telling, injured, "injured")
    conflicts = resolved(world)["conflicts"]
    assert set(conflicts.select("field", "value").rows()) == {("killed", "55"), ("killed", "58")}


def test_two_sums_of_one_sentence_are_no_conflict() -> None:
    world = World()
    telling = visit(world, "a", "هجوم", event_type="ASSAULT", mode=None)
    visit(world, "b", "هجوم", event_type="ASSAULT", mode=None)
    for killed in (12, 3):
        world.amount(telling, killed)
    tables = resolved(world)
    assert len(tables["events"]) == 1
    assert tables["conflicts"].is_empty()


def test_two_sources_of_one_article_with_other_figures_are_a_conflict() -> None:
    world = World()
    article = world.article("a")
    visitor = world.name(article, "سمير الوادي", country="TUN")
    for source, killed in (("DZA", 12), ("TUN", 3)):
        told = {"event_type": "ASSAULT", "mode": None, "source_country": source}
        world.amount(world.tell(article, "هجوم", [visitor], ["@DZA"], **told), killed)
    tables = resolved(world)
    assert len(tables["events"]) == 1
    said = tables["conflicts"].select("field", "value", "attributed_to")
    assert set(said.rows()) == {("killed", "12", "DZA"), ("killed", "3", "TUN")}


def test_a_figure_that_everybody_tells_is_not_contested_by_one_who_tells_another_beside_it() -> None:
    world = World()
    for article, figures in (("a", (12, 3)), ("b", (12,))):
        telling = visit(world, article, "هجوم", event_type="ASSAULT", mode=None)
        for killed in figures:
            world.amount(telling, killed)
    assert resolved(world)["conflicts"].is_empty()


def test_the_words_of_each_outlet_for_one_thing_are_counted_with_their_quotation_marks() -> None:
    world = World()
    for article, outlet in (("a", "الأول"), ("b", "الثاني"), ("c", "الثاني")):
        world.article(article, outlet=outlet)
        world.name(article, "الجزائر" if outlet == "الأول" else "الجارة", "GPE", key="gpe.DZA", country="DZA")
    naming = resolved(world)["naming"]
    assert naming.select("surface", "outlet", "mention_count", "is_quoted").sort("surface").rows() == [
        ("الجارة", "الثاني", 2, False), ("الجزائر", "الأول", 1, False),
    ]  # fmt: skip


def test_a_capital_that_acts_is_its_country_and_one_where_something_happens_is_a_city() -> None:
    world = World()
    world.article("a")
    capital = {"key": "gpe.geonames-2538475", "country": "MAR"}
    acting = world.name("a", "الرباط", "GPE", **capital)
    place = world.name("a", "الرباط", "GPE", **capital)
    world.tell("a", "قطع", [acting], ["@DZA"], event_type="SANCTION", mode=None)
    world.tell("a", "زيارة", ["@DZA"], ["@MAR"], place=place)
    entities = entity_of(resolved(world))
    assert (entities[acting], entities[place]) == ("gpe.MAR", "gpe.geonames-2538475")


def test_every_table_passes_its_contract() -> None:
    tables = resolved(visits(9))
    lists: dict[str, set[str]] = {}
    for name, code in tables["codes"].select("list", "code").iter_rows():
        lists.setdefault(name, set()).add(code)
    valid = validate(tables, {name: frozenset(codes) for name, codes in lists.items()}, recount)
    assert valid["rejected"].is_empty()
    assert valid["events"].height == tables["events"].height > 0
    assert set(valid) == set(TABLES)


@cache
def wanted() -> Tables:
    return resolved(visits(9))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_any_order_of_articles_and_rows_gives_the_same_tables(seed: int) -> None:
    chance = random.Random(seed)
    got = resolve(visits(9).read(order=chance.shuffle), load())
    for name, table in wanted().items():
        assert_frame_equal(got[name], table)


@settings(max_examples=10, deadline=None)
@given(left_out=st.integers(0, 8))
def test_an_article_changes_ids_only_of_what_it_is_part_of(left_out: int) -> None:
    world = visits(9)
    gone = sorted(world.articles)[left_out]
    before = resolved(world, set(world.articles) - {gone})
    changed = id_changes(before, wanted()).filter(pl.col("table") == "events")
    told = wanted()["event_mentions"]
    touched = set(told.filter(pl.col("article_id") == gone)["event_id"])
    assert set(changed["new_id"]) <= touched


def test_an_article_that_shares_nothing_changes_no_id() -> None:
    world = visits(9)
    before = resolved(world)
    world.article("stranger", DAY)
    president = world.name("stranger", "رئيس بعيد", country="PER")
    host = world.name("stranger", "الإكوادور", "GPE", key="gpe.ECU", country="ECU")
    world.tell("stranger", "زيارة", [president], [host])
    after = resolved(world)
    assert id_changes(before, after).is_empty()
    assert event_of(before).items() <= event_of(after).items()
    assert entity_of(before).items() <= entity_of(after).items()


def test_visits_of_three_people_are_three_events_told_by_three_articles_each() -> None:
    told = wanted()["events"].filter((pl.col("event_type") == "CONSULT") & (pl.col("mode") == "visit"))
    assert sorted(told["article_count"]) == [3, 3, 3]
