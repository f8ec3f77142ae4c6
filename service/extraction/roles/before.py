"""Roles told before the name: "Ukrainian President X", "The mayor of Mykolaiv, X", "Ambassador to France X"."""

from __future__ import annotations

from attrs import evolve
from spacy.tokens import Doc

from .phrase import (
    ABBREVIATIONS,
    DETERMINERS,
    HONORIFICS,
    OF_PERSON,
    OF_PLACES,
    RANKS,
    Found,
    People,
    is_role_noun,
    read_noun_phrase,
    read_role,
    sentence_of,
    shared,
)

_REACH = 16  # tokens before a name within which its role begins
_INSIDE = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "VBN", "VBG", "HYPH", "RB", "CD", "POS", "JJS"})
_BEFORE_RANKS = frozenset({"the", "right", "very", "most", "retired"})
_STOPS = frozenset({";", ":", "(", ")", '"', "“", "”", "—", "–", "--"})


def roles_before(doc: Doc, start: int, end: int, people: People) -> list[Found]:
    """The roles told before the name `[start, end)`."""
    first = _past_honorifics(doc, start)
    if first == 0:
        return []
    if doc[first - 1].text == ",":
        # Behind the name the apposition ends: "... of the party, Graham said" is none.
        found = _ending_at(doc, first - 1, people) if _ends_there(doc, end) else []
    else:
        found = _ending_at(doc, first, people, next_to=True)
    if found and all(role.affiliation is None for role in found):
        found = [evolve(role, affiliation=_affiliation_behind(doc, end, people, role)) for role in found]
    return found


def _ends_there(doc: Doc, end: int) -> bool:
    return end >= len(doc) or doc[end].is_punct or doc[end].is_space or doc[end].lower_ in ("and", "or", "of", "who")


def _past_honorifics(doc: Doc, start: int) -> int:
    """First token of "Mr", "Dr." before the name, which are no role; of a rank behind a comma: "the Very Rev."."""
    while start > 0 and doc[start - 1].text in HONORIFICS:
        start -= 1
    first = start
    while first > 0 and _is_rank_word(doc, first - 1):
        first -= 1
    if first == start:
        return start
    while first > 0 and (doc[first - 1].lower_ in _BEFORE_RANKS or doc[first - 1].text in HONORIFICS):
        first -= 1
    return first if first > 0 and doc[first - 1].text == "," else start


def _is_rank_word(doc: Doc, i: int) -> bool:
    token = doc[i]
    return token.text in RANKS or (token.text == "." and i > 0 and doc[i - 1].text + "." in RANKS)


def _ending_at(doc: Doc, limit: int, people: People, *, next_to: bool = False) -> list[Found]:
    """The roles told by the phrase that ends at `limit`, the longest there is."""
    left = limit
    sentence, _ = sentence_of(doc, limit - 1)
    while left > max(sentence, limit - _REACH):
        token = doc[left - 1]
        if left - 1 in people and left < limit and doc[left].tag_ == "POS":
            left = people[left - 1][0]  # "Ann Lee's spokesman"
            break
        if left - 1 in people or token.text in _STOPS or token.is_space or token.text == ",":
            break
        if next_to and not _is_inside(doc, left - 1):
            break
        if not next_to and token.tag_ in ("VBD", "VBZ", "VBP", "MD", "VB"):
            break
        left -= 1
    if next_to and left > sentence and doc[left - 1].lower_ in DETERMINERS:
        left -= 1
    for at in range(left, limit):
        if not next_to and at > left and not _may_begin(doc, at):
            continue
        found = _read(doc, at, limit, people)
        if found:
            return _of_person(doc, found, people) if next_to else found
    return _with_object(doc, limit, people) if next_to else []


def _of_person(doc: Doc, found: list[Found], people: People) -> list[Found]:
    """ "Clinton spokesman X", "Trump campaign spokesman X": whose, where a name stands right before the title."""
    role = found[0]
    start, end = role.title
    if len(found) > 1 or role.affiliation is not None or start - 1 not in people or not doc[end - 1].is_lower:
        return found
    whose = people[start - 1][0]
    if start + 1 < end and doc[start].lower_ in OF_PERSON:
        return [evolve(role, title=(start + 1, end), affiliation=(whose, start + 1))]
    return [evolve(role, affiliation=(whose, start))]


