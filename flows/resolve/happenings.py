"""Events: the tellings of articles, the events that they tell, and what is said and counted of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from flows.knowledge.knowledge import Knowledge
from flows.resolve.accounts import with_accounts
from flows.resolve.codes import country_codes
from flows.resolve.compared import COMPARED, compared_frame
from flows.resolve.counts import events_counted
from flows.resolve.describe import Thing, contexts_of, dyads_of, events_of
from flows.resolve.events import EVENTS, cluster
from flows.resolve.ground import Ground, Tables, holds, ids
from flows.resolve.headline import Names
from flows.resolve.judge import judge
from flows.resolve.offices import with_holders
from flows.resolve.recluster import recluster
from flows.resolve.rulings import Rulings
from flows.resolve.tellings import tellings_of
from flows.resolve.things import Things, parties_of, told_of

if TYPE_CHECKING:
    from flows.resolve.stage import Read

_AMOUNT = ["event_mention_id", "value", "unit", "is_approximate"]
_ARTICLE = ["article_id", "outlet", "published_start", "published_end"]


@dataclass(frozen=True, slots=True)
class Happenings:
    """The rows of tables that were made anew, the state's frame `compared`, and what was made anew."""

    tables: Tables
    compared: pl.DataFrame
    scopes: dict[str, tuple[str, pl.Series]]


@dataclass(frozen=True, slots=True)
class _Told:
    """Tellings that are read again: with the things that they are told of, and their parties."""

    tellings: pl.DataFrame
    parties: pl.DataFrame
    sentences: pl.DataFrame
    dated: pl.DataFrame
    amounts: pl.DataFrame


def happenings(
    read: Read, named: Things, articles: pl.DataFrame, knowledge: Knowledge, rulings: Rulings, base: Ground,
    touched: pl.Series,
) -> Happenings:  # fmt: skip
    """Bring together what articles tell.

    Args:
        read: of the articles that are new or changed.
        named: what was made of their names.
        articles: rows of the table that were made anew.
        knowledge: what is known of things.
        rulings: on events.
        base: what an earlier build brought together of the other articles.
        touched: the articles that changed, came or went.
    """
    told = _told(read, named, base, knowledge)
    again = ids(touched, named.read_again)
    before = base.read("state/compared")
    kept, was = (
        before.filter(condition) for condition in (~holds("article_id", again), holds("article_id", again))
    )
    now, events = _formed(told, read, rulings, kept, was)
    events = rulings.join(read.tellings, events)
    compared = _with_events(pl.concat([kept, now]), events)
    mine = compared.head(len(kept))
    moved = kept["event_id"].ne_missing(mine["event_id"])
    renamed = ids(mine.filter(moved)["article_id"])
    redrawn = ids(mine.filter(moved | kept["node"].ne_missing(mine["node"]))["article_id"])
    fresh = compared.tail(len(now))
    changed = ids(was["event_id"], kept.filter(moved)["event_id"], mine.filter(moved)["event_id"], fresh["event_id"],
                  _shown(base, named))  # fmt: skip
    del kept, was, now, moved, before
    own = compared.filter(holds("event_id", changed))
    others = mine.filter(holds("event_id", changed) | holds("article_id", renamed))["article_id"]
    tellings, parties = _with_others(told, compared, base, ids(others))
    contexts = contexts_of(own)
    state = compared.filter(holds("article_id", ids(again, redrawn))).sort("article_id", maintain_order=True)
    del compared, mine, fresh, own
    amounts = pl.concat([told.amounts, base.rows("amounts", "article_id", ids(others), _AMOUNT)])
    outlets = _outlets(read, articles, base, touched)
    tables = _described(changed, tellings, parties, amounts, outlets, named, knowledge)
    whole = ids(again, renamed)
    tables |= {
        "event_contexts": contexts,
        "event_mentions": tellings.filter(holds("article_id", whole)),
        "participants": parties.filter(holds("article_id", whole)),
    }
    by_event = dict.fromkeys(("events", "event_contexts", "dyads", "conflicts"), ("event_id", changed))
    by_article = dict.fromkeys(("event_mentions", "participants"), ("article_id", whole))
    compared_scope = {"state/compared": ("article_id", ids(again, redrawn))}
    return Happenings(tables, state, by_event | by_article | compared_scope)


def _told(read: Read, named: Things, base: Ground, knowledge: Knowledge) -> _Told:
    """What is told by the articles that are read, for the first time or again."""

    def both(name: str, own: pl.DataFrame) -> pl.DataFrame:
        return pl.concat([own, base.rows(f"state/{name}", "article_id", named.read_again)])

    old = base.rows("amounts", "article_id", named.read_again, _AMOUNT)
    tellings, dated = both("tellings", read.tellings), both("dated", read.dated)
    parties = parties_of(both("parties", read.parties), named)
    return _Told(
        told_of(tellings, named),
        with_holders(parties, tellings, dated, knowledge),
        both("sentences", read.sentences),
        dated,
        pl.concat([read.amounts.select(_AMOUNT), old]),
    )


