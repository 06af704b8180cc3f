"""The table `codes`: the contract's own code lists, and those whose codes the knowledge tables tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from flows.knowledge.knowledge import Knowledge
from flows.knowledge.tables import rows
from schemas.package import TABLES, code_lists, polars_schema


def codes_of(knowledge: Knowledge) -> pl.DataFrame:
    """Return every code with its labels."""
    told = {name: [(c, *labels) for c, labels in codes.items()] for name, codes in code_lists().items()}
    told["country"] = list(country_codes(knowledge))
    told["removal_reason"] = [
        (row["reason"], row["label_ar"], row["label_en"]) for row in rows("removal_reasons")
    ]
    told["unit"] += [(row["code"], row["name_ar"], row["name_en"]) for row in rows("currency_names")]
    found: list[dict[str, Any]] = [
        {"list": name, "code": code, "label_ar": label_ar or None, "label_en": label_en}
        for name, codes in told.items()
        for code, label_ar, label_en in codes
    ]
    return pl.DataFrame(found, schema=polars_schema(TABLES["codes"])).unique(["list", "code"], keep="first")


def country_codes(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    """ISO 3166-1 alpha-3 code, Arabic and English name of every country."""
    for thing in knowledge.things.values():
        if thing.country is not None and thing.key == f"gpe.{thing.country}":
            yield thing.country, thing.name_ar, thing.name_en
