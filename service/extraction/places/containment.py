"""What the text says is inside what: "Paris, Texas"."""

from __future__ import annotations

from itertools import pairwise

from attrs import frozen
from spacy.tokens import Doc

from service.gazetteer.folding import fold
from service.gazetteer.lookup import Candidate, Gazetteer

from .name import Name

LIST_MARKS = frozenset({",", "and", "or", "&", ";"})


@frozen
class Bounds:
    """The countries and states that a name may mean."""

    countries: frozenset[str]
    admin1: frozenset[str]

    @classmethod
    def of(cls, name: Name, gazetteer: Gazetteer) -> Bounds:
        if name.admin1 is not None:
            return cls(frozenset(), frozenset([name.admin1]))
        found = gazetteer.candidates(name.text)
        return cls(
            frozenset(c.country for c in found if c.kind == "country" and c.country),
            frozenset(c.admin1 for c in found if c.feature == "ADM1" and c.admin1),
        )

    def hold(self, candidate: Candidate) -> bool:
        if candidate.kind != "country" and candidate.country in self.countries:
            return True
        return candidate.feature != "ADM1" and candidate.admin1 in self.admin1


def is_in(town: str, outer: Name, gazetteer: Gazetteer) -> bool:
    """True where the gazetteer knows a place of that name inside one of the other name."""
    bounds = Bounds.of(outer, gazetteer)
    return any(bounds.hold(candidate) for candidate in gazetteer.candidates(town))


def contain(doc: Doc, names: list[Name], gazetteer: Gazetteer) -> None:
    """Note what is said to be inside what: "Paris, Texas", but not "Niger, Nigeria and Togo"."""
    for name, following in pairwise(names):
        gap = doc[name.end : following.start]
        if len(gap) != 1 or gap.text != "," or not is_in(name.text, following, gazetteer):
            continue
        if following.admin1 is None and in_list(doc, name, following) and same_level(name, following, gazetteer):
            continue
        name.inside = following


def in_list(doc: Doc, name: Name, following: Name) -> bool:
    """True where the two names may be members of a list."""
    before = doc[name.start - 1].lower_ if name.start else ""
    behind = doc[following.end].lower_ if following.end < len(doc) else ""
    return before in LIST_MARKS or behind in LIST_MARKS


def same_level(name: Name, other: Name, gazetteer: Gazetteer) -> bool:
    """True where both may be countries, or both may be states."""
    if fold(name.text) == fold(other.text):
        return False
    features = {c.feature for c in gazetteer.candidates(name.text) if c.weight == 2 and c.feature in ("PCLI", "ADM1")}
    return any(c.feature in features for c in gazetteer.candidates(other.text) if c.weight == 2)
