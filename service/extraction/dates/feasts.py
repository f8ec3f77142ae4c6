"""The days of feasts that move from year to year: by the computus, by the Hebrew calendar, by the moon as tabled."""

from __future__ import annotations

import datetime as dt

from service.extraction.lexicon import table
from service.extraction.model import Interval

RAMADAN, _ITS_END = "ramadan", "eid-al-fitr"
_HEBREW_EPOCH = -1373427  # the proleptic Gregorian ordinal of 1 Tishri of the year 1
_PARTS_OF_DAY = 25920
_MONTH = 29 * _PARTS_OF_DAY + 13753  # from one new moon to the next, in parts (1/1080 hour)
_TO_GREGORIAN = 3761  # the Hebrew year that begins in the autumn of the year 0

_TABLED: dict[tuple[str, int], list[dt.date]] = {}
for _row in table("moon_feasts"):
    _day = dt.date.fromisoformat(_row["date"])
    _TABLED.setdefault((_row["feast"], _day.year), []).append(_day)


def easter(year: int) -> dt.date:
    """Western Easter, by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return dt.date(year, f // 31, f % 31 + 1)


def orthodox_easter(year: int) -> dt.date:
    """Easter by the Julian calendar (Meeus), as a Gregorian date."""
    a = (19 * (year % 19) + 15) % 30
    b = (2 * (year % 4) + 4 * (year % 7) - a + 34) % 7
    month, day = divmod(a + b + 114, 31)
    behind = year // 100 - year // 400 - 2  # days of the Julian calendar behind the Gregorian
    return dt.date(year, month, day + 1) + dt.timedelta(days=behind)


def rosh_hashanah(year: int) -> dt.date:
    """The Hebrew new year that begins in a year, by the new moon of Tishri and the four rules of postponement."""
    hebrew = year + _TO_GREGORIAN
    day = _new_year(hebrew)
    before, behind = _new_year(hebrew - 1), _new_year(hebrew + 1)
    postponed = 2 if behind - day == 356 else 1 if day - before == 382 else 0
    return dt.date.fromordinal(_HEBREW_EPOCH + day + postponed)


def _new_year(hebrew: int) -> int:
    """Days from the epoch to the new moon of Tishri, moved off Sunday, Wednesday and Friday."""
    months = (235 * hebrew - 234) // 19
    parts = 12084 + 13753 * months
    day = 29 * months + parts // _PARTS_OF_DAY
    return day + 1 if 3 * (day + 1) % 7 < 3 else day


def tabled(feast: str, year: int) -> dt.date | None:
    """The day of a feast of `moon_feasts.tsv`; None for a year without one, or with two."""
    days = _TABLED.get((feast, year), [])
    return days[0] if len(days) == 1 else None


def ramadan(begins: dt.date) -> Interval | None:
    """The month that begins on a day: to the feast that ends it."""
    for year in (begins.year, begins.year + 1):
        for end in _TABLED.get((_ITS_END, year), []):
            if 0 < (end - begins).days < 40:
                return Interval(start=begins.isoformat(), end=end.isoformat())
    return None
