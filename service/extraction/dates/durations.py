"""Lengths of time and what is counted with them: "five-month", "nearly two years", "ten days ago"."""

from __future__ import annotations

from attrs import evolve, frozen

from service.extraction.lexicon import table
from service.extraction.model import Anchor, Interval
from service.extraction.numerals import STARTERS, Numeral, read

from . import calendar
from .tense import CUES
from .timex import OPEN, Reader, Timex

_BARE_PLURAL_AFTER = frozenset(
    [
        "for",
        "in",
        "within",
        "over",
        "after",
        "of",
        "take",
        "took",
        "takes",
        "last",
        "lasted",
        "through",
        "spend",
        "spent",
    ]
)
_NOT_A_RATE_AFTER = frozenset(
    [
        "for",
        "in",
        "within",
        "after",
        "over",
        "about",
        "least",
        "most",
        "than",
        "nearly",
        "almost",
        "only",
        "just",
        "once",
        "every",
        "of",
        "under",
        "around",
        "to",
        "take",
        "takes",
        "took",
        "last",
        "lasted",
        "spend",
        "spent",
        "another",
        "before",
        "during",
        "roughly",
    ]
)
_PEOPLE = frozenset(row["word"] for name in ("role_nouns", "kin") for row in table(name)) | {"baby", "infant"}
_AMOUNTS = frozenset({"percent", "cent", "cents", "points", "dollars", "euros", "pounds", "times"})
_LONGEST_QUANTIFIER = 3  # lexemes
_QUANTIFIER_STARTS = frozenset(words.split()[0] for words in CUES["quantifier"])
_HALVED = frozenset({"TH", "D", "Y", "E", "C"})
_SMALLER = {"TH": "TM", "TM": "TS", "Y": "M", "W": "D"}
_HOURS = {"TS": 1 / 3600, "TM": 1 / 60, "TH": 1.0}
_YEARS_IN = {"E": 10, "C": 100, "L": 1000}


@frozen
class Length:
    """`count` is None where it is not told ("several years", "weeks"). Lexemes `[start, end)`."""

    start: int
    end: int
    count: float | None
    unit: str
    hyphenated: bool
    plural: bool
    article: bool

    @property
    def value(self) -> str:
        """The value in ISO 8601, "X" for a count that is not told."""
        unit = self.unit
        time = unit.startswith("T")
        letter = unit[-1] if time else "W" if unit in {"F", "WE"} else "Y" if unit in _YEARS_IN else unit
        prefix = "PT" if time else "P"
        if self.count is None:
            return f"{prefix}X{'E' if unit == 'E' else 'C' if unit == 'C' else letter}"
        count = self.count * _YEARS_IN.get(unit, 1) * (2 if unit == "F" else 1)
        if unit == "Q":
            count, letter = count * 3, "M"
        whole, part = divmod(count, 1)
        small = {"Y": (12, "M"), "TH": (60, "M"), "TM": (60, "S"), "D": (24, "H")}.get(unit)
        if not part or small is None:
            return f"{prefix}{count:.10g}{letter}"
        head = f"{prefix}{whole:.0f}{letter}" if whole else prefix
        separator = "T" if unit == "D" else ""
        return f"{head}{separator}{round(part * small[0])}{small[1]}"


def length(r: Reader, i: int) -> Length | None:
    """ "five-month", "20 more years", "2 1/2 hours", "a couple of years", "several weeks", "a year"."""
    article = r.word(i) in {"a", "an"}
    numeral = read(r.lex, i) if r.lex.is_digits(i) or r.word(i) in STARTERS else None
    if numeral is None:
        another = r.word(i) == "another"
        if (article or another) and (unit := r.kind(i + 1, "unit")) and unit not in {"TS", "WE"}:
            if r.lex.is_hyphen(i + 2):  # "a year-earlier loss"
                return None
            return Length(i, i + 2, 1, unit, hyphenated=False, plural=False, article=True)
        if article and r.word(i + 1) in {"full", "whole", "further"} and (unit := r.kind(i + 2, "unit")):
            return Length(i, i + 3, 1, unit, hyphenated=False, plural=False, article=True)
        return None
    if r.lex.glued(i) and r.lex.raw(i - 1) in "$€£.,/":
        return None
    at = numeral.end
    if r.word(at) == "of" and numeral.form in {"some", "vague"}:
        at += 1
    hyphenated = r.lex.is_hyphen(at)
    if hyphenated or r.word(at) in CUES["more"]:
        at += 1
    unit = r.unit(at)
    plural = r.kind(at, "units") is not None
    if unit is None or not r.lex.same_line(at) or (unit == "TS" and not plural and not hyphenated):
        if half := _behind_half(r, numeral):
            return Length(i, half, 0.5, r.kind(half - 1, "unit") or "", hyphenated=False, plural=False, article=False)
        return None
    if unit == "Q" and numeral.form == "fraction":
        return None
    if not plural and not hyphenated and r.year(i) and r.year(i) == (numeral.low, at):  # "the World Cup 2018 day five"
        return None
    end = at + 1
    vague = numeral.form in {"some", "vague"} and r.word(i + 1) != "couple"
    return Length(
        numeral.start,
        end,
        None if vague else numeral.low,
        unit,
        hyphenated=hyphenated,
        plural=plural,
        article=False,
    )


