"""Who reports what: the reporting verbs and phrases of each sentence, with their sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from flows.arabic import fold
from flows.extract.events.clause import LINKS
from flows.extract.events.draft import PARTIES, Cast, Naming
from flows.extract.events.scene import Scene
from flows.extract.morphology import stems, verb_forms
from flows.knowledge import tables

_REACH = 12  # tokens behind a reporting verb in which its subject stands
_REMEMBERED = 65536  # words whose meaning is kept
_NATION = 3  # tokens from `مصادر` to the adjective that tells its country
OPENS_SPEECH = frozenset(':"')
_LEAD = 8  # tokens before it, for a subject that stands in front
_COLON = ("colon", "say")


@dataclass(slots=True)  # not frozen: made by the thousand, and a frozen one takes three times as long
class Report:
    """A reporting verb or phrase: its token, its sense, and the key of the source (`?` where it has no name).

    `kind` is `v` and the side of the source for a verb (`vC`: who spoke last), `cB` for a name before a colon, `p` for
    a phrase, `u` for an unnamed source.
    """

    token: int
    sense: str
    key: str
    kind: str


@cache
def _words() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for row in tables.rows("reporting_verbs"):
        if row["kind"] == "verb":
            for form in verb_forms(row["word"], row["second"]):
                if not form.has_pronoun and form.kind in ("past", "present"):
                    found.setdefault(form.letters, ("verb", row["sense"]))
        else:
            found[fold(row["word"])] = (row["kind"], row["sense"])
    return found


@lru_cache(maxsize=_REMEMBERED)
def _meaning(word: str) -> tuple[str, str] | None:
    """Return the kind and sense of a reporting word, attached letters allowed, else None."""
    if word == ":":
        return _COLON
    table = _words()
    for stem in stems(word):
        found = table.get(stem.letters)
        if found is not None and not (found[0] == "verb" and stem.particle not in ("", "س")):
            return found
    return None


def find_reports(scene: Scene, cast: Cast) -> list[list[Report]]:
    """Return the reports of each sentence, in order; a verb without a subject goes on with who spoke last."""
    result: list[list[Report]] = []
    speaker = ""
    for number, (low, high) in enumerate(scene.bounds):
        reports: list[Report] = []
        namings = cast.by_sentence[number]
        meanings = map(_meaning, scene.words[low:high])  # a label in `<>` has none
        for i, found in [(i, found) for i, found in enumerate(meanings, low) if found is not None]:
            if found == _COLON:
                reports += _headed(i, low, namings)
            elif report := _report(scene, i, high, found, namings, speaker):
                reports.append(report)
        speaker = next((report.key for report in reversed(reports) if report.key != "?"), speaker)
        result.append(reports)
    return result


def _headed(i: int, low: int, namings: Sequence[Naming]) -> list[Report]:
    """Read `الجيش: نحن مستعدون`: who stands alone before a colon speaks."""
    return [
        Report(i, "say", naming.key, "cB")
        for naming in namings[:1]
        if naming.last == i and i - low <= _LEAD and naming.label in PARTIES
    ]


def _report(
    scene: Scene, i: int, high: int, found: tuple[str, str], namings: list[Naming], speaker: str
) -> Report | None:
    kind, sense = found
    after = [n for n in namings if 0 < n.first - i <= _REACH and n.label in PARTIES]
    if kind == "unnamed":
        country = next((n.key for n in after if n.label == "NAT" and n.first - i <= _NATION), "?")
        return Report(i, sense, country, "u")
    if kind == "text":
        return None
    if kind == "phrase":
        return Report(i, sense, after[0].key if after else "?", "p")
    key, how = _speaker(scene, i, high, namings, after, speaker)
    return Report(i, sense, key, how)


def _speaker(
    scene: Scene, i: int, high: int, namings: list[Naming], after: list[Naming], last: str
) -> tuple[str, str]:
    """Return who a reporting verb says to speak, and how that is told: before it, behind it, or as who spoke last."""
    before = next((n for n in reversed(namings) if 0 < i - n.last + 1 <= _LEAD and n.label in PARTIES), None)
    if before is not None and i - before.last == 0:
        return before.key, "vB"
    end = _content(scene, i, high)
    subjects = [n for n in after if n.first < end]
    chosen = next((n for n in subjects if n.label in ("PERS", "ORG")), subjects[0] if subjects else None)
    if chosen is not None:
        return chosen.key, "vA"
    if before is None and last:
        return last, "vC"
    return (before.key if before else "?"), "vB"


def _content(scene: Scene, i: int, high: int) -> int:
    """Return the token with which what is said begins: behind `أن`, a colon or a quotation mark."""
    return next(
        (k for k in range(i + 1, high) if scene.words[k] in LINKS or scene.words[k] in OPENS_SPEECH), high
    )
