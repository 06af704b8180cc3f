"""The command `marsad`.

Exit codes: 0 done or up to date; 2 the input, the output or a setting must be mended; 3 another build holds the
output; 4 a stage broke its contract; 5 `evaluate` fell below a floor; 6 a version is not sound, or the data drifted
further than allowed. Commands import what they need when they run: `status` answers at once.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from flows.cli_curation import register as register_curation
from flows.cli_operations import register as register_operations
from flows.cli_versions import register
from flows.errors import MarsadError
from flows.settings import MAX_BYTES, Settings

app = typer.Typer(
    name="marsad",
    help="Turn a folder of Arabic news articles into a versioned dataset of who did what to whom, when and where.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Seeds = Annotated[Path, typer.Option(help="Folder of articles.", show_default=True)]
Output = Annotated[Path, typer.Option(help="Folder of published versions.", show_default=True)]
Reader = Literal["auto", "none"]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]
Version = Annotated[str | None, typer.Option(help="A version such as v1.2.0; the latest if not given.")]


@app.command()
def build(
    seeds: Seeds = Path("seeds"),
    output: Output = Path("output"),
    only: Annotated[
        list[str] | None, typer.Option(help="Article id: a preview that publishes nothing.")
    ] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Ignore what is published: read all anew.")
    ] = False,
    corrections: Annotated[
        Path | None, typer.Option(help="A curator's folder; seeds/curation if not given.")
    ] = None,
    workers: Annotated[int, typer.Option(min=0, help="Processes that read articles; 0: one a core.")] = 0,
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait for another build to end.")] = 3600.0,
    max_bytes: Annotated[int, typer.Option(min=1, help="A larger seed file is rejected.")] = MAX_BYTES,
    allow_drift: Annotated[
        bool, typer.Option("--allow-drift", help="Publish data that moved far from the last version.")
    ] = False,
    reader: Annotated[
        Reader, typer.Option(help="auto: the learned reader if its model is there; none: knowledge alone.")
    ] = "auto",
    plain: Annotated[bool, typer.Option("--plain", help="Run the stages without Prefect.")] = False,
    as_json: AsJson = False,
) -> None:
    """Build a version from the seeds, or find that the latest is up to date."""
    from flows.build import look

    settings = Settings(
        seeds, output, tuple(only or ()), rebuild, corrections, workers, max_bytes, wait, allow_drift, reader
    )
    if (current := look(settings).current) is not None:
        print_line(f"{current} is up to date", {"version": str(current), "is_new": False}, as_json=as_json)
        return
    from flows.terminal import run_build

    run_build(settings, plain=plain or bool(only), as_json=as_json)


@app.command()
def status(seeds: Seeds = Path("seeds"), output: Output = Path("output"), as_json: AsJson = False) -> None:
    """Say what is published, and what a build would find new, changed or removed."""
    from flows.status import status_of, status_text

    found = status_of(Settings(seeds, output))
    print_line(status_text(found), found, as_json=as_json)


@app.command()
def show(
    table: Annotated[str, typer.Argument(help="A table: events, entities, dyads, rejected ...")] = "events",
    output: Output = Path("output"),
    version: Version = None,
    article: Annotated[str | None, typer.Option(help="Only rows of this article.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many rows.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Show rows of a published table."""
    from flows.terminal import show_table

    show_table(output, version, table, article, limit, as_json=as_json)


@app.command()
def explain(
    row: Annotated[
        str, typer.Argument(help="An id of any table: an event, a mention, an entity, an article ...")
    ],
    output: Output = Path("output"),
    version: Version = None,
    as_json: AsJson = False,
) -> None:
    """Walk a published row back to its file, its characters and the rules that spoke."""
    from flows.explain import explain_row, explanation_text
    from flows.publish.store import Store

    store = Store(output)
    found = explain_row(store.folder(store.find(version)), row)
    print_line(explanation_text(found), found, as_json=as_json)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Option(help="Folder of annotated sets, with score.py.")] = Path(
        "../shared/gold"
    ),
    sets: Annotated[list[str] | None, typer.Option("--set", help="A set; all if not given.")] = None,
    floors: Annotated[Path, typer.Option(help="Stored floors.")] = Path("tests/evaluation/floors.json"),
    raise_floors: Annotated[
        bool, typer.Option("--raise", help="Store higher floors where figures allow.")
    ] = False,
    lower_floors: Annotated[
        bool, typer.Option("--lower", help="Also store lower ones: say why in the commit.")
    ] = False,
    reader: Annotated[Reader, typer.Option(help="As for build.")] = "auto",
    as_json: AsJson = False,
) -> None:
    """Build from each annotated set's texts and print how true the rows are."""
    from flows.evaluate import evaluate_sets

    evaluate_sets(
        gold,
        sets or [],
        floors,
        may_raise=raise_floors,
        may_lower=lower_floors,
        as_json=as_json,
        reader=reader,
    )


def print_line(text: str, value: Any, *, as_json: bool) -> None:  # noqa: ANN401 - whatever JSON can say
    """Print text for a person, or JSON for a script."""
    told = json.dumps(value, ensure_ascii=False, indent=1, default=str) if as_json else text
    sys.stdout.write(told.rstrip("\n") + "\n")


register(app)
register_operations(app)
register_curation(app)


def main() -> None:
    """Run the command; an error that a user can mend is one message and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # Arabic, whatever the terminal's locale says
    try:
        app()
    except MarsadError as error:
        sys.stderr.write(f"marsad: {error.what}\n" + (f"  {error.remedy}\n" if error.remedy else ""))
        sys.exit(error.exit_code)