def _behind_half(r: Reader, numeral: Numeral) -> int | None:
    """Behind "half an hour", "half a century"."""
    if numeral.low == 0.5 and r.word(numeral.end) in {"a", "an"} and r.kind(numeral.end + 1, "unit") in _HALVED:
        return numeral.end + 2
    return None


def quantified(r: Reader, i: int) -> Timex | None:
    """ "nearly two years", "more than four hours", "up to 180 days", "about two years ago"."""
    if r.word(i) not in _QUANTIFIER_STARTS:
        return None
    if r.word(i) in {"more", "less", "fewer"} and _is_amount(r, i - 1):  # "12% more than a year ago"
        return None
    for size in range(_LONGEST_QUANTIFIER, 0, -1):
        if " ".join(r.word(k) for k in range(i, i + size)) in CUES["quantifier"]:
            found = duration(r, i + size)
            if found and found.value != "PRESENT_REF":
                return evolve(found, start=i)
            return None
    return None


def _is_amount(r: Reader, i: int) -> bool:
    return i >= 0 and (r.lex.is_digits(i) or r.lex.raw(i) == "%" or r.lex.token(i).like_num or r.word(i) in _AMOUNTS)


def duration(r: Reader, i: int) -> Timex | None:
    """A length of time, or the date that it is counted to ("ten days ago", "two weeks later")."""
    found = _range(r, i) or length(r, i) or _bare_plural(r, i)
    if found is None:
        return None
    if counted := _counted(r, found):
        return counted
    at = found.end
    if r.lex.is_hyphen(at) and r.word(at + 1) == "old":
        return None if found.unit == "Y" or r.word(at + 2) in _PEOPLE else _as_duration(found, at + 2)
    if r.word(at) == "old" or (r.word(at) == "of" and r.word(at + 1) == "age"):
        return None
    if r.lex.is_hyphen(at) and r.word(at + 1) == "long":
        return _as_duration(found, at + 2)
    if found.article and r.word(i) != "another" and _is_rate(r, i):
        return None
    if r.word(at) == "or" and r.word(at + 1) in {"two", "so"}:
        return _as_duration(found, at + 2)
    smaller = length(r, at + 1) if r.word(at) == "and" and found.unit in _SMALLER and not found.hyphenated else None
    if smaller and found.count and smaller.count and smaller.unit == _SMALLER[found.unit]:  # "3 hours and 12 minutes"
        value = found.value + smaller.value.removeprefix("PT" if found.unit.startswith("T") else "P")
        return evolve(_as_duration(found, smaller.end), value=value)
    return _as_duration(found, at)


def _range(r: Reader, i: int) -> Length | None:
    """ "two to six days", "18-24 months"."""
    if not (r.lex.is_digits(i) or r.word(i) in STARTERS):
        return None
    first = read(r.lex, i)
    if first is None or not (r.word(first.end) in {"to", "or"} or r.lex.is_hyphen(first.end)):
        return None
    second = length(r, first.end + 1)
    if second is None or second.article or second.start != first.end + 1:
        return None
    return evolve(second, start=i, count=None)


def _bare_plural(r: Reader, i: int) -> Length | None:
    """ "for centuries", "within weeks", "days ago"."""
    unit = r.kind(i, "units")
    if unit is None or (unit in {"TS", "TM"} and r.word(i) in {"seconds", "sec", "secs", "min"}):
        return None
    if unit == "Q" or len(r.word(i)) < 4:
        return None
    before = r.word(i - 1)
    if before in _BARE_PLURAL_AFTER or r.word(i + 1) in {"ago", "later", "earlier"}:
        return Length(i, i + 1, None, unit, hyphenated=False, plural=True, article=False)
    return None


def _is_rate(r: Reader, i: int) -> bool:
    """ "$98 a share", "twice a week", "60 miles an hour": "a year" is the base of a rate, not a length of its own."""
    before = r.word(i - 1)
    if before in _NOT_A_RATE_AFTER or i == 0 or not r.lex.same_line(i):
        return False
    return r.lex.token(i - 1).pos_ not in {"VERB", "ADP", "SCONJ"} or before in {"per", "times"}


def _as_duration(found: Length, end: int) -> Timex:
    confidence = 0.8 if found.count is None else 0.92
    return Timex(start=found.start, end=end, type="DURATION", value=found.value, confidence=confidence)


