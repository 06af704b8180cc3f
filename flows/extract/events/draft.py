"""An event while its fields are being filled in, and the namings that may fill them."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flows.extract.events.anaphora import named_again
from flows.extract.events.candidates import Candidate
from flows.extract.events.scene import Scene

Days = tuple[date, date]

ACTOR, RECIPIENT, BOTH = "actor", "recipient", "both"
"""What a party of an event is; both, where an unnamed one of a country does something to others of it."""


def in_role(roles: Mapping[str, str], role: str) -> list[str]:
    """Return the keys that have a role, in order."""
    having = role, BOTH
    return [key for key, told in roles.items() if told in having]


def shape(actors: Sequence[str], recipients: Sequence[str], country: Callable[[str], str | None]) -> str:
    """Return how an event's roles are filled, one of the reader's `SHAPES`.

    Args:
        actors: the keys of those who act: things, or `@` and a country for unnamed ones.
        recipients: the keys of those who receive.
        country: tells a thing's country.
    """
    sides = "".join(_side(keys) for keys in (actors, recipients))
    first, second = (
        {key[1:] if key[0] == "@" else country(key) for key in keys} for keys in (actors, recipients)
    )
    return f"{sides}=" if (first & second) - {None, "?"} else sides


def _side(keys: Sequence[str]) -> str:
    named = sum(key[0] != "@" for key in keys)
    return "n" if named > 1 else "1" if named else "@" if keys else "-"


@dataclass(slots=True)  # not frozen: made by the thousand, and a frozen one takes three times as long
class Naming:
    """Somebody or somewhere named in a sentence: a name, or a nationality that stands for an unnamed party.

    `key` is the name's thing, or `@` and a country. `name` is a position in the names, else None. `label` is the
    name's type, or NAT. `first` and `last` are its tokens, `attached` the letters written before it in its token.
    `governor` is what `frame.governor` returns, None until it is asked. `is_again`: a noun stands for the name.
    """

    key: str
    name: int | None
    country: str | None
    label: str
    first: int
    last: int
    attached: str
    governor: str | None = None
    is_again: bool = False


@dataclass(slots=True)
class Draft:
    """An event in the making. `roles` maps a naming's key to actor, recipient or both; `notes` say which rules spoke.

    `same` is the earlier telling of this event that it repeats. `date_chances`, `place_chances` and `role_chances` are
    the dates, the places and the likeliest roles on offer with their probabilities, `precisions` those of the dates.
    """

    candidate: Candidate
    number: int
    event_type: str
    confidence: float
    mode: str | None = None
    status: str = "happened"
    roles: dict[str, str] = field(default_factory=dict)
    days: Days | None = None
    precision: str | None = None
    place: str | None = None
    source: str | None = None
    same: Draft | None = None
    notes: list[str] = field(default_factory=list)
    date_chances: list[tuple[Days | None, float]] = field(default_factory=list)
    place_chances: list[tuple[str | None, float]] = field(default_factory=list)
    role_chances: list[tuple[dict[str, str], float]] = field(default_factory=list)
    precisions: Mapping[Days | None, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cast:
    """All namings of an article: by sentence number and by key, in order, and what the whole article tells of them.

    `home` are its countries, the most told first. `counts` say how often each key is named, `title` who is named in
    the title, `best` is each key's first naming, and `tokens` are the first tokens of all its namings.
    """

    by_sentence: list[list[Naming]]
    by_key: dict[str, list[Naming]]
    home: list[str]
    counts: Counter[str]
    title: frozenset[str]
    best: dict[str, Naming]
    tokens: dict[str, tuple[int, ...]]

    def country(self, key: str) -> str | None:
        """Return the country of a party: its naming's, or that of an unnamed one's key."""
        return key[1:] if key[0] == "@" else self.best[key].country if key in self.best else None

    def nearest(self, key: str, token: int) -> Naming:
        """Return the naming of a key that is nearest to a token, the earlier of two."""
        return min(self.by_key[key], key=lambda naming: abs(naming.first - token))


PLACES = ("GPE", "LOC", "FAC")
PARTIES = ("PERS", "ORG", "GPE", "NAT")


def cast(scene: Scene) -> Cast:
    """Gather the namings of an article."""
    by_sentence: list[list[Naming]] = [[] for _ in scene.bounds]
    for number, (low, high) in enumerate(scene.bounds):
        i = low
        while i < high:
            label, span = scene.labels[i], scene.spans[i]
            last = i + 1
            if label and label not in ("TIME", "AMOUNT"):
                while last < high and scene.labels[last] == label and scene.spans[last] == span:
                    last += 1
                by_sentence[number].append(_naming(scene, label, span, i, last))
            i = last
    home = _home(by_sentence)
    for token, span, attached in named_again(scene):
        name = scene.names[span]
        naming = Naming(name.thing, span, name.country, name.type, token, token + 1, attached, is_again=True)
        insort(by_sentence[scene.sentence_of[token]], naming, key=lambda naming: naming.first)
    by_key: dict[str, list[Naming]] = {}
    for naming in (naming for namings in by_sentence for naming in namings):
        by_key.setdefault(naming.key, []).append(naming)
    counts = Counter({key: len(namings) for key, namings in by_key.items()})
    best = {key: namings[0] for key, namings in by_key.items()}
    tokens = {key: tuple(naming.first for naming in namings) for key, namings in by_key.items()}
    title = {
        naming.key
        for sentence, namings in zip(scene.document.sentences, by_sentence, strict=True)
        for naming in namings
        if sentence.kind == "title"
    }
    return Cast(by_sentence, by_key, home, counts, frozenset(title), best, tokens)


def _naming(scene: Scene, label: str, span: int, first: int, last: int) -> Naming:
    token = scene.tokens[first]
    if label == "NAT":
        nation = scene.nationals[span]
        start, key, name, country = nation.start, f"@{nation.country}", None, nation.country
        return Naming(key, name, country, label, first, last, token.form[: max(start - token.start, 0)])
    found = scene.names[span]
    return Naming(
        found.thing, span, found.country, label, first, last, token.form[: max(found.start - token.start, 0)]
    )


def _home(by_sentence: Sequence[Sequence[Naming]]) -> list[str]:
    counts: Counter[str] = Counter()
    for number, namings in enumerate(by_sentence):
        for naming in namings:
            if naming.country:
                counts[naming.country] += 3 if number < 2 else 1
    return [country for country, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def days_back(days: Days | None) -> int | None:
    """Return how many days a range covers."""
    return None if days is None else (days[1] - days[0]).days + 1
