"""Figures on samples that were held out of training."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from flows.extract.reader.heads import best_tags, tag_spans
from flows.extract.reader.labels import NAME_TAGS, STATUSES
from flows.extract.reader.pieces import Pieces
from flows.extract.reader.train.batches import batches
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
            states = network.words(batch.pieces, batch.mask, batch.firsts, batch.lasts)
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


def measured(network: Network, pieces: Pieces, samples: Sequence[Sample]) -> dict[str, float]:
    """Return the figures of names (span by words), triggers, types and statuses of right triggers, and parties."""
    names: dict[str, list[int]] = {}
    hit = proposed = wanted = typed = roles = 0
    answers: list[tuple[int, int]] = []
    party = [0, 0, 0]
    network.eval()
    with torch.no_grad():
        for batch in batches(samples, pieces, _MOST, None):
            states = network.words(batch.pieces, batch.mask, batch.firsts, batch.lasts)
            logits = network.names(states).log_softmax(-1)
            for row, size in enumerate(batch.real.sum(1).tolist()):
                gold = tag_spans(batch.names[row, :size].int().argmax(-1).tolist(), NAME_TAGS)
                _count(
                    names,
                    set(gold),
                    set(tag_spans(best_tags(logits[row, :size].numpy(), NAME_TAGS), NAME_TAGS)),
                )
            told, found = (
                batch.heads["triggers"] == 1,
                (network.triggers(states).argmax(-1) == 1) & batch.real,
            )
            right = told & found
            hit, proposed, wanted = (
                hit + int(right.sum()),
                proposed + int(found.sum()),
                wanted + int(told.sum()),
            )
            typed += int((network.types(states).argmax(-1)[right] == batch.heads["types"][right]).sum())
            best = network.statuses(states).argmax(-1)[told]
            answers += zip(batch.heads["statuses"][told].tolist(), best.tolist(), strict=True)
            if len(batch.pairs):
                row, trigger, naming = batch.pairs.T
                got = network.pairs(states[row, trigger], states[row, naming], batch.reach).argmax(-1)
                _roles(party, got, batch.roles)
                roles += len(got)
    return {
        "names": round(f1(*names["all"]), 4), "triggers": round(f1(hit, proposed, wanted), 4),
        "typed": round(f1(typed, proposed, wanted), 4), "status": round(_macro(answers), 4),
        "parties": round(f1(*party), 4), "pairs": roles,
    }  # fmt: skip


def _roles(party: list[int], got: Tensor, told: Tensor) -> None:
    party[0] += int(((got == told) & (told > 0)).sum())
    party[1] += int((got > 0).sum())
    party[2] += int((told > 0).sum())


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
