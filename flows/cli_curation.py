# ruff: noqa: PLC0415, PLR0913, PLR0917 - commands import what they need when they run; their options are many
"""The commands at a curator's desk: write one correction, or go through what is in doubt.

None of them imports Prefect; each imports what it needs when it runs.
"""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.settings import Settings

if TYPE_CHECKING:
    from flows.curate.corrections import Correction

_SEEDS, _OUTPUT = Path("seeds"), Path("output")

Seeds = Annotated[Path, typer.Option(help="Folder of articles; its curation/ holds the corrections.")]
Output = Annotated[Path, typer.Option(help="Folder of published versions.")]
Folder = Annotated[Path | None, typer.Option(help="A curator's folder; seeds/curation if not given.")]
File = Annotated[str, typer.Option(help="The CSV file in the curator's folder that is written.")]
Who = Annotated[str | None, typer.Option(help="Who says so; your login name if not given.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `marsad`."""
    for command in (correct, review):
        app.command()(command)


def _say(text: str, value: Any, *, as_json: bool) -> None:  # noqa: ANN401 - whatever JSON can say
    from flows.cli import print_line

    print_line(text, value, as_json=as_json)


def correct(
    kind: Annotated[str | None, typer.Argument(help="What is corrected; see --kinds.")] = None,
    article: Annotated[str | None, typer.Option(help="The article's id: its path without suffix.")] = None,
    quote: Annotated[
        str | None, typer.Option(help="Words of the article, as a text search finds them.")
    ] = None,
    occurrence: Annotated[
        int | None, typer.Option(min=1, help="Which one, where they stand more than once.")
    ] = None,
    row_id: Annotated[
        str | None, typer.Option("--id", help="A row's id, in place of article and quote.")
    ] = None,
    value: Annotated[str | None, typer.Option(help="What it should say; `none` for nothing.")] = None,
    other_article: Annotated[str | None, typer.Option(help="Second target: its article, if another.")] = None,
    other_quote: Annotated[str | None, typer.Option(help="Second target: its words.")] = None,
    other_occurrence: Annotated[int | None, typer.Option(min=1, help="Second target: which one.")] = None,
    expect: Annotated[str | None, typer.Option(help="What it corrects; found out if not given.")] = None,
    why: Annotated[str | None, typer.Option(help="Why: a source, a sentence.")] = None,
    who: Who = None,
    file: File = "corrections.csv",
    seeds: Seeds = _SEEDS,
    corrections: Folder = None,
    output: Output = _OUTPUT,
    unchecked: Annotated[
        bool, typer.Option("--unchecked", help="Do not look it up in the latest version.")
    ] = False,
    kinds: Annotated[bool, typer.Option("--kinds", help="List the kinds of correction and end.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write one correction to a curator's file, once it is found to make sense."""
    if kinds or kind is None:
        _list_kinds(as_json=as_json)
        return
    from flows.review.correct import write_checked

    numbers = {"occurrence": occurrence, "other_occurrence": other_occurrence}
    told = {
        "kind": kind, "article": article, "quote": quote, "id": row_id, "value": value, "expect": expect, "why": why,
        "other_article": other_article, "other_quote": other_quote, "who": who or getpass.getuser(),
        "when": datetime.now(UTC).date().isoformat(),
    }  # fmt: skip
    cells = {name: text for name, text in told.items() if text}
    cells |= {name: str(number) for name, number in numbers.items() if number}
    settings = Settings(seeds, output, corrections=corrections)
    written, shown = write_checked(settings, cells, file, is_checked=not unchecked)
    _say(
        f"{settings.curation / written.path}, line {written.line}: {shown}",
        _json(written, shown),
        as_json=as_json,
    )


def _json(written: Correction, shown: str) -> dict[str, Any]:
    return {"file": written.path, "line": written.line, "kind": written.kind.name, "about": shown}


def _list_kinds(*, as_json: bool) -> None:
    from flows.curate.kinds import KINDS

    lines = []
    for kind in KINDS.values():
        lines += [f"{kind.name:<20}{kind.help}"] + ([f"{'':<20}value: {kind.value}"] if kind.value else [])
    told = [{"kind": k.name, "target": k.target, "value": k.value, "help": k.help} for k in KINDS.values()]
    _say("\n".join(lines), told, as_json=as_json)


def review(
    who: Who = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many questions.")] = 50,
    article: Annotated[str | None, typer.Option(help="Only questions about this article.")] = None,
    reason: Annotated[
        list[str] | None, typer.Option(help="Only this kind of question: doubtful, name ...")
    ] = None,
    visual: Annotated[
        bool,
        typer.Option(
            "--visual", help="Turn Arabic round, for a terminal that cannot write it right to left."
        ),
    ] = False,
    list_only: Annotated[bool, typer.Option("--list", help="Show the questions and end.")] = False,
    file: File = "corrections.csv",
    seeds: Seeds = _SEEDS,
    corrections: Folder = None,
    output: Output = _OUTPUT,
    as_json: AsJson = False,
) -> None:
    """Go through what matters most and is least certain; each answer is written at once."""
    from flows.review.queue import queue
    from flows.review.terminal import ask, item_json, shown

    settings = Settings(seeds, output, corrections=corrections)
    items = queue(settings, reasons=tuple(reason or ()), article=article)[:limit]
    if list_only or as_json:
        text = "\n\n".join(shown(item, visual=visual) for item in items) or "Nothing is in doubt."
        _say(text, [item_json(item) for item in items], as_json=as_json)
        return
    if not items:
        _say("Nothing is in doubt.", {}, as_json=False)
        return
    count = ask(settings.curation, items, who or getpass.getuser(), file, visual=visual)
    _say(f"{count} correction(s) written; `marsad build` applies them", {}, as_json=False)
