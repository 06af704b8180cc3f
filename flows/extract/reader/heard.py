"""What the network hears in one article, word by word and as names, and of each event that it is asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from flows.extract.reader.labels import ARGUMENTS

Floats = npt.NDArray[np.float32]
Span = tuple[int, int]
"""The first token of a trigger and one past its last."""


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


@dataclass(frozen=True, slots=True)
class HeardEvent:
    """What the network hears of one event: the probabilities of the classes of its fields.

    `arguments` maps a token of the event's window to the probabilities of `ARGUMENTS`; the others are in the order of
    `STATUSES`, `MODE_CLASSES`, `DATINGS`, `SOURCINGS` and `SHAPES`.
    """

    arguments: dict[int, Floats]
    statuses: Floats
    modes: Floats
    datings: Floats
    sourcings: Floats
    shapes: Floats

    def chance(self, token: int, argument: str) -> float | None:
        """Return the probability that the name or time at a token is this to the event; None outside of its window."""
        row = self.arguments.get(token)
        return None if row is None else float(row[ARGUMENTS.index(argument)])


@dataclass(frozen=True)
class Heard:
    """What the network hears in an article.

    `row[t]` is token t's row in the arrays, -1 where no sentence holds it. A row of `sentence` has its sentence's
    number; of `tags` the probabilities of `NAME_TAGS`; of `triggers`, that the word starts a trigger; of `types` those
    of `EVENT_TYPES`, should it be one; of `cuts` how many letters stand before the own letters of a name or trigger
    that starts there. `ask` looks at the events triggered by tokens `first` to before `last` of each pair.
    """

    row: npt.NDArray[np.int64]
    sentence: npt.NDArray[np.int64]
    tags: Floats
    triggers: Floats
    types: Floats
    cuts: npt.NDArray[np.int64]
    names: tuple[HeardName, ...]
    ask: Callable[[Sequence[Span]], list[HeardEvent | None]]
    _answers: dict[Span, HeardEvent | None] = field(default_factory=dict)

    def look(self, spans: Sequence[Span]) -> None:
        """Look at events, so that they are at hand: together they cost less than one by one."""
        asked = [span for span in dict.fromkeys(spans) if span not in self._answers]
        self._answers.update(zip(asked, self.ask(asked), strict=True))

    def event(self, first: int, last: int) -> HeardEvent | None:
        """Return what is heard of the event triggered by tokens `first` to before `last`; None where no sentence is."""
        if (first, last) not in self._answers:
            self.look([(first, last)])
        return self._answers[first, last]


def shares(scores: npt.NDArray[np.floating]) -> Floats:
    """Return scores as probabilities, row by row."""
    raised = np.exp(scores - scores.max(-1, keepdims=True)) if len(scores) else scores
    return np.asarray(raised / raised.sum(-1, keepdims=True) if len(scores) else scores, dtype=np.float32)
