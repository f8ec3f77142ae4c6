"""Dates that the calendar names: "Sept. 15, 2022", "Friday", "April".

Where the year is not told, the publication and the tense of the verb tell it.
"""

from __future__ import annotations

import datetime as dt

from attrs import evolve

from . import calendar
from .tense import CUES
from .timex import Reader, Timex, Way

_WEEKS = 5  # that a month touches
AGAINST_TENSE = 3.5  # times farther: a date that the tense denies
_BEFORE_SMALL_MONTH = frozenset({"on", "by", "since", "until"})
_ROUND = 100  # years that are round numbers are as often amounts

# ------------------------------------------------------------ day, month, year


def numeric(r: Reader, i: int) -> Timex | None:
    """ "2022-09-15", "9/15/2022", "15 September 2022"."""
    lex = r.lex
    if lex.glued(i) and lex.raw(i - 1) not in "(\"'“‘[—–-":
        return None
    if lex.is_digits(i + 2) and lex.is_digits(i + 4) and all(lex.glued(k) for k in range(i + 1, i + 5)):
        marks = {lex.raw(i + 1), lex.raw(i + 3)}
        parts = [lex.text[k] for k in (i, i + 2, i + 4)]
        if len(marks) == 1 and marks <= {"-", "/"} and all(p.isdecimal() for p in parts):
            day = _from_numbers(parts)
            if day and not (lex.glued(i + 5) and lex.raw(i + 5) in "-/"):
                r.last = day
                return Timex(start=i, end=i + 5, type="DATE", value=day.isoformat(), confidence=0.95)
        return None
    if day_number := r.day_number(i):
        at = day_number[1] + 1 if r.word(day_number[1]) == "of" else day_number[1]
        month = r.month(at) or _small_month(r, i, at)
        if month and lex.same_line(at) and (lex.raw(at)[0].isupper() or r.word(i - 1) in _BEFORE_SMALL_MONTH):
            return _with_year(r, i, month[1], month[0], day_number[0])
    return None


def _small_month(r: Reader, i: int, at: int) -> tuple[int, int] | None:
    """The "may" of text without capitals: "on 1 may that year", not "a vote on 1 may be delayed"."""
    number = r.kind(at, "month")
    is_verb = r.word(i - 1) not in _BEFORE_SMALL_MONTH or r.word(at + 1) in {"be", "have", "not", "well", "also"}
    return None if not number or is_verb else (int(number), at + 1)


def _from_numbers(parts: list[str]) -> dt.date | None:
    """Year first, or the American order with the year last; the European order only where the other is impossible."""
    a, b, c = (int(part) if len(part) <= 4 else 0 for part in parts)
    if len(parts[0]) == 4:
        return calendar.day_of(a, b, c)
    if len(parts[2]) == 4:
        return calendar.day_of(c, a, b) or calendar.day_of(c, b, a)
    return calendar.day_of(1900 + c if c > 40 else 2000 + c, a, b) if len(parts[2]) == 2 else None


def day_of_month(r: Reader, i: int) -> Timex | None:
    """ "the Fourth of July", "the twenty-first of May 2019"."""
    day = r.day_number(i)
    month = r.month(day[1] + 1) if day and r.word(day[1]) == "of" else None
    if day is None or month is None or not r.lex.raw(day[1] + 1)[0].isupper():
        return None
    return _with_year(r, i, month[1], month[0], day[0])


def month_first(r: Reader, i: int) -> Timex | None:
    """ "Feb. 9", "Sept. 27, 1989", "March eighth", "August 1988", "June last year", "October"."""
    month = r.month(i)
    if month is None:
        return None
    number, at = month
    day = r.day_number(at)
    if day and r.lex.same_line(at) and r.lex.raw(at) != "second":
        return _with_year(r, i, day[1], number, day[0])
    comma = r.lex.raw(at) == ","
    of = r.word(at) == "of"
    year = r.year(at + 1 if comma or of else at)
    if year and (not comma or r.lex.raw(i)[0].isupper()):
        return _month(r, (i, year[1]), year[0], number, None)
    if not r.lex.raw(i)[0].isupper():
        return None
    # "June last year", "January this year", "June of last year"
    deictic = {"last": -1, "this": 0, "next": 1}.get(r.word(at + 1 if of else at))
    end = at + 3 if of else at + 2
    if deictic is not None and r.word(end - 1) == "year" and r.published:
        return _month(r, (i, end), r.published.year + deictic, number, None)
    if r.word(i) in {"may", "march", "august", "april", "june"} and not _is_month_alone(r, i):
        return None
    return _month(r, (i, at), None, number, r.direction(i))


