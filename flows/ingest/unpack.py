"""A compressed file's bytes, never more than a stated number of them."""

from __future__ import annotations

import io
import zlib
from gzip import GzipFile

import zstandard

from flows.ingest.errors import Unreadable

MAX_UNPACKED = 200_000_000
"""Bytes: ten times the default limit of a plain file; a bomb of a few kilobytes can hold gigabytes."""


def unpack(raw: bytes, compression: str | None, limit: int = MAX_UNPACKED) -> bytes:
    """Return the unpacked bytes of a `gzip` or `zstd` file (null: as they are).

    Raises:
        Unreadable: damaged, cut short, or larger than `limit` bytes once unpacked.
    """
    if compression is None:
        return raw
    stream: GzipFile | zstandard.ZstdDecompressionReader
    if compression == "gzip":
        stream = GzipFile(fileobj=io.BytesIO(raw))
    else:
        stream = zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True)
    try:
        data = stream.read(limit + 1)
    except (EOFError, OSError, zlib.error, zstandard.ZstdError) as error:
        raise Unreadable("unpack", f"the {compression} file is damaged or cut short: {error}") from error
    if len(data) > limit:
        raise Unreadable("max_bytes", f"more than {limit} bytes once unpacked: split it")
    if raw and not data and compression == "zstd":
        raise Unreadable("unpack", "the zstd file is damaged or cut short: it holds nothing")
    return data
