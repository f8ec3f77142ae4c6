"""Who says it: from the head of a noun phrase to the phrase as it stands, and on to a person or an organization.

The links come from the rooms before: a token that a mention covers belongs to that object.
"""

from __future__ import annotations

from spacy.tokens import Doc

from service.extraction import lexicon
from service.extraction.document import span
from service.extraction.model import Organization, Person, Place, Speaker

from .tree import Tree

PERSONS = lexicon.words("role_nouns")
# What is told of a noun in passing: the phrase ends before it.
PASSING = frozenset({"appos", "relcl", "parataxis", "acl", "advcl"})
BREAKS = frozenset({",", ";", ":", "(", "—", "–", "--", "-", "“", "”", '"', "``", "''"})
LONGEST = 30  # tokens of a noun phrase to either side of its head


def phrase(tree: Tree, head: int) -> tuple[int, int]:
    """The noun phrase of a head as it stands, `[first, end)`, without appositions and relative clauses."""
    first, end = max(tree.left(head), head - LONGEST), min(tree.end(head), head + LONGEST)
    # Doctors, nurses and patients: the comma between them ends nothing.
    others = next((child for child in reversed(tree.children[head]) if tree.dep[child] == "conj"), head)
    for child in tree.children[head]:
        told_in_passing = tree.dep[child] in PASSING or tree.lower[child] in BREAKS
        if head < child < others or narrows(tree, child):
            continue
        if child > head and told_in_passing:
            end = min(end, max(tree.left(child), head + 1))
        elif child < head and told_in_passing:
            first = max(first, tree.end(child))
    end = next((i for i in range(head + 1, end) if tree.lower[i] == "("), end)  # "the Red Cross (IFRC)"
    if head + 1 < end and tree.lower[head + 1] == ":":
        end = head + 1  # the label of a line
    while end - 1 > head and (tree.pos[end - 1] in ("PUNCT", "SPACE") or tree.dep[end - 1] in ("cc", "case")):
        end -= 1
    while first < head and (tree.pos[first] in ("PUNCT", "SPACE") or tree.dep[first] in ("cc", "mark")):
        first += 1
    return first, end


def narrows(tree: Tree, clause: int) -> bool:
    """True for a participle that says which: "people briefed on the matter", without a comma."""
    told_by_participle = tree.dep[clause] == "acl" and tree.tokens[clause].tag_ == "VBN"
    return told_by_participle and tree.lower[tree.left(clause) - 1] not in BREAKS


class Speakers:
    """The speaker whose noun phrase has a given head."""

    def __init__(self, doc: Doc, tree: Tree) -> None:
        self.tree = tree
        self.people: list[Person | None] = doc._.at.people
        self.organizations: list[Organization | None] = doc._.at.organizations
        self.places: list[Place | None] = doc._.at.places
        self.surnames: dict[str, Person | None] = {}  # None where two people share one
        for person in doc._.people:
            surname = person.name.split()[-1].casefold()
            self.surnames[surname] = None if surname in self.surnames else person

    def __call__(self, head: int) -> Speaker:
        tree = self.tree
        first, end = phrase(tree, head)
        here = span(tree.doc[first:end])
        # The head itself; else what it is in other words: "the mayor, Jane Smith".
        if any(tree.dep[child] == "conj" for child in tree.children[head]):
            return Speaker(here.start, here.end, here.text)  # several, and none of them alone
        beside = [child for child in tree.children[head] if child > head and tree.dep[child] == "appos"]
        same = [child for child in beside if tree.child(child, "conj") is None]
        if tree.dep[head] == "appos":
            same.append(tree.head[head])
        person = next((found for i in [head, *same] if (found := self.people[i]) is not None), None)
        organization = self.organizations[head]
        if person is not None and (organization is None or self.people[head] is not None):
            return Speaker(here.start, here.end, here.text, person.name, person_id=person.id)
        if organization is not None:
            return Speaker(here.start, here.end, here.text, organization.name, organization_id=organization.id)
        if (place := self.places[head]) is not None:
            return Speaker(here.start, here.end, here.text, place.name)
        if (namesake := self.namesake(head)) is not None:
            return Speaker(here.start, here.end, here.text, namesake.name, person_id=namesake.id)
        return Speaker(here.start, here.end, here.text, proper_name(tree, head, first))

    def namesake(self, i: int) -> Person | None:
        """The one person of the article with this surname, where no mention was seen: in a headline, in capitals."""
        token = self.tree.tokens[i]
        return self.surnames.get(token.lower_) if token.is_title or token.is_upper else None


def proper_name(tree: Tree, head: int, first: int) -> str | None:
    """The name that no room before has an object for: the proper nouns that end in the head."""
    if tree.pos[head] != "PROPN" or len(tree.lower[head].rstrip(".")) == 1:  # "Q:" names nobody
        return None
    start = head
    while start > first and tree.pos[start - 1] == "PROPN":
        start -= 1
    return span(tree.doc[start : head + 1]).text


def outlet(doc: Doc, tokens: list[int]) -> str | None:
    """The id of a media organization named in these tokens: where it was said."""
    organizations: list[Organization | None] = doc._.at.organizations
    return next((found.id for i in tokens if (found := organizations[i]) is not None and found.kind == "media"), None)
