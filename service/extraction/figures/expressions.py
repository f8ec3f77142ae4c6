"""One number with its unit: measures, money, percentages, multiples, ranks."""

from __future__ import annotations

from attrs import evolve

from service.extraction.lexemes import Lexemes
from service.extraction.model import FigureKind
from service.extraction.numerals import MAGNITUDES, ORDINALS, STARTERS, Numeral, read

from . import units
from .ages import age
from .names import is_name
from .quantity import Quantity
from .units import UnitOf

MINUS = frozenset({"-", "−", "–"})
SCALED = 1000.0  # "5-10 billion": a bare number below this shares the magnitude of the other end
_CENTS = 100
_MILLION = 1e6
_DOLLARS_BEHIND = {
    "US": "USD",
    "U.S.": "USD",
    "U.S": "USD",
    "AU": "AUD",
    "Australian": "AUD",
    "CA": "CAD",
    "Canadian": "CAD",
    "NZ": "NZD",
}
# Two units of one quantity, and how many of the second make one of the first: "6 feet 2 inches".
_COMPOUND = {
    "foot": ("inch", 12),
    "pound-mass": ("ounce", 16),
    "stone": ("pound-mass", 14),
    "hour": ("minute", 60),
    "minute": ("second", 60),
}
_LONGEST_RANK = 4  # digits
_SINGULAR_TIMES = frozenset({"day", "week", "month", "year", "hour", "minute", "second"})
_SUPERLATIVES = frozenset({"most", "least", "best", "worst"})
FOLD = "fold"


def single(lex: Lexemes, i: int, joined: bool = False) -> Quantity | None:
    """One number with its unit. `joined`: a hyphen ties it to the number before it."""
    money = units.prefix(lex, i)
    at = money.end if money else i
    minus = _minus(lex, at)
    at += minus
    if not (lex.is_digits(at) or lex.word(at) in STARTERS):
        return _fold(lex, i)
    numeral = read(lex, at, money is not None)
    if numeral is None and money is None:
        return _one_point(lex, i)
    if numeral is None or (money and not lex.same_line(at)):
        return None
    if money and lex.raw(i).isalpha() and numeral.low < money.least:  # "COP28"
        return None
    if not joined and lex.glued(at) and lex.is_hyphen(at - 1) and not lex.is_digits(at) and lex.raw(at - 2).isalpha():
        return None  # "high-five"
    if numeral.form == "some" and lex.word(numeral.end - 1) == "few":  # "a few" tells no number
        return None
    if lex.is_digits(at) and money is None and not minus and is_name(lex, at, numeral.end, joined):
        return None
    if lex.word(at) in ORDINALS and not lex.is_digits(at) and numeral.form != "fraction":
        return None
    sign = -1 if minus else 1
    low, high = sorted((sign * numeral.low, sign * numeral.high))
    found = Quantity(
        start=i if money else at - minus,
        end=numeral.end,
        number_start=at,
        number_end=numeral.end,
        low=low,
        high=high,
        form=numeral.form,
        is_range=low != high,
    )
    if money:
        return _money(lex, found, money)
    return _magnitude(lex, found) or age(lex, found) or _with_unit(lex, found, numeral)


def _one_point(lex: Lexemes, i: int) -> Quantity | None:
    """ "nearly a percentage point"."""
    if lex.word(i) not in {"a", "an"}:
        return None
    full = lex.word(i + 1) in {"full", "whole"}
    unit = units.suffix(lex, i + 1 + full, 1.0)
    if unit is None or unit.kind != "percent" or lex.word(unit.end - 1) != "point":
        return None
    return Quantity(
        start=i,
        end=unit.end,
        number_start=i,
        number_end=i + 1,
        low=1.0,
        high=1.0,
        kind="percent",
        unit=unit,
        form="words",
    )


def _magnitude(lex: Lexemes, found: Quantity) -> Quantity | None:
    """ "a magnitude 6.2 quake", "magnitude of 6.2": the unit stands before the number."""
    before = found.start - 1
    before -= lex.is_hyphen(before) or lex.word(before) == "of"
    if lex.word(before) != units.MAGNITUDE.name or not lex.is_digits(found.start):
        return None
    return evolve(found, unit=evolve(units.MAGNITUDE, end=found.end), kind="measure")


