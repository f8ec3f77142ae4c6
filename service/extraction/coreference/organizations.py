"""Organizations: names of one put together, with its kind and its place."""

from __future__ import annotations

from typing import get_args

from spacy.tokens import Doc

from service.extraction.lexicon import table
from service.extraction.model import OrganizationKind, Place

from .cluster import Cluster
from .confidence import organization_confidence
from .teams import team_clusters


def _kinds(name: str, word: str) -> dict[str, OrganizationKind]:
    known: dict[str, OrganizationKind] = {kind: kind for kind in get_args(OrganizationKind)}
    return {row[word].lower().replace(".", ""): known[row["kind"]] for row in table(name)}


KINDS = _kinds("organization_nouns", "noun")
_KNOWN = _kinds("organizations", "name")
COUNTRIES = {row["word"]: row["country"] for row in table("demonyms") if row["country"]}
_NEVER_SHORT = frozenset({"house", "state", "national", "united", "new", "general", "central"}) | {
    word.lower() for word in COUNTRIES
}
_LEGAL_FORMS = frozenset({"co", "inc", "corp", "ltd", "plc", "llc", "group"})
_SMALL = frozenset(["of", "the", "for", "and", "&", "in", "on", "de", "la", "du", "des"])


def organization_clusters(doc: Doc) -> list[Cluster]:
    """One cluster an organization that is named."""
    spans = [
        (e.start, e.end)
        for e in doc.ents
        if e.label_ == "ORG" and doc._.at.boilerplate[e.start] is None and not _is_place(doc, e.start, e.end)
    ]
    expansions = _acronyms(doc, spans) | _shortened(doc, spans)
    clusters: dict[str, Cluster] = {}
    for start, end in spans:
        surface = key(doc, start, end)
        if surface in expansions and not (start and doc[start - 1].tag_ == "POS"):
            surface = expansions[surface]
        cluster = clusters.setdefault(surface, Cluster())
        cluster.mentions.append((start, end, "name"))
    for cluster in clusters.values():
        longest = max(cluster.mentions, key=lambda m: (m[1] - m[0], -m[0]))
        cluster.name = " ".join(doc[longest[0] : longest[1]].text.split())
        cluster.kind = kind_of(doc, *longest[:2])
        cluster.place_id = _place(doc, cluster)
        cluster.confidence = organization_confidence(cluster)
    return [*clusters.values(), *team_clusters(doc)]


def _is_place(doc: Doc, start: int, end: int) -> bool:
    """Whether the places' room took all of a name for a place; it may take a part: "Kharkiv region police"."""
    places = doc._.at.places
    return places[start] is not None and places[end - 1] is places[start] and key(doc, start, end) not in _KNOWN


def key(doc: Doc, start: int, end: int) -> str:
    parts = [t.lower_ for t in doc[start:end] if not t.is_space]
    return " ".join(parts[1:] if parts[:1] == ["the"] else parts).replace(".", "")


def _acronyms(doc: Doc, spans: list[tuple[int, int]]) -> dict[str, str]:
    """Acronym -> what it is short for: "World Health Organization (WHO)", or the initials of a name in the text."""
    found: dict[str, str] = {}
    initials: dict[str, str] = {}
    for start, end in spans:
        parts = [t.text for t in doc[start:end] if not t.is_space]
        surface = key(doc, start, end)
        if len(parts) > 1:
            for letters in _initials(parts):
                initials.setdefault(letters, surface)
        if end + 2 < len(doc) and doc[end].text == "(" and doc[end + 2].text == ")" and doc[end + 1].is_upper:
            found[key(doc, end + 1, end + 2)] = surface  # its initials, or its ticker on the stock exchange
    for start, end in spans:
        surface = key(doc, start, end)
        letters = surface.replace("&", "")
        capitals = sum(c.isupper() for c in doc[start].text)
        if end - start == 1 and capitals > 1 and letters in initials:  # "WHO", "MoD"
            found.setdefault(surface, initials[letters])
    return found


