"""A capital that acts stands for its government: `الرباط` as the actor of an event is Morocco."""

from __future__ import annotations

import polars as pl

from flows.knowledge.tables import rows


def governments(names: pl.DataFrame, tellings: pl.DataFrame, parties: pl.DataFrame) -> pl.DataFrame:
    """Link the namings of capitals that act to their countries.

    A naming acts where it is an actor of an event and of none the place: in the training articles, fifteen of
    eighteen such capitals were meant as governments, while those to which something is done were mostly places.

    Args:
        names: `flows.frames.NAMES`.
        tellings: `flows.frames.TELLINGS`.
        parties: `flows.frames.PARTIES`.

    Returns:
        The same rows in the same order; `key` and `thing` of such namings are their country's.
    """
    country_of = {row["capital"]: row["key"] for row in rows("countries") if row["capital"]}
    acting = parties.filter(pl.col("role") == "actor")["mention_id"].drop_nulls().unique()
    places = tellings["place"].drop_nulls().unique()
    acts = pl.col("mention_id").is_in(acting.implode()) & ~pl.col("mention_id").is_in(places.implode())
    is_government = acts & pl.col("key").is_in(sorted(country_of))
    country = pl.when(is_government).then(pl.col("key").replace(country_of))
    return names.with_columns(
        country.otherwise("key").alias("key"), country.otherwise("thing").alias("thing")
    )
