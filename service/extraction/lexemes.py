"""Words, numbers and marks, cut finer than spaCy's tokens: what the grammars of dates and figures read.

spaCy keeps "38bn" and "640bhp" whole and cuts "34-year-old" in its own way; here a run of digits, a run of letters
and a mark are always a lexeme each. One linear pass over the text, made once a document.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from spacy.tokens import Doc, Token

from .document import text_of, token_starts

# A number with its separators; a decimal that begins with the point; "p.m."; "U.S."; letters; any other mark.
_LEXEME = re.compile(r"\d+(?:[.,]\d+)*|(?<![\w.])\.\d+|\b[AaPp]\.[Mm]\b\.?|\bU\.S\.?|\bU\.K\.?|[^\W\d_]+|[^\w\s]|\w")

_APOSTROPHES = "'’"


class Lexemes:
    """`text`, `lower` (in lower case), `start` and `end` (characters) of each lexeme.

    Past either end there is nothing: `word(i)` is `""` there.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text: list[str] = []
        self.start: list[int] = []
        self.end: list[int] = []
        self.source = text_of(doc)
        for found in _LEXEME.finditer(self.source):
            self.text.append(found.group())
            self.start.append(found.start())
            self.end.append(found.end())
        self.lower = [text.lower() for text in self.text]
        self._starts = token_starts(doc)

    def __len__(self) -> int:
        return len(self.text)

    def word(self, i: int) -> str:
        """The lexeme in lower case."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    def raw(self, i: int) -> str:
        return self.text[i] if 0 <= i < len(self.text) else ""

    def is_digits(self, i: int) -> bool:
        return 0 <= i < len(self.text) and self.text[i][-1].isdecimal() and self.text[i].isascii()

    def glued(self, i: int) -> bool:
        """True where nothing stands between this lexeme and the one before it."""
        return 0 < i < len(self.text) and self.end[i - 1] == self.start[i]

    def same_line(self, i: int) -> bool:
        """True where no line ends between this lexeme and the one before it."""
        if not 0 < i < len(self.text):
            return False
        return self.end[i - 1] == self.start[i] or "\n" not in self.source[self.end[i - 1] : self.start[i]]

    def is_possessive(self, i: int) -> bool:
        """True where an "'s" begins."""
        return self.glued(i) and self.raw(i) in _APOSTROPHES and self.word(i + 1) == "s" and self.glued(i + 1)

    def is_hyphen(self, i: int) -> bool:
        """True for a hyphen (or an en dash set as one) that joins the lexemes around it."""
        return self.raw(i) in {"-", "‐", "‑", "–"} and self.glued(i) and self.glued(i + 1)

    def token(self, i: int) -> Token:
        """spaCy's token in which the lexeme begins."""
        return self.doc[bisect_right(self._starts, self.start[i]) - 1]

    def first_at(self, offset: int) -> int:
        """The first lexeme that begins at or behind a character."""
        i = bisect_right(self.start, offset)
        return i - 1 if i and self.start[i - 1] == offset else i


def lexemes(doc: Doc) -> Lexemes:
    found: Lexemes | None = doc.user_data.get("copydesk.lexemes")
    if found is None:
        found = doc.user_data["copydesk.lexemes"] = Lexemes(doc)
    return found


def cut_up(text: str) -> list[str]:
    """The lexemes of a phrase of a table, to compare with those of an article."""
    return _LEXEME.findall(text)
