"""Stretches of time whose end is named behind them: "the quarter ended June 30", "the twelve months to April"."""

from __future__ import annotations

import datetime as dt

from service.extraction.model import Interval

from . import calendar
from .absolute import month_first, numeric
from .timex import Reader

_ENDS = frozenset({"ended", "ending", "to", "through"})
_UNTOLD = frozenset({"ended", "ending"})  # "on" or "in" may follow


def end_behind(r: Reader, at: int) -> dt.date | None:
    """The day after the end that is named from a lexeme on; None where none is, or where its year is not known."""
    if r.word(at) not in _ENDS or not r.lex.same_line(at + 1):
        return None
    first = at + 2 if r.word(at) in _UNTOLD and r.word(at + 1) in {"on", "in"} else at + 1
    last, quarter = r.last, r.last_quarter
    found = month_first(r, first) or (numeric(r, first) if r.lex.is_digits(first) else None)
    r.last, r.last_quarter = last, quarter
    bounds = calendar.interval_of(found.value) if found else None
    return dt.date.fromisoformat(bounds.end) if bounds else None


def interval_to(end: dt.date, unit: str, count: float) -> Interval | None:
    """The `count` units before the day `end`."""
    start = calendar.shift(end, unit, -count)
    return Interval(start=start.isoformat(), end=end.isoformat()) if start else None


def quarter_to(end: dt.date) -> tuple[int, int]:
    """Year and number of the calendar's quarter in which most of the three months before a day lie."""
    middle = calendar.shift(end, calendar.DAY, -46) or end
    return middle.year, (middle.month + 2) // 3
