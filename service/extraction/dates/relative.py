"""Dates counted from the publication or a step on from the text's last: "last week", "the next day"."""

from __future__ import annotations

import datetime as dt

from attrs import evolve

from service.extraction.model import Interval

from . import calendar
from .absolute import month_first, weekday_on
from .anaphora import PERIODS
from .durations import Length, interval_back, length
from .ended import end_behind, interval_to
from .timex import OPEN, Reader, Timex
from .years import holiday, quarter, season_of

_STEP = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "next": 1,
    "coming": 1,
    "upcoming": 1,
    "following": 1,
    "this": 0,
    "current": 0,
}
_SHIFT_WORDS = frozenset(_STEP)
_BACK = frozenset({"last", "past", "previous", "preceding"})
_AHEAD = frozenset({"next", "coming", "following"})
_DETERMINERS = frozenset({"the", "this", "that", "its", "their", "his", "her", "these", "those"})
_FUTURE_TERMS = frozenset({"future", "near future", "distant future", "near term", "short term"})
_DAYS_BEYOND = {("after", "tomorrow"): 2, ("before", "yesterday"): -2}
_STRETCHES_BEYOND = {("after", "next"): 2, ("before", "last"): -2}


def reference(r: Reader, i: int) -> Timex | None:
    """ "now", "recently", "soon", "in the past", "the near future"."""
    word = r.word(i)
    if value := r.kind(i, "reference"):
        if word == "now" and r.lex.is_hyphen(i + 1):
            return None
        start = i - 1 if r.word(i - 1) in {"more", "most"} and word == "recently" else i
        return Timex(start=start, end=i + 1, type="DATE", value=value, anchor="published", confidence=0.85)
    if word == "the":
        one, two = r.word(i + 1), f"{r.word(i + 1)} {r.word(i + 2)}"
        if one in _FUTURE_TERMS and not r.lex.is_hyphen(i + 2) and r.lex.token(i + 1).head.i <= r.lex.token(i + 1).i:
            return Timex(start=i, end=i + 2, type="DATE", value="FUTURE_REF", anchor="published", confidence=0.85)
        if two in _FUTURE_TERMS:
            return Timex(start=i, end=i + 3, type="DATE", value="FUTURE_REF", anchor="published", confidence=0.8)
        if one == "past" and r.word(i - 1) in {"in", "of", "from"} and r.lex.token(i + 1).dep_ == "pobj":
            return Timex(start=i, end=i + 2, type="DATE", value="PAST_REF", anchor="published", confidence=0.85)
    if word in {"recent", "coming"} and (unit := r.kind(i + 1, "units")) and not unit.startswith("T"):
        end = i + 2
        if r.word(end) == "and" and r.kind(end + 1, "units"):
            end += 2
        value = "PAST_REF" if word == "recent" else "FUTURE_REF"
        return Timex(start=i, end=end, type="DATE", value=value, anchor="published", confidence=0.8)
    return None


def day_word(r: Reader, i: int) -> Timex | None:
    """ "today", "yesterday", "tomorrow", "tonight", "overnight"."""
    word = r.word(i)
    if word == "tonight":
        day = r.at(r.published, calendar.DAY, 0)
        return Timex(start=i, end=i + 1, type="TIME", value=f"{day}TNI", anchor="published", confidence=0.85)
    offset = r.kind(i, "day")
    if offset is None:
        return None
    found = r.deixis(i, i + 1, calendar.DAY, int(offset), 0.95)
    if found and r.published and int(offset):
        r.last = calendar.shift(r.published, calendar.DAY, int(offset))
    return found


def shifted(r: Reader, i: int) -> Timex | None:
    """ "last week", "this month", "next Tuesday", "the past 24 hours", "the first nine months"."""
    start = at = i
    determined = r.word(at) in _DETERMINERS
    if determined:
        at += 1
    if r.word(i) == "this" and r.word(at) in {"past", "coming"}:
        step_word = {"past": "last", "coming": "next"}[r.word(at)]
        at += 1
    elif r.word(i) == "this":
        step_word = "this"
    elif r.word(at) in _SHIFT_WORDS:
        step_word = r.word(at)
        at += 1
    elif r.word(i) == "the" and (r.word(at) == "first" or r.word(at) == "latest"):
        return _first_months(r, i, at + 1)
    else:
        return None
    if r.lex.is_hyphen(at):
        return None
    return (
        _named(r, start, at, step_word)
        or _stretch(r, start, at, step_word, determined)
        or _part_of_day(r, start, at, step_word)
        or _one_unit(r, start, at, step_word, determined)
    )


