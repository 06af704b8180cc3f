"""The trained network as the files that run: an ONNX graph with eight-bit weights, the pieces, the constants."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from flows.extract.reader.encoder import OUTPUTS
from flows.extract.reader.labels import WIDTH
from flows.extract.reader.train import checkpoint, vocabulary
from flows.extract.reader.train.network import Network

_OPSET = 17
_LEVELS = 127  # of a signed byte, the same on both sides of zero


class Running(nn.Module):
    """The network as it runs: embeddings as bytes with a scale a row, and all that is asked of a word at once."""

    def __init__(self, network: Network, *, is_small: bool) -> None:
        super().__init__()
        self.network, self.is_small = network, is_small
        words = network.encoder.word.weight.detach()
        scale = words.abs().amax(1, keepdim=True).clamp(min=1e-6) / _LEVELS
        self.register_buffer("bytes_", torch.round(words / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, pieces: Tensor, firsts: Tensor, lasts: Tensor) -> tuple[Tensor, ...]:
        """Return the outputs of the heads, in the order of `OUTPUTS`."""
        network, encoder = self.network, self.network.encoder
        word = self.bytes_[pieces].float() * self.scale[pieces] if self.is_small else encoder.word(pieces)
        x = encoder.norm(word + encoder.place.weight[: pieces.shape[1]])
        for layer in encoder.layers:
            x = layer(x, None)
        size = x.shape[-1]
        first = torch.gather(x, 1, firsts[..., None].expand(-1, -1, size))
        last = torch.gather(x, 1, lasts[..., None].expand(-1, -1, size))
        states = (first + last) * 0.5
        return tuple(getattr(network, name)(states) for name in OUTPUTS)


def write(network: Network, target: Path, work: Path) -> str:
    """Write the model's files and the float32 graph that the benchmark compares with; return what was written.

    Args:
        network: trained, in evaluation mode.
        target: gets `reader.onnx`, `pieces.tsv` and `reader.json`.
        work: gets `reader-float32.onnx`.
    """
    target.mkdir(parents=True, exist_ok=True)
    for is_small, path in ((False, work / "reader-float32.onnx"), (True, work / "reader-small.onnx")):
        _graph(Running(network, is_small=is_small).eval(), path)
    quantize_dynamic(
        work / "reader-small.onnx", target / "reader.onnx", per_channel=True, weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gemm"],
    )  # fmt: skip
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
        dynamic_axes=axes | {name: {1: "words"} for name in OUTPUTS}, dynamo=False,
    )  # fmt: skip


def _pieces(path: Path) -> None:
    pieces = checkpoint.read(checkpoint.find()).pieces
    lines = (f"{pieces[i][0]}\t{pieces[i][1]:.4f}" for i in vocabulary.kept(pieces))
    path.write_text("\n".join(lines) + "\n", "utf-8")
