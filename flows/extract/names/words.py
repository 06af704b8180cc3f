"""An article's words, as name matching steps over them: signs that may stand inside a name are left out."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from flows.arabic import Token
from flows.document import Document

QUOTES = frozenset("\"'")
_JOINERS = frozenset("_#")
_ARTICLE = "ال"
_UNLIKE = frozenset(["علي", "وادي", "منفي", "المنفي", "مرسي", "الملقي", "فان"])
"""Words of which folding makes a name (`على`, `وأدى`, `مرسى`, `فإن`): they are kept as they were written."""


def cuts(form: str) -> list[tuple[int, str]]:
    """Return the ways to read a word as attached particles and a rest: letters cut off, and the rest.

    The whole word comes first. `لل` gives its article back to the rest, although the name's own letters
    start behind both lams: `للمغرب` is (2, المغرب).
    """
    found = [(0, form)]
    starts = [(0, form)]
    if len(form) > 3 and form[0] in "وف":
        starts.append((1, form[1:]))
        found.append((1, form[1:]))
    for cut, rest in starts:
        if rest.startswith("لل") and len(rest) > 3:
            found.append((cut + 2, _ARTICLE + rest[2:]))
        if len(rest) > 3 and rest[0] in "بلك":
            found.append((cut + 1, rest[1:]))
    return found


class Words:
    """The words of the sentences that are to be read.

    `forms[i]` is folded and stands at `starts[i]:ends[i]`; `sentences[i]` is its sentence's number;
    `glued[i]` tells that nothing but a blank, a quote, an underscore or a hyphen without blanks parts it
    from the word before, `plain[i]` that nothing but a blank does. `opened[i]`: a quote opens right before it;
    `closed[i]`: the end of the quote that closes right behind it, else 0.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.forms: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.sentences: list[int] = []
        self.glued: list[bool] = []
        self.plain: list[bool] = []
        self.opened: list[bool] = []
        self.closed: list[int] = []
        self._read()

    def __len__(self) -> int:
        return len(self.forms)

    @cached_property
    def cuts(self) -> list[list[tuple[int, str]]]:
        """The ways to read each word, as `cuts` returns them."""
        known = _known_cuts.get
        return [known(form) or kept_cuts(form) for form in self.forms]

    @cached_property
    def token_starts(self) -> list[int]:
        """Where each of the document's tokens starts."""
        return [token.start for token in self.document.tokens]

    def at(self, offset: int) -> int:
        """Return the number of the word that holds an offset, or of the one before it."""
        return bisect_right(self.starts, offset) - 1

    def end(self, last: int) -> int:
        """Return where a name ends whose last word is `last`: behind a quote that opened inside it."""
        return self.ends[last]

    def _read(self) -> None:
        tokens = self.document.tokens
        at = 0
        for sentence in self.document.sentences:
            while at < len(tokens) and tokens[at].start < sentence.start:
                at += 1
            first = at
            while at < len(tokens) and tokens[at].start < sentence.end:
                at += 1
            self._add(tokens[first:at], sentence.number)

    def _add(self, tokens: tuple[Token, ...], sentence: int) -> None:
        glued = plain = opened = False
        first = 0
        signs = [i for i, (form, _, _) in enumerate(tokens) if len(form) == 1 and not form.isalnum()]
        for at in (*signs, len(tokens)):
            if first < at:
                self._add_words(tokens[first:at], sentence, (glued, plain, opened))
                glued, plain, opened = True, True, False
            first = at + 1
            if at == len(tokens):
                break
            form, start, end = tokens[at]
            if form in QUOTES:
                if self.forms and glued and start in (self.ends[-1], self.closed[-1]):
                    self.closed[-1] = end  # two single marks may stand for a double one
                else:
                    opened = True
                plain = False
            elif form in _JOINERS or (
                form == "-"
                and glued
                and first < len(tokens)
                and self.ends[-1] == start == tokens[first].start - 1
            ):
                plain = False
            else:
                glued = plain = opened = False

    def _add_words(self, tokens: tuple[Token, ...], sentence: int, before: tuple[bool, bool, bool]) -> None:
        """Add words with only blanks between; `before` is what `glued`, `plain` and `opened` say of the first."""
        more = len(tokens) - 1
        forms, starts, ends = zip(*tokens, strict=True)
        self.forms += forms if _UNLIKE.isdisjoint(forms) else map(self._as_written, tokens)
        self.starts += starts
        self.ends += ends
        self.sentences += [sentence] * len(tokens)
        self.glued += [before[0]] + [True] * more
        self.plain += [before[1]] + [True] * more
        self.opened += [before[2]] + [False] * more
        self.closed += [0] * len(tokens)

    def _as_written(self, token: Token) -> str:
        form, start, end = token
        if form not in _UNLIKE:
            return form
        written = self.document.text[start:end]
        if form == "فان":
            return form if written[1] == "ا" else written
        return form[:-1] + "ى" if written[-1] == "ى" else form


_known_cuts: dict[str, list[tuple[int, str]]] = {}
MOST_KEPT = 200_000
"""Words whose cuts are kept: news repeats its words; more than this is some other text, and memory counts."""


def kept_cuts(form: str) -> list[tuple[int, str]]:
    """Return what `cuts` returns, each word's list made once; it is not to be changed."""
    found = _known_cuts.get(form)
    if found is None:
        if len(_known_cuts) >= MOST_KEPT:
            _known_cuts.clear()
        found = _known_cuts[form] = cuts(form)
    return found
