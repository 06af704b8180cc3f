"""What every published table's model has beside its columns."""

from __future__ import annotations

from typing import Any

import pandera.polars as pa


class Table(pa.DataFrameModel):
    """A published table.

    A subclass names its columns as pandera fields (`schemas.fields.field`) in their published order. Its
    docstring's first line is the table's title in every description.
    """

    class Config:
        """Exactly these columns in exactly this order."""

        strict = True
        ordered = True

    @classmethod
    def name(cls) -> str:
        """The table's name: that of its module."""
        return cls.__module__.rpartition(".")[2]

    @classmethod
    def columns(cls) -> dict[str, Any]:
        """The table's columns as pandera's `Column` objects, in their published order."""
        return dict(cls.to_schema().columns)

    @classmethod
    def primary_key(cls) -> tuple[str, ...]:
        """The columns that together name a row: unique, and never null."""
        return tuple(name for name, column in cls.columns().items() if column.metadata["key"])

    @classmethod
    def foreign_keys(cls) -> dict[str, str]:
        """Column -> the table whose only key column it holds, wherever it is not null."""
        return {
            name: column.metadata["refers_to"]
            for name, column in cls.columns().items()
            if column.metadata["refers_to"]
        }

    @classmethod
    def code_lists(cls) -> dict[str, str]:
        """Column -> the code list that its values come from."""
        return {
            n: column.metadata["codes"] for n, column in cls.columns().items() if column.metadata["codes"]
        }

    @classmethod
    def is_grounded(cls) -> bool:
        """Whether `source_text[source_start:source_end] == surface` must hold in every row."""
        return {"surface", "source_start", "source_end"} <= set(cls.columns())

    @classmethod
    def bucket_key(cls) -> str:
        """The column whose hash chooses a row's bucket.

        It is the article where there is one, so that one article touches few files.
        """
        return "article_id" if "article_id" in cls.columns() else cls.primary_key()[0]
