"""Samples as tensors: rows of like length together, so that little is padding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor

from flows.extract.reader.labels import NAME_TAGS, reach
from flows.extract.reader.pieces import PAD, Pieces
from flows.extract.reader.train.samples import Sample
from flows.extract.reader.windows import Window, window

HEADS = ("other", "triggers", "types", "statuses", "cuts")


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs, the heads' labels (-1 open), name tags as sets (batch, words, tags), and pairs (row, trigger, naming)."""

    pieces: Tensor
    mask: Tensor
    firsts: Tensor
    lasts: Tensor
    real: Tensor
    names: Tensor
    heads: dict[str, Tensor]
    pairs: Tensor
    reach: Tensor
    roles: Tensor


def laid(sample: Sample, pieces: Pieces) -> Window:
    """Return a sample's window."""
    cut = (pieces.cut(w, is_spaced=s) for w, s in zip(sample.words, sample.spaced, strict=True))
    return window([(i, 0, numbers) for i, numbers in enumerate(cut)])


def grouped(sizes: Sequence[int], most: int, draw: Random | None) -> list[list[int]]:
    """Group rows of like length into batches of at most `most` pieces with padding; shuffled by `draw`."""
    noise = [size + (draw.random() * 12 if draw else 0) for size in sizes]
    order = sorted(range(len(sizes)), key=lambda i: (noise[i], i))
    groups: list[list[int]] = []
    for i in order:
        if groups and (len(groups[-1]) + 1) * sizes[i] <= most:
            groups[-1].append(i)
        else:
            groups.append([i])
    if draw:
        draw.shuffle(groups)
    return groups


def batches(samples: Sequence[Sample], pieces: Pieces, most: int, draw: Random | None) -> Iterator[Batch]:
    """Yield samples as batches of at most `most` pieces."""
    rows = [laid(sample, pieces) for sample in samples]
    for group in grouped([len(row.pieces) for row in rows], most, draw):
        yield _batch([samples[i] for i in group], [rows[i] for i in group])


def _batch(samples: Sequence[Sample], rows: Sequence[Window]) -> Batch:
    count, length = len(rows), max(len(row.pieces) for row in rows)
    words = max(len(row.firsts) for row in rows)
    pieces = torch.full((count, length), PAD)
    firsts, lasts = torch.zeros(count, words, dtype=torch.long), torch.zeros(count, words, dtype=torch.long)
    real, sets = torch.zeros(count, words, dtype=torch.bool), torch.zeros(count, words, dtype=torch.long)
    heads = {name: torch.full((count, words), -1) for name in HEADS}
    for i, (sample, row) in enumerate(zip(samples, rows, strict=True)):
        size = len(row.firsts)
        pieces[i, : len(row.pieces)] = torch.tensor(row.pieces)
        firsts[i, :size], lasts[i, :size] = torch.tensor(row.firsts), torch.tensor(row.lasts)
        real[i, :size] = True
        sets[i, :size] = torch.tensor(sample.names)
        for name in HEADS:
            heads[name][i, :size] = torch.tensor(getattr(sample, name))
    mask = torch.arange(length) < torch.tensor([len(row.pieces) for row in rows])[:, None]
    names = (sets[..., None] >> torch.arange(len(NAME_TAGS))) & 1
    flat = [(i, *pair) for i, sample in enumerate(samples) for pair in sample.pairs]
    pairs = torch.tensor([p[:3] for p in flat] or [], dtype=torch.long).view(-1, 3)
    near = torch.tensor([reach(n - t, is_same_sentence=same) for _, t, n, _, same in flat], dtype=torch.long)
    roles = torch.tensor([p[3] for p in flat], dtype=torch.long)
    return Batch(pieces, mask, firsts, lasts, real, names.bool(), heads, pairs, near, roles)
