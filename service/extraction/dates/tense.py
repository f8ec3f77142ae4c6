"""Which way from the publication a date lies, as the verb above it tells: "said on Friday", "will meet on Friday"."""

from __future__ import annotations

from typing import Literal

from attrs import frozen
from spacy.tokens import Token

from service.extraction.lexicon import table
from service.extraction.numerals import ORDINALS

CUES: dict[str, frozenset[str]] = {}  # kind -> words
for _row in table("time_cues"):
    CUES[_row["kind"]] = CUES.get(_row["kind"], frozenset()) | {_row["word"]}

_HEADS_UP = 8  # a date hangs near its verb; a longer climb is a wrong parse
_LONGEST_CLAUSE = 300  # tokens before a verb; more are no sentence of news, and are not looked through
_VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"})


@frozen
class Direction:
    """`strong` where the verb leaves no doubt ("will meet"); a plain present ("opens Friday") is weak.

    So is a perfect: "has extended the ban until Friday".
    """

    way: Literal["past", "future"]
    strong: bool


PAST, FUTURE, MAYBE_FUTURE = Direction("past", True), Direction("future", True), Direction("future", False)
PERFECT = Direction("past", False)


def direction(token: Token) -> Direction | None:
    """Which way a date lies; None where no verb tells."""
    node = token
    for _ in range(_HEADS_UP):
        if node is not token and node.tag_ in _VERB_TAGS:
            found = _of_verb(node)
            if found or node.tag_ not in {"VB", "VBG"}:
                return found
        if node.lower_ in CUES["future-verb"] and node.pos_ == "ADJ":
            return _as_it_was(node.head) or FUTURE
        if node.head == node:
            return None
        node = node.head
    return None


def _as_it_was(verb: Token) -> Direction | None:
    """ "was due in court on Tuesday" is said before that day or behind it; "had been due" behind it.

    `verb` is the "be" of the one and the participle of "was scheduled to meet".
    """
    helpers = {helper.lower_ for helper in verb.lefts} if verb.i - verb.left_edge.i <= _LONGEST_CLAUSE else set()
    if verb.tag_ == "VBN" and "had" in helpers:
        return PAST
    was = verb.tag_ == "VBD" if verb.lemma_ == "be" else bool(helpers & {"was", "were"})
    return MAYBE_FUTURE if was else None


def _is_first_to(verb: Token) -> bool:
    """ "the first to reach the summit", "the third person to die": it is told of what happened."""
    noun = verb.head
    words = (noun, *noun.lefts) if noun.i - noun.left_edge.i <= _LONGEST_CLAUSE else (noun,)
    return any(word.lower_ in ORDINALS or word.lower_ in {"last", "only"} or word.tag_ == "JJS" for word in words)


def _of_verb(verb: Token) -> Direction | None:
    """What the tense of a verb with its auxiliaries tells; None for "to meet" and "meeting", whose own head must."""
    if verb.i - verb.left_edge.i > _LONGEST_CLAUSE:
        return None
    helpers = [child for child in verb.lefts if child.dep_ in {"aux", "auxpass"}]
    words = {helper.lower_ for helper in helpers}
    if words & CUES["future-aux"]:
        return FUTURE
    if "to" in words and (verb.tag_ == "VB" or "be" in words):  # "to hear", "to be heard"
        head = verb.head
        if verb.dep_ in {"acl", "relcl"} and _is_first_to(verb):
            return None
        if head.lemma_ in CUES["future-verb"] or head.lower_ in CUES["future-verb"]:
            return _as_it_was(head.head if head.pos_ == "ADJ" else head) or FUTURE
        if verb.dep_ in {"acl", "relcl"}:
            return FUTURE
        is_about_to = head.lemma_ == "be" and head.tag_ in {"VBZ", "VBP"}  # "is to resume on Tuesday"
        return FUTURE if is_about_to or (head.lemma_ == "go" and head.tag_ == "VBG") else None
    if verb.lemma_ in CUES["appointment"] or (
        verb.lemma_ in CUES["future-verb"] and verb.tag_ in {"VBN", "VBZ", "VBP"}
    ):
        return FUTURE
    if "have" not in words and any(helper.tag_ == "MD" for helper in helpers):
        return MAYBE_FUTURE
    if verb.tag_ == "VBN" and words & {"has", "have", "'ve", "’ve", "'s", "’s"}:
        return PERFECT
    if verb.tag_ in {"VBD", "VBN"} or any(helper.tag_ == "VBD" for helper in helpers):
        return PAST
    if verb.tag_ in {"VBZ", "VBP"}:
        if verb.lemma_ in {"be", "have"}:
            return None
        return PAST if verb.lemma_ in CUES["report"] else MAYBE_FUTURE
    if verb.tag_ == "VBG" and helpers:
        return MAYBE_FUTURE
    return None
