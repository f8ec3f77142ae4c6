"""Nouns for people: "the president" is who was named as one, "the 34-year-old" who is of that age; "a man" is somebody
of whom the text gives no name."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from attrs import frozen
from spacy.tokens import Doc, Token

from service.extraction.roles import Found
from service.extraction.roles.phrase import COUNTRIES, DROPPED, FORMER, sentence_of

from .cluster import Cluster
from .gender import PERSON_NOUNS
from .syntax import narrowed

Clearest = Callable[[list[Cluster]], Cluster | None]  # the one of several who is clearly most in the reader's mind

_DEFINITE = frozenset({"the", "this", "that"})
_SMALL = frozenset({"the", "of", "'s", "’s", "-", "."})
_NO_MENTION = frozenset({"compound", "amod", "appos", "attr"})
_AGE = ("-", "year", "-", "old")
_REACH = 8  # tokens before a name, and of a complement, that are looked at
_MOST = 10  # holders of one noun that are looked at


@frozen
class Nominal:
    """A noun phrase for one person: its tokens `[start, end)`, its noun, and what is said of whom.

    `of` is None where something is said behind the noun that can't be told.
    """

    start: int
    noun: Token
    age: str | None
    modifiers: tuple[Token, ...]
    of: frozenset[str] | None


@frozen
class _Holder:
    """Who is called by a noun, from which token on; the words of the title, and of whom or where."""

    person: Cluster
    since: int
    title: frozenset[str]
    of: frozenset[str]
    country: str | None
    former: bool


class Nominals:
    """The nouns for people that stand beside no name, and whom each can mean."""

    def __init__(self, doc: Doc, people: list[Cluster], roles: dict[int, list[Found]]) -> None:
        self._doc = doc
        self._people = people
        self._names = {i for person in people for start, end, _ in person.mentions for i in range(start, end)}
        self._titles = {i for found in roles.values() for role in found for i in range(*role.title)}
        self._holders = _holders(doc, people, roles)
        self._ages = _ages(doc, people)

    def at(self, token: Token) -> Nominal | None:
        """The noun phrase that a token heads, if it tells of somebody."""
        word, doc = token.lower_, self._doc
        is_aged = word == "old" and _age_before(doc, token.i + 1) is not None
        if not (is_aged or word in PERSON_NOUNS) or token.i in self._titles or token.i in self._names:
            return None
        if token.dep_ in _NO_MENTION or token.ent_type_ or self._is_beside_name(token):
            return None
        if not is_aged and token.tag_ not in {"NN", "NNP"}:
            return None
        start = token.i - 4 if is_aged else token.i
        age = doc[start].lower_ if is_aged else None
        first = sentence_of(doc, token.i)[0]
        while start > first:
            if age is None and (aged := _age_before(doc, start)) is not None:
                start, age = aged, doc[aged].lower_
            elif _is_inside(doc[start - 1], token):
                start -= 1
            else:
                break
        modifiers = tuple(doc[i] for i in range(start + 1, token.i) if age is None or doc[i].lower_ not in {age, *_AGE})
        return Nominal(start, token, age, modifiers, _complement(token))

    def _is_beside_name(self, noun: Token) -> bool:
        """ "Her husband, Curtis Walker": one mention, not two."""
        behind = noun.i + 1
        if behind < len(self._doc) and self._doc[behind].text == ",":
            behind += 1
        return behind in self._names

    def who(self, nominal: Nominal, clearest: Clearest) -> Cluster | None:
        """Who is meant, if all that is said fits one person; of several, the one who is clearly more in mind."""
        if self._doc[nominal.start].lower_ not in _DEFINITE or nominal.of is None:
            return None
        held = [h for h in self._holders.get(nominal.noun.lower_, ()) if h.since < nominal.start and _fits(h, nominal)]
        if not any(token.lower_ in FORMER for token in nominal.modifiers):
            held = [h for h in held if not h.former] or held
        called = list(dict.fromkeys(h.person for h in held))
        if nominal.age is None:
            return called[0] if len(called) == 1 else clearest(called)
        aged = [p for p, age in self._ages.items() if age == nominal.age and min(p.mentions)[0] < nominal.start]
        if len(aged) == 1:
            return aged[0]
        return clearest(aged or called or [p for p in self._people if self._may_be(p, nominal)])

    def _may_be(self, person: Cluster, nominal: Nominal) -> bool:
        gender = PERSON_NOUNS.get(nominal.noun.lower_, "")
        return person not in self._ages and (not gender or person.gender in {"", gender})


def _holders(doc: Doc, people: list[Cluster], roles: dict[int, list[Found]]) -> dict[str, list[_Holder]]:
    """Noun -> who are called by it."""
    held: dict[str, list[_Holder]] = {}
    for person in people:
        for start, _, _ in person.mentions:
            for found in roles.get(start, []):
                title = frozenset(token.lower_ for token in doc[slice(*found.title)])
                whose = list(doc[slice(*found.affiliation)]) if found.affiliation else []
                country = next((COUNTRIES[token.text] for token in whose if token.text in COUNTRIES), None)
                place = next((p for token in whose if (p := doc._.at.places[token.i]) is not None), None)
                if place is not None and place.kind == "country":
                    country = place.country
                of = frozenset(token.lower_ for token in whose) - _SMALL
                holder = _Holder(person, start, title, of, country, found.former)
                for noun in sorted(title & PERSON_NOUNS.keys()):
                    if len(held.setdefault(noun, [])) < _MOST:
                        held[noun].append(holder)
    return held


def _fits(holder: _Holder, nominal: Nominal) -> bool:
    """Whether nothing that is said tells another: "the French president", "the former mayor", "the new coach"."""
    if nominal.of is None or not nominal.of <= holder.of | holder.title:
        return False
    for token in nominal.modifiers:
        word = token.lower_
        if word in FORMER:
            if not holder.former:
                return False
        elif token.text in COUNTRIES:
            if COUNTRIES[token.text] != holder.country:
                return False
        elif word not in holder.title | holder.of | DROPPED | _SMALL:
            return False
    return True


def _ages(doc: Doc, people: list[Cluster]) -> dict[Cluster, str]:
    """Ages told beside names: "Ann Lee, 34,", "the 34-year-old driver Ann Lee", as they are written."""
    ages: dict[Cluster, str] = {}
    for person in people:
        for start, end, _ in person.mentions:
            at = end + 1 + (end + 1 < len(doc) and doc[end + 1].lower_ in {"a", "an", "aged"})
            is_behind = end < len(doc) and doc[end].text == "," and at + 1 < len(doc)
            if is_behind and doc[at].is_digit and (doc[at + 1].is_punct or doc[at + 1].lower_ == "and"):
                ages.setdefault(person, doc[at].text)
            for i in range(max(0, start - _REACH), start):
                if not doc[i].is_punct and (first := _age_before(doc, i)) is not None:
                    ages.setdefault(person, doc[first].lower_)
    return ages


def _age_before(doc: Doc, end: int) -> int | None:
    """First token of "34-year-old" that ends at `end`."""
    start = end - 1 - len(_AGE)
    if start < 0 or doc[end - 1].lower_ != _AGE[-1]:
        return None
    if tuple(token.lower_ for token in doc[start + 1 : end]) != _AGE:
        return None
    return start


def _is_inside(token: Token, noun: Token) -> bool:
    """Whether a token before a noun belongs to its phrase, itself or with its head."""
    return not token.is_punct and (token.head.i == noun.i or (token.head.head.i == noun.i and token.head.i < noun.i))


def _complement(noun: Token) -> frozenset[str] | None:
    """The words of "of Kenya" behind a noun; None where it is told in another way which one is meant."""
    of: set[str] = set()
    if narrowed(noun):
        return None
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ != "of":
            return None
        if child.dep_ == "prep":
            of.update(token.lower_ for token in islice(child.subtree, 1, _REACH))
    return frozenset(of - _SMALL)
