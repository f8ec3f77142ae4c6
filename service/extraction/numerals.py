"""The grammar of numbers, in digits and in words, that dates and figures share.

In: lexemes and where to begin. Out: a `Numeral`, or None where no number begins there. It says nothing of what the
number is: a year, a price, a house's number.
"""

from __future__ import annotations

from typing import Literal

from attrs import evolve, frozen

from .lexemes import Lexemes
from .lexicon import table

Form = Literal["digits", "words", "fraction", "vague", "some"]

LONGEST_INTEGER = 18  # digits; what is longer is an identifier
_LONGEST_GROUPS = 5  # "1 234 567 890 123"
LONGEST_NUMERAL = 16  # lexemes: "two hundred and fifty-six million, ..."

NUMBER_WORDS: dict[str, dict[str, str]] = {}  # word -> kind -> value; "third" is a part and an ordinal
for _row in table("number_words"):
    NUMBER_WORDS.setdefault(_row["word"], {})[_row["kind"]] = _row["value"]

_BEFORE_PART = frozenset({"by", "than", "nearly", "almost", "about", "around", "roughly"})
_BEHIND_PART = frozenset({"", ".", ",", ";", "to", "from", "in", "since", "and", "over", "this", "last", "on", "after"})

ORDINALS = {word: int(kinds["ordinal"]) for word, kinds in NUMBER_WORDS.items() if "ordinal" in kinds}
MAGNITUDES = {word: float(kinds["magnitude"]) for word, kinds in NUMBER_WORDS.items() if "magnitude" in kinds}
_SMALL = {
    word: (kind, float(value))
    for word, kinds in NUMBER_WORDS.items()
    for kind, value in kinds.items()
    if kind in {"unit", "teen", "ten"}
}
_SUFFIXES = {word: float(kinds["suffix"]) for word, kinds in NUMBER_WORDS.items() if "suffix" in kinds}
_VAGUE = {word: float(kinds["vague"]) for word, kinds in NUMBER_WORDS.items() if "vague" in kinds}
_PARTS = {word: int(kinds["part"]) for word, kinds in NUMBER_WORDS.items() if "part" in kinds}
_SOME = {
    word: tuple(float(v) for v in kinds["some"].split("-")) for word, kinds in NUMBER_WORDS.items() if "some" in kinds
}
_GLYPHS = {
    word: int(kinds["glyph"][0]) / int(kinds["glyph"][2:]) for word, kinds in NUMBER_WORDS.items() if "glyph" in kinds
}
# What may follow "half" where it is an amount: "half the area", "half a million", "half of them".
_AFTER_HALF = frozenset(
    [
        "of",
        "the",
        "a",
        "an",
        "its",
        "their",
        "his",
        "her",
        "our",
        "my",
        "your",
        "all",
        "that",
        "this",
        "these",
        "those",
        "as",
    ]
)
_BEFORE_HALF = frozenset(
    [
        "about",
        "nearly",
        "almost",
        "than",
        "over",
        "under",
        "by",
        "roughly",
        "around",
        "least",
        "only",
        "just",
        "a",
        "one",
    ]
)
_RACES = frozenset({"hurdles", "heats", "races", "finals", "sprints", "relays", "medals", "titles", "runners"})
_NO_HALF_AFTER = frozenset(["first", "second", "other", "latter", "last", "better", "final", "opening"])

# Where a number can begin, beside digits.
STARTERS = frozenset({"a", "an", *NUMBER_WORDS}) - frozenset(_SUFFIXES)


@frozen(kw_only=True)
class Numeral:
    """Lexemes `[start, end)`; `low == high` unless it is vague."""

    start: int
    end: int
    low: float
    high: float
    form: Form

    @property
    def value(self) -> float | None:
        return self.low if self.low == self.high else None


