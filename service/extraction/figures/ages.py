"""Ages: "34-year-old", "Maddon, 66,", "aged 27 and 31", "in her 40s"."""

from __future__ import annotations

from attrs import evolve

from service.extraction.lexemes import Lexemes
from service.extraction.lexicon import table

from .parse import lefts
from .quantity import Quantity
from .units import UnitOf

_UNITS = {
    "year": ("year of age", "a"),
    "month": ("month of age", "mo"),
    "week": ("week of age", "wk"),
    "day": ("day of age", "d"),
}
_OLDEST = 120
_TOLD = frozenset({"aged", "age", "ages"})
_GROUPS = frozenset(
    [
        "people",
        "those",
        "them",
        "anyone",
        "everyone",
        "child",
        "girl",
        "boy",
        "children",
        "adults",
        "women",
        "men",
        "girls",
        "boys",
        "kids",
        "youths",
    ]
)
_JOINTS = frozenset({"and", "or", "to", "but"})
_WHOSE = frozenset({"his", "her", "their", "my", "our", "your"})
_PARTS_OF_DECADE = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
DECADES = {
    "teens": 10,
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}
_PEOPLE = frozenset(row["word"] for name in ("role_nouns", "kin") for row in table(name))


def age(lex: Lexemes, found: Quantity) -> Quantity | None:
    """The number as an age, where it is one."""
    end = found.end
    at = end + 1 if lex.raw(end) == "-" else end  # also where it was cut apart: "28 - year - old"
    unit_word = lex.word(at)
    stem = unit_word.removesuffix("s")
    if stem in _UNITS:
        behind = at + 2 if lex.raw(at + 1) == "-" else at + 1
        if lex.word(behind) in {"old", "olds"}:
            return _aged(found, stem, behind + 1)
        if lex.word(behind) == "of" and lex.word(behind + 1) == "age":
            return _aged(found, stem, behind + 2)
        return _aged(found, stem, at + 1) if _is_told_before(lex, found) else None
    if unit_word in {"yo", "y"} and (unit_word == "yo" or (lex.raw(at + 1) == "/" and lex.word(at + 2) == "o")):
        return _aged(found, "year", at + 1 if unit_word == "yo" else at + 3)
    if not 0 < found.high <= _OLDEST or found.low != int(found.low) or found.form == "fraction":
        return None
    is_alone = not lex.raw(end).isalpha() or lex.word(end) in _JOINTS  # "aged six to 15"
    if _is_told_before(lex, found) and (lex.is_digits(found.number_start) or is_alone):
        return _aged(found, "year", end)
    if lex.is_digits(found.number_start) and _is_apposed(lex, found):
        return _aged(found, "year", end)
    return _aged(found, "year", end) if _is_said_of_a_person(lex, found) else None


def in_decade(lex: Lexemes, i: int) -> Quantity | None:
    """ "in her late 40s", "in their twenties": a range of ages."""
    word = lex.word(i)
    if lex.is_digits(i) and len(word) == len("40") and word[-1] == "0" and lex.glued(i + 1) and lex.word(i + 1) == "s":
        decade, end = int(word), i + 2
    elif word in DECADES:
        decade, end = DECADES[word], i + 1
    else:
        return None
    part = lex.word(i - 1)
    at = i - 3 if lex.is_hyphen(i - 1) else i - 2 if part in _PARTS_OF_DECADE else i - 1
    first, last = _PARTS_OF_DECADE.get(lex.word(at + 1) if at < i - 1 else "", (3 if word == "teens" else 0, 9))
    if lex.word(at) not in _WHOSE or not 0 < decade < _OLDEST:
        return None
    found = Quantity(
        start=i,
        end=end,
        number_start=i,
        number_end=i + 1,
        low=decade + first,
        high=decade + last,
        is_range=True,
    )
    return _aged(found, "year", end)


def listed(lex: Lexemes, found: Quantity, before: Quantity, gap: list[str]) -> Quantity | None:
    """The "34 and 60" of "aged 21, 34 and 60": bare numbers behind an age."""
    joined = gap in ([","], ["and"], [",", "and"], ["or"], ["to"])
    if before.kind != "age" or before.unit is None or not joined or not 0 < found.high <= _OLDEST:
        return None
    told = before.start and lex.word(before.start - 1) in _TOLD | {",", "and"}
    closes = not lex.raw(found.end).isalpha() or lex.token(found.end).pos_ in {"AUX", "VERB", "ADP"}
    if not told or not (closes or lex.word(found.end) in _JOINTS):
        return None
    return evolve(found, kind="age", unit=before.unit)


def _is_told_before(lex: Lexemes, found: Quantity) -> bool:
    """ "aged 27", "ages 5 to 12", "under the age of 12"."""
    before, farther = lex.word(found.start - 1), lex.word(found.start - 2)
    if before in _TOLD:
        return farther not in {"average", "an", "a"}
    if before == "of":
        return farther in {"age", "ages"}
    if before in {"under", "over"} and farther in _GROUPS:  # "children under five"
        return lex.token(found.end).pos_ not in {"NOUN", "PROPN", "ADJ", "SYM"} if lex.raw(found.end) else True
    return before in {"over", "under", "between", "from", "about", "around"} and farther in _TOLD


def _aged(found: Quantity, unit: str, end: int) -> Quantity:
    name, code = _UNITS[unit]
    return evolve(found, end=end, kind="age", unit=UnitOf(name=name, code=code, system="ucum", kind="age", end=end))


def _is_apposed(lex: Lexemes, found: Quantity) -> bool:
    """ "Maddon, 66, has", "Jane Doe (34)": behind a person's name, between commas or in brackets."""
    at = found.start - 1 if lex.word(found.start - 1) != "both" else found.start - 2  # "Ann and Tim Lee, both 27,"
    before, after = lex.raw(at), lex.raw(found.end)
    if (before, after) not in {(",", ","), (",", "."), ("(", ")"), (",", ";"), (",", "—")}:
        return False
    if lex.glued(found.end) and after in {",", "."} and lex.glued(found.end + 1):
        return False
    token = lex.token(at - 1)
    if token.ent_type_ == "PERSON" or (token.pos_ == "NOUN" and token.lower_ in _PEOPLE and after == ","):
        return True
    return token.ent_type_ in {"", "ORG"} and token.pos_ == "PROPN" and before == "," and after == ","


def _is_said_of_a_person(lex: Lexemes, found: Quantity) -> bool:
    """ "who was 10.", "their daughter turned three": a person, a verb of being, a number at the end of its phrase."""
    after = lex.raw(found.end)
    if after not in {"", ".", ",", ";", ")"} and lex.word(found.end) not in _JOINTS | {"when", "at", "in", "by", "on"}:
        return False
    verb = lex.token(found.start - 1)
    if verb.lemma_ not in {"be", "turn"} or (verb.lemma_ == "be" and not lex.is_digits(found.number_start)):
        return False
    for child in lefts(verb):
        if child.dep_ in {"nsubj", "nsubjpass"}:
            is_person = child.lower_ in {"he", "she", "who", "i", "him", "her"} or child.ent_type_ == "PERSON"
            return is_person or (verb.lemma_ == "turn" and child.lower_ in _PEOPLE)
    return False
