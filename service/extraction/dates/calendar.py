"""Arithmetic of calendar dates, and TIMEX3 values: from days to values, from values to intervals."""

from __future__ import annotations

import datetime as dt
import re

from service.extraction.model import Interval

from . import feasts

# Units as `time_words.tsv` writes them.
DAY, WEEK, MONTH, QUARTER, YEAR, DECADE, CENTURY = "D", "W", "M", "Q", "Y", "E", "C"
WEEKEND = "WE"
_MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12, DECADE: 120, CENTURY: 1200, "L": 12000}
_DAYS = {DAY: 1, WEEK: 7, WEEKEND: 7, "F": 14}
_HOURS = {"TS": 1 / 3600, "TM": 1 / 60, "TH": 1}
_FEASTS = {"E": feasts.western_easter, "O": feasts.orthodox_easter, "H": feasts.rosh_hashanah}
_SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_DAYPARTS = {"MO": (6, 12), "AF": (12, 18), "EV": (18, 24), "NI": (18, 30)}  # hours, roughly; the night ends next day


def shift(day: dt.date, unit: str, count: float) -> dt.date | None:
    """The day `count` units later; None where that is outside the calendar (years 1 to 9999)."""
    if abs(count) > 200_000:
        return None
    try:
        if unit in _HOURS:
            return day + dt.timedelta(hours=_HOURS[unit] * count)
        if unit in _DAYS:
            return day + dt.timedelta(days=round(_DAYS[unit] * count))
        months = day.year * 12 + day.month - 1 + round(_MONTHS[unit] * count)
        year, month = divmod(months, 12)
        return dt.date(year, month + 1, min(day.day, days_in(year, month + 1)))
    except (ValueError, OverflowError):
        return None


def shift_time(time: dt.datetime, hours: float) -> dt.datetime | None:
    try:
        return time + dt.timedelta(minutes=round(60 * hours))
    except OverflowError:
        return None


def days_in(year: int, month: int) -> int:
    following = dt.date(year + month // 12, month % 12 + 1, 1) if year < 9999 else dt.date(year, month, 28)
    return (following - dt.timedelta(days=1)).day


def day_of(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def value_of(day: dt.date, unit: str) -> str:
    """The value of the unit of time in which a day lies: its week, its month, its quarter."""
    if unit == DAY:
        return day.isoformat()
    if unit in {WEEK, WEEKEND}:
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}" + ("-WE" if unit == WEEKEND else "")
    if unit == MONTH:
        return f"{day.year:04d}-{day.month:02d}"
    if unit == QUARTER:
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if unit == DECADE:
        return f"{day.year // 10:03d}"
    if unit == CENTURY:
        return f"{day.year // 100:02d}"
    return f"{day.year:04d}"


def holiday(rule: str, year: int) -> dt.date:
    """The day that a rule of `holidays.tsv` names in a year."""
    found = re.fullmatch(r"([EOH]|\d\d-\d\d|\d\d-\d-[\dL])([+-]\d+)?", rule)
    if found is None:
        raise ValueError(f"not a rule for a holiday: {rule!r}")
    base, offset = found.group(1), dt.timedelta(days=int(found.group(2) or 0))
    if base in _FEASTS:
        return _FEASTS[base](year) + offset
    parts = base.split("-")
    month = int(parts[0])
    if len(parts) == 2:
        return dt.date(year, month, int(parts[1])) + offset
    weekday = int(parts[1])
    if parts[2] == "L":
        last = dt.date(year, month, days_in(year, month))
        return last - dt.timedelta(days=(last.isoweekday() - weekday) % 7) + offset
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (int(parts[2]) - 1)) + offset


def interval_of(value: str) -> Interval | None:
    """When a TIMEX3 value begins and ends (exclusive); None for one with an open digit, and for a length of time."""
    if "X" in value or value.startswith("P") or value.endswith("_REF"):
        return None
    try:
        if "T" in value:
            return _of_time(value)
        bounds = _bounds(value)
    except (ValueError, OverflowError):  # past the calendar's end
        return None
    return Interval(start=bounds[0].isoformat(), end=bounds[1].isoformat()) if bounds else None


def _of_time(value: str) -> Interval:
    day, _, time = value.partition("T")
    start = dt.datetime.fromisoformat(day)
    if time in _DAYPARTS:
        first, last = (start + dt.timedelta(hours=h) for h in _DAYPARTS[time])
    else:
        hour, _, minute = time.partition(":")
        first = start + dt.timedelta(hours=int(hour), minutes=int(minute or 0))
        last = first + (dt.timedelta(minutes=1) if minute else dt.timedelta(hours=1))
    return Interval(start=first.isoformat(), end=last.isoformat())


def _bounds(value: str) -> tuple[dt.date, dt.date] | None:
    one = dt.timedelta(days=1)
    if found := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = dt.date.fromisocalendar(int(found.group(1)), int(found.group(2)), 1)
        return (monday + 5 * one if found.group(3) else monday), monday + 7 * one
    if found := re.fullmatch(r"(\d{4})-([QH])(\d)", value):
        length = 3 if found.group(2) == "Q" else 6
        start = dt.date(int(found.group(1)), length * (int(found.group(3)) - 1) + 1, 1)
        return _months(start, length)
    if found := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        return _months(dt.date(int(found.group(1)), _SEASON_MONTH[found.group(2)], 1), 3)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        day = dt.date.fromisoformat(value)
        return day, day + one
    if re.fullmatch(r"\d{4}-\d\d", value):
        return _months(dt.date(int(value[:4]), int(value[5:]), 1), 1)
    if re.fullmatch(r"\d{2,4}", value):
        scale = 10 ** (4 - len(value))
        return dt.date(max(1, int(value) * scale), 1, 1), dt.date((int(value) + 1) * scale, 1, 1)
    return None


def _months(start: dt.date, count: int) -> tuple[dt.date, dt.date] | None:
    end = shift(start, MONTH, count)
    return (start, end) if end else None
