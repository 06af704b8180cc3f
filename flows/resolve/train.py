"""Learn `knowledge/event_pair_weights.csv` from annotated and labelled articles.

usage: python -m flows.resolve.train SHARED

SHARED holds `gold/train` and `corpus` as `flows.extract.events.labelled` reads them; their `same_as` says which
tellings of an article are of one event, and `flows.resolve.stories` which ones of several articles. In use the
judge sees what extraction reads, so it learns from that: each of the two groups of articles is read with event
weights that were learnt from the other. The same articles and code give the same table: nothing is drawn at
random. Needs numpy (the development extra) and a quarter of an hour.
"""

from __future__ import annotations

import sys
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path

from flows.evaluate_gold import Annotation, annotation_files, gold_events, read_of
from flows.extract.events.annotated import read_article
from flows.extract.events.labelled import records
from flows.extract.events.learn import Example, Key, fit
from flows.extract.events.models import Models
from flows.extract.events.train import first_models, lesson_of
from flows.knowledge.knowledge import Knowledge, load
from flows.knowledge.tables import FOLDER
from flows.resolve.judge import MODELS, TABLE, judge
from flows.resolve.pairs import features
from flows.resolve.stage import compared
from flows.resolve.stories import Story, joined, read_stories
from flows.resolve.tellings import Telling

L2: Mapping[str, float] = {"within": 8.0, "across": 4.0}
"""Pull towards zero: best of 1 to 16 in cross-validation by article."""

ANNOTATED = 1.0
"""Weight of a pair of tellings as they are annotated, against one as extraction reads them."""

LOOSER = 1.0
"""Weight, against that of its article, of a pair made by telling a date as its month: two articles differ so more often
than one article does with itself."""

UNTOLD_MODE = 0.5
"""Weight of a pair made by leaving the later one's mode out, for the same reason."""

A_FEW_DAYS = 7

OF_ONE_ARTICLE = 0.3
"""Weight, for the model of two articles, of a pair of one article: one goes back to an event otherwise than another."""

STRANGERS = 0.3
"""Weight of a pair of two articles that nobody compared and that is taken to be of two events."""

APART = 10
"""Days between the articles of such a pair: further apart few tellings of one type and country are of one event."""

STRIDES = (1, 7, 23)
"""Places between the two of such a pair in the list of tellings of one type and country: a few of very many."""

SMALLEST = 3  # hundredths: weights nearer to zero are left out of the table
_YES = "yes"
_READ = "read "

CARD = """\
# What two tellings must have in common to be of one event: a weight for each feature of two log-linear models.
# Models: within (two tellings of one article), across (of two articles: nothing of their places in it), and for each,
#   under its name and "read", what is added where a telling was read and not told by a person.
# Learnt by flows.resolve.train: logistic regression with L2, no randomness; features of a single pair are left out.
# Data: {articles} annotated and labelled Arabic news articles, as annotated and as extraction reads them without having
#   learnt from them, and {stories} stories of {told} of these in which events are known across articles (no text is
#   kept here beyond trigger roots and pairs of them that are features).
# The models of what a person told are those learnt before from annotated articles alone.
# Columns: key (model, a colon and a space, feature: see flows/resolve/pairs.py), weight (log-odds in hundredths).
key,weight
"""


@dataclass(frozen=True, slots=True)
class Told:
    """Tellings with what names their event across articles; `weight` is what a pair of them counts."""

    tellings: Sequence[Telling]
    event_of: Mapping[str, str]
    weight: float

    def is_same(self, a: Telling, b: Telling) -> int:
        """Return 1 if two tellings are of one event, else 0; what matches no annotated event is an event of its own."""
        return int(self.event_of.get(a.id, a.id) == self.event_of.get(b.id, b.id))


Pair = tuple[Telling, Telling]


def within_pairs(tellings: Sequence[Telling]) -> Iterator[Pair]:
    """Yield the pairs of one type of each article."""
    groups: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    for telling in tellings:
        groups[telling.article_id, telling.event_type].append(telling)
    for group in groups.values():
        yield from combinations(group, 2)


def story_pairs(tellings: Sequence[Telling], story: Story) -> Iterator[Pair]:
    """Yield the pairs of one type of different articles of a story."""
    groups: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        if telling.article_id in story.articles:
            groups[telling.event_type].append(telling)
    for group in groups.values():
        yield from ((a, b) for a, b in combinations(group, 2) if a.article_id != b.article_id)


def strangers(tellings: Sequence[Telling], stories: Sequence[Story]) -> Iterator[Pair]:
    """Yield some pairs of articles that came out far apart, of one type and country, of which one tells no story."""
    telling_stories = {article for story in stories for article in story.articles}
    groups: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    for telling in tellings:
        for country in telling.countries:
            groups[telling.event_type, country].append(telling)
    for _, group in sorted(groups.items()):
        for at, a in enumerate(group):
            for b in (group[at + stride] for stride in STRIDES if at + stride < len(group)):
                is_known = {a.article_id, b.article_id} <= telling_stories
                if not is_known and abs(b.published - a.published) > APART:
                    yield a, b


