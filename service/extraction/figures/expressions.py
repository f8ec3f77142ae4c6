"""From lexemes to quantities: numbers with their units, ranges, rates, scores, ages; not yet what they are said of."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from service.extraction.lexemes import Lexemes
from service.extraction.lexicon import table
from service.extraction.model import FigureKind
from service.extraction.numerals import MAGNITUDES, ORDINALS, STARTERS, Numeral, read

from . import units
from .names import is_name, is_named
from .parse import lefts
from .units import UnitOf

_MINUS = frozenset({"-", "−", "–"})
_AGE_UNITS = {
    "year": ("year of age", "a"),
    "month": ("month of age", "mo"),
    "week": ("week of age", "wk"),
    "day": ("day of age", "d"),
}
_SCALED = 1000.0  # "5-10 billion": a bare number below this shares the magnitude of the other end
_OLDEST = 120
_PEOPLE = frozenset(row["word"] for name in ("role_nouns", "kin") for row in table(name))
_CENTS = 100
_SUPERLATIVES = frozenset({"most", "least", "best", "worst"})
_FOLD = "fold"
_SUSPENDED = frozenset({",", "or", "and", "to"})


@frozen(kw_only=True)
class Quantity:
    """Lexemes `[start, end)`; the number alone ends at `number_end`. `low == high` unless it is a range."""

    start: int
    end: int
    number_start: int
    number_end: int
    low: float
    high: float
    kind: FigureKind | None = None
    unit: UnitOf | None = None
    form: str = "digits"
    is_range: bool = False

    @property
    def value(self) -> float | None:
        return None if self.is_range else self.low


def quantities(lex: Lexemes, i: int) -> list[Quantity]:
    """All that begins at a lexeme; more than one where numbers share a unit ("four-, five- and six-cylinder")."""
    if rank := _rank(lex, i):
        return [rank]
    first = _single(lex, i)
    if first is None:
        return []
    if first.unit is None and (suspended := _suspended(lex, first)):
        return suspended
    if score := _score(lex, first):
        return [score]
    joined = _range(lex, first)
    if joined is None and first.unit is None and first.kind is None and _is_no_figure(lex, first):
        return []
    return [joined or first]


def _is_no_figure(lex: Lexemes, found: Quantity) -> bool:
    if lex.is_digits(found.number_start) or found.low >= 100:
        return is_named(lex, found.start, found.end)
    return lex.word(found.start - 1) in {"chapter", "section", "part", "act", "game", "phase", "category"}


def _single(lex: Lexemes, i: int, joined: bool = False) -> Quantity | None:
    """One number with its unit. `joined`: a hyphen ties it to the number before it."""
    money = units.prefix(lex, i)
    at = money.end if money else i
    minus = _minus(lex, at)
    at += minus
    if not (lex.is_digits(at) or lex.word(at) in STARTERS):
        return _fold(lex, i)
    numeral = read(lex, at, money is not None)
    if numeral is None or (money and not lex.same_line(at)):
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
    return _age(lex, found) or _with_unit(lex, found, numeral)


def _minus(lex: Lexemes, i: int) -> int:
    """How many lexemes say that the number behind them is negative: "-5", "minus 5", "minus-5"."""
    if lex.word(i) == "minus":
        return 2 if lex.is_hyphen(i + 1) else 1
    if lex.raw(i) in _MINUS and lex.glued(i + 1) and not lex.glued(i) and lex.is_digits(i + 1):
        return 0 if lex.raw(i - 1)[:1].isupper() else 1  # "COVID -19"
    return 0


def _money(lex: Lexemes, found: Quantity, money: UnitOf) -> Quantity:
    end = found.end
    if lex.raw(end) in {"US", "U.S.", "U.S", "AU", "CA", "NZ"} and money.name == "US dollar":
        end += 1
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
        numeral.form == "fraction" and lex.word(end) == "of" and lex.word(end + 1) in {"a", "an"}
    ):  # "1/16 of a US pint"
        end += 3 if lex.raw(end + 2) in {"US", "U.S."} else 2
        if units.suffix(lex, end, found.high) is None:
            return found
    elif lex.word(end) in {"more", "additional", "consecutive", "straight", "full"} and units.suffix(
        lex, end + 1, found.high
    ):
        end += 1
    if lex.raw(end) == "(" and (inner := units.suffix(lex, end + 1, found.high)) and lex.raw(inner.end) == ")":
        return evolve(found, end=inner.end + 1, unit=inner, kind=_kind(inner))
    unit = units.suffix(lex, end, found.high)
    if unit is None:
        return _money_code_with_magnitude(lex, found)
    in_words = not lex.is_digits(found.number_start) and not lex.is_hyphen(end)
    if in_words and lex.word(unit.end - 1) == "second":  # "one second thought"
        return found
    if unit.kind == "money":
        found, unit = _with_cents(lex, found, unit)
    unit = units.with_rate(lex, unit, singular=unit.kind != "duration")
    return evolve(found, end=unit.end, unit=unit, kind=_kind(unit))


def _kind(unit: UnitOf) -> FigureKind:
    return "count" if unit.kind == "count" else unit.kind


def _with_cents(lex: Lexemes, found: Quantity, unit: UnitOf) -> tuple[Quantity, UnitOf]:
    """ "15 dollars and 50 cents", "75 USD million"."""
    end = unit.end
    if lex.word(end) in MAGNITUDES and MAGNITUDES[lex.word(end)] > _SCALED:
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
    if not word.endswith(_FOLD) or (value := units.SMALL_NUMBERS.get(word[: -len(_FOLD)])) is None:
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


def _rank(lex: Lexemes, i: int) -> Quantity | None:
    """ "third-largest", "second most"."""
    value = ORDINALS.get(lex.word(i))
    if value is None:
        return None
    at = i + 2 if lex.is_hyphen(i + 1) else i + 1
    word = lex.word(at)
    superlative = word in _SUPERLATIVES or (
        len(word) > 4 and word.endswith("est") and lex.token(at).tag_ in {"JJS", "RBS"}
    )
    if not superlative:
        return None
    return Quantity(
        start=i, end=at + 1, number_start=i, number_end=i + 1, low=value, high=value, kind="rank", form="words"
    )


# ------------------------------------------------------------ ages


def _age(lex: Lexemes, found: Quantity) -> Quantity | None:
    """ "34-year-old", "ten months old", "aged 27", "Maddon, 66,", "eighteen months of age"."""
    end = found.end
    at = end + 1 if lex.raw(end) == "-" else end  # also where it was cut apart: "28 - year - old"
    unit_word = lex.word(at)
    stem = unit_word.removesuffix("s")
    if stem in _AGE_UNITS:
        behind = at + 2 if lex.raw(at + 1) == "-" else at + 1
        if lex.word(behind) in {"old", "olds"}:
            return _aged(found, stem, behind + 1)
        if lex.word(behind) == "of" and lex.word(behind + 1) == "age":
            return _aged(found, stem, behind + 2)
        if lex.word(found.start - 1) == "aged" or (
            lex.word(found.start - 1) == "of" and lex.word(found.start - 2) == "age"
        ):
            return _aged(found, stem, at + 1)  # "aged 10 years", "at the age of four months"
        return None
    if unit_word in {"yo", "y"} and (unit_word == "yo" or (lex.raw(at + 1) == "/" and lex.word(at + 2) == "o")):
        return _aged(found, "year", at + 1 if unit_word == "yo" else at + 3)
    if not 0 < found.high <= _OLDEST or found.low != int(found.low) or found.form == "fraction":
        return None
    before = lex.word(found.start - 1)
    if before in {"aged", "age"} and lex.word(found.start - 2) not in {"average", "an", "a"}:
        return _aged(found, "year", end)
    if lex.is_digits(found.number_start) and (_is_apposed(lex, found) or _is_said_of_a_person(lex, found)):
        return _aged(found, "year", end)
    return None


def _aged(found: Quantity, unit: str, end: int) -> Quantity:
    name, code = _AGE_UNITS[unit]
    return evolve(found, end=end, kind="age", unit=UnitOf(name=name, code=code, system="ucum", kind="age", end=end))


def _is_apposed(lex: Lexemes, found: Quantity) -> bool:
    """ "Maddon, 66, has", "Jane Doe (34)": behind a person's name, between commas or in brackets."""
    before, after = lex.raw(found.start - 1), lex.raw(found.end)
    if (before, after) not in {(",", ","), (",", "."), ("(", ")"), (",", ";"), (",", "—")}:
        return False
    if lex.glued(found.end) and after in {",", "."} and lex.glued(found.end + 1):
        return False
    token = lex.token(found.start - 2)
    if token.ent_type_ == "PERSON" or (token.pos_ == "NOUN" and token.lower_ in _PEOPLE and after == ","):
        return True
    return token.ent_type_ in {"", "ORG"} and token.pos_ == "PROPN" and before == "," and after == ","


