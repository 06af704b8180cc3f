"""Tellings as a frame, so that the next build need not make ready again what did not change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar
from zlib import crc32

import polars as pl

from flows.resolve.blocks import block_keys
from flows.resolve.tellings import Telling
from flows.resolve.wording import bits_of, of_bits

_PERSON = "pers"
_SETS = ("actors", "recipients", "actor_countries", "countries", "contexts")
_PART = "\x1f"

_AT_ONCE = 10_000  # tellings whose values stand in memory as Python objects beside the frame


_Value = TypeVar("_Value")

COMPARED: dict[str, Any] = {
    "event_mention_id": pl.String,
    "article_id": pl.String,
    "day": pl.Date,
    "start": pl.Int64,
    "number": pl.Int64,
    "is_title": pl.Boolean,
    "event_type": pl.String,
    "mode": pl.String,
    "status": pl.String,
    "first": pl.Int64,
    "last": pl.Int64,
    "published": pl.Int64,
    "place": pl.String,
    "place_country": pl.String,
    "source": pl.String,
    "word": pl.String,
    "root": pl.String,
    "is_definite": pl.Boolean,
    "actors": pl.List(pl.String),
    "recipients": pl.List(pl.String),
    "actor_countries": pl.List(pl.String),
    "countries": pl.List(pl.String),
    "contexts": pl.List(pl.String),
    "named": pl.List(pl.UInt16),  # signatures of `flows.resolve.wording`, as the bits that they set
    "said": pl.List(pl.UInt16),
    "is_sure": pl.Boolean,
    "statement": pl.String,
    "copied": pl.String,
    "account": pl.String,
    "keys": pl.List(pl.UInt32),  # digests of the blocks and of what makes tellings one event at once
    "node": pl.String,  # the first of the tellings that are one event at once
    "event_id": pl.String,
}
"""A telling, what it is found by, and its event."""


def compared_frame(tellings: Sequence[Telling]) -> pl.DataFrame:
    """Return tellings as `COMPARED`, without nodes and events."""
    parts = [_frame(tellings[at : at + _AT_ONCE]) for at in range(0, len(tellings), _AT_ONCE)]
    return pl.concat(parts) if parts else pl.DataFrame(schema=COMPARED)


def _frame(tellings: Iterable[Telling]) -> pl.DataFrame:
    names = tuple(COMPARED)[:-2]
    columns = zip(*map(_row, tellings), strict=True)
    made = [pl.Series(name, values, COMPARED[name]) for name, values in zip(names, columns, strict=True)]
    nothing = [pl.lit(None, dtype=pl.String).alias(name) for name in ("node", "event_id")]
    return pl.DataFrame(made).with_columns(*nothing)


def _row(t: Telling) -> tuple[Any, ...]:
    sets = [sorted(getattr(t, name)) for name in _SETS]
    return (
        t.id, t.article_id, t.order[0], t.order[2], t.number, t.is_title, t.event_type, t.mode, t.status, t.first,
        t.last, t.published, t.place, t.place_country, t.source, t.word, t.root, t.is_definite, *sets,
        bits_of(t.named), bits_of(t.said), t.is_sure, t.statement, t.sentence, t.account,
        keys_of(t),
    )  # fmt: skip


def keys_of(telling: Telling) -> list[int]:
    """Return digests of the keys under which a telling is found: two that share a key share its digest."""
    keys = [("same", key) for key in telling.same_as_keys()] + [_plain(key) for key in block_keys(telling)]
    return sorted({digest_of(key) for key in keys})


def digest_of(key: Sequence[object]) -> int:
    """Return 32 bits of a key: enough to find few others beside it."""
    return crc32(_PART.join(map(str, key)).encode())


def _plain(key: tuple[object, ...]) -> tuple[object, ...]:
    """A block's key with sets in a stated order."""
    return tuple(_PART.join(sorted(part)) if isinstance(part, frozenset) else part for part in key)


def block_digest(key: tuple[object, ...]) -> int:
    """Return the digest under which the tellings of a block are found."""
    return digest_of(_plain(key))


def tellings_in(frame: pl.DataFrame, shared: dict[Any, Any]) -> list[Telling]:
    """Return the tellings of a frame, in its order.

    Args:
        frame: `COMPARED`.
        shared: one copy of each set and word, which calls fill.
    """
    return [_telling(row, shared) for row in frame.select(tuple(COMPARED)[:-3]).iter_rows()]


def _telling(row: tuple[Any, ...], shared: dict[Any, Any]) -> Telling:
    (key, article, day, start, number, is_title, event_type, mode, status, first, last, published, place, place_country,
     source, word, root, is_definite, actors, recipients, actor_countries, countries, contexts, named, said, is_sure,
     statement, copied, account) = row  # fmt: skip

    def one(value: _Value) -> _Value:
        kept: _Value = shared.setdefault(value, value)
        return kept

    acting: frozenset[str] = one(frozenset(actors))
    receiving: frozenset[str] = one(frozenset(recipients))
    parties = one(acting | receiving)
    return Telling(
        id=key,
        order=(day or date.max, one(article), start, key),
        article_id=one(article),
        number=number,
        is_title=is_title,
        event_type=one(event_type),
        mode=one(mode),
        status=one(status),
        first=first,
        last=last,
        published=published,
        place=one(place),
        place_country=one(place_country),
        source=one(source),
        word=one(word),
        root=one(root),
        is_definite=is_definite,
        actors=acting,
        recipients=receiving,
        parties=parties,
        people=one(frozenset(name for name in parties if name.startswith(_PERSON))),
        actor_countries=one(frozenset(actor_countries)),
        countries=one(frozenset(countries)),
        contexts=one(frozenset(contexts)),
        named=one(of_bits(named)),
        said=one(of_bits(said)),
        is_sure=is_sure,
        statement=statement,
        sentence=copied,
        account=account,
    )
