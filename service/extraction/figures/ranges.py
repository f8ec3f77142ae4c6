"""Numbers that belong together: ranges, ratios, scores, numbers that share a unit."""

from __future__ import annotations

from attrs import evolve

from service.extraction.lexemes import Lexemes
from service.extraction.numerals import MAGNITUDES

from . import units
from .change import moved
from .expressions import SCALED, single
from .quantity import Quantity
from .units import UnitOf

_SUSPENDED = frozenset({",", "or", "and", "to"})
_WHOSE = frozenset({"the", "every", "its", "their", "his", "her", "last", "past", "previous", "first"})
_HIGHEST_SPACED_SCORE = 20  # "3 – 1"; with more a dash parts what it says
_FARTHEST_END = 3  # times the other end, of a range behind a verb of change
_MOST_COORDINATED = 6
_WICKETS = 10
_BEFORE_RUNS = frozenset(
    ["on", "at", "were", "was", "to", "from", "reached", "made", "posted", "finished", "closed", "("]
)
_BEFORE_WICKETS = frozenset({"took", "taking", "claimed", "with", "of"})
_COORDINATED = frozenset({"percent", "measure", "money", "duration", "age"})


def range_of(lex: Lexemes, first: Quantity) -> Quantity | None:
    """ "40-45", "between 40 and 45", "from 252 miles to 287", "two or three", "$5-10 billion", "seven of 12"."""
    at = first.end
    word = lex.word(at)
    hyphen = lex.raw(at) in {"-", "–", "—"} and (lex.glued(at) == lex.glued(at + 1))
    before = _before(lex, first)
    if not (hyphen or word in {"to", "or", "and", "of", "in", "out"}):
        return None
    behind = at + 2 if lex.is_hyphen(at) and lex.word(at + 1) == "to" else at + 1
    if lex.is_hyphen(at) and lex.word(at + 1) == "to" and lex.is_hyphen(at + 2):  # "0-to-60"
        behind, word = at + 3, "to"
    elif lex.is_hyphen(at) and lex.word(at + 1) != "to":
        behind = at + 1
    if word in {"of", "in", "out"}:
        return _ratio(lex, first, at)
    if (word == "and" and before != "between") or not lex.same_line(behind):
        return None
    second = single(lex, behind, hyphen)
    if second is None or (second.kind in {"age", "ratio"} and first.kind is not None):
        return None
    if first.form == "fraction" and second.kind == "money" and word == "to":  # "fell by a fifth to 2.4 billion euros"
        return None
    if word == "to" and not hyphen and before not in {"from", "between"} and _is_level(lex, first, second):
        return None
    if first.is_range or second.is_range or not _fit(lex, first, second, word=word, hyphen=hyphen, before=before):
        return None
    low, high = first.low, second.high
    if first.unit is None or first.kind == "money":
        low = _same_magnitude(lex, first, second)
    descends = low > high
    low, high = min(low, high), max(low, high)
    unit = first.unit if first.kind == "age" else second.unit or first.unit
    return evolve(
        second,
        start=first.start,
        number_start=first.number_start,
        low=low,
        high=high,
        unit=unit,
        kind="age" if first.kind == "age" else second.kind or first.kind,
        is_range=low != high,
        descends=descends,
    )


def _before(lex: Lexemes, first: Quantity) -> str:
    """ "between" or "from" before the first number, whatever says how exact it is or what between them."""
    for k in range(first.start - 1, first.start - 5, -1):
        if lex.word(k) in {"between", "from"}:
            return lex.word(k)
    return lex.word(first.start - 1)


