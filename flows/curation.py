"""The review as a Prefect flow: it asks through the form of Prefect's screens, one question after the other.

An answer is in the curator's file before the next question is asked, so that a run that is stopped loses none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import flows.quiet  # noqa: F401  isort: skip - before Prefect
from prefect import flow, get_run_logger, pause_flow_run
from prefect.artifacts import create_markdown_artifact
from prefect.input import RunInput
from pydantic import Field, create_model

from flows.errors import InputError
from flows.review.items import Item
from flows.review.queue import queue
from flows.review.terminal import write
from flows.review.write import FILE
from flows.settings import Settings

_A_DAY = 24 * 3600
SKIP, STOP = "skip", "stop"


@flow(
    name="review",
    flow_run_name="review {output}",
    description="Ask what matters most and is least certain; each answer becomes a correction at once.",
)
def review(  # noqa: PLR0913, PLR0917 - a form's fields
    seeds: Path = Path("seeds"),
    output: Path = Path("output"),
    corrections: Path | None = None,
    who: str = "",
    article: str = "",
    reasons: list[str] = [],  # noqa: B006 - Prefect shows a default, and nothing here changes it
    limit: Annotated[int, Field(ge=1)] = 20,
    patience: Annotated[int, Field(ge=1)] = _A_DAY,
) -> int:
    """Ask the questions of the latest version; returns how many corrections were written.

    Args:
        seeds: Folder of articles; its curation/ holds the corrections.
        output: Folder of published versions.
        corrections: Folder of a curator's files; seeds/curation if empty.
        who: Who answers; asked with each question if empty.
        article: Only questions about this article; all if empty.
        reasons: Only these kinds of question; all if empty.
        limit: At most so many questions.
        patience: Seconds to wait for an answer.
    """
    settings = Settings(seeds, output, corrections=corrections)
    items = queue(settings, tuple(reasons), article or None)[:limit]
    written: list[str] = []
    for number, item in enumerate(items, 1):
        told: Any = pause_flow_run(
            wait_for_input=_form(item, who, f"Question {number} of {len(items)}"),
            timeout=patience,
            key=f"question-{number}",
        )
        if told.choice == STOP:
            break
        written += _written(settings.curation, item, told, number)
    lines = [f"- `{name}`" for name in written] or ["Nothing was written."]
    create_markdown_artifact("\n".join(["Corrections written", "", *lines]), key="review-answers")
    return len(written)


def _form(item: Item, who: str, title: str) -> type[RunInput]:
    """Return the form of one question: a choice, a value where the answer needs one, who and why."""
    labels = [f"{number}. {answer.label}" for number, answer in enumerate(item.answers, 1)]
    wanted = "; ".join(f"{number}: {a.asks}" for number, a in enumerate(item.answers, 1) if a.asks)
    fields: dict[str, Any] = {
        "choice": (Literal[(*labels, SKIP, STOP)], Field(description=item.question)),
        "value": (str, Field(default="", description=f"For answer {wanted}" if wanted else "Not needed")),
        "who": (str, Field(default=who, description="Who answers")),
        "why": (str, Field(default="", description="Why; the answer itself if empty")),
    }
    text = "\n\n".join([f"**{title}** ({item.reason}, {item.article_id})", item.question, *item.sentences])
    model: type[RunInput] = create_model("Answer", __base__=RunInput, **fields)
    return model.with_initial_data(description=text)


def _written(folder: Path, item: Item, told: Any, number: int) -> list[str]:  # noqa: ANN401 - a model made at run time
    """Write an answer, and return the places of its rows; what cannot be written is logged and not asked again."""
    log = get_run_logger()
    if told.choice == SKIP:
        return []
    answer = item.answers[int(told.choice.partition(".")[0]) - 1]
    value = told.value.strip() if answer.asks else None
    try:
        names = write(
            folder, answer, value, told.who.strip() or "unnamed", told.why.strip() or answer.label, FILE
        )
    except InputError as error:
        log.warning("question %s: %s", number, error)
        return []
    log.info("question %s: %s: %s", number, answer.label, ", ".join(names))
    return names