def _minus(lex: Lexemes, i: int) -> int:
    """How many lexemes say that the number behind them is negative: "-5", "minus 5", "minus-5"."""
    if lex.word(i) == "minus":
        if lex.word(i - 1) == "or" and lex.word(i - 2) == "plus":
            return 0  # "plus or minus 3 points"
        return 2 if lex.is_hyphen(i + 1) else 1
    if lex.raw(i) in MINUS and lex.glued(i + 1) and not lex.glued(i) and lex.is_digits(i + 1):
        return 0 if lex.raw(i - 1)[:1].isupper() else 1  # "COVID -19"
    return 0


def _money(lex: Lexemes, found: Quantity, money: UnitOf) -> Quantity:
    end = found.end
    if money.shared == "$" and (dollar := units.code(_DOLLARS_BEHIND.get(lex.raw(end), ""))):
        money, end = evolve(dollar, shared=""), end + 1  # "$76 US"
    elif (again := units.suffix(lex, end, found.high)) and again.kind == "money" and again.code == money.code:
        end = again.end
    unit = units.with_rate(lex, evolve(money, end=end))
    return evolve(found, end=unit.end, unit=unit, kind="money")


def _with_unit(lex: Lexemes, found: Quantity, numeral: Numeral) -> Quantity:
    end = numeral.end
    if (numeral.low == 0.5 and lex.word(end) in {"a", "an"} and not lex.is_hyphen(end)) or (
        lex.word(end) == "of" and numeral.form in {"vague", "some"}
    ):  # "half an hour"
        end += 1
    elif (
        numeral.form == "fraction" and lex.word(end) == "of" and lex.word(end + 1) in {"a", "an", "1", "one"}
    ):  # "1/16 of a US pint", "half of 1 percent"
        is_one = lex.word(end + 1) in {"1", "one"}
        end += 3 if lex.raw(end + 2) in {"US", "U.S."} else 2
        part = units.suffix(lex, end, found.high)
        if part is None or (is_one and part.kind != "percent"):
            return found
    elif lex.word(end) in {"more", "additional", "consecutive", "straight", "full"} and units.suffix(
        lex, end + 1, found.high
    ):
        end += 1
    if lex.is_hyphen(end) and lex.word(end + 1) == "strong":  # "a 400-strong crew": of what is told by `of`
        return evolve(found, kind="count")
    if lex.raw(end) == "(" and (inner := units.suffix(lex, end + 1, found.high)) and lex.raw(inner.end) == ")":
        return evolve(found, end=inner.end + 1, unit=inner, kind=_kind(inner))
    unit = units.suffix(lex, end, found.high)
    if unit is None:
        return _money_code_with_magnitude(lex, found)
    if lex.raw(end) == "m" and lex.glued(end) and unit.end == end + 1:
        money = units.suffix(lex, unit.end, found.high * _MILLION)
        if money is not None and money.kind == "money":  # "2.6m kroner"
            found, unit = evolve(found, low=found.low * _MILLION, high=found.high * _MILLION), money
    if unit.kind == "duration" and lex.word(unit.end - 1) in _SINGULAR_TIMES and _is_year(lex, found):
        return found  # "the World Cup 2018 day five"
    in_words = not lex.is_digits(found.number_start) and not lex.is_hyphen(end)
    if in_words and end == numeral.end and lex.word(unit.end - 1) == "second":  # "one second thought"
        return found
    if unit.kind == "money":
        found, unit = _with_cents(lex, found, unit)
    elif unit.name in _COMPOUND:
        found, unit = _with_smaller_unit(lex, found, unit)
    unit = units.with_rate(lex, unit, singular=unit.kind != "duration")
    return evolve(found, end=unit.end, unit=unit, kind=_kind(unit))


def _is_year(lex: Lexemes, found: Quantity) -> bool:
    text = lex.raw(found.start)
    return found.end == found.start + 1 and len(text) == 4 and text.isdecimal() and text[:2] in {"19", "20"}


def _kind(unit: UnitOf) -> FigureKind:
    return "count" if unit.kind == "count" else unit.kind


