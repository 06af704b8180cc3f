"""Finding the time expressions of a document."""

from __future__ import annotations

from flows.document import Document, Sentence
from flows.extract.times import grammar
from flows.extract.times.expressions import (
    Between,
    DayOf,
    Expression,
    Fixed,
    Holiday,
    Meaning,
    MonthOf,
    Offset,
    Part,
    Partial,
    Season,
    Weekday,
    Window,
)
from flows.extract.times.lexicon import Word, lex, token_ranges
from flows.extract.times.reader import Found, Reader
from flows.extract.times.tense import tense_at, word_tense

_TENSED = (Fixed, Partial, Weekday, Holiday, Season, Between, Part, DayOf, MonthOf, Window, Offset)


def find_times(document: Document, words: list[Word | None] | None = None) -> tuple[Expression, ...]:
    """Return the time expressions of an article's sentences, in order, without overlaps, as what they mean.

    Neither the article's date nor any other is needed: `resolve_times` turns the meanings into days.
    Particles (`وفي`, `بال`) stay outside of a span as far as they can be cut off as letters.

    Args:
        document: the cleaned article.
        words: what `lex` gives for its tokens, where it is known already.
    """
    tokens = document.tokens
    words = lex(tokens) if words is None else words
    heads = [i for i, word in enumerate(words) if word is not None and word.may_start]
    found: list[Expression] = []
    head = 0
    for sentence, first, behind in token_ranges(document):
        while head < len(heads) and heads[head] < first:
            head += 1
        if head < len(heads) and heads[head] < behind:
            head = _read_sentence(Reader(tokens, words, first, behind), heads, head, sentence, found)
    return tuple(found)


def _read_sentence(
    reader: Reader, heads: list[int], head: int, sentence: Sentence, found: list[Expression]
) -> int:
    """Read one sentence from its first promising token on; return the position in `heads` behind it."""
    behind = reader.start
    while head < len(heads) and (i := heads[head]) < reader.end:
        head += 1
        if i < behind or (read := grammar.read(reader, i)) is None:
            continue
        expression = _expression(reader, i, read, sentence)
        if expression is not None:
            found.append(expression)
        if expression is not None or _is_in_a_name(reader, i, read[0].meaning):
            behind = read[0].next
    return head


def _expression(reader: Reader, i: int, read: tuple[Found, int], sentence: Sentence) -> Expression | None:
    """Make an expression of what the grammar read at token `i`, None where its surroundings speak against it."""
    result, cut = read
    meaning = result.meaning
    tense = 0
    if isinstance(meaning, _TENSED):
        tense = tense_at(reader.tokens, reader.start, i, result.next, reader.end)
        if "since" in reader.kinds(i - 1):  # `منذ 17 أبريل`
            tense = -1
        if isinstance(meaning, Window) and word_tense(reader.form(result.next)) == 1:
            tense = 1
    if (
        _is_in_a_name(reader, i, meaning)
        or _is_quoted_name(reader, i, result.next)
        or (_is_duration(reader.words[i], meaning) and tense <= 0)
    ):
        return None
    start, end = reader.tokens[i].start + cut, reader.tokens[result.next - 1].end
    return Expression(start, end, meaning, sentence.number, tense, result.is_approximate)


def _is_duration(word: Word | None, meaning: Meaning) -> bool:
    """Whether it is a length of time unless the sentence tells of the future: `خلال يومين`."""
    return isinstance(meaning, Window) and word is not None and "during" in word.kinds


def _is_quoted_name(reader: Reader, first: int, behind: int) -> bool:
    """Whether it stands alone in quotes: the name of a newspaper or a film (`"اليوم"`)."""
    is_quoted = reader.form(first - 1) == '"' and reader.form(behind) == '"'
    return (
        behind == first + 1
        and "deictic" in reader.kinds(first)
        and (is_quoted or reader.form(first - 1) == "ل")
    )


def _is_in_a_name(reader: Reader, i: int, meaning: Meaning) -> bool:
    """Whether the word before makes a name of it: `دستور 2011`, `كأس العالم 2022`, `ثورة 25 يناير`, `صلاة الجمعة`."""
    before = reader.kinds(i - 1)
    if reader.unit(i) == ("year", 1) and reader.definite(i) and "general" in before:  # `المدير العام السابق`
        return True
    if isinstance(meaning, Weekday):
        return "prayer" in before and meaning.shift is None
    if isinstance(meaning, Partial) and meaning.day is None:
        return "surname" in before
    is_law = reader.form(i) == "لسنه" and bool(reader.digits(i - 1))
    if reader.form(i - 1) == "العالم" and isinstance(meaning, Fixed) and reader.unit(i):
        return False
    is_numbered = bool(reader.digits(i)) or "ordinal" in reader.kinds(i) or reader.unit(i) == ("year", 1)
    return is_law or ("namesake" in before and is_numbered and isinstance(meaning, Fixed | Partial))
