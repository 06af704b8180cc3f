"""The words of amounts: currencies, nouns by which people are counted, what became of them, and countries."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from flows.arabic import fold
from flows.extract.times.lexicon import written
from flows.knowledge.tables import rows

SOMEBODY = ("شخص", "شخصا", "اخر", "اخرا")
"""What one person is called who is told without a name: folded."""


class Currency(NamedTuple):
    """A currency's name: its code where the name tells it, the codes by country, and its part of the unit.

    `number` is 2 where the form is a dual by itself (`دولارين`), else 1.
    """

    code: str
    countries: dict[str, str]
    factor: float
    number: int


class CountNoun(NamedTuple):
    """A noun by which people are counted: its unit, number (2 dual, 0 plural), whether its dual counts alone."""

    unit: str
    number: int
    alone: bool
    cut: int = 0
    definite: bool = False


@cache
def currencies() -> dict[str, Currency]:
    """Return the currencies by folded form, with and without the article."""
    found: dict[str, Currency] = {}
    for row in rows("currencies"):
        countries = dict(part.split(":") for part in row["countries"].split("|") if part)
        for form, number in _forms(row["name"], row["others"]):
            currency = Currency(row["code"], countries, float(row["factor"]), number)
            for text in (form, "ال" + form):
                found.setdefault(text, currency)
    return found


@cache
def count_nouns() -> dict[str, CountNoun]:
    """Return the count nouns by written form, attached particles and the article included."""
    found: dict[str, CountNoun] = {}
    for row in rows("count_nouns"):
        for form, number in _forms(row["noun"], row["plurals"]):
            _add(found, form, row["unit"], number, row["alone"] == "1")
    for row in rows("demonyms"):
        for adjective in _split(row["adjectives"]):
            for form, number in _national(fold(adjective)):
                _add(found, form, "people", number, alone=False)
        for people in _split(row["peoples"]):
            _add(found, fold(people), "people", 0, alone=False)
    return found


def _add(found: dict[str, CountNoun], form: str, unit: str, number: int, alone: bool) -> None:
    for text, cut, definite, _ in written(form):
        known = found.get(text)
        if known is None or known.cut > cut:
            found[text] = CountNoun(unit, number, alone, cut, definite)


def _forms(name: str, others: str) -> Iterator[tuple[str, int]]:
    """Yield the folded forms of a noun with their number; plurals come before the duals that look like them."""
    form = fold(name)
    yield form, 1
    for other in _split(others):
        yield fold(other), 0
    if form[-1:].isalpha() and len(form) > 1:
        stem = form[:-1] + "ت" if form.endswith("ه") else form
        yield form + "ا", 1
        for ending in ("ان", "ين", "ي") if form.endswith("ه") else ("ان", "ين"):
            yield stem + ending, 2


def _national(adjective: str) -> Iterator[tuple[str, int]]:
    yield adjective, 1
    for ending, number in (("ا", 1), ("ان", 2), ("ين", 0), ("ون", 0), ("ات", 0)):
        yield adjective + ending, number


def _split(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


@cache
def lone_words() -> frozenset[str]:
    """Return the words that are amounts without a number: duals, and what one person is called."""
    duals = {form for form, noun in count_nouns().items() if noun.number == 2}
    coins = {form for form, currency in currencies().items() if currency.number == 2}
    return frozenset(duals | coins | set(SOMEBODY))


@cache
def harm_words() -> dict[str, str]:
    """Return what became of people by the words that tell it, folded, with `و` and `ف` attached as well."""
    found: dict[str, str] = {}
    for row in rows("harm_words"):
        form = fold(row["form"])
        for prefix in ("", "و", "ف", "ل", "ب", "وب", "ول"):
            found.setdefault(prefix + form, row["unit"])
    return found


@cache
def country_words() -> dict[str, str]:
    """Return the countries (ISO 3166 alpha-3) by their one-word names and adjectives, folded, particles attached."""
    found: dict[str, str] = {}
    for row in rows("countries"):
        for name in (row["name_ar"], *_split(row["aliases"])):
            _add_country(found, fold(name), row["country"])
    for row in rows("demonyms"):
        for adjective in _split(row["adjectives"]):
            for ending in ("", "ه", "ا", "ين", "ون", "ات"):
                _add_country(found, fold(adjective) + ending, row["key"])
    return found


def _add_country(found: dict[str, str], form: str, country: str) -> None:
    if " " in form or len(form) < 3:
        return
    bare = form[2:] if form.startswith("ال") else form
    for text, _, _, _ in written(bare, "only" if bare != form else "both"):
        found.setdefault(text, country)
