"""The days of feasts that move from year to year: by dateutil's Easter, the Hebrew calendar, and the moon as tabled."""

from __future__ import annotations

import datetime as dt

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

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


def western_easter(year: int) -> dt.date:
    day: dt.date = easter(year, EASTER_WESTERN)
    return day


def orthodox_easter(year: int) -> dt.date:
    """Easter by the Julian calendar, as a Gregorian date."""
    day: dt.date = easter(year, EASTER_ORTHODOX)
    return day


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
