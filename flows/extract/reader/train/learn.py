"""One training run: the loss over all heads, the schedule, the figures on what was held out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor
from torch.nn import functional

from flows.extract.reader.pieces import Pieces
from flows.extract.reader.train.augment import Pool, varied
from flows.extract.reader.train.batches import Batch, batches
from flows.extract.reader.train.network import Network
from flows.extract.reader.train.samples import Sample

Say = Callable[[str], None]

CLIP = 1.0  # of the gradient's norm
WARM_UP = 0.08  # share of the steps
WEIGHTS = {"other": 1.0, "triggers": 2.0, "types": 1.0, "statuses": 0.5, "cuts": 0.3}
PARTIES = 0.5
"""Weights of the heads' losses: names 1; heads whose labels are many and easy count less."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run goes: passes over the data, rates of learning, the seed; `share` of `more` is drawn each pass.

    `most` are the pieces of a batch, padding with them. `frozen` is how many of the lowest layers, and with them the
    embeddings, stay as they are.
    """

    epochs: int
    encoder_rate: float = 1e-4
    head_rate: float = 1e-3
    seed: int = 1
    share: float = 0.0
    most: int = 2048
    frozen: int = 0


def losses(network: Network, batch: Batch, *, is_half: bool = True) -> dict[str, Tensor]:
    """Return the loss of each head that the batch has labels for."""
    with torch.autocast("cpu", torch.bfloat16, enabled=is_half):
        states = network.words(batch.pieces, batch.mask, batch.firsts, batch.lasts)
    states = states.float()
    found = {"names": _sets(network.names(states), batch)}
    for name in WEIGHTS:
        labels = batch.heads[name]
        told = labels >= 0
        if told.any():
            found[name] = functional.cross_entropy(getattr(network, name)(states[told]), labels[told])
    if len(batch.pairs):
        row, trigger, naming = batch.pairs.T
        logits = network.pairs(states[row, trigger], states[row, naming], batch.reach)
        found["parties"] = functional.cross_entropy(logits, batch.roles)
    return found


def _sets(logits: Tensor, batch: Batch) -> Tensor:
    """Loss of tags of which a set is right: less the logarithm of the set's probability."""
    logits, sets = logits[batch.real], batch.names[batch.real]
    whole = torch.logsumexp(logits, -1)
    right = torch.logsumexp(logits.masked_fill(~sets, float("-inf")), -1)
    return (whole - right).mean()


def total(parts: dict[str, Tensor]) -> Tensor:
    """Return the weighted sum of the heads' losses."""
    weights = WEIGHTS | {"names": 1.0, "parties": PARTIES}
    return torch.stack([weights[name] * loss for name, loss in parts.items()]).sum()


@dataclass(frozen=True, slots=True)
class Material:
    """What a run learns from: `samples` are seen in full in each pass, of `more` a share is drawn anew for each.

    `names` serve the swapping of names.
    """

    samples: Sequence[Sample]
    more: Sequence[Sample]
    names: Pool


def learn(
    network: Network,
    pieces: Pieces,
    material: Material,
    plan: Plan,
    say: Say,
    check: Callable[[int], None] = lambda epoch: None,
) -> None:
    """Train a network in place, with what is told of it after each pass; `check` is called then."""
    samples, more, names = material.samples, material.more, material.names
    torch.manual_seed(plan.seed)
    draw = Random(plan.seed)  # noqa: S311 - chance for training, not for secrets
    optimizer = _optimizer(network, plan)
    count = sum(len(s.words) for s in samples) + plan.share * sum(len(s.words) for s in more)
    steps = (
        int(plan.epochs * count * 1.55 / (plan.most * 0.93)) + 1
    )  # pieces a word and padding, both measured
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps))
    for epoch in range(plan.epochs):
        network.train()
        started, seen, sums = time.perf_counter(), 0, dict[str, float]()
        drawn = [
            varied(s, names, draw) for s in (*samples, *draw.sample(list(more), int(plan.share * len(more))))
        ]
        for batch in batches(drawn, pieces, plan.most, draw):
            parts = losses(network, batch)
            optimizer.zero_grad()
            total(parts).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), CLIP)
            optimizer.step()
            schedule.step()
            seen += 1
            for name, loss in parts.items():
                sums[name] = sums.get(name, 0.0) + float(loss.detach())
            if seen % 50 == 0:
                say(f"  {seen} batches, {time.perf_counter() - started:.0f} s")
        told = " ".join(f"{name} {value / seen:.3f}" for name, value in sums.items())
        say(f"pass {epoch + 1}: {seen} batches, {time.perf_counter() - started:.0f} s; {told}")
        check(epoch)


def _optimizer(network: Network, plan: Plan) -> torch.optim.Optimizer:
    if plan.frozen:
        for part in (network.encoder.word, network.encoder.place, network.encoder.norm):
            part.requires_grad_(False)
        network.encoder.layers[: plan.frozen].requires_grad_(False)
    inner = [p for name, p in network.named_parameters() if name.startswith("encoder.") and p.requires_grad]
    outer = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": inner, "lr": plan.encoder_rate}, {"params": outer, "lr": plan.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def _rate(step: int, steps: int) -> float:
    warm = max(1, int(WARM_UP * steps))
    return min(1.0, (step + 1) / warm) * max(0.02, (steps - step) / steps)
