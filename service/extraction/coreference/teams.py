"""Teams that go by the name of their country or city: "Belgium scored", in a report of sport.

The name stays a place; the team is an organization beside it. A name must be seen playing twice; then it is the team
wherever it is not plainly the place ("in Belgium").
"""

from __future__ import annotations

from collections import defaultdict

from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from service.extraction.sport import is_sport, plays

from .cluster import Cluster

_LOCATIVE = frozenset({"in", "at", "near", "from", "across", "throughout", "around", "into", "to"})


def team_clusters(doc: Doc) -> list[Cluster]:
    """One cluster a team, without ids of its own; its place is the place of its name."""
    if not is_sport(doc):
        return []
    seen: dict[str, list[SpacySpan]] = defaultdict(list)
    playing: dict[str, int] = defaultdict(int)
    for entity in doc.ents:
        if entity.label_ == "GPE" and doc._.at.boilerplate[entity.start] is None:
            seen[entity.text].append(entity)
            playing[entity.text] += plays(entity.root)
    teams: list[Cluster] = []
    for name, entities in seen.items():
        if playing[name] < 2:
            continue
        team = Cluster(name=name, kind="sport", confidence=0.85)
        for entity in entities:
            place = doc._.at.places[entity.start]
            if place is not None:
                team.place_id = place.id
            if entity.start == 0 or doc[entity.start - 1].lower_ not in _LOCATIVE:
                team.mentions.append((entity.start, entity.end, "name"))
        if team.mentions:
            teams.append(team)
    return teams
