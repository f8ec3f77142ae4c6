"""Dates that lean on what the text said before: "the day after", "that week", "the year-ago quarter"."""

from __future__ import annotations

from attrs import evolve

from . import calendar
from .durations import length
from .ended import end_behind, interval_to, quarter_to
from .timex import Reader, Timex
from .years import quarter

PERIODS = frozenset({"quarter", "period"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SAME = frozenset({"same", "corresponding", "comparable"})
_A_YEAR_BEFORE = frozenset({("a", "year", "earlier"), ("a", "year", "ago"), ("a", "year", "before")})


def the_quarter(r: Reader, start: int, at: int, years_back: int) -> Timex | None:
    """The quarter that the text is about: the last one it named, else the one before the publication."""
    if r.last_quarter is None and r.published:
        day = calendar.shift(r.published, calendar.QUARTER, -1)
        quarter_meant = (day.year, (day.month + 2) // 3) if day else None
    else:
        quarter_meant = r.last_quarter
    value = f"{quarter_meant[0] - years_back}-Q{quarter_meant[1]}" if quarter_meant else "XXXX-QX"
    return Timex(start=start, end=at + 1, type="DATE", value=value, anchor="text", confidence=0.7)


def period_of_year(r: Reader, i: int) -> Timex | None:
    """ "the 1988 period": of the quarter that the text is about, or of the longer stretch."""
    year = r.year(i + 1)
    if year is None or r.word(year[1]) not in PERIODS:
        return None
    is_quarter = r.last_quarter is not None and (r.is_of_quarter or r.word(year[1]) == "quarter")
    value = f"{year[0]}-Q{r.last_quarter[1]}" if r.last_quarter and is_quarter else f"{year[0]}"
    return Timex(start=i, end=year[1] + 1, type="DATE", value=value, anchor="text", confidence=0.7)


def year_ago(r: Reader, i: int) -> Timex | None:
    """ "the year-ago quarter", "year-earlier", "the year-earlier period", "the year-earlier nine months"."""
    at = i + 1 if r.word(i) == "the" else i
    if r.word(at) != "year" or not r.lex.is_hyphen(at + 1) or r.word(at + 2) not in {"ago", "earlier"}:
        return None
    end = at + 3
    if named := quarter(r, end):
        return evolve(_minus_year(named), start=i)
    if r.word(end) in PERIODS:
        return the_quarter(r, i, end, 1)
    found = length(r, end)
    if found and found.plural:
        return Timex(start=i, end=found.end, type="DURATION", value=found.value, confidence=0.8)
    if r.last_quarter and r.is_of_quarter:
        value = f"{r.last_quarter[0] - 1}-Q{r.last_quarter[1]}"
        return Timex(start=at, end=end, type="DATE", value=value, anchor="text", confidence=0.75)
    return r.deixis(at, end, calendar.YEAR, -1, 0.75)


def _minus_year(found: Timex) -> Timex:
    year = found.value[:4]
    return evolve(found, value=f"{int(year) - 1}{found.value[4:]}") if year.isdecimal() else found


def anaphor(r: Reader, i: int) -> Timex | None:
    """ "that day", "the same week", "the next day" (see `shifted`), "the day after", "the year", "the weekend"."""
    at = i + 1
    same = r.word(at) in _SAME
    if same:
        at += 1
    if (same or r.word(i) == "that") and (part := r.kind(at, "daypart")) and r.last_day:
        value = f"{r.last_day.isoformat()}T{part}"
        return Timex(start=i, end=at + 1, type="TIME", value=value, anchor="text", confidence=0.8)
    unit = r.kind(at, "unit")
    if same and (earlier := _year_before(r, i, at, unit)):
        return earlier
    if unit is None or unit.startswith("T"):
        return None
    if r.lex.is_hyphen(at + 1):
        return None
    if r.word(i) == "that" or same:
        return _that(r, i, at + 1, unit)
    word = r.word(at + 1)
    if unit == calendar.DAY and word in {"before", "after"}:
        return _day_beside(r, i, at + 2, -1 if word == "before" else 1)
    if unit == calendar.WEEKEND:
        is_ahead = r.direction(i) == "future" or bool(r.published and r.published.isoweekday() >= 6)
        return r.deixis(i, at + 1, calendar.WEEKEND, 0 if is_ahead else -1, 0.7)
    if unit == calendar.QUARTER:
        return _quarter_ended(r, i, at + 1) or the_quarter(r, i, at, 0)
    if unit == calendar.YEAR and r.word(i) == "the":
        if year := r.year(at + 1):
            return Timex(start=i, end=year[1], type="DATE", value=f"{year[0]}", confidence=0.95)
        if word in {"ending", "ended", "to"}:
            end = end_behind(r, at + 1)
            bounds = interval_to(end, calendar.YEAR, 1) if end else None
            return Timex(start=i, end=at + 1, type="DURATION", value="P1Y", confidence=0.7, interval=bounds)
        if r.word(i - 1) in {"of", "during", "for", "in"} and r.lex.raw(at + 1) != ",":
            return r.deixis(i, at + 1, calendar.YEAR, 0, 0.6)
    return None


def _quarter_ended(r: Reader, start: int, end: int) -> Timex | None:
    """ "the quarter ended July 31": the calendar's quarter that it covers most of."""
    day = end_behind(r, end)
    if day is None:
        return None
    r.last_quarter = quarter_to(day)
    value = "{}-Q{}".format(*r.last_quarter)
    bounds = interval_to(day, calendar.QUARTER, 1)
    return Timex(start=start, end=end, type="DATE", value=value, anchor="text", confidence=0.85, interval=bounds)


def _year_before(r: Reader, start: int, at: int, unit: str | None) -> Timex | None:
    """ "the same month last year", "the same period a year earlier"."""
    behind = r.word(at + 1), r.word(at + 2), r.word(at + 3)
    end = at + 3 if behind[:2] == ("last", "year") else at + 4 if behind in _A_YEAR_BEFORE else None
    if end is None:
        return None
    value = None
    if unit in {calendar.DAY, calendar.WEEK, calendar.MONTH} and r.last:
        value = r.at(r.last, calendar.YEAR, -1) and r.at(calendar.shift(r.last, calendar.YEAR, -1), unit, 0)
    elif r.word(at) in PERIODS and r.last_quarter:
        value = f"{r.last_quarter[0] - 1}-Q{r.last_quarter[1]}"
    elif r.word(at) in PERIODS and r.published:
        value = f"{r.published.year - 1}"
    if value is None:
        return None
    return Timex(start=start, end=end, type="DATE", value=value, anchor="text", confidence=0.75)


def _that(r: Reader, start: int, end: int, unit: str) -> Timex | None:
    if r.last is None or unit not in {"D", "W", "M", "Y"} or (unit == calendar.DAY and not r.last_day):
        return None
    value = calendar.value_of(r.last, unit)
    return Timex(start=start, end=end, type="DATE", value=value, anchor="text", confidence=0.75)


def _day_beside(r: Reader, start: int, end: int, step: int) -> Timex:
    """ "the day after." counts from the text's last date; "the day after the vote" from what is not known here."""
    closes = end >= len(r.lex) or r.lex.raw(end) in {".", ",", ";", ")"} or r.lex.token(end).tag_ in _FINITE
    if not closes or r.last_day is None:
        return Timex(
            start=start, end=end if closes else end - 1, type="DATE", value="XXXX-XX-XX", anchor="text", confidence=0.6
        )
    day = calendar.shift(r.last_day, calendar.DAY, step) or r.last_day
    r.last = day
    return Timex(start=start, end=end, type="DATE", value=day.isoformat(), anchor="text", confidence=0.8)
