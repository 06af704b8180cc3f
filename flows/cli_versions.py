"""The commands on published versions: list, compare, check, roll back, name, remove, export.

None of them imports Prefect; each imports what it needs when it runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from flows.errors import InputError
from flows.settings import MAX_BYTES, Settings

UNSOUND = 6
"""Exit code of `verify` where a version is not what it says it is."""

Output = Annotated[Path, typer.Option(help="Folder of published versions.", show_default=True)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]
Wait = Annotated[float, typer.Option(min=0, help="Seconds to wait for a build to end.")]
_OUTPUT = Path("output")


def register(app: typer.Typer) -> None:
    """Add the commands to `marsad`."""
    for command in (versions, diff, verify, rollback, release, tag, prune, export):
        app.command()(command)


def _say(text: str, value: Any, *, as_json: bool) -> None:  # noqa: ANN401 - whatever JSON can say
    from flows.cli import print_line

    print_line(text, value, as_json=as_json)


def versions(output: Output = _OUTPUT, as_json: AsJson = False) -> None:
    """List the versions: when each was made, its rows, its tags, which one readers see."""
    from flows.publish.listing import listing, listing_text
    from flows.publish.store import Store

    found = listing(Store(output))
    _say(listing_text(found), found, as_json=as_json)


def diff(
    before: Annotated[
        str | None, typer.Argument(help="A version or a tag; the one before AFTER if not given.")
    ] = None,
    after: Annotated[str | None, typer.Argument(help="A version or a tag; the latest if not given.")] = None,
    output: Output = _OUTPUT,
    table: Annotated[list[str] | None, typer.Option(help="A table whose rows are shown.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="At most so many rows of a kind; 0: all.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Say what differs between two versions: rows, values, ids that became others, and why."""
    from flows.publish.compare import compare
    from flows.publish.diff_text import diff_json, diff_text
    from flows.publish.store import Store

    store = Store(output)
    new = store.find(after)
    if before is None:
        older = [number for number in store.versions() if number < new]
        if not older:
            raise InputError(f"{new} is the first version.", "There is none before it to compare it with.")
        old = older[-1]
    else:
        old = store.find(before)
    unknown = sorted(set(table or ()) - store.manifest(new)["tables"].keys())
    if unknown:
        told = ", ".join(store.manifest(new)["tables"])
        raise InputError(f"There is no table {unknown[0]} in {new}.", f"Its tables: {told}.")
    found = compare(store.folder(old), store.folder(new))
    _say(
        "" if as_json else diff_text(found, table or (), limit),
        diff_json(found) if as_json else {},
        as_json=as_json,
    )


def verify(
    version: Annotated[
        str | None, typer.Argument(help="A version or a tag; the latest if not given.")
    ] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Also build from nothing and compare.")] = False,
    seeds: Annotated[Path, typer.Option(help="Folder of articles, for --rebuild.")] = Path("seeds"),
    corrections: Annotated[Path | None, typer.Option(help="A curator's folder, for --rebuild.")] = None,
    workers: Annotated[int, typer.Option(min=0, help="Processes that read articles; 0: one a core.")] = 0,
    max_bytes: Annotated[int, typer.Option(min=1, help="As the build was told, for --rebuild.")] = MAX_BYTES,
    output: Output = _OUTPUT,
    as_json: AsJson = False,
) -> None:
    """Check that a version is what it says it is: its files, its rows, and what a build from nothing gives."""
    from dataclasses import asdict

    from flows.publish.store import Store
    from flows.publish.verify import rebuild_faults
    from flows.publish.verify import verify as check

    store = Store(output)
    number = store.find(version)
    faults = check(store.folder(number))
    if rebuild and not faults:
        settings = Settings(seeds, output, (), True, corrections, workers, max_bytes)
        faults += rebuild_faults(store, number, settings)
    checked = "files, rows and a build from nothing" if rebuild else "files and rows"
    lines = [f"{fault.check}: {fault.where}: {fault.what}" for fault in faults]
    text = "\n".join([f"{number} is not sound", *lines]) if faults else f"{number} is sound: {checked}"
    told = {"version": str(number), "is_sound": not faults, "faults": [asdict(fault) for fault in faults]}
    _say(text, told, as_json=as_json)
    if faults:
        raise typer.Exit(UNSOUND)


