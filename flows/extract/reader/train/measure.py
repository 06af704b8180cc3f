"""Figures on samples that were held out of training."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from flows.extract.reader.heads import best_tags, tag_spans
from flows.extract.reader.labels import ARGUMENTS, NAME_TAGS, STATUSES
from flows.extract.reader.pieces import Pieces
from flows.extract.reader.train.batches import Batch, batches
from flows.extract.reader.train.learn import HEADS, look_again
from flows.extract.reader.train.network import OTHER_TAGS, Network
from flows.extract.reader.train.samples import Sample

_MOST = 2048  # pieces in a batch


def f1(hit: int, proposed: int, wanted: int) -> float:
    """Return the harmonic mean of precision and recall."""
    return 2 * hit / (proposed + wanted) if proposed + wanted else 0.0


def other_f1(network: Network, pieces: Pieces, samples: Sequence[Sample]) -> dict[str, float]:
    """Return the entity F1 of ANERcorp's own four types on its sentences, in all and by type."""
    counts: dict[str, list[int]] = {}
    network.eval()
    with torch.no_grad():
        for batch in batches(samples, pieces, _MOST, None):
            states = _states(network, batch)
            logits = network.other(states).log_softmax(-1)
            for row, size in enumerate(batch.real.sum(1).tolist()):
                gold = tag_spans(batch.heads["other"][row, :size].tolist(), OTHER_TAGS)
                found = tag_spans(best_tags(logits[row, :size].numpy(), OTHER_TAGS), OTHER_TAGS)
                _count(counts, set(gold), set(found))
    return {kind: round(f1(*three), 4) for kind, three in sorted(counts.items())}


def _count(
    counts: dict[str, list[int]], gold: set[tuple[int, int, str]], found: set[tuple[int, int, str]]
) -> None:
    for kind in {span[2] for span in gold | found} | {"all"}:
        wanted, got = ({s for s in spans if kind in ("all", s[2])} for spans in (gold, found))
        for i, size in enumerate((len(wanted & got), len(got), len(wanted))):
            counts.setdefault(kind, [0, 0, 0])[i] += size


def _states(network: Network, batch: Batch) -> Tensor:
    top = network.encoder.above(network.encoder.below(batch.pieces, batch.mask), batch.mask)
    return network.words(top, batch.firsts, batch.lasts)


def measured(network: Network, pieces: Pieces, samples: Sequence[Sample]) -> dict[str, float]:
    """Return the figures of names (span by words), triggers and types, and of the fields of the true triggers.

    Those are: macro F1 of status, accuracies of mode, dating, sourcing and shape, and F1 of each argument at one half.
    """
    names: dict[str, list[int]] = {}
    hit = proposed = wanted = typed = 0
    answers: dict[str, list[tuple[int, int]]] = {name: [] for name in HEADS}
    arguments = [[0, 0, 0] for _ in ARGUMENTS]
    network.eval()
    with torch.no_grad():
        for batch in batches(samples, pieces, _MOST, None):
            half = network.encoder.below(batch.pieces, batch.mask)
            states = network.words(network.encoder.above(half, batch.mask), batch.firsts, batch.lasts)
            logits = network.names(states).log_softmax(-1)
            for row, size in enumerate(batch.real.sum(1).tolist()):
                gold = tag_spans(batch.names[row, :size].int().argmax(-1).tolist(), NAME_TAGS)
                path = best_tags(logits[row, :size].numpy(), NAME_TAGS)
                _count(names, set(gold), set(tag_spans(path, NAME_TAGS)))
            told = batch.heads["triggers"] == 1
            found = (network.triggers(states).argmax(-1) == 1) & batch.real
            right = told & found
            hit, proposed, wanted = (
                hit + int(right.sum()),
                proposed + int(found.sum()),
                wanted + int(told.sum()),
            )
            typed += int((network.types(states).argmax(-1)[right] == batch.heads["types"][right]).sum())
            if len(batch.looks.row):
                _looked(network, batch, look_again(network, batch, half), answers, arguments)
    right_of = {name: sum(w == g for w, g in found) / max(len(found), 1) for name, found in answers.items()}
    figures = {
        "names": f1(*names["all"]), "triggers": f1(hit, proposed, wanted), "typed": f1(typed, proposed, wanted),
        **right_of, "status": _macro(answers["status"]),
        **{name: f1(*three) for name, three in zip(ARGUMENTS, arguments, strict=True)},
    }  # fmt: skip
    return {name: round(value, 4) for name, value in figures.items()}


def _looked(
    network: Network,
    batch: Batch,
    seen: Tensor,
    answers: dict[str, list[tuple[int, int]]],
    counts: list[list[int]],
) -> None:
    looks = batch.looks
    trigger = seen[torch.arange(len(looks.row)), looks.trigger]
    for name, head in HEADS.items():
        told = looks.labels[name] >= 0
        best = getattr(network, head)(trigger[told]).argmax(-1)
        answers[name] += zip(looks.labels[name][told].tolist(), best.tolist(), strict=True)
    event, word, argument = looks.arguments.T
    logits = network.arguments(seen[event, word])[torch.arange(len(argument)), argument]
    for i, count in enumerate(counts):
        got, want = logits[argument == i] > 0, looks.told[argument == i] > 0
        for k, part in enumerate((got & want, got, want)):
            count[k] += int(part.sum())


def _macro(answers: Sequence[tuple[int, int]]) -> float:
    scores = [
        f1(
            sum(w == g == status for w, g in answers),
            sum(g == status for _, g in answers),
            sum(w == status for w, _ in answers),
        )
        for status in range(len(STATUSES))
    ]
    return sum(scores) / len(scores)
