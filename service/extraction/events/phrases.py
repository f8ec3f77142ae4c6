"""How far a noun phrase reaches: `noun_phrase` for its core, `whole_phrase` with what narrows it down.

In: the head. Out: tokens `[start, end)`.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from service.extraction.document import At

from .triggers import child
from .words import cue_words, grouped

WIDTH = 60  # tokens of a noun phrase
NARROWING = 14  # tokens that a phrase behind the core may have
OF_PLACE = frozenset({"in", "at", "near", "on", "outside", "inside"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "poss", "ROOT"})
POSTPOSED = frozenset({"worldwide", "nationwide", "abroad", "alike", "overall"})  # "stock markets worldwide"
CLOSED = frozenset({"with", "by", "to", "into", "until", "since", "after", "before", "during", "amid"})


def second_subject(first: Token) -> Token:
    """The true head where the parse cut a subject in two: "earthquake" of "A magnitude 7.1 earthquake shook"."""
    for second in first.head.lefts:
        if second.i > first.i and second.dep_ == first.dep_ and second.left_edge.i == first.i + 1:
            return second
    return first


def noun_phrase(doc: Doc, head: Token) -> tuple[int, int]:
    """The core, worked out once a document: participants, summaries and places ask for the same ones."""
    known: dict[int, tuple[int, int]] = doc.user_data.setdefault("copydesk.noun_phrases", {})
    if head.i not in known:
        known[head.i] = core(doc, head)
    return known[head.i]


def core(doc: Doc, head: Token) -> tuple[int, int]:
    """Tokens `[start, end)` of a noun phrase: from its first modifier to its head and the "of" behind it."""
    start = head.i
    for left in head.lefts:
        if (
            left.dep_ in {"cc", "preconj", "punct", "advmod", "prep", "conj"}
            and left.i < start
            and left.dep_ != "advmod"
        ):
            continue
        if head.i - left.left_edge.i <= WIDTH:
            start = min(start, left.left_edge.i)
    cut_in_two = start and not doc[start].is_punct and doc[start - 1].dep_ == head.dep_
    if cut_in_two and second_subject(doc[start - 1]).i == head.i:
        start = doc[start - 1].left_edge.i
    while start < head.i and ((doc[start].is_punct and doc[start].text not in "\"“'‘") or doc[start].is_space):
        start += 1
    if doc[start].is_quote and start < head.i:
        start += 1
    end = head.i + 1
    for right in head.rights:
        if right.i != end and not (right.i == end + 1 and doc[end].is_quote):
            break
        if right.dep_ == "prep" and right.lower_ == "of":
            pobj = child(right, "pobj")
            if pobj is None or pobj.i - head.i > WIDTH:
                break
            end = noun_phrase(doc, pobj)[1]
        elif right.dep_ in {"compound", "nummod", "nmod", "quantmod"} and right.pos_ != "PUNCT":
            end = right.i + 1
        elif right.dep_ == "appos" and right.left_edge.i == end and right.pos_ == "PROPN":
            end = right.i + 1  # "Secretary-General António Guterres"
        else:
            break
    return start, end


def whole_phrase(doc: Doc, head: Token, event: Token) -> tuple[int, int]:
    """The core with what stands behind it unparted by a comma: "stock markets around the world", "the jet built here".

    Not with the clause that tells the event itself ("the man |arrested"), nor with what the parse may have hung on the
    noun in place of the verb: dates, places ("found graves in Izium", of objects), weapons, and prepositions that
    mostly go with verbs.
    """
    start, end = noun_phrase(doc, head)
    start, end = with_name(doc, start, end)
    for right in head.rights:
        if right.i < end:
            continue
        last = right.right_edge.i + 1
        if right.left_edge.i != end or last - end > NARROWING or not narrows(doc, head, right):
            break
        if end <= event.i < last:
            break
        end = last
    if end < len(doc) and doc[end].lower_ in POSTPOSED:
        end += 1
    return start, end


def with_name(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """As far as the names reach into which the phrase cuts: "Defence & Space", "FTSE 100"."""
    while start > 0 and doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    return start, end


def narrows(doc: Doc, head: Token, right: Token) -> bool:
    """Whether a phrase behind a noun tells which one it is."""
    at: At = doc._.at
    first, last = right.left_edge.i, right.right_edge.i + 1
    if any(at.dates[i] is not None or doc[i].text in {",", ";", ":", "\n"} for i in range(first, last)):
        return False
    if right.dep_ == "prep":
        if right.lower_ in CLOSED:
            return False
        pobj = child(right, "pobj")
        if pobj is None:
            return False
        if right.lower_ in OF_PLACE and head.dep_ not in SUBJECTS:
            return at.places[pobj.i] is None and pobj.lemma_.lower() not in cue_words("locative")
        return pobj.lemma_.lower() not in grouped("event_classes", "class", "word")["weapon"]
    if right.lower_ == "worth":
        return True  # "jets worth $7 billion"
    return (right.dep_ == "acl" and right.tag_ in {"VBN", "VBG"}) or (right.dep_ == "advmod" and last - first == 1)
