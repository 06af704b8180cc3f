"""What to look at next: the questions of a published version, the weightiest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from flows.curate.corrections import Correction
from flows.curate.load import load
from flows.errors import InputError
from flows.fingerprints import corrections as digests
from flows.publish.store import Store
from flows.review.doubtful import doubtful
from flows.review.items import Item
from flows.review.look import Version
from flows.review.pairs import conflicts, merges
from flows.review.things import names, new_aliases
from flows.settings import Settings

REASONS: Mapping[str, Callable[[Version, Version | None], Iterator[Item]]] = {
    "doubtful": doubtful,
    "conflict": conflicts,
    "merge": merges,
    "name": names,
    "alias": new_aliases,
}
"""Why something is asked: it was read with little confidence and much depends on it; tellings of one event differ; two
events are nearly one; a name that no table knows recurs; a thing has a spelling that it did not have before."""


def queue(settings: Settings, reasons: tuple[str, ...] = (), article: str | None = None) -> list[Item]:
    """Return the questions of the latest version that no correction answers, the weightiest first.

    Args:
        settings: where the versions and the curator's folder are.
        reasons: only these kinds of question (`REASONS`); all if empty.
        article: only those about this article.

    Raises:
        InputError: nothing is published; a reason is none; a file of corrections cannot be read.
    """
    unknown = sorted(set(reasons) - set(REASONS))
    if unknown:
        raise InputError(
            f"There is no kind of question {unknown[0]}.", f"The kinds are {', '.join(REASONS)}."
        )
    store = Store(settings.output)
    latest = store.find(None)
    version = Version(store.folder(latest))
    older = [number for number in store.versions() if number < latest]
    before = Version(store.folder(older[-1])) if older and "alias" in (reasons or REASONS) else None
    found = [item for reason in reasons or REASONS for item in REASONS[reason](version, before)]
    given, _ = load(settings.curation, digests(settings))
    decided = _decided(version, given)
    open_items = [i for i in found if not (i.decided & decided) and article in (None, i.article_id)]
    return sorted(open_items, key=lambda item: (-item.weight, item.reason, item.key))


def _decided(version: Version, given: list[Correction]) -> set[tuple[str, str]]:
    """What corrections are about, applied or yet to be: (kind, target)."""
    applied = version.tables["corrections"].filter(state="applied").select("kind", "target_id")
    found = {*version.targets(given), *applied.iter_rows()}
    things = {(kind, one) for kind, target in found if kind == "entity_same_as" for one in target.split("+")}
    return found | things
