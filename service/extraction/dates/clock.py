"""Times of day: "10 p.m. Wednesday", "noon", "3:30 p.m. EDT on Friday", "Friday night", "this morning"."""

from __future__ import annotations

import datetime as dt

from attrs import evolve, frozen

from service.extraction.model import Anchor

from . import calendar
from .absolute import month_first, numeric, weekday
from .durations import in_zone
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
_NEAR_CLOCK = 6  # lexemes from one time to the other: "8 a.m. and close at 9 p.m."
_LONGEST_BRACKET = 8  # lexemes: "(12:35 p.m. GMT)"
_NEAR_BRACKET = 8  # lexemes: "3:15 a.m. on Monday (0015 GMT)"
_LONGEST_SENTENCE = 60  # lexemes between a day and its hour
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}


@frozen
class Clock:
    hour: int
    minute: int | None
    end: int

    @property
    def text(self) -> str:
        return f"T{self.hour:02d}:{self.minute or 0:02d}"

    def on(self, day: dt.date) -> dt.datetime | None:
        midnight = dt.datetime.combine(day, dt.time())
        return calendar.shift_time(midnight, self.hour + (self.minute or 0) / 60)


def time_of_day(r: Reader, i: int) -> Timex | None:
    """A clock time with the day beside it, else the day its sentence tells, else that of the publication."""
    clock = read_clock(r, i)
    if clock is None:
        return None
    zone, end = _zone(r, clock.end)
    anchor: Anchor = "published"
    confidence = 0.75
    if day := _day_behind(r, end):
        value, end, anchor, confidence = day.value, day.end, day.anchor, day.confidence
    elif day := _day_behind_brackets(r, end):
        value, confidence = day.value, day.confidence
    elif in_brackets := _again_in_brackets(r, i, clock, zone):
        value, anchor = in_brackets, "text"
    elif (told := _day_of_sentence(r, i)) or (told := _day_of_nextread_clock(r, end)):
        value, anchor = told, "text"
    else:
        value = r.published.isoformat() if r.published else ""
    if len(value) != len("2022-09-15"):
        value = "XXXX-XX-XX"
    timex = Timex(start=i, end=end, type="TIME", value=f"{value}{clock.text}", anchor=anchor, confidence=confidence)
    if value[:4].isdecimal() and (time := clock.on(dt.date.fromisoformat(value))):
        r.last_time = time, zone
    return in_zone(timex, zone)


def _zone(r: Reader, at: int) -> tuple[str | None, int]:
    """The offset or the name of the zone that a lexeme names, and the lexeme behind it."""
    zone = r.kind(at, "zone") if r.lex.raw(at).isupper() else None
    return zone, at + 1 if zone else at


def _day_behind(r: Reader, end: int) -> Timex | None:
    """The day that follows a clock time: "on Sunday", ", May 3", "the next morning"."""
    at = end + 1 if r.word(end) == "on" or r.lex.raw(end) == "," else end
    return _day_beside(r, at) or _day_stepped(r, end) if r.lex.same_line(at) else None


def _day_behind_brackets(r: Reader, end: int) -> Timex | None:
    """The day in "10:35 a.m. (0735 GMT) Friday"."""
    if r.lex.raw(end) != "(":
        return None
    closes = next((k for k in range(end + 2, end + _LONGEST_BRACKET) if r.lex.raw(k) == ")"), None)
    if closes is None or not _zone(r, closes - 1)[0]:
        return None
    last = r.last
    day = _day_behind(r, closes + 1)
    r.last = last
    return day


def _day_stepped(r: Reader, at: int) -> Timex | None:
    """ "(5 a.m.) the next morning", "the same day": a step from the text's last day."""
    step = {"next": 1, "following": 1, "previous": -1, "same": 0}.get(r.word(at + 1)) if r.word(at) == "the" else None
    named = r.kind(at + 2, "daypart") or r.kind(at + 2, "unit") == calendar.DAY
    if step is None or not named or r.last_day is None:
        return None
    day = calendar.shift(r.last_day, calendar.DAY, step) or r.last_day
    r.last = day
    return Timex(start=at, end=at + 3, type="DATE", value=day.isoformat(), anchor="text", confidence=0.8)


