"""The contract as MLCommons Croissant 1.1: JSON-LD from which machine-learning tools load the tables as records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from schemas.package import TABLES, kind_of
from schemas.table import Table

CONFORMS_TO = "http://mlcommons.org/croissant/1.1"

PARQUET = "application/x-parquet"
"""The media type that Croissant's own reader knows Parquet by."""

_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the specification gives: readers warn of any other."""

_DATA_TYPES = {
    "String": "sc:Text",
    "Int64": "sc:Integer",
    "Float64": "sc:Float",
    "Boolean": "sc:Boolean",
    "Date": "sc:Date",
}


def croissant(version: str, tables: Sequence[str], told: Mapping[str, str]) -> dict[str, Any]:
    """Describe a version for Croissant's readers.

    Args:
        version: its number without `v`.
        tables: the names of its tables; each lies in a folder of its name as Parquet files.
        told: `title`, `description`, `license` (an address or a sentence), `published` (an ISO date, may be absent).

    Returns:
        JSON-LD. A table is a file set of its Parquet files, so the descriptor does not depend on how many there are;
        their digests are in `manifest.json`.
    """
    described: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": "marsad",
        "alternateName": told["title"],
        "description": told["description"],
        "version": version,
        "license": told["license"],
        "url": f"urn:marsad:version:{version}",
        "creator": {"@type": "sc:Organization", "name": "Marsad"},
        "citeAs": f"Marsad {version}: {told['title']}",
        "inLanguage": ["ar", "en"],
        "keywords": ["events", "news", "Arabic", "PLOVER"],
        "distribution": [_file_set(name) for name in tables],
        "recordSet": [_record_set(TABLES[name], set(tables)) for name in tables],
    }
    if "published" in told:
        described["datePublished"] = told["published"]
    return described


def _file_set(name: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": f"{name}-files",
        "name": f"{name}-files",
        "description": f"The Parquet files of the table {name}.",
        "encodingFormat": PARQUET,
        "includes": f"{name}/*.parquet",
    }


def _record_set(model: type[Table], tables: set[str]) -> dict[str, Any]:
    name, key = model.name(), model.primary_key()
    ids = [{"@id": f"{name}/{part}"} for part in key]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": " ".join((model.__doc__ or "").split()),
        "key": ids[0] if len(ids) == 1 else ids,
        "field": [_field(name, column, described) for column, described in model.columns().items()],
    }


def _field(table: str, name: str, column: Any) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{name}",
        "name": f"{table}/{name}",
        "description": column.description,
        "dataType": _DATA_TYPES[kind_of(column)],
        "source": {"fileSet": {"@id": f"{table}-files"}, "extract": {"column": name}},
    }
