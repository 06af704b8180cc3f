"""What the network hears in one article, word by word and as names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from flows.extract.reader.labels import ROLES, WIDTH, reach

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class HeardName:
    """A name that the network hears: tokens `first` to before `last`, `text[start:end]`.

    `confidence` is the lowest probability of its words' types.
    """

    first: int
    last: int
    start: int
    end: int
    type: str
    confidence: float


@dataclass(frozen=True)
class Heard:
    """What the network hears in an article. `row[t]` is token t's row in the arrays, -1 where no sentence holds it.

    A row of `tags` has the probabilities of `NAME_TAGS`; of `triggers`, that the word starts a trigger; of `types`
    those of `EVENT_TYPES`, should it be one; of `statuses` those of `STATUSES`; `cuts` how many letters stand
    before the own letters of a name or trigger that starts there.
    """

    row: npt.NDArray[np.int64]
    sentence: npt.NDArray[np.int64]
    tags: Floats
    triggers: Floats
    types: Floats
    statuses: Floats
    cuts: npt.NDArray[np.int64]
    asked: Floats
    given: Floats
    reach: Floats
    scale: float
    names: tuple[HeardName, ...]

    def roles(self, trigger: int, naming: int) -> Floats:
        """Return the probabilities of `ROLES` for a naming that starts at a token, in the event triggered at another.

        Uniform where no sentence holds one of them.
        """
        a, b = int(self.row[trigger]), int(self.row[naming])
        if a < 0 or b < 0:
            return np.full(len(ROLES), 1 / len(ROLES), dtype=np.float32)
        pairs = (self.asked[a] * self.given[b]).reshape(len(ROLES) - 1, WIDTH).sum(1) * self.scale
        is_same = bool(self.sentence[a] == self.sentence[b])
        scores = np.concatenate([[0.0], pairs]) + self.reach[reach(b - a, is_same_sentence=is_same)]
        chances: Floats = shares(scores[None])[0]
        return chances


def shares(scores: npt.NDArray[np.floating]) -> Floats:
    """Return scores as probabilities, row by row."""
    raised = np.exp(scores - scores.max(1, keepdims=True)) if len(scores) else scores
    return np.asarray(raised / raised.sum(1, keepdims=True) if len(scores) else scores, dtype=np.float32)