def _initials(parts: list[str]) -> list[str]:
    """How a name may be shortened: "WHO"; "PGE", without "Co."; "CDC", without "and Prevention"."""
    words = [word.lower() for word in parts]
    if words[-1].rstrip(".") in _LEGAL_FORMS:
        words = words[:-1]
    last_and = max((i for i, word in enumerate(words) if word == "and"), default=len(words))
    told = (
        "".join(word[0] for word in words if word not in _SMALL),
        "".join(word[0] for word in words if word != "the"),
        "".join(word[0] for word in words[:last_and] if word not in _SMALL),
    )
    return [letters for letters in told if len(letters) > 1]


def _shortened(doc: Doc, spans: list[tuple[int, int]]) -> dict[str, str]:
    """A name cut down to its first or last words -> the only one that it can be: "the Post", "Alder"."""
    surfaces = {key(doc, start, end): doc._.at.places[start] is not None for start, end in spans}
    by_part: dict[str, set[str]] = {}
    for surface, begins_with_place in surfaces.items():
        parts = surface.split(" ")
        for n in range(1, min(len(parts), 6)):
            if parts[n - 1] not in _SMALL and not begins_with_place:
                by_part.setdefault(" ".join(parts[:n]), set()).add(surface)
            if parts[-n] not in _SMALL and not (n > 1 and parts[-n - 1] in _SMALL):
                by_part.setdefault(" ".join(parts[-n:]), set()).add(surface)
    return {
        surface: next(iter(by_part[surface]))
        for surface in surfaces
        if len(by_part.get(surface, ())) == 1 and surface not in _KNOWN and _may_be_short(surface, *by_part[surface])
    }


def _may_be_short(short: str, long: str) -> bool:
    """ "United" may be Manchester United, but not the United Nations."""
    return short not in _NEVER_SHORT or (KINDS.get(short) == "sport" and long.endswith(short))


def kind_of(doc: Doc, start: int, end: int) -> OrganizationKind:
    """By the name as a whole, else by the last noun before "of" that tells."""
    known = _KNOWN.get(key(doc, start, end)) or _KNOWN.get("the " + key(doc, start, end))
    if known is not None:
        return known
    parts = [t.lower_.replace(".", "") for t in doc[start:end]]
    head = next((i for i, part in enumerate(parts) if part in {"of", "for"} and i), len(parts))
    for word in (*reversed(parts[:head]), *parts[head:]):
        if word in KINDS:
            return KINDS[word]
    return "other"


def _place(doc: Doc, cluster: Cluster) -> str | None:
    """The place that owns it, "Ukraine's Defense Ministry", or that its name tells: "Lusaka police", "Indian Army"."""
    places: list[Place | None] = doc._.at.places
    for start, end, _ in cluster.mentions:
        owner = places[start - 2] if start > 1 and doc[start - 1].text in ("'s", "’s", "'", "’") else None
        place = next((p for p in (places[start], owner, *places[start:end]) if p is not None), None)
        if place is not None:
            return place.id
        of = {COUNTRIES[doc[i].text] for i in range(max(0, start - 1), end) if doc[i].text in COUNTRIES}
        countries: list[Place] = [p for p in doc._.places if p.kind == "country" and p.country in of]
        place = next(iter(countries), None)
        if place is not None:
            return place.id
    return None


def countries_of(doc: Doc, organizations: list[Cluster]) -> dict[int, str]:
    """Of those of which it is known, the country: by the name, "Lebanese Army", else by the place."""
    places = {place.id: place.country for place in doc._.places}
    told: dict[int, str] = {}
    for organization in organizations:
        of = [COUNTRIES[word] for word in organization.name.split() if word in COUNTRIES]
        country = of[0] if of else places.get(organization.place_id)
        if country:
            told[id(organization)] = country
    return told