def _fit(lex: Lexemes, first: Quantity, second: Quantity, *, word: str, hyphen: bool, before: str) -> bool:
    """Whether two numbers are the ends of one range: "fell 4.2 percent to 9.7 billion" has two figures."""
    one, two = first.unit, second.unit
    if one and two and one.kind == "age" and two.kind == "duration":  # "aged 8-10 years"
        return first.low < second.high
    if one and two:
        same = one.name.partition(" per ")[0] == two.name.partition(" per ")[0]
        if not same:
            return False
        return word != "or" or first.low < second.high
    if one and not two:
        if one.kind == "age":
            return second.kind is None and first.low < second.high
        if one.kind == "money" and (hyphen or word in {"to", "and"}):
            return second.kind is None and (before in {"from", "between"} or hyphen or second.low > first.low)
        return before in {"from", "between"} and second.kind is None
    if hyphen:
        return two is not None or first.low < second.high
    if word == "or":
        return (first.low < second.high <= 10 * first.low and not lex.is_digits(first.number_start)) or two is not None
    return two is not None or before in {"from", "between"} or first.low < second.high


def _is_level(lex: Lexemes, first: Quantity, second: Quantity) -> bool:
    """Whether the second is what the first led to: "rose $2 to $75", "43% to 23%"; not "could rise 5 to 7 percent"."""
    if first.kind == second.kind == "percent" and first.low > second.high:
        return True
    verb = moved(lex, first.start)
    if verb is None or (first.unit is None and second.unit is not None):
        return False
    told = first.unit is not None and verb.tag_ in {"VBD", "VBN"}
    return told or second.high > _FARTHEST_END * first.low


def _same_magnitude(lex: Lexemes, first: Quantity, second: Quantity) -> float:
    """The first number with the magnitude that stands behind the second: "$5-10 billion", "1 to 1.5 million"."""
    magnitude = 1.0
    for k in range(second.number_start, second.number_end):
        magnitude *= MAGNITUDES.get(
            lex.word(k), units.GLUED_MAGNITUDES.get(lex.word(k), 1.0) if k > second.number_start else 1.0
        )
    plain = all(lex.word(k) not in MAGNITUDES for k in range(first.number_start, first.number_end))
    if magnitude >= SCALED and plain and first.low < SCALED and first.number_end == first.number_start + 1:
        return first.low * magnitude
    return first.low


def _ratio(lex: Lexemes, first: Quantity, at: int) -> Quantity | None:
    """ "seven of 12", "3 in 10", "nine out of ten"."""
    if first.unit or first.is_range or first.low != int(first.low):
        return None
    word = lex.word(at)
    behind = at + 2 if word == "out" and lex.word(at + 1) == "of" else at + 1
    while lex.word(behind) in _WHOSE and behind <= at + 4:
        behind += 1
    second = single(lex, behind) if word != "out" or behind > at + 1 else None
    if second is None or second.unit or second.value is None or second.low <= first.low or second.low > 1e4:
        return None
    if lex.word(behind) in {"a", "an"} or (
        word == "in" and second.low not in {2, 3, 4, 5, 6, 8, 10, 12, 20, 50, 100, 1000}
    ):
        return None
    return evolve(
        second,
        start=first.start,
        number_start=first.number_start,
        low=first.low / second.low,
        high=first.low / second.low,
        kind="ratio",
    )


def score(lex: Lexemes, first: Quantity) -> Quantity | None:
    """ "3-1", "3 – 1": two small numbers joined by a hyphen, with nothing that they count; "287 for 4" at cricket."""
    if innings := _innings(lex, first):
        return innings
    at = first.end
    spaced = lex.raw(at) in {"-", "–"} and not (lex.glued(at) or lex.glued(at + 1))
    if first.unit or first.is_range or not (spaced or lex.is_hyphen(at)) or not lex.is_digits(at + 1):
        return None
    texts = lex.raw(first.start), lex.raw(at + 1)
    if not all(text.isdecimal() and len(text) <= 3 for text in texts) or first.end != first.start + 1:
        return None
    second = single(lex, at + 1, joined=True)
    if second is None or second.unit or second.end != at + 2 or lex.is_hyphen(second.end):
        return None
    ones = [int(text) for text in texts]
    head = lex.token(at + 1)
    counts = (
        ones[0] < ones[1]
        and head.dep_ in {"nummod", "quantmod"}
        and head.head.tag_ in {"NNS", "NNPS"}
        and head.head.i == head.i + 1
    )
    if (
        counts or (spaced and max(ones) > _HIGHEST_SPACED_SCORE) or (ones[0] < ones[1] and max(ones) > 20)
    ):  # "20-24" is a range
        return None
    return evolve(
        second, start=first.start, number_start=first.start, low=min(ones), high=max(ones), kind="score", is_range=True
    )


