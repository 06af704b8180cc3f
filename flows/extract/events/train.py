"""Learn `knowledge/event_weights.csv` from annotated articles.

usage: python -m flows.extract.events.train FOLDER

FOLDER holds `annotations/NAME.json` as `flows.extract.events.annotated` reads them. The same articles and code give
the same table: nothing is drawn at random. Needs numpy (the development extra).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from flows.extract.events.annotated import Article, read_articles
from flows.extract.events.examples import Examples, examples, merged
from flows.extract.events.interpret import knowing
from flows.extract.events.learn import Example, Key, fit
from flows.extract.events.nationalities import nationality_words
from flows.extract.events.scene import scene
from flows.extract.events.weights import MODELS
from flows.knowledge.tables import FOLDER

L2: Mapping[str, float] = {
    "trigger": 3.0, "mode": 1.0, "status": 3.0, "party": 3.0, "date": 3.0, "place": 3.0, "source": 3.0,
}  # fmt: skip
"""Pull towards zero of each model's weights: best of 0.5 to 8 in threefold cross-validation by article."""

SMALLEST = 0.03  # weights nearer to zero are left out of the table: no figure changes in the third digit
CARD = """\
# What the event rules have learnt: a weight for each feature and class of seven log-linear models.
# Models: trigger (is a candidate an event, of which type), mode, status, party (actor, recipient or neither), date,
#   place and source (each ranks the options that the text offers).
# Learnt by flows.extract.events.train: softmax with L2, L-BFGS, no randomness; features seen in one decision only are left out.
# Data: {articles} annotated Arabic news articles with {events} event mentions (the project's training set; no text of
#   it is kept here beyond single words and pairs of words that are features).
# Use: Arabic news in standard language. Weak where the training set is: rare types and modes, denied events, and
#   places and sources that stand far from their event.
# key: model, a space, feature (flows/extract/events says what each looks at); weights: class=weight in hundredths.
key,weights
"""


def decisions(article: Article) -> Examples:
    """Return the decisions of one annotated article, by model."""
    nationals = tuple(nationality_words(article.document, article.names))
    seen = scene(article.document, article.names, nationals, article.times, article.amounts)
    return examples(knowing(seen, article.published, dict), article.events)


def learn(parts: Iterable[Examples], l2: Mapping[str, float] = L2) -> dict[str, dict[Key, float]]:
    """Return model -> (feature, class) -> weight, from the decisions of several articles."""
    together: Mapping[str, list[Example]] = merged(list(parts))
    return {model: fit(together[model], l2[model]) for model in MODELS}


def table(learnt: Mapping[str, Mapping[Key, float]]) -> str:
    """Return the rows of the weights table, sorted; cells that hold a comma or a quote are quoted."""
    lines = []
    for model in MODELS:
        by_feature: dict[str, list[str]] = {}
        for (feature, name), weight in sorted(learnt[model].items()):
            if abs(weight) >= SMALLEST:
                by_feature.setdefault(feature, []).append(f"{name}={round(weight * 100)}")
        lines += [f"{_cell(f'{model} {feature}')},{' '.join(cells)}" for feature, cells in by_feature.items()]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text


def main() -> int:
    """Read, learn, write."""
    articles = list(read_articles(Path(sys.argv[1])))
    learnt = learn(decisions(article) for article in articles)
    card = CARD.format(articles=len(articles), events=sum(len(article.events) for article in articles))
    (FOLDER / "event_weights.csv").write_text(card + table(learnt), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
