"""Reports of sport, and who plays in them: names of countries and cities there are often their teams'."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from .document import attribute
from .lexicon import table

_VERBS = frozenset(row["lemma"] for row in table("sport_words") if row["use"] == "verb")
_NOUNS = frozenset(row["lemma"] for row in table("sport_words") if row["use"] == "noun")
_REPORT = frozenset(row["lemma"] for row in table("sport_words") if row["report"] == "yes")
_SHARE = 0.015  # of a report's words that are words of sport
_LEAST = 5
_AGAINST = frozenset({"against", "over", "versus", "vs", "vs.", "v", "for", "by", "with", "between"})


def is_sport(doc: Doc) -> bool:
    """True for a report of sport."""
    count = sum(lemma.lower() in _REPORT for lemma in attribute(doc, "LEMMA"))
    return count >= _LEAST and count >= _SHARE * len(doc)


def plays(name: Token) -> bool:
    """Whether the name does what a team does, or has what a team has."""
    for _ in range(5):
        if name.dep_ != "conj":
            break
        name = name.head
    head = name.head
    if name.dep_ in {"nsubj", "nsubjpass", "dobj", "agent"}:
        return head.lemma_.lower() in _VERBS
    if name.dep_ in {"poss", "compound", "nmod"}:
        return head.lemma_.lower() in _NOUNS
    if name.dep_ == "pobj" and head.lower_ in _AGAINST:
        return head.head.lemma_.lower() in _VERBS | _NOUNS
    return name.dep_ == "pobj" and head.lower_ == "to" and head.head.lemma_.lower() == "lose"
