"""Times of day: "10 p.m. Wednesday", "noon", "3:30 p.m. EDT on Friday", "Friday night", "this morning"."""

from __future__ import annotations

from attrs import evolve, frozen

from service.extraction.model import Interval

from . import calendar
from .absolute import month_first, weekday
from .timex import Reader, Timex

_NAMED = {"noon": 12, "midnight": 24, "midday": 12}
_HOURS_IN_WORDS = {
    word: hour
    for hour, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}
_BEFORE_A_CLOCK = frozenset(
    ["at", "by", "until", "till", "from", "since", "before", "after", "around", "about", "between", "and", "to"]
)
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}


@frozen
class _Clock:
    hour: int
    minute: int | None
    end: int

    @property
    def text(self) -> str:
        return f"T{self.hour:02d}:{self.minute or 0:02d}"


def time_of_day(r: Reader, i: int) -> Timex | None:
    """A clock time with the day beside it; the day of the publication where there is none."""
    clock = _clock(r, i)
    if clock is None:
        return None
    end = clock.end
    zone = r.kind(end, "zone") if r.lex.raw(end).isupper() else None
    if zone:
        end += 1
    at = end + 1 if r.word(end) == "on" or r.lex.raw(end) == "," else end
    day = _day_beside(r, at) if r.lex.same_line(at) else None
    if day:
        value = day.value + clock.text if len(day.value) == 10 else f"XXXX-XX-XX{clock.text}"
        return _in_zone(evolve(day, start=i, type="TIME", value=value), zone)
    value = f"{r.published.isoformat() if r.published else 'XXXX-XX-XX'}{clock.text}"
    return _in_zone(Timex(start=i, end=end, type="TIME", value=value, anchor="published", confidence=0.75), zone)


def _in_zone(time: Timex, zone: str | None) -> Timex:
    """The interval with the offset of the zone from UTC; the value is of the local clock, as TIMEX3 has it."""
    interval = calendar.interval_of(time.value)
    if interval is None or zone is None or ":" not in zone:  # "ET" is EST or EDT
        return time
    return evolve(time, interval=Interval(start=interval.start + zone, end=interval.end + zone))


def _clock(r: Reader, i: int) -> _Clock | None:
    lex = r.lex
    if r.word(i) in _NAMED and not lex.is_hyphen(i + 1):
        return _Clock(_NAMED[r.word(i)], None, i + 1)
    hour = _HOURS_IN_WORDS.get(r.word(i))
    if lex.is_digits(i) and len(lex.text[i]) <= 2 and lex.text[i].isdecimal():
        hour = int(lex.text[i])
    minute, at = None, i + 1
    if lex.is_digits(i) and _is_dotted(lex.text[i]):  # "10.30am"
        hour, minute = (int(part) for part in lex.text[i].split("."))
    if hour is None or hour > 24:
        return None
    if lex.raw(at) == ":" and lex.glued(at) and lex.glued(at + 1) and lex.is_digits(at + 1):
        digits = lex.text[at + 1]
        if len(digits) != 2 or not digits.isdecimal() or int(digits) > 59 or not lex.is_digits(i):
            return None
        minute, at = int(digits), at + 2
        if lex.raw(at) == ":" and lex.glued(at) and lex.is_digits(at + 1):
            at += 2
    half = _half_of_day(r, at)
    if half and 1 <= hour <= 12:
        return _Clock(hour % 12 + half[0], minute, half[1])
    if r.word(at) == "o" and r.word(at + 2) == "clock":
        return _Clock(hour, 0, at + 3)
    with_minute = minute is not None and lex.raw(i + 1) == ":"
    if with_minute and (r.kind(at, "zone") or r.word(i - 1) in _BEFORE_A_CLOCK) and not lex.glued(i):
        return _Clock(hour, minute, at)
    return None


def _is_dotted(text: str) -> bool:
    whole, _, minutes = text.partition(".")
    return whole.isdecimal() and len(whole) <= 2 and minutes.isdecimal() and len(minutes) == 2 and int(minutes) < 60


def _half_of_day(r: Reader, at: int) -> tuple[int, int] | None:
    """Hours to add and the lexeme behind "p.m.", "am", "in the morning"."""
    word = r.word(at)
    if word.rstrip(".") in {"a.m", "p.m", "am", "pm"}:
        return (12 if word[0] == "p" else 0), at + 1
    if word == "in" and r.word(at + 1) == "the" and (part := r.kind(at + 2, "daypart")):
        return (0 if part == "MO" else 12), at + 3
    return None


def _day_beside(r: Reader, at: int) -> Timex | None:
    """The day that follows a clock time; only what names a day."""
    if r.word(at) in _DAYS:
        value = r.at(r.published, calendar.DAY, _DAYS[r.word(at)])
        return Timex(start=at, end=at + 1, type="DATE", value=value or "", anchor="published", confidence=0.9)
    return weekday(r, at) or month_first(r, at)


def part_of_day(r: Reader, i: int) -> Timex | None:
    """ "Friday night", "yesterday morning", "tomorrow evening"; "this morning", "last night" are in `relative`."""
    day = _day_beside(r, i) if r.word(i) in _DAYS else weekday(r, i)
    if day is None or day.type != "DATE":
        return None
    part = r.kind(day.end, "daypart")
    if part is None:
        return None
    base = day.value if len(day.value) == 10 else "XXXX-XX-XX"
    return evolve(day, end=day.end + 1, type="TIME", value=f"{base}T{part}")
