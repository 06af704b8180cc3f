"""Learn the event weights: `knowledge/event_weights.csv` for the rules alone, `event_weights_reader.csv` with a reader.

usage: python -m flows.extract.events.train SHARED

SHARED holds `gold/train` and `corpus` as `flows.extract.events.labelled` reads them. The same articles, reader and code
give the same tables: nothing is drawn at random. Needs numpy (the development extra).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flows.extract.events.annotated import Article
from flows.extract.events.draft import Draft
from flows.extract.events.drills import drill_articles
from flows.extract.events.examples import Annotated, Examples, examples, merged
from flows.extract.events.interpret import Knowing, knowing, read_each
from flows.extract.events.labelled import KEPT, annotated, read_labelled
from flows.extract.events.learn import Example, Key, fit
from flows.extract.events.models import CHOSEN, NAMES, Models, build
from flows.extract.events.nationalities import nationality_words
from flows.extract.events.scene import scene
from flows.extract.names import find_names
from flows.extract.reader.heard import Heard
from flows.extract.reader.reader import Reader
from flows.extract.readings import NameSpan, NationalSpan
from flows.knowledge.knowledge import load
from flows.knowledge.tables import FOLDER

L2: Mapping[str, float] = {
    "trigger": 4.0, "mode": 2.0, "status": 6.0, "party": 12.0, "date": 12.0, "place": 8.0, "source": 8.0, "same": 6.0,
    "assign": 40.0,
}  # fmt: skip
"""Pull towards zero, or the prior, of each model's weights: best of 1 to 30 in threefold cross-validation by article,
but for `same`, of which no other was tried, and `assign`, best of 12, 40 and 80 on every fourth article."""

DRILL_WEIGHT = 2.0
"""What a drill's decision counts, where an annotated one counts 1: plain grammar, against 47,000 events of news."""

FOLDS = 3
"""Parts of the articles; what a part's decisions look back at is read with weights learnt from the others."""

HABIT = "labelled"
"""A feature of "none is told" in the project's own labels, whose readers leave less or more untold than the annotation.

Its weight takes up the difference in habit; in use it never occurs.
"""

ADDED = 0.7
"""What is taken of that which the reader adds: it is learnt on few articles, and on the half of them that was left out
of it types and parties came out better so than with all of it."""

RANKED = ("date", "place", "source")
"""The models that rank options, "none is told" first."""

Learnt = dict[str, dict[Key, float]]
"""Model -> (feature, class) -> weight."""

SMALLEST = 0.06  # weights nearer to zero are left out of the table: no figure changes by a point
CARD = """\
# What the event rules have learnt: a weight for each feature and class of nine log-linear models.
# Models: trigger (is a candidate an event, of which type), mode, status, party (actor, recipient or neither), date,
#   place, source, same, the earlier telling, and assign, who has which role (each ranks what the text offers).
# Learnt by flows.extract.events.train: softmax with L2, L-BFGS, no randomness; a feature of one decision is left out.
# Data: the sentences of event_drills.csv, {annotated} annotated and {labelled} labelled Arabic news articles with
#   {events:,} events; of their text only single words and pairs of words are kept here, as features.
# Use: Arabic news in standard language. Weak where the training set is: rare types and modes, denied events, and
#   places and sources that stand far from their event.
# key: model, a space, feature (flows/extract/events says what each looks at); weights: class=weight in hundredths.
key,weights
"""


def prepare(
    article: Article, heard: Heard | None = None, nationals: Sequence[NationalSpan] | None = None
) -> Knowing:
    """Return what the events of an annotated article are told from, as yet without weights."""
    if nationals is None:
        nationals = tuple(nationality_words(article.document, article.names))
    seen = scene(article.document, article.names, nationals, article.times, article.amounts, heard)
    return knowing(seen, article.published, build({name: {} for name in NAMES}))


def in_use(article: Article, heard: Heard | None = None) -> tuple[Article, tuple[NationalSpan, ...]]:
    """Return an annotated article with the names that are found in it, and its nationalities.

    What is learnt from is so as it will be in use, errors included. A name that lies on an annotated one names the same
    thing. A party whom no name found names becomes an unnamed one of its country.
    """
    found, nationals = find_names(article.document, load(None), heard)
    names = tuple(replace(name, thing=_annotated(name, article.names) or name.thing) for name in found)
    known = {name.thing for name in names}
    unnamed = {
        name.thing: f"@{name.country}" for name in article.names if name.thing not in known and name.country
    }

    def meant(keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(unnamed.get(key, key) for key in keys))

    events = tuple(
        replace(event, actors=meant(event.actors), recipients=meant(event.recipients))
        for event in article.events
    )
    return replace(article, names=names, events=events), nationals


def _annotated(name: NameSpan, annotated: Sequence[NameSpan]) -> str | None:
    """Return the thing of the annotated name that most of a name's letters lie in."""
    shares = [(min(name.end, other.end) - max(name.start, other.start), other.thing) for other in annotated]
    shared, thing = max(shares, key=lambda share: share[0], default=(0, None))
    return thing if shared > 0 else None


@dataclass(frozen=True, slots=True)
class Lesson:
    """An article to learn from, as it is looked at, with what it should be read as; `is_labelled` in whose habit."""

    known: Knowing
    events: Sequence[Annotated]
    is_labelled: bool = False

    def examples(self, read: Sequence[Draft] | None = None) -> Examples:
        """Return its decisions; `read` are its events as weights learnt from other articles find them."""
        found = examples(self.known, self.events, read)
        if self.is_labelled:
            found |= {name: [_of_habit(e) for e in found[name]] for name in RANKED}
        return found