def _is_month_alone(r: Reader, i: int) -> bool:
    """Whether "May", "April" is the month and no verb or person."""
    before = r.word(i - 1)
    token = r.lex.token(i)
    if r.lex.is_possessive(i + 1):
        return token.ent_type_ == "DATE"
    if before in CUES["number-preposition"] or before in {
        "last",
        "this",
        "next",
        "early",
        "late",
        "mid",
        "each",
        "every",
    }:
        return True
    return token.ent_type_ == "DATE" or (token.pos_ == "PROPN" and token.dep_ in {"pobj", "npadvmod"})


def _with_year(r: Reader, start: int, end: int, month: int, day: int) -> Timex | None:
    """A day and its month; the year behind it, or the year that the tense gives."""
    at = end + 1 if r.lex.raw(end) == "," or r.word(end) == "of" else end
    year = r.year(at) if r.lex.same_line(at) else None
    if year and (at == end or not _is_amount(r, at)):
        found = calendar.day_of(year[0], month, day)
        if found is None:
            return None
        r.last = found
        return Timex(start=start, end=year[1], type="DATE", value=found.isoformat(), confidence=0.97)
    deictic = {"last": -1, "this": 0, "next": 1}.get(r.word(end))
    if deictic is not None and r.word(end + 1) == "year" and r.published:
        found = calendar.day_of(r.published.year + deictic, month, day)
        end += 2
    elif r.published is None:
        if day > 29 and day > calendar.days_in(2000, month):
            return None
        value = f"{r.last.year if r.last else 'XXXX'}-{month:02d}-{day:02d}"
        if r.last:
            r.last = calendar.day_of(r.last.year, month, day)
        return Timex(
            start=start, end=end, type="DATE", value=value, anchor="text" if r.last else "published", confidence=0.7
        )
    else:
        found = nearest_day(r.published, month, day, r.direction(start))
    if found is None:
        return None
    r.last = found
    return Timex(start=start, end=end, type="DATE", value=found.isoformat(), anchor="published", confidence=0.9)


def _is_amount(r: Reader, i: int) -> bool:
    """ "On May 3, 2000 people came": the number counts what follows."""
    year = r.year(i)
    return year is not None and year[0] % _ROUND == 0 and r.lex.token(i).dep_ == "nummod"


def nearest_day(published: dt.date, month: int, day: int, way: Way | None) -> dt.date | None:
    """The day of that month nearest to the publication; the tense counts, but not against all likelihood."""
    days = [
        found
        for year in (-1, 0, 1)
        if (found := calendar.day_of(max(1, published.year + year), month, day)) is not None
    ]
    return min(days, key=lambda found: distance((found - published).days, way), default=None)


def distance(ahead: int, way: Way | None) -> float:
    """How far off a date is that lies so far ahead; against the tense it is farther."""
    against = (way == "past" and ahead > 0) or (way == "future" and ahead < 0)
    return abs(ahead) * (AGAINST_TENSE if against else 1)


def _month(r: Reader, span: tuple[int, int], year: int | None, month: int, way: Way | None) -> Timex | None:
    start, end = span
    if year is None:
        if r.published is None:
            return Timex(
                start=start, end=end, type="DATE", value=f"XXXX-{month:02d}", anchor="published", confidence=0.7
            )
        year = year_of_month(r.published, month, way)
        r.last = dt.date(year, month, 1)
        return Timex(
            start=start, end=end, type="DATE", value=f"{year}-{month:02d}", anchor="published", confidence=0.85
        )
    r.last = dt.date(year, month, 1)
    return Timex(start=start, end=end, type="DATE", value=f"{year}-{month:02d}", confidence=0.95)


def year_of_month(published: dt.date, month: int, way: Way | None) -> int:
    """The year of "in October": of the nearest one, weighed by the tense as for a day."""
    ahead = month - published.month
    return published.year + min((-1, 0, 1), key=lambda year: distance(ahead + 12 * year, way))


# ------------------------------------------------------------ weekdays


