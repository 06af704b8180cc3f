"""Where tellings of one event differ: each value with who says it, none of them averaged away."""

from __future__ import annotations

import polars as pl

from flows.ids import make_id

COUNTED = ("killed", "injured", "arrested", "missing", "displaced", "people")
"""Units of amounts that are fields of their own; sums of money are one field, percentages none."""

_PERCENT = "%"
_UNREAL = "hypothetical"
_KEY = ("event_id", "field", "value", "article_id", "attributed_to")


def conflicts_of(
    tellings: pl.DataFrame, amounts: pl.DataFrame, articles: pl.DataFrame, entities: pl.DataFrame
) -> pl.DataFrame:
    """One row a value of a contested field, article and source.

    Contested are: the status (what is only wished or feared contradicts nothing); the mode; dates that have no
    day in common with another; cities and countries, unless one is the country of the other; exact figures of one unit.

    Args:
        tellings: `event_mentions`.
        amounts: `amounts`.
        articles: with `article_id`, `outlet`.
        entities: with `entity_id`, `type`, `country`.
    """
    tellings = tellings.select(_READ)
    told = pl.concat([*_told(tellings), _places(tellings, entities), _figures(tellings, amounts)])
    found = (
        told.group_by(_KEY)
        .agg(
            pl.col("event_mention_id").sort_by("start", "event_mention_id").first(),
            pl.len().alias("mention_count"),
        )
        .join(articles.select("article_id", "outlet"), on="article_id", how="left")
        .with_columns(pl.col("mention_count").cast(pl.Int64))
        .sort(_KEY, nulls_last=True)
    )
    ids = [make_id("cf", *row) for row in found.select(_KEY).iter_rows()]
    return found.with_columns(pl.Series("conflict_id", ids, dtype=pl.String))


_COLUMNS = ("event_id", "field", "value", "article_id", "attributed_to", "event_mention_id", "start")


_READ = (
    "event_id", "article_id", "event_mention_id", "start", "status", "mode", "date_start", "date_end", "place_id",
    "attributed_to",
)  # fmt: skip


def _said(tellings: pl.DataFrame, name: str, value: pl.Expr) -> pl.DataFrame:
    return tellings.with_columns(pl.lit(name).alias("field"), value.alias("value")).select(_COLUMNS)


def _contested(told: pl.DataFrame) -> pl.DataFrame:
    """Keep what is said otherwise by another: two values of one article and source are parts or kinds, no conflict.

    A value that everybody tells is not contested either.
    """
    sayer = pl.struct("article_id", pl.col("attributed_to").fill_null(""))
    everybody = sayer.n_unique().over("event_id", "field")
    own = told.filter(sayer.n_unique().over("event_id", "field", "value") < everybody)
    return own.filter(
        (pl.col("value").n_unique().over("event_id", "field") > 1)
        & (sayer.n_unique().over("event_id", "field") > 1)
    )


def _told(tellings: pl.DataFrame) -> list[pl.DataFrame]:
    real = tellings.filter(pl.col("status") != _UNREAL)
    modes = tellings.filter(pl.col("mode").is_not_null())
    return [
        _contested(_said(real, "status", pl.col("status"))),
        _contested(_said(modes, "mode", pl.col("mode"))),
        _dates(tellings),
    ]


def _dates(tellings: pl.DataFrame) -> pl.DataFrame:
    """Dates that some other date of the event does not touch: it ends before this begins, or begins after its end."""
    dated = tellings.filter(pl.col("date_start").is_not_null() & pl.col("date_end").is_not_null())
    ends_before = pl.col("date_end").min().over("event_id") < pl.col("date_start")
    begins_after = pl.col("date_start").max().over("event_id") > pl.col("date_end")
    start, end = pl.col("date_start").cast(pl.String), pl.col("date_end").cast(pl.String)
    days = pl.when(start == end).then(start).otherwise(start + "/" + end)
    return _said(dated.filter(ends_before | begins_after), "date", days)


def _places(tellings: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """Cities and countries, without countries where a city in them is told; a building or an area is in one of them."""
    lands = entities.filter(pl.col("type") == "GPE").select(
        pl.col("entity_id").alias("place_id"), pl.col("country").alias("_land")
    )
    placed = tellings.join(lands, on="place_id", how="inner")
    is_land = (pl.col("place_id") == ("gpe." + pl.col("_land"))).fill_null(value=False)
    exact = placed.filter(~is_land)
    inner = exact.select("event_id", "_land").unique()
    outer = placed.filter(is_land).join(inner, on=["event_id", "_land"], how="anti")
    return _contested(_said(pl.concat([exact, outer]), "place", pl.col("place_id")))


def _figures(tellings: pl.DataFrame, amounts: pl.DataFrame) -> pl.DataFrame:
    linked = amounts.filter(
        pl.col("event_mention_id").is_not_null()
        & pl.col("value").is_not_null()
        & ~pl.col("is_approximate")
        & (pl.col("unit") != _PERCENT)
    ).select("event_mention_id", pl.col("value").alias("_figure"), "unit")
    is_count = pl.col("unit").is_in(COUNTED)
    figure = pl.col("_figure")
    whole = figure.cast(pl.Int64, strict=False).cast(pl.String)
    number = pl.when(figure == figure.floor()).then(whole).otherwise(figure.cast(pl.String))
    told = tellings.join(linked, on="event_mention_id", how="inner").with_columns(
        pl.when(is_count).then("unit").otherwise(pl.lit("money")).alias("field"),
        pl.when(is_count).then(number).otherwise(number + " " + pl.col("unit")).alias("value"),
    )
    return _contested(told.select(_COLUMNS))
