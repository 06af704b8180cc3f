"""The queue in a terminal: one key an answer, each answer on the disk before the next question."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from flows.errors import InputError
from flows.review.items import Answer, Item
from flows.review.visual import visual as turned
from flows.review.write import append

_KEYS = "123456789abcdefghijklmnop"
"""One key an answer; `s` and `q` are not among them."""
_SKIP, _QUIT = "s", "q"
_HELP = f"{_SKIP} skip, {_QUIT} quit"


def shown(item: Item, *, visual: bool = False) -> str:
    """Return a question with its sentences and its answers.

    Args:
        item: the question.
        visual: turn Arabic round, for a terminal that writes from left to right only.
    """
    lines = [f"[{item.reason}] {item.article_id}  (weight {item.weight:g})", item.question]
    lines += [f"    {sentence}" for sentence in item.sentences]
    lines += [f"  {key}  {_label(answer)}" for key, answer in zip(_KEYS, item.answers, strict=False)]
    return "\n".join(_turned(lines) if visual else lines)


def _turned(lines: Sequence[str]) -> Iterator[str]:
    """Lines for a terminal that writes from left to right: broken first, as its own breaks would turn them over."""
    width = shutil.get_terminal_size().columns - 1
    for line in lines:
        for part in textwrap.wrap(line, width, subsequent_indent="    ") or [""]:
            line_turned = turned(part)
            yield line_turned if line_turned == part else line_turned.rstrip().rjust(width)


def _label(answer: Answer) -> str:
    return answer.label + (" ..." if answer.asks else "")


def item_json(item: Item) -> dict[str, Any]:
    """Return a question for a script."""
    answers = [
        {"label": a.label, "rows": [dict(row) for row in a.rows], "asks": a.asks} for a in item.answers
    ]
    told = ("reason", "key", "weight", "article_id", "question")
    return {name: getattr(item, name) for name in told} | {
        "sentences": list(item.sentences),
        "answers": answers,
    }


def ask(folder: Path, items: Sequence[Item], who: str, file: str, *, visual: bool = False) -> int:
    """Ask each question and write each answer as it comes; return how many corrections were written.

    Args:
        folder: the curator's.
        items: the questions.
        who: the curator.
        file: the CSV file in the folder.
        visual: turn Arabic round.
    """
    count = 0
    for number, item in enumerate(items, 1):
        _say(f"\n{number} of {len(items)}\n{shown(item, visual=visual)}\n{_HELP}")
        key = _key(item)
        if key == _QUIT:
            break
        if key == _SKIP:
            continue
        answer = item.answers[_KEYS.index(key)]
        value = _typed(f"{answer.asks}: ") if answer.asks else None
        if answer.asks and not value:
            continue
        try:
            for name in write(folder, answer, value, who, _typed("why: ") or answer.label, file):
                count += 1
                _say(f"  {name}")
        except InputError as error:
            _say(f"  {error}")
    return count


def write(folder: Path, answer: Answer, value: str | None, who: str, why: str, file: str) -> list[str]:
    """Write the rows of an answer and return their places.

    Args:
        folder: the curator's.
        answer: the answer.
        value: what was typed, where the answer asks for something.
        who: the curator.
        why: why.
        file: the CSV file in the folder.

    Raises:
        InputError: what was typed is no value of the correction.
    """
    when = datetime.now(UTC).date().isoformat()
    rows = [dict(row) | {"who": who, "when": when, "why": why} for row in answer.rows]
    if value is not None and rows:
        rows[-1]["value"] = value
    return [append(folder, row, file).name for row in rows]


def _key(item: Item) -> str:
    allowed = _KEYS[: len(item.answers)] + _SKIP + _QUIT
    while True:
        key = click.getchar() if sys.stdin.isatty() else sys.stdin.readline().strip()[:1] or _QUIT
        if key in allowed:
            return key
        _say(f"  one of {' '.join(allowed)}")


def _typed(prompt: str) -> str:
    sys.stdout.write(f"  {prompt}")
    sys.stdout.flush()
    return sys.stdin.readline().strip()


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