def read(lex: Lexemes, i: int, money: bool = False) -> Numeral | None:
    """The number that begins at a lexeme. `money`: a currency sign stands before it, so that "m" is a million."""
    if lex.is_digits(i):
        return _digits(lex, i, money)
    word = lex.word(i)
    if word not in STARTERS:
        return None
    if word in _GLYPHS:
        return _single(i, _GLYPHS[word], "fraction")
    if word == "half" or (word in {"a", "an"} and lex.word(i + 1) == "half"):
        return _half(lex, i)
    if word in {"a", "an"}:
        return _after_article(lex, i)
    if word == "several":
        return _times_magnitude(lex, _some(i, i + 1, "several"))
    if word in _VAGUE:
        return _vague(lex, i)
    if word in _PARTS and word not in _SMALL:
        if word == "quarter" and lex.word(i + 1) in MAGNITUDES:
            return _times_magnitude(lex, _single(i, 0.25, "fraction"))
        return None
    return _words(lex, i)


def number_of(digits: str) -> float | None:
    """What "1,234.5" or "12,34,567.89" stands for; None for what is written as no number is ("1.2.3", "1,2", "007")."""
    whole, _, decimals = digits.partition(".")
    if "." in decimals or "," in decimals or len(digits) > LONGEST_INTEGER + 8:
        return None
    groups = whole.split(",")
    if len(groups) > 1:
        if not (1 <= len(groups[0]) <= 3 and len(groups[-1]) == 3):
            return None
        if any(len(g) != 3 for g in groups[1:]) and any(len(g) != 2 for g in groups[1:-1]):
            return None
    plain = "".join(groups)
    if len(plain) > LONGEST_INTEGER or (len(plain) > 1 and plain[0] == "0"):
        return None
    return float(f"{plain or '0'}.{decimals or '0'}")


def _single(i: int, value: float, form: Form, length: int = 1) -> Numeral:
    return Numeral(start=i, end=i + length, low=value, high=value, form=form)


def _some(start: int, end: int, word: str) -> Numeral:
    low, high = _SOME[word]
    return Numeral(start=start, end=end, low=low, high=high, form="some")


def _digits(lex: Lexemes, i: int, money: bool) -> Numeral | None:
    value = number_of(lex.text[i])
    if value is None:
        return None
    end = i + 1
    if (
        lex.raw(end) == "," and lex.raw(end + 1) == "000" and value == int(value) and value < 1000
    ):  # cut apart: "80, 000"
        value, end = value * 1000, end + 2
    if (spaced := _spaced_groups(lex, i)) is not None:
        value, end = spaced
    fraction = _slash_fraction(lex, i)
    if fraction is not None:
        return _times_magnitude(lex, _single(i, fraction, "fraction", 3))
    if value == int(value):
        if (more := _slash_fraction(lex, end)) is not None and not lex.glued(end):
            value, end = value + more, end + 3
        elif lex.word(end) in _GLYPHS:
            value, end = value + _GLYPHS[lex.word(end)], end + 1
    numeral = Numeral(start=i, end=end, low=value, high=value, form="digits")
    if lex.glued(end) and (suffix := lex.word(end)) in _SUFFIXES and _is_suffix(lex, end, money):
        factor = _SUFFIXES[suffix]
        return evolve(numeral, end=end + 1, low=value * factor, high=value * factor)
    return _times_magnitude(lex, numeral)


def _spaced_groups(lex: Lexemes, i: int) -> tuple[float, int] | None:
    """ "1 234 567": groups of three digits with one blank between them; the value and the lexeme behind it."""
    if not 1 <= len(lex.text[i]) <= 3 or lex.text[i][0] == "0" or not _is_group(lex, i + 1):
        return None
    if i and lex.is_digits(i - 1) and lex.same_line(i):  # "0800 555 123" is no number
        return None
    end = i + 1
    while _is_group(lex, end) and end - i < _LONGEST_GROUPS:
        end += 1
    if lex.is_digits(end) or lex.is_hyphen(end) or (lex.glued(end) and lex.raw(end)[:1].isalnum()):
        return None
    return float("".join(lex.text[i:end])), end


def _is_group(lex: Lexemes, i: int) -> bool:
    """Three digits, of the last group also with decimals, one blank behind what stands before."""
    if not lex.is_digits(i) or not lex.text[i].partition(".")[0].isdecimal() or "," in lex.text[i]:
        return False
    return len(lex.text[i].partition(".")[0]) == 3 and lex.start[i] - lex.end[i - 1] == 1 and lex.same_line(i)


