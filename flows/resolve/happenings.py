"""Events: the tellings of articles, the events that they tell, and what is said and counted of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from flows.knowledge.knowledge import Knowledge
from flows.resolve.accounts import with_accounts
from flows.resolve.codes import country_codes
from flows.resolve.compared import COMPARED, compared_frame
from flows.resolve.counts import events_counted
from flows.resolve.describe import Thing, contexts_of, dyads_of, events_of
from flows.resolve.events import EVENTS, cluster
from flows.resolve.ground import Ground, Put, Tables, holds, ids, sorted_by
from flows.resolve.headline import Names
from flows.resolve.judge import judge
from flows.resolve.readings import Readings
from flows.resolve.recluster import recluster
from flows.resolve.rulings import Rulings
from flows.resolve.tellings import tellings_of
from flows.resolve.things import Things
from flows.resolve.told import SIDE, Told, event_mentions_of, of_type, participants_of, with_others

_AMOUNT = ["event_mention_id", "value", "unit", "is_approximate"]

Scopes = dict[str, tuple[str, pl.Series]]


@dataclass(frozen=True, slots=True)
class _Formed:
    """The events of all tellings, and what is another than before.

    `changed` are events of which a row says something else, `renamed` articles that did not change and tell an event of
    another id, `redrawn` those and others with another node, `others` those that tell the changed events.
    """

    event_of: pl.DataFrame
    changed: pl.Series
    renamed: pl.Series
    redrawn: pl.Series
    others: pl.Series


@dataclass(frozen=True, slots=True)
class _Compared:
    """Tellings as they are compared: those kept, and those of the articles read again, as they were and as they are."""

    kept: pl.DataFrame
    was: pl.DataFrame
    now: pl.DataFrame


def happenings(
    mine: Told, read: Readings, named: Things, knowledge: Knowledge, rulings: Rulings, base: Ground, put: Put
) -> Scopes:  # fmt: skip
    """Bring together what articles tell.

    Args:
        mine: what they tell; it is empty afterwards.
        read: of the articles that are new or changed.
        named: what was made of their names.
        knowledge: what is known of things.
        rulings: on events.
        base: what an earlier build brought together of the other articles.
        put: takes the rows of each table that were made anew, and the state's frame `compared`, once they are there.

    Returns:
        What was made anew.
    """
    again = ids(named.relinked, named.read_again)
    before = base.read("state/compared")
    kept, was = (
        before.filter(condition) for condition in (~holds("article_id", again), holds("article_id", again))
    )
    now, events = _grouped(mine, read, named, rulings, base, kept, was)
    del before
    tellings, parties = mine.give_up()
    formed = _formed(_Compared(kept, was, now), events, named, base, again, put)
    del kept, was, now, events
    event_of, renamed, others = formed.event_of, formed.renamed, formed.others
    put("participants", participants_of(read, named, parties, event_of, base, renamed))
    sides = with_others(parties, "participants", event_of, base, others).select(SIDE)
    del parties
    sides = sides.filter(holds("event_id", formed.changed))
    put("event_mentions", event_mentions_of(read, named, tellings, event_of, base, renamed))
    own = with_others(tellings, "event_mentions", event_of, base, others)
    del tellings
    own = own.filter(holds("event_id", formed.changed))
    amounts = [read.frame("amounts", _AMOUNT)]
    amounts += [base.rows("amounts", "article_id", some, _AMOUNT) for some in (named.read_again, others)]
    for name, table in _described(own, sides, pl.concat(amounts), mine.outlets, named, knowledge).items():
        put(name, table)
    by_event = dict.fromkeys(("events", "event_contexts", "dyads", "conflicts"), ("event_id", formed.changed))
    by_article = dict.fromkeys(("event_mentions", "participants"), ("article_id", ids(again, renamed)))
    return by_event | by_article | {"state/compared": ("article_id", ids(again, formed.redrawn))}


def _grouped(
    mine: Told, read: Readings, named: Things, rulings: Rulings, base: Ground, kept: pl.DataFrame, was: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:  # fmt: skip
    """Return the tellings that are read again, as they are compared, and the events of all that are another."""
    is_first = kept.is_empty() and was.is_empty()
    now, events = (
        pl.concat(frames) for frames in _by_type(mine, read, named, rulings, base, is_first=is_first)
    )
    if not is_first:
        events = recluster(kept, was, now, judge())
    return now, rulings.join(mine.tellings, events)


def _formed(
    told: _Compared, events: pl.DataFrame, named: Things, base: Ground, again: pl.Series, put: Put
) -> _Formed:
    """Say what is another than before, and hand over what the next build needs of the tellings."""
    kept, was, now = told.kept, told.was, told.now
    compared = _with_events(pl.concat([kept, now]), events)
    after = compared.head(len(kept))
    moved = kept["event_id"].ne_missing(after["event_id"])
    renamed = ids(after.filter(moved)["article_id"])
    redrawn = ids(after.filter(moved | kept["node"].ne_missing(after["node"]))["article_id"])
    fresh = compared["event_id"].tail(len(now))
    changed = ids(was["event_id"], kept.filter(moved)["event_id"], after.filter(moved)["event_id"], fresh,
                  _shown(base, named))  # fmt: skip
    others = ids(after.filter(holds("event_id", changed) | holds("article_id", renamed))["article_id"])
    put(
        "event_contexts",
        contexts_of(compared.select("event_id", "contexts").filter(holds("event_id", changed))),
    )
    event_of = compared.select("event_mention_id", "event_id")
    if len(kept):  # else all of them are made anew, and need not be copied
        compared = compared.filter(holds("article_id", ids(again, redrawn)))
    put("state/compared", sorted_by(["article_id"], compared))
    return _Formed(event_of, changed, renamed, redrawn, others)


def _by_type(
    mine: Told, read: Readings, named: Things, rulings: Rulings, base: Ground, *, is_first: bool
) -> tuple[list[pl.DataFrame], list[pl.DataFrame]]:
    """Tellings as they are compared and, in a first build, their events: a frame a type, in the order of their names.

    The type that is told most comes first, while there is least beside it in memory.
    """
    apart, copies = rulings.apart(mine.tellings), read.frame("duplicates")
    now, events = {"": pl.DataFrame(schema=COMPARED)}, {"": pl.DataFrame(schema=EVENTS)}
    counts = mine.tellings["event_type"].value_counts().sort("event_type")
    for kind in counts.sort("count", descending=True, maintain_order=True)["event_type"]:
        some = of_type(mine, kind, read, named, base)
        ready = with_accounts(tellings_of(some, mine.parties, mine.sentences, mine.dated, copies), judge())
        del some
        now[kind] = compared_frame(ready)
        if is_first:
            events[kind] = cluster(ready, apart=apart)
    return [now[kind] for kind in sorted(now)], [events[kind] for kind in sorted(events)]


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


def _described(
    own: pl.DataFrame, sides: pl.DataFrame, amounts: pl.DataFrame, outlets: pl.DataFrame, named: Things,
    knowledge: Knowledge,
) -> Tables:  # fmt: skip
    """The rows of events, of one type at a time, from their tellings and parties."""
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
