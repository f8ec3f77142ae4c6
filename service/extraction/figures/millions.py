"""Whether the "m" glued to a number is a million or a metre: "a population of 67m", "a tower 67m high"."""

from __future__ import annotations

from attrs import evolve

from service.extraction.lexemes import Lexemes
from service.extraction.lexicon import table
from service.extraction.model import Span

from .quantity import Quantity

_WORDS = {
    kind: frozenset(row["word"] for row in table("letter_m") if row["kind"] == kind)
    for kind in ("crowd", "verb", "dimension")
}
DIMENSIONS = _WORDS["dimension"]
_MILLION = 1e6


def in_millions(lex: Lexemes, found: Quantity, of: Span | None) -> Quantity | None:
    """The metres that were read as what they are: millions of what is counted; None where they are metres.

    `of` is what they were taken to measure: nobody measures subscribers.
    """
    letter = found.end - 1
    is_letter = found.kind == "measure" and lex.raw(letter) == "m" and lex.glued(letter) and lex.is_digits(letter - 1)
    if not is_letter or lex.word(found.end) in DIMENSIONS:
        return None
    noun = of.text.rpartition(" ")[2].lower() if of else ""
    at = found.start - 2 if lex.word(found.start - 1) == "by" else found.start - 1
    jump = lex.word(found.start - 3) if lex.word(found.start - 1) in {"to", "from", "of"} else ""
    crowd = {noun, jump, lex.word(found.start - 2)} & _WORDS[
        "crowd"
    ]  # "passengers may jump to 30m", whatever the parse
    if not crowd and lex.word(at) not in _WORDS["verb"]:
        return None
    return evolve(found, low=found.low * _MILLION, high=found.high * _MILLION, unit=None, kind=None)
