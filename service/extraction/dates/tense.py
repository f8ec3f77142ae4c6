"""Which way from the publication a date lies, as the verb above it tells: "said on Thursday", "will meet on Thursday"."""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Token

from ..lexicon import table

Direction = Literal["past", "future"]

CUES: dict[str, frozenset[str]] = {}  # kind -> words
for _row in table("time_cues"):
    CUES[_row["kind"]] = CUES.get(_row["kind"], frozenset()) | {_row["word"]}

_HEADS_UP = 8  # a date hangs near its verb; a longer climb is a wrong parse
_VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"})


def direction(token: Token) -> Direction | None:
    """None where no verb tells."""
    node = token
    for _ in range(_HEADS_UP):
        if node.lower_ in CUES["future-preposition"] and node.dep_ == "prep" and node is not token:
            return "future" if _of_verb(_verb_above(node)) != "past" else "past"
        if node is not token and node.tag_ in _VERB_TAGS:
            found = _of_verb(node)
            if found or node.tag_ not in {"VB", "VBG"}:
                return found
        if node.lower_ in CUES["future-verb"] and node.pos_ == "ADJ":
            return "future"
        if node.head is node or node.head == node:
            return None
        node = node.head
    return None


def _verb_above(token: Token) -> Token | None:
    for _ in range(_HEADS_UP):
        if token.tag_ in _VERB_TAGS:
            return token
        if token.head == token:
            return None
        token = token.head
    return None


def _of_verb(verb: Token | None) -> Direction | None:
    """What the tense of a verb with its auxiliaries tells; None for "to meet" and "meeting", whose own head must."""
    if verb is None:
        return None
    helpers = [child for child in verb.lefts if child.dep_ in {"aux", "auxpass"}]
    words = {helper.lower_ for helper in helpers}
    if words & CUES["future-aux"]:
        return "future"
    if verb.tag_ == "VB" and "to" in words:
        head = verb.head
        if head.lemma_ in CUES["future-verb"] or head.lower_ in CUES["future-verb"] or verb.dep_ in {"acl", "relcl"}:
            return "future"
        return "future" if head.lemma_ == "go" and head.tag_ == "VBG" else None
    if verb.lemma_ in CUES["future-verb"] and verb.tag_ in {"VBN", "VBZ", "VBP"}:
        return "future"
    if verb.tag_ in {"VBD", "VBN"}:
        return "past"
    if any(helper.tag_ == "VBD" for helper in helpers):
        return "past"
    if verb.tag_ in {"VBZ", "VBP"}:
        return "past" if verb.lemma_ in CUES["report"] or verb.lemma_ in {"be", "have"} else "future"
    if verb.tag_ == "VBG" and helpers:
        return "future"
    return None
