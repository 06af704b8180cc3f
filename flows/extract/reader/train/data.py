"""All that the reader is trained on, from the folder of shared corpora and annotated articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from flows.extract.reader.train import conll
from flows.extract.reader.train.samples import Sample


def corpora(shared: Path) -> list[Sample]:
    """Return the public corpora's sentences, ANERcorp's joined with NewsFANE's finer types of the same text."""
    ner = shared / "corpora" / "ner"
    own = list(conll.samples(ner / "anercorp" / "train.conll", conll.ANERCORP, is_own=True))
    fine = list(conll.samples(ner / "newsfane_gold_coarse" / "train.conll", conll.NEWSFANE))
    news = conll.joined(own, fine)
    wojood = _parts(ner / "wojood_sample", conll.WOJOOD)
    aqmar = _parts(ner / "aqmar", conll.AQMAR, ("train",))
    return [sample for corpus in (news, wojood, aqmar) for sample in conll.packed(corpus)]


def _parts(
    folder: Path, kinds: conll.Kinds, parts: Sequence[str] = ("train", "dev", "test")
) -> Iterator[Sample]:
    """Yield the sentences of a corpus that nothing here is measured on; of AQMAR, no news, its train part does."""
    for part in parts:
        yield from conll.samples(folder / f"{part}.conll", kinds)


def compared(shared: Path) -> list[Sample]:
    """Return ANERcorp's test half, which only measures."""
    path = shared / "corpora" / "ner" / "anercorp" / "test.conll"
    return conll.packed(conll.samples(path, conll.ANERCORP, is_own=True))
