"""The encoder's sessions: one window in, each word's scores out, and again for each event.

The network comes in two halves. The lower one reads a window's pieces; the upper one goes on from there and has the
heads. It runs once for the window's names and triggers, and once more for each event, with the trigger's pieces marked.

Windows go through one by one: alone, a window gives the same scores in any company. One thread a process, for the same
reason and because processes share the cores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from flows.extract.reader.windows import Window

Floats = npt.NDArray[np.float32]

WORD_OUTPUTS = ("names", "triggers", "types", "cuts")
LOOK_OUTPUTS = ("arguments", "statuses", "modes", "datings", "sourcings", "shapes")
"""The network's outputs, a row a word each: those of a first reading, and those that are asked of a marked window."""

_QUIET = 3  # onnxruntime's level of errors


@dataclass(frozen=True, slots=True)
class Scores:
    """The heads' scores of a window's words, a row a word; `half` are the pieces' states half-way up."""

    half: Floats
    names: Floats
    triggers: Floats
    types: Floats
    cuts: Floats


@dataclass(frozen=True, slots=True)
class LookScores:
    """The heads' scores for one event: `arguments` a row a word of its window, the others for its trigger."""

    arguments: Floats
    statuses: Floats
    modes: Floats
    datings: Floats
    sourcings: Floats
    shapes: Floats


class Encoder:
    """A loaded network."""

    def __init__(self, lower: Path, upper: Path) -> None:
        """Load the ONNX files.

        Raises:
            onnxruntime.capi.onnxruntime_pybind11_state.Fail: a file is damaged.
        """
        self._lower, self._upper = _session(lower), _session(upper)

    def score(self, window: Window) -> Scores:
        """Return the scores of a window's words."""
        half = np.asarray(self._lower.run(["half"], {"pieces": np.array([window.pieces], dtype=np.int64)})[0])
        marks = np.zeros(half.shape[:2], dtype=np.float32)
        found = self._upper.run(list(WORD_OUTPUTS), {"half": half, "marks": marks, **_words(window)})
        return Scores(half[0], *(np.asarray(part[0]) for part in found))

    def look(
        self, window: Window, half: Floats, words: range, triggers: Sequence[Sequence[int]]
    ) -> list[LookScores]:
        """Return the scores for events that are triggered by some words of a window.

        Args:
            window: as it was scored.
            half: its pieces' states half-way up.
            words: positions of the window's words that are looked at; they have the rows of `arguments`.
            triggers: of each event, positions of its words, in order.
        """
        count = len(triggers)
        low, high = window.firsts[words[0]], window.lasts[words[-1]] + 1
        seen = np.concatenate([half[:1], half[low:high], half[-1:]])
        marks = np.zeros((count, len(seen)), dtype=np.float32)
        for row, trigger in zip(marks, triggers, strict=True):
            row[window.firsts[trigger[0]] - low + 1 : window.lasts[trigger[-1]] - low + 2] = 1
        at = slice(words[0], words[-1] + 1)
        given: dict[str, npt.NDArray[np.generic]] = {"half": np.repeat(seen[None], count, 0), "marks": marks}
        for name, places in (("firsts", window.firsts), ("lasts", window.lasts)):
            given[name] = np.repeat(np.array([places[at]], dtype=np.int64) - low + 1, count, 0)
        found = [np.asarray(part) for part in self._upper.run(list(LOOK_OUTPUTS), given)]
        return [
            LookScores(found[0][n], *(part[n, trigger[0] - words[0]] for part in found[1:]))
            for n, trigger in enumerate(triggers)
        ]


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _QUIET
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _words(window: Window) -> dict[str, npt.NDArray[np.int64]]:
    return {
        "firsts": np.array([window.firsts], dtype=np.int64),
        "lasts": np.array([window.lasts], dtype=np.int64),
    }
