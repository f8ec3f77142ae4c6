"""The dates of a text, as figures meet them: a number in a date, or at its edge, is none."""

from __future__ import annotations

from spacy.tokens import Doc

from service.extraction.lexemes import Lexemes
from service.extraction.model import Date

from .quantity import Quantity

_LAST_DAY = 31


class Dated:
    """Asked in the order of the text: each look goes on from the one before."""

    def __init__(self, doc: Doc, lex: Lexemes) -> None:
        self.lex = lex
        self.dates: list[Date] = sorted(doc._.dates, key=lambda date: date.start)
        self.next = 0

    def lexemes(self) -> set[int]:
        """The lexemes of dates, in which no number is a figure unless it measures time."""
        covered: set[int] = set()
        for date in self.dates:
            if date.type != "DURATION":
                covered.update(range(self.lex.first_at(date.start), self.lex.first_at(date.end)))
        return covered

    def at(self, start: int, end: int) -> Date | None:
        while self.next < len(self.dates) and self.dates[self.next].end <= start:
            self.next += 1
        for date in self.dates[self.next : self.next + 1]:
            if date.start < end and start < date.end:
                return date
        return None

    def includes(self, found: Quantity) -> bool:
        """Whether a bare number belongs to the date beside it."""
        return found.unit is None and (self._opens_time(found) or self._closes_days(found))

    def _opens_time(self, found: Quantity) -> bool:
        """The "2" of "from 2 to 9 p.m."."""
        lex, at = self.lex, found.end
        is_joined = lex.word(at) in {"to", "and", "until"} or lex.is_hyphen(at)
        if not is_joined or at + 1 >= len(lex) or not lex.is_digits(at + 1):
            return False
        date = self.at(lex.start[at + 1], lex.end[at + 1])
        return date is not None and date.type == "TIME"

    def _closes_days(self, found: Quantity) -> bool:
        """The "8" of "between June 4 and 8"."""
        lex, joint = self.lex, found.start - 1
        before = self.dates[self.next - 1] if self.next else None
        if before is None or not 0 < found.low <= found.high <= _LAST_DAY:
            return False
        is_next = lex.word(joint) in {"to", "and"} and joint > 0 and before.end == lex.end[joint - 1]
        is_day = before.type == "DATE" and len(before.value) == len("2024-05-16") and lex.is_digits(joint - 1)
        if not is_next or not is_day:
            return False
        return found.end >= len(lex) or lex.token(found.end).pos_ not in {"NOUN", "PROPN", "ADJ", "NUM", "SYM"}
