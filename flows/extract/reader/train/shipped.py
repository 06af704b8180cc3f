"""The files that run as a network to be trained on: what more labels teach need not be learnt from nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper

from flows.extract.reader.train.network import DOWN, UP, Network

Arrays = dict[str, npt.NDArray[np.float32]]


def load(network: Network, folder: Path) -> None:
    """Fill a network with the weights of `lower.onnx` and `upper.onnx`.

    What the files lack stays as it is: positions that no window has, the head for another corpus's types, a new head.
    Corrections that the network has no place for are added to the weights that they correct.

    Raises:
        FileNotFoundError: a file is missing.
        ValueError: a file holds other parameters than the network, or lacks some of the encoder's.
    """
    found = {
        **_named(folder / "lower.onnx", 0),
        **_named(folder / "upper.onnx", len(network.encoder.layers) // 2),
    }
    state = network.state_dict()
    for name in [name for name in found if name.endswith(UP) and name not in state]:
        layer = name.removesuffix(UP)
        found[f"{layer}.weight"] += found.pop(name).T @ found.pop(f"{layer}{DOWN}")
    encoder = {n for n in state if n.startswith("encoder.") and not n.endswith((UP, DOWN))}
    if wrong := (found.keys() - state.keys()) | (encoder - found.keys()):
        raise ValueError(f"{folder}: not this network's: {sorted(wrong)}")
    for name, values in found.items():
        state[name][: len(values)] = torch.tensor(values)
    network.load_state_dict(state)


def _named(path: Path, lowest: int) -> Arrays:
    """Return a file's arrays by the names of the network; `lowest` is the number of its lowest layer."""
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file; the reader's files are part of the project")
    arrays = {i.name: numpy_helper.to_array(i) for i in onnx.load(str(path)).graph.initializer}
    named: Arrays = {}
    for name, values in arrays.items():
        if name.endswith("scale"):
            continue
        scale = arrays.get(f"{name.removesuffix('packed')}scale") if name.endswith("packed") else None
        named[_own(name, lowest)] = values.astype(np.float32) * (1 if scale is None else scale)
    return named


def _own(name: str, lowest: int) -> str:
    """Return the network's name of a file's array."""
    whole = {"packed": "encoder.word.weight", "places": "encoder.place.weight"}
    if name in whole:
        return whole[name]
    parts = name.removeprefix("heads.").removesuffix("_packed").split(".")
    if parts[-1] == "packed":
        parts[-1] = "weight"
    if parts[0] == "layers":
        parts = ["encoder", "layers", str(int(parts[1]) + lowest), *parts[2:]]
    return ".".join(parts)
