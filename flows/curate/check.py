"""One row of a curator's file: what it must hold, and how to mend it where it does not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flows.curate.corrections import Correction
from flows.curate.kinds import KINDS, NOTHING, Kind, day_of, days_of, days_shown

COLUMNS = (
    "kind", "article", "quote", "occurrence", "id", "value", "other_article", "other_quote", "other_occurrence",
    "expect", "who", "when", "why",
)  # fmt: skip
"""The columns of a file of corrections, in any order; only `kind`, `who`, `when` and `why` must be there."""

NEEDED = ("kind", "who", "when", "why")
"""The columns without which a file says nothing."""

_DATES = ("article_date", "event_date")
_NO_ID = ("article", "spelling", "words")


def correction_of(name: str, line: int, cells: Mapping[str, str]) -> Correction | str:
    """Return the correction of a row, or what is wrong with it and how to mend it.

    Args:
        name: the file's path in the curator's folder.
        line: the row's line in it.
        cells: column -> what its cell holds.
    """
    told = {column: cells.get(column) or None for column in COLUMNS}
    kind = KINDS.get(told["kind"] or "")
    if kind is None:
        return f"{told['kind']!r} is no kind of correction: the kinds are {', '.join(KINDS)}"
    try:
        signed = _signed(told)
        expect = _expected(kind, told["expect"])
        occurrence, other = (_number(column, told[column]) for column in ("occurrence", "other_occurrence"))
    except ValueError as error:
        return str(error)
    problem = _target_problem(kind, told) or _value_problem(kind, told)
    if problem is not None:
        return problem
    return Correction(
        path=name, line=line, kind=kind, article=told["article"], quote=told["quote"], id=told["id"],
        occurrence=occurrence, value=told["value"], other_article=told["other_article"],
        other_quote=told["other_quote"], other_occurrence=other, expect=expect,
        who=signed[0], when=signed[1], why=signed[2],
    )  # fmt: skip


def _number(column: str, text: str | None) -> int | None:
    """Raises ValueError: it is no number of a place."""
    if text is None:
        return None
    if not (text.isdecimal() and int(text) > 0):
        raise ValueError(
            f"{column} is {text!r}: write 1 for the first place where the words stand, 2 for the second ..."
        )
    return int(text)


def _signed(told: Mapping[str, str | None]) -> tuple[str, date, str]:
    """Who, when and why. Raises ValueError: one of them is missing."""
    for column in ("who", "why"):
        if told[column] is None:
            raise ValueError(f"`{column}` is empty: every correction says who made it, when and why")
    try:
        return told["who"] or "", day_of(told["when"] or "", is_day_first=True), told["why"] or ""
    except ValueError as error:
        raise ValueError(f"`when` is {told['when']!r}: write the day as 2026-11-26") from error


def _expected(kind: Kind, told: str | None) -> str | None:
    """What is expected, a date in its own form: a spreadsheet may have rewritten it.

    Raises:
        ValueError: it is no date where the kind is one of dates.
    """
    if told is None or told in NOTHING or kind.name not in _DATES:
        return told
    try:
        return days_shown(*days_of(told)[:2])
    except ValueError as error:
        raise ValueError(f"`expect` is {told!r}: {error}; write the day as 2021-11-24") from error


def _target_problem(kind: Kind, told: Mapping[str, str | None]) -> str | None:
    """What is wrong with what a row points at: by the kind's target, ids are taken or not."""
    is_quoted = bool(told["article"] and told["quote"])
    of_event = any((told[column] or "").startswith("ev-") for column in ("id", "value"))
    problems = {
        "`article` is empty: name the article, its path without suffix": kind.target == "article"
        and not told["article"],
        "`quote` is empty: give the spelling": kind.target == "spelling" and not told["quote"],
        f"{kind.name} takes no `id`: `article` and `quote` say where it stands": bool(told["id"])
        and kind.target in _NO_ID,
        "an event has several tellings: give the id of one (em-...), or article and quote": of_event
        and (kind.target == "telling" or kind.name == "event_not_same_as"),
        "`article` and `quote` must say what is meant (the article's id and its words), or `id`": not is_quoted
        and not told["id"]
        and kind.target not in ("article", "spelling"),
        "give either `id` or `quote`, not both": bool(told["id"] and told["quote"]),
    }
    return next((problem for problem, is_there in problems.items() if is_there), None)


def _value_problem(kind: Kind, told: Mapping[str, str | None]) -> str | None:
    value = told["value"]
    if kind.is_pair:
        is_named = bool(value) != bool(told["other_quote"])
        return None if is_named else f"the second target is missing, or told twice: {kind.value}"
    if kind.value is None:
        return None if value is None else f"{kind.name} takes no value"
    if value is None:
        return f"`value` is empty: {kind.value}"
    return kind.check(value) if kind.check else None