def _is_said_of_a_person(lex: Lexemes, found: Quantity) -> bool:
    """ "who was 10.", "she turned 35": a person, a verb of being, a bare number at the end of its phrase."""
    after = lex.raw(found.end)
    if after not in {"", ".", ",", ";", ")"} and lex.word(found.end) not in {"when", "and", "at", "in", "by", "but"}:
        return False
    verb = lex.token(found.start - 1)
    if verb.lemma_ not in {"be", "turn"}:
        return False
    for child in lefts(verb):
        if child.dep_ in {"nsubj", "nsubjpass"}:
            return child.lower_ in {"he", "she", "who", "i", "him", "her"} or child.ent_type_ == "PERSON"
    return False


# ------------------------------------------------------------ ranges, scores, shared units


def _range(lex: Lexemes, first: Quantity) -> Quantity | None:
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
    second = _single(lex, behind, hyphen)
    if second is None or (second.kind in {"age", "ratio"} and first.kind is not None):
        return None
    if first.form == "fraction" and second.kind == "money" and word == "to":  # "fell by a fifth to 2.4 billion euros"
        return None
    if first.is_range or second.is_range or not _fit(lex, first, second, word=word, hyphen=hyphen, before=before):
        return None
    low, high = first.low, second.high
    if first.unit is None or first.kind == "money":
        low = _same_magnitude(lex, first, second)
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
    )


