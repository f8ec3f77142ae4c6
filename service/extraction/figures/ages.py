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
_PEOPLE = frozenset(row["word"] for name in ("role_nouns", "kin") for row in table(name))


def age(lex: Lexemes, found: Quantity) -> Quantity | None:
    """ "34-year-old", "ten months old", "aged 27", "Maddon, 66,", "eighteen months of age"."""
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
    name, code = _UNITS[unit]
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
