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

    `most` are the pieces of a batch, padding with them. `frozen` is how many of the lowest layers, and with them the
    embeddings, stay as they are. `looks` are the events of a window that each pass looks at.
    """

    epochs: int
    encoder_rate: float = 1e-4
    head_rate: float = 1e-3
    seed: int = 1
    share: float = 0.0
    most: int = 2048
    frozen: int = 0
    looks: int = 3


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
        for batch in batches(drawn, pieces, plan.most, draw, plan.looks):
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
