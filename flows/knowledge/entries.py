"""From rows of the tables to things, names, titles and nationalities."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import zip_longest

from flows.arabic import fold
from flows.errors import InputError
from flows.knowledge import inflection
from flows.knowledge.tables import Row
from flows.knowledge.things import Body, National, Term, Thing, words_of

FAMOUS_POPULATION = 700_000
"""A city of this size is told by its name, though counting took the name for an ordinary word."""

SHY = "~"
"""Before an alias: an ordinary word as well, so it is a name only where the article tells the full name too."""


def add_names(
    row: Row, thing: Thing, common: frozenset[str], plain: dict[str, list[str]], shy: dict[str, list[str]]
) -> None:
    """Add the names of a row to the plain ones, or to those that are ordinary words too."""
    for name in cells(row["name_ar"], row["aliases"]):
        words = words_of(name.removeprefix(SHY))
        if not words:
            continue
        # A small city whose name is an ordinary word of the news (`بيان`, `إطار`) is shy without being marked.
        ordinary = (
            0 < thing.population < FAMOUS_POPULATION and words in common and row.get("needs_cue") != "0"
        )
        into = shy if name.startswith(SHY) or thing.needs_cue or ordinary else plain
        forms = [words]
        if thing.type in ("PERS", "ORG") and into is plain:
            forms = [form for form in inflection.spellings(words) if form == words or form not in common]
        for form in forms:
            into.setdefault(form, []).append(thing.key)


def first_words(row: Row) -> frozenset[str]:
    """Return the first words of all forms by which a text can tell a row's thing, folded, without the article.

    A text in which none of them occurs, not even as part of a word, says nothing of the row.
    """
    thing = thing_of("", row)
    plain: dict[str, list[str]] = {}
    shy: dict[str, list[str]] = {}
    add_names(row, thing, frozenset(), plain, shy)
    return frozenset(form.split(" ")[0].removeprefix("ال") for form in (*plain, *shy))


def cells(name: str, aliases: str) -> Iterator[str]:
    """Yield a row's name and its aliases."""
    yield name
    yield from filter(None, map(str.strip, aliases.split("|")))


def thing_of(table: str, row: Row) -> Thing:
    """Return the thing that a row of a table tells."""
    return Thing(
        key=row["key"],
        type=row["type"],
        name_ar=row["name_ar"].removeprefix(SHY),
        name_en=row["name_en"],
        country=row["country"] or None,
        latitude=_number(table, row, "latitude"),
        longitude=_number(table, row, "longitude"),
        wikidata_id=row.get("wikidata_id") or None,
        population=int(_number(table, row, "population") or 0),
        needs_cue=row.get("needs_cue") == "1",
        office=row.get("office") or None,
        terms=_terms(table, row)
        if row.get("office") or row.get("office_start") or row.get("office_end")
        else (),
    )


def _number(table: str, row: Row, column: str) -> float | None:
    cell = row.get(column)
    if not cell:
        return None
    try:
        return float(cell)
    except ValueError:
        raise InputError(
            f"{table}.csv, row {row['key']}: {column} is {cell!r}.",
            "Write a number, or leave the cell empty.",
        ) from None


def _terms(table: str, row: Row) -> tuple[Term, ...]:
    """Read the terms of an office: as many as the longer of the two cells tells."""
    starts, ends = ((row.get(column) or "").split("|") for column in ("office_start", "office_end"))
    pairs = zip_longest(starts, ends, fillvalue="")
    return tuple(
        Term(*_days(table, row, "office_start", start), *_days(table, row, "office_end", end))
        for start, end in pairs
    )


def _days(table: str, row: Row, column: str, cell: str) -> tuple[date | None, date | None]:
    """Read a day, a month or a year: its first and last day."""
    if not cell:
        return None, None
    try:
        first = date.fromisoformat(cell + "-01-01"[len(cell) - 4 :] if len(cell) in (4, 7) else cell)
    except ValueError:
        raise InputError(
            f"{table}.csv, row {row['key']}: {column} is {cell!r}.",
            "Write it as 2021-03-31, 2021-03 or 2021, terms apart with | between.",
        ) from None
    if len(cell) == len("2021"):
        return first, first.replace(month=12, day=31)
    if len(cell) == len("2021-03"):
        return first, first.replace(day=monthrange(first.year, first.month)[1])
    return first, first


def body_of(row: Row) -> Body:
    """Return the body of a row of national_bodies.csv."""
    countries = frozenset(filter(None, row["countries"].split("|")))
    return Body(row["key"], row["type"], row["name_ar"], row["name_en"], countries)


def rules_of(rows: Iterable[Row]) -> dict[str, frozenset[str]]:
    """Return the words of each reading of name_rules.csv."""
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["reading"], set()).add(row["word"])
    return {reading: frozenset(words) for reading, words in found.items()}


def titles_of(rows: Iterable[Row]) -> dict[str, str]:
    """Return the kind of each form of each title."""
    return {form: row["kind"] for row in rows for form in inflection.title_forms(row["key"])}


def nationals_of(rows: Iterable[Row]) -> dict[str, National]:
    """Return what each form of each country adjective tells."""
    found: dict[str, National] = {}
    for row in rows:
        for form, is_plural, is_definite in inflection.demonym_forms(
            row["adjectives"].split("|"), row["peoples"].split("|"), row["ambiguous"].split("|")
        ):
            found.setdefault(form, National(row["key"], is_plural, is_definite))
        for epithet in filter(None, row["epithets"].split("|")):
            found[fold(epithet)] = National(row["key"], False, True)
    return found
