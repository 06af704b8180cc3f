"""One training run: the loss over all heads, the schedule, the figures on what was held out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor
from torch.nn import functional

from flows.extract.reader.pieces import UNKNOWN, Pieces
from flows.extract.reader.train.augment import Pool, own_varied, varied
from flows.extract.reader.train.batches import Batch, Looks, batches
from flows.extract.reader.train.network import Network
from flows.extract.reader.train.samples import Sample

Say = Callable[[str], None]

CLIP = 1.0  # of the gradient's norm
WARM_UP = 0.08  # share of the steps
WEIGHTS = {"other": 1.0, "triggers": 2.0, "types": 1.0, "cuts": 0.3}
LOOK_WEIGHTS = {"status": 1.0, "mode": 0.5, "dating": 0.7, "sourcing": 0.5, "shape": 0.7}
ARGUMENTS_WEIGHT = 5.0
"""Weights of the heads' losses: names 1; heads whose labels are many and easy count less."""

HEADS = {
    "status": "statuses", "mode": "modes", "dating": "datings", "sourcing": "sourcings", "shape": "shapes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run goes: passes over the data, rates of learning, the seed; `share` of `more` is drawn each pass.

    `most` are the pieces of a batch, padding with them. `looks` are the events of a window that each pass looks at.
    `blanked` is the share of pieces that are hidden from the network, so that it learns to tell a name by what is
    around it. `averaged`: at the end stands the running mean of the weights, which keeps this share of itself at each
    step; 0 for the last weights.
    """

    epochs: int
    encoder_rate: float = 1e-4
    head_rate: float = 1e-3
    seed: int = 1
    share: float = 0.0
    most: int = 2048
    looks: int = 3
    blanked: float = 0.0
    averaged: float = 0.0


def losses(network: Network, batch: Batch, *, is_half: bool = True) -> dict[str, Tensor]:
    """Return the loss of each head that the batch has labels for."""
    looks = batch.looks
    with torch.autocast("cpu", torch.bfloat16, enabled=is_half):
        half = network.encoder.below(batch.pieces, batch.mask)
        states = network.words(network.encoder.above(half, batch.mask), batch.firsts, batch.lasts)
        seen = look_again(network, batch, half) if len(looks.row) else None
    states = states.float()
    found = {"names": _sets(network.names(states), batch)}
    for name in WEIGHTS:
        labels = batch.heads[name]
        told = labels >= 0
        if told.any():
            found[name] = functional.cross_entropy(getattr(network, name)(states[told]), labels[told])
    if seen is not None:
        found |= _look_losses(network, looks, seen.float())
    return found


def look_again(network: Network, batch: Batch, half: Tensor) -> Tensor:
    """Return the words' states as they are for each event that is looked at: (events, words, width)."""
    looks = batch.looks
    marked = network.marked(half[looks.row[:, None], looks.pieces], looks.marks)
    return network.words(network.encoder.above(marked, looks.mask), looks.firsts, looks.lasts)


def _look_losses(network: Network, looks: Looks, seen: Tensor) -> dict[str, Tensor]:
    trigger = seen[torch.arange(len(looks.row)), looks.trigger]
    found = {}
    for name, head in HEADS.items():
        told = looks.labels[name] >= 0
        if told.any():
            logits = getattr(network, head)(trigger[told])
            found[name] = functional.cross_entropy(logits, looks.labels[name][told])
    if len(looks.told):
        event, word, argument = looks.arguments.T
        logits = network.arguments(seen[event, word])[torch.arange(len(argument)), argument]
        found["arguments"] = functional.binary_cross_entropy_with_logits(logits, looks.told)
    return found


def _sets(logits: Tensor, batch: Batch) -> Tensor:
    """Loss of tags of which a set is right: less the logarithm of the set's probability."""
    logits, sets = logits[batch.real], batch.names[batch.real]
    whole = torch.logsumexp(logits, -1)
    right = torch.logsumexp(logits.masked_fill(~sets, float("-inf")), -1)
    return (whole - right).mean()


def total(parts: dict[str, Tensor]) -> Tensor:
    """Return the weighted sum of the heads' losses."""
    weights = WEIGHTS | LOOK_WEIGHTS | {"names": 1.0, "arguments": ARGUMENTS_WEIGHT}
    return torch.stack([weights[name] * loss for name, loss in parts.items()]).sum()


@dataclass(frozen=True, slots=True)
class Material:
    """What a run learns from: `samples` are seen in full in each pass, of `more` a share is drawn anew for each.

    `names` serve the swapping of names, `own` that of names by ANERcorp's own types, in its sentences.
    """

    samples: Sequence[Sample]
    more: Sequence[Sample]
    names: Pool
    own: Pool | None = None


def learn(
    network: Network,
    pieces: Pieces,
    material: Material,
    plan: Plan,
    say: Say,
    check: Callable[[int], None] = lambda epoch: None,
) -> None:
    """Train a network in place, with what is told of it after each pass; `check` is called then."""
    samples, more, names, own = material.samples, material.more, material.names, material.own
    torch.manual_seed(plan.seed)
    draw = Random(plan.seed)  # noqa: S311 - chance for training, not for secrets
    optimizer = _optimizer(network, plan)
    count = sum(len(s.words) for s in samples) + plan.share * sum(len(s.words) for s in more)
    steps = (
        int(plan.epochs * count * 1.55 / (plan.most * 0.93)) + 1
    )  # pieces a word and padding, both measured
    mean = _Mean(network, plan.averaged) if plan.averaged else None
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps))
    for epoch in range(plan.epochs):
        network.train()
        started, seen, sums = time.perf_counter(), 0, dict[str, float]()
        chosen = [*samples, *draw.sample(list(more), int(plan.share * len(more)))]
        if own is not None:
            chosen = [own_varied(sample, own, draw) for sample in chosen]
        drawn = [varied(sample, names, draw) for sample in chosen]
        for batch in batches(drawn, pieces, plan.most, draw, plan.looks):
            _blank(batch, plan.blanked)
            parts = losses(network, batch)
            optimizer.zero_grad()
            total(parts).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), CLIP)
            optimizer.step()
            schedule.step()
            if mean is not None:
                mean.take()
            seen += 1
            for name, loss in parts.items():
                sums[name] = sums.get(name, 0.0) + float(loss.detach())
            if seen % 50 == 0:
                say(f"  {seen} batches, {time.perf_counter() - started:.0f} s")
        told = " ".join(f"{name} {value / seen:.3f}" for name, value in sums.items())
        say(f"pass {epoch + 1}: {seen} batches, {time.perf_counter() - started:.0f} s; {told}")
        check(epoch)
    if mean is not None:
        mean.give()


