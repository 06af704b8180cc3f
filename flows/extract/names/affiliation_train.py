"""Learn `knowledge/affiliation_weights.csv`: which country a thing belongs to that neither a table nor its name tells.

usage: python -m flows.extract.names.affiliation_train SHARED

SHARED holds the annotated and the labelled articles. Prints how often the country is right, over the names of such
things that have one, learnt on the other four fifths of the articles each time.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.extract.events.annotated import Article
from flows.extract.events.labelled import annotated, read_labelled
from flows.extract.events.learn import Example, Key, fit
from flows.extract.events.linear import SCALE
from flows.extract.names.affiliation import Told, options
from flows.extract.names.context import Context
from flows.extract.names.finder import candidates, choose
from flows.extract.names.linking import link
from flows.extract.names.matching import Found
from flows.extract.names.words import Words
from flows.knowledge.knowledge import Knowledge, load
from flows.knowledge.tables import FOLDER

L2 = 2.0  # best of 0.3 to 3 by the held-out fifths
RARE = 3  # a feature seen in fewer decisions says nothing
SMALLEST = 0.05  # weights nearer to zero are left out of the table
FOLDS = 5
CARD = """\
# Which country a thing belongs to that neither a table nor its name tells: the log-odds of each country told, as a
#   sum of weights. Learnt by flows.extract.names.affiliation_train from the names of {articles} annotated and labelled
#   articles; softmax over the countries told and none, L2, no randomness. On articles left out of the learning
#   {share:.3f} of the countries are right.
# key: feature (flows/extract/names/affiliation.py says what each looks at); weight: in hundredths.
key,weight
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing of an article: the countries that may be meant, None last; its own; how many names it has there."""

    countries: Sequence[str | None]
    own: str | None
    namings: int
    example: Example


def decisions(article: Article, knowledge: Knowledge) -> list[Decision]:
    """Return the decisions on an article's things, those that the annotation names alone."""
    found: list[Decision] = []

    def decide(context: Context, told: Told, namings: Sequence[Found], having: Collection[str]) -> str | None:
        own = Counter(country for naming in namings for country in _countries(article, context.words, naming))
        if not own:
            return None
        country = min(own, key=lambda country: (-own[country], country or ""))
        ways = options(context, told, namings, having)
        names = [way for way, _ in ways]
        right = names.index(country) if country in names else len(names) - 1
        keys = [[(feature, "") for feature in features] for _, features in ways]
        found.append(Decision(names, country, own.total(), Example(keys, right)))
        return country

    context = Context(Words(article.document), knowledge)
    link(context, choose(candidates(context)), decide)
    return found


def _countries(article: Article, words: Words, naming: Found) -> Iterable[str | None]:
    start, end = words.starts[naming.first] + naming.cut, words.ends[naming.last]
    return (name.country for name in article.names if name.start < end and start < name.end)


def learn(found: Iterable[Decision]) -> dict[Key, float]:
    """Return the weight of each feature."""
    return fit([decision.example for decision in found if len(decision.countries) > 1], L2, RARE)


def held_out(
    articles: Sequence[Sequence[Decision]], learn: Callable[[list[Decision]], dict[Key, float]] = learn
) -> float:
    """Return the share of names whose country is told right by weights that have not seen their article."""
    right = total = 0
    for fold in range(FOLDS):
        weights = learn([d for i, found in enumerate(articles) if i % FOLDS != fold for d in found])
        for decision in (d for found in articles[fold::FOLDS] for d in found if d.own is not None):
            scores = [sum(weights.get(key, 0.0) for key in keys) for keys in decision.example.options]
            total += decision.namings
            right += decision.namings * (decision.countries[scores.index(max(scores))] == decision.own)
    return right / total


def main() -> int:
    """Read, learn, measure, write."""
    shared, knowledge = Path(sys.argv[1]), load(None)
    read = [*annotated(shared), *read_labelled(shared / "corpus")]
    articles = [decisions(article, knowledge) for article in read if article.is_named]
    share = held_out(articles)
    sys.stdout.write(f"right on articles left out: {share:.3f}\n")
    weights = learn(d for found in articles for d in found)
    rows = (
        f"{feature},{round(weight * SCALE)}"
        for (feature, _), weight in sorted(weights.items())
        if abs(weight) >= SMALLEST
    )
    text = CARD.format(articles=len(articles), share=share) + "\n".join(rows) + "\n"
    (FOLDER / "affiliation_weights.csv").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
