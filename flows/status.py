"""What is published and what a build would do; standard library only, so that it answers at once.

Only where a knowledge table changed are the articles looked at, and Polars with them.
"""

from __future__ import annotations

from typing import Any

from flows.build import plan, seed_changes
from flows.publish.store import Store
from flows.settings import Settings

_SHOWN = 10


def status_of(settings: Settings) -> dict[str, Any]:
    """Return the latest version, its rows, and the seeds that are new, changed, removed, ignored or refused."""
    planned = plan(settings)
    store = Store(settings.output)
    latest = store.latest()
    manifest = None if latest is None else store.manifest(latest)
    return {
        "version": None if latest is None else str(latest),
        "is_current": planned.current is not None,
        "is_held": store.held() is not None,
        "published_at": manifest and manifest["made_at"],
        "rows": {name: table["rows"] for name, table in manifest["tables"].items()} if manifest else {},
        "seeds": len(planned.discovery.files),
        "changes": seed_changes(planned, store),
        "other_inputs": _other_changes(planned.inputs.parts(), store) if latest else [],
        "read_again": _read_again(planned.inputs.knowledge, settings, store) if latest else {},
        "ignored": dict(planned.discovery.ignored),
        "refused": [{"file": row["id"], "reason": row["reason"]} for row in planned.discovery.rejected],
    }


def _other_changes(now: dict[str, Any], store: Store) -> list[str]:
    """What else than seeds changed since the latest version: corrections, knowledge tables, stages' code."""
    before = store.inputs(store.find(None))
    return [
        f"{kind}: {name}"
        for kind in ("corrections", "knowledge", "code")
        for name in sorted(now[kind].keys() | before[kind].keys())
        if now[kind].get(name) != before[kind].get(name)
    ]


def _read_again(now: dict[str, str], settings: Settings, store: Store) -> dict[str, int]:
    """How many articles each changed knowledge table makes be read again; a table of grammar all of them."""
    latest = store.find(None)
    before = store.inputs(latest)["knowledge"]
    changed = sorted(name for name in now.keys() | before.keys() if now.get(name) != before.get(name))
    if not changed or not (store.folder(latest) / "state" / "knowledge").is_dir():
        return {}
    from flows.reuse import read_again  # noqa: PLC0415 - it needs Polars

    return read_again(store.folder(latest) / "state", changed, settings.overlay)


def status_text(found: dict[str, Any]) -> str:
    """The status for a person."""
    if found["version"] is None:
        lines = ["Nothing is published yet."]
    else:
        lines = [f"{found['version']}, published {found['published_at']}"]
        lines += ["  held by a rollback: `marsad release` ends it"] if found["is_held"] else []
        lines += [f"  {rows:>9,} {name}" for name, rows in found["rows"].items()]
    lines.append(f"{found['seeds']} seed file(s)")
    for kind, paths in found["changes"].items():
        if paths:
            told = ", ".join(paths[:_SHOWN]) + (
                f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
            )
            lines.append(f"  {len(paths)} {kind}: {told}")
    lines += [f"  changed since: {what}" for what in found["other_inputs"]]
    for table, count in found["read_again"].items():
        lines.append(f"  {table} table changed: {count} article(s) contain a changed form and are read again")
    ignored = ", ".join(f"{count} {kind}" for kind, count in found["ignored"].items())
    lines += [f"  no seeds: {ignored}"] if ignored else []
    lines += [f"  refused: {row['file']}: {row['reason']}" for row in found["refused"][:_SHOWN]]
    lines.append("up to date" if found["is_current"] else "`marsad build` would make a new version")
    return "\n".join(lines)
