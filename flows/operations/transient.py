"""Which errors pass by themselves: a disk or a network that is away for a moment, and nothing else.

A text that breaks a stage breaks it again; a full disk stays full.
"""

from __future__ import annotations

import errno

_NAMES = (
    "EAGAIN EBUSY ECONNABORTED ECONNREFUSED ECONNRESET EHOSTDOWN EHOSTUNREACH EINTR EIO ENETDOWN ENETRESET ENETUNREACH"
    " ENOTCONN ESTALE ETIMEDOUT"
)
TRANSIENT = frozenset(getattr(errno, name) for name in _NAMES.split() if hasattr(errno, name))
"""What the system says of a network folder whose server is away or starting anew."""


def is_transient(error: BaseException | None) -> bool:
    """Whether the error, or one that it came from, is input or output that may do when tried again."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OSError) and (error.errno in TRANSIENT or isinstance(error, TimeoutError)):
            return True
        error = error.__cause__ or error.__context__
    return False
