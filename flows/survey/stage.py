"""Facts about the corpus: which lines an outlet repeats, which articles are nearly one.

A stage and a table of their own, so that an article is cleaned again only when a fact about its own lines
has changed.
"""

from __future__ import annotations

from collections import Counter

import polars as pl

from flows.frames import LINE_FACTS
from flows.survey.lines import line_form, outlet_key
from flows.survey.near import near_duplicates

__all__ = ["near_duplicates", "survey"]


def survey(sources: pl.DataFrame) -> pl.DataFrame:
    """Count the articles of an outlet that hold a line, for lines that two or more hold.

    Args:
        sources: the columns of `flows.frames.SOURCES`, of all articles.

    Returns:
        The columns of `flows.frames.LINE_FACTS`, sorted by outlet and line; `outlet` is what
        `flows.survey.lines.outlet_key` gives, `line` what `line_form` gives.
    """
    counts: dict[str, Counter[str]] = {}
    for outlet, path, text in sources.select("outlet", "source_file", "source_text").iter_rows():
        forms = {form for line in text.splitlines() if (form := line_form(line))}
        counts.setdefault(outlet_key(outlet, path), Counter()).update(forms)
    rows = [(outlet, line, n) for outlet, lines in counts.items() for line, n in lines.items() if n > 1]
    return pl.DataFrame(rows, schema=LINE_FACTS, orient="row").sort("outlet", "line")
