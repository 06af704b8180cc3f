"""What a process that reads articles by the thousand tells the garbage collector."""

from __future__ import annotations

import gc
from functools import cache

_YOUNG = 50_000
"""New objects after which garbage is looked for. Reading makes hardly any that only the collector can free, and keeps
what it works out of words; looking every 700 objects, as Python does, takes 3 to 7 % of the time."""


@cache
def keep_what_is_known() -> None:
    """Hide tables, lexicon and weights from the garbage collector, and let it look seldom: once a process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG)
