"""Which ids corrections bring together, and which keep apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flows.curate.corrections import Correction, Ledger, conflict


class Unions:
    """Ids that corrections rule to be one, or to be two."""

    def __init__(self, ledger: Ledger) -> None:
        """Take the ledger that is told what came of each ruling."""
        self._ledger = ledger
        self._into: dict[str, str] = {}
        self._joined: list[tuple[str, str, Correction]] = []
        self._apart: list[tuple[str, str, Correction]] = []

    def root(self, key: str) -> str:
        """Return the id that stands for the set to which an id belongs."""
        while key in self._into:
            key = self._into[key]
        return key

    def join(self, one: str, other: str, correction: Correction) -> None:
        """Bring two ids' sets together, unless there is nothing to bring together."""
        if not self._ledger.judge(correction, one, one, other):
            return
        ours, theirs = self.root(one), self.root(other)
        if ours == theirs:
            reason = f"{self.cause(ours).name} brings them together already: remove one of them"
            self._ledger.stale(correction, reason, one)
            return
        self._into[ours] = theirs
        self._joined.append((one, other, correction))

    def keep_apart(self, one: str, other: str, correction: Correction) -> None:
        """Note that two ids are two; `names` sees to it."""
        self._apart.append((one, other, correction))

    def names(self, choose: Callable[[Sequence[str]], str]) -> dict[str, str]:
        """Return for each id that was joined the one that its set goes by, and tell the ledger.

        Args:
            choose: picks it among the set's sorted ids.

        Raises:
            InputError: ids that are to be apart were brought together.
        """
        for one, other, correction in self._apart:
            if self.root(one) == self.root(other):
                raise conflict(self.cause(one), correction, f"{correction.kind.table} {one} and {other}")
            self._ledger.applied(correction, one, None, other)
        sets: dict[str, set[str]] = {}
        for one, other, _ in self._joined:
            sets.setdefault(self.root(one), set()).update((one, other))
        found = {key: choose(sorted(members)) for members in sets.values() for key in members}
        for one, other, correction in self._joined:
            self._ledger.applied(correction, found[one], one if one != found[one] else other, found[one])
        return {key: name for key, name in found.items() if key != name}

    def cause(self, key: str) -> Correction:
        """Return the first correction that brought the set of an id together."""
        root = self.root(key)
        return next(correction for one, _, correction in self._joined if self.root(one) == root)
