"""What the words around a place's name say: which part of it, how far from it, whether it stands for its government."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span, Token

from service.extraction.sport import plays

from .tables import ACTING_VERBS, LENGTHS, OF_WORDS, PART_WORDS, TOWN_WORDS

NEARNESS = frozenset({"near", "outside", "around", "off", "beyond", "towards", "toward", "opposite", "alongside"})
FEW = frozenset({"a", "an", "few", "several", "half"})  # numbers in "a few miles", "half a mile"
LONGEST_MEASURE = 8  # tokens
LONGEST_SHORE = 3  # adjectives in "off the southern coast of"
LONGEST_PAIR = 6  # tokens from "between" to the "and"
BETWEEN = frozenset(
    {"road", "highway", "motorway", "route", "border", "frontier", "railway", "line", "bridge", "tunnel", "ferry"}
    | {
        "flight",
        "train",
        "bus",
        "corridor",
        "area",
        "land",
        "strait",
        "sea",
        "channel",
        "halfway",
        "midway",
        "lie",
        "locate",
    }
    | {"sit", "situate", "stand", "run", "travel", "sail", "fly", "drive", "crossing", "distance"}
)
SCORE = re.compile(r"\d{1,3}[-–]\d{1,3}")
SCORE_WINDOW = 12  # tokens to either side of a name
WITH_GOVERNMENTS = frozenset(
    {"talk", "talks", "relation", "relations", "tie", "ties", "tension", "tensions", "treaty", "deal", "negotiation"}
    | {"negotiations", "agreement", "dispute", "alliance", "pact"}
)


def relation(name: Span) -> str | None:
    """What stands before the name: "eastern" Ukraine, "48 kilometers north of" Izium, "near" Izium; else None.

    A distance is given without what makes it less sure ("some") and without its conversion in brackets.
    """
    doc, first = name.doc, name.start
    if first > 1 and doc[first - 1].lower_ == "of" and doc[first - 2].lower_ in TOWN_WORDS:
        first -= 2  # "near the town of X"
    if first and doc[first - 1].lower_ == "the":
        first -= 1
    if first == 0:
        return None
    before = doc[first - 1]
    word = before.lower_
    if word in PART_WORDS and not (before.i and doc[before.i - 1].lower_ == "and"):
        return before.text
    if word in NEARNESS:
        return joined(measure(doc, before.i), before.text)
    if word in ("from", "inside"):
        distance = measure(doc, before.i)
        return joined(distance, before.text) if distance else None
    if word == "of" and first > 1 and doc[first - 2].lower_ in OF_WORDS:
        return of_phrase(doc, first - 2)
    return "between" if is_between(doc, first) else None


def of_phrase(doc: Doc, direction: int) -> str:
    """ "north of", with the distance before it: "48 kilometers north of"; "off the coast of"."""
    first = direction
    while first > 1 and doc[first - 1].text == "-" and doc[first - 2].lower_ in OF_WORDS:
        first -= 2  # "north-northeast"
    words = doc[first : direction + 2].text
    shore = first
    while shore and first - shore < LONGEST_SHORE and doc[shore - 1].pos_ == "ADJ":
        shore -= 1
    if shore > 1 and doc[shore - 1].lower_ == "the" and doc[shore - 2].lower_ == "off":
        return joined(measure(doc, shore - 2), doc[shore - 2 : direction + 2].text)
    if first > 1 and doc[first - 1].lower_ == "the" and doc[first - 2].lower_ == "to":
        first -= 2
    return joined(measure(doc, first), words)


def joined(distance: str | None, words: str) -> str:
    return f"{distance} {words}" if distance else words


def measure(doc: Doc, end: int) -> str | None:
    """The distance that ends before a token, without the conversion in brackets behind it: "48 kilometers"."""
    if end and doc[end - 1].text == ")":
        opening = next((i for i in range(end - 2, max(-1, end - LONGEST_MEASURE), -1) if doc[i].text == "("), end)
        end = opening
    unit = end - 1
    if unit > 0 and doc[unit].lower_ == "away":
        unit -= 1
    if unit < 1 or doc[unit].lower_ not in LENGTHS:
        return None
    start = unit - (doc[unit - 1].lower_ == "nautical")
    numbers = start
    while start and numbers - start < LONGEST_MEASURE and is_number(doc[start - 1]):
        start -= 1
    return doc[start:end].text if start < numbers else None


def is_number(token: Token) -> bool:
    return token.like_num or token.lower_ in FEW


def is_between(doc: Doc, first: int) -> bool:
    """True for both places of "the road between X and Y", not of "talks between X and Y"."""
    between = first - 1
    if doc[between].lower_ == "and":
        words = range(between - 1, max(-1, between - LONGEST_PAIR), -1)
        between = next((i for i in words if doc[i].lower_ == "between"), between)
    return doc[between].lower_ == "between" and doc[between].head.lemma_.lower() in BETWEEN


def is_team(name: Span, of_sport: bool) -> bool:
    """True where a name plays: in a report of sport, or beside a score ("Belgium beat Wales 2-0")."""
    if not plays(name.root):
        return False
    doc = name.doc
    around = doc[max(0, name.start - SCORE_WINDOW) : name.end + SCORE_WINDOW]
    return of_sport or SCORE.search(around.text) is not None


def is_metonymic(name: Span) -> bool:
    """True where a government speaks or acts: "Moscow said", "talks with Beijing"; only for countries and capitals."""
    root = name.root
    head = root.head
    if root.dep_ == "nsubj":
        return head.lemma_.lower() in ACTING_VERBS
    if root.dep_ == "pobj" and head.lower_ in ("with", "between"):
        return head.head.lower_ in WITH_GOVERNMENTS
    return False
