"""Nouns by which a text names somebody again: `الحركة` behind `حركة حماس`, `الرئيس` behind `الرئيس فلان`.

A definite noun means the last one before it whose name opens with it, or the last person who was told by it as a title.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from flows.arabic import fold
from flows.extract.events.cues import Cues
from flows.extract.events.scene import Scene
from flows.knowledge import tables

Again = tuple[int, int, str]
"""A noun's token, the position of the name that it stands for, and the letters written before it in its token."""

_ARTICLE = "ال"
_ATTACHED = ("", "و", "ف", "ب", "ك")
_TO_THE = (("لل", "ل"), ("ولل", "ول"))
"""What may be written before a definite noun; behind `ل` the article loses its alif."""

_REACH = 5
"""Tokens before a person's name among which a title is one of that person: `وزير الدفاع الإسرائيلي فلان`."""

_SHORTEST = 3  # letters of a noun without its article


def named_again(scene: Scene) -> Iterator[Again]:
    """Yield the nouns that name somebody again, in order.

    A noun before a nationality or a person's name is told of somebody else, and names nobody again.
    """
    last: dict[str, tuple[int, str]] = {}
    for low, high in scene.bounds:
        i = low
        while i < high:
            label, span = scene.labels[i], scene.spans[i]
            if not label:
                found = last.get(scene.words[i])
                if found is not None and not _tells_another(scene, found[0], i + 1, high):
                    yield i, *found
                i += 1
                continue
            for noun in _nouns(scene, i, low):
                for form, attached in _forms(noun):
                    last[form] = span, attached
            i += 1
            while i < high and scene.labels[i] == label and scene.spans[i] == span:
                i += 1


def _tells_another(scene: Scene, span: int, after: int, high: int) -> bool:
    """Whether what follows a noun says of whom it is told: a nationality, a person, or a person behind the title."""
    if after < high and scene.labels[after] in ("NAT", "PERS"):
        return True
    return scene.names[span].type == "PERS" and "PERS" in scene.labels[after : min(after + _REACH, high)]


def _nouns(scene: Scene, first: int, low: int) -> Iterator[str]:
    """Yield the nouns by which the name that starts at a token can be told again, without their article."""
    if scene.labels[first] == "ORG":
        token = scene.tokens[first]
        form = token.form[max(scene.names[scene.spans[first]].start - token.start, 0) :].removeprefix(
            _ARTICLE
        )
        if len(form) >= _SHORTEST:
            yield form
    elif scene.labels[first] == "PERS":
        titles = _titles()
        for i in range(max(low, first - _REACH), first):
            if not scene.labels[i] and (title := titles[scene.words[i]]):
                yield title


def _forms(noun: str) -> Iterator[tuple[str, str]]:
    """Yield how a definite noun is written, each with the letters that are attached before it."""
    yield from ((attached + _ARTICLE + noun, attached) for attached in _ATTACHED)
    yield from ((written + noun, attached) for written, attached in _TO_THE)


@cache
def _titles() -> Cues:
    """The first words of titles, without the article."""
    firsts = (fold(row["key"]).split()[0].removeprefix(_ARTICLE) for row in tables.rows("titles"))
    return Cues((first, first) for first in firsts if len(first) >= _SHORTEST)
