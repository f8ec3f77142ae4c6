"""Numbers that are names, codes and addresses, and so no figures: "Boeing 737", "Section 9", "123 Random Street"."""

from __future__ import annotations

from spacy.tokens import Token

from service.extraction.lexemes import Lexemes
from service.extraction.lexicon import table
from service.extraction.numerals import MAGNITUDES

from .parse import lefts
from .quantity import Quantity

_BEFORE = frozenset(row["word"] for row in table("number_names") if row["side"] == "before")
_INDEXES = frozenset(row["word"] for row in table("number_names") if row["side"] == "index")
_AFTER = frozenset(row["word"] for row in table("number_names") if row["side"] == "after")
_SAME_IN_PLURAL = frozenset(row["word"] for row in table("number_names") if row["side"] == "plural")
_SMALLEST_MODEL = 100
_LONGEST_PHONE = 6  # groups of digits to either side
_COMPASS = frozenset({"N", "S", "E", "W", "NE", "NW", "SE", "SW"})
_LONGEST_STREET = 4  # lexemes between a house's number and "Street"
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})
_ENDS_OF_NAMES = _ORDINAL_ENDS | {"s"}  # "22nd", "the 737s"
_MARKS_OF_CODES = frozenset({"#", "@", "©", "_", "№", "§", "\\"})


def is_name(lex: Lexemes, i: int, end: int, joined: bool = False) -> bool:
    """Whether the digits at lexemes `[i, end)` are (part of) a name or a code, whatever follows them.

    `joined`: the hyphen before them is known to tie them to another number.
    """
    is_large = lex.word(end - 1) in MAGNITUDES  # "#13 billion" is a sum, whatever the sign was
    if lex.glued(i) and not joined:
        before = lex.raw(i - 1)
        if before[-1].isalnum() or (before in _MARKS_OF_CODES and not is_large):
            return True
        if before in {"-", "‐", "‑", "/", ".", ":"} and lex.glued(i - 1) and lex.raw(i - 2)[-1:].isalnum():
            return lex.word(i - 2) != "sub"
        if before == "-" and lex.raw(i - 2).isupper():  # "COVID -19"
            return True
    if lex.raw(i - 1) in _MARKS_OF_CODES and not is_large:
        return True
    if lex.glued(end) and lex.word(end) in _ENDS_OF_NAMES and "." not in lex.raw(end - 1):
        return True
    return (
        _is_at_compass(lex, end)
        or _is_clock_or_code(lex, i, end)
        or _is_list_number(lex, i, end)
        or _is_phone_number(lex, i, end)
    )


def is_named(lex: Lexemes, i: int, end: int) -> bool:
    """Whether a number without a unit is the name of a thing: "Section 427", "Windows 10", "9 E 71st St"."""
    before = lex.word(i - 1)
    if before == "." and lex.word(i - 2) in {"no", "nos", "art", "sec", "ch", "p", "pp", "vol", "apt"}:
        return True
    if before in _BEFORE and lex.same_line(i):
        return True
    if before in _INDEXES and "," not in lex.raw(i) and "." not in lex.raw(i):
        return True
    if i and lex.same_line(i) and not lex.glued(i) and lex.is_digits(i) and _is_proper(lex, i - 1):
        return "," not in lex.text[i] and not _is_counting(lex, i, end)
    return _is_address(lex, end)


def is_model(lex: Lexemes, found: Quantity, counted: Token) -> bool:
    """ "the 787 Dreamliner", "the 737 airliner": a number that would count a noun in the singular."""
    number = lex.raw(found.number_start)
    is_plain = number.isdecimal() and int(number) >= _SMALLEST_MODEL and found.number_end == found.number_start + 1
    if not is_plain or lex.is_hyphen(found.number_end):  # "a 300-page report"
        return False
    token = lex.token(found.number_start)
    if counted.tag_ in {"NN", "NNP"} and counted.text[:1].isupper():
        return counted.i == token.i + 1
    if any(other.like_num and other.i < token.i for other in lefts(counted)):  # "five new 737 aircraft"
        return True
    is_one = counted.tag_ == "NN" and counted.lower_ not in _SAME_IN_PLURAL
    return is_one and lex.word(found.start - 1) not in {"a", "an"}  # "their 737 airliner"; "a 300 page report"


def is_of_title(lex: Lexemes, found: Quantity) -> bool:
    """ "the Final Four", "Formula One": a number in words that closes a name."""
    if found.start == 0 or not lex.raw(found.start)[:1].isupper() or not lex.raw(found.start - 1)[:1].isupper():
        return False
    return lex.token(found.start - 1).pos_ == "PROPN" or lex.word(found.start - 1) in {"final", "formula", "big"}


def is_code(lex: Lexemes, found: Quantity) -> bool:
    """A number that counts nothing and is part of a name: "the 787", "4Chan", "501(c)(3)"."""
    behind = lex.raw(found.end)
    is_glued = lex.glued(found.end) and (behind.isalpha() or behind == "(")
    is_clause = lex.raw(found.start - 1) == "(" and lex.raw(found.start - 2) == ")" and lex.glued(found.start - 1)
    return is_glued or is_clause or is_the_model(lex, found)


