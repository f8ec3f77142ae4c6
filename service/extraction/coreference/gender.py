"""He or she: what titles, role nouns and kin tell, and, softly, the first name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from spacy.tokens import Doc

from service.extraction.lexicon import table
from service.extraction.roles import Found

from .cluster import Cluster, Gender


def _column(name: str, word: str) -> dict[str, Gender]:
    known: dict[str, Gender] = {gender: gender for gender in get_args(Gender)}
    return {row[word].lower(): known[row["gender"]] for row in table(name)}


_HONORIFICS = _column("honorifics", "word")
_FIRST_NAMES = _column("first_names", "name")
PERSON_NOUNS = _column("role_nouns", "word") | _column("kin", "word")


def title_gender(doc: Doc, start: int) -> Gender:
    """What the words before a name tell: "Mrs", "his wife", "spokeswoman"."""
    at = start - 1
    if at > 0 and doc[at].text == ",":
        at -= 1
    for i in range(at, max(-1, at - 3), -1):
        word = doc[i].lower_
        if word not in _HONORIFICS and word not in PERSON_NOUNS:
            break
        gender = _HONORIFICS.get(word) or PERSON_NOUNS.get(word)
        if gender:
            return gender
    return ""


def name_gender(first_name: str) -> Gender:
    """What most who bear the name are; nothing to rely on."""
    return _FIRST_NAMES.get(first_name.lower(), "")


def tell_genders(doc: Doc, people: list[Cluster], roles: dict[int, list[Found]]) -> None:
    """Titles and role nouns first, which are sure; then the first name, which is not."""
    for person in people:
        told = (title_gender(doc, start) or _role_gender(doc, roles.get(start, [])) for start, _, _ in person.mentions)
        person.gender = next((gender for gender in told if gender), "")
        person.gender_is_sure = bool(person.gender)
        person.gender = person.gender or name_gender(person.name.split()[0])


def _role_gender(doc: Doc, roles: Iterable[Found]) -> Gender:
    nouns = (PERSON_NOUNS.get(token.lower_, "") for role in roles for token in doc[slice(*role.title)])
    return next((gender for gender in nouns if gender), "")
