"""One row of a curator's file: what it must hold, and how to mend it where it does not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flows.curate.corrections import Correction
from flows.curate.kinds import KINDS, Kind

COLUMNS = (
    "kind", "article", "quote", "occurrence", "id", "value", "other_article", "other_quote", "other_occurrence",
    "expect", "who", "when", "why",
)  # fmt: skip
"""The columns of a file of corrections, in any order; only `kind`, `who`, `when` and `why` must be there."""

NEEDED = ("kind", "who", "when", "why")
"""The columns without which a file says nothing."""

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
    numbers: dict[str, int | None] = {}
    for column in ("occurrence", "other_occurrence"):
        text = told[column]
        if text is not None and not (text.isdecimal() and int(text) > 0):
            return f"{column} is {text!r}: write 1 for the first place where the words stand, 2 for the second ..."
        numbers[column] = None if text is None else int(text)
    for column in ("who", "why"):
        if told[column] is None:
            return f"`{column}` is empty: every correction says who made it, when and why"
    try:
        when = date.fromisoformat(told["when"] or "")
    except ValueError:
        remedy = "write the day as 2026-11-26; in a spreadsheet, give the column the format Text"
        return f"`when` is {told['when']!r}: {remedy}"
    problem = _target_problem(kind, told) or _value_problem(kind, told)
    if problem is not None:
        return problem
    return Correction(
        path=name, line=line, kind=kind, article=told["article"], quote=told["quote"], id=told["id"],
        occurrence=numbers["occurrence"], value=told["value"], other_article=told["other_article"],
        other_quote=told["other_quote"], other_occurrence=numbers["other_occurrence"], expect=told["expect"],
        who=told["who"] or "", when=when, why=told["why"] or "",
    )  # fmt: skip


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