def is_the_model(lex: Lexemes, found: Quantity) -> bool:
    """ "the fuselage of the 787": behind "the", with nothing that it counts; not "Of the 200, six died"."""
    number = lex.raw(found.start)
    is_plain = number.isdecimal() and int(number) >= _SMALLEST_MODEL and found.end == found.start + 1
    counts = lex.raw(found.end).isalpha() and lex.token(found.end).pos_ in {"NOUN", "PROPN", "ADJ"}
    return is_plain and not counts and lex.word(found.start - 1) == "the" and lex.raw(found.start - 2) != "Of"


def _is_proper(lex: Lexemes, i: int) -> bool:
    raw = lex.raw(i)
    if raw.islower() or not raw.isalpha():
        return False
    if raw[0].islower():  # "iPhone"
        return True
    token = lex.token(i)
    return (
        (token.pos_ == "PROPN" or raw.isupper())
        and token.pos_ not in {"DET", "PRON"}
        and token.ent_type_ not in {"DATE", "TIME", "PERSON"}
    )


def _is_counting(lex: Lexemes, i: int, end: int) -> bool:
    """The parser sees a noun in the plural that the number counts: "In Kharkiv 440 graves were found"."""
    token = lex.token(end - 1)
    if token.dep_ != "nummod" or token.head.i <= token.i or token.head.tag_ != "NNS":
        return False
    before = lex.token(i - 1)
    return before.head not in {token.head, token} and before.dep_ not in {"compound", "nmod"}


def _is_at_compass(lex: Lexemes, end: int) -> bool:
    """ "742 E. Cedar Street", "18 W. 5th St."."""
    if lex.raw(end) not in _COMPASS or lex.glued(end) or lex.raw(end + 1) != "." or not lex.glued(end + 1):
        return False
    street = lex.raw(end + 2)
    return street[:1].isupper() or lex.is_digits(end + 2)


def _is_clock_or_code(lex: Lexemes, i: int, end: int) -> bool:
    """ "0:42", "22pm", "747-400", "1111-2222-3333", "192.168.0.1", "24703L202"."""
    if lex.word(end).rstrip(".") in {"am", "pm", "a.m", "p.m"}:
        return True
    if lex.glued(end) and lex.raw(end) in {"G", "D", "K"} and len(lex.raw(i)) == 1:  # "5G", "3D", "4K"
        return True
    if lex.raw(i - 1) == "(" and lex.raw(end) == ")" and lex.is_digits(end + 1):  # "(202) 555-0143"
        return True
    if lex.glued(end):
        mark = lex.raw(end)
        if mark in {":", "/"} and lex.glued(end + 1) and lex.is_digits(end + 1) and end == i + 1:
            return True
        if mark.isalpha() and lex.glued(end + 1) and lex.is_digits(end + 1) and lex.raw(end + 1) not in {"2", "3"}:
            return True
        if mark == "-" and lex.raw(end + 2) == "-" and lex.is_digits(end + 3) and not lex.is_digits(end + 1):
            return lex.word(end + 1) != "to" and all(lex.glued(k) for k in range(end + 1, end + 4))  # "15-cr-00123"
        if mark == "-" and lex.glued(end + 1) and lex.is_digits(end + 1):
            digits = lex.text[i], lex.text[end + 1]
            more = lex.glued(end + 2) and lex.raw(end + 2) == "-"
            long = all(len(d) >= 3 and d.isdecimal() for d in digits) and len(digits[0]) < len(digits[1])
            return more or long
    return False


def _is_list_number(lex: Lexemes, i: int, end: int) -> bool:
    """ "1. First" and "2) then" at the head of a line or a clause."""
    if not (lex.is_digits(i) and len(lex.text[i]) <= 2 and end == i + 1):
        return False
    closes = lex.raw(end)
    if closes == ")" and lex.raw(i - 1) != "(":
        opened = any(lex.raw(k) == "(" for k in range(max(0, i - 6), i))
        return not opened and lex.raw(end + 1)[:1].isalpha()
    begins = i == 0 or not lex.same_line(i)
    if closes == "." and not begins and lex.raw(i - 1) in {".", "!", "?"}:
        return lex.raw(end + 1)[:1].isupper()  # "1. Wash the rice. 2. Boil it"
    return closes == "." and begins and lex.same_line(end + 1)


def _is_phone_number(lex: Lexemes, i: int, end: int) -> bool:
    """ "0800 555 0134", "+44 20 7946 0958": groups of digits, one of them with a leading zero or behind a plus."""
    first, last = i, end
    while i - first < _LONGEST_PHONE and lex.is_digits(first - 1) and lex.same_line(first):
        first -= 1
    while last - end < _LONGEST_PHONE and lex.is_digits(last) and lex.same_line(last):
        last += 1
    if last - first < end - i + 1:
        return False
    zero = any(len(lex.text[k]) > 1 and lex.text[k].isdecimal() and lex.text[k][0] == "0" for k in range(first, last))
    return zero or lex.raw(first - 1) == "+"


def _is_address(lex: Lexemes, end: int) -> bool:
    for k in range(end, end + _LONGEST_STREET):
        if not lex.raw(k)[:1].isupper() and not lex.is_digits(k) and lex.word(k) not in _ORDINAL_ENDS:
            return False
        if lex.word(k) in _AFTER and (k > end or lex.raw(k + 1)[:1].isupper()):
            return True
    return False