def _read(doc: Doc, at: int, limit: int, people: People) -> list[Found]:
    """The role, or two of one house, that begin at `at` and end at `limit`: "Alder Energy president and CEO"."""
    phrase = read_role(doc, at, limit, people, closed=True)
    if phrase is not None:
        return [phrase.found]
    first = read_role(doc, at, limit, people)
    if first is None or first.end + 1 >= limit or doc[first.end].lower_ not in ("and", "&"):
        return []
    second = read_role(doc, first.end + 1, limit, people, closed=True)
    return shared(first.found, second.found) if second is not None else []


def _is_inside(doc: Doc, i: int) -> bool:
    """Whether a token may stand in a title that runs up to the name."""
    token = doc[i]
    if token.text == ".":
        return i > 0 and doc[i - 1].text + "." in ABBREVIATIONS
    if token.lower_ in ("of", "for", "and", "&"):  # "head of recruitment X", "president and CEO X"
        return i > 0 and is_role_noun(doc[i - 1]) and doc[i - 1].tag_ not in ("NNS", "NNPS")
    if token.ent_type_ in ("ORG", "GPE", "NORP", "FAC", "LOC"):
        return True
    if token.tag_ in ("VBG", "VBN"):
        return token.dep_ in ("amod", "compound", "nmod")
    if token.tag_ == "RB":
        return token.lower_ in ("then", "newly")
    return token.tag_ in _INSIDE or is_role_noun(token) or token.text in ("-", "–", "&")


def _may_begin(doc: Doc, at: int) -> bool:
    """A role phrase before a comma begins with a determiner, a possessor, or a sentence: not in its middle."""
    token = doc[at]
    return token.tag_ in ("DT", "PRP$") or (token.ent_iob_ == "B" and token.ent_type_ in ("ORG", "GPE", "NORP"))


def _with_object(doc: Doc, limit: int, people: People) -> list[Found]:
    """ "Ambassador to the United States X", in capitals: a title with what it is of, up to the name."""
    at = limit
    while at > max(0, limit - 8) and doc[at - 1].ent_type_ in ("GPE", "ORG", "LOC", "NORP"):
        at -= 1
    is_state = at == limit and doc[at - 1].text == "State"  # "Secretary of State X"
    at -= is_state
    if at == limit or at < 2:
        return []
    if doc[at - 1].lower_ == "the":
        at -= 1
    if at < 2 or doc[at - 1].lower_ not in ("to", "of", "for") or not is_role_noun(doc[at - 2]):
        return []
    if not doc[at - 2].text[:1].isupper():
        return []
    before = _ending_at(doc, at - 1, people, next_to=True)
    object_ = read_noun_phrase(doc, at, limit, people)
    if not before or object_ is None:
        return []
    last = before[-1]
    if doc[at - 1].lower_ == "to" or last.affiliation is not None or is_state:
        return [evolve(last, title=(last.title[0], limit))]
    return [evolve(last, affiliation=object_)]


def _affiliation_behind(doc: Doc, end: int, people: People, role: Found) -> tuple[int, int] | None:
    """ "Professor X of the University of Sapporo", "Sen. X, D-Ohio"; a passenger of Waco only lives there."""
    if end + 1 >= len(doc):
        return None
    if doc[end].lower_ in ("of", "at"):
        object_ = read_noun_phrase(doc, end + 1, len(doc), people)
        kinds = {doc[i].ent_type_ for i in range(*object_)} if object_ is not None else set()
        if "ORG" in kinds or "FAC" in kinds:
            return object_
        holds = any(doc[i].lower_ in OF_PLACES or doc[i].text in ABBREVIATIONS for i in range(*role.title))
        return object_ if holds and not kinds.isdisjoint({"GPE", "LOC"}) else None
    if (
        doc[end].text == ","
        and doc[end + 1].text in ("D", "R", "I")
        and end + 3 < len(doc)
        and doc[end + 2].text == "-"
    ):
        return end + 1, end + 4
    if doc[end].text == "," and doc[end + 1].text[:2] in ("D-", "R-", "I-"):
        return end + 1, end + 2
    return None
