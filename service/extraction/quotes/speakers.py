"""Who says it: from the head of a noun phrase to the phrase as it stands, and on to a person or an organization.

The links come from the rooms before: a token that a mention covers belongs to that object.
"""

from __future__ import annotations

from spacy.tokens import Doc

from service.extraction.document import span
from service.extraction.model import Organization, Speaker

from .tree import Tree

# What is told of a noun in passing: the phrase ends before it.
PASSING = frozenset({"appos", "relcl", "parataxis", "acl", "advcl"})
BREAKS = frozenset({",", ";", ":", "(", "—", "–", "--", "-", "“", "”", '"', "``", "''"})
LONGEST = 30  # tokens of a noun phrase to either side of its head


def phrase(tree: Tree, head: int) -> tuple[int, int]:
    """The noun phrase of a head as it stands, `[first, end)`, without appositions and relative clauses."""
    first, end = max(tree.left(head), head - LONGEST), min(tree.end(head), head + LONGEST)
    for child in tree.children[head]:
        told_in_passing = tree.dep[child] in PASSING or tree.lower[child] in BREAKS
        if child > head and told_in_passing:
            end = min(end, max(tree.left(child), head + 1))
        elif child < head and told_in_passing:
            first = max(first, tree.end(child))
    while end - 1 > head and (tree.pos[end - 1] in ("PUNCT", "SPACE") or tree.dep[end - 1] == "cc"):
        end -= 1
    while first < head and (tree.pos[first] in ("PUNCT", "SPACE") or tree.dep[first] in ("cc", "mark")):
        first += 1
    return first, end


def speaker(doc: Doc, tree: Tree, head: int) -> Speaker:
    """The speaker whose noun phrase has this head."""
    first, end = phrase(tree, head)
    here = span(doc[first:end])
    at = doc._.at
    # The head itself; else what it is in other words: "the mayor, Jane Smith".
    same = [child for child in tree.children[head] if child > head and tree.dep[child] == "appos"]
    if tree.dep[head] == "appos":
        same.append(tree.head[head])
    for i in [head, *same]:
        if person := at.people[i]:
            return Speaker(here.start, here.end, here.text, person.name, person_id=person.id)
        if (found := at.organizations[i]) and i == head:
            return Speaker(here.start, here.end, here.text, found.name, organization_id=found.id)
    if place := at.places[head]:
        return Speaker(here.start, here.end, here.text, place.name)
    return Speaker(here.start, here.end, here.text, proper_name(tree, head, first))


def proper_name(tree: Tree, head: int, first: int) -> str | None:
    """The name that no room before has an object for: the proper nouns that end in the head."""
    if tree.pos[head] != "PROPN":
        return None
    start = head
    while start > first and tree.pos[start - 1] == "PROPN":
        start -= 1
    return span(tree.doc[start : head + 1]).text


def outlet(doc: Doc, first: int, end: int) -> str | None:
    """The id of a media organization named in these tokens: where it was said."""
    organizations: list[Organization | None] = doc._.at.organizations
    return next((found.id for found in organizations[first:end] if found is not None and found.kind == "media"), None)
