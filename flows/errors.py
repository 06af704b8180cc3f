"""The errors that a user can mend.

MarsadError            a message that says what is wrong, where, and how to mend it; exit code 2
 ├─ InputError         the seeds, a correction, a setting or a named thing is not as it must be
 ├─ OutputError        the output folder cannot be written, is full, or holds something unexpected
 ├─ BusyError          another build holds the lock; exit code 3
 ├─ SchemaError        a stage's table breaks its contract: nothing was published; exit code 4
 └─ DriftError         the data moved further from the last version than is allowed: nothing was published; exit code 6
"""

from __future__ import annotations


class MarsadError(Exception):
    """Something that the user can mend.

    Args:
        what: what is wrong and where, as one sentence.
        remedy: what to do about it, as one sentence.
    """

    exit_code = 2

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


class InputError(MarsadError):
    """The seeds, a correction, a setting or a named thing is not as it must be."""


class OutputError(MarsadError):
    """The output folder cannot be written, is full, or holds something unexpected."""


class BusyError(MarsadError):
    """Another build holds the lock."""

    exit_code = 3


class SchemaError(MarsadError):
    """A stage's table breaks its contract; nothing was published."""

    exit_code = 4


class DriftError(MarsadError):
    """The data moved further from the last version than is allowed; nothing was published."""

    exit_code = 6
