"""Nouns for people: "the president" is who was named as one; "a man" is somebody whom no name tells of."""

from __future__ import annotations

from attrs import frozen
from spacy.tokens import Doc, Token

from service.extraction.roles import Found
from service.extraction.roles.phrase import sentence_of

from .cluster import Cluster
from .gender import PERSON_NOUNS

_DEFINITE = frozenset({"the", "this", "that"})


@frozen
class _Holder:
    """Who is called by a noun, from which token on, and all words of the title."""

    person: Cluster
    since: int
    title: frozenset[str]


def nominal_people(doc: Doc, people: list[Cluster], roles: dict[int, list[Found]]) -> list[Cluster]:
    """Gives people the mentions that only they can mean; returns those of whom the text gives no name."""
    covered = {i for person in people for start, end, _ in person.mentions for i in range(start, end)}
    covered.update(i for found in roles.values() for role in found for i in range(*role.title))
    holders = _holders(doc, people, roles)
    boilerplate = doc._.at.boilerplate
    anonymous: list[Cluster] = []
    for token in doc:
        gender = PERSON_NOUNS.get(token.lower_)
        if gender is None or token.i in covered or token.tag_ not in {"NN", "NNP"} or boilerplate[token.i]:
            continue
        if token.dep_ in {"compound", "amod", "appos", "attr"} or token.ent_type_:
            continue
        start = _start(token)
        person = _who(token, start, holders.get(token.lower_, []))
        if person is None:
            person = Cluster(gender=gender, gender_is_sure=bool(gender))
            anonymous.append(person)
        person.mentions.append((start, token.i + 1, "nominal"))
    return anonymous


def _holders(doc: Doc, people: list[Cluster], roles: dict[int, list[Found]]) -> dict[str, list[_Holder]]:
    """Noun -> the first two who are called by it: of two nobody can tell, so more are not kept."""
    held: dict[str, list[_Holder]] = {}
    for person in people:
        for start, _, _ in person.mentions:
            for found in roles.get(start, []):
                title = frozenset(token.lower_ for token in doc[slice(*found.title)])
                for noun in sorted(title & PERSON_NOUNS.keys()):
                    holders = held.setdefault(noun, [])
                    if len(holders) < 2 and all(h.person is not person for h in holders):
                        holders.append(_Holder(person, start, title))
    return held


def _start(token: Token) -> int:
    """First token of the noun with what stands before it."""
    start = token.i
    first, _ = sentence_of(token.doc, token.i)
    while start > first and token.doc[start - 1].head.i == token.i and not token.doc[start - 1].is_punct:
        start -= 1
    return start


def _who(token: Token, start: int, holders: list[_Holder]) -> Cluster | None:
    """Who "the president" is: the only one called so before, and nothing more is said to tell another."""
    doc = token.doc
    if doc[start].lower_ not in _DEFINITE or any(c.dep_ in {"prep", "relcl", "acl", "poss"} for c in token.rights):
        return None
    before = [holder for holder in holders if holder.since < token.i]
    if len(before) != 1 or any(doc[i].lower_ not in before[0].title for i in range(start + 1, token.i)):
        return None
    return before[0].person