def _before(lex: Lexemes, first: Quantity) -> str:
    """ "between" or "from" before the first number, whatever says how exact it is between them."""
    for k in range(first.start - 1, first.start - 4, -1):
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


def _same_magnitude(lex: Lexemes, first: Quantity, second: Quantity) -> float:
    """The first number with the magnitude that stands behind the second: "$5-10 billion", "1 to 1.5 million"."""
    magnitude = 1.0
    for k in range(second.number_start, second.number_end):
        magnitude *= MAGNITUDES.get(
            lex.word(k), units.GLUED_MAGNITUDES.get(lex.word(k), 1.0) if k > second.number_start else 1.0
        )
    plain = all(lex.word(k) not in MAGNITUDES for k in range(first.number_start, first.number_end))
    if magnitude >= _SCALED and plain and first.low < _SCALED and first.number_end == first.number_start + 1:
        return first.low * magnitude
    return first.low


def _ratio(lex: Lexemes, first: Quantity, at: int) -> Quantity | None:
    """ "seven of 12", "3 in 10", "nine out of ten"."""
    if first.unit or first.is_range or first.low != int(first.low):
        return None
    word = lex.word(at)
    behind = at + 2 if word == "out" and lex.word(at + 1) == "of" else at + 1
    if lex.word(behind) in {"the", "every"}:
        behind += 1
    second = _single(lex, behind) if word != "out" or behind > at + 1 else None
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


def _score(lex: Lexemes, first: Quantity) -> Quantity | None:
    """ "3-1": two small numbers joined by a hyphen, with nothing that they count."""
    at = first.end
    if first.unit or first.is_range or not lex.is_hyphen(at) or not lex.is_digits(at + 1):
        return None
    texts = lex.raw(first.start), lex.raw(at + 1)
    if not all(text.isdecimal() and len(text) <= 3 for text in texts) or first.end != first.start + 1:
        return None
    second = _single(lex, at + 1, joined=True)
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
    if counts or (ones[0] < ones[1] and max(ones) > 20):  # "20-24" is a range
        return None
    return evolve(
        second, start=first.start, number_start=first.start, low=min(ones), high=max(ones), kind="score", is_range=True
    )


def _suspended(lex: Lexemes, first: Quantity) -> list[Quantity]:
    """ "four-, five- and six-cylinder", "7- or 8-inch": each number has the unit of the last."""
    found = [first]
    while True:
        at = found[-1].end
        if lex.raw(at) not in {"-", "‐"} or not lex.glued(at) or (lex.glued(at + 1) and lex.raw(at + 1) != ","):
            break
        at += 1
        while lex.word(at) in _SUSPENDED:
            at += 1
        following = _single(lex, at)
        if following is None or len(found) > 5:
            return []
        found.append(following)
    if len(found) == 1:
        return []
    last = found[-1]
    if last.unit is None and lex.is_hyphen(last.end) and lex.raw(last.end + 1).isalpha():
        name = lex.word(last.end + 1)
        last = evolve(last, kind="count", unit=UnitOf(name=name, code=None, system="count", kind="count", end=last.end))
    return [*(evolve(one, unit=last.unit, kind=last.kind) for one in found[:-1]), last]


def scan(lex: Lexemes, skips: list[tuple[int, int]], dated: set[int]) -> Iterator[Quantity]:
    """All quantities of a text in their order.

    `skips` are stretches of characters that are not read; of the lexemes `dated` only lengths of time are.
    """
    i = 0
    waiting = sorted(skips, reverse=True)
    while i < len(lex):
        while waiting and waiting[-1][1] <= lex.start[i]:
            waiting.pop()
        if waiting and waiting[-1][0] <= lex.start[i]:
            i = max(i + 1, lex.first_at(waiting[-1][1]))
            continue
        found = quantities(lex, i) if _may_begin(lex, i) else []
        if i in dated:
            found = [one for one in found if one.unit and one.unit.kind in {"duration", "age"} and not one.is_range]
        yield from found
        i = max(i + 1, *(one.end for one in found)) if found else i + 1 if i in dated else _behind_number(lex, i)


def _behind_number(lex: Lexemes, i: int) -> int:
    """Behind a run that is no figure, so that its pieces are none either: "24703L202", "1111-2222"."""
    if not lex.is_digits(i):
        return i + 1
    at = i + 1
    while lex.glued(at) and (lex.is_digits(at) or lex.raw(at) in {"-", "/", ":"} or lex.raw(at).isalpha()):
        at += 1
    return at


def _may_begin(lex: Lexemes, i: int) -> bool:
    word = lex.lower[i]
    return (
        word[-1].isdecimal()
        or word in STARTERS
        or word == "minus"
        or word.endswith(_FOLD)
        or lex.raw(i) in units.PREFIX_STARTS
        or (lex.raw(i + 1) == "$" and word.isalpha())
        or lex.raw(i) in _MINUS
    )
