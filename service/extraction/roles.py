"""Roles of people: what somebody is, and of what. (titles, appositions, "is", "as")"""

from __future__ import annotations

from attrs import frozen
from spacy.tokens import Doc

from .document import span
from .model import Role


@frozen
class Found:
    """A role as tokens: `title` and `affiliation` are `[start, end)`."""

    title: tuple[int, int]
    affiliation: tuple[int, int] | None = None
    former: bool = False

    def role(self, doc: Doc) -> Role:
        text = span(doc[self.title[0] : self.title[1]])
        affiliation = doc[self.affiliation[0] : self.affiliation[1]].text if self.affiliation else None
        return Role(text.start, text.end, text.text, title=text.text, affiliation=affiliation, former=self.former)


def find_roles(doc: Doc, names: list[tuple[int, int]]) -> dict[int, list[Found]]:
    """First token of a person's name -> the roles that stand beside it."""
    return {}
