"""Labelled articles that tell the same stories, with what is one real event across them: only training uses this.

`stories.jsonl` holds a line a story: its articles, and in `same` lists of labelled events, each as its article and its
position among the article's events (`flows.extract.events.labelled`), that are one real event and its first telling in
each article. Nothing of the articles' text is in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

STORIES = Path(__file__).parent / "stories.jsonl"


@dataclass(frozen=True, slots=True)
class Story:
    """A story: its articles, and events of theirs that are one, each as `ARTICLE:vPOSITION`."""

    articles: tuple[str, ...]
    same: tuple[tuple[str, ...], ...]


def read_stories(path: Path = STORIES) -> list[Story]:
    """Return the stories, in order of the file."""
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        Story(
            tuple(record["articles"]),
            tuple(tuple(f"{article}:v{at}" for article, at in group) for group in record["same"]),
        )
        for record in records
    ]


def joined(event_of: Mapping[str, str], stories: Iterable[Story]) -> dict[str, str]:
    """Return telling -> what names its event across articles.

    Args:
        event_of: telling -> `ARTICLE:vPOSITION` of its event's first telling in the article.
        stories: what is one event across articles.
    """
    name = {event: group[0] for story in stories for group in story.same for event in group}
    return {telling: name.get(event, event) for telling, event in event_of.items()}
