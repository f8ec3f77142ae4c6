"""What the rules of the grammar share: the expression they give, the words they read, what dates are counted from."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from attrs import frozen
from spacy.tokens import Doc

from service.extraction.lexemes import Lexemes, lexemes
from service.extraction.lexicon import table
from service.extraction.model import Anchor, Interval, TimexType
from service.extraction.numerals import ORDINALS

from . import calendar
from .tense import CUES, FUTURE, PAST, PERFECT, direction

WORDS: dict[str, dict[str, str]] = {}  # word -> kind -> value
for _row in table("time_words"):
    WORDS.setdefault(_row["word"], {})[_row["kind"]] = _row["value"]


Way = Literal["past", "future"]


@frozen(kw_only=True)
class Timex:
    """Lexemes `[start, end)` and what they stand for. `interval` where the value alone doesn't tell it."""

    start: int
    end: int
    type: TimexType
    value: str
    anchor: Anchor = "absolute"
    confidence: float = 0.9
    interval: Interval | None = None


_LONGER = frozenset({"P6M", "P9M", "P12M", "P1Y"})  # than a quarter


class Reader:
    """Reads the lexemes of one document; remembers the last date, from which "the day after" counts."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.lex: Lexemes = lexemes(doc)
        published = doc._.published
        self.time = published if isinstance(published, dt.datetime) else None
        self.published: dt.date | None = self.time.date() if self.time else published
        self.first = 0  # where the expression that is being read begins: what stands before it governs it
        self.last: dt.date | None = None  # the last day, week, month that the text named
        self.last_is_day = False
        self.last_at = self.last_time_at = -1  # the lexemes of the last day and of the last time
        self.last_time: tuple[dt.datetime, str | None] | None = None  # by the local clock, with its offset from UTC
        self.last_quarter: tuple[int, int] | None = None  # year, quarter
        self.is_of_quarter = False  # "a year earlier" is compared with a quarter, and no longer stretch

    # ------------------------------------------------------------ words

    def kind(self, i: int, kind: str) -> str | None:
        """What the lexeme stands for as a word of this kind; None where it is none."""
        return WORDS.get(self.lex.word(i), {}).get(kind)

    def word(self, i: int) -> str:
        return self.lex.word(i)

    def skip_hyphen(self, i: int) -> int:
        return i + 1 if self.lex.is_hyphen(i) else i

    def unit(self, i: int) -> str | None:
        return self.kind(i, "unit") or self.kind(i, "units")

    def weekday(self, i: int) -> tuple[int, int] | None:
        """ISO weekday and the lexeme behind it: "Friday", "Fri.", not "sun"."""
        if (long := self.kind(i, "weekday")) and not self.lex.is_hyphen(i + 1):
            return int(long), i + 1
        if (short := self.kind(i, "weekday-short")) and self.lex.raw(i)[0].isupper():
            if self.lex.raw(i + 1) == "." and self.lex.glued(i + 1):
                return int(short), i + 2
            if (
                (self.lex.raw(i + 1) == "," and self.month(i + 2))
                or self.kind(i + 1, "month")
                or self.kind(i + 1, "month-short")
            ):
                return int(short), i + 1
        return None

    def weekday_in_plural(self, i: int) -> str | None:
        """The ISO weekday of "Fridays"."""
        word = self.word(i)
        return WORDS.get(word[:-1], {}).get("weekday") if word.endswith("days") else None

    def month(self, i: int) -> tuple[int, int] | None:
        """The month's number and the lexeme behind it: "February", "Feb.", not the verbs "march" and "may"."""
        if long := self.kind(i, "month"):
            if self.lex.raw(i)[0].islower() and self.word(i) in {"march", "may", "august"}:
                return (int(long), i + 1) if self.lex.is_digits(i + 1) and self.day_number(i + 1) else None
            return int(long), i + 1
        if short := self.kind(i, "month-short"):
            point = self.lex.raw(i + 1) == "." and self.lex.glued(i + 1)
            if not self.lex.raw(i)[0].isupper() and not self.lex.is_digits(i + 1 + point):
                return None
            if point or self.lex.is_digits(i + 1) or self.lex.is_digits(i - 1):
                return int(short), i + 2 if point else i + 1
        return None

    def day_number(self, i: int) -> tuple[int, int] | None:
        """The day of a month: "9", "9th", "eighth"."""
        if self.lex.is_digits(i):
            text = self.lex.text[i]
            if not (text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 31):
                return None
            if self.lex.glued(i + 1) and self.word(i + 1) in {"st", "nd", "rd", "th"}:
                return int(text), i + 2
            if self.lex.glued(i + 1) and (self.lex.raw(i + 1).isalpha() or self.lex.raw(i + 1) == "%"):
                return None
            if self.lex.raw(i + 1) == ":" and self.lex.glued(i + 1) and self.lex.glued(i + 2):  # "12:30"
                return None
            return int(text), i + 1
        tens = {"twenty": 20, "thirty": 30}.get(self.word(i))
        if tens and self.lex.is_hyphen(i + 1) and self.word(i + 2) in ORDINALS:
            return tens + ORDINALS[self.word(i + 2)], i + 3
        return (ORDINALS[self.word(i)], i + 1) if self.word(i) in ORDINALS else None

    def ordinal(self, i: int) -> tuple[int, int] | None:
        """ "third", "3rd", "20th"."""
        if self.word(i) in ORDINALS:
            return ORDINALS[self.word(i)], i + 1
        text = self.lex.raw(i)
        small = text.isascii() and text.isdecimal() and len(text) <= 2
        if small and self.lex.glued(i + 1) and self.word(i + 1) in {"st", "nd", "rd", "th"}:
            return int(text), i + 2
        return None

    def year(self, i: int) -> tuple[int, int] | None:
        """A year in four digits, or in words ("nineteen ninety-six", "two thousand")."""
        text = self.lex.raw(i)
        if text.isascii() and text.isdecimal():
            if len(text) != 4 or not 1000 <= int(text) <= 2999:
                return None
            follows = self.lex.raw(i + 1) if self.lex.glued(i + 1) else ""
            return None if follows.isalpha() or follows in {"%", ":"} else (int(text), i + 1)
        return self._year_in_words(i)

    def _year_in_words(self, i: int) -> tuple[int, int] | None:
        word = self.word(i)
        if word == "two" and self.word(i + 1) == "thousand":
            at = i + 3 if self.word(i + 2) == "and" else i + 2
            unit = WORDS_BELOW_100.get(self.word(at), 0)
            return (2000 + unit, at + 1) if 0 < unit < 20 else (2000, i + 2)
        century = {"eighteen": 1800, "nineteen": 1900, "twenty": 2000}.get(word)
        tens = WORDS_BELOW_100.get(self.word(i + 1), 0) if century else 0
        if century is None or tens < 10:
            return None
        at = self.skip_hyphen(i + 2)
        units = WORDS_BELOW_100.get(self.word(at), 0) if tens % 10 == 0 and tens > 10 else 0
        return (century + tens + units, at + 1) if 0 < units < 10 else (century + tens, i + 2)

    # ------------------------------------------------------------ anchors

    @property
    def last_day(self) -> dt.date | None:
        """The last date of the text, where it is a day and no month or year."""
        return self.last if self.last_is_day else None

    def remember(self, timex: Timex, last_before: dt.date | None) -> None:
        """Called for each expression that is found, with what `last` was before it was read."""
        if "-Q" in timex.value:
            self.is_of_quarter = True
        elif timex.value in _LONGER and self.word(timex.start) == "the":
            self.is_of_quarter = False
        if timex.type == "TIME":
            self.last_time_at = timex.end - 1
        if self.last is not last_before:
            self.last_at = timex.end - 1
            self.last_is_day = re.match(r"\d{4}-\d\d-\d\d", timex.value) is not None

    @property
    def text_anchor(self) -> dt.date | None:
        """What "the day after" counts from: the last date of the text, else the publication."""
        return self.last or self.published

    def direction(self, i: int) -> Way | None:
        """Which way from the publication the date at a lexeme lies, as the verb or the preposition tells."""
        found = direction(self.lex.token(i))
        before, farther = self.word(self.first - 1), self.word(self.first - 2)
        is_compared = "than" in {before, farther}  # "costs more than in January"
        if before == "effective":  # "changed the rule, effective Feb. 1"
            return None
        if found == PAST or (is_compared and found != FUTURE):
            return "past"
        if before in CUES["future-preposition"] or (before == "through" and found == PERFECT):
            return "future"
        if before == "as" and farther in {"soon", "early", "late"}:
            return "future"
        return found.way if found else None

    def surely_ahead(self, i: int) -> bool:
        """Whether the verb leaves no doubt that the date is to come."""
        return direction(self.lex.token(i)) == FUTURE

    def at(self, base: dt.date | None, unit: str, count: float) -> str | None:
        """The value of the stretch of time `count` units from a day; None outside the calendar."""
        if base is None:
            return OPEN[unit]
        day = calendar.shift(base, unit, count)
        return calendar.value_of(day, unit) if day else None

    def deixis(self, start: int, end: int, unit: str, count: float, confidence: float = 0.9) -> Timex | None:
        """ "last week": a stretch of time counted from the publication."""
        value = self.at(self.published, unit, count)
        if value is None:
            return None
        return Timex(start=start, end=end, type="DATE", value=value, anchor="published", confidence=confidence)


# What can be said of a stretch of time where there is nothing to count from.
OPEN = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "WE": "XXXX-WXX-WE",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "Y": "XXXX",
    "E": "XXX",
    "C": "XX",
}

WORDS_BELOW_100: dict[str, int] = {
    row["word"]: int(row["value"]) for row in table("number_words") if row["kind"] in {"unit", "teen", "ten"}
}
