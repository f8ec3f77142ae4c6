"""Bodies of a state that are told by their country and a noun alone: "Russia's foreign ministry", "Israeli police".

They have no name of their own; whose they are makes them one: "the Turkish defence ministry" is "Turkey's".
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from service.extraction.model import Place

from .cluster import Cluster
from .organizations import COUNTRIES, KINDS, countries_of

_BODIES = frozenset({"ministry", "parliament", "government", "army", "navy", "military", "police"})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_MODIFIERS = 3  # words between whose it is and the noun: "foreign", "health and welfare"


def state_bodies(doc: Doc, named: list[Cluster]) -> list[Cluster]:
    """One cluster a body, with nominal mentions; those of a body that is `named` ("Indian Army") go to that one."""
    country_of = countries_of(doc, named)
    known = {(country_of[id(o)], _bare(o.name)): o for o in named if id(o) in country_of}
    found: dict[tuple[str, str], Cluster] = {}
    boilerplate = doc._.at.boilerplate
    for token in doc:
        if token.lower_ not in _BODIES or token.ent_type_ or token.dep_ == "compound" or boilerplate[token.i]:
            continue
        told = _told(token)
        if told is None:
            continue
        start, country, place = told
        what = doc[start : token.i + 1].text.lower()
        start -= doc[start - 1].text in COUNTRIES
        cluster = known.get((country, what))
        if cluster is None:
            cluster = found.setdefault(
                (country, what), Cluster(kind=KINDS.get(token.lower_, "government"), confidence=0.8)
            )
        cluster.name = cluster.name or doc[start : token.i + 1].text
        cluster.place_id = cluster.place_id or (place.id if place else None)
        cluster.mentions.append((start, token.i + 1, "nominal"))
    return list(found.values())


def _bare(name: str) -> str:
    """A name without the word for a country, as it is compared."""
    return " ".join(word.lower() for word in name.split() if word not in COUNTRIES and word.lower() != "the")


def _told(noun: Token) -> tuple[int, str, Place | None] | None:
    """Where the body's own words begin, and whose it is; None where that is not told."""
    doc = noun.doc
    places = doc._.at.places
    start = noun.i
    while start > max(0, noun.i - _MODIFIERS) and _is_modifier(doc[start - 1], noun):
        start -= 1
    if start == 0:
        return None
    before = doc[start - 1]
    if before.text in COUNTRIES:
        country = COUNTRIES[before.text]
        return start, country, _country(doc, country)
    place: Place | None = places[start - 1]  # "US military"
    if before.text in _POSSESSIVE and start > 1:
        place = places[start - 2]
    elif noun.i + 2 < len(doc) and doc[noun.i + 1].lower_ == "of":  # "the foreign ministry of Kenya"
        place = places[noun.i + 2]
    if place is None or not (place.kind == "country" or noun.lower_ == "police"):
        return None
    return start, place.country if place.kind == "country" and place.country else place.id, place


def _is_modifier(token: Token, noun: Token) -> bool:
    return token.head.i == noun.i and token.dep_ in {"amod", "compound", "nmod"} and token.is_lower and token.is_alpha


def _country(doc: Doc, code: str) -> Place | None:
    return next((p for p in doc._.places if p.kind == "country" and p.country == code), None)