def _named(r: Reader, start: int, at: int, step_word: str) -> Timex | None:
    """ "last Friday", "next March", "this summer", "last Christmas"."""
    if day := r.weekday(at):
        found = _weekday(r, start, day[1], day[0], step_word)
        comma = day[1] + 1 if r.lex.raw(day[1]) == "," else day[1]
        dated = month_first(r, comma) if r.month(comma) and r.lex.same_line(comma) else None
        return evolve(dated, start=start) if dated and len(dated.value) == 10 else found
    if month := r.month(at):
        dated = month_first(r, at)
        if dated and len(dated.value) == 10:
            return evolve(dated, start=start)
        return _month(r, start, month[1], month[0], step_word)
    if code := r.kind(at, "season"):
        if r.published is None:
            return season_of(r, start, at + 1, code, None)
        return _season((start, at + 1), code, step_word, r.published)
    found_holiday = holiday(r, at, _STEP[step_word])
    return evolve(found_holiday, start=start) if found_holiday else None


def _weekday(r: Reader, start: int, end: int, number: int, step_word: str) -> Timex | None:
    base = r.text_anchor if step_word in {"previous", "following"} else r.published
    if base is None or step_word == "this":
        way = r.direction(start) or "future"
        return weekday_on(r, start, end, number, way)
    ahead = (number - base.isoweekday()) % 7 or 7
    back = (base.isoweekday() - number) % 7 or 7
    day = calendar.shift(base, calendar.DAY, ahead if step_word in _AHEAD else -back)
    if day is None:
        return None
    r.last = day
    return Timex(start=start, end=end, type="DATE", value=day.isoformat(), anchor="published", confidence=0.85)


def _month(r: Reader, start: int, end: int, month: int, step_word: str) -> Timex:
    if r.published is None:
        return Timex(start=start, end=end, type="DATE", value=f"XXXX-{month:02d}", anchor="published", confidence=0.7)
    now = r.published
    if step_word in _BACK:
        year = now.year - (month >= now.month)
    elif step_word in _AHEAD:
        year = now.year + (month <= now.month)
    else:
        year = now.year
    r.last = dt.date(year, month, 1)
    return Timex(start=start, end=end, type="DATE", value=f"{year}-{month:02d}", anchor="published", confidence=0.85)


def _season(span: tuple[int, int], code: str, step_word: str, published: dt.date) -> Timex:
    start, end = span
    if step_word == "this":
        value = f"{published.year}-{code}"
        return Timex(start=start, end=end, type="DATE", value=value, anchor="published", confidence=0.85)
    if step_word in _AHEAD:
        first_month = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
        value = f"{published.year + (first_month <= published.month)}-{code}"
        return Timex(start=start, end=end, type="DATE", value=value, anchor="published", confidence=0.85)
    last_month = {"SP": 5, "SU": 8, "FA": 11, "WI": 12}[code]
    year = published.year - (last_month >= published.month)
    return Timex(start=start, end=end, type="DATE", value=f"{year}-{code}", anchor="published", confidence=0.85)


def _stretch(r: Reader, start: int, at: int, step_word: str, determined: bool) -> Timex | None:
    """ "the past 24 hours", "the next few years", "last five years"."""
    found = length(r, at) if r.word(at) not in {"a", "an"} else None
    if found is None and r.word(at) in {"few", "couple"}:
        behind = at + 2 if r.word(at + 1) == "of" else at + 1
        if unit := r.kind(behind, "units"):
            count = 2.0 if r.word(at) == "couple" else None
            found = Length(at, behind + 1, count, unit, hyphenated=False, plural=True, article=False)
    if found is None or found.hyphenated or (step_word == "this" and not determined):
        return None
    timex = Timex(start=start, end=found.end, type="DURATION", value=found.value, anchor="published", confidence=0.9)
    if step_word not in _BACK | _AHEAD or step_word in {"previous", "following"}:
        return timex
    bounds = interval_back(r, found, -1 if step_word in _BACK else 1)
    return evolve(timex, interval=Interval(start=bounds[0], end=bounds[1])) if bounds else timex


def _first_months(r: Reader, start: int, at: int) -> Timex | None:
    """ "the first nine months", "the latest quarter"."""
    if r.word(at) in PERIODS and r.word(at - 1) == "latest":
        return _shifted_quarter(r, start, at + 1, -1)
    if r.word(at) == "fiscal" and r.word(at + 1) == "year":
        return r.deixis(start, at + 2, calendar.YEAR, 0, 0.7)
    found = length(r, at)
    if found is None or found.hyphenated or not found.plural:
        return None
    return Timex(start=start, end=found.end, type="DURATION", value=found.value, confidence=0.9)


def _part_of_day(r: Reader, start: int, at: int, step_word: str) -> Timex | None:
    """ "this morning", "last night"."""
    part = r.kind(at, "daypart")
    if part is None:
        return None
    from_text = step_word in {"following", "previous"} or (step_word == "next" and r.word(start) == "the")
    if from_text and r.last_day and (stepped := calendar.shift(r.last_day, calendar.DAY, _STEP[step_word])):
        r.last = stepped
        value = f"{stepped.isoformat()}T{part}"
        return Timex(start=start, end=at + 1, type="TIME", value=value, anchor="text", confidence=0.8)
    if step_word not in {"this", "last", "next"}:
        return None
    day = r.at(r.published, calendar.DAY, -1 if step_word == "last" else 1 if step_word == "next" else 0)
    return Timex(start=start, end=at + 1, type="TIME", value=f"{day}T{part}", anchor="published", confidence=0.85)


