"""Which event an amount belongs to: deaths to the attack, arrests to the sweep, money to the help or the deal."""

from __future__ import annotations

from collections.abc import Sequence

from flows.extract.events.draft import Draft
from flows.extract.events.scene import Scene

_BY_UNIT = {
    "killed": ("ASSAULT", "COERCE", "PROTEST"),
    "injured": ("ASSAULT", "PROTEST", "COERCE"),
    "arrested": ("COERCE", "RETREAT", "SANCTION"),
    "missing": ("ASSAULT", "AID"),
    "displaced": ("ASSAULT", "AID", "COERCE"),
    "people": ("PROTEST", "AID", "COERCE", "MOBILIZE", "RETREAT", "ASSAULT"),
    "%": ("SANCTION", "COOPERATE"),
}
_MONEY = ("AID", "COOPERATE", "AGREE", "SANCTION", "SUPPORT", "COERCE")


def link_amounts(scene: Scene, drafts: Sequence[Draft]) -> dict[int, int]:
    """Return amount position -> event position, for the amounts that an event of their sentence explains.

    Among events of a fitting type the nearest to the amount has it; types are asked in the order of the table.
    """
    linked: dict[int, int] = {}
    if not scene.amounts:
        return linked
    for number, (low, high) in enumerate(scene.bounds):
        here = [(i, draft) for i, draft in enumerate(drafts) if draft.number == number]
        if not here:
            continue
        for token in range(low, high):
            amount = scene.spans[token]
            if scene.labels[token] == "AMOUNT" and amount not in linked:
                owner = _owner(scene.amounts[amount].unit, token, here)
                if owner is not None:
                    linked[amount] = owner
    return linked


def _owner(unit: str, token: int, here: Sequence[tuple[int, Draft]]) -> int | None:
    fitting = _BY_UNIT.get(unit, _MONEY)
    ranked = [
        (fitting.index(draft.event_type) // 2, abs(draft.candidate.first - token), i)
        for i, draft in here
        if draft.event_type in fitting
    ]
    return min(ranked)[2] if ranked else None
