"""Facts about the corpus: which lines an outlet repeats, which articles are nearly one.

A stage and a table of their own, so that an article is cleaned again only when a fact about its own lines
has changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

import polars as pl

from flows.survey.lines import line_form, outlet_key
from flows.survey.near import near_duplicates

__all__ = ["LINES", "MOST", "facts_of", "lines_of", "near_duplicates", "recurring", "survey", "touched_by"]

MOST = 5
"""Articles: as many as cleaning tells apart. What more hold counts as held by so many, so that one more article of an
outlet leaves the others as they are."""

LINES: dict[str, Any] = {"article_id": pl.String, "outlet": pl.String, "line": pl.UInt64}
"""Which lines an article holds, each once: `line` is a digest of its matching form."""

_COUNTED = ["outlet", "line"]


def lines_of(sources: pl.DataFrame) -> pl.DataFrame:
    """Return `LINES` of articles (the columns of `flows.frames.SOURCES`)."""
    rows = [(article, outlet, line) for article, outlet, _, line in _forms(sources)]
    return pl.DataFrame(rows, schema=LINES, orient="row")


def recurring(lines: pl.DataFrame) -> pl.DataFrame:
    """Count, for lines that two articles of an outlet or more hold, how many do, up to `MOST`.

    Args:
        lines: `LINES`, of all articles.

    Returns:
        outlet, line, article_count.
    """
    counts = lines.group_by(_COUNTED).agg(pl.len().cast(pl.Int64).alias("article_count"))
    return counts.filter(pl.col("article_count") > 1).with_columns(
        pl.col("article_count").clip(upper_bound=MOST)
    )


def touched_by(before: pl.DataFrame, after: pl.DataFrame, changed: pl.DataFrame) -> list[str]:
    """Return the articles that did not change themselves and hold a line of which as many articles hold it no longer.

    Args:
        before: `LINES` of the last version, of all articles.
        after: the same now.
        changed: article_id of those that changed, came or went.
    """
    is_own = pl.col("article_id").is_in(changed["article_id"].implode())
    own = pl.concat([before.filter(is_own), after.filter(is_own)]).select(_COUNTED).unique()
    old, new = (recurring(lines.join(own, on=_COUNTED, how="semi")) for lines in (before, after))
    moved = pl.concat([old.join(new, on=new.columns, how="anti"), new.join(old, on=old.columns, how="anti")])
    return after.filter(~is_own).join(moved, on=_COUNTED, how="semi")["article_id"].unique().sort().to_list()


def facts_of(sources: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """Return the facts about the lines of articles.

    Args:
        sources: the columns of `flows.frames.SOURCES`, of any articles.
        counts: as `recurring` gives them, of all articles.

    Returns:
        The columns of `flows.frames.LINE_FACTS`, sorted by outlet and line; `outlet` is what
        `flows.survey.lines.outlet_key` gives, `line` what `line_form` gives.
    """
    forms = {(outlet, line): form for _, outlet, form, line in _forms(sources)}
    rows = [(*key, form) for key, form in forms.items()]
    told = pl.DataFrame(
        rows, schema={"outlet": pl.String, "line": pl.UInt64, "form": pl.String}, orient="row"
    ).join(counts, on=_COUNTED)
    return told.select("outlet", pl.col("form").alias("line"), "article_count").sort(_COUNTED)


def survey(sources: pl.DataFrame) -> pl.DataFrame:
    """Return the facts about the lines of all articles: see `facts_of`.

    Args:
        sources: the columns of `flows.frames.SOURCES`, of all articles.
    """
    return facts_of(sources, recurring(lines_of(sources)))


def _forms(sources: pl.DataFrame) -> Iterator[tuple[str, str, str, int]]:
    """Yield article, outlet, matching form and digest of each line of an article, once."""
    columns = ("article_id", "outlet", "source_file", "source_text")
    for article, outlet, path, text in sources.select(columns).iter_rows():
        key = outlet_key(outlet, path)
        for form in dict.fromkeys(line_form(line) for line in text.splitlines()):
            if form:
                yield article, key, form, int.from_bytes(blake2b(form.encode(), digest_size=8).digest())
