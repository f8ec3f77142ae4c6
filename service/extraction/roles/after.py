"""Roles told behind the name: appositions, "who leads", "is the director of", "was ousted as"."""

from __future__ import annotations

from attrs import evolve
from spacy.tokens import Doc

from .phrase import (
    APPOINTED,
    LEADING,
    LEADS,
    NOW,
    REMOVED,
    SERVES,
    THEN,
    Found,
    People,
    read_noun_phrase,
    read_role,
    sentence_of,
    shared,
)

_BE = frozenset({"is", "was", "became", "becomes", "remains"})
_HAVE = frozenset({"has", "had"})
_POSTNOMINAL = frozenset({"MP", "MEP", "MSP", "MLA", "MS"})
_ENDED = frozenset({"until", "till"})
_REACH = 40
_UP = 3  # heads from a name up to its verb


def roles_after(doc: Doc, end: int, people: People) -> list[Found]:
    """The roles told behind a name that ends at `end`."""
    limit = min(len(doc), end + _REACH, sentence_of(doc, end - 1)[1])
    if end >= limit:
        return []
    if doc[end].lower_ in {"of", "from"}:  # "Mitch McConnell of Kentucky, the majority leader"
        behind = read_noun_phrase(doc, end + 1, limit, people)
        if behind is None or behind[1] >= limit or doc[behind[1]].text != ",":
            return []
        end = behind[1]
    if doc[end].text in (",", "(", "–", "—", "-"):
        return _apposition(doc, end, limit, people)
    if doc[end].text in _POSTNOMINAL:  # "Ann Lee MP"
        return [Found((end, end + 1))]
    found = _predicate(doc, end, limit, people) or _complement(doc, end, limit, people)
    if found is None and doc[end].lower_ == "as":
        found = _role(doc, end + 1, limit, people)
    return [found] if found else []


def _complement(doc: Doc, end: int, limit: int, people: People) -> Found | None:
    """ "The board named Ann Lee chief executive": what the object of the verb becomes."""
    start = people[end - 1][0]
    verb = doc[end - 1]
    for _ in range(_UP):  # the parse may have the name hang on the role
        if verb.i < start:
            break
        verb = verb.head
    if verb.i >= start or verb.lower_ not in APPOINTED:
        return None
    return _role(doc, end, limit, people)


def _role(doc: Doc, at: int, limit: int, people: People) -> Found | None:
    phrase = read_role(doc, at, limit, people)
    return phrase.found if phrase else None


def _apposition(doc: Doc, comma: int, limit: int, people: People) -> list[Found]:
    at = _past_age(doc, comma + 1, limit)
    had_age = at > comma + 1
    if at + 1 < limit and doc[at].lower_ in {"of", "from"} and had_age:  # "X, 34, of Leeds, a teacher"
        home = read_noun_phrase(doc, at + 1, limit, people)
        at = home[1] + 1 if home is not None and home[1] < limit and doc[home[1]].text == "," else at
    if at < limit and doc[at].lower_ == "who":
        found = _predicate(doc, at + 1, limit, people)
        return [found] if found else []
    if at + 1 < limit and doc[at].lower_ in LEADING and doc[at].tag_ == "VBG":
        found = _leads(doc, at, limit, people)
        return [found] if found else []
    former = False
    if at + 1 < limit and doc[at].lower_ in NOW | THEN:  # "X, formerly the head of Y"
        former = doc[at].lower_ in THEN
        at += 1
    roles: list[Found] = []
    while at < limit:
        phrase = read_role(doc, at, limit, people)
        if phrase is None or not _closes(doc, phrase.end, limit):
            break
        if phrase.end < len(doc) and phrase.end in people:  # "X, President Y": the title of another
            break
        roles.append(evolve(phrase.found, former=True) if former else phrase.found)
        at = phrase.end
        if at < limit and doc[at].lower_ == "and":
            at += 1
        else:
            break
    if not roles and had_age:  # "X, 58, is the editor of Y"
        found = _predicate(doc, at, limit, people)
        return [found] if found else []
    return shared(*roles) if len(roles) == 2 else roles