def _slash_fraction(lex: Lexemes, i: int) -> float | None:
    """ "3/4" at a lexeme; no date ("9/11") and no part of one ("1/2/1990")."""
    if not (lex.is_digits(i) and lex.raw(i + 1) in {"/", "⁄"} and lex.is_digits(i + 2)):
        return None
    if not (lex.glued(i + 1) and lex.glued(i + 2)) or (lex.glued(i + 3) and lex.raw(i + 3) in "/⁄-"):
        return None
    over, under = lex.text[i], lex.text[i + 2]
    if not (over.isdecimal() and under.isdecimal() and len(over) <= 3 and len(under) <= 3):
        return None
    usual = int(under) in {2, 3, 4, 5, 6, 8, 10, 16, 32, 64, 100, 128}
    return int(over) / int(under) if usual and 0 < int(over) < int(under) else None


def _is_suffix(lex: Lexemes, i: int, money: bool) -> bool:
    """Whether the letter glued to digits multiplies them ("35m of its devices") or is a unit ("1.8m tall")."""
    if lex.is_hyphen(i + 1) and not money:
        return lex.raw(i) == "m" and lex.word(i + 2) == "strong"  # "a 2m-strong union"
    if money or lex.raw(i) in "kMB":
        return True
    following = lex.word(i + 1)
    if following in _RACES:  # "the 400m hurdles"
        return False
    return lex.raw(i) == "m" and (
        following in {"of", "people"}
        or (len(following) > 3 and following.endswith("s") and lex.token(i + 1).pos_ in {"NOUN", "PROPN"})
    )


def _times_magnitude(lex: Lexemes, numeral: Numeral) -> Numeral:
    """ "3.9 million", "7.5-million", "hundred thousand", "two and a half million"."""
    low, high, end = numeral.low, numeral.high, numeral.end
    if numeral.form == "fraction" and lex.word(end) == "of" and lex.word(end + 1) == "a":
        if lex.word(end + 2) not in MAGNITUDES:
            return numeral
        end += 2  # "a quarter of a million"
    if tuple(lex.word(end + k) for k in range(3)) == ("and", "a", "half"):
        low, high, end = low + 0.5, high + 0.5, end + 3
    for _ in range(2):
        at = end + 1 if lex.is_hyphen(end) else end
        if (
            lex.word(at) not in MAGNITUDES
            or not lex.same_line(at)
            or (low < 1 and lex.word(at) == "dozen" and at > end)
        ):
            break
        factor = MAGNITUDES[lex.word(at)]
        low, high, end = low * factor, high * factor, at + 1
    counts = numeral.form == "fraction" and end > numeral.end  # "a quarter of a million people"
    return evolve(numeral, low=low, high=high, end=end, form="words" if counts else numeral.form)


def _half(lex: Lexemes, i: int) -> Numeral | None:
    article = lex.word(i) != "half"
    end = i + 2 if article else i + 1
    following, before = lex.word(end), lex.word(i - 1)
    if before in _NO_HALF_AFTER:
        return None
    at = end + 1 if lex.is_hyphen(end) or following in {"a", "an"} else end
    if lex.word(at) in MAGNITUDES:
        return _times_magnitude(lex, Numeral(start=i, end=at, low=0.5, high=0.5, form="words"))
    joined = lex.is_hyphen(end)
    if joined and lex.word(end + 1) not in {"hour", "mile", "day", "century", "year", "point", "inch"}:
        return None
    if article or joined or following in _AFTER_HALF or before in _BEFORE_HALF:
        return _single(i, 0.5, "fraction", end - i)
    return None


