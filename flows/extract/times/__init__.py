"""Time expressions: found once as what they mean, resolved to days whenever the article's date is known."""

from flows.extract.times.expressions import Expression
from flows.extract.times.find import find_times
from flows.extract.times.resolve import resolve_times

__all__ = ["Expression", "find_times", "resolve_times"]
