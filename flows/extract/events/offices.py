"""Parties that are told by their office alone: `وزير الدفاع الإسرائيلي`, and whom the article says to hold it.

Only where it is plain: the words of an office that one person holds at a time, with the adjective of a country right
behind them, stand beside the trigger and by themselves (not `مكتب رئيس الوزراء`), and no other adjective of the
sentence tells that country.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from flows.arabic import fold
from flows.extract.events.clause import is_verb
from flows.extract.events.cues import words_of
from flows.extract.events.draft import Cast, Draft
from flows.extract.events.frame import PREPOSITIONS
from flows.extract.events.lexicon import lexicon
from flows.extract.events.scene import Scene
from flows.extract.morphology import stems
from flows.extract.readings import EventSpan, Party
from flows.knowledge import tables

_ATTACHED = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول")
_TO_THE = ("لل", "ولل", "فلل")
_NOT_NOW = frozenset(
    ("السابق", "السابقه", "الاسبق", "الاسبقه", "الراحل", "الراحله", "المخلوع", "المعزول", "المقال", "المستقيل",
     "المنتخب", "المنتخبه", "المكلف", "المكلفه", "المقبل", "المقبله", "القادم", "القادمه", "الجديد", "الجديده",
     "المنتهيه", "الاول", "الموقت", "الموقته", "بالنيابه", "بالوكاله", "السابقين"),
)  # fmt: skip
"""Behind an office they say that somebody else is meant than who holds it in these days, or perhaps."""

_BETWEEN = 2
"""Words of rank at most between an office and a name: `وزير الدفاع الإسرائيلي الجنرال المتقاعد فلان`."""

_NEAR = 3
"""Words at most between an office and the trigger: what is told further off of a country is seldom its minister's."""

_JOINING = frozenset(
    ("ان", "وان", "بان", "التي", "الذي", "كما", "حيث", "بينما", "و", "ثم", "او", "كل", "كلا")
)
"""Behind these a clause or a list goes on, so that an office stands by itself."""

_COMMAS = frozenset("،,(")
_STOPS = frozenset("،,()؛;:.!؟?-")


Holders = Mapping[tuple[str, str], str]
"""(office, country) -> the thing that an article names as its holder."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office as people.csv calls it, with where it holds: `only` in these countries if any, `beside` these."""

    name: str
    only: frozenset[str]
    beside: frozenset[str]

    def is_of(self, country: str) -> bool:
        """Whether the words mean this office in a country."""
        return country not in self.beside and (not self.only or country in self.only)


@dataclass(frozen=True, slots=True)
class Told:
    """The words of an office in a text: their first token, one past the last, and the office.

    `is_attached` where a particle is written with the first: `ولوزير`.
    """

    first: int
    end: int
    office: Office
    is_attached: bool


@cache
def _offices() -> dict[tuple[str, ...], tuple[Office, bool]]:
    """Offices by their words in folded letters, and whether a particle is attached to the first."""
    found = {}
    for row in tables.rows("offices"):
        office = Office(row["office"], *(frozenset(filter(None, row[c].split("|"))) for c in ("only", "not")))
        first, *rest = fold(row["words"]).split()
        forms = [particle + first for particle in _ATTACHED]
        if first.startswith("ال"):
            forms += [particle + first.removeprefix("ال") for particle in _TO_THE]
        found.update({(form, *rest): (office, form != first) for form in forms})
    return found


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """How many words the offices have that end in a word, the longest first."""
    found: dict[str, set[int]] = {}
    for words in _offices():
        found.setdefault(words[-1], set()).add(len(words))
    return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in found.items()}


def office_before(scene: Scene, end: int, low: int) -> Told | None:
    """Return the office whose words end right before a token and begin no earlier than `low`, else None."""
    for length in _lengths().get(scene.words[end - 1], ()):
        found = _offices().get(tuple(scene.words[end - length : end])) if end - length >= low else None
        if found is not None:
            return Told(end - length, end, *found)
    return None


def with_offices(event: EventSpan, scene: Scene, cast: Cast, draft: Draft, holders: Holders) -> EventSpan:
    """Return an event whose unnamed parties that are told by an office are whom the article says to hold it.

    Where the article names nobody, the party stays unnamed and has its office. `method` says where a holder was put.

    Args:
        event: with its parties.
        scene: the article.
        cast: its namings.
        draft: the event, before its fields were put together.
        holders: what `holders_told` returns.
    """
    parties: list[Party] = []
    told = {(p.role, scene.names[p.name].thing) for p in event.parties if p.name is not None}
    notes = [event.method]
    for party in event.parties:
        office = None
        if party.name is None and party.country is not None:
            office = office_of(scene, cast, draft, party.country)
        if office is None or party.country is None:
            parties.append(party)
        elif (thing := holders.get((office, party.country))) is None:
            parties.append(replace(party, office=office))
        elif (party.role, thing) not in told:
            told.add((party.role, thing))
            naming = cast.nearest(thing, draft.candidate.first)
            parties.append(Party(party.role, naming.name, naming.country or party.country))
            notes.append(f"{party.role}:office")
    return replace(event, parties=tuple(parties), method=" ".join(filter(None, notes)))


