"""Samples as tensors: rows of like length together, so that little is padding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor

from flows.extract.reader.labels import NAME_TAGS
from flows.extract.reader.pieces import PAD, Pieces
from flows.extract.reader.train.samples import LABELS, Look, Sample
from flows.extract.reader.windows import Window, window

LOOK_LABELS = ("status", "mode", "dating", "sourcing", "shape")


@dataclass(frozen=True, slots=True)
class Looks:
    """Events of a batch's rows, each with the words around it: its row and, in `pieces`, the places of theirs in it.

    `row` (events); `pieces`, `mask`, `marks` (events, length); `firsts`, `lasts` (events, words); `trigger` the first
    word; the fields' labels. `arguments` are (event, word, argument), `told` 0 or 1 for each; words count from the
    first that is looked at.
    """

    row: Tensor
    pieces: Tensor
    mask: Tensor
    firsts: Tensor
    lasts: Tensor
    marks: Tensor
    trigger: Tensor
    labels: dict[str, Tensor]
    arguments: Tensor
    told: Tensor


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs, the heads' labels (-1 open), name tags as sets (batch, words, tags), and events to be looked at."""

    pieces: Tensor
    mask: Tensor
    firsts: Tensor
    lasts: Tensor
    real: Tensor
    names: Tensor
    heads: dict[str, Tensor]
    looks: Looks


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


def batches(
    samples: Sequence[Sample], pieces: Pieces, most: int, draw: Random | None, looks: int = 0
) -> Iterator[Batch]:
    """Yield samples as batches of at most `most` pieces.

    Args:
        samples: windows with labels.
        pieces: the vocabulary.
        most: pieces of a batch, padding with them.
        draw: chance; None for the same order each time.
        looks: events that are looked at in each window, drawn by chance; 0 for all.
    """
    rows = [laid(sample, pieces) for sample in samples]
    for group in grouped([len(row.pieces) for row in rows], most, draw):
        chosen = [
            draw.sample(samples[i].looks, looks)
            if draw and 0 < looks < len(samples[i].looks)
            else samples[i].looks
            for i in group
        ]
        yield _batch([samples[i] for i in group], [rows[i] for i in group], chosen)


def _batch(samples: Sequence[Sample], rows: Sequence[Window], looks: Sequence[Sequence[Look]]) -> Batch:
    count, length = len(rows), max(len(row.pieces) for row in rows)
    words = max(len(row.firsts) for row in rows)
    pieces = torch.full((count, length), PAD)
    firsts, lasts = torch.zeros(count, words, dtype=torch.long), torch.zeros(count, words, dtype=torch.long)
    real, sets = torch.zeros(count, words, dtype=torch.bool), torch.zeros(count, words, dtype=torch.long)
    heads = {name: torch.full((count, words), -1) for name in LABELS}
    for i, (sample, row) in enumerate(zip(samples, rows, strict=True)):
        size = len(row.firsts)
        pieces[i, : len(row.pieces)] = torch.tensor(row.pieces)
        firsts[i, :size], lasts[i, :size] = torch.tensor(row.firsts), torch.tensor(row.lasts)
        real[i, :size] = True
        sets[i, :size] = torch.tensor(sample.names)
        for name in LABELS:
            heads[name][i, :size] = torch.tensor(getattr(sample, name))
    mask = torch.arange(length) < torch.tensor([len(row.pieces) for row in rows])[:, None]
    names = (sets[..., None] >> torch.arange(len(NAME_TAGS))) & 1
    return Batch(pieces, mask, firsts, lasts, real, names.bool(), heads, _looks(rows, looks))


def _looks(rows: Sequence[Window], looks: Sequence[Sequence[Look]]) -> Looks:
    flat = [(i, look) for i, found in enumerate(looks) for look in found]
    lows = [rows[i].firsts[look.start] for i, look in flat]
    highs = [rows[i].lasts[look.end - 1] + 1 for i, look in flat]
    # the pieces that frame a row frame what is looked at, too, as they do when the reader runs
    places = [
        [0, *range(low, high), len(rows[i].pieces) - 1]
        for (i, _), low, high in zip(flat, lows, highs, strict=True)
    ]
    length = max(map(len, places), default=0)
    words = max((look.end - look.start for _, look in flat), default=0)
    pieces = torch.zeros(len(flat), length, dtype=torch.long)
    marks = torch.zeros(len(flat), length)
    firsts, lasts = (torch.zeros(len(flat), words, dtype=torch.long) for _ in range(2))
    for n, ((i, look), low) in enumerate(zip(flat, lows, strict=True)):
        pieces[n, : len(places[n])] = torch.tensor(places[n])
        marks[n, rows[i].firsts[look.first] - low + 1 : rows[i].lasts[look.last - 1] - low + 2] = 1
        size = look.end - look.start
        firsts[n, :size] = torch.tensor(rows[i].firsts[look.start : look.end]) - low + 1
        lasts[n, :size] = torch.tensor(rows[i].lasts[look.start : look.end]) - low + 1
    arguments = [
        (n, word - look.start, role, told)
        for n, (_, look) in enumerate(flat)
        for word, role, told in look.arguments
    ]
    numbers = torch.tensor(arguments or [], dtype=torch.long).view(-1, 4)
    return Looks(
        torch.tensor([i for i, _ in flat], dtype=torch.long),
        pieces,
        torch.arange(length) < torch.tensor([len(p) for p in places] or [0])[:, None],
        firsts,
        lasts,
        marks,
        torch.tensor([look.first - look.start for _, look in flat], dtype=torch.long),
        {
            name: torch.tensor([getattr(look, name) for _, look in flat], dtype=torch.long)
            for name in LOOK_LABELS
        },
        numbers[:, :3],
        numbers[:, 3].float(),
    )