def _counted(r: Reader, found: Length) -> Timex | None:
    """ "ten days ago", "a year earlier", "two weeks later", "three years from now"."""
    at = found.end
    word = r.word(at)
    if word == "or" and r.word(at + 1) == "so" and r.word(at + 2) in {"ago", "later", "earlier"}:
        at += 2
        word = r.word(at)
    if word == "ago":
        if r.word(at + 1) == "quarter" or r.lex.is_hyphen(at):
            return None
        return _shifted(r, found, at + 1, -1, from_text=False)
    if word == "from" and r.word(at + 1) in {"now", "today"}:
        return _shifted(r, found, at + 2, 1, from_text=False)
    if word in {"earlier", "before", "previously"} and r.word(at + 1) != "than":
        if word == "before" and not _ends_phrase(r, at + 1):
            return None
        return _shifted(r, found, at + 1, -1, from_text=True)
    if word in {"later", "after", "afterward", "afterwards"} and r.word(at + 1) != "than":
        if word == "after" and not _ends_phrase(r, at + 1):
            return None
        known = r.last_time if found.unit.startswith("T") else r.last or r.published is None
        return _shifted(r, found, at + 1, 1, from_text=True) if known else None
    return None


def _ends_phrase(r: Reader, at: int) -> bool:
    return at >= len(r.lex) or r.lex.raw(at) in {".", ",", ";", ":", ")", "—", "–"} or not r.lex.same_line(at)


def _shifted(r: Reader, found: Length, end: int, sign: int, from_text: bool) -> Timex:
    anchor: Anchor = "text" if from_text and r.last else "published"
    reference = "PAST_REF" if sign < 0 else "FUTURE_REF"
    start = found.start
    if found.unit.startswith("T"):
        return _shifted_by_hours(r, found, end, sign, from_text)

    def timex(value: str, confidence: float) -> Timex:
        return Timex(start=start, end=end, type="DATE", value=value, anchor=anchor, confidence=confidence)

    if found.count is None:
        return timex(reference, 0.8)
    unit = found.unit
    yearly_from_publication = unit == "Y" and found.count == 1 and sign < 0
    if yearly_from_publication and r.last_quarter and r.is_of_quarter:
        year, number = r.last_quarter
        return timex(f"{year - 1}-Q{number}", 0.8)
    base = r.text_anchor if from_text and not yearly_from_publication else r.published
    if base is None:
        return timex(OPEN.get(unit, "XXXX-XX-XX"), 0.6)
    if anchor == "text" and base is r.last and r.last_day is None and unit in {calendar.DAY, calendar.WEEK}:
        return timex(OPEN[unit], 0.5)  # "in May. Two days later": of what?
    day = calendar.shift(base, unit, sign * found.count)
    if day is None:
        return timex(reference, 0.7)
    if from_text:
        r.last = day
    scale = {"E": "Y", "C": "Y", "L": "Y", "F": "W", "WE": "W"}.get(unit, unit)
    return timex(calendar.value_of(day, scale), 0.85)


def _shifted_by_hours(r: Reader, found: Length, end: int, sign: int, from_text: bool) -> Timex:
    """ "three hours ago", "two hours later": a time where its base is known; else a length of time."""
    hours = (found.count or 0) * _HOURS[found.unit]
    base, zone = (r.last_time or (None, None)) if from_text else (r.time, None)
    time = calendar.shift_time(base, sign * hours) if base and found.count is not None else None
    if time is None:
        return _as_duration(found, found.end)
    anchor: Anchor = "text" if from_text else "published"
    value = f"{time:%Y-%m-%dT%H:%M}"
    if from_text:
        r.last_time = time, zone
    timex = Timex(start=found.start, end=end, type="TIME", value=value, anchor=anchor, confidence=0.85)
    return in_zone(timex, zone)


def in_zone(time: Timex, zone: str | None) -> Timex:
    """The interval with the offset of the zone from UTC; the value is of the local clock, as TIMEX3 has it."""
    interval = calendar.interval_of(time.value)
    if interval is None or zone is None or ":" not in zone:  # "ET" is EST or EDT
        return time
    return evolve(time, interval=Interval(start=interval.start + zone, end=interval.end + zone))


def interval_back(r: Reader, found: Length, sign: int) -> tuple[str, str] | None:
    """When "the past 24 hours", "the next two weeks" begin and end, counted from the publication."""
    if found.count is None or r.published is None:
        return None
    if found.unit.startswith("T"):
        if r.time is None:
            return None
        other_time = calendar.shift_time(r.time, sign * _HOURS[found.unit] * found.count)
        if other_time is None:
            return None
        first, last = sorted((r.time, other_time))
        return first.isoformat(), last.isoformat()
    other = calendar.shift(r.published, found.unit, sign * found.count)
    if other is None:
        return None
    start, end = sorted((r.published, other))
    return start.isoformat(), end.isoformat()
