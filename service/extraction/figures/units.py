"""Units and currencies: from the words of the text to names and codes, and to SI base units."""

from __future__ import annotations

from typing import Literal

from attrs import evolve, frozen

from service.extraction.lexemes import Lexemes, cut_up
from service.extraction.lexicon import table
from service.extraction.model import Unit, UnitSystem

Kind = Literal["measure", "duration", "percent", "money", "count", "age"]


@frozen(kw_only=True)
class UnitOf:
    """A unit as it was read: lexemes `[start, end)`. `factor` is None where there is no way to SI base units."""

    name: str
    code: str | None
    system: UnitSystem
    kind: Kind
    factor: float | None = None
    offset: float = 0.0
    si: str | None = None
    least: float = 0.0
    shared: str = ""  # the name or sign of several currencies by which it was read: "$", "crowns"
    end: int = 0
    per: tuple[int, int] | None = None  # the lexemes of "a share", "per month"

    @property
    def unit(self) -> Unit:
        return Unit(name=self.name, code=self.code, system=self.system)

    def measures_like(self, other: UnitOf) -> bool:
        """True where both measure the same dimension in other units, or are money in other currencies."""
        if self.name == other.name:
            return False
        if self.kind == other.kind == "money":
            return True
        return self.si is not None and self.si == other.si and self.kind == other.kind


# A name or sign -> the code that is meant where nothing tells, and those that it may be.
SHARED_NAMES: dict[str, tuple[str, tuple[str, ...]]] = {
    row["word"]: (row["code"], tuple(row["codes"].split())) for row in table("shared_currency_names")
}
_Phrases = dict[str, list[tuple[tuple[str, ...], UnitOf]]]


def _add(phrases: _Phrases, cell: str, unit: UnitOf) -> None:
    for phrase in cell.split("|"):
        if words := tuple(cut_up(phrase)):
            shared = phrase if unit.kind == "money" and phrase in SHARED_NAMES else ""
            phrases.setdefault(words[0], []).append((words, evolve(unit, shared=shared)))


def _longest_first(phrases: _Phrases) -> _Phrases:
    return {word: sorted(found, key=lambda p: -len(p[0])) for word, found in phrases.items()}


def _load() -> tuple[_Phrases, _Phrases, _Phrases, _Phrases]:
    words: _Phrases = {}
    symbols: _Phrases = {}
    money_words: _Phrases = {}
    money_symbols: _Phrases = {}
    for row in table("units"):
        unit = UnitOf(
            name=row["name"],
            code=row["code"] or None,
            system="count" if row["kind"] == "count" else "ucum",
            kind=row["kind"],  # type: ignore[arg-type]
            factor=float(row["factor"]) if row["factor"] else None,
            offset=float(row["offset"] or 0),
            si=row["si"] or None,
        )
        _add(words, row["words"], unit)
        _add(symbols, row["symbols"], unit)
    for row in table("currencies"):
        money = UnitOf(
            name=row["name"], code=row["code"] or None, system="iso4217", kind="money", least=float(row["least"] or 0)
        )
        _add(money_words, row["words"], money)
        _add(money_symbols, row["symbols"], money)
    return tuple(map(_longest_first, (words, symbols, money_words, money_symbols)))  # type: ignore[return-value]


_WORDS, _SYMBOLS, _MONEY_WORDS, _MONEY_SYMBOLS = _load()
_LAST_WORDS = frozenset(
    words[-1] for phrases in (_WORDS, _MONEY_WORDS) for found in phrases.values() for words, _ in found
)
_LONG_SYMBOLS = frozenset(symbol for symbol in _SYMBOLS if len(symbol) > 1 and symbol.isalpha())
POUND = next(unit for _, unit in _MONEY_SYMBOLS["£"])
_POUND_MASS = "pound-mass"
POUND_MASS = next(unit for words, unit in _WORDS["pounds"] if unit.name == _POUND_MASS)
_MONEY_SIZED = 1e6  # "two million pounds" is money, "200 pounds" a weight

_OF_WARMTH = frozenset({"warmer", "cooler", "hotter", "colder", "higher", "lower", "above", "below"})

# A rate's base: "per", "a", "an", "/".
_PER_BASES = frozenset(
    [
        "second",
        "minute",
        "hour",
        "day",
        "week",
        "month",
        "quarter",
        "year",
        "share",
        "ounce",
        "barrel",
        "gallon",
        "litre",
        "liter",
        "ton",
        "tonne",
        "kilogram",
        "kilo",
        "pound",
        "person",
        "household",
        "head",
        "unit",
        "bushel",
        "mile",
        "kilometer",
        "kilometre",
        "acre",
        "hectare",
        "square",
        "night",
        "season",
        "game",
        "match",
        "capita",
        "annum",
        "employee",
        "worker",
        "student",
        "child",
        "family",
        "vehicle",
        "car",
        "room",
        "visit",
        "ticket",
        "passenger",
        "customer",
        "user",
        "page",
        "word",
        "episode",
        "copy",
        "bottle",
        "pack",
        "dose",
        "plate",
        "piece",
        "item",
        "bag",
    ]
)
_SINGULAR_OF_PER = {"annum": "year", "liter": "litre", "kilometer": "kilometre"}


def is_unit(word: str) -> bool:
    """Whether a word names a unit, or ends the name of one: "metres" of "cubic metres", "mm"."""
    return word in _LAST_WORDS or word in _LONG_SYMBOLS


