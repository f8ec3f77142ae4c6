"""What the words around a place's name say: which part of it, how far from it, whether it stands for its government."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from service.extraction.document import cut

from .tables import ACTING_VERBS, OF_WORDS, PART_WORDS

NEARNESS = frozenset({"near", "outside", "around", "off", "beyond", "towards", "toward", "opposite", "alongside"})
MEASURES = frozenset({"NUM", "NOUN", "SYM", "DET", "ADV"})  # parts of speech of "some 48 kilometers"
LONGEST_MEASURE = 8  # tokens
WITH_GOVERNMENTS = frozenset(
    {"talk", "talks", "relation", "relations", "tie", "ties", "tension", "tensions", "treaty", "deal", "negotiation"}
    | {"negotiations", "agreement", "dispute", "alliance", "pact"}
)


def relation(name: Span) -> str | None:
    """What stands before the name: "eastern" Ukraine, "48 kilometers north of" Izium, "near" Izium; else None."""
    doc, first = name.doc, name.start
    if first and doc[first - 1].lower_ in ("the", "of") and doc[first - 1].lower_ == "the":
        first -= 1
    if first == 0:
        return None
    before = doc[first - 1]
    if before.lower_ in PART_WORDS and not (before.i and doc[before.i - 1].lower_ == "and"):
        return before.text
    if before.lower_ in NEARNESS:
        return before.text
    if before.lower_ == "of" and first > 1 and doc[first - 2].lower_ in OF_WORDS:
        return of_phrase(doc, first - 2, before)
    return None


def of_phrase(doc: Doc, direction: int, of: Token) -> str:
    """ "north of", with the distance before it: "48 kilometers (30 mi) north of"."""
    start = direction
    while start and direction - start < LONGEST_MEASURE and belongs_to_measure(doc[start - 1]):
        start -= 1
    has_number = any(doc[i].like_num for i in range(start, direction))
    first = doc[start if has_number else direction]
    return cut(doc, first.idx, of.idx + len(of)).text


def belongs_to_measure(token: Token) -> bool:
    if token.text in ("(", ")") or token.like_num:
        return True
    return token.pos_ in MEASURES and token.is_alpha and not token.is_sent_start and token.lower_ != "the"


def is_metonymic(name: Span) -> bool:
    """True where a government speaks or acts: "Moscow said", "talks with Beijing"; only for countries and capitals."""
    root = name.root
    head = root.head
    if root.dep_ == "nsubj":
        return head.lemma_.lower() in ACTING_VERBS
    if root.dep_ == "pobj" and head.lower_ in ("with", "between"):
        return head.head.lower_ in WITH_GOVERNMENTS
    return False
