"""The encoder's session: one window in, each word's scores out.

Windows go through one by one. The eight-bit weights are multiplied with numbers that are scaled to eight bits by the
largest in the whole input, so windows in one batch would lean on each other, and on padding; alone, a window gives
the same scores in any company. One thread a process, for the same reason and because processes share the cores.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from flows.extract.reader.windows import Window

Floats = npt.NDArray[np.float32]

OUTPUTS = ("names", "triggers", "types", "statuses", "cuts", "asked", "given")
"""The network's outputs: a row a word each."""

_QUIET = 3  # onnxruntime's level of errors


@dataclass(frozen=True, slots=True)
class Scores:
    """The heads' scores of a window's words, a row a word; `asked` and `given` are what the party head compares."""

    names: Floats
    triggers: Floats
    types: Floats
    statuses: Floats
    cuts: Floats
    asked: Floats
    given: Floats


class Encoder:
    """A loaded network."""

    def __init__(self, path: Path) -> None:
        """Load the ONNX file.

        Raises:
            onnxruntime.capi.onnxruntime_pybind11_state.Fail: the file is damaged.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = _QUIET
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def score(self, window: Window) -> Scores:
        """Return the scores of a window's words."""
        given = {
            "pieces": np.array([window.pieces], dtype=np.int64),
            "firsts": np.array([window.firsts], dtype=np.int64),
            "lasts": np.array([window.lasts], dtype=np.int64),
        }
        return Scores(*(np.asarray(found[0]) for found in self._session.run(list(OUTPUTS), given)))
