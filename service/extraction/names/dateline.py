"""The dateline names a place and an agency, whatever the recogniser takes them for."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from service.extraction.document import token_range
from service.extraction.model import Dateline

from .grammar import merged
from .trim import Name

_NO_PLACE = frozenset({"PERSON", "ORG"})
_PART = re.compile(r"[^,(]+")


def in_dateline(doc: Doc, names: list[Name]) -> list[Name]:
    """The agency made an organization, and a place that was taken for a person or an organization a place."""
    dateline: Dateline | None = doc._.dateline
    if dateline is None:
        return names
    found: list[Name] = []
    where = len(dateline.text)
    if dateline.agency:
        where = dateline.text.rindex(dateline.agency)
        found.append(_name(doc, dateline.start + where, dateline.start + where + len(dateline.agency), "ORG"))
    for part in _PART.finditer(dateline.text[:where]):
        start = dateline.start + part.start() + len(part.group()) - len(part.group().lstrip())
        place = _name(doc, start, dateline.start + part.end(), "GPE")
        if any(n.label in _NO_PLACE and n.start < place.end and place.start < n.end for n in names):
            found.append(place)
    return merged(names, [name for name in found if name.start < name.end])


def _name(doc: Doc, start: int, end: int, label: str) -> Name:
    first, last = token_range(doc, start, end)
    while first < last and doc[last - 1].is_space:
        last -= 1
    return Name(first, last, label, 2.0, sure=True)