class _Mean:
    """The running mean of a network's weights; the first steps count for less, as they are far off."""

    def __init__(self, network: Network, kept: float) -> None:
        self._weights = list(network.parameters())
        self._mean = [weight.detach().clone() for weight in self._weights]
        self._kept, self._steps = kept, 0

    def take(self) -> None:
        """Take in the weights as they are."""
        self._steps += 1
        kept = min(self._kept, (1 + self._steps) / (10 + self._steps))
        with torch.no_grad():
            torch._foreach_lerp_(self._mean, [weight.detach() for weight in self._weights], 1 - kept)

    def give(self) -> None:
        """Put the mean in the place of the weights."""
        with torch.no_grad():
            for weight, mean in zip(self._weights, self._mean, strict=True):
                weight.copy_(mean)


def _blank(batch: Batch, share: float) -> None:
    """Hide a share of a batch's pieces."""
    if share:
        hidden = (torch.rand(batch.pieces.shape) < share) & (batch.pieces > UNKNOWN)
        batch.pieces[hidden] = UNKNOWN


def _optimizer(network: Network, plan: Plan) -> torch.optim.Optimizer:
    learnt = [(name, p) for name, p in network.named_parameters() if p.requires_grad]
    inner = [p for name, p in learnt if name.startswith("encoder.")]
    outer = [p for name, p in learnt if not name.startswith("encoder.")]
    groups = [{"params": inner, "lr": plan.encoder_rate}, {"params": outer, "lr": plan.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def _rate(step: int, steps: int) -> float:
    warm = max(1, int(WARM_UP * steps))
    return min(1.0, (step + 1) / warm) * max(0.02, (steps - step) / steps)
