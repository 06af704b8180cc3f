"""Articles of the shared corpus with the project's own labels, kept apart from their text: more to learn from.

`labels.jsonl` holds a line an article: where it is in the corpus, a digest of its text, and as positions in that text
its lines that are no story, its names, times and events. None of the text itself is in it. How the labels were made,
and how well they agree with the annotated articles, is in the reader's model card. Only training uses this module.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from flows.extract.events.annotated import Article, read_article, read_articles

LABELS = Path(__file__).parent / "labels.jsonl"

KEPT = 8
"""Every eighth article is kept from the network: what joins it with the rules is learnt where it has not been."""

BULK = "articles-2018.jsonl.gz"
"""The file of the corpus that holds many articles; the others are a file each."""


def to_learn(shared: Path) -> list[Article]:
    """Return the articles that the network learns from: annotated ones of the training set, then labelled ones."""
    found = annotated(shared), list(read_labelled(shared / "corpus"))
    return [article for articles in found for i, article in enumerate(articles) if i % KEPT]


def kept(shared: Path) -> list[Article]:
    """Return the articles that the network never sees: annotated ones, then labelled ones."""
    return [*annotated(shared)[::KEPT], *list(read_labelled(shared / "corpus"))[::KEPT]]


def annotated(shared: Path) -> list[Article]:
    """Return the annotated articles of the training set, in order of their names.

    Raises:
        FileNotFoundError: the folder holds none.
    """
    folder = shared / "gold" / "train"
    if not (found := list(read_articles(folder))):
        raise FileNotFoundError(
            f"{folder}: no annotated articles to learn from; name the folder that holds gold/"
        )
    return found


def read_labelled(corpus: Path, labels: Path = LABELS) -> Iterator[Article]:
    """Yield the labelled articles, in order of the file; arguments and errors are those of `records`."""
    return map(read_article, records(corpus, labels))


def records(corpus: Path, labels: Path = LABELS) -> Iterator[dict[str, Any]]:
    """Yield the labelled articles as annotations, in order of the file.

    Args:
        corpus: the folder of articles without annotations; it holds `NAME.txt` files and `bulk/`.
        labels: the file of labels.

    Raises:
        FileNotFoundError: a labelled article is not in the corpus.
        ValueError: its text is not that which was labelled.
    """
    bulk = _bulk(corpus / "bulk" / BULK)
    for line in labels.read_text("utf-8").splitlines():
        record = json.loads(line)
        name = record["article"]
        text = bulk[name] if name in bulk else (corpus / f"{name}.txt").read_bytes().decode("utf-8")
        if digest(text) != record["sha256"]:
            raise ValueError(f"{name}: its text is not that which was labelled; take it out of {labels.name}")
        yield marked(record, text)


def digest(text: str) -> str:
    """Return what tells that a text is the one that was labelled."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _bulk(path: Path) -> dict[str, str]:
    found = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            found[record["id"]] = f"{record['title'].strip()}\n\n{record['text'].strip()}\n"
    return found


def marked(record: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return labels and their text as an annotation has them: marks in the text, events by their marks."""
    spans = [(start, end, f"[[{key}|", "]]") for start, end, key in record["names"]]
    spans += [(start, end, f"[[t{n}|", "]]") for n, (start, end, *_) in enumerate(record["times"])]
    spans += [(e["at"][0], e["at"][1], f"{{{{v{n}|", "}}") for n, e in enumerate(record["events"])]
    parts, at = [], 0
    for start, end, before, behind in sorted(spans):
        parts += [text[at:start], before, text[start:end], behind]
        at = end
    published = record["published"]
    return {
        "article_id": record["article"],
        "is_named": record.get("is_named", True),
        "marked": "".join([*parts, text[at:]]),
        "published": published and {"start": published[0], "end": published[1]},
        "title": record["title"] and text[slice(*record["title"])],
        "drop": [text[start:end].rstrip("\r\n") for start, end in record["drop"]],
        "author": None,
        "entities": {
            key: {"type": kind, "country": country} for key, (kind, country) in record["things"].items()
        },
        "times": {f"t{n}": days for n, (_, _, *days) in enumerate(record["times"]) if days[0]},
        "amounts": {},
        "events": [
            {
                "id": f"v{n}",
                "type": event["type"],
                "mode": event.get("mode"),
                "status": event["status"],
                "actors": event["actors"],
                "recipients": event["recipients"],
                "date": event.get("date"),
                "place": event.get("place"),
                "source": event.get("source"),
                "same_as": f"v{event['same_as']}" if "same_as" in event else None,
                "contexts": [],
            }
            for n, event in enumerate(record["events"])
        ],
    }
