"""Roles of people: what somebody is, and of what.

In: where the names of people stand. Out: for each such name, the roles told beside it, as tokens (`Found`).

"Ukrainian President X", "the bank's head of research, X" (`before`); "X, the lead investigator for the Kharkiv region
police", "X is the director of Y", "X, who was ousted as party secretary" (`after`). Both read the same noun phrase
(`phrase`): determiner, whose, "former", modifiers, role noun, "of" what.
"""

from __future__ import annotations

from attrs import evolve
from spacy.tokens import Doc

from .after import roles_after
from .before import roles_before
from .phrase import RANKS, Found, People, sentence_of

__all__ = ["Found", "find_roles"]


def find_roles(doc: Doc, names: list[tuple[int, int]]) -> dict[int, list[Found]]:
    """First token of a person's name -> the roles that stand beside it, at most a handful."""
    people: People = {i: name for name in names for i in range(*name)}
    found: dict[int, list[Found]] = {}
    last: Found | None = None
    for start, end in sorted(names):
        roles = roles_before(doc, start, end, people) + roles_after(doc, end, people)
        if len(roles) > 1:  # a rank beside an office says nothing more: "Gen. X, commander of the front"
            roles = [r for r in roles if not _is_rank(doc, r)] or roles[:1]
        roles = [_as_counterpart(doc, r, last) for r in roles]
        if roles:
            found[start] = roles
            last = roles[0]
    return found


def _is_rank(doc: Doc, role: Found) -> bool:
    return role.affiliation is None and all(doc[i].text in RANKS or doc[i].text == "." for i in range(*role.title))


def _as_counterpart(doc: Doc, role: Found, last: Found | None) -> Found:
    """ "her Turkish counterpart" holds the title that was told last, in the same sentence."""
    head = doc[role.title[1] - 1]
    if head.lower_ != "counterpart" or last is None or sentence_of(doc, last.title[0]) != sentence_of(doc, head.i):
        return role
    return evolve(role, said=last.said or last.title)
