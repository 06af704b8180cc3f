"""The trained network as the files that run: an ONNX graph with eight-bit weights, the pieces, the constants."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from flows.extract.reader.encoder import LOOK_OUTPUTS, WORD_OUTPUTS
from flows.extract.reader.train import checkpoint, vocabulary
from flows.extract.reader.train.network import Corrected, Network
from flows.extract.reader.windows import MOST_PIECES

_OPSET = 17
_LEVELS = 127  # of a signed byte, the same on both sides of zero


class Packed(nn.Module):
    """A dense layer whose weights are bytes with a scale a row; onnxruntime unfolds them once, as it loads them.

    The products stay of 32 bits: with inputs of eight bits, too, one name in twenty came out otherwise.
    """

    def __init__(self, dense: nn.Linear) -> None:
        super().__init__()
        self._pack("", dense.weight)
        self.register_buffer("bias", dense.bias.detach())
        self.is_corrected = isinstance(dense, Corrected)
        if isinstance(dense, Corrected):
            self._pack("down_", dense.down)
            self._pack("up_", dense.up)

    def _pack(self, part: str, weights: Tensor) -> None:
        packed, scale = _packed(weights.detach())
        self.register_buffer(f"{part}packed", packed)
        self.register_buffer(f"{part}scale", scale)

    def forward(self, x: Tensor) -> Tensor:
        """Return the layer's output."""
        weights = self.packed.float() * self.scale
        if self.is_corrected:
            up, down = self.up_packed.float() * self.up_scale, self.down_packed.float() * self.down_scale
            weights = weights + up.T @ down
        return functional.linear(x, weights, self.bias)


OUTPUTS = (*WORD_OUTPUTS, *LOOK_OUTPUTS)


class Lower(nn.Module):
    """The lower half as it runs: from pieces, at positions that a window has, to states half-way up."""

    def __init__(self, network: Network, *, is_small: bool) -> None:
        super().__init__()
        encoder = copy.deepcopy(network.encoder)
        encoder.layers = encoder.layers[: len(encoder.layers) // 2]
        packed, scale = _packed(encoder.word.weight.detach())
        self.is_small = is_small
        if is_small:
            _pack(encoder)
            self.register_buffer("packed", packed)
            self.register_buffer("scale", scale)
            encoder.word = nn.Identity()
        self.register_buffer("places", encoder.place.weight.detach()[: MOST_PIECES + 2].clone())
        encoder.place = nn.Identity()
        self.encoder = encoder

    def forward(self, pieces: Tensor) -> Tensor:
        """Return the states half-way up."""
        word = (
            self.packed[pieces].float() * self.scale[pieces] if self.is_small else self.encoder.word(pieces)
        )
        x = self.encoder.norm(word + self.places[: pieces.shape[1]])
        for layer in self.encoder.layers:
            x = layer(x, None)
        return x


class Upper(nn.Module):
    """The upper half as it runs, with all that is asked of a word at once."""

    def __init__(self, network: Network, *, is_small: bool) -> None:
        super().__init__()
        network = copy.deepcopy(network)
        self.layers = network.encoder.layers[len(network.encoder.layers) // 2 :]
        self.heads = nn.ModuleDict({name: getattr(network, name) for name in OUTPUTS})
        self.register_buffer("mark", network.mark.detach().clone())
        if is_small:
            _pack(self)

    def forward(self, half: Tensor, marks: Tensor, firsts: Tensor, lasts: Tensor) -> tuple[Tensor, ...]:
        """Return the outputs of the heads, in the order of `OUTPUTS`."""
        x = half + marks[..., None] * self.mark
        for layer in self.layers:
            x = layer(x, None)
        size = x.shape[-1]
        first = torch.gather(x, 1, firsts[..., None].expand(-1, -1, size))
        last = torch.gather(x, 1, lasts[..., None].expand(-1, -1, size))
        states = (first + last) * 0.5
        return tuple(self.heads[name](states) for name in OUTPUTS)


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
    """Write the model's files and the float32 graphs that the benchmark compares with; return what was written.

    Args:
        network: trained, in evaluation mode.
        target: gets `lower.onnx`, `upper.onnx` and `pieces.tsv`.
        work: gets a folder `float32` with the same.
    """
    for folder, is_small in ((work / "float32", False), (target, True)):
        folder.mkdir(parents=True, exist_ok=True)
        _lower(Lower(network, is_small=is_small).eval(), folder / "lower.onnx")
        _upper(Upper(network, is_small=is_small).eval(), folder / "upper.onnx")
        _pieces(folder / "pieces.tsv")
    sizes = {path.name: path.stat().st_size for path in sorted(target.iterdir())}
    return f"{target.name}: {sizes}, {sum(sizes.values()) / 1e6:.1f} MB"


def _lower(running: Lower, path: Path) -> None:
    axes = {"pieces": {1: "pieces"}, "half": {1: "pieces"}}
    _graph(running, (torch.tensor([[0, 5, 6, 7, 2]]),), path, ("pieces",), ("half",), axes)


def _upper(running: Upper, path: Path) -> None:
    half, marks = torch.zeros(1, 5, running.mark.shape[0]), torch.zeros(1, 5)
    example = (half, marks, torch.tensor([[1, 2]]), torch.tensor([[1, 3]]))
    axes = {name: {0: "events", 1: "pieces"} for name in ("half", "marks")}
    axes |= {name: {0: "events", 1: "words"} for name in ("firsts", "lasts", *OUTPUTS)}
    _graph(running, example, path, ("half", "marks", "firsts", "lasts"), OUTPUTS, axes)


def _graph(
    running: nn.Module,
    example: tuple[Tensor, ...],
    path: Path,
    inputs: Sequence[str],
    outputs: Sequence[str],
    axes: Mapping[str, Mapping[int, str]],
) -> None:
    torch.onnx.export(
        running, example, str(path), input_names=list(inputs), output_names=list(outputs), opset_version=_OPSET,
        dynamic_axes=axes, dynamo=False, do_constant_folding=False,
    )  # fmt: skip


def _pieces(path: Path) -> None:
    pieces = checkpoint.read(checkpoint.find()).pieces
    lines = (f"{pieces[i][0]}\t{pieces[i][1]:.4f}" for i in vocabulary.kept(pieces))
    path.write_text("\n".join(lines) + "\n", "utf-8")