def _of_habit(example: Example) -> Example:
    untold, *others = example.options
    return replace(example, options=[[*untold, (HABIT, CHOSEN)], *others])


def learn(
    lessons: Sequence[Lesson],
    reader: Reader | None = None,
    prior: Mapping[str, dict[Key, float]] | None = None,
) -> Learnt:
    """Return model -> (feature, class) -> weight, from annotated articles.

    In two rounds: the first looks back at what is annotated, and serves to read each part of the articles with
    weights from the others; the second looks back at what was so read, errors included, as it will be in use.

    Args:
        lessons: annotated and labelled articles, with what is heard in them if there is a reader.
        reader: hears the drills, which none was trained on; None to learn for the rules alone.
        prior: what was learnt from other articles, by model; the weights stay near to it.
    """
    first = [lesson.examples() for lesson in lessons]
    second: list[Examples] = []
    for fold in range(FOLDS):
        learnt = _fit([part for i, part in enumerate(first) if i % FOLDS != fold], prior)
        models = build({name: _nested(learnt[name]) for name in NAMES})
        for lesson in lessons[fold::FOLDS]:
            looking = replace(lesson, known=lesson.known._replace(models=models))
            second.append(looking.examples(read_each(looking.known)))
    return _fit([*second, *drilled(reader)], prior)


def first_models(lessons: Sequence[Lesson]) -> Models:
    """Return models learnt in one round: quick, and nearly as good, where others than these articles are to be read."""
    learnt = _fit([*(lesson.examples() for lesson in lessons), *drilled()])
    return build({name: _nested(learnt[name]) for name in NAMES})


def drilled(reader: Reader | None = None) -> list[Examples]:
    """Return the decisions of the drills: triggers always, status where no party is told, parties where one is."""
    parts: list[Examples] = []
    for article in drill_articles():
        heard = None if reader is None else reader.hear(article.document)
        found = examples(prepare(article, heard), article.events)
        kept = {"trigger", "party" if article.names else "status"}
        parts.append(
            {
                name: [replace(e, weight=e.weight * DRILL_WEIGHT) for e in some] if name in kept else []
                for name, some in found.items()
            }
        )
    return parts


def _fit(parts: Sequence[Examples], prior: Mapping[str, dict[Key, float]] | None = None) -> Learnt:
    together = merged(parts)
    return {model: fit(together[model], L2[model], prior=(prior or {}).get(model, {})) for model in NAMES}


def _nested(learnt: Mapping[Key, float]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for (feature, name), weight in learnt.items():
        found.setdefault(feature, {})[name] = weight
    return found


def table(learnt: Learnt) -> str:
    """Return the rows of the weights table, sorted; cells with a comma or a quote are quoted."""
    lines = []
    for model in NAMES:
        by_feature: dict[str, list[str]] = {}
        for (feature, name), weight in sorted(learnt[model].items()):
            if abs(weight) >= SMALLEST and feature != HABIT:
                by_feature.setdefault(feature, []).append(f"{name}={round(weight * 100)}")
        lines += [f"{_cell(f'{model} {feature}')},{' '.join(cells)}" for feature, cells in by_feature.items()]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text


def lessons(shared: Path, reader: Reader | None, *, is_kept: bool | None = None) -> list[Lesson]:
    """Return the articles of a folder to learn from.

    Args:
        shared: holds the annotated and the labelled articles.
        reader: hears them; None for the rules alone.
        is_kept: only those that the reader has never seen, or only the others; None for all.
    """
    groups = annotated(shared), list(read_labelled(shared / "corpus"))
    return [
        lesson_of(a, reader.hear(a.document) if reader else None, is_labelled=is_labelled)
        for articles, is_labelled in zip(groups, (False, True), strict=True)
        for i, a in enumerate(articles)
        if is_kept is None or is_kept == (i % KEPT == 0)
    ]


def lesson_of(article: Article, heard: Heard | None = None, *, is_labelled: bool = False) -> Lesson:
    """Return an article to learn from, as it is read in use."""
    found, nationals = in_use(article, heard)
    return Lesson(prepare(found, heard, nationals), found.events, is_labelled)


def joined(shared: Path, reader: Reader, everything: Learnt) -> Learnt:
    """Return the weights for rules and reader.

    What the reader adds is learnt on articles that it has never seen, beside rules that were learnt on the others; it
    is then put on the rules that were learnt on all, by `ADDED`.
    """
    rules = learn(lessons(shared, None, is_kept=False))
    both = learn(lessons(shared, reader, is_kept=True), reader, rules)
    return {
        model: {
            key: everything[model].get(key, 0.0)
            + ADDED * (both[model].get(key, 0.0) - rules[model].get(key, 0.0))
            for key in everything[model].keys() | both[model].keys()
        }
        for model in NAMES
    }


def main() -> int:
    """Read, learn, write both tables."""
    shared = Path(sys.argv[1])
    told = lessons(shared, None)
    labelled = sum(lesson.is_labelled for lesson in told)
    counts = {
        "annotated": len(told) - labelled,
        "labelled": labelled,
        "events": sum(len(lesson.events) for lesson in told),
    }
    everything = learn(told)
    _write("event_weights", everything, counts)
    _write("event_weights_reader", joined(shared, Reader(), everything), counts)
    return 0


def _write(name: str, learnt: Learnt, counts: Mapping[str, int]) -> None:
    (FOLDER / f"{name}.csv").write_text(CARD.format(**counts) + table(learnt), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
