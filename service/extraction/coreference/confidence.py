"""How sure a person or an organization is: by what the text tells besides the name.

The figures are shares in news whose names people marked, rounded; `python -m tests.accuracy.calibration` measures them
anew, and has to be asked whenever the recogniser of names changes.
"""

from __future__ import annotations

from service.extraction.lexicon import words

from .cluster import Cluster

_FIRST_NAMES = words("first_names", "name")
_ORGANIZATION_NOUNS = words("organization_nouns", "noun")

# A person: told again, or with a title, a role or a usual first name; with a full name only; with one word only.
TOLD, FULL, BARE = 0.94, 0.8, 0.7
# An organization: its kind is known; its noun is one of places, too (museum, centre); nothing tells.
KIND, PLACE_LIKE, UNKNOWN = 0.93, 0.55, 0.47


def person_confidence(person: Cluster, *, titled: bool) -> float:
    """`titled`: a title or a role stands beside one of the names."""
    parts = person.name.split()
    if titled or len(person.mentions) > 1 or parts[0] in _FIRST_NAMES:
        return TOLD
    return FULL if len(parts) > 1 else BARE


def organization_confidence(organization: Cluster) -> float:
    if organization.kind != "other":
        return KIND
    is_told = any(word in _ORGANIZATION_NOUNS for word in organization.name.lower().split())
    return PLACE_LIKE if is_told else UNKNOWN
