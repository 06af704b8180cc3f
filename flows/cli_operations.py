"""The commands of a server: serve, watch, doctor. Each imports what it needs when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.operations.plans import NIGHTLY, TIME_ZONE
from flows.settings import Settings

Seeds = Annotated[Path, typer.Option(help="Folder of articles.", show_default=True)]
Output = Annotated[Path, typer.Option(help="Folder of published versions.", show_default=True)]
Settle = Annotated[float, typer.Option(min=0.1, help="Seconds without a change before the seeds are read.")]
Poll = Annotated[
    bool | None,
    typer.Option(
        "--poll/--no-poll",
        help="Look at sizes and times: for network folders, which are found by themselves.",
    ),
]
PollEvery = Annotated[float, typer.Option(min=0.1, help="Seconds between two such looks.")]
_SEEDS, _OUTPUT = Path("seeds"), Path("output")


def register(app: typer.Typer) -> None:
    """Add the commands to `marsad`."""
    for command in (serve, watch, doctor):
        app.command()(command)


def _log() -> None:
    """Write what happens to standard error, where systemd and a container look for it."""
    import logging

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    for noisy in ("httpx", "watchfiles.main"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def serve(
    seeds: Seeds = _SEEDS,
    output: Output = _OUTPUT,
    host: Annotated[
        str, typer.Option(help="Address to listen on; whoever reaches it can start runs.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the server and its screens.")] = 4200,
    api: Annotated[
        str | None,
        typer.Option(help="A Prefect server that runs already (http://HOST:4200/api): none is started."),
    ] = None,
    cron: Annotated[str, typer.Option(help="When the nightly build runs; empty for never.")] = NIGHTLY,
    timezone: Annotated[str, typer.Option(help="Time zone of --cron.")] = TIME_ZONE,
    webhook: Annotated[
        str | None, typer.Option(help="Address that is told, as JSON, of runs that did not end well.")
    ] = None,
    workers: Annotated[int, typer.Option(min=0, help="Processes that read articles; 0: one a core.")] = 0,
    settle: Settle = 2.0,
    poll: Poll = None,
    poll_every: PollEvery = 5.0,
) -> None:
    """Run Prefect's server, a worker and the folder watch, until stopped."""
    from flows.operations.serve import Serving
    from flows.operations.serve import serve as run
    from flows.operations.watch import Watching

    _log()
    watching = Watching(settle=settle, poll=poll, poll_every=poll_every)
    run(Settings(seeds, output, workers=workers), Serving(host, port, api, cron, timezone, webhook, watching))


def watch(
    seeds: Seeds = _SEEDS,
    output: Output = _OUTPUT,
    workers: Annotated[int, typer.Option(min=0, help="Processes that read articles; 0: one a core.")] = 0,
    settle: Settle = 2.0,
    poll: Poll = None,
    poll_every: PollEvery = 5.0,
) -> None:
    """Build whenever the seeds change, without a server, until stopped."""
    from flows.operations.watch import Watching, watch_and_build

    _log()
    watch_and_build(
        Settings(seeds, output, workers=workers), Watching(settle=settle, poll=poll, poll_every=poll_every)
    )


def doctor(
    seeds: Seeds = _SEEDS,
    output: Output = _OUTPUT,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for a script.")] = False,
) -> None:
    """Look at versions, folders, lock, server, disk and the last runs; exit code 2 if something must be mended."""
    from flows.cli import print_line
    from flows.operations import doctor as examiner

    found = examiner.examine(Settings(seeds, output))
    print_line(examiner.as_text(found), examiner.as_json(found), as_json=as_json)
    if not examiner.is_sound(found):
        raise typer.Exit(2)
