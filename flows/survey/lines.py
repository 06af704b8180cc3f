"""The lines of an article in the form in which they are counted across an outlet's articles."""

from __future__ import annotations

MAX_LINE = 400
"""Characters: longer lines are paragraphs, and no web page's furniture."""


def line_form(line: str) -> str | None:
    """Return a line's matching form: its words with single spaces, or null for a blank or long line."""
    if len(line) > 2 * MAX_LINE:
        return None
    form = " ".join(line.split())
    return form if 0 < len(form) <= MAX_LINE else None


def outlet_key(outlet: str | None, source_file: str) -> str:
    """Return what articles are counted together: the outlet, else the top folder in the seeds, else all."""
    if outlet:
        return outlet
    folder, slash, _ = source_file.partition("/")
    return folder + slash if slash else ""