def rollback(
    version: Annotated[str, typer.Argument(help="A version or a tag.")],
    output: Output = _OUTPUT,
    wait: Wait = 0,
    as_json: AsJson = False,
) -> None:
    """Let readers see an older version until `marsad release`; builds go on, unseen."""
    from flows.publish.releases import rollback as roll_back
    from flows.publish.store import Store

    number = roll_back(Store(output), version, wait)
    text = f"readers see {number} until `marsad release`; what is built meanwhile is kept, unseen"
    _say(text, {"version": str(number), "is_held": True}, as_json=as_json)


def release(output: Output = _OUTPUT, wait: Wait = 0, as_json: AsJson = False) -> None:
    """End a rollback: readers see the version that was made last."""
    from flows.publish.releases import release as let_go
    from flows.publish.store import Store

    number = let_go(Store(output), wait)
    _say(f"readers see {number}", {"version": str(number), "is_held": False}, as_json=as_json)


def tag(
    version: Annotated[str, typer.Argument(help="A version or a tag; with --delete, the tag that goes.")],
    name: Annotated[
        str | None, typer.Argument(help="What it is to be called: `stable`, `paper-2026` ...")
    ] = None,
    output: Output = _OUTPUT,
    delete: Annotated[bool, typer.Option("--delete", help="Take the tag away.")] = False,
    wait: Wait = 0,
    as_json: AsJson = False,
) -> None:
    """Give a version a name that every command understands; a name that is taken moves."""
    from flows.publish.releases import tag as name_it
    from flows.publish.releases import untag
    from flows.publish.store import Store

    store = Store(output)
    if delete:
        gone = untag(store, version, wait)
        _say(f"{gone} is no longer called {version}", {"tag": version, "version": None}, as_json=as_json)
        return
    if name is None:
        raise InputError("A version is to be named, and no name is given.", "Say `marsad tag v1.3.0 stable`.")
    number, before = name_it(store, version, name, wait)
    moved = f" (before: {before})" if before not in (None, number) else ""
    _say(f"{number} is called {name}{moved}", {"tag": name, "version": str(number)}, as_json=as_json)


def prune(
    keep: Annotated[int, typer.Option(min=1, help="How many of the newest versions stay.")],
    keep_tagged: Annotated[
        bool, typer.Option("--keep-tagged/--drop-tagged", help="Whether versions with a tag stay.")
    ] = True,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this, only say what would go.")] = False,
    output: Output = _OUTPUT,
    wait: Wait = 0,
    as_json: AsJson = False,
) -> None:
    """Remove old versions; says which and how much room that makes, and does it with --yes."""
    from flows.publish.lock import only_build
    from flows.publish.prune import plan_prune, prune_json, prune_text
    from flows.publish.prune import prune as remove
    from flows.publish.store import Store

    store = Store(output)
    store.find(None)
    planned = plan_prune(store, keep, keep_tagged=keep_tagged)
    if yes and planned.remove:
        with only_build(output, wait):
            planned = plan_prune(store, keep, keep_tagged=keep_tagged)
            remove(store, planned)
    _say(prune_text(planned, done=yes), prune_json(planned, done=yes), as_json=as_json)


def export(
    kind: Annotated[str, typer.Argument(help="csv, excel, duckdb, delta or parquet.")],
    folder: Annotated[Path, typer.Argument(help="Where to write: a new folder; for delta also an old one.")],
    output: Output = _OUTPUT,
    version: Annotated[str | None, typer.Option(help="A version or a tag; the latest if not given.")] = None,
    table: Annotated[list[str] | None, typer.Option(help="A table; all if not given.")] = None,
    without_text: Annotated[
        bool, typer.Option("--without-text", help="Leave the articles' words out: facts and offsets only.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write a version as CSV, Excel, DuckDB, Delta or one Parquet file a table."""
    from flows.publish.export import export as write
    from flows.publish.store import Store

    store = Store(output)
    number = store.find(version)
    paths = write(kind, store.folder(number), folder, tuple(table or ()), text=not without_text)
    told = {"version": str(number), "written": [str(path) for path in paths]}
    _say("\n".join([f"{number} is exported", *(f"  {path}" for path in paths)]), told, as_json=as_json)
