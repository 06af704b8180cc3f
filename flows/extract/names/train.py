"""Learn `knowledge/name_weights.csv`: how knowledge and the reader are to be weighed for a candidate name.

usage: python -m flows.extract.names.train FOLDER MODEL...

FOLDER holds annotated articles, as `flows.extract.events.annotated` reads them. The MODELs are readers of which the
n-th was trained without every `FOLDS`-th article from the n-th on: an article is heard by one that has never seen it,
or left out.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from flows.extract.events.annotated import Article, read_articles
from flows.extract.events.learn import Example, fit
from flows.extract.names.context import Context
from flows.extract.names.finder import candidates
from flows.extract.names.judge import features, heard_names, without_doubles
from flows.extract.names.words import Words
from flows.extract.reader.heard import Heard
from flows.extract.reader.reader import Reader
from flows.knowledge.knowledge import Knowledge, load
from flows.knowledge.tables import FOLDER

FOLDS = 2  # parts that the readers were trained without
L2 = 3.0  # pull towards zero: best of 0.5 to 8 in cross-validation by article
SMALLEST = 0.03  # weights nearer to zero are left out of the table
CARD = """\
# How knowledge and the reader are weighed for a candidate name: the log-odds that it is one, as a sum of weights.
# Learnt by flows.extract.names.train from {articles} annotated articles, each heard by a reader that had not seen it;
#   logistic regression with L2, no randomness.
# key: feature (flows/extract/names/judge.py says what each looks at); weight: in hundredths.
key,weight
"""


def decisions(article: Article, heard: Heard, knowledge: Knowledge) -> list[Example]:
    """Return an article's candidates, each with whether it is a name just so."""
    words = Words(article.document)
    gold = {(name.start, name.end, name.type) for name in article.names}
    found = []
    for candidate in without_doubles([*candidates(Context(words, knowledge)), *heard_names(words, heard)]):
        start = words.starts[candidate.first] + candidate.cut
        is_name = (start, words.ends[candidate.last], candidate.type) in gold
        keys = [(feature, "") for feature in features(words, heard, candidate)]
        found.append(Example([[], keys], int(is_name)))
    return found


def learn(examples: Sequence[Example], l2: float = L2) -> dict[str, float]:
    """Return the weight of each feature."""
    return {feature: weight for (feature, _), weight in fit(examples, l2).items()}


def hear(articles: Sequence[Article], readers: Sequence[Reader]) -> list[Heard | None]:
    """Return what is heard in each article by the reader that has not seen it; None where there is no such reader."""
    return [
        readers[i % FOLDS].hear(article.document) if i % FOLDS < len(readers) else None
        for i, article in enumerate(articles)
    ]


def main() -> int:
    """Read, learn, write."""
    articles = list(read_articles(Path(sys.argv[1])))
    heard = hear(articles, [Reader(Path(folder)) for folder in sys.argv[2:]])
    knowledge = load(None)
    pairs = [(a, h) for a, h in zip(articles, heard, strict=True) if h is not None]
    examples = [e for article, told in pairs for e in decisions(article, told, knowledge)]
    weights = learn(examples)
    rows = (
        f"{key},{round(weight * 100)}" for key, weight in sorted(weights.items()) if abs(weight) >= SMALLEST
    )
    text = CARD.format(articles=len(pairs)) + "\n".join(rows) + "\n"
    (FOLDER / "name_weights.csv").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