def _formed(
    told: _Told, read: Read, rulings: Rulings, kept: pl.DataFrame, was: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tellings as they are compared, and the events that were formed: of one type at a time, as memory is short."""
    apart = rulings.apart(read.tellings)
    now, events = [], []
    is_first = kept.is_empty() and was.is_empty()
    for some in by_type(told.tellings):
        ready = with_accounts(
            tellings_of(some, told.parties, told.sentences, told.dated, read.duplicates), judge()
        )
        now.append(compared_frame(ready))
        if is_first:
            events.append(cluster(ready, apart=apart))
    frame = pl.concat(now) if now else pl.DataFrame(schema=COMPARED)
    if is_first:
        return frame, pl.concat(events) if events else pl.DataFrame(schema=EVENTS)
    return frame, recluster(kept, was, frame, judge())


def by_type(tellings: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield tellings by event type."""
    for kind in sorted(tellings["event_type"].unique()):
        yield tellings.filter(pl.col("event_type") == kind)


def _with_events(compared: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Tellings with the events and nodes that were formed again."""
    found = compared.select("event_mention_id").join(
        events, on="event_mention_id", how="left", maintain_order="left"
    )
    return compared.with_columns(
        pl.coalesce(found["node"], pl.col("node")).alias("node"),
        pl.coalesce(found["event_id"], pl.col("event_id")).alias("event_id"),
    )


def _shown(base: Ground, named: Things) -> pl.Series:
    """The events of which rows say something of a thing that is described otherwise now."""
    if named.described.is_empty():
        return pl.Series([], dtype=pl.String)
    acting = base.rows("participants", "entity_id", named.described, ["event_id"])
    placed = base.rows("event_mentions", "place_id", named.described, ["event_id"])
    return ids(acting["event_id"], placed["event_id"])


def _with_others(
    told: _Told, compared: pl.DataFrame, base: Ground, others: pl.Series
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tellings and parties that are read again, and those of other articles that tell the same events."""
    events = compared.select("event_mention_id", "event_id")
    found = []
    for own, name in ((told.tellings, "event_mentions"), (told.parties, "participants")):
        rows = own.with_columns(pl.col("confidence").round(3)) if "confidence" in own.columns else own
        old = base.rows(name, "article_id", others).drop("event_id")
        rows = pl.concat([rows, old], how="diagonal") if len(old) else rows
        ids_now = rows.select("event_mention_id").join(
            events, on="event_mention_id", how="left", maintain_order="left"
        )
        found.append(rows.with_columns(ids_now["event_id"]))
    return found[0], found[1]


def _outlets(read: Read, articles: pl.DataFrame, base: Ground, touched: pl.Series) -> pl.DataFrame:
    """Outlets and dates of all articles, and what they copy."""
    kept = base.read("articles", _ARTICLE).filter(~holds("article_id", touched))
    own = articles.filter(holds("article_id", touched)).select(_ARTICLE)
    copies = read.duplicates.select("article_id", "duplicate_of")
    return pl.concat([kept, own]).join(copies, on="article_id", how="left")


def _described(
    changed: pl.Series, tellings: pl.DataFrame, parties: pl.DataFrame, amounts: pl.DataFrame, outlets: pl.DataFrame,
    named: Things, knowledge: Knowledge,
) -> Tables:  # fmt: skip
    """The rows of events, of one type at a time."""
    own, sides = (rows.filter(holds("event_id", changed)) for rows in (tellings, parties))
    known = _known(named.entities, knowledge)
    described = pl.concat(
        [events_of(own.clear(), sides, known), *(events_of(t, sides, known) for t in by_type(own))]
    )
    places = named.entities.select(pl.col("entity_id").alias("place_id"), "country", "latitude", "longitude")
    placed = described.join(places, on="place_id", how="left", maintain_order="left")
    counting = {"event_mentions": own, "amounts": amounts, "articles": outlets, "entities": named.entities}
    return {"dyads": dyads_of(described, sides)} | events_counted(placed, counting)


def _known(entities: pl.DataFrame, knowledge: Knowledge) -> dict[str, Thing]:
    """What headlines tell of things, by entity_id and, for unnamed parties, by country."""
    things = {
        key: Thing(Names(ar, en), code, is_country=True)
        for code, ar, en in country_codes(knowledge)
        for key in (code, f"gpe.{code}")  # a government may act that no mention names
    }
    rows = entities.select("entity_id", "name_ar", "name_en", "country").iter_rows()
    return things | {
        key: Thing(Names(ar, en or ar), country, is_country=key == f"gpe.{country}")
        for key, ar, en, country in rows
    }