def office_of(scene: Scene, cast: Cast, draft: Draft, country: str) -> str | None:
    """Return the office by which a sentence tells the unnamed party of a country, else None.

    Args:
        scene: the article.
        cast: its namings.
        draft: the event, with the number of its sentence.
        country: ISO 3166 alpha-3.
    """
    told = [n for n in cast.by_sentence[draft.number] if n.country == country and n.label == "NAT"]
    if len(told) != 1:
        return None
    nation, (low, high) = told[0], scene.bounds[draft.number]
    span = scene.nationals[scene.spans[nation.first]]
    if not span.is_definite or span.is_plural or not _is_now(scene, nation.last, high):
        return None
    if nation.first > low and scene.words[nation.first - 1] in words_of("peer"):
        first, office = nation.first - 1, _office_of_peer(scene, nation.first - 1, low)
    else:
        found = office_before(scene, nation.first, low)
        if found is None or not _is_by_itself(scene, found, low):
            return None
        first, office = found.first, found.office
    is_meant = office is not None and office.is_of(country) and _is_beside(scene, draft, first, nation.last)
    return office.name if office is not None and is_meant else None


def _is_now(scene: Scene, after: int, high: int) -> bool:
    """Whether nothing behind an office says that it was held before, or is to be held, or by whom it is."""
    return after >= high or not (scene.words[after] in _NOT_NOW or scene.labels[after] == "PERS")


def _is_beside(scene: Scene, draft: Draft, first: int, end: int) -> bool:
    """Whether few words and no sign stand between the words of an office and the trigger."""
    trigger = draft.candidate
    between = range(end, trigger.first) if end <= trigger.first else range(trigger.last, first)
    return len(between) <= _NEAR and not any(scene.words[i] in _STOPS for i in between)


def _office_of_peer(scene: Scene, at: int, low: int) -> Office | None:
    """The office of `نظيره`: the last one told before it in the sentence."""
    for end in range(at, low, -1):
        told = office_before(scene, end, low)
        if told is not None:
            return told.office
    return None


def _is_by_itself(scene: Scene, told: Told, low: int) -> bool:
    """Whether the word before an office cannot be a noun that the office only qualifies: `نائب رئيس الوزراء`."""
    if told.first == low or told.is_attached or scene.labels[told.first - 1]:
        return True
    word = scene.words[told.first - 1]
    if not word[0].isalpha() or word in PREPOSITIONS or word in _JOINING or is_verb(word):
        return True
    return any(stem.is_definite or _is_act(stem.letters) for stem in stems(word))


def _is_act(letters: str) -> bool:
    """Whether a word can name an act: a verb or a verbal noun, no participle such as `مستشار`."""
    return any(sense.form.kind != "participle" for sense in lexicon().words.get(letters, ()))


def holders_told(scene: Scene) -> Holders:
    """Return whom an article itself names as holding an office; of two different people, neither."""
    found: dict[tuple[str, str], set[str]] = {}
    for office, country, name in _named(scene):
        found.setdefault((office, country), set()).add(scene.names[name].thing)
    return {held: min(things) for held, things in found.items() if len(things) == 1}


def _named(scene: Scene) -> Iterator[tuple[str, str, int]]:
    """Yield office, country and name: `وزير الدفاع الإسرائيلي فلان`, `فلان، وزير الدفاع الإسرائيلي`."""
    endings = _lengths()
    for low, high in scene.bounds:
        for end in [i for i, word in enumerate(scene.words[low : high - 1], low + 1) if word in endings]:
            told = office_before(scene, end, low)
            if told is None or not _is_by_itself(scene, told, low):
                continue
            nation = scene.nationals[scene.spans[end]] if scene.labels[end] == "NAT" else None
            name = _name_behind(scene, end + (nation is not None), high)
            if name is None and nation is not None:
                name = _name_before(scene, told, low)
            if name is None:
                continue
            country = scene.names[name].country if nation is None else nation.country
            if country is not None and told.office.is_of(country):
                yield told.office.name, country, name


def _name_behind(scene: Scene, first: int, high: int) -> int | None:
    """Return the person whose name begins at a token, or behind a comma and few words of rank."""
    if first < high and scene.words[first] in _COMMAS:
        first += 1
    for at in range(first, min(first + _BETWEEN + 1, high)):
        if scene.labels[at] == "PERS":
            return _person_at(scene, at, high)
        if scene.labels[at] or scene.words[at] in _NOT_NOW or not scene.words[at].startswith("ال"):
            return None
    return None


def _person_at(scene: Scene, at: int, high: int) -> int | None:
    """Return the person whose name begins with a token's first letter: not `ونتنياهو`, who is somebody else."""
    if at >= high or scene.labels[at] != "PERS":
        return None
    name = scene.spans[at]
    return name if scene.names[name].start == scene.tokens[at].start else None


def _name_before(scene: Scene, told: Told, low: int) -> int | None:
    """Return the person whose name and a comma stand before an office."""
    comma = told.first - 1
    is_apposed = comma - 1 >= low and scene.words[comma] in _COMMAS and scene.labels[comma - 1] == "PERS"
    return scene.spans[comma - 1] if is_apposed and not told.is_attached else None