def _one_unit(r: Reader, start: int, at: int, step_word: str, determined: bool) -> Timex | None:
    """ "last week", "next year", "this year's third quarter", "the following day", "the past decade"."""
    fiscal = r.word(at) == "fiscal" and r.word(at + 1) in {"year", "quarter"}
    at += fiscal
    unit = r.kind(at, "unit")
    if unit is None or unit.startswith("T") or unit == "F":
        return None
    end = at + 1
    the = r.word(start) in {"the", "that"}
    if step_word == "past" and (the or not determined) and unit != calendar.WEEKEND:
        found = Length(start, end, 1, unit, hyphenated=False, plural=False, article=False)
        timex = Timex(start=start, end=end, type="DURATION", value=found.value, anchor="published", confidence=0.85)
        bounds = interval_back(r, found, -1)
        return evolve(timex, interval=Interval(start=bounds[0], end=bounds[1])) if bounds else timex
    step = _STEP[step_word]
    if unit == calendar.QUARTER:
        return _shifted_quarter(r, start, end, step)
    if unit == calendar.YEAR and (quarter_of := _quarter_of_year(r, start, end, step)):
        return quarter_of
    from_text = (the and step_word in {"next", "following", "previous"}) or step_word in {"following", "previous"}
    if from_text and r.last and unit == calendar.DAY and r.last_day is None:  # "in May. The next day": of what?
        return Timex(start=start, end=end, type="DATE", value=OPEN[unit], anchor="text", confidence=0.5)
    if from_text and r.last:
        value = r.at(r.last, unit, step)
        if value is None:
            return None
        r.last = calendar.shift(r.last, unit, step)
        return Timex(start=start, end=end, type="DATE", value=value, anchor="text", confidence=0.8)
    found_timex = r.deixis(start, end, unit, step)
    if r.published and unit in {calendar.WEEK, calendar.MONTH, calendar.YEAR, calendar.DAY} and step:
        r.last = calendar.shift(r.published, unit, step)
    return found_timex


def _shifted_quarter(r: Reader, start: int, end: int, step: int) -> Timex | None:
    found = r.deixis(start, end, calendar.QUARTER, step, 0.8)
    if found and r.published and (day := calendar.shift(r.published, calendar.QUARTER, step)):
        r.last_quarter = (day.year, (day.month + 2) // 3)
    return found


def _quarter_of_year(r: Reader, start: int, end: int, step: int) -> Timex | None:
    """ "this year's third quarter", "last year's quarter"."""
    if not r.lex.is_possessive(end):
        return None
    year = r.published.year + step if r.published else None
    if named := quarter(r, end + 2, year):
        return evolve(named, start=start, anchor="published")
    if r.word(end + 2) in PERIODS and r.last_quarter and year:
        value = f"{year}-Q{r.last_quarter[1]}"
        return Timex(start=start, end=end + 3, type="DATE", value=value, anchor="published", confidence=0.7)
    return None


def plural_months(r: Reader, i: int) -> Timex | None:
    """ "the nine months", "the six months ended June 30"."""
    found = length(r, i + 1) if r.word(i) == "the" else None
    if found is None or found.hyphenated or found.article or not found.plural:
        return None
    if r.word(found.end) in {"ago", "later", "earlier", "old"}:
        return None
    timex = Timex(start=i, end=found.end, type="DURATION", value=found.value, confidence=0.85)
    end = end_behind(r, found.end) if found.count and not found.unit.startswith("T") else None
    return evolve(timex, interval=interval_to(end, found.unit, found.count or 1)) if end else timex


def one_beyond(r: Reader, i: int) -> Timex | None:
    """ "the day after tomorrow", "the day before yesterday", "the week before last", "the month after next"."""
    unit, words = r.kind(i + 1, "unit"), (r.word(i + 2), r.word(i + 3))
    if r.word(i) != "the" or unit not in {"D", "W", "M", "Y"}:
        return None
    step = (_DAYS_BEYOND if unit == "D" else _STRETCHES_BEYOND).get(words)
    return None if step is None else r.deixis(i, i + 4, unit, step)


def year_end(r: Reader, i: int) -> Timex | None:
    """ "year-end", "year's end"."""
    if r.word(i) != "year":
        return None
    at = i + 1
    at = i + 3 if r.lex.is_possessive(at) else r.skip_hyphen(at)
    if r.word(at) != "end" or (at == i + 1 and r.word(i - 1) not in {"by", "at", "until", "before", "around", "since"}):
        return None
    value = f"{r.published.year}-12-31" if r.published else "XXXX-12-31"
    return Timex(start=i, end=at + 1, type="DATE", value=value, anchor="published", confidence=0.75)
