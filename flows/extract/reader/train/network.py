"""The reader as a PyTorch module: a BERT-like encoder and one small head for each question about a word."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from flows.extract.reader.labels import (
    ARGUMENTS,
    CUTS,
    DATINGS,
    EVENT_TYPES,
    MODE_CLASSES,
    NAME_TAGS,
    SHAPES,
    SOURCINGS,
    STATUSES,
    TRIGGER_TAGS,
)
from flows.extract.reader.train.checkpoint import Checkpoint

HIDDEN = -1e4
"""Added to the attention paid to padding: nothing is left of it."""

MARK_SCALE = 0.5
"""Spread of the mark's first values: half that of the states that it is added to."""

OTHER_TYPES = ("PERS", "LOC", "ORG", "MISC")
OTHER_TAGS = ("O", *(f"{part}-{kind}" for kind in OTHER_TYPES for part in "BI"))
"""ANERcorp's own tags: a head of their own, for comparison with the literature."""


class Layer(nn.Module):
    """One block of the encoder: attention, then two dense layers, each with a residual and a norm behind it."""

    def __init__(self, width: int, heads: int, inner: int, epsilon: float, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.ao = (nn.Linear(width, width) for _ in range(4))
        self.fi, self.fo = nn.Linear(width, inner), nn.Linear(inner, width)
        self.aln, self.oln = nn.LayerNorm(width, epsilon), nn.LayerNorm(width, epsilon)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Return the next layer's states; `mask` is added to the attention, None where all may be looked at."""
        batch, length, width = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, self.heads, width // self.heads).transpose(1, 2)

        q, k, v = split(self.q(x)), split(self.k(x)), split(self.v(x))
        # written out: PyTorch's fused attention is three times slower backwards on a CPU at these lengths
        near = q @ k.transpose(2, 3) * (width // self.heads) ** -0.5
        seen = torch.softmax(near if mask is None else near + mask, -1).to(v.dtype) @ v
        x = self.aln(x + self.drop(self.ao(seen.transpose(1, 2).reshape(batch, length, width))))
        return self.oln(x + self.drop(self.fo(functional.gelu(self.fi(x)))))


class Encoder(nn.Module):
    """The first `layers` layers of a checkpoint's encoder, with the embeddings of the kept pieces."""

    def __init__(self, source: Checkpoint, kept: list[int], layers: int, dropout: float = 0.1) -> None:
        super().__init__()
        width, inner = source.width, source.inner
        words = torch.tensor(source.matrix("emb.word", source.vocabulary, width)[kept])
        places = torch.tensor(source.floats("emb.pos").reshape(-1, width))
        kind = torch.tensor(source.floats("emb.type")[:width])
        self.word = nn.Embedding.from_pretrained(words, freeze=False)
        self.place = nn.Embedding.from_pretrained(places + kind, freeze=False)
        self.norm = nn.LayerNorm(width, source.epsilon)
        self.drop = nn.Dropout(dropout)
        made = (Layer(width, source.heads, inner, source.epsilon, dropout) for _ in range(layers))
        self.layers = nn.ModuleList(made)
        _fill(self.norm, source, "emb.ln", ())
        for number, layer in enumerate(self.layers):
            for name, shape in (
                ("q", (width, width)), ("k", (width, width)), ("v", (width, width)), ("ao", (width, width)),
                ("fi", (inner, width)), ("fo", (width, inner)), ("aln", ()), ("oln", ()),
            ):  # fmt: skip
                _fill(getattr(layer, name), source, f"l{number}.{name}", shape)

    def below(self, pieces: Tensor, mask: Tensor | None) -> Tensor:
        """Return a state for each piece, half-way up: (batch, length, width)."""
        x = self.drop(self.norm(self.word(pieces) + self.place.weight[: pieces.shape[1]]))
        for layer in self.layers[: len(self.layers) // 2]:
            x = layer(x, _unseen(mask, x))
        return x

    def above(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Return the states at the top, from those half-way up."""
        for layer in self.layers[len(self.layers) // 2 :]:
            x = layer(x, _unseen(mask, x))
        return x


def _unseen(mask: Tensor | None, x: Tensor) -> Tensor | None:
    return None if mask is None else (~mask)[:, None, None, :].to(x.dtype) * HIDDEN


def _fill(module: nn.Module, source: Checkpoint, name: str, shape: tuple[int, ...]) -> None:
    weights = source.matrix(f"{name}.w", *shape) if shape else source.floats(f"{name}.w")
    module.weight.data = torch.tensor(weights)
    module.bias.data = torch.tensor(source.floats(f"{name}.b"))


class Network(nn.Module):
    """Encoder and heads. A word is the mean of its first and its last piece.

    A window is read once, for its names and triggers. Then it is looked at again for each event: from half-way up, with
    the trigger's pieces marked, so that the upper layers read the sentence as one about that event.
    """

    def __init__(self, source: Checkpoint, kept: list[int], layers: int) -> None:
        super().__init__()
        self.encoder = Encoder(source, kept, layers)
        width = source.width
        self.names = nn.Linear(width, len(NAME_TAGS))
        self.other = nn.Linear(width, len(OTHER_TAGS))
        self.triggers = nn.Linear(width, len(TRIGGER_TAGS))
        self.types = _deep(width, len(EVENT_TYPES))
        self.cuts = nn.Linear(width, CUTS)
        self.mark = nn.Parameter(torch.randn(width) * MARK_SCALE)
        self.arguments = _deep(width, len(ARGUMENTS))
        self.statuses = _deep(width, len(STATUSES))
        self.modes = _deep(width, len(MODE_CLASSES))
        self.datings = _deep(width, len(DATINGS))
        self.sourcings = _deep(width, len(SOURCINGS))
        self.shapes = _deep(width, len(SHAPES))
        self.drop = nn.Dropout(0.1)

    def marked(self, half: Tensor, marks: Tensor) -> Tensor:
        """Return states half-way up with those of the marked pieces told apart; `marks` is (batch, length), 0 or 1."""
        return half + marks[..., None].to(half.dtype) * self.mark

    def words(self, states: Tensor, firsts: Tensor, lasts: Tensor) -> Tensor:
        """Return a state for each word, from those of the pieces at the top: (batch, words, width)."""
        size = states.shape[-1]
        first = torch.gather(states, 1, firsts[..., None].expand(-1, -1, size))
        last = torch.gather(states, 1, lasts[..., None].expand(-1, -1, size))
        return self.drop((first + last) * 0.5)


UP, DOWN = ".up", ".down"
"""How the names of a correction's two parts end, in what a network saves."""


class Corrected(nn.Linear):
    """A dense layer whose weights stay, with a correction of low rank that is learnt (LoRA; Hu et al. 2021)."""

    def __init__(self, dense: nn.Linear, rank: int) -> None:
        super().__init__(dense.in_features, dense.out_features)
        self.weight, self.bias = dense.weight, dense.bias
        self.down = nn.Parameter(torch.randn(rank, dense.in_features) * dense.in_features**-0.5)
        self.up = nn.Parameter(torch.zeros(rank, dense.out_features))

    def forward(self, x: Tensor) -> Tensor:
        """Return the layer's output."""
        return super().forward(x) + functional.linear(functional.linear(x, self.down), self.up.T)


def correct(network: Network, rank: int) -> None:
    """Keep all that runs as it is, and give each of its dense layers a correction to be learnt.

    A file of corrections is small, and so is what they cost a repository that keeps every version of the weights.
    """
    network.requires_grad_(False)
    for module in list(network.modules()):
        for name, child in module.named_children():
            if type(child) is nn.Linear and child is not network.other:
                setattr(module, name, Corrected(child, rank))
    network.other.requires_grad_(True)


def _deep(width: int, classes: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Dropout(0.1), nn.Linear(width, classes))
