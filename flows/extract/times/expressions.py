"""Time expressions as what they mean, before it is known when the article was written.

Meanings are small values that refer to the article's day, to the date told before, or to nothing but the
calendar. `resolve` turns them into days; nothing here knows any day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Fixed:
    """Days that the expression itself names, with their precision."""

    first: date
    last: date
    precision: str


@dataclass(frozen=True, slots=True)
class Partial:
    """A month, or a day of a month, without its year.

    `shift` is -1, 0 or 1 where a word says last, this or next. `hijri` months are of the Islamic calendar.
    `weekday` (0 Monday) is that which the text gives to the day.
    """

    month: int
    day: int | None = None
    shift: int | None = None
    hijri: bool = False
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class DayOf:
    """A day of a month that is told otherwise: `الخامس عشر منه`, `26 من الشهر الحالي`."""

    day: int
    month: Meaning


@dataclass(frozen=True, slots=True)
class MonthOf:
    """A month of a year that is told otherwise: `أبريل من السنة الماضية`; `day` None for the whole month."""

    month: int
    day: int | None
    year: Meaning


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday; `shift` -1 is the last before the article, 1 the next, None what the tense says."""

    weekday: int
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """From `first` to `last` days after the article's; `weekday` is what the text calls the day."""

    first: int
    last: int
    precision: str = "day"
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A calendar unit, `shift` units from the article's; `count` of them up to there (`السنوات الثلاث الماضية`)."""

    unit: str
    shift: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance: `قبل شهرين` is -2 months, `بعد نحو عام` 1 year. From `low` to `high` units.

    `base` is `article`, `told` (from the date told before) or `event` (after something that is no date:
    the day of the sentence's own event).
    """

    unit: str
    low: float
    high: float
    base: str = "article"


@dataclass(frozen=True, slots=True)
class Window:
    """Within `count` units from the article's day on (`غضون 6 أيام`), or before it where `count` is negative."""

    unit: str
    count: float


@dataclass(frozen=True, slots=True)
class Part:
    """A part of something: `start`, `mid`, `end`, `half:N`, `quarter:N`, `third:N`, `last:week` or a weekend."""

    part: str
    whole: Meaning


@dataclass(frozen=True, slots=True)
class Clip:
    """What of a period lies before (`وقت سابق من الشهر الحالي`) or after the article's day."""

    side: str
    whole: Meaning


@dataclass(frozen=True, slots=True)
class Between:
    """From the first day of one to the last day of another; the first takes month and year from the other."""

    first: Meaning
    last: Meaning


@dataclass(frozen=True, slots=True)
class Told:
    """The unit of the date told before, `shift` on: `في الشهر نفسه`, `اليوم التالي`; unit None is that date itself."""

    unit: str | None = None
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday: calendar (`g`, `h`, `e` Easter), month, day (`e`: days from Easter), length; year None if untold."""

    calendar: str
    month: int
    day: int
    length: int
    year: int | None = None
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """A season by the calendar (`summer` is June to August); year None as the tense says."""

    season: str
    year: int | None = None
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class School:
    """A school, farming or sports year: September to August; `shift` from the article's."""

    shift: int


@dataclass(frozen=True, slots=True)
class UntilYearEnd:
    """From the article's day to the end of its year: `قريبا`."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """A time of which no day can be told: `السنوات الماضية`, `مستقبلا`."""


Meaning = (
    Fixed | Partial | DayOf | MonthOf | Weekday | Days | Unit | Offset | Window | Part | Clip | Between
    | Told | Holiday | Season | School | UntilYearEnd | Nothing
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression of a document: `text[start:end]` and what it means.

    `sentence` is the number of its sentence. `tense` is what the words around it say: -1 it is past, 1 it is to
    come, 0 they do not say. `is_approximate` where it is told so (`نحو`) or vague by itself.
    """

    start: int
    end: int
    meaning: Meaning
    sentence: int = 0
    tense: int = 0
    is_approximate: bool = False
