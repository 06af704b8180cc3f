"""Ids: short, and the same on every machine for the same anchor."""

from __future__ import annotations

from hashlib import blake2b

_BYTES = 8  # ten million ids of a kind collide with a chance of three in a million


def make_id(prefix: str, *anchor: object) -> str:
    """Return `prefix-` and 16 hexadecimal digits that the anchor alone decides.

    Args:
        prefix: what the id names, in one or two letters.
        anchor: what makes the thing this one and no other; each part is taken as text.
    """
    text = "\x1f".join(["" if part is None else str(part) for part in anchor])
    return f"{prefix}-{blake2b(text.encode(), digest_size=_BYTES).hexdigest()}"


def bucket_of(key: str, count: int) -> int:
    """Return the bucket, 0 to `count` - 1, in which a row with this key is kept; `count` is a power of two.

    Doubling the count splits each bucket in two and moves nothing else.
    """
    return int.from_bytes(blake2b(key.encode(), digest_size=4).digest(), "big") & (count - 1)
