"""What comes again: "every Friday", "each July", "daily", "every four years", "twice a week"."""

from __future__ import annotations

from attrs import evolve

from . import calendar
from .absolute import weekday
from .clock import read_clock
from .durations import length
from .timex import Reader, Timex

_TIMES = frozenset({"once", "twice", "times"})


def frequency(r: Reader, i: int) -> Timex | None:
    """ "daily", "annually"."""
    value = r.kind(i, "frequency")
    if value is None or (r.lex.raw(i)[0].isupper() and i and r.lex.raw(i - 1) != "."):  # "the Daily Mail"
        return None
    if r.word(i) not in {"daily", "annually", "weekly"} and r.lex.token(i).pos_ != "ADV":
        return None
    return at_time(r, Timex(start=i, end=i + 1, type="SET", value=value, confidence=0.75))


def every(r: Reader, i: int) -> Timex | None:
    """ "every day", "each July", "every other week", "every four years", "every Friday night"."""
    at = i + 1
    if r.word(at) == "single":
        at += 1
    if day := r.weekday(at):
        return at_time(r, _set(i, day[1], f"XXXX-WXX-{day[0]}"))
    if month := r.month(at):
        return _set(i, month[1], f"XXXX-{month[0]:02d}")
    if code := r.kind(at, "season"):
        return _set(i, at + 1, f"XXXX-{code}")
    if part := r.kind(at, "daypart"):
        return _set(i, at + 1, f"XXXX-XX-XXT{part}")
    if r.word(at) == "other" and (unit := r.kind(at + 1, "unit")):
        return _set(i, at + 2, ("PT2" if unit.startswith("T") else "P2") + unit[-1])
    if unit := r.kind(at, "unit"):
        if unit in {"WE", "TS"}:
            return None
        if unit == calendar.DAY:
            return at_time(r, _set(i, at + 1, "P1D"))
        return _set(i, at + 1, ("PT1" if unit.startswith("T") else "P1") + unit[-1])
    found = length(r, at)
    if found and not found.hyphenated and not found.article and found.count is not None:
        return _set(i, found.end, found.value)
    return None


def weekdays(r: Reader, i: int) -> Timex | None:
    """ "Mondays", "Fridays at noon"."""
    found = weekday(r, i)
    return at_time(r, found) if found and found.type == "SET" else found


def at_time(r: Reader, found: Timex) -> Timex:
    """ "every Friday at 7 p.m.", "daily at noon"."""
    clock = read_clock(r, found.end + 1) if r.word(found.end) == "at" else None
    day = "XXXX-XX-XX" if found.value == "P1D" else found.value
    if clock is None or not day.startswith("XXXX-"):
        return found
    return evolve(found, end=clock.end, value=f"{day}{clock.text}")


def rate(r: Reader, i: int) -> Timex | None:
    """ "a week" behind "twice", "three times"."""
    unit = r.kind(i + 1, "unit")
    if unit is None or r.word(i - 1) not in _TIMES or unit in {"WE", "TS", "TM", "TH"}:
        return None
    return _set(i, i + 2, f"P1{unit}")


def _set(start: int, end: int, value: str) -> Timex:
    return Timex(start=start, end=end, type="SET", value=value, confidence=0.85)