def prefix(lex: Lexemes, i: int) -> UnitOf | None:
    """The currency whose sign stands before a number: "$", "US$", "EUR", "A$"; `end` is where the number begins."""
    for words, unit in _MONEY_SYMBOLS.get(lex.raw(i), ()):
        if all(lex.raw(i + k) == word for k, word in enumerate(words)):
            return evolve(unit, end=i + len(words))
    spelt = lex.raw(i).upper() + lex.raw(i + 1)  # "hk $", "c$", "aud$" in text without capitals
    if lex.is_possessive(i - 1):  # "the city's $3 billion budget"
        return None
    if lex.raw(i + 1) == "$" and lex.raw(i).isalpha() and (lex.glued(i + 1) or lex.raw(i) != "a"):
        for words, unit in _MONEY_SYMBOLS.get(lex.raw(i).upper(), ()):
            if "".join(words) == spelt:
                return evolve(unit, end=i + 2)
    return None


def suffix(lex: Lexemes, i: int, amount: float) -> UnitOf | None:
    """The unit or currency behind a number (and its hyphen), the longest that is written there."""
    at = i + 1 if lex.is_hyphen(i) else i
    if not (lex.same_line(at) or at == 0) or at >= len(lex):
        return None
    found = _behind(lex, at, lex.glued(at) or at > i)
    if found is None:
        return None
    if found.name == _POUND_MASS and amount >= _MONEY_SIZED and lex.word(at) in {"pound", "pounds"}:
        found = evolve(POUND, end=found.end)
    if found.name == "degree" and lex.word(found.end) in _OF_WARMTH:  # "0.3 degrees warmer": of an unknown scale
        found = evolve(found, code=None, factor=None, si=None)
    return None if abs(amount) < found.least else found


def _behind(lex: Lexemes, at: int, glued: bool) -> UnitOf | None:
    best: UnitOf | None = None
    for phrases, read in ((_WORDS, lex.word), (_MONEY_WORDS, lex.word), (_SYMBOLS, lex.raw), (_MONEY_SYMBOLS, lex.raw)):
        for words, unit in phrases.get(read(at), ()):
            if best and at + len(words) <= best.end:
                break
            if all(_same(read(at + k), word, lex, at + k) for k, word in enumerate(words)):
                end = at + len(words)
                if (lex.glued(end) and lex.is_digits(end)) or (lex.is_hyphen(end) and lex.is_digits(end + 1)):
                    continue  # "USD50", "24703 L-202"
                if phrases in (_SYMBOLS, _MONEY_SYMBOLS) and not _may_be_symbol(lex, at, words, glued):
                    continue
                best = evolve(unit, end=end)
                break
    return best


def _same(given: str, word: str, lex: Lexemes, i: int) -> bool:
    """A hyphen in the table is a hyphen that joins, or a blank, in the text."""
    return given == word or (word == "-" and lex.is_hyphen(i))


def _may_be_symbol(lex: Lexemes, at: int, words: tuple[str, ...], glued: bool) -> bool:
    """One letter is a unit only where it cannot begin a name: "2.5 F and", not "23456 F Block", not "$"."""
    if words in {("$",), ("£",)}:
        return False
    if words == ("in",):  # "5ft 10in", not "10 in the"
        return glued and not lex.glued(at + 1)
    if len(words) == 1 and len(words[0]) == 1 and words[0].isalpha() and words[0].isascii():
        if lex.glued(at + 1) and lex.raw(at + 1)[0].isalnum():
            return False
        if words == ("s",) and "." not in lex.raw(at - 1):  # "the 5s", "2018s"
            return False
        return glued or not lex.raw(at + 1)[:1].isupper()
    return not (lex.glued(at + len(words)) and lex.raw(at + len(words))[:1].isalnum())


def with_rate(lex: Lexemes, unit: UnitOf, singular: bool = True) -> UnitOf:
    """The unit with the base of its rate: "$98 a share", "tests per day", "US dollars per barrel"."""
    at = unit.end
    word = lex.word(at)
    if word in {"a", "an", "per", "each", "every"} or (word == "/" and lex.glued(at)):
        base = lex.word(at + 1)
    elif lex.is_hyphen(at) and lex.word(at + 1) == "a" and lex.is_hyphen(at + 2):
        at, base = at + 2, lex.word(at + 3)
    else:
        return unit
    if lex.word(at + 2) in {"ago", "earlier", "later", "before", "after"}:  # "$1.17 billion a year earlier"
        return unit
    bare = base[:-1] if base.endswith("s") and base[:-1] in _PER_BASES else base
    is_base = bare in _PER_BASES or (word == "per" and base.isalpha() and lex.token(at + 1).pos_ == "NOUN")
    if not is_base or not lex.same_line(at + 1):
        return unit
    if word != "per" and not singular and unit.kind != "money":
        return unit
    name = f"{unit.name} per {_SINGULAR_OF_PER.get(bare, bare)}"
    return evolve(unit, name=name, end=at + 2, per=(at if word != "/" else at + 1, at + 2), factor=None, si=None)


_BY_CODE = {
    unit.code: unit
    for phrases in (_MONEY_SYMBOLS, _MONEY_WORDS)
    for found in phrases.values()
    for _, unit in found
    if unit.code
}


def code(symbol: str) -> UnitOf | None:
    """The currency of an ISO code."""
    return _BY_CODE.get(symbol)


PREFIX_STARTS = frozenset(_MONEY_SYMBOLS)
COUNTS = frozenset(row["name"] for row in table("units") if row["kind"] == "count")  # "point", "time"
MAGNITUDE = next(unit for words, unit in _WORDS["magnitude"] if words == ("magnitude",))
TIME = next(unit for words, unit in _WORDS["times"] if words == ("times",))
SMALL_NUMBERS = {
    row["word"]: float(row["value"]) for row in table("number_words") if row["kind"] in {"unit", "teen", "ten"}
} | {"hundred": 100.0, "thousand": 1000.0}
GLUED_MAGNITUDES = {row["word"]: float(row["value"]) for row in table("number_words") if row["kind"] == "suffix"}