def _after_article(lex: Lexemes, i: int) -> Numeral | None:
    """ "a hundred", "a third of", "a couple of", "a few"."""
    word = lex.word(i + 1)
    if word in {"couple", "few"}:
        end = i + 3 if word == "couple" and lex.word(i + 2) == "of" and lex.word(i + 3) in MAGNITUDES else i + 2
        return _times_magnitude(lex, _some(i, end, word))
    if word in MAGNITUDES and not lex.is_hyphen(i + 2):
        found = _words(lex, i + 1)
        return evolve(found, start=i) if found else None
    as_much = lex.word(i - 1) == "as" and lex.word(i - 2) in {"much", "little"}
    # "fell by a fifth to 2.4 billion", "as much as a third,"
    is_amount = (as_much or lex.word(i - 1) in _BEFORE_PART) and lex.word(i + 2) in _BEHIND_PART
    if word in _PARTS and not word.endswith("s") and (is_amount or lex.word(i + 2) in {"of", "more", "less", "as"}):
        return _times_magnitude(lex, _single(i, 1 / _PARTS[word], "fraction", 2))
    if word == "quarter" and lex.word(i + 2) in MAGNITUDES:
        return _times_magnitude(lex, _single(i, 0.25, "fraction", 2))
    return None


def _vague(lex: Lexemes, i: int) -> Numeral | None:
    """ "dozens", "tens of thousands", "hundreds of millions"."""
    word = lex.word(i)
    of = lex.word(i + 1) == "of"
    if word in {"tens", "scores"} and not of:
        return None
    factor, end = _VAGUE[word], i + 1
    if of and lex.word(i + 2) in _VAGUE and _VAGUE[lex.word(i + 2)] > 100:
        factor, end = factor * _VAGUE[lex.word(i + 2)], i + 3
    return Numeral(start=i, end=end, low=factor, high=factor * 10, form="vague")


def _words(lex: Lexemes, i: int) -> Numeral | None:
    """ "two hundred and five", "thirty-four million", "two-thirds", "three point five"."""
    if lex.word(i) in MAGNITUDES and lex.is_digits(i - 1):  # the rest of "#13 billion", which is a code
        return None
    total = current = 0.0
    last, at, end = "", i, i
    while at < i + LONGEST_NUMERAL:
        word = lex.word(at)
        if at > i and not lex.same_line(at):
            break
        if lex.is_hyphen(at) and (lex.word(at + 1) in _SMALL or lex.word(at + 1) in MAGNITUDES) and last:
            at += 1
            continue
        if word == "and" and last in {"hundred", "magnitude"} and lex.word(at + 1) in _SMALL:
            at += 1
            continue
        if word in _SMALL:
            kind, value = _SMALL[word]
            if last not in {"", "hundred", "magnitude"} and not (kind == "unit" and last == "ten" and value):
                break
            current, last = current + value, kind
        elif word == "hundred" and current < 100:
            current, last = (current or 1) * 100, "hundred"
        elif word in MAGNITUDES and last != "magnitude":
            total, current, last = total + (current or 1) * MAGNITUDES[word], 0.0, "magnitude"
        else:
            break
        at += 1
        end = at
    if not last:
        return None
    value = total + current
    if lex.word(end) == "point" and lex.word(end + 1) in _SMALL and _SMALL[lex.word(end + 1)][0] == "unit":
        value, end = value + _SMALL[lex.word(end + 1)][1] / 10, end + 2
    numeral = Numeral(start=i, end=end, low=value, high=value, form="words")
    return _word_fraction(lex, numeral) or _times_magnitude(lex, numeral)


def _word_fraction(lex: Lexemes, over: Numeral) -> Numeral | None:
    """ "two-thirds", "three quarters of", "one-half"; not "three quarters" of a year, nor "one third-grader"."""
    joined = lex.is_hyphen(over.end)
    at = over.end + 1 if joined else over.end
    word = lex.word(at)
    if word not in _PARTS or lex.is_hyphen(at + 1) or (over.low > 1) != word.endswith("s") or over.low >= 20:
        return None
    after = lex.word(at + 1)
    if not joined and after != "of" and after not in MAGNITUDES and word in {"quarter", "quarters", "half"}:
        return None
    if not joined and after != "of" and over.low == 1:
        return None
    value = over.low / _PARTS[word]
    return _times_magnitude(lex, evolve(over, end=at + 1, low=value, high=value, form="fraction"))
