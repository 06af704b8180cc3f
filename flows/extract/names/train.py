"""Learn `knowledge/name_weights.csv`: how knowledge and the reader are to be weighed for a candidate name.

usage: python -m flows.extract.names.train SHARED

SHARED holds the annotated and the labelled articles. Those are used that the shipped reader has never seen; the weights
stay near to those of `prior.csv`, learnt before from more annotated ones.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from flows.extract.events.annotated import Article
from flows.extract.events.labelled import KEPT, annotated, read_labelled
from flows.extract.events.learn import Example, Key, fit
from flows.extract.events.linear import SCALE
from flows.extract.names.context import Context
from flows.extract.names.finder import candidates
from flows.extract.names.judge import features, heard_names, without_doubles
from flows.extract.names.words import Words
from flows.extract.reader.heard import Heard
from flows.extract.reader.reader import Reader
from flows.knowledge.knowledge import Knowledge, load
from flows.knowledge.tables import FOLDER

L2 = 3.0  # pull towards the prior: best of 0.5 to 8 in cross-validation by article
PRIOR = Path(__file__).parent / "prior.csv"
LABELLED = 0.3
"""What a decision on a labelled article counts: its readers mended what rules had found, and let doubtful names be."""
SMALLEST = 0.03  # weights nearer to zero are left out of the table
CARD = """\
# How knowledge and the reader are weighed for a candidate name: the log-odds that it is one, as a sum of weights.
# Learnt by flows.extract.names.train from {articles} annotated and labelled articles that the reader has not seen,
#   as it hears them; logistic regression, pulled towards what was learnt before (flows/extract/names/prior.csv), no
#   randomness.
# key: feature (flows/extract/names/judge.py says what each looks at); weight: in hundredths.
key,weight
"""


def decisions(article: Article, heard: Heard, knowledge: Knowledge, weight: float = 1.0) -> list[Example]:
    """Return an article's candidates, each with whether it is a name just so; `weight` is what each counts."""
    words = Words(article.document)
    gold = {(name.start, name.end, name.type) for name in article.names}
    found = []
    for candidate in without_doubles([*candidates(Context(words, knowledge)), *heard_names(words, heard)]):
        start = words.starts[candidate.first] + candidate.cut
        is_name = (start, words.ends[candidate.last], candidate.type) in gold
        keys = [(feature, "") for feature in features(words, heard, candidate)]
        found.append(Example([[], keys], int(is_name), weight))
    return found


def learn(examples: Sequence[Example], l2: float = L2) -> dict[str, float]:
    """Return the weight of each feature; what the examples say little of stays as `prior.csv` has it."""
    return {feature: weight for (feature, _), weight in fit(examples, l2, prior=_prior()).items()}


def _prior() -> dict[Key, float]:
    with PRIOR.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {(row["key"], ""): int(row["weight"]) / SCALE for row in rows}


def main() -> int:
    """Read, learn, write."""
    shared, reader, knowledge = Path(sys.argv[1]), Reader(), load(None)
    read = [(a, LABELLED) for a in list(read_labelled(shared / "corpus"))[::KEPT] if a.is_named]
    articles = [*((a, 1.0) for a in annotated(shared)[::KEPT]), *read]
    examples = [e for a, weight in articles for e in decisions(a, reader.hear(a.document), knowledge, weight)]
    weights = learn(examples)
    rows = (
        f"{key},{round(weight * SCALE)}" for key, weight in sorted(weights.items()) if abs(weight) >= SMALLEST
    )
    text = CARD.format(articles=len(articles)) + "\n".join(rows) + "\n"
    (FOLDER / "name_weights.csv").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
