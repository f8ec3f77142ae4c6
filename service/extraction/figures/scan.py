"""The walk over the lexemes of a text: where a quantity may begin, which one does, where the next may."""

from __future__ import annotations

from collections.abc import Iterator

from service.extraction.lexemes import Lexemes
from service.extraction.numerals import STARTERS

from . import ages, ranges, units
from .expressions import FOLD, MINUS, rank, single
from .names import is_named
from .quantity import Quantity


def scan(lex: Lexemes, skips: list[tuple[int, int]], dated: set[int]) -> Iterator[Quantity]:
    """All quantities of a text in their order.

    `skips` are stretches of characters that are not read; of the lexemes `dated` only lengths of time are.
    """
    i, length = 0, len(lex)
    waiting = sorted(skips, reverse=True)
    while i < length:
        if not _may_begin(lex, i):
            i += 1
            continue
        while waiting and waiting[-1][1] <= lex.start[i]:
            waiting.pop()
        if waiting and waiting[-1][0] <= lex.start[i]:
            i = max(i + 1, lex.first_at(waiting[-1][1]))
            continue
        found = quantities(lex, i)
        if i in dated:
            found = [one for one in found if _measures_time(one)]
        yield from found
        i = max(i + 1, *(one.end for one in found)) if found else i + 1 if i in dated else _behind_number(lex, i)


def _measures_time(found: Quantity) -> bool:
    """A length of time or an age, which may stand where a date does; of ranges only an age."""
    kind = found.unit.kind if found.unit else None
    return kind == "age" or (kind == "duration" and not found.is_range)


def _behind_number(lex: Lexemes, i: int) -> int:
    """Behind a run that is no figure, so that its pieces are none either: "24703L202", "1111-2222"."""
    if not lex.is_digits(i):
        return i + 1
    at = i + 1
    while lex.glued(at) and (lex.is_digits(at) or lex.raw(at) in {"-", "/", ":"} or lex.raw(at).isalpha()):
        at += 1
    return at


_WORDS = STARTERS | frozenset(ages.DECADES) | {"minus"} | MINUS | {sign.lower() for sign in units.PREFIX_STARTS}


def _may_begin(lex: Lexemes, i: int) -> bool:
    """Asked of every lexeme: a look at the word alone, which may say yes too often."""
    word = lex.lower[i]
    return word in _WORDS or word[-1].isdecimal() or word.endswith(FOLD) or (word.isalpha() and lex.raw(i + 1) == "$")


def quantities(lex: Lexemes, i: int) -> list[Quantity]:
    """All that begins at a lexeme; more than one where numbers share a unit ("four-, five- and six-cylinder")."""
    if one := rank(lex, i) or ages.in_decade(lex, i):
        return [one]
    first = single(lex, i)
    if first is None:
        return []
    if first.unit is None and (several := ranges.suspended(lex, first) or ranges.coordinated(lex, first)):
        return several
    if score := ranges.score(lex, first):
        return [score]
    joined = ranges.range_of(lex, first)
    if joined is None and first.unit is None and first.kind is None and _is_no_figure(lex, first):
        return []
    return [joined or first]


def _is_no_figure(lex: Lexemes, found: Quantity) -> bool:
    if lex.is_digits(found.number_start) or found.low >= 100:
        return is_named(lex, found.start, found.end)
    if lex.is_hyphen(found.end) and lex.word(found.end + 1).endswith("ers") and lex.token(found.end + 1).tag_ == "NNS":
        return True  # "three-pointers", "two-wheelers"
    if lex.is_hyphen(found.end) and lex.raw(found.start)[0].isupper() and lex.raw(found.end + 1)[:1].isupper():
        return lex.token(found.end + 1).pos_ == "PROPN"  # "the Five-Star Movement"
    return lex.word(found.start - 1) in {"chapter", "section", "part", "act", "game", "phase", "category"}
