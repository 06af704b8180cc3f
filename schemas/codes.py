"""The table `codes`."""

from __future__ import annotations

from schemas.fields import field
from schemas.table import Table


class Codes(Table):
    """One code of a code list, with its labels."""

    list: str = field("list", key=True)
    code: str = field("code", key=True)
    label_ar: str = field("label_ar", nullable=True)
    label_en: str = field("label_en")