def learn(lessons: Sequence[Told], stories: Sequence[Story]) -> dict[str, dict[Key, float]]:
    """Return model -> (feature, class) -> weight.

    Args:
        lessons: tellings of articles in order, annotated ones and read ones apart.
        stories: whose events are known across articles.
    """
    within: list[Example] = []
    across: list[Example] = []
    for told in lessons:
        matched = [telling for telling in told.tellings if telling.id in told.event_of]
        pairs = [(a, b, told.is_same(a, b)) for a, b in within_pairs(matched)]
        within += [_example(a, b, same, told.weight, within=True) for a, b, same in pairs]
        light = told.weight * OF_ONE_ARTICLE
        across += [_example(a, b, same, light, within=False) for a, b, same in pairs]
        across += loosened(pairs, light)
        far = told.weight * STRANGERS
        across += [_example(a, b, 0, far, within=False) for a, b in strangers(matched, stories)]
        for story in stories:
            pairs = [(a, b, told.is_same(a, b)) for a, b in story_pairs(told.tellings, story)]
            across += [_example(a, b, same, told.weight, within=False) for a, b, same in pairs]
    return {"within": fit(within, L2["within"]), "across": fit(across, L2["across"])}


def loosened(pairs: Sequence[tuple[Telling, Telling, int]], weight: float) -> Iterator[Example]:
    """Yield pairs of one article as two articles would tell them: one says the month or no mode where one says more."""
    for a, b, same in pairs:
        if _is_close(a) and _is_close(b) and (_touch(a, b) or (not same and month_of(a) == month_of(b))):
            first, last = month_of(b)
            yield _example(a, replace(b, first=first, last=last), same, weight * LOOSER, within=False)
        if a.mode and b.mode:
            yield _example(a, replace(b, mode=None), same, weight * UNTOLD_MODE, within=False)


def _is_close(telling: Telling) -> bool:
    return bool(telling.first) and telling.last - telling.first <= A_FEW_DAYS


def _touch(a: Telling, b: Telling) -> bool:
    return a.first <= b.last and b.first <= a.last


def month_of(telling: Telling) -> tuple[int, int]:
    """Return the first and last day, as ordinals, of the month in which a telling's date begins."""
    day = date.fromordinal(telling.first)
    first = day.replace(day=1).toordinal()
    return first, first + monthrange(day.year, day.month)[1] - 1


def _example(a: Telling, b: Telling, is_same: int, weight: float, *, within: bool) -> Example:
    found = features(a, b, within=within)
    if not (a.is_sure and b.is_sure):
        found += [f"{_READ}{feature}" for feature in found]
    return Example([[], [(f, _YES) for f in found]], is_same, weight)


def lessons_of(
    found: Sequence[Annotation], stories: Sequence[Story], knowledge: Knowledge, models: Models
) -> list[Told]:
    """Return the tellings of annotated articles, as annotated and as read.

    Args:
        found: the articles.
        stories: whose events are known across articles.
        knowledge: what is known by heart.
        models: the event weights to read with.
    """
    lessons = []
    for weight, told in (
        (ANNOTATED, read_of(found, knowledge)),
        (1.0, read_of(found, knowledge, is_annotated=False, models=models)),
    ):
        event_of = joined(gold_events(found, told.tellings), stories)
        lessons.append(Told(compared(told, knowledge), event_of, weight))
    return lessons


def weights_of(learnt: Mapping[str, Mapping[Key, float]]) -> dict[str, dict[str, int]]:
    """Return what `flows.resolve.judge` looks up: model -> feature -> weight in hundredths."""
    found: dict[str, dict[str, int]] = {model: {} for model in MODELS}
    for model, weights in learnt.items():
        for (feature, _), weight in sorted(weights.items()):
            name = f"{model} read" if feature.startswith(_READ) else model
            if abs(round(weight * 100)) >= SMALLEST:
                found[name][feature.removeprefix(_READ)] = round(weight * 100)
    return found


def beside(
    told: Mapping[str, Mapping[str, int]], found: Mapping[str, Mapping[str, int]]
) -> dict[str, Mapping[str, int]]:
    """Return learnt models beside given ones of what a person told: what is added for a read telling makes up for it.

    Args:
        told: `within` and `across`, as they were learnt from annotated articles alone.
        found: all models, as they are learnt from what was read too.
    """
    models: dict[str, Mapping[str, int]] = {}
    for model, kept in told.items():
        read = Counter(found[model])
        read.update(found[f"{model} read"])
        read.subtract(kept)
        models[model] = kept
        models[f"{model} read"] = {feature: weight for feature, weight in sorted(read.items()) if weight}
    return models


def table(weights: Mapping[str, Mapping[str, int]]) -> str:
    """Return the rows of the weights table."""
    rows = [f"{model}: {feature},{weight}" for model in MODELS for feature, weight in weights[model].items()]
    return "\n".join(rows) + "\n"


def main() -> int:
    """Read, learn, write."""
    shared = Path(sys.argv[1])
    knowledge, stories = load(), read_stories()
    groups = annotation_files(shared / "gold" / "train"), list(records(shared / "corpus"))
    models = [first_models([lesson_of(read_article(record)) for record in group]) for group in groups]
    lessons = [
        told
        for group, others in zip(groups, reversed(models), strict=True)
        for told in lessons_of(group, stories, knowledge, others)
    ]
    told_articles = sum(len(story.articles) for story in stories)
    card = CARD.format(articles=sum(map(len, groups)), stories=len(stories), told=told_articles)
    shipped = judge()
    told = {"within": shipped.within_told.weights, "across": shipped.across_told.weights}
    found = beside(told, weights_of(learn(lessons, stories)))
    (FOLDER / f"{TABLE}.csv").write_text(card + table(found), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
