"""Why one seed file, or one record in it, is left out."""

from __future__ import annotations


class Unreadable(Exception):  # noqa: N818 - it names what the file is
    """A file or record that gives no article.

    Args:
        check: the rule that it breaks, in a word or two: the `check` of a rejected row.
        reason: what is wrong and what a person can do about it.
        value: the value that broke the rule, shortened.
    """

    def __init__(self, check: str, reason: str, value: str | None = None) -> None:
        super().__init__(reason)
        self.check = check
        self.reason = reason
        self.value = value
