"""Organizations: names of one put together, with its kind and its place."""

from __future__ import annotations

from spacy.tokens import Doc

from service.extraction.lexicon import table
from service.extraction.model import OrganizationKind
from .cluster import Cluster
from .teams import team_clusters

_KINDS: dict[str, OrganizationKind] = {row["noun"]: row["kind"] for row in table("organization_nouns")}  # type: ignore[misc]
_KNOWN: dict[str, OrganizationKind] = {row["name"].lower(): row["kind"] for row in table("organizations")}  # type: ignore[misc]
_SMALL = frozenset(["of", "the", "for", "and", "&", "in", "on", "de", "la", "du", "des"])


def organization_clusters(doc: Doc) -> list[Cluster]:
    """One cluster an organization, in order of first mention."""
    spans = [
        (e.start, e.end)
        for e in doc.ents
        if e.label_ == "ORG" and doc._.at.boilerplate[e.start] is None and not _is_place(doc, e.start, e.end)
    ]
    expansions = _acronyms(doc, spans)
    clusters: dict[str, Cluster] = {}
    for start, end in spans:
        surface = key(doc, start, end)
        surface = expansions.get(surface, surface)
        cluster = clusters.setdefault(surface, Cluster())
        cluster.mentions.append((start, end, "name"))
    for cluster in clusters.values():
        longest = max(cluster.mentions, key=lambda m: (m[1] - m[0], -m[0]))
        cluster.name = " ".join(doc[longest[0] : longest[1]].text.split())
        cluster.kind = kind_of(doc, *longest[:2])
        cluster.place_id = _place(doc, cluster)
        cluster.confidence = 0.8 if cluster.kind != "other" or len(cluster.mentions) > 1 else 0.6
    return sorted([*clusters.values(), *team_clusters(doc)], key=lambda c: min(c.mentions))


def _is_place(doc: Doc, start: int, end: int) -> bool:
    """Whether the places' room took all of a name for a place; it may take a part: "Kharkiv region police"."""
    places = doc._.at.places
    return places[start] is not None and places[end - 1] is places[start] and doc[start:end].text.lower() not in _KNOWN


def key(doc: Doc, start: int, end: int) -> str:
    words = [t.lower_ for t in doc[start:end] if not t.is_space]
    if words and words[0] == "the":
        words = words[1:]
    return " ".join(words).replace(".", "")


def _acronyms(doc: Doc, spans: list[tuple[int, int]]) -> dict[str, str]:
    """Acronym -> what it is short for: "World Health Organization (WHO)", or the initials of a name in the text."""
    found: dict[str, str] = {}
    initials: dict[str, str] = {}
    for start, end in spans:
        words = [t.text for t in doc[start:end] if not t.is_space]
        if len(words) > 1:
            surface = key(doc, start, end)
            for letters in (
                "".join(w[0] for w in words if w.lower() not in _SMALL),
                "".join(w[0] for w in words if w.lower() != "the"),
            ):
                if len(letters) > 1:
                    initials.setdefault(letters.lower(), surface)
            if end + 2 < len(doc) and doc[end].text == "(" and doc[end + 2].text == ")" and doc[end + 1].is_upper:
                found[key(doc, end + 1, end + 2)] = surface
    for start, end in spans:
        surface = key(doc, start, end)
        if end - start == 1 and doc[start].is_upper and surface in initials:
            found.setdefault(surface, initials[surface])
    return found


def kind_of(doc: Doc, start: int, end: int) -> OrganizationKind:
    """By the name as a whole, else by the last noun before "of" that tells."""
    known = _KNOWN.get(doc[start:end].text.lower())
    if known is not None:
        return known
    words = [t.lower_ for t in doc[start:end]]
    head = next((i for i, w in enumerate(words) if w in ("of", "for") and i), len(words))
    for word in (*reversed(words[:head]), *words[head:]):
        if word in _KINDS:
            return _KINDS[word]
    return "other"


def _place(doc: Doc, cluster: Cluster) -> str | None:
    """The place that owns it: "Ukraine's Defense Ministry"."""
    for start, _, _ in cluster.mentions:
        if start > 1 and doc[start - 1].text in ("'s", "’s", "'", "’"):
            place = doc._.at.places[start - 2]
            if place is not None:
                return place.id
    return None
