"""A telling's fields: what they say, what a correction would have them say."""

from __future__ import annotations

from collections.abc import Iterable

from flows.curate.corrections import Correction, Untargeted, marked
from flows.curate.kinds import NOTHING, days_of, type_and_mode
from flows.curate.parties import Parties, shown_place
from flows.curate.target import Row
from schemas.package import ontology

_SURE = 1.0
"""Confidence of what a person has looked at and found right."""


def old_and_new(
    correction: Correction, row: Row, parties: Parties, names: Iterable[Row]
) -> tuple[str | None, str | None]:
    """Return what a row says now (several readings of it with newlines between) and what it would say.

    The second is null where the correction has no value.

    Raises:
        Untargeted: the value does not fit the row, or names what the article does not.
    """
    kind, value = correction.kind, correction.value or ""
    if kind.column == "*":
        return f"{row['surface']}\n{row.get('event_type') or row.get('type')}", None
    if kind.table == "participants":
        return parties.now_and_then(correction, row)
    new = "none" if value in NOTHING else value
    if kind.name == "event_mode" and new != "none" and (row["event_type"], value) not in ontology():
        raise Untargeted(f"the event is {row['event_type']}, which has no mode {value}")
    if kind.name == "event_place":
        place = parties.place(value, row)
        return shown_place(row["place"], names), place["surface"] if place else "none"
    return _said(kind.name, row, with_mode="/" in value), _meant(kind.name, new)


def _said(name: str, row: Row, *, with_mode: bool) -> str | None:
    if name == "event_type":
        told = row["event_type"] + (f"/{row['mode']}" if row["mode"] else "")
        return told if with_mode else f"{row['event_type']}\n{told}"
    if name == "event_date":
        return _days(row)
    told = row["confidence" if name == "event_confirm" else name.removeprefix("event_")]
    return None if told is None else str(told)


def _meant(name: str, new: str) -> str | None:
    if name == "event_confirm":
        return None
    if name == "event_date" and new != "none":
        return "/".join(map(str, dict.fromkeys(days_of(new)[:2])))
    return new


def _days(row: Row) -> str | None:
    days = (row["date_start"], row["date_end"])
    return None if None in days else "/".join(str(day) for day in dict.fromkeys(days))


def set_value(correction: Correction, row: Row, parties: Parties) -> None:
    """Put a correction's value into a telling, and its mark into the telling's method."""
    name, value = correction.kind.name, correction.value or ""
    new = None if value in NOTHING else value
    if name == "event_type":
        row["event_type"], row["mode"] = type_and_mode(value)
    elif name == "event_date":
        days = days_of(new) if new else (None, None, None)
        row["date_start"], row["date_end"], row["date_precision"] = days
    elif name == "event_place":
        place = parties.place(value, row)
        row["place"] = place and place["mention_id"]
    elif name == "event_confirm":
        row["confidence"] = _SURE
    else:
        row[correction.kind.column] = new
    row["method"] = marked(row["method"], correction)
