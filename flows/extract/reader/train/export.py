"""The trained network as the files that run: an ONNX graph with eight-bit weights, the pieces, the constants."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from flows.extract.reader.encoder import OUTPUTS
from flows.extract.reader.labels import WIDTH
from flows.extract.reader.train import checkpoint, vocabulary
from flows.extract.reader.train.network import Network
from flows.extract.reader.windows import MOST_PIECES

_OPSET = 17
_LEVELS = 127  # of a signed byte, the same on both sides of zero


class Packed(nn.Module):
    """A dense layer whose weights are bytes with a scale a row; onnxruntime unfolds them once, as it loads them.

    The products stay of 32 bits: with inputs of eight bits, too, one name in twenty came out otherwise.
    """

    def __init__(self, dense: nn.Linear) -> None:
        super().__init__()
        packed, scale = _packed(dense.weight.detach())
        self.register_buffer("packed", packed)
        self.register_buffer("scale", scale)
        self.register_buffer("bias", dense.bias.detach())

    def forward(self, x: Tensor) -> Tensor:
        """Return the layer's output."""
        return functional.linear(x, self.packed.float() * self.scale, self.bias)


class Running(nn.Module):
    """The network as it runs: positions that a window has, and all that is asked of a word at once."""

    def __init__(self, network: Network, *, is_small: bool) -> None:
        super().__init__()
        network = copy.deepcopy(network)
        packed, scale = _packed(network.encoder.word.weight.detach())
        self.is_small = is_small
        if is_small:
            _pack(network)
            self.register_buffer("packed", packed)
            self.register_buffer("scale", scale)
            network.encoder.word = nn.Identity()
        self.register_buffer("places", network.encoder.place.weight.detach()[: MOST_PIECES + 2].clone())
        network.encoder.place = nn.Identity()
        self.network = network

    def forward(self, pieces: Tensor, firsts: Tensor, lasts: Tensor) -> tuple[Tensor, ...]:
        """Return the outputs of the heads, in the order of `OUTPUTS`."""
        network, encoder = self.network, self.network.encoder
        word = self.packed[pieces].float() * self.scale[pieces] if self.is_small else encoder.word(pieces)
        x = encoder.norm(word + self.places[: pieces.shape[1]])
        for layer in encoder.layers:
            x = layer(x, None)
        size = x.shape[-1]
        first = torch.gather(x, 1, firsts[..., None].expand(-1, -1, size))
        last = torch.gather(x, 1, lasts[..., None].expand(-1, -1, size))
        states = (first + last) * 0.5
        return tuple(getattr(network, name)(states) for name in OUTPUTS)


def _packed(weights: Tensor) -> tuple[Tensor, Tensor]:
    scale = weights.abs().amax(1, keepdim=True).clamp(min=1e-6) / _LEVELS
    return torch.round(weights / scale).to(torch.int8), scale


def _pack(module: nn.Module) -> None:
    for name, child in module.named_children():
        if isinstance(child, nn.Linear):
            setattr(module, name, Packed(child))
        else:
            _pack(child)


def write(network: Network, target: Path, work: Path) -> str:
    """Write the model's files and the float32 graph that the benchmark compares with; return what was written.

    Args:
        network: trained, in evaluation mode.
        target: gets `reader.onnx`, `pieces.tsv` and `reader.json`.
        work: gets `reader-float32.onnx`.
    """
    target.mkdir(parents=True, exist_ok=True)
    _graph(Running(network, is_small=False).eval(), work / "reader-float32.onnx")
    _graph(Running(network, is_small=True).eval(), target / "reader.onnx")
    _pieces(target / "pieces.tsv")
    constants = {
        "reach": [[round(x, 4) for x in row] for row in network.reach.tolist()],
        "scale": WIDTH**-0.5,
    }
    (target / "reader.json").write_text(json.dumps(constants) + "\n", "utf-8")
    sizes = {path.name: path.stat().st_size for path in sorted(target.iterdir())}
    return f"{target.name}: {sizes}, {sum(sizes.values()) / 1e6:.1f} MB"


def _graph(running: Running, path: Path) -> None:
    example = (torch.tensor([[0, 5, 6, 7, 2]]), torch.tensor([[1, 2]]), torch.tensor([[1, 3]]))
    axes = {"pieces": {1: "pieces"}, "firsts": {1: "words"}, "lasts": {1: "words"}}
    torch.onnx.export(
        running, example, str(path), input_names=list(axes), output_names=list(OUTPUTS), opset_version=_OPSET,
        dynamic_axes=axes | {name: {1: "words"} for name in OUTPUTS}, dynamo=False, do_constant_folding=False,
    )  # fmt: skip


def _pieces(path: Path) -> None:
    pieces = checkpoint.read(checkpoint.find()).pieces
    lines = (f"{pieces[i][0]}\t{pieces[i][1]:.4f}" for i in vocabulary.kept(pieces))
    path.write_text("\n".join(lines) + "\n", "utf-8")
