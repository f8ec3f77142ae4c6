"""The words of a phrase: a noun with what belongs to its name, without article, owner and clauses."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from .parse import lefts

Tokens = tuple[int, int]  # [start, end)

NOUNS = frozenset({"NOUN", "PROPN"})
_TIMES = frozenset({"day", "week", "month", "quarter", "year"})
OF_RATES = frozenset({"second", "minute", "hour", "day", "week", "month", "quarter", "year"})
_JOINTS = frozenset({"-", "‐", "‑", "/", "&"})
_MOST_PARTNERS = 3  # in the name of a firm
_NUMBER_OF_NAME = 100  # "Stoxx 600"; what is smaller is an age: "Hague, 44"


def is_date(token: Token) -> bool:
    date = token.doc._.at.dates[token.i]
    return date is not None and date.type in {"DATE", "TIME"}


def phrase(noun: Token, first: int = 0, last: int | None = None) -> Tokens | None:
    """A noun with what belongs to its name: "VR headset sales", "the S&P 500"; without article, owner and clauses.

    It begins no earlier than the token `first` and ends before `last`.
    """
    if is_date(noun) or noun.text == "%" or noun.like_num or _is_repeated(noun):
        return None
    start = noun.i
    for child in reversed(list(lefts(noun))):
        if child.dep_ in {"compound", "amod", "nmod"} and child.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"}:
            edge = child.left_edge.i if child.dep_ != "amod" else child.i
            if (
                edge < first
                or child.lower_ in {"old", "strong"}
                or (
                    child.i and child.nbor(-1).lower_ in {"a", "an"} and child.lower_ in OF_RATES
                )  # "$3 a year industry"
                or any(token.like_num or is_date(token) or _is_amount(token) for token in noun.doc[edge : child.i + 1])
            ):
                break
            start = edge
        elif child.dep_ == "punct" and child.text in {"-", "–"}:
            continue
        else:
            break
    end = noun.i + 1
    if end < len(noun.doc) and end != last and _is_number_of_name(noun.nbor(1), noun):
        end += 1
    for _ in range(_MOST_PARTNERS):
        if end + 1 < len(noun.doc) and noun.doc[end].text == "&" and noun.doc[end + 1].pos_ == noun.pos_ == "PROPN":
            end += 2  # "Johnson & Johnson"
    return _whole_words(noun.doc, *_between(noun.doc, start, noun, end), noun)


def _is_amount(token: Token) -> bool:
    """ "2m", "40km"; not the "4G" of a network."""
    return token.text[0].isdecimal() and token.text[-1].islower()


def _is_repeated(noun: Token) -> bool:
    """The "year" of "up 20% year on year"."""
    doc, i = noun.doc, noun.i
    behind = i + 2 < len(doc) and doc[i + 2].lower_ == noun.lower_
    before = i > 1 and doc[i - 2].lower_ == noun.lower_
    return noun.lower_ in _TIMES and (behind or before)


def _is_number_of_name(number: Token, noun: Token) -> bool:
    return number.head == noun and number.text.isdecimal() and int(number.text) >= _NUMBER_OF_NAME


def _between(doc: Doc, start: int, noun: Token, end: int) -> Tokens:
    while start < noun.i and (doc[start].is_punct or doc[start].is_space or doc[start].pos_ in {"DET", "ADP", "PUNCT"}):
        start += 1
    return start, end


def _whole_words(doc: Doc, start: int, end: int, noun: Token) -> Tokens:
    """Words that the tokenizer cut at a hyphen or a slash are whole: "e-minis", not "e"; a number's rest is none."""
    while start and not doc[start - 1].whitespace_ and (_joins(doc[start - 1]) or _joins(doc[start])):
        start -= 1
    while start < noun.i and (doc[start].like_num or (start and _is_glued_number(doc[start - 1]))):
        start += 1  # "4.3M digital sales"
        while start < noun.i and doc[start].text in _JOINTS and not doc[start - 1].whitespace_:
            start += 2  # "two-mile-wide band"
    start = min(start, noun.i)
    while start < noun.i and doc[start].text in _JOINTS:
        start += 1  # "three-pointers"
    while end < len(doc) and not doc[end - 1].whitespace_ and (_joins(doc[end]) or _joins(doc[end - 1])):
        end += 1
    return start, end


def _joins(token: Token) -> bool:
    return token.text in _JOINTS


def _is_glued_number(token: Token) -> bool:
    return not token.whitespace_ and token.text[-1:].isdecimal()