def _with_cents(lex: Lexemes, found: Quantity, unit: UnitOf) -> tuple[Quantity, UnitOf]:
    """ "15 dollars and 50 cents", "75 USD million"."""
    end = unit.end
    if lex.word(end) in MAGNITUDES and MAGNITUDES[lex.word(end)] > SCALED:
        factor = MAGNITUDES[lex.word(end)]
        return evolve(found, low=found.low * factor, high=found.high * factor), evolve(unit, end=end + 1)
    if found.is_range or found.low != int(found.low):
        return found, unit
    at = end + 1 if lex.word(end) == "and" else end
    cents = read(lex, at) if lex.is_digits(at) or lex.word(at) in STARTERS else None
    if cents is None or cents.value is None or not 0 < cents.value < _CENTS or cents.value != int(cents.value):
        return found, unit
    minor = units.suffix(lex, cents.end, cents.low)
    named = minor is not None and minor.kind == "money" and minor.code is None
    closes = lex.raw(cents.end) in {"", ".", ",", ";"} and cents.value >= 10 and not lex.glued(cents.end + 1)
    if not named and not closes:
        return found, unit
    value = found.low + cents.value / _CENTS
    behind = minor.end if named and minor else cents.end
    return evolve(found, low=value, high=value), evolve(unit, end=behind)


def _with_smaller_unit(lex: Lexemes, found: Quantity, unit: UnitOf) -> tuple[Quantity, UnitOf]:
    """ "6 feet 2 inches", "7 pounds, 4 ounces", "2 hours and 15 minutes": one value in the larger unit."""
    at = unit.end
    at += lex.is_hyphen(at) or lex.word(at) == "and" or lex.raw(at) == ","
    smaller = read(lex, at) if lex.is_digits(at) or lex.word(at) in STARTERS else None
    if smaller is None or smaller.value is None or found.is_range or found.low != int(found.low):
        return found, unit
    second = units.suffix(lex, smaller.end, smaller.low)
    name, factor = _COMPOUND[unit.name]
    if second is None or second.name != name or smaller.low >= factor:
        return found, unit
    value = found.low + smaller.low / factor
    return evolve(found, low=value, high=value), evolve(unit, end=second.end)


def _money_code_with_magnitude(lex: Lexemes, found: Quantity) -> Quantity:
    """ "30 MUSD", "120 MEUR"."""
    raw = lex.raw(found.end)
    if len(raw) == 4 and raw[0] == "M" and raw.isupper() and (money := units.code(raw[1:])):
        unit = evolve(money, end=found.end + 1)
        return evolve(found, end=unit.end, low=found.low * 1e6, high=found.high * 1e6, unit=unit, kind="money")
    return found


def _fold(lex: Lexemes, i: int) -> Quantity | None:
    """ "sixfold", "tenfold"."""
    word = lex.word(i)
    if not word.endswith(FOLD) or (value := units.SMALL_NUMBERS.get(word[: -len(FOLD)])) is None:
        return None
    unit = evolve(units.TIME, end=i + 1)
    return Quantity(
        start=i,
        end=i + 1,
        number_start=i,
        number_end=i + 1,
        low=value,
        high=value,
        kind="ratio",
        unit=unit,
        form="words",
    )


def rank(lex: Lexemes, i: int) -> Quantity | None:
    """ "third-largest", "second most"."""
    value, end = ORDINALS.get(lex.word(i)), i + 1
    if lex.is_digits(i) and lex.text[i].isdecimal() and lex.glued(end) and lex.word(end) in {"st", "nd", "rd", "th"}:
        value, end = int(lex.text[i]) if len(lex.text[i]) <= _LONGEST_RANK else None, end + 1  # "4th-richest"
    if value is None:
        return None
    at = end + 1 if lex.is_hyphen(end) else end
    word = lex.word(at)
    superlative = word in _SUPERLATIVES or (
        len(word) > 4 and word.endswith("est") and lex.token(at).tag_ in {"JJS", "RBS"}
    )
    if not superlative:
        return None
    return Quantity(
        start=i, end=at + 1, number_start=i, number_end=end, low=value, high=value, kind="rank", form="words"
    )
