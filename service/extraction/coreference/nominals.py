"""Nouns for people: "the president" is who was named as one; "a man" is somebody whom no name tells of."""

from __future__ import annotations

from attrs import frozen
from spacy.tokens import Doc, Token

from service.extraction.lexicon import table
from service.extraction.roles import Found
from service.extraction.roles.phrase import sentence_of
from .cluster import Cluster, Gender

_NOUNS: dict[str, str] = {row["word"].lower(): row["gender"] for name in ("role_nouns", "kin") for row in table(name)}
_DEFINITE = frozenset({"the", "this", "that"})


@frozen
class Holder:
    """Who is called by a noun, from which token on, and all words of the title."""

    person: Cluster
    since: int
    title: frozenset[str]


def nominal_people(doc: Doc, people: list[Cluster], roles: dict[int, list[Found]]) -> list[Cluster]:
    """Gives people the mentions that only they can mean; returns those of whom the text gives no name."""
    covered = {i for person in people for start, end, _ in person.mentions for i in range(start, end)}
    held: dict[str, list[Holder]] = {}
    for person in people:
        for start, _, _ in person.mentions:
            for found in roles.get(start, ()):
                covered.update(range(*found.title))
                for token in doc[found.title[0] : found.title[1]]:
                    holders = held.setdefault(token.lower_, []) if token.lower_ in _NOUNS else None
                    if holders is not None and len(holders) < 2 and all(h.person is not person for h in holders):
                        title = frozenset(t.lower_ for t in doc[slice(*found.title)])
                        holders.append(Holder(person, start, title))  # of two nobody can tell: more are not kept
    anonymous: list[Cluster] = []
    for token in doc:
        noun = token.lower_
        if noun not in _NOUNS or token.i in covered or token.tag_ not in ("NN", "NNP") or doc._.at.boilerplate[token.i]:
            continue
        if token.dep_ in ("compound", "amod", "appos", "attr") or token.ent_type_:
            continue
        start = _start(token)
        holder = _holder(doc, token, start, held.get(noun, []))
        if holder is not None:
            holder.mentions.append((start, token.i + 1, "nominal"))
        else:
            gender = _NOUNS[noun]
            anonymous.append(
                Cluster(mentions=[(start, token.i + 1, "nominal")], gender=_gender(gender), gender_is_sure=bool(gender))
            )
    return anonymous


def _gender(text: str) -> Gender:
    return "m" if text == "m" else "f" if text == "f" else ""


def _start(token: Token) -> int:
    """First token of the noun with what stands before it."""
    start = token.i
    first, _ = sentence_of(token.doc, token.i)
    while start > first and token.doc[start - 1].head.i == token.i and not token.doc[start - 1].is_punct:
        start -= 1
    return start


def _holder(doc: Doc, token: Token, start: int, held: list[Holder]) -> Cluster | None:
    """Who "the president" is: the only one called so before, and nothing more is said to tell another."""
    if doc[start].lower_ not in _DEFINITE:
        return None
    if any(child.dep_ in ("prep", "relcl", "acl", "poss") for child in token.rights):
        return None
    before = [holder for holder in held if holder.since < token.i]
    if len(before) != 1 or any(doc[i].lower_ not in before[0].title for i in range(start + 1, token.i)):
        return None
    return before[0].person