def _again_in_brackets(r: Reader, i: int, clock: Clock, zone: str | None) -> str | None:
    """The day of "(2215 GMT)" behind a local time: the one nearest to it."""
    if zone is None or r.lex.raw(i - 1) != "(" or r.last_time is None or r.last_time_at < i - _NEAR_BRACKET:
        return None
    local = r.last_time[0]
    days = (calendar.shift(local.date(), calendar.DAY, step) for step in (0, -1, 1))
    times = [(time, day) for day in days if day and (time := clock.on(day))]
    return min(times, key=lambda one: abs(one[0] - local))[1].isoformat() if times else None


def _day_of_sentence(r: Reader, i: int) -> str | None:
    """The last day that was named before in the same sentence: "On Monday the siege ended at 3 p.m."."""
    if r.last_day is None or not 0 <= i - r.last_at <= _LONGEST_SENTENCE:
        return None
    if any(r.lex.token(k).is_sent_start for k in range(r.last_at + 1, i + 1)):
        return None
    return r.last_day.isoformat()


def _day_of_nextread_clock(r: Reader, end: int) -> str | None:
    """The day that stands behind the second of two times: "from 8 a.m. to 9 p.m. on Sunday"."""
    for at in range(end + 1, end + _NEAR_CLOCK):
        if r.lex.raw(at) in {"", "."} or not r.lex.same_line(at):
            return None
        if r.lex.is_digits(at) or r.word(at) in _NAMED:
            last = r.last
            clock = read_clock(r, at)
            day = _day_behind(r, _zone(r, clock.end)[1]) if clock else None
            r.last = last
            return day.value if day else None
    return None


def read_clock(r: Reader, i: int) -> Clock | None:
    """ "3:30 p.m.", "noon", "10.30am", "six o'clock", "18:45" behind "at", "0015 GMT"."""
    lex = r.lex
    if r.word(i) in _NAMED and not lex.is_hyphen(i + 1):
        return Clock(_NAMED[r.word(i)], None, i + 1)
    hour = _HOURS_IN_WORDS.get(r.word(i))
    if lex.is_digits(i) and len(lex.text[i]) <= 2 and lex.text[i].isdecimal():
        hour = int(lex.text[i])
    if military := _military(r, i):
        return military
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
        return Clock(hour % 12 + half[0], minute, half[1])
    if r.word(at) == "o" and r.word(at + 2) == "clock":
        return Clock(hour, 0, at + 3)
    with_minute = minute is not None and lex.raw(i + 1) == ":"
    if with_minute and (r.kind(at, "zone") or r.word(i - 1) in _BEFORE_A_CLOCK) and not lex.glued(i):
        return Clock(hour, minute, at)
    return None


def _military(r: Reader, i: int) -> Clock | None:
    """ "0015 GMT", "at 1830 hours"."""
    text = r.lex.raw(i)
    if not (len(text) == 4 and text.isascii() and text.isdecimal()) or int(text[:2]) > 24 or int(text[2:]) > 59:
        return None
    if _zone(r, i + 1)[0]:
        return Clock(int(text[:2]), int(text[2:]), i + 1)
    told = r.word(i + 1) in {"hours", "hrs"} and (text[0] == "0" or r.word(i - 1) in {"at", "around", "about"})
    return Clock(int(text[:2]), int(text[2:]), i + 2) if told else None


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


def part_of_named_day(r: Reader, i: int) -> Timex | None:
    """ "the night of June 12", "the morning of Sept. 11, 2001"."""
    at = i + 1 if r.word(i) == "the" else i
    part = r.kind(at, "daypart")
    if part is None or r.word(at + 1) != "of":
        return None
    of = at + 2
    day = weekday(r, of) or month_first(r, of) or (numeric(r, of) if r.lex.is_digits(of) else None)
    if day is None or len(day.value) != len("2022-09-15"):
        return None
    return evolve(day, start=i, type="TIME", value=f"{day.value}T{part}")


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
