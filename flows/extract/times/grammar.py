"""The grammar of time expressions: which rules read what begins at a token.

Rules are tried in the order in which `_RULES` names them for what the token can be; the first that reads
something wins.
"""

from __future__ import annotations

from collections.abc import Callable

from flows.extract.times import daynames, distances, moments, periods, ranges, relative, years
from flows.extract.times.dates import month_alone, numeric_date
from flows.extract.times.reader import Found, Reader, phrase

Rule = Callable[[Reader, int], Found | None]


def read(reader: Reader, i: int) -> tuple[Found, int] | None:
    """Read the time expression that begins at token `i`: what was found, and the letters cut before it."""
    named = phrase(reader, i)
    if named is not None and (found := moments.phrase_meaning(reader, named[0], named[1])) is not None:
        return found, named[2]
    word = reader.words[i]
    if word is None:
        return None
    if named is not None and named[0].startswith("month:") and (found := month_alone(reader, i)) is not None:
        return found, named[2]
    for kind in word.kinds:
        for rule in _RULES.get(kind, ()):
            if (found := rule(reader, i)) is not None:
                return found, word.cut
    return None


_RULES: dict[str, tuple[Rule, ...]] = {
    "digits": (numeric_date, years.year_span, ranges.date_range, relative.counted_units, years.year_alone),
    "ordinal": (ranges.date_range,),
    "ones": (relative.counted_units,),
    "ten": (relative.counted_units,),
    "tens": (ranges.date_range, relative.counted_units),
    "hundred": (relative.counted_units,),
    "unit": (
        ranges.between,
        moments.ending_week,
        ranges.two_months,
        ranges.date_range,
        daynames.weekday_alone,
        daynames.today,
        periods.fraction_of_period,
        relative.unit_shifted,
        month_alone,
        years.year_alone,
        periods.current_unit,
    ),
    "weekday": (ranges.date_range, daynames.weekday_alone),
    "deictic": (daynames.today,),
    "part": (moments.day_part, moments.part_of_told_day),
    "adverb": (moments.day_part, moments.part_of_told_day),
    "saat": (moments.clock,),
    "edge": (periods.part_of_period,),
    "half": (periods.fraction_of_period,),
    "quarter": (periods.fraction_of_period,),
    "third": (periods.fraction_of_period,),
    "between": (ranges.between,),
    "month": (month_alone,),
    "this": (relative.unit_shifted,),
    "season": (relative.season,),
    "fasl": (relative.season, periods.fraction_of_period),
    "campaign": (relative.school_year,),
    "decades": (relative.decade,),
    "before": (distances.distance,),
    "since": (distances.distance,),
    "after": (distances.distance,),
    "within": (distances.distance,),
    "during": (distances.distance, ranges.coming_days),
}
