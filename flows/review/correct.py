"""One correction, looked up in the latest version before it is written."""

from __future__ import annotations

from collections.abc import Mapping

from flows.curate.corrections import CURATION, Correction, Untargeted
from flows.curate.load import load
from flows.errors import InputError
from flows.fingerprints import corrections as digests
from flows.publish.store import Store
from flows.review.look import Seen, Version
from flows.review.write import append, checked
from flows.settings import Settings


def write_checked(
    settings: Settings, cells: Mapping[str, str], file: str, *, is_checked: bool
) -> tuple[Correction, str]:
    """Write a correction, and return it with what it is about.

    Args:
        settings: where the curator's folder and the versions are.
        cells: column -> value; where `expect` is not told and the version tells it, it is filled in.
        file: the CSV file in the curator's folder.
        is_checked: whether to look its target up; there must be one, and no other correction of it.

    Raises:
        InputError: it says nothing that could be applied, its target is not there, or another correction has it.
    """
    correction = checked(cells, file)
    store = Store(settings.output)
    latest = store.latest() if is_checked else None
    if latest is None:
        written = append(settings.curation, cells, file)
        return written, f"{written.kind.name}, not looked up"
    version = Version(store.folder(latest))
    try:
        seen = version.look(correction)
    except Untargeted as error:
        raise InputError(
            f"Not found in {latest}: {error}.",
            "Mend it; or, for an article yet to be built, say --unchecked.",
        ) from error
    _refuse_second(settings, version, correction, seen)
    told = dict(cells)
    if seen.value is not None and not correction.expect:
        if seen.value == correction.value:
            raise InputError(f"{latest} says {seen.value} already: {seen.shown}.", "Nothing was written.")
        told["expect"] = seen.value
    return append(settings.curation, told, file), f"{correction.kind.name}: {seen.shown}"


def _refuse_second(settings: Settings, version: Version, correction: Correction, seen: Seen) -> None:
    others, _ = load(settings.curation, digests(settings))
    same = (other for other in others if other.kind is correction.kind)
    earlier = version.targets(same).get((correction.kind.name, seen.target))
    if earlier is not None:
        raise InputError(
            f"{CURATION}{earlier.name} corrects this already: {earlier.kind.name} {earlier.value or ''}.".replace(
                " .", "."
            ),
            "Change that row, or remove it first.",
        )