def _innings(lex: Lexemes, first: Quantity) -> Quantity | None:
    """ "closed on 287 for 4", "took 5 for 42": runs for wickets, wickets for runs; "voted 95 to 13"."""
    before = lex.word(first.start - 1)
    if first.unit or first.is_range or lex.word(first.end) not in {"for", "to"} or not lex.is_digits(first.end + 1):
        return None
    second = single(lex, first.end + 1)
    if second is None or second.unit or second.kind or second.end != first.end + 2 or not lex.is_digits(first.start):
        return None
    runs_first = second.high < _WICKETS and before in _BEFORE_RUNS
    wickets_first = first.high <= _WICKETS < second.high and before in _BEFORE_WICKETS
    behind = lex.token(second.end).pos_ if lex.raw(second.end).isalpha() else ""
    if lex.word(first.end) == "to":
        runs_first = before == "voted" or (before == "of" and lex.word(first.start - 2) in {"vote", "score", "margin"})
        wickets_first = False
    if not (runs_first or wickets_first) or behind in {"NOUN", "PROPN", "ADJ", "NUM"}:
        return None
    low, high = sorted((first.low, second.low))
    return evolve(second, start=first.start, number_start=first.start, low=low, high=high, kind="score", is_range=True)


def suspended(lex: Lexemes, first: Quantity) -> list[Quantity]:
    """ "four-, five- and six-cylinder", "7- or 8-inch": each number has the unit of the last."""
    found = [first]
    while True:
        at = found[-1].end
        if lex.raw(at) not in {"-", "‐"} or not lex.glued(at) or (lex.glued(at + 1) and lex.raw(at + 1) != ","):
            break
        at += 1
        while lex.word(at) in _SUSPENDED:
            at += 1
        following = single(lex, at)
        if following is None or len(found) > 5:
            return []
        found.append(following)
    if len(found) == 1:
        return []
    last = found[-1]
    if last.unit is None and lex.is_hyphen(last.end) and lex.raw(last.end + 1).isalpha():
        name = lex.word(last.end + 1)
        last = evolve(last, kind="count", unit=UnitOf(name=name, code=None, system="count", kind="count", end=last.end))
    return [
        *(evolve(one, unit=last.unit, kind=last.kind, shares=last) for one in found[:-1]),
        evolve(last, shares=last),
    ]


def coordinated(lex: Lexemes, first: Quantity) -> list[Quantity]:
    """ "4, 5 and 6 percent": bare numbers before "and" have the unit behind the last; not "between 4 and 5 percent"."""
    if first.kind is not None or first.is_range or _before(lex, first) in {"between", "from"} or first.low == 1:
        return []
    found = [first]
    while len(found) < _MOST_COORDINATED:
        at = found[-1].end
        comma = lex.raw(at) == "," and not lex.glued(at + 1)
        at += comma
        closes = lex.word(at) == "and"
        if not (comma or closes):
            return []
        following = single(lex, at + closes)
        if following is None or following.is_range or not lex.same_line(following.start):
            return []
        found.append(following)
        if following.unit is not None:
            if not closes or following.unit.kind not in _COORDINATED or following.number_start != following.start:
                return []
            unit = following.unit
            return [*(evolve(one, unit=unit, kind=following.kind, shares=following) for one in found[:-1]), following]
        if closes or following.kind is not None:
            return []
    return []
