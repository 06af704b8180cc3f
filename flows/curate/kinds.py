"""The kinds of correction: what each is about, what its value may be, and at which stage it is applied."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from schemas.package import code_lists, ontology

NOTHING = frozenset({"none", "-", "null", "لا شيء"})
"""What a curator writes for `no value`: an empty cell means that the value was forgotten."""

ARTICLE, READING, THING, EVENT = "article", "reading", "thing", "event"
"""The stages: before an article is read, after it is read, while things and events are brought together."""

_ISO3 = re.compile(r"[A-Z]{3}")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_PARTY_COUNTRY = re.compile(r"@([A-Z]{3}|\?)")
_LATIN = re.compile(r"[A-Za-z]")
_ARABIC = re.compile("[\u0621-\u064a]")
_DECEMBER = 12

Check = Callable[[str], str | None]
"""Takes a value, returns what is wrong with it, or null."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of correction.

    `target` is what `article`, `quote` and `id` point at: article, words, mention, telling, spelling, entity or event.
    `table` and `column` say what it changes, `value` says in words what its value is (null: it has none), `check` finds
    what is wrong with one. `is_pair`: a second target is named, by an id as value or by `other_article`, `other_quote`.
    """

    name: str
    stage: str
    target: str
    table: str
    column: str
    help: str
    value: str | None = None
    check: Check | None = None
    is_pair: bool = False


def days_of(value: str) -> tuple[date, date, str | None]:
    """Return the first and last day of `2021`, `2021-11`, `2021-11-24` or two of them with `/` between.

    The third part is the precision: day, month, year or range.

    Raises:
        ValueError: the value is none of these, or no such day exists.
    """
    first, slash, last = value.partition("/")
    start, end = _bounds(first.strip())
    if not slash:
        return start, end, {4: "year", 7: "month", 10: "day"}[len(first.strip())]
    end = _bounds(last.strip())[1]
    if end < start:
        raise ValueError("it ends before it begins")
    return start, end, "day" if start == end else "range"


def _bounds(told: str) -> tuple[date, date]:
    if not _DAY.fullmatch(told):
        raise ValueError("it is no day, month or year as 2021-11-24, 2021-11 or 2021")
    parts = [int(part) for part in told.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], _DECEMBER, 31)
    start = date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    if len(parts) > 2:
        return start, start
    is_last = start.month == _DECEMBER
    following = date(start.year + 1, 1, 1) if is_last else date(start.year, start.month + 1, 1)
    return start, following - timedelta(days=1)


def type_and_mode(value: str) -> tuple[str, str | None]:
    """Return the event type and the mode of `CONSULT` or `CONSULT/visit`."""
    kind, _, mode = value.partition("/")
    return kind.strip(), mode.strip() or None


def parties_of(value: str) -> list[str]:
    """Return the parties that a value names, `|` between them; none for `none`."""
    return [] if value in NOTHING else [part.strip() for part in value.split("|") if part.strip()]


def _day(value: str) -> str | None:
    try:
        days_of(value)
    except ValueError as error:
        return f"{value!r} is no date: {error}; in a spreadsheet, give the column the format Text"
    return None


def _or_nothing(check: Check) -> Check:
    return lambda value: None if value in NOTHING else check(value)


def _code(name: str) -> Check:
    def check(value: str) -> str | None:
        codes = code_lists()[name]
        return None if value in codes else f"{value!r} is none of {', '.join(codes)}"

    return check


def _event_type(value: str) -> str | None:
    kind, mode = type_and_mode(value)
    if (problem := _code("event_type")(kind)) is not None:
        return problem
    modes = sorted(m for k, m in ontology() if k == kind and m)
    if mode is not None and mode not in modes:
        return f"{kind} has no mode {mode!r}: it is one of {', '.join(modes) or 'none'}"
    return None


def _country(value: str) -> str | None:
    return None if _ISO3.fullmatch(value) else f"{value!r} is no ISO 3166 alpha-3 code such as MAR"


def _wikidata(value: str) -> str | None:
    return None if _WIKIDATA.fullmatch(value) else f"{value!r} is no Wikidata item such as Q1028"


def _name(letters: re.Pattern[str], script: str) -> Check:
    return lambda value: None if letters.search(value) else f"{value!r} is not in {script} letters"


def _parties(value: str) -> str | None:
    for party in parties_of(value):
        if party.startswith("@") and not _PARTY_COUNTRY.fullmatch(party):
            return f"{party!r} is no unnamed party: write @ and an ISO 3166 alpha-3 code, or @?"
    return None


def _type_or_key(value: str) -> str | None:
    if "." in value or value in code_lists()["entity_type"]:
        return None
    return f"{value!r} is neither a type ({', '.join(code_lists()['entity_type'])}) nor a key of the knowledge tables"


_PARTY = "parties with | between: words of the article, a key such as gpe.MAR, @MAR, @? or none"
_OTHER = "the other's id, or other_article and other_quote"
_PLACE = "words of the article that name the place, its key, or none"


def _anything(value: str) -> str | None:
    return None


_ALL = (
    Kind("article_date", ARTICLE, "article", "articles", "published",
         "The day on which the article came out.", "a day such as 2021-11-24, or two with / between", _day),
    Kind("article_outlet", ARTICLE, "article", "articles", "outlet",
         "The outlet that published the article.", "the outlet's name, or none", _anything),
    Kind("article_drop", ARTICLE, "article", "articles", "*",
         "Leave the article out; it is listed in `rejected`."),
    Kind("mention_reject", READING, "mention", "mentions", "*",
         "What was read as a name is none."),
    Kind("mention_add", READING, "words", "mentions", "type",
         "A name that was missed, or whose extent was wrong: it takes the place of names that it overlaps.",
         "its type (PERS ...) or its knowledge key (gpe.MAR)", _type_or_key),
    Kind("event_add", READING, "words", "event_mentions", "event_type",
         "An event that was missed: the quoted words are its trigger. Further rows give status, date, parties.",
         "a type, or type/mode", _event_type),
    Kind("event_reject", READING, "telling", "event_mentions", "*",
         "What was read as an event is none."),
    Kind("event_type", READING, "telling", "event_mentions", "event_type",
         "What the action is.", "a type, or type/mode", _event_type),
    Kind("event_mode", READING, "telling", "event_mentions", "mode",
         "How it was done.", "a mode of the type, or none", _or_nothing(_code("mode"))),
    Kind("event_status", READING, "telling", "event_mentions", "status",
         "How real it is.", "happened, planned, hypothetical or denied", _code("status")),
    Kind("event_date", READING, "telling", "event_mentions", "date",
         "When it happened, as the text tells it.",
         "a day, month or year (2021-11-24, 2021-11, 2021), two with / between, or none", _or_nothing(_day)),
    Kind("event_place", READING, "telling", "event_mentions", "place_id",
         "Where it happened.", _PLACE, _anything),
    Kind("event_actor", READING, "telling", "participants", "actor",
         "All who do it.", _PARTY, _parties),
    Kind("event_recipient", READING, "telling", "participants", "recipient",
         "All to whom it is done.", _PARTY, _parties),
    Kind("event_confirm", READING, "telling", "event_mentions", "confidence",
         "The event is right as it was read: its confidence becomes 1, and `review` asks no more."),
    Kind("alias_of", THING, "spelling", "mentions", "entity_id",
         "A spelling (in one article, or in all where none is named) is a name of a thing.",
         "the thing's id, such as gpe.MAR or pers-0123456789abcdef", _anything),
    Kind("entity_not_same_as", THING, "entity", "entities", "entity_id",
         "Two namings are of two things: the first one's spelling (where both are spelt alike: in its article) is "
         "a thing of its own.", _OTHER, is_pair=True),
    Kind("entity_same_as", THING, "entity", "entities", "entity_id",
         "Two things are one.", _OTHER, is_pair=True),
    Kind("entity_name_ar", THING, "entity", "entities", "name_ar",
         "The thing's Arabic name.", "a name in Arabic letters", _name(_ARABIC, "Arabic")),
    Kind("entity_name_en", THING, "entity", "entities", "name_en",
         "The thing's English name.", "a name in Latin letters", _name(_LATIN, "Latin")),
    Kind("entity_country", THING, "entity", "entities", "country",
         "The state to which it belongs.", "an ISO 3166 alpha-3 code, or none", _or_nothing(_country)),
    Kind("entity_wikidata", THING, "entity", "entities", "wikidata_id",
         "Its Wikidata item.", "Q and a number, or none", _or_nothing(_wikidata)),
    Kind("entity_confirm", THING, "entity", "entities", "confirm",
         "The thing is right as it is; `review` asks no more."),
    Kind("event_not_same_as", EVENT, "event", "events", "event_id",
         "Two tellings are of two events, now and in later versions.", _OTHER, is_pair=True),
    Kind("event_same_as", EVENT, "event", "events", "event_id",
         "Two tellings are of one event.", _OTHER, is_pair=True),
)  # fmt: skip

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})
"""Every kind by its name, in the order in which a correction is applied."""
