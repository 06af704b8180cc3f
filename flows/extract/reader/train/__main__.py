"""Train the reader.

usage: python -m flows.extract.reader.train STEP SHARED WORK [options]

SHARED holds `corpora/`, `gold/` and `corpus/`, WORK takes checkpoints and logs. Steps, in their order:
  names      names on the public corpora
  articles   all heads, on the annotated and the labelled articles
  again      some passes on, over all articles: corrections of the shipped files
  compared   ANERcorp's own types, learnt on from the shipped files for the sake of comparison; nothing is kept
  export     the files of `flows/extract/reader/model`
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import torch

from flows.extract.events.labelled import kept, to_learn
from flows.extract.reader.files import MODEL
from flows.extract.reader.pieces import Pieces
from flows.extract.reader.train import articles, augment, checkpoint, data, vocabulary
from flows.extract.reader.train.learn import Material, Plan, learn
from flows.extract.reader.train.measure import measured, other_f1
from flows.extract.reader.train.network import UP, Network, correct

LAYERS = 12
NAMES = Plan(epochs=5, encoder_rate=2e-4, head_rate=1e-3)
ARTICLES = Plan(epochs=2, encoder_rate=1.5e-4, head_rate=1e-3, share=0.15, most=800, looks=4)
"""Small batches: many steps, as the heads that look again are slow to learn.

A draw of the public corpora's sentences keeps what they taught.
"""


AGAIN = replace(ARTICLES, epochs=2, encoder_rate=1e-3, share=0.06)
RANK = 4
"""All articles once more, from the shipped files, which are kept as they are: corrections of this rank are learnt."""


COMPARED = Plan(epochs=5, encoder_rate=1e-4, head_rate=1e-3, blanked=0.1, averaged=0.998)


def main() -> int:
    """Run one step."""
    parser = argparse.ArgumentParser()
    parser.add_argument("step", choices=("names", "articles", "again", "compared", "export"))
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=0)
    parser.add_argument("--layers", type=int, default=LAYERS)
    told = parser.parse_args()
    torch.set_num_threads(told.threads)
    torch.manual_seed(told.seed)
    told.work.mkdir(parents=True, exist_ok=True)
    {
        "names": _names,
        "articles": _articles,
        "again": _again,
        "compared": _compared,
        "export": _export,
    }[told.step](told)
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def fresh(layers: int) -> tuple[Network, Pieces]:
    """Return the network as the checkpoint gives it, its heads untrained, and its vocabulary."""
    source = checkpoint.read(checkpoint.find())
    kept = vocabulary.kept(source.pieces)
    return Network(source, kept, layers), Pieces([source.pieces[i] for i in kept])


def _names(told: argparse.Namespace) -> None:
    network, pieces = fresh(told.layers)
    samples, test = data.corpora(told.shared), data.compared(told.shared)

    def check(epoch: int) -> None:
        torch.save(network.state_dict(), told.work / f"names-{told.seed}.pt")
        _say(f"ANERcorp test half after pass {epoch + 1}: {other_f1(network, pieces, test)}")

    plan = replace(NAMES, epochs=told.epochs or NAMES.epochs, seed=told.seed)
    learn(network, pieces, Material(samples, [], augment.pool(samples)), plan, _say, check)


def _articles(told: argparse.Namespace) -> None:
    network, pieces = fresh(told.layers)
    network.load_state_dict(torch.load(told.work / f"names-{told.seed}.pt"))
    _all_heads(network, pieces, ARTICLES, told)


def _again(told: argparse.Namespace) -> None:
    network, pieces = loaded(told.layers, RANK)
    _all_heads(network, pieces, AGAIN, told)


def loaded(layers: int, rank: int = 0) -> tuple[Network, Pieces]:
    """Return the network as the shipped files give it, its corrections of some rank, and its vocabulary."""
    from flows.extract.reader.train import shipped  # noqa: PLC0415 - onnx is needed for some steps alone

    network, pieces = fresh(layers)
    if rank:
        correct(network, rank)
    shipped.load(network, MODEL)
    return network, pieces


def _all_heads(network: Network, pieces: Pieces, plan: Plan, told: argparse.Namespace) -> None:
    inside, outside = (
        [sample for article in found for sample in articles.samples(article, pieces)]
        for found in (to_learn(told.shared), kept(told.shared))
    )
    plan = replace(plan, epochs=told.epochs or plan.epochs, seed=told.seed)
    test = data.compared(told.shared)

    def check(epoch: int) -> None:
        torch.save(network.state_dict(), told.work / f"articles-{told.seed}.pt")
        _say(f"kept apart, after pass {epoch + 1}: {measured(network, pieces, outside)}")
        _say(f"ANERcorp test half: {other_f1(network, pieces, test)}")

    material = Material(inside, data.corpora(told.shared), augment.pool(inside))
    learn(network, pieces, material, plan, _say, check)


def _compared(told: argparse.Namespace) -> None:
    network, pieces = loaded(told.layers)
    samples, test = data.corpora(told.shared), data.compared(told.shared)
    read = [
        s for article in to_learn(told.shared) if article.is_named for s in articles.samples(article, pieces)
    ]
    plan = replace(COMPARED, epochs=told.epochs or COMPARED.epochs, seed=told.seed)
    everything = [*samples, *read]
    material = Material(samples, [], augment.pool(everything), augment.own_pool(everything))
    learn(network, pieces, material, plan, _say)
    _say(f"ANERcorp test half: {other_f1(network, pieces, test)}")


def _export(told: argparse.Namespace) -> None:
    from flows.extract.reader.train import export  # noqa: PLC0415 - onnx is needed for this step alone

    network, _ = fresh(told.layers)
    state = torch.load(told.work / f"articles-{told.seed}.pt")
    if ranks := {len(values) for name, values in state.items() if name.endswith(UP)}:
        correct(network, *ranks)
    network.load_state_dict(state)
    _say(export.write(network.eval(), MODEL, told.work))


if __name__ == "__main__":
    sys.exit(main())
