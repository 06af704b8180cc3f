"""Which versions there are: for a person and for a script. Standard library only."""

from __future__ import annotations

from typing import Any

from flows.publish.store import Store


def listing(store: Store) -> list[dict[str, Any]]:
    """Return the versions, the newest first: number, when made, rows, bytes, tags, and whether readers see it."""
    latest, held = store.latest(), store.held()
    tags: dict[str, list[str]] = {}
    for name, version in store.tags().items():
        tags.setdefault(version, []).append(name)
    found = []
    for number in reversed(store.versions()):
        manifest = store.manifest(number)
        found.append(
            {
                "version": str(number),
                "made_at": manifest["made_at"],
                "contract": manifest["contract"],
                "articles": manifest["tables"]["articles"]["rows"],
                "events": manifest["tables"]["events"]["rows"],
                "bytes": sum(file["bytes"] for file in manifest["files"].values()),
                "tags": sorted(tags.get(str(number), ())),
                "is_latest": number == latest,
                "is_held": number == held,
            }
        )
    return found


def listing_text(found: list[dict[str, Any]]) -> str:
    """The list for a person."""
    if not found:
        return "Nothing is published yet."
    lines = [f"{'version':<10}{'made':<27}{'articles':>9}{'events':>9}{'size':>10}"]
    for row in found:
        seen = ["held by a rollback"] if row["is_held"] else ["latest"] if row["is_latest"] else []
        told = ", ".join([*row["tags"], *seen])
        figures = f"{row['articles']:>9,}{row['events']:>9,}{size(row['bytes']):>10}"
        lines.append(f"{row['version']:<10}{row['made_at']:<27}{figures}  {told}".rstrip())
    return "\n".join(lines)


def size(count: int) -> str:
    """Return a number of bytes in the unit that a person would say it in."""
    value, units = float(count), ["B", "kB", "MB", "GB", "TB"]
    while value >= 1000 and len(units) > 1:
        value /= 1000
        units.pop(0)
    return f"{value:.0f} {units[0]}" if units[0] == "B" or value >= 100 else f"{value:.1f} {units[0]}"