def weekday(r: Reader, i: int) -> Timex | None:
    """ "Friday", "Saturday, April 25", "Fridays"."""
    found = r.weekday(i)
    if found is None:
        if day := r.weekday_in_plural(i):
            return Timex(start=i, end=i + 1, type="SET", value=f"XXXX-WXX-{day}", anchor="absolute", confidence=0.8)
        return None
    number, end = found
    at = end + 1 if r.lex.raw(end) == "," else end
    dated = month_first(r, at) if r.month(at) else numeric(r, at) if r.lex.is_digits(at) else None
    if dated and r.lex.same_line(at) and len(dated.value) == 10:
        return evolve(dated, start=i)
    if in_week := _of_week(r, i, end, number):
        return in_week
    if r.word(i - 1) == "a" and r.lex.token(i).dep_ in {"pobj", "attr"}:  # "falls on a Thursday"
        return Timex(start=i, end=end, type="DATE", value=f"XXXX-WXX-{number}", anchor="published", confidence=0.6)
    if r.lex.is_possessive(end):  # "after Tuesday's vote"
        return weekday_on(r, i, end, number, "future" if r.surely_ahead(i) else "past", confidence=0.85)
    return weekday_on(r, i, end, number, r.direction(i), confidence=0.9)


def _of_week(r: Reader, start: int, end: int, number: int) -> Timex | None:
    """ "Thursday next week", "Monday of last week"."""
    at = end + 1 if r.word(end) == "of" else end
    weeks = {"last": -1, "this": 0, "next": 1}.get(r.word(at))
    if weeks is None or r.word(at + 1) != "week" or r.lex.is_hyphen(at + 2) or r.lex.is_possessive(at + 2):
        return None
    if r.published is None:
        return Timex(
            start=start, end=at + 2, type="DATE", value=f"XXXX-WXX-{number}", anchor="published", confidence=0.7
        )
    day = calendar.shift(r.published, calendar.DAY, number - r.published.isoweekday() + 7 * weeks)
    if day is None:
        return None
    r.last = day
    return Timex(start=start, end=at + 2, type="DATE", value=day.isoformat(), anchor="published", confidence=0.85)


def nth_weekday(r: Reader, i: int) -> Timex | None:
    """ "the first Monday of May", "the last Friday in August 2019"; a SET where it is of every month."""
    if r.word(i) != "the":
        return None
    nth = (5, i + 2) if r.word(i + 1) == "last" else r.ordinal(i + 1)
    found = r.weekday(nth[1]) if nth and nth[0] <= _WEEKS else None
    if nth is None or found is None or r.word(found[1]) not in {"of", "in"}:
        return None
    number, at = found[0], found[1] + 1
    if r.word(at) in {"each", "every", "the"} and r.word(at + 1) == "month":
        if r.word(at) == "the":
            return None
        return Timex(start=i, end=at + 2, type="SET", value="P1M", confidence=0.75)
    month = month_first(r, at) if r.month(at) else None
    if month is None or len(month.value) != len("2019-08") or not month.value[:4].isdecimal():
        return None
    rule = f"{month.value[5:7]}-{number}-{'L' if r.word(i + 1) == 'last' else nth[0]}"
    day = calendar.holiday(rule, int(month.value[:4]))
    r.last = day
    return evolve(month, start=i, value=day.isoformat())


def weekday_on(r: Reader, start: int, end: int, number: int, way: Way | None, *, confidence: float = 0.9) -> Timex:
    """The weekday on or before the publication; in the future tense on or behind it."""
    if r.published is None:
        return Timex(
            start=start,
            end=end,
            type="DATE",
            value=f"XXXX-WXX-{number}",
            anchor="published",
            confidence=confidence - 0.2,
        )
    ahead = (number - r.published.isoweekday()) % 7
    back = 7 - ahead
    is_ahead = way == "future" and (r.surely_ahead(start) or ahead <= AGAINST_TENSE * back)
    days = ahead if is_ahead or not ahead else -back  # "could not be located Wednesday", published on Thursday
    day = calendar.shift(r.published, calendar.DAY, days) or r.published
    r.last = day
    return Timex(
        start=start,
        end=end,
        type="DATE",
        value=day.isoformat(),
        anchor="published",
        confidence=confidence if way else confidence - 0.1,
    )
