"""Who says it: from the subject of a cue to the noun phrase as it stands, and from there to a person or an organization.

The links come from the rooms before: a token that a mention covers belongs to that object.
"""

from __future__ import annotations

from spacy.tokens import Doc

from ..document import span
from ..model import Organization, Speaker
from .tree import Tree

# What follows a noun but is told of it in passing: the phrase ends before it.
PASSING = frozenset({"appos", "relcl", "parataxis", "punct", "acl", "advcl", "cc"})
LONGEST = 30  # tokens of a noun phrase
PRONOUNS = frozenset({"PRON"})


def phrase(tree: Tree, head: int) -> tuple[int, int]:
    """The noun phrase of a head as it stands, `[first, end)`, without appositions and relative clauses."""
    first, end = tree.left(head), tree.end(head)
    for child in tree.children[head]:
        if child > head and (tree.dep[child] in PASSING - {"cc", "punct"} or tree.lower[child] in BREAKS):
            end = min(end, tree.left(child) if tree.dep[child] not in ("punct",) else child)
        elif child < head and (tree.lower[child] in BREAKS or tree.dep[child] in ("relcl", "advcl")):
            first = max(first, tree.end(child))
    while end - 1 > head and (
        tree.tokens[end - 1].is_punct or tree.tokens[end - 1].is_space or tree.dep[end - 1] == "cc"
    ):
        end -= 1
    while first < head and (
        tree.tokens[first].is_punct or tree.tokens[first].is_space or tree.dep[first] in ("cc", "mark")
    ):
        first += 1
    return max(first, head - LONGEST), min(end, head + LONGEST)


BREAKS = frozenset({",", ";", ":", "(", "—", "–", "--", "-", "“", "”", '"', "``", "''", "\n"})


def speaker(doc: Doc, tree: Tree, head: int) -> Speaker:
    """The speaker whose noun phrase has this head."""
    first, end = phrase(tree, head)
    here = span(doc[first:end])
    at = doc._.at
    # The head itself; then the rest of a name ("team member Rodaba Noori"); then what it is in other words ("the mayor, Jane Smith").
    looked_at = [
        head,
        *(i for i in range(end - 1, first - 1, -1) if tree.head[i] == head and tree.dep[i] in ("compound", "flat")),
    ]
    looked_at += [child for child in tree.children[head] if child > head and tree.dep[child] == "appos"]
    if tree.dep[head] == "appos":
        looked_at.append(tree.head[head])
    for i in looked_at:
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
    return str(tree.doc[start : head + 1].text)


def outlet(doc: Doc, first: int, end: int) -> str | None:
    """The id of a media organization named in these tokens: where it was said."""
    for i in range(first, min(end, first + LONGEST)):
        found: Organization | None = doc._.at.organizations[i]
        if found is not None and found.kind == "media":
            return found.id
    return None
