"""Who reports what: the reporting verbs and phrases of each sentence, with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from flows.arabic import fold
from flows.extract.events.draft import PARTIES, Cast, Naming
from flows.extract.events.scene import Scene
from flows.extract.morphology import stems, verb_forms
from flows.knowledge import tables

_REACH = 12  # tokens behind a reporting verb in which its subject stands
_REMEMBERED = 65536  # words whose meaning is kept
_LEAD = 8  # tokens before it, for a subject that stands in front


@dataclass(slots=True)  # not frozen: made by the thousand, and a frozen one takes three times as long
class Report:
    """A reporting verb or phrase: its token, its sense, and the key of the source (`?` where it has no name).

    `kind` is `v` and the side of the source for a verb, `p` for a phrase, `u` for an unnamed source.
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
    table = _words()
    for stem in stems(word):
        found = table.get(stem.letters)
        if found is not None and not (found[0] == "verb" and stem.particle not in ("", "س")):
            return found
    return None


def find_reports(scene: Scene, cast: Cast) -> list[list[Report]]:
    """Return the reports of each sentence, in order."""
    result: list[list[Report]] = []
    for number, (low, high) in enumerate(scene.bounds):
        reports: list[Report] = []
        for i, found in enumerate(map(_meaning, scene.words[low:high]), low):
            if (
                found is not None
                and not scene.labels[i]
                and (report := _report(i, found, cast.by_sentence[number]))
            ):
                reports.append(report)
        result.append(reports)
    return result


def _report(i: int, found: tuple[str, str], namings: list[Naming]) -> Report | None:
    kind, sense = found
    if kind == "unnamed":
        return Report(i, sense, "?", "u")
    if kind == "text":
        return None
    after = next((n for n in namings if 0 < n.first - i <= _REACH and n.label in PARTIES), None)
    person = next((n for n in namings if 0 < n.first - i <= _REACH and n.label in ("PERS", "ORG")), None)
    if kind == "phrase":
        return Report(i, sense, after.key if after else "?", "p")
    before = next((n for n in reversed(namings) if 0 < i - n.last + 1 <= _LEAD and n.label in PARTIES), None)
    if before is not None and i - before.last == 0:
        return Report(i, sense, before.key, "vB")
    chosen = person or after
    if chosen is not None:
        return Report(i, sense, chosen.key, "vA")
    return Report(i, sense, before.key if before else "?", "vB")