def _past_age(doc: Doc, at: int, limit: int) -> int:
    """Past "34," and "aged 34,"."""
    if at + 1 >= limit or not (doc[at].like_num or doc[at].lower_ == "aged"):
        return at
    while at < limit and (doc[at].like_num or doc[at].lower_ == "aged"):
        at += 1
    return at + 1 if at < limit and doc[at].text == "," else at


def _closes(doc: Doc, end: int, limit: int) -> bool:
    """Whether an apposition may end here: at a mark, a relative clause, a place or a time, or the verb of the name."""
    if end >= limit:
        return True
    token = doc[end]
    return (
        token.is_punct
        or token.is_space
        or doc._.at.dates[end] is not None
        or token.pos_ in ("VERB", "AUX", "ADP", "SCONJ", "ADV", "CCONJ", "PRON", "PART")
        or token.tag_ in ("WP", "WDT")
    )


def _predicate(doc: Doc, at: int, limit: int, people: People) -> Found | None:
    """ "is the director of Y", "leads the unit", "was ousted as party secretary", "resigned as chief executive"."""
    if at < limit and doc[at].lower_ in _HAVE:
        at += 1
    if at + 1 >= limit:
        return None
    word = doc[at].lower_
    if word in LEADS and (doc[at].tag_ == "VBZ" or doc[at - 1].lower_ == "who"):  # not what he once did: "led the Mass"
        return _leads(doc, at, limit, people)
    if word in REMOVED or (word in SERVES and word != "served"):
        return _as(doc, at + 1, limit, people, former=word in REMOVED)
    if word == "served":  # "has served as" goes on
        return _as(doc, at + 1, limit, people, former=doc[at - 1].lower_ not in _HAVE)
    if word not in _BE and word != "been":
        return None
    past = word == "was"
    at += 1
    if doc[at].lower_ == "been" and at + 1 < limit:
        at += 1
    while at + 1 < limit and doc[at].tag_ == "RB":
        at += 1
    if doc[at].lower_ in LEADING and doc[at].tag_ == "VBG":
        return _leads(doc, at, limit, people)
    participle = doc[at].lower_
    if participle in REMOVED:
        return _as(doc, at + 1, limit, people, former=True)
    if participle in APPOINTED:
        return _as(doc, at + 1, limit, people, former=False) or _role(doc, at + 1, limit, people)
    phrase = read_role(doc, at, limit, people)
    if phrase is None or not _closes(doc, phrase.end, limit):
        return None
    ended = past and any(doc[i].lower_ in _ENDED for i in range(phrase.end, min(limit, phrase.end + 3)))
    return evolve(phrase.found, former=True) if ended else phrase.found


def _as(doc: Doc, at: int, limit: int, people: People, *, former: bool) -> Found | None:
    """ "as party secretary", with "down", "over" or "in" before it."""
    if at < limit and doc[at].lower_ in ("down", "over", "in"):
        at += 1
    if at >= limit or doc[at].lower_ != "as":
        return None
    found = _role(doc, at + 1, limit, people)
    return evolve(found, former=True) if found and former else found


def _leads(doc: Doc, at: int, limit: int, people: People) -> Found | None:
    """ "leads the infectious disease unit at Korle Bu hospital": the verb and its object are the title."""
    object_ = read_noun_phrase(doc, at + 1, limit, people)
    if object_ is None or doc[at + 1].tag_ not in ("DT", "PRP$", "NNP", "NN"):
        return None
    end = object_[1]
    affiliation = object_
    if end + 1 < limit and doc[end].lower_ in ("at", "of", "for"):
        affiliation = read_noun_phrase(doc, end + 1, limit, people) or object_
    past = doc[at].tag_ in ("VBD", "VBN") and doc[at].lower_ != "founded"
    return Found((at, end), affiliation, former=past)
